"""Likeness: acts of verbs that no rule fits, read as those of the labelled sentences most like them.

Where a sentence names two parties and no rule says what one does to the other, weights that were
fitted to our own labelled sentences say how likely the clause states an act, and of which type. Who
is who, and how far the act is, the rules say as everywhere. ``python -m evaluation.learn`` fits the
weights; ``data/README.md`` has the tables.
"""

from __future__ import annotations

from steelyard.coding.english.likeness.clauses import Linked, linked, linked_verbs
from steelyard.coding.english.likeness.reader import with_alike
from steelyard.coding.english.likeness.signs import clause_signs, sentence_signs
from steelyard.coding.english.likeness.weights import Weights, senses

__all__ = [
    "Linked",
    "Weights",
    "clause_signs",
    "linked",
    "linked_verbs",
    "senses",
    "sentence_signs",
    "with_alike",
]
