"""The article around a sentence: the look before the parse, days, places, what is remembered."""

from __future__ import annotations

from steelyard.coding.english.article.confidence import is_sure, signs, weights
from steelyard.coding.english.article.datelines import joined_datelines, without_dateline
from steelyard.coding.english.article.days import is_history, resolve
from steelyard.coding.english.article.discourse import (
    denial,
    in_context,
    remember,
    remember_pair,
    remember_unproven,
)
from steelyard.coding.english.article.filter import reason_to_skip, topic
from steelyard.coding.english.article.headlines import closed_up, written_out
from steelyard.coding.english.article.notices import whole_notices, without_slug
from steelyard.coding.english.article.place import contexts_of, place_of
from steelyard.coding.english.article.relevance import is_relevant

__all__ = [
    "closed_up",
    "contexts_of",
    "denial",
    "in_context",
    "is_history",
    "is_relevant",
    "is_sure",
    "joined_datelines",
    "place_of",
    "reason_to_skip",
    "remember",
    "remember_pair",
    "remember_unproven",
    "resolve",
    "signs",
    "topic",
    "weights",
    "whole_notices",
    "without_dateline",
    "without_slug",
    "written_out",
]
