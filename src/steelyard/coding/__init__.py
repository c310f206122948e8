"""Coding: articles in, events out, by a lexicon of predicates on the parse of each sentence.

    coder        Coder: code_article, code_sentence, read_article with explanations
    sentences    sentences and their spans           filter      the cheap look before the parse
    parse        words, dependencies, lemmas         subjects    subjects and objects, shared ones too
    clause       the phrases that hang on a verb     lexicon     the tables of data/
    actors       names of actors on a day            parties     phrases resolved to parties
    predicates   which rule a verb fits              events      the events of a sentence
    who, whom    actor and recipient of a verb       nominals    acts that a noun names
    silencing    what another event speaks for       recall      what the next sentence may refer to
    status       happened, planned, denied ...       marks, governors, hearsay   the signs of it
    days         when                                settling    where; told twice is one
    confidence   how sure                            rows        events of the table, labels
    explain      why

What the tables hold and how to mend them: ``data/README.md``.
"""

from __future__ import annotations

from steelyard.coding.coder import LEAST_CONFIDENCE, Coded, Coder
from steelyard.coding.explain import Explanation, SentenceReport
from steelyard.coding.rows import CODER

__all__ = ["CODER", "LEAST_CONFIDENCE", "Coded", "Coder", "Explanation", "SentenceReport"]
