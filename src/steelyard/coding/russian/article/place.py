"""Where an act was, and what contexts its sentence speaks of."""

from __future__ import annotations

from steelyard import vocabulary
from steelyard.coding.russian import lexicon
from steelyard.coding.russian.acts import Candidate
from steelyard.coding.russian.parties import Parties
from steelyard.coding.russian.text import Sentence

_WHERE = frozenset(("в", "во", "на", "под", "близ", "у"))
_LAND = frozenset(("name", "capital", "place", "region"))
_CODE = 3


def contexts_of(sentence: Sentence) -> tuple[str, ...]:
    """Return the PLOVER contexts that the words of a sentence speak of."""
    table, known = lexicon.contexts(), vocabulary.contexts()
    found = {table[x] for word in sentence.words for x in word.lemmas[:2] if x in table}
    return tuple(sorted(found & set(known)))


def place_of(parties: Parties, found: Candidate) -> str | None:
    """Return the state where an act was: a phrase of place, or where a visitor went."""
    sentence = parties.sentence
    nearest: list[tuple[int, str]] = []
    for mention in parties.mentions:
        head = sentence.words[mention.start]
        placed = head.case == "Loc" and sentence.preposition(mention.start) in _WHERE
        if mention.kind in _LAND and placed:
            nearest.append((abs(mention.start - found.trigger), mention.code))
    codes = [code for _, code in sorted(nearest) if len(code) == _CODE]
    if codes:
        return codes[0]
    host = found.sides.recipient.codes
    if found.mode == "visit" and len(host) == 1 and len(host[0]) == _CODE:
        return host[0]
    return None
