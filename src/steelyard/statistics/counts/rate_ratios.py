"""Exact inference on the ratio of two rates."""

from __future__ import annotations

import math
from functools import lru_cache

from steelyard.statistics.grades import LEVEL, MINIMAL_RATIO, POWER, SURE, Estimate
from steelyard.statistics.roots import brentq

#: Largest ratio that is searched; no series of events shows a larger one.
_LARGEST = 1000.0


@lru_cache(maxsize=4096)
def rate_ratio(
    before: float,
    after: float,
    exposure_before: float,
    exposure_after: float,
    *,
    level: float = LEVEL,
    effort: float = 1.0,
) -> Estimate | None:
    """Return the ratio of the rate after to the rate before.

    Given their sum, the later of two Poisson counts is binomial (Przyborowski and Wilenski 1940,
    Biometrika 31:313), so an interval of its share (Clopper and Pearson 1934, Biometrika 26:404)
    gives one of the ratio. Probabilities of direction are those of the share under the Jeffreys
    prior. Counts are assumed to be of the same kind under the same effort; with over-dispersion or
    autocorrelation the interval is too short.

    Args:
        before: Events before, a count.
        after: Events after, a count.
        exposure_before: Exposure of the earlier count: days, or all events of the record.
        exposure_after: Exposure of the later count.
        level: Probability mass of the interval.
        effort: How many times harder was looked for the later count than for the earlier one.

    Returns:
        None where both counts are zero or a side has no exposure. The upper end is infinite where
        the earlier count is zero.

    >>> found = rate_ratio(20, 9, 24, 6, level=0.95)
    >>> round(found.effect, 2), round(found.low, 4), round(found.high, 4)
    (1.8, 0.7217, 4.1354)
    """
    from scipy.special import betaincinv

    total = before + after
    if total == 0 or exposure_before <= 0 or exposure_after <= 0:
        return None
    per = exposure_before / exposure_after / effort
    tail = (1 - level) / 2
    low = float(betaincinv(after, before + 1, tail)) if after else 0.0
    high = float(betaincinv(after + 1, before, 1 - tail)) if before else 1.0
    return Estimate(
        effect=_odds(after / total) * per,
        low=_odds(low) * per,
        high=_odds(high) * per,
        p_more=_above(MINIMAL_RATIO, before, after, per),
        p_less=1 - _above(1 / MINIMAL_RATIO, before, after, per),
        smallest_detectable=_smallest(before, per),
    )


def predictive_tail(
    before: int, after: int, exposure_before: float, exposure_after: float
) -> tuple[float, float] | None:
    """Return the later count predicted from the earlier rate, and the probability of one as large.

    With a Jeffreys prior the earlier rate has a Gamma(before + 1/2) posterior, so a later count at
    the same rate is negative binomial (Gelman et al. 2013, Bayesian Data Analysis,
    section 2.6).

    Args:
        before: Events before, a count.
        after: Events after, a count.
        exposure_before: Exposure of the earlier count.
        exposure_after: Exposure of the later count.

    Returns:
        The expected later count and the probability of ``after`` or more; None without exposure.

    >>> expected, p_value = predictive_tail(20, 9, 24, 6)
    >>> round(expected, 3), round(p_value, 4)
    (5.125, 0.099)
    """
    from scipy.special import betainc

    if exposure_before <= 0 or exposure_after <= 0:
        return None
    expected = (before + 0.5) * exposure_after / exposure_before
    share = exposure_after / (exposure_before + exposure_after)
    return expected, float(betainc(after, before + 0.5, share)) if after else 1.0


def fewer_than(count: int, mean: float) -> float:
    """Return the probability of so few events or fewer where ``mean`` are expected.

    >>> round(fewer_than(2, 7.8), 3)
    0.016
    """
    from scipy.special import pdtr

    return float(pdtr(count, mean))


def smallest_fall(before: int, exposure_before: float, exposure_after: float) -> float | None:
    """Return the mildest fall, as a ratio below one, that would be graded with a power of 80 %.

    None where even a fall to zero would not be.
    """
    from scipy.special import pdtr

    if before == 0 or exposure_before <= 0 or exposure_after <= 0:
        return None
    per = exposure_before / exposure_after

    def seen(count: int) -> bool:
        return 1 - _above(1 / MINIMAL_RATIO, before, count, per) >= SURE

    if not seen(0):
        return None
    most = next(count for count in range(1, 100_000) if not seen(count)) - 1
    return float(
        brentq(lambda ratio: float(pdtr(most, before / per * ratio)) - POWER, 1e-9, _LARGEST)
    )


def _odds(share: float) -> float:
    return math.inf if share >= 1 else share / (1 - share)


def _above(ratio: float, before: float, after: float, per: float) -> float:
    """Posterior probability that the ratio of rates is above ``ratio``."""
    from scipy.special import betainc

    at = ratio / per
    return 1 - float(betainc(after + 0.5, before + 0.5, at / (1 + at)))


def _smallest(before: float, per: float) -> float | None:
    """The smallest ratio that would be graded as a rise with a power of 80 %."""
    from scipy.special import pdtrc

    if before == 0:
        return None
    expected = before / per
    needed = next(
        (n for n in range(100_000) if _above(MINIMAL_RATIO, before, n, per) >= SURE), None
    )
    if needed is None:
        return None

    def short(ratio: float) -> float:
        return float(pdtrc(needed - 1, expected * ratio)) - POWER

    return float(brentq(short, 1e-9, _LARGEST)) if short(_LARGEST) > 0 else None
