"""Placebo in time: how often did earlier windows of the same length hold as much?

The rank of the true window among windows in which nothing is known to have happened (Abadie,
Diamond and Hainmueller 2010, JASA 105:493, in time rather than among units).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from steelyard.statistics.rates.windows import Windows

Floats = NDArray[np.float64]

#: A window that has less than this share of the usual exposure is not compared.
LEAST_EXPOSURE = 0.5


def placebos(record: Windows, expected: Floats) -> tuple[Floats, float]:
    """Return the rates of the earlier windows and of the later one, over what habit expects.

    Args:
        record: Both windows.
        expected: What habit lets expect in each bin, shape (n,).
    """
    at = np.round(record.time / record.width - 0.5).astype(int)
    first, end = int(at.min()), int(at.max())
    counts, usual = np.zeros(-first), np.zeros(-first)
    counts[at[~record.later] - first] = record.counts[~record.later]
    usual[at[~record.later] - first] = expected[~record.later]
    later = record.total(later=True) / float(expected[record.later].sum())
    return earlier_rates(counts, usual, end + 1), later


def earlier_rates(counts: Floats, expected: Floats, length: int) -> Floats:
    """Return counts over expectation of every window of ``length`` bins, overlapping ones too.

    Args:
        counts: Events of the earlier bins, gaps as zero, shape (n,).
        expected: What was expected of each, gaps as zero, shape (n,).
        length: Bins in a window.
    """
    if length <= 0 or length > len(counts):
        return np.zeros(0)
    held = _sums(counts, length)
    of = _sums(expected, length)
    full = (of > 0) & (of >= LEAST_EXPOSURE * np.median(of))
    return held[full] / of[full]


def rank(rates: Floats, later: float) -> float:
    """Return the share of windows that reach ``later``, which counts as one of them.

    Windows overlap, so that the share is a rank and not an exact p value: under noise it is at
    most .05 a little more often than that (``evaluation/tempo.py`` prints how often). With no
    window to compare it is 1: nothing was beaten.
    """
    return (1 + int((rates >= later * (1 - 1e-9)).sum())) / (1 + len(rates))


def smallest_rank(rates: Floats) -> float:
    """Return the smallest share that so few windows can give."""
    return 1 / (1 + len(rates)) if len(rates) else math.inf


def _sums(values: Floats, length: int) -> Floats:
    total = np.concatenate([[0.0], np.cumsum(values)])
    sums: Floats = total[length:] - total[:-length]
    return sums
