"""Text: sentences parsed into words with their cases, heads and lemmas."""

from __future__ import annotations

from steelyard.coding.russian.text.lemmas import forget_lemmas, is_known, lemmas
from steelyard.coding.russian.text.parse import Parser
from steelyard.coding.russian.text.sentence import CLAUSES, Sentence, Word

__all__ = ["CLAUSES", "Parser", "Sentence", "Word", "forget_lemmas", "is_known", "lemmas"]
