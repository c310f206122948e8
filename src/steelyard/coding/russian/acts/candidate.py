"""A candidate: an act as the verbs or nouns of a sentence give it."""

from __future__ import annotations

from dataclasses import dataclass

from steelyard.coding.russian.acts.sides import Sides
from steelyard.records.events import Act, Status


@dataclass(frozen=True, slots=True)
class Candidate:
    """An act that a sentence states with its sides and status, before it is weighed."""

    trigger: int
    rule: str
    type: str
    mode: str | None
    act: Act | None
    weight: float
    sides: Sides
    status: Status
    status_words: tuple[str, ...]
    nominal: bool = False
