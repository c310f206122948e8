"""On whom: the slots of a rule, phrases that name the other side, or the actor's own people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from steelyard import vocabulary
from steelyard.coding.english import lexicon
from steelyard.coding.english.acts.predicates import Grammar
from steelyard.coding.english.acts.sides.actor import (
    NOBODY,
    POSTED,
    Side,
    host_of_actor,
)
from steelyard.coding.english.acts.sides.guesses import only_other, whose_ground
from steelyard.coding.english.acts.sides.home import (
    OWN_PEOPLE,
    are_people_named,
    home,
    is_named_at_home,
    is_on_its_own,
    strikes,
)
from steelyard.coding.english.lexicon import Predicate
from steelyard.coding.english.status import conditional, is_told_to_another
from steelyard.coding.party import Party

#: Classes of those on whom war can be made.
_PARTIES = frozenset(("party", "person", "troops", "group", "organisation", "place"))


#: Classes of those whom another state has sent.
_ENVOYS = POSTED | frozenset(("diplomat", "consul", "attache"))


def named_recipient(grammar: Grammar, i: int, rule: Predicate, actor: Party) -> Side:
    """Return on whom the act is by the rule's slots, else by the phrases of its clause."""
    agent, unknown, own = grammar.clause(i).agent, NOBODY, NOBODY
    for named, how in chain((_addressee(grammar, i, actor),), _named(grammar, i, rule)):
        party = _people_at_home(grammar, named, actor)
        outer = _owner_elsewhere(grammar, i, rule, party, actor)
        if outer:
            return outer, "outer"
        if _of_its_own(grammar, rule, party, actor) or _a_relation(grammar, party, actor):
            continue
        if rule.mode == "withdraw" and set(party.codes) <= set(actor.codes):
            continue  # "is to withdraw its soldiers from the east": from another's
        if how.startswith("complement") and _sends_its_own(grammar, party, actor):
            continue
        if is_other(party, actor, agent):
            if rule.type == "SUPPORT" and set(party.codes) <= set(actor.codes):
                own = own if own[0] else (party, how)  # "thanked the envoy for helping our own"
                continue
            if any(map(vocabulary.known, party.codes)):
                return without(party, actor), how
            unknown = unknown if unknown[0] else (party, how)
    other = only_other(grammar.parties, i, rule, actor) if own[0] else NOBODY
    likeliest = next((side for side in (unknown, other, own) if side[0]), NOBODY)
    if likeliest[0]:
        return likeliest
    return NOBODY if rule.mode == "resign" else _by_phrase(grammar, i, rule, actor)


def _people_at_home(grammar: Grammar, party: Party, actor: Party) -> Party:
    """Return people of another state who live in the actor's as that state's: "Poles in Ukraine"."""
    mention = grammar.parties.mention(party.head) if party.head >= 0 else None
    if mention is None or mention.kind != "demonym" or mention.code in actor.codes:
        return party
    if not party or not set(party.codes) <= set(actor.codes):
        return party
    return Party((mention.code,), ("CVL",), (mention.name,), party.head, human=True)


def _addressee(grammar: Grammar, i: int, actor: Party) -> Side:
    """Return who is told to do what a quotation begins with: "Free our sailors," London told Tehran."""
    sentence = grammar.parties.sentence
    if not is_told_to_another(sentence, i):
        return NOBODY
    above = grammar.clause(sentence.words[i].head)
    heads = [h for h in (above.patient, above.dative, *above.preps.get("to", ())) if h is not None]
    parties = (grammar.parties.of(head) for head in heads)
    return next(((p, "told") for p in parties if p and is_other(p, actor, None)), NOBODY)


def _of_its_own(grammar: Grammar, rule: Predicate, party: Party, actor: Party) -> bool:
    """Say whether an act against others names the actor's own people: "recalled its ambassador"."""
    outward = rule.type in lexicon.words("type turned outward")
    if not outward or party.head < 0 or not set(party.codes) <= set(actor.codes):
        return False
    sentence = grammar.parties.sentence
    return any(sentence.words[c].tag == "PRP$" for c in sentence.children[party.head])


def _sends_its_own(grammar: Grammar, party: Party, actor: Party) -> bool:
    """Say whether a phrase names the actor's own forces: "hinted at sending its army"."""
    if party.head < 0 or set(party.codes) != set(actor.codes):
        return False
    return "troops" in grammar.kinds(party.head)


def _a_relation(grammar: Grammar, party: Party, actor: Party) -> bool:
    """Say whether a phrase is the actor's only by relation: "thanked its partners", "his successor"."""
    if party.head < 0 or not set(party.codes) <= set(actor.codes):
        return False
    return party.how in ("", "possessor") and _is_of_another(grammar, party.head)


def _is_of_another(grammar: Grammar, head: int) -> bool:
    """Say whether a noun with a pronoun before it is a neighbour, host or partner of somebody."""
    sentence = grammar.parties.sentence
    if sentence.words[head].lemma not in (
        lexicon.words("of the other side") | lexicon.words("of whatever side")
    ):
        return False
    near = (sentence.words[c] for c in sentence.children[head])
    return any(word.tag == "PRP$" for word in near)


def giver(grammar: Grammar, i: int, rule: Predicate, taker: Party) -> Side:
    """Return who acts where the subject is acted on: "received aid from", "died in custody of"."""
    agent = grammar.clause(i).agent
    for slot in rule.recipient:
        for party, how in _slot(grammar, i, slot):
            if is_other(party, taker, agent):
                return party, how
    # "Tokyo's appeal to Seoul went unheeded": the subject says who did not heed it.
    told = grammar.parties.inside(agent, ("to",)) if agent is not None else Party()
    return (told, "subject phrase") if told and rule.type == "REJECT" else NOBODY


def implied_recipient(grammar: Grammar, i: int, rule: Predicate, actor: Party) -> Side:
    """Return on whom an act is whose clause names nobody: people at home, or the only other."""
    found = _likeliest(grammar, i, rule, actor)
    named = found[1] != "home" or is_named_at_home(grammar, i, rule, actor)
    return found if named else NOBODY


def _likeliest(grammar: Grammar, i: int, rule: Predicate, actor: Party) -> Side:
    """Return on whom an act likely is whose clause names nobody."""
    if rule.mode == "resign":
        return NOBODY
    abroad = _turned_on_others(grammar, i, rule)
    at_home = rule.type in lexicon.words("type at home") and not abroad
    own = home(actor) if at_home and not _on_several(grammar, i) else NOBODY
    patient = grammar.clause(i).patient
    forces = patient is not None and "troops" in grammar.kinds(patient)
    if (rule.mode == "withdraw" and forces) or rule.mode == "access":
        own = NOBODY  # who takes his forces out, or lets inspectors in, does so to another
    ground = whose_ground(grammar, i, rule, actor)
    if ground[0]:
        return ground
    if own[0] and rule.type != "MOBILIZE" and are_people_named(grammar, i):
        return own
    posted = host_of_actor(grammar, i)
    if posted[0] and not set(posted[0].codes) & set(actor.codes):
        return posted
    warned = rule.type in lexicon.words("type warned of")
    found = _threatened(grammar, i, actor) if warned else NOBODY
    found = found if found[0] else only_other(grammar.parties, i, rule, actor)
    if found[0]:
        return found
    bodily = rule.type in lexicon.words("bodily type")
    inward = (
        actor.domestic
        or strikes(rule, actor)
        or is_on_its_own(grammar, i, actor)
        or (bodily and (rule.type != "ASSAULT" or are_people_named(grammar, i)))
    )
    return own if inward or set(actor.roles) & OWN_PEOPLE else NOBODY


def _threatened(grammar: Grammar, i: int, actor: Party) -> Side:
    """Return who would bring a threat upon himself: the subject of its condition."""
    for party, how in _condition(grammar, i):
        if party and not set(party.codes) & set(actor.codes):
            return party, how
    return NOBODY


def _turned_on_others(grammar: Grammar, i: int, rule: Predicate) -> bool:
    """Say whether an act is on somebody who is not the actor's own: "expelled two diplomats"."""
    parts = grammar.clause(i)
    heads = [
        h for h in (parts.patient, parts.dative, *chain(*parts.preps.values())) if h is not None
    ]
    posted = rule.type == "SANCTION" and any(grammar.kinds(head) & _ENVOYS for head in heads)
    return posted or any(_is_of_another(grammar, head) for head in heads)


def _on_several(grammar: Grammar, i: int) -> bool:
    """Say whether an act is on states that are not named: "urged western countries to act"."""
    parts = grammar.clause(i)
    below = [grammar.clause(verb).agent for verb in parts.complements]
    words = grammar.parties.sentence.words
    return any(
        head is not None
        and head != parts.agent
        and words[head].lemma in lexicon.words("several states")
        and not grammar.parties.of(head)
        for head in (parts.patient, parts.dative, *chain(*parts.preps.values()), *below)
    )


def is_other(party: Party, actor: Party, agent: int | None) -> bool:
    """Say whether a phrase names somebody other than the actor's own words."""
    if not party or party.head == agent:
        return False
    if set(party.codes) <= set(actor.codes):
        # The same country on both sides is a matter at home, if these are people of it.
        return party.human and party.head != actor.head and not party.how.startswith("pronoun")
    return True


def without(party: Party, actor: Party) -> Party:
    """Leave the actor's country out of a list of others that repeats it."""
    keep = [code for code in party.codes if code not in actor.codes]
    return party.of_codes(keep) if keep else party


def _named(grammar: Grammar, i: int, rule: Predicate) -> Iterator[Side]:
    patient = grammar.clause(i).patient
    if rule.type in lexicon.words("type judging an act"):
        if patient is not None:
            yield from _doer(grammar, patient)
        yield from _who_did_it(grammar, i)
    for slot in rule.recipient:
        yield from _slot(grammar, i, slot)


def _by_phrase(grammar: Grammar, i: int, rule: Predicate, actor: Party) -> Side:
    """Return whom a phrase of the clause names as the other side."""
    parts = grammar.clause(i)
    there = rule.type in lexicon.words("type with a place") or _acts_at_home(grammar, parts.patient)
    for name in lexicon.ordered("names the other side"):
        if name == "in" and not there:
            continue
        if name == "from" and rule.type in lexicon.words("type that is sent"):
            continue  # "a plane carrying vaccines from China": who sends is no recipient
        for head in parts.preps.get(name, ()):
            party = grammar.parties.of(head)
            if is_other(party, actor, parts.agent):
                return without(party, actor), "place" if name in ("in", "near") else name
    return NOBODY


def _acts_at_home(grammar: Grammar, head: int | None) -> bool:
    """Say whether people of no named state are of where they are: "backing the rebels in Congo"."""
    if head is None or grammar.parties.of(head):
        return False
    agent = lexicon.agents().get(grammar.parties.sentence.words[head].lemma)
    return agent is not None and agent[1]


def _owner_elsewhere(
    grammar: Grammar, i: int, rule: Predicate, party: Party, actor: Party
) -> Party:
    """Return whose people "its soldiers" are where they cannot be the actor's own.

    "Pakistan shut the route after a NATO strike killed its soldiers."
    """
    outward = rule.mode == "expel" or rule.type in lexicon.words("type turned outward")
    if not outward or party.head < 0 or not party:
        return Party()
    sentence = grammar.parties.sentence
    owned = any(sentence.words[c].tag == "PRP$" for c in sentence.children[party.head])
    if not owned or not set(party.codes) <= set(actor.codes):
        return Party()
    speech = lexicon.words("says") | lexicon.words("guesses")
    for j in sentence.ancestors(i):
        if not sentence.is_verb(j):
            continue
        above = grammar.clause(j)
        beside = sentence.words[i].dep == "conj"
        # "A broke with B, and C recalled its envoy": C joins A against B.
        others = chain(*(above.preps.get(name, ()) for name in ("with", "against", "on", "to")))
        for head in (above.patient, *(others if beside else ()), sentence.subject(j)):
            outer = grammar.parties.of(head) if head is not None else Party()
            by_press = sentence.words[j].lemma in speech and "MED" in outer.roles
            if outer and not by_press and not set(outer.codes) & set(actor.codes):
                return outer
    return Party()


def _doer(grammar: Grammar, head: int) -> Iterator[Side]:
    """Yield who did the act that is spoken of: "condemned the deportation of Haitians by X"."""
    if grammar.nominalisation(head) is not None:
        doer = grammar.clause(head).agent
        if doer is not None and doer != head:
            yield grammar.parties.of(doer), "obj phrase"


def _who_did_it(grammar: Grammar, i: int) -> Iterator[Side]:
    """Yield who did what a clause judges: "A deported thousands, a campaign that B has criticised"."""
    sentence = grammar.parties.sentence
    word = sentence.words[i]
    head = sentence.words[word.head]
    named = word.dep == "relcl" and head.lemma in lexicon.words("what was done")
    if not named or head.dep not in ("appos", "npadvmod", "dobj", "conj", "dep"):
        return
    above = next((j for j in sentence.ancestors(i) if sentence.is_verb(j)), None)
    doer = sentence.subject(above) if above is not None else None
    if doer is not None:
        yield grammar.parties.of(doer), "obj phrase"


def _slot(grammar: Grammar, i: int, slot: str) -> Iterator[Side]:
    """Yield the parties in a slot of a rule, the likeliest first."""
    parts, parties = grammar.clause(i), grammar.parties
    if slot == "cond":
        yield from _condition(grammar, i)
        return
    if slot == "comp":
        for complement in parts.complements:
            yield from _complement(grammar, complement, parts.agent)
        return
    direct = {"obj": parts.patient, "dative": parts.dative}
    heads = [direct[slot]] if slot in direct else parts.preps.get(slot, ())
    for head in heads:
        if head is None:
            continue
        yield parties.of(head), slot
        yield (
            parties.inside(head, lexicon.ordered("names the other side in a noun")),
            f"{slot} phrase",
        )
        if slot in ("obj", "at", "on", "against"):
            yield from _clausal(grammar, head)


def _condition(grammar: Grammar, i: int) -> Iterator[Side]:
    """Yield who acts in the condition of an act: "if Finland lets them in, Russia will respond"."""
    sentence = grammar.parties.sentence
    for verb in (i, sentence.words[i].head):
        for clause in sentence.deps(verb, "advcl"):
            subject = sentence.subject(clause)
            if subject is not None and conditional(sentence, clause):
                yield grammar.parties.of(subject), "cond"


def _clausal(grammar: Grammar, head: int) -> Iterator[Side]:
    """Yield who acts or is acted on in a clause that hangs on a noun: "calls to leave Iraq"."""
    sentence = grammar.parties.sentence
    for child in sentence.deps(head, "acl", "relcl"):
        parts = grammar.clause(child)
        # "His police chief, whom the Americans had praised": who acts on him there is another.
        own = sentence.words[child].dep == "acl" or parts.agent == head
        for inner in [
            parts.agent if own else None,
            parts.patient,
            *(n for ns in parts.preps.values() for n in ns),
        ]:
            if inner is not None and inner != head:
                yield grammar.parties.of(inner), "clause"


def _complement(grammar: Grammar, verb: int, agent: int | None) -> Iterator[Side]:
    """Yield the parties of a complement: "urged that Iran open its sites"."""
    parts, parties = grammar.clause(verb), grammar.parties
    inner_preps = lexicon.ordered("names the other side in a noun")
    if parts.agent is not None and parts.agent != agent:
        yield parties.of(parts.agent), "complement subject"
    if parts.patient is not None and parts.patient != agent:
        yield parties.of(parts.patient), "complement object"
        yield parties.inside(parts.patient, inner_preps), "complement object"
    for name in lexicon.ordered("names the other side"):
        for head in parts.preps.get(name, ()):
            yield parties.of(head), f"complement {name}"
            yield parties.inside(head, inner_preps), f"complement {name}"
    for deeper in parts.complements:
        if deeper != verb:
            yield from _complement(grammar, deeper, agent)


def is_war_on_a_thing(grammar: Grammar, i: int) -> bool:
    """Say whether war is made on no party, or lost to none: "declared war on plastic", "fire on wine"."""
    parts = grammar.clause(i)
    if grammar.parties.sentence.words[i].lemma in lexicon.words("gives itself up"):
        return _to_a_thing(grammar, parts.preps.get("to", ()))
    if parts.patient is None:
        return False
    fire = grammar.parties.sentence.words[parts.patient].lemma == "fire"
    if not fire and "war" not in grammar.kinds(parts.patient):
        return False
    heads = [head for name in ("on", "against") for head in parts.preps.get(name, ())]
    return bool(heads) and not any(
        grammar.kinds(head) & _PARTIES or (grammar.parties.of(head) and not _a_thing(grammar, head))
        for head in heads
    )


def _to_a_thing(grammar: Grammar, heads: Sequence[int]) -> bool:
    """Say whether somebody gives in to no party and no wish of one: "surrendered to the hamburger"."""
    wishes = _PARTIES | {"demand", "pressure"}
    return bool(heads) and not any(
        grammar.kinds(head) & wishes or grammar.parties.of(head) for head in heads
    )


def _a_thing(grammar: Grammar, head: int) -> bool:
    return bool(grammar.kinds(head) & lexicon.words("class of private things"))
