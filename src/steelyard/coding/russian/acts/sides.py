"""Sides: who acts and who is acted on, once a rule has found an act."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from steelyard.coding.party import Party
from steelyard.coding.russian import lexicon
from steelyard.coding.russian.acts.clause import Clause, subject_of
from steelyard.coding.russian.parties import Parties

#: Slots that are looked at one after the other for a recipient that no slot of the rule names.
_ELSEWHERE = (
    "dat",
    "obj",
    "с",
    "против",
    "для",
    "к",
    "от",
    "на+acc",
    "по",
    "из",
    "у",
    "в+acc",
    "ins",
)
_WHERE = ("в", "во", "на")


@dataclass(frozen=True, slots=True)
class Sides:
    """Who acts on whom, and how each was found."""

    actor: Party = field(default_factory=Party)
    actor_how: str = ""
    recipient: Party = field(default_factory=Party)
    recipient_how: str = ""


def in_slots(
    parties: Parties, clause: Clause, slots: Iterable[str], without: frozenset[str] = frozenset()
) -> tuple[Party, str]:
    """Return the first party that fills one of the slots, and the slot."""
    for slot in slots:
        if slot in ("inf", "that", "quoted"):
            for i in clause.nouns("inf") + clause.nouns("that"):
                found = parties.inside(i, clauses=True, without=without)
                if found:
                    return found, slot
            continue
        for noun in clause.nouns(slot):
            found = parties.inside(noun, without=without)
            if found:
                return found, slot
    return Party(), ""


def actor_of(parties: Parties, clause: Clause, slots: tuple[str, ...]) -> tuple[Party, str]:
    """Return who acts: the subject, what the rule says stands for it, or those at a place."""
    if slots and slots[0] != "subj":
        found, how = in_slots(parties, clause, slots)
        if found:
            return found, how
    for look in (_by_subject, _by_office, _by_slots):
        found, how = look(parties, clause, slots)
        if found:
            return found, how
    if not clause.subj or clause.passive:
        return _of_place(parties, clause)
    return Party(), ""


def _by_subject(parties: Parties, clause: Clause, slots: tuple[str, ...]) -> tuple[Party, str]:
    del slots
    some = (_acting(parties, i) for i in subject_of(parties, clause))
    found = next((party for party in some if party), Party())
    return found, "subject" if found else ""


def _by_office(parties: Parties, clause: Clause, slots: tuple[str, ...]) -> tuple[Party, str]:
    """Return whose police or rebels act who are of no country but where they act."""
    del slots
    for i in subject_of(parties, clause):
        if parties.acts_where_it_is(i) and not clause.passive:
            found, how = _of_place(parties, clause)
            if found:
                return found, how
    return Party(), ""


def _by_slots(parties: Parties, clause: Clause, slots: tuple[str, ...]) -> tuple[Party, str]:
    for slot in slots:
        if slot.startswith("of "):  # "партия российских вертолетов" is Russia's
            found, _ = in_slots(parties, clause, (slot.removeprefix("of "),))
            if found:
                return found, slot
        for noun in clause.nouns(slot):
            found = _acting(parties, noun) or (parties.of(noun) if slot != "subj" else Party())
            if found:
                return found, slot
    return Party(), ""


def recipient_of(
    parties: Parties, clause: Clause, slots: tuple[str, ...], actor: Party
) -> tuple[Party, str]:
    """Return who is acted on; the actor itself where it alone is named in a slot."""
    own = frozenset(actor.codes)
    found, how = in_slots(parties, clause, slots, own)
    if found:
        return found, how
    return Party(), ""


def elsewhere(parties: Parties, clause: Clause, actor: Party) -> tuple[Party, str]:
    """Return a party that the clause names in a slot that the rule does not ask for."""
    found, how = in_slots(parties, clause, _ELSEWHERE, frozenset(actor.codes))
    return (found, f"{how} besides") if found else (found, how)


def anywhere(parties: Parties, clause: Clause, actor: Party) -> tuple[Party, str]:
    """Return the one other state or organisation that the sentence names, if it names only one."""
    sentence = parties.sentence
    speakers = {
        c
        for word in sentence.words
        if word.i != clause.verb and word.is_form_of(lexicon.words("speech"))
        for s in sentence.children(word.i, "nsubj", "obl")
        for c in (s, *sentence.below(s))
    }
    others: dict[str, int] = {}
    for mention in parties.mentions:
        spoken = mention.start in speakers or mention.kind == "person"
        placed = sentence.words[mention.start].case == "Loc"
        if not (spoken or placed or mention.code in actor.codes):
            others.setdefault(mention.code, mention.start)
    if len(others) != 1 or not actor:
        return Party(), ""
    found = parties.of(next(iter(others.values())))
    left = found.of_codes(c for c in found.codes if c not in actor.codes)
    return (left, "sentence besides") if left else (Party(), "")


def speaker_of(parties: Parties, clause: Clause) -> Party:
    """Return who says what a clause states: above it ("сообщил, что") or beside it ("..., заявил")."""
    sentence = parties.sentence
    said = lexicon.words("speech")
    above = [i for i in sentence.above(clause.verb) if sentence.words[i].is_form_of(said)]
    beside = [
        word.i
        for word in sentence.words
        if word.rel in ("parataxis", "root") and word.i != clause.verb and word.is_form_of(said)
    ]
    for verb in (*above, *beside):
        for c in sentence.children(verb, "nsubj"):
            found = parties.of(c)
            if found:
                return found
    for verb in (*above, *beside):
        if not sentence.children(verb, "nsubj"):  # "..., утверждают в Кабуле"
            placed = (
                c for c in sentence.children(verb, "obl") if sentence.preposition(c) in _WHERE
            )
            found = next((parties.of(c) for c in placed if parties.of(c)), Party())
            if found:
                return found
    words = (w.i for w in sentence.words if w.lower in ("словам", "мнению", "утверждению"))
    by_words = (parties.inside(i) for i in words if sentence.preposition(i) == "по")
    return next((party for party in by_words if party), Party())


def itself(parties: Parties, clause: Clause, slots: tuple[str, ...], actor: Party) -> Party:
    """Return the actor as recipient where a slot names it or people of it: a domestic act."""
    found, _ = in_slots(parties, clause, slots)
    if found and set(found.codes) <= set(actor.codes):
        return found
    return Party()


def _acting(parties: Parties, i: int) -> Party:
    """Return the party of a subject; a thing of a country acts for nobody."""
    found = parties.of(i)
    if found:
        return found
    word = parties.sentence.words[i]
    if word.is_form_of(lexicon.words("acts for")):
        return parties.inside(i)
    return Party()


def _of_place(parties: Parties, clause: Clause) -> tuple[Party, str]:
    """Return who acts where nobody is the subject: "в Кремле осудили", "в Минске задержан"."""
    word = parties.sentence.words[clause.verb]
    plural = word.feats.get("Number") == "Plur" or word.feats.get("VerbForm") != "Fin"
    if not (plural or clause.passive or clause.subj):
        return Party(), ""
    for phrase in clause.phrases:
        if (
            (phrase.inner and not clause.subj)
            or phrase.preposition not in _WHERE
            or phrase.case not in ("Loc", "")
        ):
            continue
        found = parties.of(phrase.noun) or parties.inside(phrase.noun)
        if found:
            mention = parties.mention(phrase.noun)
            how = "country" if mention is not None and mention.kind == "name" else "place"
            return replace(found, how="place"), how
    return Party(), ""
