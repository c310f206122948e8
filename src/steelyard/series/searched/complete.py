"""Complete lists: all events of one kind by one counter, which are counts and no search."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from steelyard.records import Case, Window
from steelyard.series.dyads import DyadEvents, Mask


@dataclass(frozen=True, slots=True)
class Listed:
    """What a complete list holds of a pair before and after the shock.

    ``days_*`` are the days of the windows that the list covers, by which its counts are rates.
    """

    what: str
    listed_by: str
    before: DyadEvents
    after: DyadEvents
    days_before: int
    days_after: int


def listed(case: Case, client: str, events: DyadEvents) -> tuple[Listed, ...]:
    """Return the complete lists of a case that hold rows of a pair and cover days on both sides.

    A list is read from the first day of the window before to the last day of any window of the case:
    nobody searched harder for its later part.
    """
    last = max(window.end for window in case.windows.values())
    windows = case.before, Window(case.after().start, last)
    found = []
    for one in case.lists:
        if one.client not in (None, client):
            continue
        mine = events.select(_of(events, one.source, one.rows))
        spans = [_common(one.window, window) for window in windows]
        if len(mine) and all(span.days > 0 for span in spans):
            before, after = (mine.select(mine.within(span)) for span in spans)
            found.append(
                Listed(one.what, one.listed_by, before, after, spans[0].days, spans[1].days)
            )
    return tuple(found)


def _of(events: DyadEvents, source: str, rows: tuple[str, ...]) -> Mask:
    """True for what happened and stands in the list."""
    mine = events.happened & (events.source == source)
    mask: Mask = mine & np.isin(events.source_id, rows) if rows else mine
    return mask


def _common(first: Window, second: Window) -> Window:
    """The days that two windows share; none where they share no day."""
    start = max(first.start, second.start)
    return Window(start, max(start, min(first.end, second.end)))
