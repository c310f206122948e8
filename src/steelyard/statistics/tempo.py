"""Did a rate change at a known day? A ratio with an interval that covers, and a grade.

Quasi-likelihood for counts with a log link (McCullagh and Nelder 1989, Generalized Linear
Models, chapter 9) in which the covariance holds over-dispersion and a slow swell, and the year
and a drift may be there or not. What is not known of the noise is averaged over instead of
estimated, because plug-in standard errors are too small for event counts: exact Poisson, HAC
and plain negative binomial intervals raise false alarms of .1 to .4 (``evaluation/tempo.py``).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from steelyard.statistics.grades import (
    DETECTABLE,
    INTERESTING_RATIO,
    LEVEL,
    MINIMAL_RATIO,
    POWER,
    SURE,
    Graded,
)
from steelyard.statistics.noise import Noise, noise, whiten
from steelyard.statistics.placebo import earlier_rates, rank, smallest_rank
from steelyard.statistics.rates import rate_ratio
from steelyard.statistics.windows import Windows, windows

Floats = NDArray[np.float64]

#: Largest placebo rank at which a rise is believed.
PLACEBO = 0.05

#: Fewer events than this in both windows together are a tale of single events.
FEWEST_EVENTS = 5

#: A window of which more than this share is a gap is not graded.
LARGEST_GAP = 0.5

#: Periods in a year where periods are weeks, and where they are days; both are tried.
YEARS = (52.1775, 365.2425)

#: Prior weight of a yearly cycle, and standard deviation of its first harmonic (second: half).
YEARLY, CYCLE = 0.2, 0.3

#: Prior weight of a steady drift, and standard deviation of what it adds up to over the past.
DRIFTING, DRIFT = 0.1, 0.4

#: Draws from the posterior of the ratio: the ends of the interval are then stable to one per cent.
DRAWS = 8192

_PASSES = 2


@dataclass(frozen=True, slots=True)
class RateChange:
    """How a rate changed.

    Attributes:
        ratio: Rate after over rate before, exposure, season and drift allowed for.
        low: Lower end of the 90 % interval.
        high: Upper end of the 90 % interval.
        p_increase: Probability that the ratio is above one.
        placebo_p: Rank of the later window among earlier windows of its length; 1 without any.
        smallest_detectable: Smallest ratio graded ``supports`` with a power of 80 %; infinite
            where none would be.
        grade: Of "they became more frequent": ``supports``, ``opposes`` or ``cannot_tell``.
    """

    ratio: float
    low: float
    high: float
    p_increase: float
    placebo_p: float
    smallest_detectable: float
    grade: Graded


#: What is said where nothing can be.
SILENT = RateChange(math.nan, 0.0, math.inf, math.nan, 1.0, math.inf, "cannot_tell")


@dataclass(frozen=True, slots=True)
class _Fit:
    """Posterior over the grid of noise and of what else may move the rate.

    ``weight``, ``log_ratio``, ``variance`` (of it) and ``variance_before`` (of the log of the
    earlier rate) have shape (members,); ``expected`` is what the earlier habits would have given
    in each bin, shape (n,).
    """

    weight: Floats
    log_ratio: Floats
    variance: Floats
    variance_before: Floats
    expected: Floats


def rate_change(
    before: ArrayLike,
    after: ArrayLike,
    *,
    exposure_before: ArrayLike | None = None,
    exposure_after: ArrayLike | None = None,
    seed: int = 0,
) -> RateChange:
    """Return how the rate of events changed, with a grade of "they became more frequent".

    ``supports`` needs P(ratio > 1.1) of at least .9 and a placebo rank of at most .05, and where
    only a more than threefold rise could have been seen, an interval wholly above 1.5;
    ``opposes`` needs the interval inside (1/1.5, 1.5); all else is ``cannot_tell``, as is every
    answer from fewer than five events or with a gap over more than half of a window.

    Args:
        before: Counts of days or weeks before, oldest first; NaN is a gap.
        after: Counts of the days or weeks from the shock on.
        exposure_before: What the counts are rates of (days observed, all events of the record),
            as long as ``before`` or one number; zero is a gap.
        exposure_after: The same for ``after``.
        seed: Of the draws from the posterior.

    Returns:
        Never raises on numbers: what cannot be told is NaN, zero or infinite, and
        ``cannot_tell``. Negative or infinite numbers tell nothing.
    """
    record = windows(before, after, exposure_before, exposure_after)
    if record is None or not _comparable(record):
        return SILENT
    if record.counts.sum() < FEWEST_EVENTS:
        return _few(record)
    fit = _fit(record)
    drawn = _draws(fit, record, np.random.default_rng(seed))
    tail = (1 - LEVEL) / 2
    low, middle, high = np.exp(np.quantile(drawn, [tail, 0.5, 1 - tail])).tolist()
    rates, later = _placebo(record, fit)
    found = RateChange(
        ratio=_bounded(record, middle),
        low=low if record.total(later=True) else 0.0,
        high=high if record.total(later=False) else math.inf,
        p_increase=float(np.mean(drawn > 0)),
        placebo_p=rank(rates, later),
        smallest_detectable=_smallest(record, fit, smallest_rank(rates)),
        grade="cannot_tell",
    )
    graded = _grade(record, found, float(np.mean(drawn > math.log(MINIMAL_RATIO))))
    return replace(found, grade=graded)


def _comparable(record: Windows) -> bool:
    """Whether both windows were observed and anything happened in them."""
    both = record.exposed(later=False) > 0 and record.exposed(later=True) > 0
    return both and record.counts.sum() > 0


def _few(record: Windows) -> RateChange:
    """Exact interval of a handful of events; their noise cannot be known, nor their rank mean much."""
    before, after = record.total(later=False), record.total(later=True)
    exact = rate_ratio(before, after, record.exposed(later=False), record.exposed(later=True))
    if exact is None:
        return SILENT
    return replace(SILENT, ratio=exact.effect, low=exact.low, high=exact.high)


def _bounded(record: Windows, ratio: float) -> float:
    if not record.total(later=False):
        return math.inf
    return ratio if record.total(later=True) else 0.0


def _grade(record: Windows, found: RateChange, p_more: float) -> Graded:
    if max(record.missing_before, record.missing_after) > LARGEST_GAP:
        return "cannot_tell"
    if found.low > 1 / INTERESTING_RATIO and found.high < INTERESTING_RATIO:
        return "opposes"
    blunt = found.smallest_detectable > DETECTABLE and found.low <= INTERESTING_RATIO
    if p_more >= SURE and found.placebo_p <= PLACEBO and not blunt:
        return "supports"
    return "cannot_tell"


def _fit(record: Windows) -> _Fit:
    """Weigh every member of the grid by its restricted likelihood (Harville 1977, JASA 72:320)."""
    grid, extras = noise(), _extras(record)
    counts, base = _padded(record)
    design = np.column_stack([np.ones(len(base)), record.later, *extras.columns.T])
    ratio = counts[record.later].sum() / base[record.later].sum()
    log_mean = record.later * math.log(ratio)
    coefficients = np.zeros(design.shape[1])
    for _ in range(_PASSES):
        mean = np.exp(log_mean)
        working = log_mean + (counts / base - mean) / mean
        variance = 1 / (base * mean)[:, None] + grid.kappa
        steps = np.diff(record.time, prepend=record.time[0]) / record.width
        whitened, log_det = whiten(np.column_stack([working, design]), variance, steps, grid)
        found = _solve(whitened, log_det, grid, extras)
        weight, means = found[0], found[1]
        coefficients = weight @ means
        log_mean = design @ coefficients
    habit = np.exp(design[:, 2:] @ coefficients[2:])
    return _Fit(weight, means[:, 1], found[2], found[3], base * habit)


def _padded(record: Windows) -> tuple[Floats, Floats]:
    """Counts with Jeffreys' half event spread over each window, and what the past expects."""
    totals = np.where(record.later, record.exposed(later=True), record.exposed(later=False))
    share = record.exposure / totals
    rate = (record.total(later=False) + 0.5) / record.exposed(later=False)
    return record.counts + 0.5 * share, rate * record.exposure


@dataclass(frozen=True, slots=True)
class _Extras:
    """Columns for the year and the drift, and the ways in which they may be there.

    ``columns`` has shape (n, columns); each way is a prior variance for every column (zero: the
    column is left out) and a prior weight.
    """

    columns: Floats
    ways: tuple[tuple[Floats, float], ...]


def _extras(record: Windows) -> _Extras:
    past = -float(record.time.min())
    years = [year for year in YEARS if past >= year]
    waves = [
        wave(2 * math.pi * harmonic * record.time / year)
        for year in years
        for harmonic in (1, 2)
        for wave in (np.cos, np.sin)
    ]
    columns = np.column_stack([*waves, record.time / max(past, 1.0)])
    size = columns.shape[1]
    cycles: list[tuple[Floats, float]] = [(np.zeros(size), 1 - YEARLY if years else 1.0)]
    for at in range(len(years)):
        prior = np.zeros(size)
        prior[4 * at : 4 * at + 4] = CYCLE**2 * np.array([1, 1, 0.25, 0.25])
        cycles.append((prior, YEARLY / len(years)))
    ways = []
    for prior, weight in cycles:
        drifting = prior.copy()
        drifting[-1] = DRIFT**2
        ways += [(prior, weight * (1 - DRIFTING)), (drifting, weight * DRIFTING)]
    return _Extras(columns, tuple(ways))


def _solve(
    whitened: Floats, log_det: Floats, grid: Noise, extras: _Extras
) -> tuple[Floats, Floats, Floats, Floats]:
    """Weights, coefficients, variance of the log ratio and of the log rate, way by way."""
    products = whitened.transpose(0, 2, 1) @ whitened
    parts = [_way(products, log_det, prior, weight, grid) for prior, weight in extras.ways]
    log_weight: Floats
    log_weight, means, ratio, rate = (np.concatenate(part) for part in zip(*parts, strict=True))
    weight: Floats = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    return weight, means, ratio, rate


def _way(
    products: Floats, log_det: Floats, prior: Floats, weight: float, grid: Noise
) -> tuple[Floats, Floats, Floats, Floats]:
    used = np.concatenate([[True, True], prior > 0])
    at = 1 + np.flatnonzero(used)
    precision = np.concatenate([[0.0, 0.0], 1 / prior[prior > 0]])
    inner = products[:, at[:, None], at] + np.diag(precision)
    right = products[:, at, 0]
    inverse = np.asarray(np.linalg.inv(inner), dtype=np.float64)
    means = np.einsum("gij,gj->gi", inverse, right)
    misfit = products[:, 0, 0] - (right * means).sum(axis=1)
    log_det = log_det + np.linalg.slogdet(inner)[1] + np.log(prior[prior > 0]).sum()
    full = np.zeros((len(means), len(used)))
    full[:, used] = means
    log_weight = np.log(grid.prior * weight) - 0.5 * (log_det + misfit)
    return log_weight, full, inverse[:, 1, 1], inverse[:, 0, 0]


def _draws(fit: _Fit, record: Windows, rng: np.random.Generator) -> Floats:
    """Draw log ratios: Poisson counts have gamma posteriors, the swell has a log-normal one.

    A positive swell of relative variance c has its median c / 2 below its mean (in logarithms),
    so that a rate seen through it lies as much above what was seen.
    """
    after, before = record.total(later=True) + 0.5, record.total(later=False) + 0.5
    swell_before = np.maximum(fit.variance_before - 1 / before, 0)
    swell_after = np.maximum(fit.variance - fit.variance_before - 1 / after, 0)
    swell = np.maximum(fit.variance - 1 / after - 1 / before, 0)
    even = (np.arange(DRAWS) + 0.5) / DRAWS
    at = np.minimum(np.searchsorted(np.cumsum(fit.weight), even), len(fit.weight) - 1)
    centre = (fit.log_ratio + (swell_after - swell_before) / 2)[at]
    counted = np.log(rng.standard_gamma(after, DRAWS) / after)
    counted -= np.log(rng.standard_gamma(before, DRAWS) / before)
    drawn: Floats = centre + counted + np.sqrt(swell[at]) * rng.standard_normal(DRAWS)
    return drawn


def _placebo(record: Windows, fit: _Fit) -> tuple[Floats, float]:
    """Rates of the earlier windows and of the later one, relative to what habit expects."""
    at = np.round(record.time / record.width - 0.5).astype(int)
    first, end = int(at.min()), int(at.max())
    counts, expected = np.zeros(-first), np.zeros(-first)
    counts[at[~record.later] - first] = record.counts[~record.later]
    expected[at[~record.later] - first] = fit.expected[~record.later]
    later = record.total(later=True) / float(fit.expected[record.later].sum())
    return earlier_rates(counts, expected, end + 1), later


def _smallest(record: Windows, fit: _Fit, reachable: float) -> float:
    """The smallest ratio that would be graded as a rise with a power of 80 %."""
    from scipy.optimize import brentq
    from scipy.special import ndtri

    before = record.total(later=False)
    if not before or reachable > PLACEBO:
        return math.inf
    expected = float(fit.expected[record.later].sum())
    after = record.total(later=True) + 0.5
    other = max(float(fit.weight @ fit.variance) - 1 / after, 1 / (before + 0.5))
    reach = float(ndtri(SURE) + ndtri(POWER))

    def short(log_ratio: float) -> float:
        spread = math.sqrt(1 / (expected * math.exp(log_ratio)) + other)
        return log_ratio - math.log(MINIMAL_RATIO) - reach * spread

    return math.exp(brentq(short, 0.0, 60.0)) if short(60.0) > 0 else math.inf
