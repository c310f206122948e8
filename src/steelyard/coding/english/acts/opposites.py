"""Opposites: ending an act is the opposite act; an end to sales is a sanction, to bombing a retreat."""

from __future__ import annotations

from dataclasses import replace

from steelyard import vocabulary
from steelyard.coding.english.acts.candidate import Candidate
from steelyard.coding.english.clauses import agent
from steelyard.coding.english.parties import Parties
from steelyard.coding.english.status import Factuality, cessation_of, is_no_longer, status_of
from steelyard.coding.english.text import Sentence

#: What it is to undo an act, by the quad of the act.
_OPPOSITE = {1: "REJECT", 2: "SANCTION", 3: "CONCEDE", 4: "RETREAT"}

#: What only those who use it give up; others can but put an end to it.
_FORCE = frozenset(("ASSAULT", "COERCE", "PROTEST"))


def with_opposites(parties: Parties, found: list[Candidate]) -> list[Candidate]:
    """Return the acts of a sentence; an act that is ended or reversed becomes its opposite.

    A verb that undoes and the act that it undoes are one event: "reversed its decision to sell"
    is told by what was decided, "called off the talks" by the verb.
    """
    sentence = parties.sentence
    endings = {event.trigger: _ending(parties, event) for event in found}
    tellers = {verb for i, verb in endings.items() if sentence.is_verb(i)}
    return [
        _opposite(sentence, event, endings[event.trigger])
        for event in found
        if event.trigger not in tellers
        and (sentence.is_verb(event.trigger) or endings[event.trigger] not in endings)
    ]


def _ending(parties: Parties, event: Candidate) -> int | None:
    """Return the word that ends an act; an attack or siege that another ended still took place."""
    sentence = parties.sentence
    verb = cessation_of(sentence, event.trigger)
    if verb is None or not sentence.is_verb(verb) or sentence.is_verb(event.trigger):
        return verb
    ender = agent(sentence, verb)
    enders = set(parties.of(ender).codes) if ender is not None else set()
    by_another = enders and not enders & set(event.actor.codes)
    return None if by_another and event.type in _FORCE else verb


def _opposite(sentence: Sentence, found: Candidate, verb: int | None) -> Candidate:
    if is_no_longer(sentence, found.trigger):
        factuality = status_of(sentence, found.trigger)
        signs = tuple(sign for sign in factuality.signs if sign != "not")
        now = factuality.status if factuality.status in ("hypothetical", "rumoured") else "happened"
        return _turned(found, Factuality(now, signs), "no longer")
    if verb is None:
        return found
    return _turned(found, status_of(sentence, verb), sentence.words[verb].text)


def _turned(found: Candidate, factuality: Factuality, by: str) -> Candidate:
    kind = _OPPOSITE[vocabulary.quad(found.type)]
    return replace(
        found,
        rule=f"{found.rule}, undone by '{by}' -> {kind}",
        type=kind,
        mode=None,
        act=None,
        factuality=factuality,
    )
