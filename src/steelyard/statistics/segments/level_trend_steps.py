"""Level, trend and steps of a short yearly series: three answers that do not replace one another.

In twenty years, drift can look like a step. A step is therefore reported only where steps describe
the series better than a level or a straight trend with noise of any persistence (AR(1)), by a
criterion that charges for the location of each step.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from steelyard.statistics.grades import LEVEL

Array = NDArray[np.float64]

#: A level lasts at least this many years; one odd year is no step.
SHORTEST = 3

#: With fewer years, no step is reported.
FEWEST = 14

#: The largest number of steps that is tried.
MOST = 3

#: Cost of the location of a step, in parameters. The usual cost of one (BIC) finds steps in drifting
#: noise. At this cost, 2 to 12 of a hundred series without a step show one over 24 years, and up to
#: 16 over 16 years (evaluation/steps.py).
PLACE = 2.5

#: The highest persistence of the noise.
_PERSISTENT = 0.98


@dataclass(frozen=True, slots=True)
class Step:
    """A change of level.

    ``at`` is the position of the first value of the new level; ``first`` and ``last`` bound it.
    ``size`` is the new level minus the old one, with its 90 % interval.
    """

    at: int
    first: int
    last: int
    size: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class LevelTrendSteps:
    """Level, trend and steps of a series.

    ``level`` is the mean since the last step (of all values where there is none) and ``since`` the
    position where it begins; ``trend`` is the slope per year over the whole series. Both have 90 %
    intervals that allow for persistent noise. ``steps`` are those that are distinguishable from
    drift; ``likeliest`` is the best single step, distinguishable or not; ``margin`` says how far the
    criterion prefers steps (above zero) or a level or trend (below zero).
    """

    n: int
    level: float
    level_low: float
    level_high: float
    since: int
    trend: float
    trend_low: float
    trend_high: float
    steps: tuple[Step, ...]
    likeliest: Step | None
    margin: float


def level_trend_steps(values: Array, places: Array | None = None) -> LevelTrendSteps | None:
    """Return level, trend and steps of a yearly series.

    Args:
        values: One figure per year, in order. NaN is a gap: it is left out, never filled.
        places: The years, needed for the slope where some are missing; 0, 1, 2, ... by default.
            Positions in the answer refer to ``values``.

    Returns:
        None where fewer than three figures are known.
    """
    known = np.flatnonzero(np.isfinite(values))
    if len(known) < SHORTEST:
        return None
    y = np.asarray(values, dtype=np.float64)[known]
    years = np.arange(len(values), dtype=np.float64) if places is None else np.asarray(places)
    cuts, margin = _chosen(y)
    single = _segments(y, 1)
    steps = tuple(_step(y, cuts, number, known) for number in range(len(cuts)))
    last = cuts[-1] if cuts else 0
    level = float(y[last:].mean())
    spread = _error_of_mean(y[last:], _residuals(y, cuts))
    slope, about = _slope(years[known].astype(np.float64), y)
    return LevelTrendSteps(
        n=len(y),
        level=level,
        level_low=level - spread,
        level_high=level + spread,
        since=int(known[last]),
        trend=slope,
        trend_low=slope - about,
        trend_high=slope + about,
        steps=steps,
        likeliest=_step(y, single, 0, known) if single else None,
        margin=margin,
    )


def _chosen(y: Array) -> tuple[list[int], float]:
    """The positions of the steps that the criterion prefers to none, and its margin."""
    if len(y) < FEWEST or np.ptp(y) == 0:
        return [], -np.inf
    smooth = min(_smooth(y, order) for order in (0, 1))
    best: tuple[float, list[int]] = (np.inf, [])
    for count in range(1, MOST + 1):
        cuts = _segments(y, count)
        if cuts:
            parameters = len(cuts) + 2 + PLACE * len(cuts)
            cost = _deviance(_residuals(y, cuts)) + parameters * np.log(len(y))
            best = min(best, (float(cost), cuts))
    margin = smooth - best[0]
    return (best[1] if margin > 0 else []), float(margin)


def _segments(y: Array, count: int) -> list[int]:
    """The positions of ``count`` steps with the least squares, by dynamic programming.

    Bai and Perron 2003, Journal of Applied Econometrics 18:1. Empty where the series is too short.
    """
    n = len(y)
    if n < (count + 1) * SHORTEST:
        return []
    cost = _costs(y)
    best, back = cost[0], []
    for _ in range(count):
        through = best[:, None] + cost
        back.append(through.argmin(axis=0))
        best = through.min(axis=0)
    cuts, end = [], n
    for step in reversed(back):
        end = int(step[end])
        cuts.append(end)
    return sorted(cuts)


def _costs(y: Array) -> Array:
    """Sum of squares about the mean of ``y[i:j]``; infinite where that is too short."""
    sums, squares = np.r_[0, np.cumsum(y)], np.r_[0, np.cumsum(y**2)]
    places = np.arange(len(y) + 1)
    length = places[None, :] - places[:, None]
    within = squares[None, :] - squares[:, None]
    about = (sums[None, :] - sums[:, None]) ** 2 / np.maximum(length, 1)
    return np.where(length >= SHORTEST, np.maximum(within - about, 0), np.inf)


def _residuals(y: Array, cuts: list[int]) -> Array:
    left = y.copy()
    for start, end in zip([0, *cuts], [*cuts, len(y)], strict=True):
        left[start:end] -= y[start:end].mean()
    return left


def _deviance(residuals: Array) -> float:
    """Twice the negative log-likelihood of AR(1) noise with fitted persistence and variance."""
    n = len(residuals)
    before, after = residuals[:-1], residuals[1:]
    power = float(before @ before)
    keep = float(np.clip(before @ after / power, -0.5, _PERSISTENT)) if power > 0 else 0.0
    new = after - keep * before
    variance = (float(new @ new) + (1 - keep**2) * residuals[0] ** 2) / n
    return n * float(np.log(max(variance, np.finfo(float).tiny))) - float(np.log(1 - keep**2))


def _smooth(y: Array, order: int) -> float:
    """The criterion of the best level (0) or straight trend (1) with AR(1) noise."""
    n = len(y)
    design = np.vander(np.arange(n, dtype=np.float64), order + 1)
    deviances = []
    for keep in np.linspace(0, _PERSISTENT, 25):
        white = np.column_stack([_whiten(column, keep) for column in design.T])
        target = _whiten(y, keep)
        left = target - white @ np.linalg.lstsq(white, target, rcond=None)[0]
        variance = max(float(left @ left) / n, np.finfo(float).tiny)
        deviances.append(n * float(np.log(variance)) - float(np.log(1 - keep**2)))
    return min(deviances) + (order + 2) * float(np.log(n))


def _whiten(values: Array, keep: float) -> Array:
    white: Array = np.r_[values[:1] * np.sqrt(1 - keep**2), values[1:] - keep * values[:-1]]
    return white


def _step(y: Array, cuts: list[int], number: int, known: NDArray[np.intp]) -> Step:
    """One of the steps, with bounds on its position while the others stay fixed."""
    start = cuts[number - 1] if number else 0
    end = cuts[number + 1] if number + 1 < len(cuts) else len(y)
    old, new = y[start : cuts[number]], y[cuts[number] : end]
    size = float(new.mean() - old.mean())
    residuals = _residuals(y, cuts)
    spread = _spread(residuals, len(cuts)) * np.sqrt(1 / len(old) + 1 / len(new))
    places = _places(y[start:end]) + start
    return Step(
        at=int(known[cuts[number]]),
        first=int(known[places.min()]),
        last=int(known[places.max()]),
        size=size,
        low=size - float(spread),
        high=size + float(spread),
    )


def _places(y: Array) -> NDArray[np.intp]:
    """The positions of a single step that a likelihood ratio does not rule out at 90 %.

    The bound inverts the distribution of the ratio at the true position, (1 - exp(-x / 2))^2 (Eo and
    Morley 2015, Quantitative Economics 6:463).
    """
    n = len(y)
    at = np.arange(SHORTEST, n - SHORTEST + 1)
    squares = np.array([float(_residuals(y, [int(k)]) @ _residuals(y, [int(k)])) for k in at])
    least = max(float(squares.min()), np.finfo(float).tiny)
    bound = -2 * np.log(1 - np.sqrt(LEVEL))
    kept: NDArray[np.intp] = at[n * np.log(np.maximum(squares, least) / least) <= bound]
    return kept


def _spread(residuals: Array, steps: int) -> float:
    """Half-width of a 90 % interval of the mean of one observation, with persistent noise."""
    from scipy.special import stdtrit

    freedom = max(len(residuals) - steps - 2, 1)
    variance = float(residuals @ residuals) / freedom
    keep = _persistence(residuals, steps)
    return float(stdtrit(freedom, (1 + LEVEL) / 2)) * float(
        np.sqrt(variance * (1 + keep) / (1 - keep))
    )


def _error_of_mean(part: Array, residuals: Array) -> float:
    return _spread(residuals, 1) / float(np.sqrt(len(part)))


def _persistence(residuals: Array, fitted: int) -> float:
    """Lag-one autocorrelation, corrected for the bias that fitting causes.

    Twice Kendall's correction for means (1954, Biometrika 41:403), because the positions were chosen
    too; evaluation/steps.py measures the coverage of the intervals.
    """
    power = float(residuals @ residuals)
    if power == 0:
        return 0.0
    raw = float(residuals[:-1] @ residuals[1:]) / power
    n = len(residuals)
    return float(np.clip(raw + 2 * (1 + fitted) * (1 + 3 * max(raw, 0)) / n, 0.0, 0.8))


def _slope(years: Array, y: Array) -> tuple[float, float]:
    """The slope per year by least squares, and its half-interval with persistent noise."""
    about = years - years.mean()
    slope = float(about @ y / (about @ about))
    residuals = y - y.mean() - slope * about
    return slope, _spread(residuals, 1) / float(np.sqrt(about @ about))
