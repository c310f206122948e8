"""Coding: articles in, events out, by the rules of each article's language.

    coder        Coder: code_article, code_sentence, read_article with explanations
    language     the contract that a language meets      languages    which there are
    english      English: its lexicon, its grammar       llm          a model instead of rules
    sentences    sentences and their spans               statement    what a language finds
    party        whom a phrase means                     confidence   how sure
    event_rows   events of the table, labels             merging      told twice is one
    explain      why                                     batches, worker   many articles

Nothing here knows a word of any language; what English knows stands in ``english`` alone.
"""

from __future__ import annotations

from steelyard.coding.coder import LEAST_CONFIDENCE, Coded, Coder
from steelyard.coding.explain import Explanation, SentenceReport

__all__ = ["LEAST_CONFIDENCE", "Coded", "Coder", "Explanation", "SentenceReport"]
