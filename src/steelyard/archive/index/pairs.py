"""What two sides did to one another: A to B beside B to A, by rung and over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from steelyard.archive.index.answers import LIMIT, Index
from steelyard.archive.index.choice import Choice

#: Types that are listed of one direction.
TYPES = 20


@dataclass(frozen=True, slots=True)
class Pair:
    """One direction of a pair: events by period and rung, by rung and status, and by type.

    ``of`` is how many events there are.
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
    """Return what ``actor`` did to ``recipient``, and the reverse, under the other conditions.

    The events between the two are looked for once, and counted in every way that is shown.
    """
    both = replace(choice, actor=(actor, recipient), recipient=(actor, recipient))
    with index.asking(limit) as cursor:
        period = index.period(cursor, choice)
        where, values = index.where(cursor, both)
        cursor.execute(
            "CREATE TEMP TABLE between_them AS "
            f"SELECT day, rung, status, type, actor, recipient FROM thin WHERE {where}",
            values,
        )
        try:
            return (
                _one(cursor, period, actor, recipient),
                _one(cursor, period, recipient, actor),
            )
        finally:
            cursor.execute("DROP TABLE between_them")


def _one(cursor: Any, period: str, actor: str, recipient: str) -> Pair:
    where, values = Choice(actor=(actor,), recipient=(recipient,)).where(None)
    rows: Sequence[tuple[date, str, str, str, int]] = cursor.execute(
        f"SELECT date_trunc('{period}', day)::DATE, rung::VARCHAR, status::VARCHAR, type::VARCHAR, count(*) "
        f"FROM between_them WHERE {where} GROUP BY ALL",
        values,
    ).fetchall()
    times: Counter[tuple[date, str]] = Counter()
    rungs: Counter[str] = Counter()
    statuses: Counter[str] = Counter()
    types: Counter[str] = Counter()
    for first, rung, status, kind, n in rows:
        times[first, rung] += n
        rungs[rung] += n
        statuses[status] += n
        types[kind] += n
    return Pair(
        actor=actor,
        recipient=recipient,
        period=period,
        times=tuple((first, rung, n) for (first, rung), n in sorted(times.items())),
        rungs=dict(_ranked(rungs)),
        statuses=dict(_ranked(statuses)),
        types=tuple(_ranked(types)[:TYPES]),
        of=rungs.total(),
    )


def _ranked(counted: Counter[str]) -> list[tuple[str, int]]:
    """The most frequent first, then by name."""
    return sorted(counted.items(), key=lambda one: (-one[1], one[0]))
