"""Mutual excitation of many daily or weekly series: which events trigger which.

The discrete-time Hawkes process with identity link: the mean of a count is a baseline plus the
decayed past of all series, each with its own weight (Hawkes 1971, Biometrika 58:83; for counts
Fokianos, Rahbek and Tjøstheim 2009, JASA 104:1430). The Poisson log likelihood is concave in
everything but the half-life, which is found by line search; its gradient is exact. Events of the same
day never count as answers, because a date says nothing about the order within the day.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from steelyard.statistics.lags.leads import decay

Floats = NDArray[np.float64]

#: Range of half-lives, in periods, that is searched.
SHORTEST, LONGEST = 0.3, 60.0

#: Means stay above this share of the usual one, so that their logarithm exists.
_FLOOR = 1e-6


@dataclass(frozen=True, slots=True)
class Excitation:
    """A fit to counts of shape (periods, series).

    Attributes:
        baseline: Untriggered events of each series per period (or per unit of the control), shape
            (series,).
        matrix: Events of the row's series that one event of the column's series triggers in total,
            shape (series, series).
        errors: Standard errors of ``matrix`` from the observed information; infinite where the data
            do not identify it.
        half_life: Periods in which responses halve.
        log_likelihood: Log likelihood of the fit, without constants.
        radius: Spectral radius of ``matrix``; below one the process is stable.
    """

    baseline: Floats
    matrix: Floats
    errors: Floats
    half_life: float
    log_likelihood: float
    radius: float


def excitation(
    counts: ArrayLike, *, control: ArrayLike | None = None, half_life: float | None = None
) -> Excitation | None:
    """Estimate which series trigger events of which others.

    Args:
        counts: Shape (periods, series); NaN is a gap, whose effects are unknown.
        control: What the baselines are proportional to, shape (periods,); constant if None.
        half_life: Periods in which responses halve; estimated if None.

    Returns:
        None where fewer than two periods were observed, there are no events, or numbers are negative
        or infinite.
    """
    from scipy.optimize import minimize_scalar

    y = np.asarray(counts, dtype=np.float64)
    y = y[:, None] if y.ndim == 1 else y
    volume = np.ones(len(y)) if control is None else np.asarray(control, dtype=np.float64)
    if len(volume) != len(y) or (y < 0).any() or np.isinf(y).any():
        return None
    seen = np.isfinite(y).all(axis=1) & np.isfinite(volume) & (volume > 0)
    if seen.sum() < 2 or y[seen].sum() == 0:
        return None
    filled = np.where(seen[:, None], y, 0.0)

    start: list[Floats] = []  # each half-life starts from the fit of the one before

    def fit(at: float) -> tuple[float, Floats, Floats]:
        design = np.column_stack([volume, *(decay(column, at) for column in filled.T)])[seen]
        loss, weights = _fit(design, filled[seen], start[-1] if start else None)
        start.append(weights)
        return loss, weights, design

    if half_life is None:
        searched = minimize_scalar(
            lambda log: fit(math.exp(log))[0],
            bounds=(math.log(SHORTEST), math.log(LONGEST)),
            method="bounded",
            options={"xatol": 0.02},
        )
        half_life = math.exp(float(searched.x))
    loss, weights, design = fit(half_life)
    matrix = weights[1:].T
    return Excitation(
        baseline=weights[0],
        matrix=matrix,
        errors=_errors(design, weights, filled[seen])[1:].T,
        half_life=half_life,
        log_likelihood=-loss,
        radius=float(np.abs(np.linalg.eigvals(matrix)).max()),
    )


def _fit(design: Floats, counts: Floats, start: Floats | None) -> tuple[float, Floats]:
    """Minimise the Poisson loss of all series together; weights have shape (columns, series)."""
    from scipy.optimize import minimize

    columns, series = design.shape[1], counts.shape[1]
    scale = np.where(design.mean(axis=0) > 0, design.mean(axis=0), 1.0)
    scaled = design / scale
    usual = np.maximum(counts.mean(axis=0), _FLOOR)

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(columns, series) * usual
        mean = np.maximum(scaled @ weights, _FLOOR * usual)
        value = float(mean.sum() - (counts * np.log(mean)).sum())
        slope = scaled.T @ (1 - counts / mean) * usual
        return value, slope.ravel()

    if start is None:
        first = np.full((columns, series), 0.5 / columns)
        first[0] = 0.5
    else:
        first = start * scale[:, None] / usual
    found = minimize(
        loss,
        first.ravel(),
        jac=True,
        method="L-BFGS-B",
        bounds=[(0.0, None)] * first.size,
        options={"maxiter": 500, "ftol": 1e-10},
    )
    weights = np.asarray(found.x, dtype=np.float64).reshape(columns, series)
    return float(found.fun), weights * usual / scale[:, None]


def _errors(design: Floats, weights: Floats, counts: Floats) -> Floats:
    """Square roots of the diagonal of the inverse observed information, series by series."""
    mean = np.maximum(design @ weights, _FLOOR)
    out = np.full(weights.shape, np.inf)
    for at in range(counts.shape[1]):
        information = design.T @ (design * (counts[:, at] / mean[:, at] ** 2)[:, None])
        if np.linalg.matrix_rank(information) == len(information):
            out[:, at] = np.sqrt(np.maximum(np.diag(np.linalg.inv(information)), 0.0))
    return out
