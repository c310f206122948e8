"""Shares and their differences, for the small counts of event records."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from steelyard.statistics.grades import LEVEL, MINIMAL_SHARE, POWER, SURE, Estimate
from steelyard.statistics.roots import brentq

#: Nodes of the quadrature over the first share; more change no digit that is shown.
_NODES = 64

#: Tolerance for the ends of an interval: far below any digit that is shown.
_CLOSE = 1e-5


@lru_cache(maxsize=4096)
def share(hits: int, of: int, *, against: float = 0.5, effort: float = 1.0) -> Estimate | None:
    """Return a share with its exact interval, and the probabilities of each side of ``against``.

    The interval is Clopper and Pearson's (1934, Biometrika 26:404); the probabilities are
    posteriors under the Jeffreys prior. ``smallest_detectable`` is the smallest true share
    above ``against`` that ``of`` observations would have shown with a power of 80 %. Where ``effort``
    times as much was done to find hits as to find the others, the share is that of even effort.

    Returns:
        None without observations.
    """
    from scipy.special import betainc, betaincinv

    if of == 0:
        return None
    tail = (1 - LEVEL) / 2
    bound = _seen(against, effort)
    above = 1 - float(betainc(hits + 0.5, of - hits + 0.5, bound))

    def sure(count: int) -> bool:
        return 1 - float(betainc(count + 0.5, of - count + 0.5, bound)) >= SURE

    low = float(betaincinv(hits, of - hits + 1, tail)) if hits else 0.0
    high = float(betaincinv(hits + 1, of - hits, 1 - tail)) if hits < of else 1.0
    least = smallest_share(of, sure, bound)
    return Estimate(
        effect=float(_seen(hits / of, 1 / effort)),
        low=float(_seen(low, 1 / effort)),
        high=float(_seen(high, 1 / effort)),
        p_more=above,
        p_less=1 - above,
        smallest_detectable=None if least is None else float(_seen(least, 1 / effort)),
    )


def _seen(share: Any, effort: float) -> Any:
    """A true share as it looks where hits are looked for ``effort`` times as hard as the others."""
    return share if effort == 1 else share * effort / (1 - share + share * effort)


@lru_cache(maxsize=4096)
def share_difference(
    hits_before: int, of_before: int, hits_after: int, of_after: int, *, effort: float = 1.0
) -> Estimate | None:
    """Return the share after minus the share before, from -1 to 1.

    Both shares have independent Jeffreys posteriors (Beta(k + 1/2, n - k + 1/2)); the interval
    is the equal-tailed one of their difference (Brown, Cai and DasGupta 2001, Statistical
    Science 16:101, on why this prior covers well at small counts). Where hits after were looked for
    ``effort`` times as hard, the later share is that of even effort.

    Returns:
        None where either side has no observations.
    """
    if of_before == 0 or of_after == 0:
        return None

    def above(difference: float, later: int = hits_after) -> float:
        return posterior_above(
            lambda p: _seen(np.clip(p + difference, 0.0, 1.0), effort),
            (hits_before, of_before),
            (later, of_after),
        )

    def sure(count: int) -> bool:
        return above(MINIMAL_SHARE, count) >= SURE

    earlier = hits_before / of_before
    reached = smallest_share(of_after, sure, earlier)
    tail = (1 - LEVEL) / 2
    return Estimate(
        effect=float(_seen(hits_after / of_after, 1 / effort)) - earlier,
        low=solve(lambda d: above(d) - (1 - tail), -1.0, 1.0),
        high=solve(lambda d: above(d) - tail, -1.0, 1.0),
        p_more=above(MINIMAL_SHARE),
        p_less=1 - above(-MINIMAL_SHARE),
        smallest_detectable=None
        if reached is None
        else float(_seen(reached, 1 / effort)) - earlier,
    )


def posterior_above(
    bound: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    first: tuple[int, int],
    second: tuple[int, int],
) -> float:
    """Return the probability that the second share exceeds ``bound`` of the first.

    Args:
        bound: Maps values of the first share to the bound of the second, in the same shape.
        first: Hits and observations behind the first share.
        second: Hits and observations behind the second share.
    """
    from scipy.special import betainc

    nodes, weights = _nodes(*first)
    hits, of = second
    at = np.clip(bound(nodes), 0.0, 1.0)
    return float(weights @ (1 - betainc(hits + 0.5, of - hits + 0.5, at)))


@lru_cache(maxsize=1024)
def _nodes(hits: int, of: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Quantiles of a share's posterior at the nodes of Gauss and Legendre, and their weights."""
    from scipy.special import betaincinv

    at, weights = _legendre()
    return betaincinv(hits + 0.5, of - hits + 0.5, at), weights


@lru_cache(maxsize=1)
def _legendre() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Nodes on (0, 1) and their weights."""
    at, weights = np.polynomial.legendre.leggauss(_NODES)
    return (at + 1) / 2, weights / 2


def smallest_share(of: int, sure: Callable[[int], bool], above: float) -> float | None:
    """Return the smallest true share that ``of`` observations show with a power of 80 %.

    Args:
        of: Number of observations.
        sure: Whether a number of hits would be graded as more.
        above: Smallest share of interest.
    """
    from scipy.special import betaincinv

    if not sure(of):
        return None
    needed = bisect_left(range(of), True, key=sure)  # more hits are never less sure
    # P(at least `needed` hits) = I_p(needed, of - needed + 1), solved for p.
    reached = float(betaincinv(needed, of - needed + 1, POWER)) if needed else 0.0
    return max(reached, above)


def solve(falling: Callable[[float], float], low: float, high: float) -> float:
    """Return where a decreasing function crosses zero, or the end at which it comes closest."""
    if falling(low) <= 0:
        return low
    if falling(high) >= 0:
        return high
    return float(brentq(falling, low, high, xtol=_CLOSE))
