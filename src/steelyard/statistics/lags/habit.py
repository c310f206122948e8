"""Habit: what a pair's own calendar and its own recent weeks predict.

Events that recur every year (summits, anniversaries) are routine however close to a shock they fall.
So is activity that simply continues (bureaucratic routine, Goldstein and Freeman 1991, APSR 85:17).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from steelyard.statistics.grades import LEVEL

Floats = NDArray[np.float64]

#: Days in a year; days that an event may miss its anniversary by; years needed, out of how many.
YEAR, NEAR, NEEDED, YEARS = 365.2425, 7, 2, 3

#: Fewest periods for a coefficient.
FEWEST = 20


@dataclass(frozen=True, slots=True)
class Anniversaries:
    """How many later events follow the pair's own calendar.

    Attributes:
        matched: Which of the later events had events near the same day in enough earlier years,
            shape (later events,).
        share: Their share; NaN without later events.
        by_chance: The share that would match if the events were shifted to other days of the year.
        p_value: How often shifted events match as many; 1 where the calendar is unknown.
    """

    matched: NDArray[np.bool_]
    share: float
    by_chance: float
    p_value: float


def anniversaries(
    earlier: ArrayLike,
    later: ArrayLike,
    covered_from: float,
    *,
    near: int = NEAR,
    needed: int = NEEDED,
    years: int = YEARS,
) -> Anniversaries:
    """Return which later events fell on days on which the pair met in earlier years.

    The chance share comes from shifting all later events through the year, day by day: this
    preserves their spacing and removes only the calendar.

    Args:
        earlier: Days of the earlier events, as numbers, shape (events,).
        later: Days of the later events on the same scale.
        covered_from: First day of the record; nothing is known about earlier years.
        near: Days by which an event may miss its anniversary.
        needed: Number of years in which there must have been an event.
        years: Number of earlier years examined; the record must cover at least ``needed``.
    """
    past, now = np.asarray(earlier, np.float64).ravel(), np.asarray(later, np.float64).ravel()
    past, now = np.sort(past[np.isfinite(past)]), now[np.isfinite(now)]
    if not len(now) or now.min() - needed * YEAR - near < covered_from:
        return Anniversaries(np.zeros(len(now), bool), 0.0 if len(now) else math.nan, math.nan, 1.0)

    def matches(days: Floats) -> NDArray[np.bool_]:
        back = days[:, None] - YEAR * np.arange(1, years + 1)
        first = np.searchsorted(past, back - near, side="left")
        last = np.searchsorted(past, back + near, side="right")
        known = back - near >= covered_from
        enough: NDArray[np.bool_] = ((last > first) & known).sum(axis=1) >= needed
        return enough

    matched = matches(now)
    # Events shifted back in time are compared with the same years, on other days of the calendar.
    shifts = np.arange(2 * near + 1, math.floor(YEAR) - 2 * near, dtype=np.float64)
    rotated = [_rotate(now, shift) for shift in shifts]
    counts = np.array([matches(days).sum() for days in rotated])
    return Anniversaries(
        matched,
        float(matched.mean()),
        float(counts.mean() / len(now)),
        (1 + int((counts >= matched.sum()).sum())) / (1 + len(counts)),
    )


def _rotate(days: Floats, shift: float) -> Floats:
    """Days moved back by a shift; those that leave the last year re-enter at its end."""
    end = float(days.max())
    return end - np.mod(end - days + shift, YEAR)


@dataclass(frozen=True, slots=True)
class OwnLag:
    """How far the preceding periods predict a period's count.

    ``coefficient`` is the number of events that follow from one event, with its 90 % interval;
    ``share`` is the share of the variance that this explains.
    """

    coefficient: float
    low: float
    high: float
    share: float


def own_lag(counts: ArrayLike, *, half_life: float = 3.0) -> OwnLag | None:
    """Regress a series on its own decayed past.

    Least squares with standard errors that allow for unequal variance (White 1980, Econometrica
    48:817).

    Args:
        counts: Shape (periods,); NaN is a gap.
        half_life: Periods in which the weight of the past halves.

    Returns:
        None where fewer than twenty periods are known or all are equal.
    """
    from scipy.special import stdtrit

    from steelyard.statistics.lags.leads import decay

    y = np.asarray(counts, dtype=np.float64).ravel()
    seen = np.isfinite(y) & (y >= 0)
    if seen.sum() < FEWEST or np.ptp(y[seen]) == 0:
        return None
    mean = y[seen].mean()
    away = np.where(seen, y - mean, 0.0)
    past = decay(away, half_life)[seen]
    rest = away[seen]
    past = past - past.mean()
    moved = float(past @ past)
    coefficient = float(past @ rest) / moved
    left = rest - coefficient * past
    error = math.sqrt(float((past**2) @ (left**2))) / moved
    reach = error * float(stdtrit(int(seen.sum()) - 2, (1 + LEVEL) / 2))
    share = 1 - float(left @ left) / float(rest @ rest)
    return OwnLag(coefficient, coefficient - reach, coefficient + reach, max(share, 0.0))
