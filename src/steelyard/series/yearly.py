"""Yearly: an indicator of a client year by year, with its level, trend and dated steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from steelyard.series.like_for_like import TieRow
from steelyard.statistics.segments.level_trend_steps import LevelTrendSteps, Step, level_trend_steps


@dataclass(frozen=True, slots=True)
class Yearly:
    """One indicator by year: its rows, the oldest first, and how it went.

    A year without a row is a gap; ``course`` is None where fewer than three years are known.
    """

    name: str
    rows: tuple[TieRow, ...]
    course: LevelTrendSteps | None

    def year(self, place: int) -> int:
        """Return the year of a place in the course."""
        return self.rows[0].year + place

    def when(self, step: Step) -> str:
        """Return the year of a step, and the years that bound it where they are others."""
        at, early, late = (self.year(place) for place in (step.at, step.first, step.last))
        return f"{at}" if early == late else f"{at} ({early} to {late})"

    def around(self, step: Step) -> tuple[str, ...]:
        """Return the ids of the rows of the year of a step and of the one before."""
        years = (self.year(step.at), self.year(step.at) - 1)
        return tuple(row.tie_id for row in self.rows if row.year in years)


def yearly(rows: Sequence[TieRow], name: str) -> Yearly:
    """Return rows of one indicator as a series: of several rows of a year the first."""
    by_year: dict[int, TieRow] = {}
    for row in rows:
        if row.value is not None:
            by_year.setdefault(row.year, row)
    if not by_year:
        return Yearly(name, (), None)
    ordered = tuple(by_year[year] for year in sorted(by_year))
    span = range(ordered[0].year, ordered[-1].year + 1)
    values = [by_year[year].value if year in by_year else None for year in span]
    known = np.array([np.nan if value is None else value for value in values])
    return Yearly(name, ordered, level_trend_steps(known))
