"""Events of one sentence: each trigger with its type, parties and status."""

from __future__ import annotations

from dataclasses import dataclass

from steelyard import vocabulary
from steelyard.coding import lexicon, status
from steelyard.coding.lexicon import Noun, Predicate
from steelyard.coding.parse import Sentence
from steelyard.coding.parties import Parties, Party
from steelyard.coding.predicates import Grammar
from steelyard.records.events import Act

# Phrases that name the other side where the rule's own slots are empty.
_OTHERS = (
    "against",
    "on",
    "with",
    "to",
    "from",
    "at",
    "toward",
    "towards",
    "of",
    "over",
    "upon",
    "between",
    "for",
    "near",
    "into",
    "in",
)
_INNER = (
    "by",
    "of",
    "from",
    "against",
    "on",
    "with",
    "to",
    "for",
    "between",
    "in",
    "over",
    "about",
)

#: Types of which all sides are actors where nobody is named as the recipient.
JOINT = frozenset(("AGREE", "CONSULT", "COOPERATE", "SUPPORT", "RETREAT", "ASSAULT"))

# Types that are turned on people at home where no other state is named.
_HOME = frozenset(
    (
        "COERCE",
        "ASSAULT",
        "PROTEST",
        "ACCUSE",
        "SANCTION",
        "CONCEDE",
        "RETREAT",
        "THREATEN",
        "REJECT",
        "REQUEST",
        "AGREE",
        "SUPPORT",
        "CONSULT",
        "MOBILIZE",
    )
)
_FORCE = frozenset(("COERCE", "ASSAULT", "PROTEST", "MOBILIZE"))
_BODILY = frozenset(("COERCE", "ASSAULT"))


@dataclass(frozen=True, slots=True)
class Found:
    """An event as it stands in a sentence, before days and confidence."""

    trigger: int
    rule: str
    type: str
    mode: str | None
    weight: float
    actor: Party
    recipient: Party
    status: status.Reading
    nominal: bool
    joint: bool
    actor_how: str
    recipient_how: str
    act: Act | None = None
    actor_unclear: bool = False


def find(parties: Parties) -> list[Found]:
    """Return the events that a sentence states, in the order of their triggers."""
    grammar = Grammar(parties)
    sentence = parties.sentence
    matched: list[tuple[int, Predicate]] = []
    for i, word in enumerate(sentence.words):
        if word.lemma not in lexicon.predicates() or not _may_trigger(sentence, i):
            continue
        rule = grammar.rule(i)
        if rule is not None:
            matched.append((i, rule))
    silenced = _silenced(grammar, matched)
    found = [
        _verbal(grammar, i, rule) for i, rule in matched if i not in silenced and _acted(grammar, i)
    ]
    taken = {i for i, _ in matched}
    for i, word in enumerate(sentence.words):
        noun = lexicon.nouns().get(word.lemma)
        if noun is None or noun.type is None or i in silenced or i in taken:
            continue
        if not word.tag.startswith("NN") or word.dep in ("compound", "amod", "nmod", "npadvmod"):
            continue
        nominal = _nominal(grammar, i, noun)
        if nominal is not None:
            found.append(nominal)
            silenced |= _below(sentence, i, nouns=True)
    return _distinct(sorted(found, key=lambda event: event.trigger))


_VAGUE = frozenset(("home", "only other", "place"))


def _distinct(found: list[Found]) -> list[Found]:
    """Leave out what tells the same event again: "ambushed a patrol, killing three soldiers"."""
    kept: list[Found] = []
    for event in found:
        twin = next(
            (
                k
                for k, other in enumerate(kept)
                if other.type == event.type
                and other.actor.codes == event.actor.codes
                and other.status.status == event.status.status
                and (
                    other.recipient.codes == event.recipient.codes
                    or event.recipient_how in _VAGUE
                    or other.recipient_how in _VAGUE
                    or not event.recipient
                    or not other.recipient
                )
            ),
            None,
        )
        if twin is None:
            kept.append(event)
        elif _clearer(event) > _clearer(kept[twin]):
            kept[twin] = event
    return kept


def _clearer(event: Found) -> tuple[bool, bool, float]:
    return (
        bool(event.recipient) and event.recipient_how not in _VAGUE,
        not event.nominal,
        event.weight,
    )


def _acted(grammar: Grammar, i: int) -> bool:
    """Say whether the subject of a verb can act at all: no earthquake, price or comet."""
    agent = grammar.clause(i).agent
    if agent is None:
        return True
    word = grammar.parties.sentence.words[agent]
    if grammar.parties.of(agent).codes or grammar.kinds(agent):
        return True
    return word.tag.startswith(
        ("NNP", "PRP", "WP", "CD", "DT", "WDT")
    ) or grammar.parties.sentence.is_verb(agent)


def _private(grammar: Grammar, agent: int | None) -> bool:
    """Say whether the actor is a noun of no role known to the lexicon: "a Danish chef"."""
    if agent is None or grammar.parties.mention(agent) is not None:
        return False
    word = grammar.parties.sentence.words[agent]
    return (
        word.tag in ("NN", "NNS")
        and not lexicon.classes(word.lemma)
        and word.lemma not in lexicon.agents()
    )


def _may_trigger(sentence: Sentence, i: int) -> bool:
    word = sentence.words[i]
    if word.dep in ("aux", "auxpass"):
        return False
    if word.tag.startswith("JJ"):
        return (
            word.dep in ("acomp", "ROOT", "oprd", "conj", "ccomp", "attr", "amod")
            and word.lemma in _ADJECTIVES
        )
    return sentence.is_verb(i) and not (word.dep == "amod" and word.tag == "VBG")


_ADJECTIVES = frozenset(
    (
        "willing",
        "ready",
        "prepared",
        "critical",
        "supportive",
        "grateful",
        "opposed",
        "unwilling",
        "reluctant",
    )
)


def _silenced(grammar: Grammar, matched: list[tuple[int, Predicate]]) -> set[int]:
    """Return the words that another event already speaks for: complements and arguments."""
    silenced: set[int] = set()
    for i, rule in matched:
        if i in silenced:
            continue
        parts = grammar.clause(i)
        slots = {c.slot for c in rule.conditions}
        if rule.type in _SPEECH or slots & {"comp", "to-inf", "that"} or parts.gerunds:
            for complement in parts.complements:
                if not _adjunct(grammar.parties.sentence, complement):
                    silenced |= _below(grammar.parties.sentence, complement)
        loose = _BESIDE | ({"for"} if rule.type == "CONSULT" else set())
        arguments = [
            noun
            for name, nouns in parts.preps.items()
            for noun in nouns
            if name not in loose or rule.type in _SPEECH - {"AGREE"}
        ]
        for argument in [parts.patient, *arguments]:
            if argument is not None and argument > 0:
                silenced |= _below(grammar.parties.sentence, argument, nouns=True)
        if parts.agent is not None:
            silenced |= {
                j
                for j in _below(grammar.parties.sentence, parts.agent, nouns=True)
                if not grammar.parties.sentence.is_verb(j)
            }
        silenced.discard(i)
    return silenced


# Phrases beside the act: what they name may be an event of its own.
_BESIDE = frozenset(
    ("after", "during", "following", "before", "amid", "despite", "since", "until", "ahead")
)


def _adjunct(sentence: Sentence, verb: int) -> bool:
    """Say whether a gerund tells how or when, not what: "by vetoing", "after meeting"."""
    word = sentence.words[verb]
    return word.dep == "pcomp" and sentence.words[word.head].lemma in _BESIDE | {
        "by",
        "while",
        "in",
    }


_SPEECH = frozenset(("REQUEST", "REJECT", "THREATEN", "ACCUSE", "AGREE"))


def _below(sentence: Sentence, top: int, *, nouns: bool = False) -> set[int]:
    """Return a word and what hangs on it, without relative and adverbial clauses."""
    stop = ("relcl", "advcl", "acl", "parataxis") if nouns else ("relcl", "parataxis")
    found, waiting = set(), [top]
    while waiting:
        j = waiting.pop()
        found.add(j)
        waiting += [
            c
            for c in sentence.children[j]
            if sentence.words[c].dep not in stop
            and not (sentence.words[c].dep == "acl" and sentence.words[c].tag == "VBN")
        ]
    return found


def _verbal(grammar: Grammar, i: int, rule: Predicate) -> Found:
    parties = grammar.parties
    parts = grammar.clause(i)
    actor, actor_how = _actor(grammar, i)
    recipient, recipient_how = _recipient(grammar, i, rule, actor)
    if not actor and recipient_how != "place":
        actor, actor_how = _fallback_actor(grammar, i, rule, recipient)
    if not actor and parts.agent is not None:
        actor, actor_how = _compatriot(grammar, i, parts.agent, recipient, recipient_how)
    joint = False
    if rule.type in JOINT and rule.mode != "visit" and not recipient and len(actor.codes) > 1:
        recipient, recipient_how, joint = actor, "joint", True
    if not recipient and actor and rule.mode != "resign":
        recipient, recipient_how = _home(grammar, i, rule, actor, strict=True)
        if not recipient:
            recipient, recipient_how = _only_other(parties, i, actor)
        if not recipient:
            recipient, recipient_how = _home(grammar, i, rule, actor, strict=False)
    reading = status.of(parties.sentence, i)
    kind, mode = rule.type, rule.mode
    if kind == "THREATEN" and reading.status == "happened":
        reading = status.Reading("threatened", reading.signs)
    elif refuses(grammar, i, rule, reading):
        kind, mode, reading = "REJECT", None, status.Reading("happened", reading.signs)
    return Found(
        i,
        rule.name,
        kind,
        mode,
        rule.weight,
        actor,
        recipient,
        reading,
        nominal=False,
        joint=joint,
        actor_how=actor_how,
        recipient_how=recipient_how,
        act=rule.act if kind == rule.type else None,
        actor_unclear=_private(grammar, parts.agent),
    )


def refuses(grammar: Grammar, i: int, rule: Predicate, reading: status.Reading) -> bool:
    """Say whether a party announces that it will not do something friendly: a refusal."""
    if vocabulary.quad(rule.type) > 2 or reading.status not in (
        "denied",
        "planned",
        "hypothetical",
    ):
        return False
    signs = set(reading.signs)
    return (
        "not" in signs
        and bool(signs & {"will", "would", "wo", "'ll", "shall"})
        and not signs & {"if", "had"}
    )


def _actor(grammar: Grammar, i: int) -> tuple[Party, str]:
    """Return who acts: the subject, the noun after "by", or the speaker who says so."""
    parties = grammar.parties
    head = grammar.clause(i).agent
    if head is None:
        return Party(), ""
    party = parties.of(head)
    if party.codes:
        return party, party.how or "subject"
    inner = parties.inside(head, ("of", "from", "by", "in", "at", "on"))
    if inner.codes:
        return Party(
            inner.codes,
            inner.roles or party.roles,
            inner.names,
            head,
            party.domestic,
            party.human,
            "phrase",
        ), "phrase"
    return party, ""


def _recipient(grammar: Grammar, i: int, rule: Predicate, actor: Party) -> tuple[Party, str]:
    parts = grammar.clause(i)
    for slot in rule.recipient:
        for party, how in _slot(grammar, i, slot):
            if (
                party.codes
                and set(party.codes) <= set(actor.codes)
                and rule.type in _FORCE | {"RETREAT", "ACCUSE"}
            ):
                outer = _owner_elsewhere(grammar, i, party, actor)
                if outer:
                    return outer, "outer"
            if _other(party, actor, parts.agent):
                return _without(party, actor), how
    if rule.mode == "resign":
        return Party(), ""
    for name in _OTHERS:
        if name == "in" and rule.type not in _FORCE | {"AID", "COOPERATE", "CONSULT"}:
            continue
        for head in parts.preps.get(name, ()):
            party = grammar.parties.of(head)
            if _other(party, actor, parts.agent):
                return _without(party, actor), "place" if name in ("in", "near") else name
    return Party(), ""


def _owner_elsewhere(grammar: Grammar, i: int, party: Party, actor: Party) -> Party:
    """Return whose people "its soldiers" are where they cannot be the actor's own.

    "Pakistan shut the route after a NATO strike killed its soldiers."
    """
    sentence = grammar.parties.sentence
    if party.head < 0 or not any(
        sentence.words[c].tag == "PRP$" for c in sentence.children[party.head]
    ):
        return Party()
    for j in sentence.ancestors(i):
        subject = sentence.subject(j) if sentence.is_verb(j) else None
        if subject is not None:
            outer = grammar.parties.of(subject)
            if outer.codes and not set(outer.codes) & set(actor.codes):
                return outer
    return Party()


def _slot(grammar: Grammar, i: int, slot: str) -> list[tuple[Party, str]]:
    """Return whom a slot of a rule names, the likeliest first."""
    parts, parties = grammar.clause(i), grammar.parties
    if slot == "obj":
        heads = [parts.patient] if parts.patient is not None else []
    elif slot == "dative":
        heads = [parts.dative] if parts.dative is not None else []
    elif slot == "subj":
        heads = []
    elif slot == "comp":
        return [found for c in parts.complements for found in _complement(grammar, c, parts.agent)]
    else:
        heads = list(parts.preps.get(slot, ()))
    found: list[tuple[Party, str]] = []
    for head in heads:
        found.append((parties.of(head), slot))
        found.append((parties.inside(head, _INNER), f"{slot} phrase"))
        if slot == "obj":
            found += _clausal(grammar, head)
    return found


def _clausal(grammar: Grammar, head: int) -> list[tuple[Party, str]]:
    """Return who acts or is acted on in a clause that hangs on a noun: "calls to leave Iraq"."""
    found = []
    for child in grammar.parties.sentence.deps(head, "acl", "relcl"):
        parts = grammar.clause(child)
        for inner in [parts.agent, parts.patient, *(n for ns in parts.preps.values() for n in ns)]:
            if inner is not None and inner != head:
                found.append((grammar.parties.of(inner), "clause"))
    return found


def _complement(grammar: Grammar, verb: int, agent: int | None) -> list[tuple[Party, str]]:
    parts, parties = grammar.clause(verb), grammar.parties
    found: list[tuple[Party, str]] = []
    if parts.agent is not None and parts.agent != agent:
        found.append((parties.of(parts.agent), "complement subject"))
    if parts.patient is not None and parts.patient != agent:
        found.append((parties.of(parts.patient), "complement object"))
        found.append((parties.inside(parts.patient, _INNER), "complement object"))
    for name in _OTHERS:
        for head in parts.preps.get(name, ()):
            found.append((parties.of(head), f"complement {name}"))
            found.append((parties.inside(head, _INNER), f"complement {name}"))
    for inner in parts.complements:
        if inner != verb:
            found += _complement(grammar, inner, agent)
    return found


def _other(party: Party, actor: Party, agent: int | None) -> bool:
    """Say whether a phrase names somebody other than the actor's own words."""
    if not party.codes or party.head == agent:
        return False
    if set(party.codes) <= set(actor.codes):
        # The same country on both sides is a matter at home, if these are people of it.
        return party.human and party.head != actor.head and not party.how.startswith("pronoun")
    return True


def _without(party: Party, actor: Party) -> Party:
    """Leave the actor's country out of a list of others that repeats it."""
    keep = [k for k, code in enumerate(party.codes) if code not in actor.codes]
    if not keep or len(keep) == len(party.codes):
        return party
    return Party(
        tuple(party.codes[k] for k in keep),
        tuple(party.roles[k] for k in keep),
        tuple(party.names[k] for k in keep),
        party.head,
        party.domestic,
        party.human,
        party.how,
    )


def _fallback_actor(
    grammar: Grammar, i: int, rule: Predicate, recipient: Party
) -> tuple[Party, str]:
    """Return who acts where the clause does not say: the speaker, or the state of the place."""
    parts, parties = grammar.clause(i), grammar.parties
    sentence = parties.sentence
    heads = [
        inner
        for name in ("in", "at")
        for head in parts.preps.get(name, ())
        for inner in _spots(parties, head)
    ]
    subject = parts.agent
    home = subject is not None and (parties.of(subject).domestic or parties.of(subject).human)
    if rule.type in _BODILY | {"SANCTION", "ACCUSE", "PROTEST", "RETREAT", "MOBILIZE"}:
        for head in heads:
            place = parties.of(head)
            if place.codes:
                return Party(
                    place.codes,
                    ("",) * len(place.codes),
                    place.names,
                    head,
                    domestic=True,
                    how="place",
                ), "place"
    if subject is None:
        for j in sentence.ancestors(i):
            if (
                sentence.is_verb(j)
                and sentence.subject(j) is not None
                and sentence.words[i].dep != "relcl"
            ):
                speaker = sentence.subject(j)
                assert speaker is not None
                party = parties.of(speaker)
                if (
                    party.codes
                    and not set(party.codes) <= set(recipient.codes)
                    and (
                        sentence.words[j].lemma not in ("say", "report", "tell")
                        or rule.type in _SPEECH
                    )
                ):
                    return party, "above"
    if home:
        for head in heads:
            place = parties.of(head)
            if place.codes:
                return Party(
                    place.codes,
                    ("",) * len(place.codes),
                    place.names,
                    head,
                    domestic=True,
                    how="place",
                ), "place"
        if recipient and recipient.human:
            return recipient, "recipient's own"
    return Party(), ""


def _compatriot(
    grammar: Grammar, i: int, agent: int, recipient: Party, how: str
) -> tuple[Party, str]:
    """Return the country of an actor whom only a title tells of: that of all the sentence.

    "Judge Rivera opened investigations against Chilean officials": where one country is
    named, and it is not itself the other side, the actor is of it. Else, where a government
    reports the act, it is its own.
    """
    parties = grammar.parties
    if "person" not in grammar.kinds(agent):
        return Party(), ""
    reporter = _reporter(parties, i)
    said = reporter.codes if reporter else ()
    named = {m.code: m for m in parties.mentions if m.code not in said}
    if len(named) == 1:
        code, mention = next(iter(named.items()))
        plain = recipient.codes == (code,) and not recipient.human and "in" not in how.split()
        if not plain or how == "place":
            return Party(
                (code,),
                (mention.role,),
                (mention.name,),
                agent,
                domestic=True,
                human=True,
                how="same sentence",
            ), "same sentence"
    if said and set(reporter.roles) & {"GOV", "MIL"} and "leader" in grammar.kinds(agent):
        return Party(
            reporter.codes, reporter.roles, reporter.names, agent, human=True, how="reporter"
        ), "reporter"
    return Party(), ""


_SAYING = frozenset(("say", "announce", "report", "confirm", "tell", "state", "add", "disclose"))


def _reporter(parties: Parties, i: int) -> Party:
    """Return who reports the act that word ``i`` names, nobody where it is not reported."""
    sentence = parties.sentence
    for j in (*sentence.ancestors(i), *sentence.children[i]):
        if sentence.words[j].lemma in _SAYING and sentence.is_verb(j):
            subject = sentence.subject(j)
            if subject is not None:
                return parties.of(subject)
    return Party()


def _only_other(parties: Parties, i: int, actor: Party) -> tuple[Party, str]:
    """Return the one other state or organisation that the sentence names, if it is one.

    Who only reports the act does not count where somebody else is left.
    """
    others = {m.code: m for m in parties.mentions if m.code not in actor.codes}
    if len(others) > 1:
        said = _reporter(parties, i).codes
        others = {code: m for code, m in others.items() if code not in said}
    if len(others) != 1:
        return Party(), ""
    mention = next(iter(others.values()))
    return Party(
        (mention.code,), (mention.role,), (mention.name,), mention.end - 1, how="only other"
    ), "only other"


def _spots(parties: Parties, head: int) -> list[int]:
    """Return a place phrase and the phrases in it: "in the capital city of Algiers"."""
    found = [head]
    for prep in parties.sentence.deps(head, "prep"):
        if parties.sentence.words[prep].lemma in ("of", "in"):
            for inner in parties.sentence.deps(prep, "pobj"):
                found += _spots(parties, inner)
    return found


def _home(
    grammar: Grammar, i: int, rule: Predicate, actor: Party, *, strict: bool
) -> tuple[Party, str]:
    """Return the actor's own country as recipient, where the act is one at home."""
    parts = grammar.clause(i)
    sentence = grammar.parties.sentence
    if rule.type not in _HOME:
        return Party(), ""
    heads = [
        h
        for h in (parts.patient, parts.dative, *(n for ns in parts.preps.values() for n in ns))
        if h is not None
    ]
    at_home = any(
        lexicon.agents().get(sentence.words[h].lemma, ("", False))[0]
        or "person" in grammar.kinds(h)
        for h in heads
    )
    roles = set(actor.roles)
    codes = {
        code
        for code in actor.codes
        if not vocabulary.known(code) or vocabulary.actor(code).kind != "organisation"
    }
    if not codes:
        return Party(), ""
    if strict:
        meant = at_home and rule.type != "MOBILIZE"
    else:
        meant = (
            rule.type in _BODILY
            or actor.domestic
            or bool(roles & {"REB", "CVL", "OPP", "MED", "LAB"})
        )
    if meant:
        return Party(actor.codes[:1], ("",), actor.names[:1], -1, domestic=True, how="home"), "home"
    return Party(), ""


def _between(parties: Parties, i: int) -> Party:
    """Return the sides of "between A and B", also where it hangs on a noun further down."""
    found = parties.inside(i, ("between", "among"))
    for prep in parties.sentence.deps(i, "prep"):
        for noun in parties.sentence.deps(prep, "pobj"):
            if not found:
                found = _between(parties, noun)
    return found


def _that_clause(grammar: Grammar, noun: int) -> Party:
    """Return who is said to have done it: "the suspicion that X had leaked it"."""
    for child in grammar.parties.sentence.deps(noun, "acl", "ccomp", "relcl"):
        subject = grammar.parties.sentence.subject(child)
        if subject is not None and grammar.parties.of(subject).codes:
            return grammar.parties.of(subject)
    return Party()


def _nominal(grammar: Grammar, i: int, noun: Noun) -> Found | None:
    """Return the event that a noun names, if it says who and whom."""
    parties = grammar.parties
    sentence = parties.sentence
    owner = parties.of(i)
    between = _between(parties, i)
    by = parties.inside(i, ("by",))
    word = sentence.words[i]
    light = word.dep == "dobj" and ("light", sentence.words[word.head].lemma) in lexicon.operators()
    if not owner.codes and not by.codes and word.dep == "dobj":
        above = sentence.words[word.head]
        by = _actor(grammar, above.i)[0] if light else by
    if (
        not owner.codes
        and not by.codes
        and noun.type in ("CONSULT", "PROTEST", "ASSAULT", "MOBILIZE")
    ):
        by = parties.inside(i, ("of",)) if "of" not in noun.recipient else Party()
    joint = False
    if between.codes:
        actor, recipient, joint = between, between, len(between.codes) > 1
    else:
        actor = by or owner
        recipient = Party()
        for name in noun.recipient:
            party = parties.inside(i, (name,))
            if party.codes and set(party.codes) - set(actor.codes):
                recipient = _without(party, actor)
                break
        if not recipient and noun.type == "ACCUSE":
            recipient = _that_clause(grammar, i)
        if not recipient and len(actor.codes) > 1 and noun.type in JOINT:
            recipient, joint = actor, True
    if not actor or not recipient:
        return None
    reading = status.of(sentence, i)
    if noun.type == "THREATEN" and reading.status == "happened":
        reading = status.Reading("threatened", reading.signs)
    return Found(
        i,
        f"noun {noun.noun} -> {noun.type}",
        noun.type or "",
        noun.mode,
        noun.weight,
        actor,
        recipient,
        reading,
        nominal=not light,
        joint=joint,
        actor_how="noun",
        recipient_how="noun",
    )
