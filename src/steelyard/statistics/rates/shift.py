"""A level that may have shifted on a known day, estimated from over-dispersed counts.

Quasi-likelihood for any count with a link (McCullagh and Nelder 1989, Generalized Linear Models,
chapter 9): the working response is regressed on a jump at the shock and on an optional yearly cycle
and drift, with the noise of every member of the grid of :mod:`steelyard.statistics.rates.noise`. The
weight of a member comes from its restricted likelihood (Harville 1977, JASA 72:320).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from steelyard.statistics.rates.noise import Noise, noise, whiten
from steelyard.statistics.rates.windows import Windows

Floats = NDArray[np.float64]

#: Maps the level of each bin to the working response and its variance under independence.
Respond = Callable[[Floats], tuple[Floats, Floats]]

#: Periods in a year if periods are weeks, and if they are days; both are tried.
YEARS = (52.1775, 365.2425)

#: Prior weight of a yearly cycle, and standard deviation of its first harmonic (second: half).
YEARLY, CYCLE = 0.2, 0.3

#: Prior weight of a steady drift, and standard deviation of its total over the past.
DRIFTING, DRIFT = 0.1, 0.4

_PASSES = 2


@dataclass(frozen=True, slots=True)
class Shift:
    """Posterior over the noise, the yearly cycle and the drift.

    Attributes:
        weight: Weight of each member, summing to one, shape (members,).
        jump: Level after minus level before under each member, shape (members,).
        variance: Variance of the jump, shape (members,).
        variance_before: Variance of the earlier level, shape (members,).
        habit: Contribution of year and drift to each bin, averaged over members, shape (n,).
    """

    weight: Floats
    jump: Floats
    variance: Floats
    variance_before: Floats
    habit: Floats

    def spread(self, draws: int) -> NDArray[np.intp]:
        """Return this number of members, each in proportion to its weight."""
        even = (np.arange(draws) + 0.5) / draws
        return np.minimum(np.searchsorted(np.cumsum(self.weight), even), len(self.weight) - 1)


def shift(respond: Respond, record: Windows, start: Floats) -> Shift:
    """Return how the level shifted.

    Args:
        respond: Returns the working response and its variance at a level.
        record: The bins, with their times and sides.
        start: Level of each bin at which the link is first linearised, shape (n,).
    """
    grid, extras = noise(), _extras(record)
    design = np.column_stack([np.ones(len(start)), record.later, *extras.columns.T])
    steps = np.diff(record.time, prepend=record.time[0]) / record.width
    level, coefficients = start, np.zeros(design.shape[1])
    for _ in range(_PASSES):
        working, variance = respond(level)
        columns = np.column_stack([working, design])
        whitened, log_det = whiten(columns, variance[:, None] + grid.kappa, steps, grid)
        weight, means, jumps, levels = _solve(whitened, log_det, grid, extras)
        coefficients = weight @ means
        habit = design[:, 2:] @ coefficients[2:]
        level = start + habit - _mean_of_side(habit, record)
    return Shift(weight, means[:, 1], jumps, levels, habit)


def _mean_of_side(values: Floats, record: Windows) -> Floats:
    """The mean of each window, for each of its bins."""
    later = record.later
    sides = [values[side].mean() if side.any() else 0.0 for side in (~later, later)]
    return np.where(later, sides[1], sides[0])


@dataclass(frozen=True, slots=True)
class _Extras:
    """Columns for the year and the drift, and the combinations that are considered.

    ``columns`` has shape (n, columns). Each combination is a prior variance for every column (zero
    leaves the column out) and a prior weight.
    """

    columns: Floats
    ways: tuple[tuple[Floats, float], ...]


def _extras(record: Windows) -> _Extras:
    past = -float(record.time.min())
    years = [year for year in YEARS if past >= year]
    waves = [
        wave(2 * math.pi * harmonic * record.time / year)
        for year in years
        for harmonic in (1, 2)
        for wave in (np.cos, np.sin)
    ]
    columns = np.column_stack([*waves, record.time / max(past, 1.0)])
    size = columns.shape[1]
    cycles: list[tuple[Floats, float]] = [(np.zeros(size), 1 - YEARLY if years else 1.0)]
    for at in range(len(years)):
        prior = np.zeros(size)
        prior[4 * at : 4 * at + 4] = CYCLE**2 * np.array([1, 1, 0.25, 0.25])
        cycles.append((prior, YEARLY / len(years)))
    ways = []
    for prior, weight in cycles:
        drifting = prior.copy()
        drifting[-1] = DRIFT**2
        ways += [(prior, weight * (1 - DRIFTING)), (drifting, weight * DRIFTING)]
    return _Extras(columns, tuple(ways))


def _solve(
    whitened: Floats, log_det: Floats, grid: Noise, extras: _Extras
) -> tuple[Floats, Floats, Floats, Floats]:
    """Weights, coefficients, variances of the jump and of the earlier level, by combination."""
    products = whitened.transpose(0, 2, 1) @ whitened
    parts = [_way(products, log_det, prior, weight, grid) for prior, weight in extras.ways]
    log_weight: Floats
    log_weight, means, jumps, levels = (np.concatenate(part) for part in zip(*parts, strict=True))
    weight: Floats = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    return weight, means, jumps, levels


def _way(
    products: Floats, log_det: Floats, prior: Floats, weight: float, grid: Noise
) -> tuple[Floats, Floats, Floats, Floats]:
    used = np.concatenate([[True, True], prior > 0])
    at = 1 + np.flatnonzero(used)
    precision = np.concatenate([[0.0, 0.0], 1 / prior[prior > 0]])
    inner = products[:, at[:, None], at] + np.diag(precision)
    right = products[:, at, 0]
    inverse = np.asarray(np.linalg.inv(inner), dtype=np.float64)
    means = np.einsum("gij,gj->gi", inverse, right)
    misfit = products[:, 0, 0] - (right * means).sum(axis=1)
    log_det = log_det + np.linalg.slogdet(inner)[1] + np.log(prior[prior > 0]).sum()
    full = np.zeros((len(means), len(used)))
    full[:, used] = means
    log_weight = np.log(grid.prior * weight) - 0.5 * (log_det + misfit)
    return log_weight, full, inverse[:, 1, 1], inverse[:, 0, 0]
