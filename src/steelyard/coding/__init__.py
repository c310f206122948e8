"""Coding: articles in, events out, by a lexicon of predicates on the parse of each sentence.

    coder        Coder: code_article, code_sentence, read_article with explanations
    sentences    sentences and their spans           filter      the cheap look before the parse
    parse        words, dependencies, lemmas         clause      who acts on whom in a clause
    actors       names of actors on a day            parties     phrases resolved to parties
    lexicon      the tables of data/                 predicates  which rule a verb fits
    events       the events of a sentence            status      happened, planned, denied ...
    days         when                                settling    where; told twice is one
    confidence   how sure                            explain     why

What the tables hold and how to mend them: ``data/README.md``.
"""

from __future__ import annotations

from steelyard.coding.coder import CODER, LEAST_CONFIDENCE, Coded, Coder
from steelyard.coding.explain import Explanation, SentenceReport

__all__ = ["CODER", "LEAST_CONFIDENCE", "Coded", "Coder", "Explanation", "SentenceReport"]
