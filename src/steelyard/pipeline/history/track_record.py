"""The track record: of left-out cases given so much, how many were turns."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

#: The prior of realignment that is printed, and the bands of the track record.
PRIOR = 0.15
BANDS = (0.0, 0.05, 0.2, 0.5, 1.0)

#: Decimals that are kept in the file.
DECIMALS = 3


def bands(ratio: Floats, turned: Mask) -> list[dict[str, float | int]]:
    """Left-out cases by what they would have been given, reweighted to the prior that is printed."""
    from scipy.stats import beta

    p = 1 / (1 + np.exp(-(np.log(PRIOR / (1 - PRIOR)) + ratio)))
    share = float(turned.mean())
    odds = PRIOR / (1 - PRIOR) * (1 - share) / share
    found: list[dict[str, float | int]] = []
    for low, high in pairwise(BANDS):
        mine = (p > low) & (p <= high) if low else p <= high
        n, k = int(mine.sum()), int(turned[mine].sum())
        ends = beta(k + 0.5, n - k + 0.5).ppf([0.05, 0.95])
        rates = [_moved((k + 0.5) / (n + 1), odds), *(_moved(float(end), odds) for end in ends)]
        found.append(
            {
                "low": low,
                "high": high,
                "cases": n,
                "turns": k,
                "rate": round(rates[0], DECIMALS),
                "rate_low": round(rates[1], DECIMALS),
                "rate_high": round(rates[2], DECIMALS),
            }
        )
    return found


def _moved(share: float, odds: float) -> float:
    """A share of turns among bench cases, as it would be at the printed prior."""
    moved = share / (1 - share) * odds
    return moved / (1 + moved)
