"""A name of an actor in a sentence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a sentence, words [start, end): what it stands for.

    ``kind`` is a name kind of the vocabulary, or ``place``, ``group`` or ``person``.
    """

    start: int
    end: int
    code: str
    kind: str
    role: str
    name: str
