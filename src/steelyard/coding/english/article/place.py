"""Where an act was, and what contexts its sentence speaks of."""

from __future__ import annotations

from steelyard.coding.english import lexicon
from steelyard.coding.english.acts import Candidate
from steelyard.coding.english.parties import Parties
from steelyard.coding.english.text import Sentence

_SPOTS = ("in", "at", "near", "outside", "inside", "around")
_PLACES = frozenset(("place", "capital", "name", "long", "variant", "abbreviation", "seat"))


def contexts_of(sentence: Sentence) -> tuple[str, ...]:
    """Return the PLOVER contexts that the words of a sentence speak of."""
    table = lexicon.contexts()
    return tuple(sorted({table[word.lemma] for word in sentence.words if word.lemma in table}))


def place_of(parties: Parties, found: Candidate) -> str | None:
    """Return the state where an event was: a phrase of place, or where a visitor went."""
    sentence = parties.sentence
    nearest: list[tuple[int, str]] = []
    for mention in parties.mentions:
        if mention.kind not in _PLACES:
            continue
        head = sentence.words[mention.end - 1]
        above = sentence.words[head.head]
        if head.dep == "pobj" and above.lemma in _SPOTS:
            nearest.append((abs(mention.start - found.trigger), mention.code))
    codes = [code for _, code in sorted(nearest) if len(code) == 3]
    if codes:
        return codes[0]
    if (
        found.mode == "visit"
        and len(found.recipient.codes) == 1
        and len(found.recipient.codes[0]) == 3
    ):
        return found.recipient.codes[0]
    return None
