"""Similarity of two profiles of choices: agreement, S, pi and kappa for all pairs at once.

A profile is a row of choices on common items: votes on roll calls, alliance portfolios. All measures
are functions of a pair's joint table, which counts how often one chose ``p`` where the other chose
``q``. All joint tables together are a few matrix products.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from steelyard.statistics.grades import LEVEL

Array = NDArray[np.float64]
Choices = NDArray[np.int8]

#: No choice was made. This is never a disagreement; the item does not count for the pair.
ABSENT = -1

#: Standard errors on either side of a 90 % interval.
NORMAL = 1.6448536269514722

#: Resamples for an interval; its ends then vary by about two per cent of its width.
DRAWS = 200


def joint(one: Choices, other: Choices, levels: int, weights: NDArray[Any] | None = None) -> Array:
    """Return the joint table of every row of ``one`` with every row of ``other``.

    Args:
        one: ``m`` profiles of ``k`` items each, choices 0 to ``levels - 1``, below 0 absent.
        other: ``n`` profiles of the same items.
        levels: Number of possible choices.
        weights: How often each item counts; once by default.

    Returns:
        An array of shape (levels, levels, m, n); entry ``p, q, i, j`` is the number of items on
        which row ``i`` chose ``p`` and row ``j`` chose ``q``.
    """
    left = np.concatenate([one == p for p in range(levels)]).astype(np.float32)
    if weights is not None:
        left *= weights.astype(np.float32)
    right = np.concatenate([other == q for q in range(levels)]).astype(np.float32)
    # One product of all choices. Counts stay below 2**24, where 32-bit floats are exact.
    counted = (left @ right.T).reshape(levels, len(one), levels, len(other))
    return np.ascontiguousarray(counted.transpose(0, 2, 1, 3), dtype=np.float64)


def common_items(table: Array) -> Array:
    """Return the number of items on which both made a choice."""
    return np.asarray(table.sum(axis=(0, 1)), dtype=np.float64)


def agreement(table: Array) -> Array:
    """Return the share of common items on which both chose the same; NaN without common items."""
    same: Array = np.trace(table, axis1=0, axis2=1)
    return _over(same, common_items(table))


def s_score(table: Array) -> Array:
    """Return S with squared distances, from -1 to 1 (Signorino and Ritter 1999, ISQ 43:115).

    1 - 2 d / d_max. Not corrected for chance: where most choices are the same for everybody, it is
    high for every pair.
    """
    farthest = float(table.shape[0] - 1) ** 2
    return 1 - 2 * _distance(table) / farthest


def kappa(table: Array) -> Array:
    """Return chance-corrected similarity (Häge 2011, Political Analysis 19:287), at most 1.

    1 - d / e: the mean squared distance over the distance expected if both chose independently by
    their own marginals on the common items. NaN where both always chose the same single level.
    """
    mine, theirs = _moments(table)
    return _corrected(_distance(table), mine[1] + theirs[1] - 2 * mine[0] * theirs[0])


def pi(table: Array) -> Array:
    """Return Scott's pi with squared distances (Häge 2011), at most 1.

    Like :func:`kappa`, but the expected distance uses the average of both marginals.
    """
    mine, theirs = _moments(table)
    first, second = (mine[0] + theirs[0]) / 2, (mine[1] + theirs[1]) / 2
    return _corrected(_distance(table), 2 * (second - first**2))


def pairs(profiles: Choices, levels: int) -> Array:
    """Return the joint tables of all pairs of rows in one direction: shape (levels, levels, pairs).

    Pairs are in the order of ``numpy.triu_indices(rows, 1)``.
    """
    one, other = np.triu_indices(profiles.shape[0], 1)
    chosen: Array = joint(profiles, profiles, levels)[:, :, one, other]
    return chosen


def error(table: Array, measure: Callable[[Array], Array]) -> Array:
    """Return the standard error of a measure when the items are a sample.

    The infinitesimal jackknife (Efron 1982, The Jackknife, the Bootstrap and Other Resampling
    Plans, chapter 6), the limit of :func:`bootstrap` without random draws. Derivatives with respect
    to each cell are numerical. NaN where the measure is NaN.
    """
    levels, of = table.shape[0], common_items(table)
    found = measure(table)
    variance = np.zeros_like(found)
    step = 1e-4
    for p in range(levels):
        for q in range(levels):
            moved = table.copy()
            moved[p, q] += step
            with np.errstate(invalid="ignore"):
                influence = of * (measure(moved) - found) / step
            variance += np.where(table[p, q] > 0, table[p, q] * influence**2, 0.0)
    return np.sqrt(variance) / np.where(of > 0, of, np.nan)


def wilson(share: Array, of: Array, level: float = LEVEL) -> tuple[Array, Array]:
    """Return the interval of a share of ``of`` items (Wilson 1927, JASA 22:209)."""
    from scipy.special import ndtri

    z2 = float(ndtri((1 + level) / 2)) ** 2
    of = np.where(of > 0, of, np.nan)
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = np.sqrt(z2 * (share * (1 - share) / of + z2 / (4 * of**2))) / (1 + z2 / of)
    return middle - half, middle + half


def bootstrap(
    one: Choices,
    other: Choices,
    levels: int,
    measure: Callable[[Array], Array],
    *,
    draws: int = DRAWS,
    seed: int = 0,
    level: float = LEVEL,
) -> tuple[Array, Array]:
    """Return the ends of a bootstrap interval of ``measure``; items are drawn with replacement.

    ``measure`` takes joint tables and may reduce them (a mean over the members of a pole). This is
    the percentile interval (Efron and Tibshirani 1993, chapter 13).
    """
    items = one.shape[1]
    rng = np.random.default_rng(seed)
    if not items:
        empty = np.full_like(measure(joint(one, other, levels)), np.nan)
        return empty, empty
    chances = np.full(items, 1 / items)
    drawn = np.array(
        [measure(joint(one, other, levels, rng.multinomial(items, chances))) for _ in range(draws)]
    )
    return percentile_interval(drawn, level)


def percentile_interval(drawn: Array, level: float = LEVEL) -> tuple[Array, Array]:
    """Return the percentiles over the first axis that enclose ``level``; NaN draws are left out."""
    tail = (1 - level) / 2
    known = np.isfinite(drawn).any(axis=0)
    filled = np.where(known, drawn, 0.0)
    low, high = np.nanquantile(filled, [tail, 1 - tail], axis=0)
    return np.where(known, low, np.nan), np.where(known, high, np.nan)


def _distance(table: Array) -> Array:
    """The mean squared distance of the two choices."""
    choice = np.arange(table.shape[0], dtype=np.float64)
    apart = (choice[:, None] - choice[None, :]) ** 2
    return _over(np.tensordot(apart, table, axes=2), common_items(table))


def _moments(table: Array) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """Mean choice and mean squared choice of each of the two on the common items."""
    choice = np.arange(table.shape[0], dtype=np.float64)
    of = common_items(table)
    mine, theirs = table.sum(axis=1), table.sum(axis=0)

    def mean(values: Array, counts: Array) -> Array:
        return _over(np.tensordot(values, counts, axes=1), of)

    return (
        (mean(choice, mine), mean(choice**2, mine)),
        (mean(choice, theirs), mean(choice**2, theirs)),
    )


def _corrected(found: Array, expected: Array) -> Array:
    return 1 - _over(found, np.where(expected > 1e-12, expected, 0.0))


def _over(part: Array, whole: Array) -> Array:
    """Divide; NaN where there is nothing to divide by."""
    out = np.full(np.broadcast(part, whole).shape, np.nan)
    np.divide(part, whole, out=out, where=whole > 0)
    return out
