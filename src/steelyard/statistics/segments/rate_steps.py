"""When did a rate change, if nobody names the day? Steps that are distinguishable from a slow swell.

The penalties of change-point searches (Killick, Fearnhead and Eckley 2012, JASA 107:1590) assume
independent periods: over-dispersed counts with memory exceed them in a third of series in which
nothing changed. Here every date, with a step of unknown size, and the absence of any change have
their marginal likelihood under each member of the grid of :mod:`steelyard.statistics.rates.noise`, in
which a swell can explain what a step would (for the posterior of a date see Carlin, Gelfand and Smith
1992, Applied Statistics 41:389).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from steelyard.statistics.grades import LEVEL
from steelyard.statistics.rates.noise import noise, whiten
from steelyard.statistics.rates.rate_change import rate_change
from steelyard.statistics.rates.windows import Windows, windows

Floats = NDArray[np.float64]

#: Prior standard deviation of the logarithm of a step: most steps are less than fourfold.
STEP = 0.7

#: Prior probability that the rate changed at all.
CHANGED = 0.5

#: The lowest probability at which a change is reported.
BELIEVED = 0.9

#: Fewest observed periods on either side of a date.
FEWEST = 8

#: Number of dates that are tried, evenly spaced, to keep a call fast.
_DATES = 100

_PASSES = 1


@dataclass(frozen=True, slots=True)
class RateStep:
    """A step in a rate.

    Attributes:
        p_change: Probability that there is one.
        at: Most likely first period after it, an index of the counts.
        first: Earliest of the dates that together hold 90 % of the posterior.
        last: Latest of them.
        ratio: Rate after over rate before, if the step was at ``at``.
        low: Lower end of its 90 % interval, given that date.
        high: Upper end.
    """

    p_change: float
    at: int
    first: int
    last: int
    ratio: float
    low: float
    high: float


def rate_steps(
    counts: ArrayLike, *, exposure: ArrayLike | None = None, seed: int = 0
) -> tuple[RateStep, ...]:
    """Return the dated steps of a series of counts, oldest first.

    The most likely step is accepted at a probability of .9 or more; the spans on both sides of it
    are then searched in the same way (binary segmentation, Vostrikova 1981, Soviet Mathematics
    Doklady 24:55). A rise that is later reversed looks like a swell and is often missed.

    Args:
        counts: Shape (periods,); NaN is a gap.
        exposure: Exposure of the counts, of the same length or one number; zero is a gap.
        seed: Seed of the interval of each ratio.
    """
    y = np.asarray(counts, dtype=np.float64).ravel()
    e = np.broadcast_to(np.asarray(1.0 if exposure is None else exposure, np.float64), y.shape)
    return tuple(_search(y, e, 0, len(y), seed))


def rate_step(
    counts: ArrayLike, *, exposure: ArrayLike | None = None, seed: int = 0
) -> RateStep | None:
    """Return the most likely step and the probability that there is one; None where none can be dated.

    Arguments are those of :func:`rate_steps`.
    """
    y = np.asarray(counts, dtype=np.float64).ravel()
    e = np.broadcast_to(np.asarray(1.0 if exposure is None else exposure, np.float64), y.shape)
    record = windows(np.zeros(0), y, None, e)
    if record is None or len(record.counts) < 2 * FEWEST or not record.counts.sum():
        return None
    starts = np.round(record.time - record.width / 2).astype(int)
    tried = np.arange(FEWEST, len(starts) - FEWEST + 1)
    tried = tried[:: -(-len(tried) // _DATES)]
    p_change, posterior = _posterior(record, tried)
    best = int(posterior.argmax())
    likely = np.argsort(-posterior)
    needed = int(np.searchsorted(np.cumsum(posterior[likely]), LEVEL)) + 1
    first, last = int(likely[:needed].min()), int(likely[:needed].max())
    bounds = np.concatenate([[0], starts[tried], [len(y)]])
    at = int(starts[tried[best]])
    sized = rate_change(y[:at], y[at:], exposure_before=e[:at], exposure_after=e[at:], seed=seed)
    return RateStep(
        p_change,
        at,
        # Dates between those that were tried are not ruled out.
        int(bounds[first]) + 1 if first else int(bounds[1]),
        int(bounds[last + 2]) - 1 if last + 1 < len(tried) else int(bounds[-2]),
        sized.ratio,
        sized.low,
        sized.high,
    )


def _search(y: Floats, e: Floats, start: int, end: int, seed: int) -> list[RateStep]:
    found = rate_step(y[start:end], exposure=e[start:end], seed=seed)
    if found is None or found.p_change < BELIEVED:
        return []
    at = start + found.at
    moved = RateStep(
        found.p_change,
        at,
        start + found.first,
        start + found.last,
        found.ratio,
        found.low,
        found.high,
    )
    return [*_search(y, e, start, at, seed), moved, *_search(y, e, at, end, seed)]


def _posterior(record: Windows, tried: NDArray[np.intp]) -> tuple[float, Floats]:
    """Probability of any step, and of each date given a step, shape (dates,).

    The link is linearised first at a constant rate, then at the most likely step that this finds, so
    that a count has the variance of its own side. Whether there is a step is decided in the first
    pass.
    """
    level = np.zeros(len(record.counts))
    p_change, by_date = _likelihoods(record, tried, level)
    for _ in range(_PASSES):
        later = np.arange(len(level)) >= tried[by_date.argmax()]
        sides = [
            np.log((record.counts[side].sum() + 0.5) / record.exposure[side].sum())
            for side in (~later, later)
        ]
        _, by_date = _likelihoods(
            record, tried, np.where(later, sides[1], sides[0]) - _usual(record)
        )
    return p_change, by_date


def _usual(record: Windows) -> float:
    return float(np.log(record.counts.sum() / record.exposure.sum()))


def _likelihoods(record: Windows, tried: NDArray[np.intp], level: Floats) -> tuple[float, Floats]:
    """The same, with the link linearised at the ``level`` of each bin."""
    grid = noise()
    base = record.exposure * np.exp(_usual(record))
    mean = np.exp(level)
    after = np.arange(len(base))[:, None] >= tried
    working = level + (record.counts / base - mean) / mean
    columns = np.column_stack([working, np.ones(len(base)), after])
    steps = np.diff(record.time, prepend=record.time[0]) / record.width
    variance = 1 / (base * mean)[:, None] + grid.kappa
    whitened, log_det = whiten(columns, variance, steps, grid)
    products = whitened.transpose(0, 2, 1) @ whitened
    # The level has a flat prior and is projected out; one column per step remains.
    own, level_row = products[:, 1, 1], products[:, 1, :]
    cleared = products - level_row[:, :, None] * level_row[:, None, :] / own[:, None, None]
    rest, pull = cleared[:, 0, 0], cleared[:, 0, 2:]
    known = np.diagonal(cleared, axis1=1, axis2=2)[:, 2:] + 1 / STEP**2
    still = np.log(grid.prior) - 0.5 * (log_det + np.log(own) + rest)
    stepped = still[:, None] + 0.5 * (pull**2 / known - np.log(known * STEP**2))
    top = max(float(still.max()), float(stepped.max()))
    by_date = np.exp(stepped - top).sum(axis=0) * CHANGED / len(tried)
    none = float(np.exp(still - top).sum()) * (1 - CHANGED)
    total = float(by_date.sum())
    return total / (total + none), by_date / total
