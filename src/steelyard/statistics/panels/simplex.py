"""Least squares on the simplex: weights are non-negative and sum to one."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Weights up to this share of the largest are dropped between the two rounds of Frank and Wolfe.
_SPARSE = 0.25


def simplex_weights(columns: Floats, target: Floats, *, ridge: float = 0.0) -> Floats:
    """Return the exact weights of the columns that come closest to the target.

    Minimises ``mean((columns w - target)^2) + ridge^2 w'w``.

    Finding the point of a convex hull nearest to another point is a non-negative least squares
    problem with one row that asks the weights to sum to one (Lawson and Hanson 1974, Solving Least
    Squares Problems, chapter 23); its solution, rescaled to a sum of one, is exact.

    Args:
        columns: Shape (rows, candidates).
        target: Shape (rows,).
        ridge: Square root of the weight of ``w'w`` beside the mean squared error.

    Returns:
        Shape (candidates,).
    """
    from scipy.optimize import nnls

    away = columns - target[:, None]
    if ridge:
        away = np.vstack([away, ridge * math.sqrt(len(away)) * np.eye(columns.shape[1])])
    scale = float(np.abs(away).max()) or 1.0
    rows = np.vstack([away / scale, np.ones(columns.shape[1])])
    wanted = np.zeros(len(rows))
    wanted[-1] = 1.0
    weights, _ = nnls(rows, wanted, maxiter=100 * columns.shape[1])
    return np.asarray(weights / weights.sum(), dtype=np.float64)


def sparse_simplex_weights(
    columns: Floats, target: Floats, *, ridge: float, tolerance: float, most: int = 10_000
) -> Floats:
    """Return weights that come close to the target with few columns and a ridge penalty.

    Minimises ``mean((columns w - target)^2) + ridge^2 w'w`` as Arkhangelsky et al. (2021,
    American Economic Review 111:4088, algorithm 1 and its published code) do: Frank and Wolfe's
    steps with exact line search (1956, Naval Research Logistics Quarterly 3:95) from equal weights;
    after a hundred steps small weights are dropped, and steps continue until one gains less than
    ``tolerance`` squared. This early stop is part of the published estimates; the exact minimum,
    :func:`simplex_weights`, differs slightly.
    """
    size = columns.shape[1]
    rows = len(columns)
    gram = (columns.T @ columns) / rows + ridge**2 * np.eye(size)
    pull = columns.T @ target / rows
    first = _descend(gram, pull, np.full(size, 1 / size), tolerance**2, 100)
    kept = np.where(first > _SPARSE * first.max(), first, 0.0)
    return _descend(gram, pull, kept / kept.sum(), tolerance**2, most)


def _descend(gram: Floats, pull: Floats, weights: Floats, least: float, most: int) -> Floats:
    """Step until a step gains less than ``least``, ``most`` times at most; updates ``gram @ weights``."""
    weights = weights.copy()
    moved = gram @ weights
    for step in range(most):
        slope = moved - pull
        at = int(slope.argmin())
        gain = float(slope @ weights) - float(slope[at])
        along = float(gram[at, at]) - 2 * float(moved[at]) + float(weights @ moved)
        if along <= 0:
            break
        share = min(1.0, gain / along)
        weights *= 1 - share
        weights[at] += share
        moved *= 1 - share
        moved += share * gram[at]
        if step and 2 * share * gain - share**2 * along <= least:
            break
    return weights
