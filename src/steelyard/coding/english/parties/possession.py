"""Possession: whether the act that a verb ends is the subject's own or another's."""

from __future__ import annotations

from steelyard.coding.english import lexicon
from steelyard.coding.english.parties.phrases import Parties
from steelyard.coding.party import Party

#: Roles of those who act for a state.
_STATE = frozenset(("GOV", "MIL", "COP"))


def is_anothers(parties: Parties, noun: int, agent: int | None) -> bool:
    """Say whether what a noun names belongs to somebody else: "stopped a Russian advance".

    Nobody's alone is what is held with another: a war, a drill.
    """
    row = lexicon.nouns().get(parties.sentence.words[noun].lemma)
    owner = Party() if row and "with" in row.recipient else _owner(parties, noun)
    if not owner:
        return False
    ours = parties.of(agent) if agent is not None else Party()
    if not set(owner.codes) & set(ours.codes):
        return True
    # A state that ends what its own people do gives up nothing of its own.
    return owner.human and _of_state(ours) and not _of_state(owner)


def is_said_to_be_own(parties: Parties, noun: int) -> bool:
    """Say whether a pronoun makes a noun the subject's: "ended their protest"."""
    words = parties.sentence.words
    return any(words[child].tag == "PRP$" for child in parties.sentence.deps(noun, "poss"))


def _owner(parties: Parties, noun: int) -> Party:
    """Return whose an act is: after "by", before the noun, or people after "of"."""
    found = parties.inside(noun, ("by",)) or parties.of(noun)
    if found:
        return found
    people = parties.inside(noun, ("of",))
    return people if people.human else Party()


def _of_state(party: Party) -> bool:
    return bool(_STATE & set(party.roles))
