"""The roll calls of an archive year by year: who voted how, on which days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from steelyard.records import Window
from steelyard.statistics.choices.similarity import Choices
from steelyard.ties.publishers.unga import ballots


@dataclass(frozen=True, slots=True)
class Year:
    """The roll calls of a year: ``rows`` finds a state's row of ``choices``, ``days`` their days."""

    year: int
    edition: str
    rows: dict[str, int]
    choices: Choices
    days: NDArray[np.datetime64]

    def of(self, states: tuple[str, ...]) -> tuple[str, ...]:
        """Those of ``states`` that voted."""
        return tuple(state for state in states if state in self.rows)

    def take(self, states: tuple[str, ...]) -> Choices:
        """Their choices, a row each."""
        return self.choices[[self.rows[state] for state in states]]

    def within(self, window: Window) -> Year:
        """The roll calls of the year that lie in a window."""
        start, end = np.datetime64(window.start), np.datetime64(window.end)
        kept = (self.days >= start) & (self.days < end)
        return replace(self, choices=self.choices[:, kept], days=self.days[kept])


def years_of(table: Any) -> list[Year]:
    """The votes year by year; of several editions of a year the one with most votes."""
    sizes = (
        table.group_by(year=table.day.year(), edition=table.edition)
        .agg(n=table.count())
        .to_pyarrow()
        .to_pylist()
    )
    chosen = {}
    for row in sorted(sizes, key=lambda r: (r["year"], r["n"], r["edition"])):
        chosen[row["year"]] = row["edition"]
    years = []
    for edition in sorted(set(chosen.values())):
        mine = table.filter(table.edition == edition)
        table = mine.select("rollcall", "state", "vote", "day", year=mine.day.year()).to_pyarrow()
        at = table["year"].to_numpy()
        for year in sorted(year for year, its in chosen.items() if its == edition):
            votes = table.filter(pa.array(at == year))
            states, choices = ballots(votes)
            rows = {state: place for place, state in enumerate(states)}
            years.append(Year(int(year), edition, rows, choices, _days(votes)))
    return sorted(years, key=lambda y: y.year)


def _days(votes: pa.Table) -> NDArray[np.datetime64]:
    """The day of each roll call, in the order of :func:`ballots`."""
    calls = votes["rollcall"].to_numpy(zero_copy_only=False)
    _, first = np.unique(calls, return_index=True)
    days: NDArray[np.datetime64] = votes["day"].to_numpy()[first].astype("datetime64[D]")
    return days
