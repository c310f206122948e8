"""Odds ratios: did one kind gain on the other, whatever the effort spent on both?"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from steelyard.statistics.counts.shares import posterior_above, smallest_share, solve
from steelyard.statistics.grades import LEVEL, MINIMAL_RATIO, SURE, Estimate

#: Largest natural logarithm of an odds ratio of event counts.
_FAR = 12.0


@lru_cache(maxsize=4096)
def odds_ratio(
    before: tuple[int, int], after: tuple[int, int], *, effort: float = 1.0
) -> Estimate | None:
    """Return the odds of the first kind after, over its odds before.

    A change of effort that affects both kinds alike cancels out. Both shares have independent
    Jeffreys posteriors, which also give the point estimate its half counts (Haldane 1956, Annals of
    Human Genetics 20:309), so it is finite even with an empty cell.

    Args:
        before: Counts of the first and of the second kind before.
        after: The same after.
        effort: How many times harder was looked for the first kind than for the second after, beside before.

    Returns:
        None where either side has no event of either kind.
    """
    (a, b), (c, d) = before, after
    if a + b == 0 or c + d == 0:
        return None

    def above(ratio: float, later: int = c) -> float:
        return posterior_above(
            lambda p: ratio * effort * p / (1 - p + ratio * effort * p), (a, a + b), (later, c + d)
        )

    def sure(count: int) -> bool:
        return above(MINIMAL_RATIO, count) >= SURE

    tail = (1 - LEVEL) / 2
    odds_before = (a + 0.5) / (b + 0.5)
    reached = smallest_share(c + d, sure, odds_before / (1 + odds_before))
    return Estimate(
        effect=(c + 0.5) / (d + 0.5) / odds_before / effort,
        low=math.exp(solve(lambda log: above(math.exp(log)) - (1 - tail), -_FAR, _FAR)),
        high=math.exp(solve(lambda log: above(math.exp(log)) - tail, -_FAR, _FAR)),
        p_more=above(MINIMAL_RATIO),
        p_less=1 - above(1 / MINIMAL_RATIO),
        smallest_detectable=_ratio(reached, odds_before * effort),
    )


def _ratio(share: float | None, odds_before: float) -> float | None:
    """The odds ratio that corresponds to a later share."""
    if share is None or share >= 1 - np.finfo(float).eps:
        return None
    return share / (1 - share) / odds_before
