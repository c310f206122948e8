"""The picture of a timeline: a bar a period, in layers by rung."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from steelyard.archive.index import Pair
from steelyard.vocabulary.rungs import RUNGS

#: Height of the bars and width of one period, in units of the picture.
HEIGHT, BROAD = 120, 10

#: Days in a period, at most.
_STEP = {"day": 1, "week": 7, "month": 31}

Counted = Iterable[tuple[date, str, int]]


def picture(
    period: str,
    counted: Counted,
    top: int | None = None,
    span: tuple[date, date] | None = None,
) -> dict[str, Any]:
    """Return the bars of a timeline: each period from its first to its last, empty ones too.

    Args:
        period: ``day``, ``week`` or ``month``.
        counted: Events by first day of their period and rung.
        top: The events of the highest bar that the picture has room for.
        span: The first and the last period.
    """
    by_day: dict[date, dict[str, int]] = {}
    for day, rung, n in counted:
        by_day.setdefault(day, {})[rung] = n
    if not by_day and span is None:
        return {"bars": [], "width": 0, "height": HEIGHT, "period": period, "top": 0}
    first, last = span or (min(by_day), max(by_day))
    highest = top or max(sum(rungs.values()) for rungs in by_day.values())
    bars: list[dict[str, Any]] = []
    day = first
    while day <= last:
        until = _next(day, period)
        bars.append(_bar(day, until, by_day.get(day, {}), len(bars), highest))
        day = until
    return {
        "bars": bars,
        "width": len(bars) * BROAD,
        "height": HEIGHT,
        "period": period,
        "top": highest,
    }


def pictures(both: Iterable[Pair]) -> list[tuple[Pair, dict[str, Any]]]:
    """Return the timelines of both directions of a pair, with the same days and the same scale."""
    both = tuple(both)
    totals: dict[tuple[str, date], int] = {}
    for one in both:
        for day, _, n in one.times:
            totals[one.actor, day] = totals.get((one.actor, day), 0) + n
    days = [day for _, day in totals]
    span = (min(days), max(days)) if days else None
    top = max(totals.values(), default=None)
    return [(one, picture(one.period, one.times, top, span)) for one in both]


def _bar(day: date, until: date, rungs: dict[str, int], place: int, highest: int) -> dict[str, Any]:
    bottom = float(HEIGHT)
    parts = []
    for rung in RUNGS:
        if n := rungs.get(rung, 0):
            height = HEIGHT * n / highest
            bottom -= height
            parts.append({"rung": rung, "y": round(bottom, 2), "height": round(height, 2)})
    return {
        "first": day,
        "until": until,
        "x": place * BROAD,
        "n": sum(rungs.values()),
        "rungs": rungs,
        "parts": parts,
    }


def _next(day: date, period: str) -> date:
    if period == "month":
        return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return day + timedelta(days=_STEP[period])
