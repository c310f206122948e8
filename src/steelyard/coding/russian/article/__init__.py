"""The article around a sentence: what need not be parsed, days, places, how sure an act is."""

from __future__ import annotations

from steelyard.coding.russian.article.confidence import signs
from steelyard.coding.russian.article.days import resolve
from steelyard.coding.russian.article.discourse import in_context, remember
from steelyard.coding.russian.article.filter import reason_to_skip, topic, without_slug
from steelyard.coding.russian.article.place import contexts_of, place_of

__all__ = [
    "contexts_of",
    "in_context",
    "place_of",
    "reason_to_skip",
    "remember",
    "resolve",
    "signs",
    "topic",
    "without_slug",
]
