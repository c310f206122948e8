"""Text: a sentence as words with tags, lemmas and dependencies."""

from __future__ import annotations

from steelyard.coding.english.text.parse import (
    DEFAULT_PIPELINE,
    UNUSED,
    Parser,
    Sentence,
    Word,
    forget_pipelines,
)

__all__ = ["DEFAULT_PIPELINE", "UNUSED", "Parser", "Sentence", "Word", "forget_pipelines"]
