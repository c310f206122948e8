"""What two sides did to one another: A to B beside B to A, by rung and over time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from steelyard.archive.index.answers import LIMIT, Index
from steelyard.archive.index.choice import Choice


@dataclass(frozen=True, slots=True)
class Pair:
    """One direction of a pair: events by period and rung, by rung and status, and by type.

    ``cooperative`` is the number of events that are cooperation; ``of`` how many there are.
    """

    actor: str
    recipient: str
    period: str
    times: tuple[tuple[date, str, int], ...]
    rungs: dict[str, int]
    statuses: dict[str, int]
    types: tuple[tuple[str, int], ...]
    of: int


def pair(
    index: Index, actor: str, recipient: str, choice: Choice, *, limit: float = LIMIT
) -> tuple[Pair, Pair]:
    """Return what ``actor`` did to ``recipient``, and the reverse, under the other conditions."""
    sides = ((actor, recipient), (recipient, actor))
    return tuple(_one(index, *side, choice, limit) for side in sides)  # type: ignore[return-value]


def _one(index: Index, actor: str, recipient: str, choice: Choice, limit: float) -> Pair:
    asked = replace(choice, actor=(actor,), recipient=(recipient,))
    period, times = index.timeline(asked, limit=limit)
    return Pair(
        actor=actor,
        recipient=recipient,
        period=period,
        times=tuple(times),
        rungs=dict(index.facet("rung", asked, limit=limit)),
        statuses=dict(index.facet("status", asked, limit=limit)),
        types=tuple(index.facet("type", asked, most=20, limit=limit)),
        of=index.count(asked, limit=limit),
    )
