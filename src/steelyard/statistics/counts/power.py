"""Statistical power: the smallest ratio that given counts would reveal four times in five."""

from __future__ import annotations

import math

from steelyard.statistics.grades import POWER
from steelyard.statistics.roots import brentq


def detectable_ratio(
    expected: float, *, before: float = math.inf, spread: float = 1.0, level: float = 0.95
) -> float:
    """Return the smallest rate ratio whose interval would exclude one with a power of 80 %.

    The logarithm of a ratio of counts has variance ``spread * (1 / after + 1 / before)``, the
    later count growing with the ratio itself (Signorini 1991, Biometrika 78:446, for the size of
    samples of Poisson counts). From three expected events on it is within a tenth of simulated power.

    Args:
        expected: Events expected after the shock if nothing changes, above zero.
        before: Events before it.
        spread: Variance of the counts over the Poisson variance.
        level: Coverage of the two-sided interval.

    Returns:
        Infinite where no event is expected, or none came before.

    >>> [round(detectable_ratio(m, before=4 * m), 1) for m in (3, 5, 10, 20, 50)]
    [3.3, 2.7, 2.1, 1.8, 1.5]
    """
    from scipy.special import ndtri

    if not expected > 0 or not before > 0 or not spread > 0:
        return math.inf
    reach = float(ndtri((1 + level) / 2) + ndtri(POWER))

    def short(log: float) -> float:
        return log - reach * math.sqrt(spread * (1 / (expected * math.exp(log)) + 1 / before))

    return math.exp(float(brentq(short, 0.0, 60.0)))
