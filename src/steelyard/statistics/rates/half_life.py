"""Does a rise last? The half-life of what a shock added to a rate."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from steelyard.statistics.counts.scores import dispersion
from steelyard.statistics.grades import LEVEL
from steelyard.statistics.rates.rate_change import RateChange, rate_change
from steelyard.statistics.rates.windows import windows
from steelyard.statistics.roots import brentq

Floats = NDArray[np.float64]

#: Half-lives that are tried, as shares of the later window; longer ones look permanent.
_SHARES = np.concatenate([np.geomspace(0.02, 4.0, 60), [math.inf]])


@dataclass(frozen=True, slots=True)
class HalfLife:
    """How the rise after a shock decays.

    Attributes:
        half_life: Periods in which the added rate halves; infinite where it seems permanent.
        low: Lower end of its 90 % interval.
        high: Upper end; infinite where a permanent rise is not ruled out.
        added: Rate added at the shock over the earlier rate, at the best half-life.
        late: Change of rate from the first half of the later window to the second.
    """

    half_life: float
    low: float
    high: float
    added: float
    late: RateChange


def half_life(
    before: ArrayLike,
    after: ArrayLike,
    *,
    exposure_before: ArrayLike | None = None,
    exposure_after: ArrayLike | None = None,
    seed: int = 0,
) -> HalfLife | None:
    """Return the half-life of a rise: rate = earlier rate x (1 + added x 2^(-t / half-life)).

    Profile quasi-likelihood (McCullagh and Nelder 1989, Generalized Linear Models, section 9.2):
    the deviance over its Pearson dispersion is compared with a chi-square of one degree.

    Args:
        before: As in :func:`steelyard.statistics.rate_change`.
        after: As in :func:`steelyard.statistics.rate_change`.
        exposure_before: As in :func:`steelyard.statistics.rate_change`.
        exposure_after: As in :func:`steelyard.statistics.rate_change`.
        seed: Seed of the draws for ``late``.

    Returns:
        None where no event came before, there is no later window, or the rate did not rise.
    """
    from scipy.special import chdtri

    record = windows(before, after, exposure_before, exposure_after)
    if record is None or not record.total(later=False) or not record.later.any():
        return None
    rate = record.total(later=False) / record.exposed(later=False)
    if record.total(later=True) <= rate * record.exposed(later=True):
        return None
    y, base = record.counts[record.later], rate * record.exposure[record.later]
    time = record.time[record.later]
    tried = _SHARES * (time[-1] + record.width / 2)
    fits = [_added(y, base, np.exp2(-time / half_life)) for half_life in tried]
    losses = np.array([loss for loss, _ in fits])
    best = int(losses.argmin())
    mean = base * (1 + fits[best][1] * np.exp2(-time / tried[best]))
    earlier = record.counts[~record.later], rate * record.exposure[~record.later]
    spread = dispersion(
        np.concatenate([earlier[0], y]),
        np.concatenate([earlier[1], mean]),
        np.concatenate([earlier[1], mean]),
        lost=3,
    )
    inside = tried[2 * (losses - losses[best]) / spread <= float(chdtri(1, 1 - LEVEL))]
    return HalfLife(
        float(tried[best]),
        float(min(inside.min(), tried[-2])),
        float(inside.max()),
        fits[best][1],
        _late(after, exposure_after, seed),
    )


def _added(y: Floats, base: Floats, shape: Floats) -> tuple[float, float]:
    """Poisson loss and the added rate that minimises it, for one half-life."""

    def slope(added: float) -> float:
        return float((base * shape).sum() - (y * shape / (1 + added * shape)).sum())

    most = 2 * (float(y.sum()) / float((base * shape).sum()) + 1)
    added = float(brentq(slope, 0.0, most)) if slope(0.0) < 0 < slope(most) else 0.0
    mean = base * (1 + added * shape)
    return float(mean.sum() - (y * np.log(mean)).sum()), added


def _late(after: ArrayLike, exposure: ArrayLike | None, seed: int) -> RateChange:
    y = np.asarray(after, dtype=np.float64).ravel()
    e = np.broadcast_to(np.asarray(1.0 if exposure is None else exposure, np.float64), y.shape)
    half = len(y) // 2
    return rate_change(
        y[:half], y[half:], exposure_before=e[:half], exposure_after=e[half:], seed=seed
    )
