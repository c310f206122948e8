"""Coding by a language model behind any OpenAI-compatible address: optional, never called unasked.

    endpoint   one request and its failures       budget    how many tokens may be spent
    answers    what the model must answer         cache     answers kept by content, on disk
    prompt     what it is asked, prompt.md        checking  an event against article and vocabulary
    coder      articles in, events out            second    where the rules are unsure

What the model says is never taken on trust: an event whose sentence is not in the article, whose
words are not in the vocabulary or whose actors have no code is dropped and counted.
"""

from __future__ import annotations

from steelyard.coding.llm.model import Model

__all__ = ["Model"]
