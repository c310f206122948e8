"""Measures that several diagnostics show: ratios with their intervals, ranks, levels, courses of years."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from steelyard.diagnostics.evidence import ids, join_ids
from steelyard.records import Measure, MeasureKind
from steelyard.series import DyadEvents, InTime, Split, Yearly
from steelyard.statistics import rate_ratio
from steelyard.wording import finite


class Ratio(Protocol):
    """A ratio with its interval."""

    @property
    def low(self) -> float:
        """Lower end."""

    @property
    def high(self) -> float:
        """Upper end."""


def ratio(
    name: str, label: str, value: float | None, found: Ratio | None, evidence: tuple[str, ...]
) -> Measure:
    """Return a ratio, times one, with the ends that JSON can hold, if an interval is known."""
    return Measure(
        name=name,
        kind="ratio",
        label=label,
        value=finite(value),
        low=finite(found.low) if found else None,
        high=finite(found.high) if found else None,
        unit="times",
        evidence=evidence,
    )


def rank(name: str, label: str, value: float, evidence: tuple[str, ...]) -> Measure:
    """Return the share of comparable windows, draws or states that show as much."""
    return Measure(
        name=name, kind="rank", label=label, value=value, unit="share", evidence=evidence
    )


def level(
    name: str,
    label: str,
    value: float | None,
    evidence: Iterable[str] = (),
    *,
    unit: str = "share",
    low: float | None = None,
    high: float | None = None,
) -> Measure:
    """Return a plain figure: a share, a count, a number of days."""
    return Measure(
        name=name,
        kind="level",
        label=label,
        value=value,
        low=low,
        high=high,
        unit=unit,
        evidence=tuple(evidence),
    )


def rank_of_odds(time: InTime, after: DyadEvents) -> tuple[Measure, ...]:
    """Return where the later odds stand among earlier windows, if there are any."""
    if not time.windows:
        return ()
    label = "share of earlier windows of the same length whose odds rise as much"
    return (rank("placebo rank", label, time.rank, ids(after)),)


def rate(windows: Split, before: DyadEvents, after: DyadEvents, what: str) -> tuple[Measure, ...]:
    """Return how often ``what`` happened a day, after over before, if it did."""
    found = rate_ratio(len(before), len(after), windows.days_before, windows.days_after)
    if found is None:
        return ()
    label = f"{what} a day, times before"
    return (ratio(f"{what}, rate", label, found.effect, found, ids(after)),)


def course(series: Yearly, name: str) -> tuple[Measure, ...]:
    """Return how a yearly series went as figures: each step, its level since, its trend.

    Args:
        series: The indicator by year.
        name: What the figures are called: ``step NAME 2008``, ``level NAME``, ``trend NAME``.
    """
    known = series.course
    if known is None:
        return ()
    unit, span = series.rows[0].unit, f"{series.rows[0].year} to {series.rows[-1].year}"
    ids = join_ids([row.tie_id for row in series.rows])
    steps = tuple(
        Measure(
            name=f"step {name} {series.year(step.at)}",
            kind="step",
            label=f"step in {series.when(step)}, {span}",
            value=step.size,
            low=step.low,
            high=step.high,
            unit=unit,
            evidence=series.around(step),
        )
        for step in known.steps
    )
    answers: tuple[tuple[MeasureKind, str, float, float, float], ...] = (
        (
            "level",
            f"mean since {series.year(known.since)}",
            known.level,
            known.level_low,
            known.level_high,
        ),
        ("trend", f"slope a year, {span}", known.trend, known.trend_low, known.trend_high),
    )
    return steps + tuple(
        Measure(
            name=f"{what} {name}",
            kind=what,
            label=label,
            value=value,
            low=low,
            high=high,
            unit=unit,
            evidence=ids,
        )
        for what, label, value, low, high in answers
    )
