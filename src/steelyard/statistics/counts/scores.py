"""Scores that rank windows: the distance between two windows in standard errors.

A difference of shares from four events is not comparable with one from forty, so windows are ranked
by standard errors. A score is not a p value: clustering makes all scores too large, and the rank
among earlier windows allows for that.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

#: Added to each cell, so that the score stays finite with an empty one (Haldane 1956, Annals of Human
#: Genetics 20:309).
_HALF = 0.5

#: Largest rank among earlier windows at which a change is accepted.
PLACEBO = 0.05


def share_score(
    hits: ArrayLike, of: ArrayLike, hits_before: ArrayLike, of_before: ArrayLike
) -> Floats:
    """Return (p1 - p0) / se with the pooled share in the standard error; NaN without events.

    Wald's score for two proportions (Agresti 2013, Categorical Data Analysis, section 3.1),
    half counts added.
    """
    k1, n1, k0, n0 = (np.asarray(x, dtype=np.float64) for x in (hits, of, hits_before, of_before))
    pooled = (k1 + k0 + _HALF) / (n1 + n0 + 2 * _HALF)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n0))
        return np.where((n1 > 0) & (n0 > 0), (k1 / n1 - k0 / n0) / error, np.nan)


def odds_score(
    first: ArrayLike, second: ArrayLike, first_before: ArrayLike, second_before: ArrayLike
) -> Floats:
    """Return the log odds ratio over its standard error; NaN where a side has no event.

    Woolf 1955, Annals of Human Genetics 19:251, half counts added.
    """
    cells = [np.asarray(x, dtype=np.float64) for x in (first, second, first_before, second_before)]
    a, b, c, d = (cell + _HALF for cell in cells)
    score = (np.log(a / b) - np.log(c / d)) / np.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    some = (cells[0] + cells[1] > 0) & (cells[2] + cells[3] > 0)
    return np.where(some, score, np.nan)


def rate_score(
    after: ArrayLike, exposure: ArrayLike, before: ArrayLike, exposure_before: ArrayLike
) -> Floats:
    """Return the log rate ratio over its Poisson standard error; NaN without exposure."""
    k1, e1, k0, e0 = (
        np.asarray(x, dtype=np.float64) for x in (after, exposure, before, exposure_before)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        log = np.log((k1 + _HALF) / e1) - np.log((k0 + _HALF) / e0)
        score = log / np.sqrt(1 / (k1 + _HALF) + 1 / (k0 + _HALF))
        return np.where((e1 > 0) & (e0 > 0), score, np.nan)


def placebo_rank(scores: ArrayLike, observed: float) -> float:
    """Return the share of windows that score as much, counting the observed one.

    Args:
        scores: Score of each earlier window; NaN where a window has none.
        observed: The score of the later window.

    Returns:
        From 1 / (1 + windows) to 1; 1 where no window can be compared.
    """
    known = np.asarray(scores, dtype=np.float64)
    known = known[np.isfinite(known)]
    if not len(known) or not np.isfinite(observed):
        return 1.0
    return (1 + int((known >= observed - 1e-9).sum())) / (1 + len(known))


def dispersion(
    observed: ArrayLike, expected: ArrayLike, variance: ArrayLike, lost: int = 1
) -> float:
    """Return the variance of counts over that under independence, at least 1.

    Pearson's statistic over its degrees of freedom (McCullagh and Nelder 1989, Generalized
    Linear Models, section 4.5).

    Args:
        observed: Counts by period.
        expected: Their expectation.
        variance: Their variance under independence; periods where it is zero are left out.
        lost: Number of parameters fitted for the expectation.
    """
    y, mean, var = (np.asarray(x, dtype=np.float64) for x in (observed, expected, variance))
    some = np.isfinite(y) & (var > 0)
    freedom = int(some.sum()) - lost
    if freedom <= 0:
        return 1.0
    return max(1.0, float((((y - mean) ** 2)[some] / var[some]).sum()) / freedom)
