"""Coverage: the days that a publisher's file stands for.

What a file's rows bear is no measure of it: a daily file holds late rows of other days, and a
day whose file is missing still gets some. So days come from the name of the file where that
says them; only where it does not are they read off the rows.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from steelyard.records import Layout

#: A day with less than this part of what its weekday usually has is a partial one.
THIN = 0.25
#: Usual is the median of the same weekday within so many weeks either way.
WEEKS = 4
#: The share that a partial day is given.
PART = 0.5

_ONE = timedelta(days=1)


def covered(layout: Layout, name: str, counts: dict[date, int]) -> dict[date, float]:
    """Return the days that a file covers, each with the part of it that it covers.

    Args:
        layout: The shape of the file.
        name: The publisher's name of the file.
        counts: Rows by the day that they bear.
    """
    if layout.cover == "file" and layout.covers is not None:
        window = layout.covers(name)
        if window is None:
            return {}
        return dict.fromkeys(_days(window.start, window.end), layout.share_of_day)
    if not counts or layout.cover in ("none", "file"):
        return {}
    days = _days(min(counts), max(counts) + _ONE)
    if layout.cover == "span":
        return dict.fromkeys(days, 1.0)
    return _dense(days, np.array([counts.get(day, 0) for day in days]))


def _days(start: date, end: date) -> list[date]:
    return [start + timedelta(days=n) for n in range((end - start).days)]


def _dense(
    days: list[date], counts: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> dict[date, float]:
    found = {}
    for at, day in enumerate(days):
        alike = counts[at % 7 :: 7]
        here = at // 7
        near = alike[max(0, here - WEEKS) : here + WEEKS + 1]
        if counts[at]:
            found[day] = 1.0 if counts[at] >= THIN * np.median(near) else PART
    return found
