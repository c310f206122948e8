"""Acts that a noun names: "визит", "поставка газа", "высылка дипломатов"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from steelyard import vocabulary
from steelyard.coding.party import Party
from steelyard.coding.russian import lexicon
from steelyard.coding.russian.acts.candidate import Candidate
from steelyard.coding.russian.acts.clause import Clause, clause_of, subject_of
from steelyard.coding.russian.acts.sides import Sides, actor_of, in_slots
from steelyard.coding.russian.lexicon import EventNoun
from steelyard.coding.russian.parties import Parties
from steelyard.coding.russian.status import Standing, standing

_OWNERS = ("s", "j")
_ORIGIN = ("t",)


def nominal_acts(parties: Parties, told: frozenset[int]) -> Iterator[Candidate]:
    """Yield the acts that nouns name where a verb states them or a headline does.

    Args:
        parties: those of the sentence.
        told: verbs that state an act themselves, with both its sides.
    """
    for word in parties.sentence.words:
        if word.pos not in ("NOUN", "PROPN", "PART", "X"):
            continue
        noun = next(
            (lexicon.event_nouns()[x] for x in word.lemmas if x in lexicon.event_nouns()), None
        )
        if noun is None or parties.mention(word.i) is not None:
            continue
        stands = standing(parties.sentence, word.i)
        if stands.killed or stands.verb in told:
            continue
        if stands.verb < 0 and not _headline(parties, word.i):
            continue
        found = _found(parties, word.i, noun, stands)
        if found is not None:
            yield found


def _headline(parties: Parties, i: int) -> bool:
    """Say whether a noun leads a sentence that has no other verb above it."""
    word = parties.sentence.words[i]
    return word.rel in ("root", "conj", "nmod", "appos", "parataxis", "nsubj")


def _found(parties: Parties, i: int, noun: EventNoun, stands: Standing) -> Candidate | None:
    kind, mode = _kind(parties, i, noun)
    if not kind:
        return None
    if "stop" in stands.effects:
        kind, mode = stopped(kind)
    elif "block" in stands.effects:
        kind, mode = "REJECT", None
    elif "cancel" in stands.effects:
        kind, mode = ("REJECT", None) if kind in ("CONSULT", "SUPPORT", "AGREE") else stopped(kind)
    sides = _sides(parties, i, noun, stands)
    if "block" in stands.effects:
        actor, how = _subject(parties, i, stands)
        mine = frozenset(actor.codes)
        blocked = parties.inside(i, without=mine)
        spared = bool(blocked) and parties.sentence.preposition(blocked.head) == "против"
        sides = Sides(actor, how, Party() if spared else blocked, "obj")
    if "reaction" in stands.effects:
        sides = _reaction(parties, i, noun, stands)
    act = noun.act if kind == noun.type else None
    return Candidate(
        trigger=i,
        rule=f"{noun.noun} -> {kind}",
        type=kind,
        mode=mode,
        act=act,
        weight=noun.weight,
        sides=sides,
        status=stands.status,
        status_words=stands.words,
        nominal=True,
    )


def _kind(parties: Parties, i: int, noun: EventNoun) -> tuple[str, str | None]:
    """Return the type that a noun names with what stands in its genitive."""
    below = _objects(parties, i)
    if noun.type == "STOP":
        for name, kind in (("sanction", "RETREAT"), ("attack", "RETREAT"), ("meeting", "REJECT")):
            if _any(parties, below, name):
                return kind, "ceasefire" if name == "attack" else None
        if _any(parties, below, "cooperation") or _any(parties, below, "contact"):
            return "SANCTION", "discontinue"
        return "", None
    if noun.noun == "обмен" and not _any(parties, below, "prisoner"):
        return ("CONSULT", None) if _any_word(parties, below, "мнение") else ("", None)
    if (
        noun.object
        and noun.genitive != "t"
        and not any(_any(parties, below, name) for name in noun.object)
    ):
        return "", None
    if noun.noun in ("высылка", "выдворение") and not _any(parties, below, "diplomat"):
        return "COERCE", "deport"
    if noun.noun == "арест" and _any(parties, below, "asset"):
        return "COERCE", "seize"
    return noun.type, noun.mode


def stopped(kind: str) -> tuple[str, str | None]:
    """Return what ends an act of this type: what was friendly is withdrawn, what was hostile relents."""
    if vocabulary.quad(kind) in (1, 2):
        return "SANCTION", "discontinue"
    return "RETREAT", "ceasefire" if kind == "ASSAULT" else None


def _objects(parties: Parties, i: int) -> list[int]:
    sentence = parties.sentence
    return [
        x
        for c in sentence.children(i, "nmod", "obl", "obj", "nsubj", "appos", "nummod:gov")
        if not sentence.preposition(c)
        for x in sentence.conjuncts(c)
    ]


def _any(parties: Parties, nouns: list[int], name: str) -> bool:
    listed = lexicon.classes().get(name, frozenset())
    for c in nouns:
        word = parties.sentence.words[c]
        if word.is_form_of(listed) or (name == "party" and parties.inside(c)):
            return True
        if name in ("people", "prisoner", "recognise") and parties.of(c):
            return True
        if word.pos == "NUM" or word.is_form_of(lexicon.words("measure")):
            below = parties.sentence.children(c, "nmod", "nummod:gov")
            if any(parties.sentence.words[x].is_form_of(listed) for x in below):
                return True
    return False


def _any_word(parties: Parties, nouns: list[int], lemma: str) -> bool:
    return any(parties.sentence.words[c].is_form_of({lemma}) for c in nouns)


def _sides(parties: Parties, i: int, noun: EventNoun, stands: Standing) -> Sides:
    """Return who acts on whom: from the noun's own phrases, then from its verb's."""
    own = clause_of(parties, i)
    subject, how = _subject(parties, i, stands)
    genitive = _genitive(parties, i)
    adjective = _adjective(parties, i)
    if noun.genitive == "j":
        return _joint(parties, own, noun, (subject, genitive, adjective), stands)
    side, _ = in_slots(parties, own, ("со=сторона", "с=сторона"))
    if noun.genitive == "s":
        actor, how = _first(
            (side, "side"), (subject, how), (genitive, "genitive"), (adjective, "adjective")
        )
    elif noun.genitive == "t":
        origin = _origin(parties, i)
        actor, how = _first((subject, how), (adjective, "adjective"), (origin, "origin"))
    else:
        agent = next((parties.of(c) for c in own.ins if parties.of(c)), Party())
        actor, how = _first(
            (agent, "agent"), (subject, how), (side, "side"), (adjective, "adjective")
        )
    slots = tuple(slot for slot in noun.recipient if slot != "gen")
    mine = frozenset(actor.codes)
    recipient, slot = _in_either(parties, own, stands, slots, mine)
    if (not recipient or noun.genitive == "o") and "gen" in noun.recipient:
        inner = _inner(parties, i, mine)
        if inner:
            recipient, slot = inner, "genitive"
    if not recipient and noun.genitive in ("s", "a", "t") and how != "genitive":
        left = genitive.of_codes(c for c in genitive.codes if c not in mine)
        recipient, slot = (left, "genitive") if left else (recipient, slot)
    if not recipient and stands.slot == "в+loc" and stands.verb >= 0:
        hit = clause_of(parties, stands.verb)
        recipient, slot = in_slots(parties, hit, ("obj", "subj"), mine)
    if not recipient and noun.genitive == "s":
        recipient, slot = _of_infinitive(parties, i, mine)
        recipient = recipient or _against(parties, i)
    if not actor and noun.genitive == "o":
        actor, how = _out_of(parties, own, recipient)
    return Sides(actor, how, recipient, slot)


def author_of(parties: Parties, i: int, noun: EventNoun) -> tuple[Party, str]:
    """Return who does the act that a noun names, as its own phrase says."""
    own = clause_of(parties, i)
    side, _ = in_slots(parties, own, ("со=сторона", "с=сторона"))
    agent = next((parties.of(c) for c in own.ins if parties.of(c)), Party())
    whose = _genitive(parties, i) if noun.genitive == "s" else Party()
    held = in_slots(parties, own, ("в+loc",))[0] if noun.type != "ASSAULT" else Party()
    return _first(
        (side, "side"),
        (agent, "agent"),
        (_adjective(parties, i), "adjective"),
        (whose, "genitive"),
        (held, "place"),
    )


def _out_of(parties: Parties, own: Clause, recipient: Party) -> tuple[Party, str]:
    """Return from where somebody is sent away: "высылка дипломатов из Болгарии"."""
    out, _ = in_slots(parties, own, ("из", "в+loc"), frozenset(recipient.codes))
    return (out, "out of") if out else (out, "")


def _of_infinitive(parties: Parties, i: int, without: frozenset[str]) -> tuple[Party, str]:
    """Return whom the infinitive of a noun names: "угроза ввести пошлины против Канады"."""
    for c in parties.sentence.children(i):
        if parties.sentence.words[c].feats.get("VerbForm") == "Inf":
            found = parties.inside(c, clauses=True, without=without)
            if found:
                return found, "inf"
    return Party(), ""


def _reaction(parties: Parties, i: int, noun: EventNoun, stands: Standing) -> Sides:
    """Return who reacts to whom: "действия Скопье вызвали протест Белграда"."""
    own, verb = clause_of(parties, i), clause_of(parties, stands.verb)
    actor = _genitive(parties, i) or _adjective(parties, i)
    actor = actor or _in_either(parties, own, stands, ("в+loc", "у"), frozenset())[0]
    mine = frozenset(actor.codes)
    recipient, slot = in_slots(parties, own, noun.recipient, mine)
    if not recipient:
        cause = subject_of(parties, verb)
        some = (parties.inside(c, without=mine) for c in cause)
        recipient, slot = next((party for party in some if party), Party()), "cause"
    return Sides(actor, "genitive", recipient, slot)


def _joint(
    parties: Parties,
    own: Clause,
    noun: EventNoun,
    known: tuple[Party, Party, Party],
    stands: Standing,
) -> Sides:
    """Return the sides of talks and drills: who holds them with whom, or all together."""
    subject, genitive, adjective = known
    actor = subject or genitive or adjective
    slots = tuple(slot for slot in noun.recipient if slot not in ("между", "gen"))
    recipient, slot = _in_either(parties, own, stands, slots, frozenset(actor.codes))
    between, _ = _in_either(parties, own, stands, ("между",), frozenset())
    if between:
        return (
            Sides(between, "between", between, "between")
            if not subject
            else Sides(subject, "subject", between, "between")
        )
    if not recipient and actor:
        for other in (genitive, adjective):
            left = other.of_codes(c for c in other.codes if c not in actor.codes)
            if left:
                return Sides(actor, "subject", left, "genitive")
    return Sides(actor, "subject", recipient, slot)


def _in_either(
    parties: Parties,
    own: Clause,
    stands: Standing,
    slots: tuple[str, ...],
    without: frozenset[str],
) -> tuple[Party, str]:
    found, slot = in_slots(parties, own, slots, without)
    if found or stands.verb < 0:
        return found, slot
    return in_slots(parties, clause_of(parties, stands.verb), slots, without)


def _subject(parties: Parties, i: int, stands: Standing) -> tuple[Party, str]:
    """Return who does what a light verb says, nobody where the noun itself is the subject."""
    if stands.verb < 0 or stands.slot == "subj":
        return Party(), ""
    if stands.reported and (_genitive(parties, i) or _adjective(parties, i)):
        return Party(), ""  # who tells of it need not have done it
    verb = parties.sentence.words[stands.verb]
    if stands.slot == "в+loc" and verb.is_form_of(lexicon.words("victim verb")):
        return Party(), ""  # who is hurt is hurt by others
    clause = clause_of(parties, stands.verb)
    if clause.passive:
        found = next((parties.of(c) for c in clause.subj if parties.of(c)), Party())
        if found:
            return found, "agent"
        return actor_of(parties, replace(clause, subj=[]), ()) if not clause.subj else (Party(), "")
    found = next((parties.of(c) for c in subject_of(parties, clause) if parties.of(c)), Party())
    return (found, "subject") if found else actor_of(parties, clause, ())


def _genitive(parties: Parties, i: int) -> Party:
    sentence = parties.sentence
    for c in sentence.children(i, "nmod", "appos", "nsubj", "obl", "flat", "iobj"):
        word = sentence.words[c]
        if sentence.preposition(c) or word.case in ("Dat", "Ins"):
            continue
        found = parties.of(c)
        if found and c > i:
            return found
    return Party()


def _inner(parties: Parties, i: int, without: frozenset[str]) -> Party:
    for c in parties.sentence.children(i, "nmod", "obl", "obj", "nsubj", "appos"):
        if parties.sentence.preposition(c) or parties.sentence.words[c].case == "Ins":
            continue
        found = parties.inside(c, without=without)
        if found:
            return found
    return Party()


def _adjective(parties: Parties, i: int) -> Party:
    for c in parties.sentence.children(i, "amod"):
        found = parties.of(c)
        if found and not parties.sentence.words[c].lower.startswith("анти"):
            return found
    return Party()


def _against(parties: Parties, i: int) -> Party:
    """Return whom an adjective says that an act is against: "антироссийские санкции"."""
    for c in parties.sentence.children(i, "amod"):
        if parties.sentence.words[c].lower.startswith("анти") and parties.of(c):
            return parties.of(c)
    return Party()


def _origin(parties: Parties, i: int) -> Party:
    """Return whose goods are delivered: "поставки российского газа", "поставки из России"."""
    sentence = parties.sentence
    for c in sentence.children(i, "nmod"):
        if sentence.preposition(c) == "из":
            found = parties.inside(c)
            if found:
                return found
    for c in sentence.children(i, "nmod"):
        if not sentence.preposition(c):
            found = _adjective(parties, c)
            if found:
                return found
    return Party()


def _first(*some: tuple[Party, str]) -> tuple[Party, str]:
    return next(((party, how) for party, how in some if party), (Party(), ""))
