"""Precedents: the same acts of a pair near the same date in earlier years.

The same is: of the same type, in words or in deeds alike, and of the same mode and context where
both are known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from steelyard.series.dyads import DyadEvents

#: Days on either side of the anniversary within which an act counts as a precedent.
NEAR = 30

#: Earlier years that are looked at.
YEARS = 3


@dataclass(frozen=True, slots=True)
class Precedents:
    """The same acts near the same date in earlier years: in how many years, and which rows."""

    years: int
    rows: NDArray[np.intp]


#: A mode and a context: of acts of one type, what makes a drill another thing than a pipeline.
_Manner = tuple[str | None, tuple[str, ...]]


def precedents(
    before: DyadEvents, after: DyadEvents, covered_from: date, enough: int
) -> list[Precedents | None]:
    """Return the precedents of each later act among the earlier ones.

    Acts of one day, type and manner have the same ones, which are looked for once.

    Args:
        before: The earlier acts.
        after: The later acts.
        covered_from: The first day of the record.
        enough: Years that the record must cover; where it does not, the answer is None.
    """
    pools = _pools(before)
    none = _Pool.of(before, np.zeros(0, dtype=np.intp))
    known: dict[tuple[Any, ...], Precedents | None] = {}
    found = []
    for at in range(len(after)):
        kind = (after.type[at], after.act[at])
        key = (after.start[at], *kind, after.mode[at], tuple(after.context[at]))
        if key not in known:
            manner = (after.mode[at], tuple(after.context[at]))
            day: date = after.start[at].item()
            known[key] = pools.get(kind, none).precedents(day, manner, covered_from, enough)
        found.append(known[key])
    return found


@dataclass(frozen=True, slots=True)
class _Pool:
    """Earlier acts of one type, in order of their first day."""

    rows: NDArray[np.intp]
    start: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    longest: np.timedelta64
    manner: NDArray[np.intp]
    manners: tuple[_Manner, ...]

    @classmethod
    def of(cls, before: DyadEvents, rows: NDArray[np.intp]) -> _Pool:
        """The pool of these rows."""
        rows = rows[np.argsort(before.start[rows], kind="stable")]
        numbers: dict[_Manner, int] = {}
        manner = [
            numbers.setdefault((mode, tuple(context)), len(numbers))
            for mode, context in zip(before.mode[rows], before.context[rows], strict=True)
        ]
        start, end = before.start[rows], before.end[rows]
        longest = (end - start).max() if len(rows) else np.timedelta64(0, "D")
        return cls(rows, start, end, longest, np.array(manner, dtype=np.intp), tuple(numbers))

    def precedents(
        self, day: date, manner: _Manner, covered_from: date, enough: int
    ) -> Precedents | None:
        """Those of an act of ``day``, each year back by itself."""
        alike = np.array([_like(manner, other) for other in self.manners], dtype=np.bool_)
        rows, covered = [], 0
        for back in range(1, YEARS + 1):
            there = _years_earlier(day, back)
            low, high = there - timedelta(days=NEAR), there + timedelta(days=NEAR + 1)
            if low < covered_from:
                break
            covered += 1
            near = slice(
                np.searchsorted(self.start, np.datetime64(low) - self.longest),
                np.searchsorted(self.start, np.datetime64(high)),
            )
            meets = self.end[near] > np.datetime64(low)
            if len(alike):
                meets &= alike[self.manner[near]]
            rows.append(np.sort(self.rows[near][meets]))
        if covered < enough:
            return None
        return Precedents(sum(len(year) > 0 for year in rows), np.concatenate(rows))


def _pools(before: DyadEvents) -> dict[tuple[str, str], _Pool]:
    kinds: dict[tuple[str, str], list[int]] = {}
    for at, kind in enumerate(zip(before.type, before.act, strict=True)):
        kinds.setdefault(kind, []).append(at)
    return {kind: _Pool.of(before, np.array(rows, dtype=np.intp)) for kind, rows in kinds.items()}


def _like(one: _Manner, other: _Manner) -> bool:
    """Whether two acts of one type are of the same mode and context: a drill is no pipeline."""
    (mode, context), (earlier_mode, earlier_context) = one, other
    same_mode = mode is None or earlier_mode is None or mode == earlier_mode
    shared = not context or not earlier_context or not set(context).isdisjoint(earlier_context)
    return same_mode and shared


def _years_earlier(day: date, years: int) -> date:
    """The same date in an earlier year; 29 February becomes 28 February."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(max(day.year - years, 1), day.month, last)
