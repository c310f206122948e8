"""Did one kind of event gain on another? Changes of shares, such as deeds against words.

The log odds of the first kind are a level that may have shifted
(:mod:`steelyard.statistics.rates.shift`). Counts are binomial with over-dispersion between periods, as
in the beta-binomial (Williams 1982, Applied Statistics 31:144), and with memory. The contrast of two
log rate ratios is the log odds ratio of the two counts. Anything that moved both alike (effort,
coverage, a busy season) cancels within each period, so their covariance need not be modelled.
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
from steelyard.statistics.rates.placebo import placebos, rank, smallest_rank
from steelyard.statistics.rates.rate_change import DRAWS, FEWEST_EVENTS, PLACEBO
from steelyard.statistics.rates.shift import Shift, shift
from steelyard.statistics.rates.windows import Windows, windows

Floats = NDArray[np.float64]


#: Log odds beyond which a share is treated as none or all, and the least information of a bin.
_FAR, _LEAST = 15.0, 1e-3


@dataclass(frozen=True, slots=True)
class Contrast:
    """How the odds of the first kind against the second changed.

    Attributes:
        ratio: Odds after over odds before: the growth of the first kind's rate over that of the
            second's.
        low: Lower end of its 90 % interval.
        high: Upper end.
        p_increase: Probability that the ratio is above one.
        share_before: Share of the first kind before.
        share_after: Share after.
        difference_low: Lower end of the 90 % interval of the difference of the two shares.
        difference_high: Upper end.
        placebo_p: Rank of the later share among earlier windows of its length; 1 without any.
        smallest_detectable: Smallest ratio graded ``supports`` with a power of 80 %.
        grade: Of "the first kind gained".
    """

    ratio: float
    low: float
    high: float
    p_increase: float
    share_before: float
    share_after: float
    difference_low: float
    difference_high: float
    placebo_p: float
    smallest_detectable: float
    grade: Graded


#: The answer where the counts allow none.
SILENT = Contrast(
    math.nan, 0.0, math.inf, math.nan, math.nan, math.nan, -1.0, 1.0, 1.0, math.inf, "cannot_tell"
)


def contrast(
    first_before: ArrayLike,
    second_before: ArrayLike,
    first_after: ArrayLike,
    second_after: ArrayLike,
    *,
    seed: int = 0,
) -> Contrast:
    """Return how one kind gained on another, from counts of both in the same days or weeks.

    Examples are deeds (first) and words (second), cooperation and conflict, or events with one pole
    and with the other. The grade follows the rule of :func:`steelyard.statistics.rate_change` and
    refers to "the first kind gained".

    Args:
        first_before: Counts of the first kind before, shape (periods,); NaN is a gap.
        second_before: Counts of the second kind in the same periods.
        first_after: Counts of the first kind from the shock on.
        second_after: Counts of the second kind in the same periods.
        seed: Seed of the draws from the posterior.

    Returns:
        Never raises on numbers: values that cannot be estimated are NaN or unbounded, and the grade
        is ``cannot_tell``.
    """
    record = _record(first_before, second_before, first_after, second_after)
    if record is None:
        return SILENT
    fit, expected = _fit(record)
    jumps, levels = _draws(fit, record, np.random.default_rng(seed))
    tail = (1 - LEVEL) / 2
    low, middle, high = np.exp(np.quantile(jumps, [tail, 0.5, 1 - tail])).tolist()
    gains = _share(levels + jumps) - _share(levels)
    rates, later = placebos(record, expected)
    found = Contrast(
        ratio=middle,
        low=low,
        high=high,
        p_increase=float(np.mean(jumps > 0)),
        share_before=record.total(later=False) / record.exposed(later=False),
        share_after=record.total(later=True) / record.exposed(later=True),
        difference_low=float(np.quantile(gains, tail)),
        difference_high=float(np.quantile(gains, 1 - tail)),
        placebo_p=rank(rates, later),
        smallest_detectable=_smallest(fit, smallest_rank(rates)),
        grade="cannot_tell",
    )
    return replace(found, grade=_grade(found, float(np.mean(jumps > math.log(MINIMAL_RATIO)))))


def _record(
    first_before: ArrayLike,
    second_before: ArrayLike,
    first_after: ArrayLike,
    second_after: ArrayLike,
) -> Windows | None:
    """Counts of the first kind, with those of both as exposure; None where they are unusable."""
    given = [
        np.asarray(x, dtype=np.float64).ravel()
        for x in (first_before, second_before, first_after, second_after)
    ]
    if len(given[0]) != len(given[1]) or len(given[2]) != len(given[3]):
        return None
    if any((x < 0).any() or np.isinf(x).any() for x in given):
        return None
    record = windows(given[0], given[2], given[0] + given[1], given[2] + given[3])
    if record is None or min(record.exposed(later=side) for side in (False, True)) <= 0:
        return None
    return record if record.exposure.sum() >= FEWEST_EVENTS else None


def _fit(record: Windows) -> tuple[Shift, Floats]:
    """Return the posterior of the jump in log odds, and the hits expected from habit."""
    totals = np.where(record.later, record.exposed(later=True), record.exposed(later=False))
    share = record.exposure / totals
    hits, of = record.counts + 0.5 * share, record.exposure + share
    odds = {side: _odds(record, later=side) for side in (False, True)}

    def respond(level: Floats) -> tuple[Floats, Floats]:
        p = _share(level)
        weight = np.maximum(of * p * (1 - p), _LEAST)
        return level + (hits - of * p) / weight, 1 / weight

    found = shift(respond, record, np.where(record.later, odds[True], odds[False]))
    return found, record.exposure * _share(odds[False] + found.habit)


def _odds(record: Windows, *, later: bool) -> float:
    hits = record.total(later=later)
    return math.log((hits + 0.5) / (record.exposed(later=later) - hits + 0.5))


def _share(level: Floats) -> Floats:
    shared: Floats = 1 / (1 + np.exp(-np.clip(level, -_FAR, _FAR)))
    return shared


def _draws(found: Shift, record: Windows, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Draw jumps and earlier levels: beta posteriors for the counts, a normal one for the swell."""
    counted, own = [], []
    for later in (False, True):
        hits = record.total(later=later) + 0.5
        misses = record.exposed(later=later) - record.total(later=later) + 0.5
        p = np.log(rng.standard_gamma(hits, DRAWS)) - np.log(rng.standard_gamma(misses, DRAWS))
        counted.append(p - math.log(hits / misses))
        own.append(1 / hits + 1 / misses)
    at = found.spread(DRAWS)
    before = np.sqrt(np.maximum(found.variance_before - own[0], 0))[at] * rng.standard_normal(DRAWS)
    other = np.maximum(found.variance - np.maximum(found.variance_before, own[0]) - own[1], 0)
    after = np.sqrt(other)[at] * rng.standard_normal(DRAWS)
    jumps = found.jump[at] + counted[1] - counted[0] + after - before
    return jumps, _odds(record, later=False) + counted[0] + before


def _smallest(found: Shift, reachable: float) -> float:
    """The smallest odds ratio that would be graded as a gain with a power of 80 %."""
    from scipy.special import ndtri

    if reachable > PLACEBO:
        return math.inf
    reach = float(ndtri(SURE) + ndtri(POWER))
    return MINIMAL_RATIO * math.exp(reach * math.sqrt(float(found.weight @ found.variance)))


def _grade(found: Contrast, p_more: float) -> Graded:
    if found.low > 1 / INTERESTING_RATIO and found.high < INTERESTING_RATIO:
        return "opposes"
    blunt = found.smallest_detectable > DETECTABLE and found.low <= INTERESTING_RATIO
    if p_more >= SURE and found.placebo_p <= PLACEBO and not blunt:
        return "supports"
    return "cannot_tell"
