"""When did a rate change, if nobody says when? Dates that a slow swell is not taken for.

Penalties of change-point searches (Killick, Fearnhead and Eckley 2012, JASA 107:1590) suppose
independent periods: over-dispersed counts with memory cross them in a third of series in which
nothing changed. Here each date has its marginal likelihood, with a step of unknown size, and so
has no change at all, under every member of the grid of :mod:`steelyard.statistics.rates.noise`, where
a swell may explain what a step would (Carlin, Gelfand and Smith 1992, Applied Statistics 41:389,
for the posterior of a date).
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

#: Standard deviation of the logarithm of a step before it is seen: most are under fourfold.
STEP = 0.7

#: Prior probability that the rate changed at all.
CHANGED = 0.5

#: A change is reported from this probability on.
BELIEVED = 0.9

#: Fewer observed periods on a side date nothing.
FEWEST = 8

#: Dates that are tried, evenly spaced, so that a call stays light.
_DATES = 100

_PASSES = 1


@dataclass(frozen=True, slots=True)
class RateStep:
    """A step in a rate.

    Attributes:
        p_change: Probability that there is one.
        at: Likeliest first period after it, an index of the counts.
        first: Earliest of the dates that hold 90 % of the posterior together.
        last: Latest of them.
        ratio: Rate after over rate before, if the step was at ``at``.
        low: Lower end of its 90 % interval, the date taken as known.
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

    The likeliest step is believed from a probability of .9 on; the spans to both sides of it are
    then searched in the same way (binary segmentation, Vostrikova 1981, Soviet Mathematics
    Doklady 24:55). A rise that is undone again looks like a swell and is often missed.

    Args:
        counts: Shape (periods,); NaN is a gap.
        exposure: What the counts are rates of, as long or one number; zero is a gap.
        seed: Of the interval of each ratio.
    """
    y = np.asarray(counts, dtype=np.float64).ravel()
    e = np.broadcast_to(np.asarray(1.0 if exposure is None else exposure, np.float64), y.shape)
    return tuple(_search(y, e, 0, len(y), seed))


def rate_step(
    counts: ArrayLike, *, exposure: ArrayLike | None = None, seed: int = 0
) -> RateStep | None:
    """Return the likeliest step with the probability that there is one; None where none can be told.

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
        # Dates between those that were tried are not ruled out by them.
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
    """Probability of any step, and of each date given one, shape (dates,).

    The link is first made linear at a level rate, then at the step that this finds likeliest:
    the variance of a count is that of its own side. Whether there is a step is asked at the first.
    """
    level = np.zeros(len(record.counts))
    p_change, by_date = _weighed(record, tried, level)
    for _ in range(_PASSES):
        later = np.arange(len(level)) >= tried[by_date.argmax()]
        sides = [
            np.log((record.counts[side].sum() + 0.5) / record.exposure[side].sum())
            for side in (~later, later)
        ]
        _, by_date = _weighed(record, tried, np.where(later, sides[1], sides[0]) - _usual(record))
    return p_change, by_date


def _usual(record: Windows) -> float:
    return float(np.log(record.counts.sum() / record.exposure.sum()))


def _weighed(record: Windows, tried: NDArray[np.intp], level: Floats) -> tuple[float, Floats]:
    """The same, the link made linear at ``level`` of each bin."""
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
    # The level has a flat prior and is taken out; what is left of each step is one column.
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
