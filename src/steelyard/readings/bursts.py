"""Precedents: what became of real rises of the size that a finding shows.

``data/bursts.csv`` counts, in two archives, how often the share that a pair's cooperation took was still at least
half above its old one later, by the size of the rise, beside pairs that did not rise
(``python -m evaluation.history.bursts``). A precedent is told beside the finding and weighs nothing.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from steelyard.records import Case, Finding

#: The measure that a precedent is about, in whichever finding it stands.
FIGURE = "share of cooperation"

#: A share from here up to the smallest rise is no rise.
SMALLEST = 1.25


@dataclass(frozen=True, slots=True)
class Panel:
    """What the windows of a case must be for a panel to fit it, in days, and how it is called.

    ``poles`` are the actors whose pairs it counts; empty where it counts any pair.
    """

    name: str
    before: int
    after: tuple[int, int]
    poles: frozenset[str]
    of: str
    later: str


#: The first that fits is told.
PANELS = (
    Panel(
        "icews-years",
        550,
        (240, 550),
        frozenset({"USA", "RUS", "CHN"}),
        "a state's cooperation with a great power, a year against the three before",
        "in the next three years",
    ),
    Panel(
        "keds-halves",
        240,
        (90, 270),
        frozenset(),
        "a pair's cooperation, half a year against the year before",
        "in the next year",
    ),
)


@dataclass(frozen=True, slots=True)
class Rises:
    """Rises from ``low`` to ``high`` times the old share: how many, and how many stayed."""

    low: float
    high: float
    cases: int
    stayed: int
    source: str
    limits: str


def precedent(case: Case, finding: Finding) -> str | None:
    """Return what became of real rises like that of the finding, None where no line fits."""
    size = _size(finding)
    panel = next((one for one in PANELS if _fits(case, one)), None)
    if size is None or size < SMALLEST or panel is None:
        return None
    lines = _rises()[panel.name]
    found = next(line for line in lines if line.low <= size < line.high)
    still = next(line for line in lines if line.high <= SMALLEST)
    return (
        f"Of {found.cases} real rises of this size ({_sizes(found)} the old share: {panel.of}), "
        f"{_share(found)} in 100 lasted: {panel.later} the share was still 1.5 times the old one or more. Of "
        f"{still.cases} without a rise it was in {_share(still)} in 100. Source: {found.source}. Limits: "
        f"{found.limits}."
    )


def _size(finding: Finding) -> float | None:
    return next((one.value for one in finding.measures if one.name == FIGURE), None)


def _fits(case: Case, panel: Panel) -> bool:
    low, high = panel.after
    mine = not panel.poles or bool(panel.poles & set(case.pole("rival").actors))
    return mine and case.before.days >= panel.before and low <= case.after().days <= high


def _share(line: Rises) -> int:
    return round(100 * line.stayed / line.cases)


def _sizes(line: Rises) -> str:
    if math.isinf(line.high):
        return f"{line.low:g} times or more"
    return f"{line.low:g} to {line.high:g} times"


@cache
def _rises() -> dict[str, list[Rises]]:
    """The lines of each panel, whatever marked the rise: by mark most are too thin to tell."""
    table = files("steelyard.readings") / "data" / "bursts.csv"
    found: dict[str, list[Rises]] = {}
    for row in csv.DictReader(table.read_text(encoding="utf-8").splitlines()):
        if row["of"] == "all":
            line = Rises(
                low=float(row["from"]),
                high=float(row["to"] or "inf"),
                cases=int(row["n"]),
                stayed=int(row["stayed"]),
                source=row["source"],
                limits=row["limits"],
            )
            found.setdefault(row["panel"], []).append(line)
    return found
