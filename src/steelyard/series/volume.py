"""Volume and exposure: how much the record holds of a window, whoever acts in it."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable

import ibis

from steelyard.records import Archive, Window
from steelyard.series.calendar import happened
from steelyard.series.record import aggregate, once


def volume(archive: Archive, window: Window, sources: Collection[str] | None = None) -> int:
    """Count the events of day precision that happened in ``window``, whoever acts in them.

    It stands for the effort of the publishers: a dyad's share of it is a rate that does not
    rise only because more is printed.

    Args:
        archive: The rows.
        window: The days.
        sources: Count the rows of these sources only.
    """
    question = ("volume", window, None if sources is None else tuple(sorted(sources)))
    return once(archive, question, lambda: _count(archive, question, window, sources))


def _count(
    archive: Archive,
    question: tuple[Hashable, ...],
    window: Window,
    sources: Collection[str] | None,
) -> int:
    events = archive.events
    mask = (
        happened(events)
        & (events.precision == "day")
        & (events.day >= window.start)
        & (events.day < window.end)
    )
    if sources is not None:
        mask &= events.source.isin(sorted(sources))
    found = aggregate(archive, question, lambda: events.filter(mask).agg(n=ibis._.count()))
    return int(found.column("n")[0].as_py())


def exposure_days(window: Window, gaps: Iterable[Window]) -> int:
    """Return the days of ``window`` that no gap covers; overlapping gaps count once."""
    covered = 0
    reached = window.start
    for gap in sorted(gaps):
        start, end = max(gap.start, reached), min(gap.end, window.end)
        if start < end:
            covered += (end - start).days
            reached = end
    return window.days - covered
