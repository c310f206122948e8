"""Placebo in time: how often did earlier windows of the same length show as much?

The rank of the true window among windows without a known shock (Abadie, Diamond and Hainmueller
2010, JASA 105:493, in time rather than among units).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from steelyard.statistics.rates.windows import Windows

Floats = NDArray[np.float64]

#: Windows with less than this share of the usual exposure are not compared.
LEAST_EXPOSURE = 0.5


def placebos(record: Windows, expected: Floats) -> tuple[Floats, float]:
    """Return the rates of the earlier windows and of the later one, over those expected from habit.

    Args:
        record: Both windows.
        expected: Counts expected from habit in each bin, shape (n,).
    """
    at = np.round(record.time / record.width - 0.5).astype(int)
    first, end = int(at.min()), int(at.max())
    counts, usual = np.zeros(-first), np.zeros(-first)
    counts[at[~record.later] - first] = record.counts[~record.later]
    usual[at[~record.later] - first] = expected[~record.later]
    later = record.total(later=True) / float(expected[record.later].sum())
    return earlier_rates(counts, usual, end + 1), later


def earlier_rates(counts: Floats, expected: Floats, length: int) -> Floats:
    """Return counts over expectation of every window of ``length`` bins, overlapping ones included.

    Args:
        counts: Events of the earlier bins, gaps as zero, shape (n,).
        expected: Expected counts, gaps as zero, shape (n,).
        length: Bins in a window.
    """
    if length <= 0 or length > len(counts):
        return np.zeros(0)
    total = _sums(counts, length)
    usual = _sums(expected, length)
    full = (usual > 0) & (usual >= LEAST_EXPOSURE * np.median(usual))
    return total[full] / usual[full]


def rank(rates: Floats, later: float) -> float:
    """Return the share of windows that reach ``later``, which counts as one of them.

    Windows overlap, so the share is a rank and not an exact p value: under pure noise it is at most
    .05 slightly more often than in one case of twenty (``evaluation/tempo.py`` prints how often).
    Without any window to compare it is 1.
    """
    return (1 + int((rates >= later * (1 - 1e-9)).sum())) / (1 + len(rates))


def smallest_rank(rates: Floats) -> float:
    """Return the smallest rank that this number of windows allows."""
    return 1 / (1 + len(rates)) if len(rates) else math.inf


def _sums(values: Floats, length: int) -> Floats:
    total = np.concatenate([[0.0], np.cumsum(values)])
    sums: Floats = total[length:] - total[:-length]
    return sums
