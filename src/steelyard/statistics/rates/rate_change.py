"""Did a rate change on a known day? A ratio with a calibrated interval, and a grade.

Quasi-likelihood for counts with a log link (McCullagh and Nelder 1989, Generalized Linear Models,
chapter 9). The covariance includes over-dispersion and a slow swell; a yearly cycle and a drift are
optional. Unknown parameters of the noise are averaged over, not estimated, because plug-in standard
errors are too small for event counts: exact Poisson, HAC and plain negative binomial intervals raise
false alarms of .1 to .4 (``evaluation/tempo.py``).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from steelyard.statistics.counts.rate_ratios import rate_ratio
from steelyard.statistics.grades import (
    INTERESTING_RATIO,
    LEVEL,
    MINIMAL_RATIO,
    POWER,
    SURE,
    Graded,
)
from steelyard.statistics.rates.placebo import placebos, rank, smallest_rank
from steelyard.statistics.rates.shift import Shift, shift
from steelyard.statistics.rates.windows import Windows, windows
from steelyard.statistics.roots import brentq

Floats = NDArray[np.float64]

#: Largest placebo rank at which a rise is accepted.
PLACEBO = 0.05

#: Where only a ratio larger than ``BLUNT`` was detectable, a rise is accepted only if the whole
#: interval lies above ``FLOOD``. Measured on placebo shocks (``docs/statistics.md``).
BLUNT, FLOOD = 3.5, 2.0

#: Fewest events in both windows together; fewer are single events, not a rate.
FEWEST_EVENTS = 5

#: Largest share of a window that may be a gap if it is to be graded.
LARGEST_GAP = 0.5

#: Draws from the posterior of the ratio; the ends of the interval are then stable to one per cent.
DRAWS = 8192


@dataclass(frozen=True, slots=True)
class RateChange:
    """How a rate changed.

    Attributes:
        ratio: Rate after over rate before, allowing for exposure, season and drift.
        low: Lower end of the 90 % interval.
        high: Upper end of the 90 % interval.
        p_increase: Probability that the ratio is above one.
        placebo_p: Rank of the later window among earlier windows of its length; 1 without any.
        smallest_detectable: Smallest ratio graded ``supports`` with a power of 80 %; infinite
            where no ratio would be.
        grade: Grade of "they became more frequent": ``supports``, ``opposes`` or ``cannot_tell``.
    """

    ratio: float
    low: float
    high: float
    p_increase: float
    placebo_p: float
    smallest_detectable: float
    grade: Graded


#: The answer where the counts allow none.
SILENT = RateChange(math.nan, 0.0, math.inf, math.nan, 1.0, math.inf, "cannot_tell")


def rate_change(
    before: ArrayLike,
    after: ArrayLike,
    *,
    exposure_before: ArrayLike | None = None,
    exposure_after: ArrayLike | None = None,
    seed: int = 0,
) -> RateChange:
    """Return how the rate of events changed, with a grade of "they became more frequent".

    ``supports`` requires P(ratio > 1.1) of at least .9, a placebo rank of at most .05 and, where only
    a rise of more than 3.5 times was detectable, an interval wholly above 2. ``opposes`` requires the
    interval to lie inside (1/1.5, 1.5). Everything else is ``cannot_tell``, as is every answer from
    fewer than five events or with a gap over more than half of a window.

    Args:
        before: Counts of days or weeks before, oldest first; NaN is a gap.
        after: Counts of the days or weeks from the shock on.
        exposure_before: Exposure of the counts (days observed, all events of the record), of the
            length of ``before`` or one number; zero is a gap.
        exposure_after: The same for ``after``.
        seed: Seed of the draws from the posterior.

    Returns:
        Never raises on numbers: values that cannot be estimated are NaN, zero or infinite, and the
        grade is ``cannot_tell``. So it is for negative or infinite numbers.
    """
    record = windows(before, after, exposure_before, exposure_after)
    return answer(record, lambda known: _posterior(known, seed))


@dataclass(frozen=True, slots=True)
class Posterior:
    """What a model of the counts says about a change.

    Attributes:
        log_ratios: Draws of the log of the rate after over the rate before, shape (draws,).
        expected: Counts expected in each bin from earlier habits, shape (n,).
        variance: Variance of the log ratio, given the counts.
    """

    log_ratios: Floats
    expected: Floats
    variance: float


def answer(record: Windows | None, model: Callable[[Windows], Posterior | None]) -> RateChange:
    """Return the graded answer of a model; with a handful of events the model is not used."""
    if record is None or not _comparable(record):
        return SILENT
    if record.counts.sum() < FEWEST_EVENTS:
        return _few(record)
    known = model(record)
    if known is None:
        return SILENT
    tail = (1 - LEVEL) / 2
    low, middle, high = np.exp(np.quantile(known.log_ratios, [tail, 0.5, 1 - tail])).tolist()
    rates, later = placebos(record, known.expected)
    found = RateChange(
        ratio=_bounded(record, middle),
        low=low if record.total(later=True) else 0.0,
        high=high if record.total(later=False) else math.inf,
        p_increase=float(np.mean(known.log_ratios > 0)),
        placebo_p=rank(rates, later),
        smallest_detectable=_smallest(record, known, smallest_rank(rates)),
        grade="cannot_tell",
    )
    graded = _grade(record, found, float(np.mean(known.log_ratios > math.log(MINIMAL_RATIO))))
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
    blunt = found.smallest_detectable > BLUNT and found.low <= FLOOD
    if p_more >= SURE and found.placebo_p <= PLACEBO and not blunt:
        return "supports"
    return "cannot_tell"


def _posterior(record: Windows, seed: int) -> Posterior:
    """The posterior of the quasi-likelihood over the whole grid of noise."""
    fit, expected = _fit(record)
    drawn = _draws(fit, record, np.random.default_rng(seed))
    return Posterior(drawn, expected, float(fit.weight @ fit.variance))


def _fit(record: Windows) -> tuple[Shift, Floats]:
    """Return the shift of the level, and the counts expected in each bin from earlier habits."""
    counts, base = _pad(record)
    ratio = counts[record.later].sum() / base[record.later].sum()

    def respond(level: Floats) -> tuple[Floats, Floats]:
        mean = np.exp(level)
        return level + (counts / base - mean) / mean, 1 / (base * mean)

    found = shift(respond, record, np.where(record.later, math.log(ratio), 0.0))
    return found, base * np.exp(found.habit)


def _pad(record: Windows) -> tuple[Floats, Floats]:
    """Counts with Jeffreys' half event spread over each window, and the expectation from the past."""
    totals = np.where(record.later, record.exposed(later=True), record.exposed(later=False))
    share = record.exposure / totals
    rate = (record.total(later=False) + 0.5) / record.exposed(later=False)
    return record.counts + 0.5 * share, rate * record.exposure


def _draws(fit: Shift, record: Windows, rng: np.random.Generator) -> Floats:
    """Draw log ratios: gamma posteriors for the Poisson counts, a log-normal one for the swell.

    A positive swell of relative variance c has its median c / 2 below its mean (in logarithms), so
    the underlying rate lies that much above the observed one.
    """
    after, before = record.total(later=True) + 0.5, record.total(later=False) + 0.5
    swell_before = np.maximum(fit.variance_before - 1 / before, 0)
    swell_after = np.maximum(fit.variance - fit.variance_before - 1 / after, 0)
    swell = np.maximum(fit.variance - 1 / after - 1 / before, 0)
    at = fit.spread(DRAWS)
    centre = (fit.jump + (swell_after - swell_before) / 2)[at]
    counted = np.log(rng.standard_gamma(after, DRAWS) / after)
    counted -= np.log(rng.standard_gamma(before, DRAWS) / before)
    drawn: Floats = centre + counted + np.sqrt(swell[at]) * rng.standard_normal(DRAWS)
    return drawn


def _smallest(record: Windows, known: Posterior, reachable: float) -> float:
    """The smallest ratio that would be graded as a rise with a power of 80 %."""
    from scipy.special import ndtri

    before = record.total(later=False)
    if not before or reachable > PLACEBO:
        return math.inf
    expected = float(known.expected[record.later].sum())
    after = record.total(later=True) + 0.5
    other = max(known.variance - 1 / after, 1 / (before + 0.5))
    reach = float(ndtri(SURE) + ndtri(POWER))

    def short(log_ratio: float) -> float:
        spread = math.sqrt(1 / (expected * math.exp(log_ratio)) + other)
        return log_ratio - math.log(MINIMAL_RATIO) - reach * spread

    return math.exp(brentq(short, 0.0, 60.0)) if short(60.0) > 0 else math.inf
