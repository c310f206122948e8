"""Rates: how often the pair met beside everything else that the record holds, week by week."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from steelyard.series.calendar import Numbers
from steelyard.series.earlier import Earlier
from steelyard.series.windows import Split
from steelyard.statistics import RateChange, rate_change

#: Other events a week, at the median, that make a week's own volume worth counting; fewer are
#: more noise than effort, and the volume of the whole window stands for each of its weeks.
DENSE = 20

#: A later window of fewer days than this is counted by day: two weeks are no series.
SHORT = 28


def change(split: Split, earlier: Earlier, own: Numbers, everyone: Numbers) -> RateChange:
    """Return how the rate of ``own`` changed beside ``everyone``'s.

    Args:
        split: The pair and its windows.
        earlier: Its earlier windows, which know the weeks.
        own: The pair's events or reports by day of the calendar.
        everyone: Those of the whole record, the pair's among them.
    """
    width = 1 if split.later.days < SHORT else 7
    counts = earlier.weeks(own, width)
    others = earlier.weeks(np.maximum(everyone - own, 0.0), width)
    days = earlier.weeks(np.ones(len(own)), width)
    exposure = [_exposure(others[side], days[side]) for side in (0, 1)]
    arrays = (*counts, *exposure)
    return _cached(*(array.tobytes() for array in arrays), split.seed)


def _exposure(others: Numbers, days: Numbers) -> Numbers:
    """What a week is a rate of: its other events, or its days where these are too few."""
    seen = days > 0
    if not seen.any():
        return np.zeros(len(days))
    total = float(np.nansum(others))
    if float(np.median(others[seen])) >= DENSE:
        return np.where(seen, others, 0.0)
    share = total / float(days[seen].sum()) if total else 0.0
    return np.where(seen, days * share, 0.0)


@lru_cache(maxsize=64)
def _cached(
    before: bytes, after: bytes, exposed_before: bytes, exposed_after: bytes, seed: int
) -> RateChange:
    """The same weeks give the same answer, which two diagnostics ask for."""
    counts = [np.frombuffer(raw) for raw in (before, after)]
    exposure = [np.frombuffer(raw) for raw in (exposed_before, exposed_after)]
    return rate_change(*counts, exposure_before=exposure[0], exposure_after=exposure[1], seed=seed)
