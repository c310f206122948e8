"""Candidate: an event as it stands in a sentence, before days and confidence."""

from __future__ import annotations

from dataclasses import dataclass

from steelyard.coding.english.status import Factuality
from steelyard.coding.party import Party
from steelyard.records.events import Act


@dataclass(frozen=True, slots=True)
class Candidate:
    """An event of one sentence: its trigger, type, sides and status.

    ``likeness`` is how likely it is where no rule made it, 0 where one did.
    """

    trigger: int
    rule: str
    type: str
    mode: str | None
    weight: float
    actor: Party
    recipient: Party
    factuality: Factuality
    nominal: bool
    joint: bool
    actor_how: str
    recipient_how: str
    act: Act | None = None
    actor_unclear: bool = False
    likeness: float = 0.0
