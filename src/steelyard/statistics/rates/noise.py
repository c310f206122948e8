"""The noise of event counts: over-dispersion and a slow swell, and how to filter both.

Relative to its expectation mu, the variance of a count is 1/mu (Poisson) + kappa (independent
over-dispersion; NB2 of Cameron and Trivedi) + s^2 (a latent first-order autoregression with
correlation rho from bin to bin, Zeger 1988, Biometrika 75:621). Kappa, s and rho are unknown, and a
few hundred counts do not determine them; a grid of values is therefore used, each with its weight.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Independent over-dispersion with its prior weight; 0 is Poisson, .25 is phi = 4.
KAPPA = ((0.0, 0.25), (0.15, 0.35), (0.4, 0.30), (1.5, 0.10))

#: Standard deviation of the latent swell of the log rate, with its prior weight; the last stands for
#: records in which everything comes in a few bursts.
SWELL = ((0.2, 0.40), (0.4, 0.38), (0.8, 0.17), (1.6, 0.05))

#: Its correlation from bin to bin, with its prior weight; the last is almost a random walk.
MEMORY = ((0.3, 0.32), (0.65, 0.36), (0.88, 0.22), (0.98, 0.10))

#: Prior weight of no swell at all.
STEADY = 0.25


@dataclass(frozen=True, slots=True)
class Noise:
    """The grid; every array has shape (grid,)."""

    kappa: Floats
    variance: Floats
    memory: Floats
    prior: Floats


@cache
def noise() -> Noise:
    """Return the grid of possible noise, with prior weights that sum to one."""
    rows = [(kappa, 0.0, 0.0, STEADY * share) for kappa, share in KAPPA]
    rows += [
        (kappa, swell**2, memory, (1 - STEADY) * share * p_swell * p_memory)
        for (kappa, share), (swell, p_swell), (memory, p_memory) in product(KAPPA, SWELL, MEMORY)
    ]
    return Noise(*np.array(rows).T)


def whiten(columns: Floats, variance: Floats, steps: Floats, grid: Noise) -> tuple[Floats, Floats]:
    """Return the columns as innovations of unit variance under each member of the grid.

    The Kalman filter of an autoregression observed with noise (Durbin and Koopman 2012, Time
    Series Analysis by State Space Methods, section 4.3), run for all columns and members together;
    least squares on its output is generalised least squares.

    Args:
        columns: Shape (n, columns).
        variance: Variance of the independent part of each observation, shape (n, grid).
        steps: Bins since the previous observation (more than one after a gap), shape (n,).
        grid: Variances and correlations of the swell.

    Returns:
        Innovations, shape (grid, n, columns), and the log determinant of the covariance, (grid,).
    """
    fades = _fades(grid.memory, steps)
    gain, total = _gains(variance, fades, grid.variance)
    carried, brought = fades * (1 - gain), fades * gain
    out = np.empty((len(columns), columns.shape[1], len(grid.memory)))
    mean, step = np.zeros(out.shape[1:]), np.empty(out.shape[1:])
    for t, now in enumerate(columns[:, :, None]):
        np.subtract(now, mean, out=out[t])
        mean *= carried[t]
        np.multiply(now, brought[t], out=step)
        mean += step
    out /= np.sqrt(total)[:, None, :]
    return np.ascontiguousarray(out.transpose(2, 0, 1)), np.log(total).sum(axis=0)


def _fades(memory: Floats, steps: Floats) -> Floats:
    """Correlation of each bin with the next observed one, shape (n, grid)."""
    ahead = np.concatenate([steps[1:], [1.0]])
    lengths, which = np.unique(ahead, return_inverse=True)
    correlations: Floats = (memory ** lengths[:, None])[which]
    return correlations


def _gains(variance: Floats, fades: Floats, swell: Floats) -> tuple[Floats, Floats]:
    """Weight of each observation against the past, and the variance of its innovation."""
    gain, total = np.empty_like(variance), np.empty_like(variance)
    squared = fades * fades
    fresh = swell * (1 - squared)
    known = swell.copy()
    for t, own in enumerate(variance):
        np.add(known, own, out=total[t])
        np.divide(known, total[t], out=gain[t])
        np.multiply(gain[t], own, out=known)
        known *= squared[t]
        known += fresh[t]
    return gain, total
