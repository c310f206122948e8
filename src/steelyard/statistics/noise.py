"""What counts do by themselves: over-dispersion and a slow swell, and how to see past both.

Relative to its expectation mu, the variance of a count is 1/mu (Poisson) + kappa (independent
over-dispersion; NB2 of Cameron and Trivedi) + s^2 (a latent first-order autoregression with
correlation rho from bin to bin, Zeger 1988, Biometrika 75:621). None of kappa, s, rho is known;
a few hundred counts do not settle them; so all of a grid are kept, each with its weight.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Independent over-dispersion with its prior weight; 0 is Poisson, .25 is phi = 4.
KAPPA = ((0.0, 0.2), (0.1, 0.25), (0.25, 0.3), (0.5, 0.2), (1.0, 0.05))

#: Standard deviation of the latent swell of the logarithm of the rate, with its prior weight.
SWELL = ((0.2, 0.40), (0.35, 0.35), (0.6, 0.20), (1.0, 0.05))

#: Its correlation from bin to bin, with its prior weight; the last is all but a random walk.
MEMORY = ((0.3, 0.30), (0.6, 0.35), (0.85, 0.20), (0.95, 0.10), (0.99, 0.05))

#: Prior weight of there being no swell at all.
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
    """Return the grid of what the noise may be, with prior weights that sum to one."""
    rows = [(kappa, 0.0, 0.0, STEADY * share) for kappa, share in KAPPA]
    rows += [
        (kappa, swell**2, memory, (1 - STEADY) * share * p_swell * p_memory)
        for (kappa, share), (swell, p_swell), (memory, p_memory) in product(KAPPA, SWELL, MEMORY)
    ]
    return Noise(*np.array(rows).T)


def whiten(columns: Floats, variance: Floats, steps: Floats, grid: Noise) -> tuple[Floats, Floats]:
    """Return the columns as innovations of unit variance under each member of the grid.

    The Kalman filter of an autoregression observed with noise (Durbin and Koopman 2012, Time
    Series Analysis by State Space Methods, section 4.3), run for all columns and all members
    at once; least squares on its output is generalised least squares.

    Args:
        columns: Shape (n, columns).
        variance: Of the independent part of each observation, shape (n, grid).
        steps: Bins since the observation before (a gap makes it larger than one), shape (n,).
        grid: Where the variances and correlations of the swell are taken from.

    Returns:
        Innovations, shape (n, grid, columns), and the log determinant of the covariance, (grid,).
    """
    n, k = columns.shape
    size = len(grid.variance)
    out = np.empty((n, size, k))
    scale = np.empty((n, size))
    mean, swell = np.zeros((size, k)), grid.variance.copy()
    for t in range(n):
        if t:
            fades = grid.memory ** steps[t]
            mean = mean * fades[:, None]
            swell = grid.variance + fades * fades * (swell - grid.variance)
        total = swell + variance[t]
        scale[t] = total
        surprise = columns[t] - mean
        out[t] = surprise
        gain = swell / total
        mean = mean + gain[:, None] * surprise
        swell = swell * (1 - gain)
    out /= np.sqrt(scale)[:, :, None]
    return out, np.log(scale).sum(axis=0)
