"""Two windows of counts: what was observed, with which exposure, and when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: Longer records are summed into bins of several periods, to keep a call fast.
MOST_PERIODS = 400

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Windows:
    """Counts of observed bins only, oldest first; bins never span the shock.

    Attributes:
        counts: Events in each bin, shape (n,).
        exposure: Exposure of the counts, above zero, shape (n,).
        time: Middle of each bin in periods since the shock, shape (n,).
        later: Whether a bin lies after the shock, shape (n,).
        width: Periods in a full bin.
        missing_before: Share of the earlier periods that are gaps.
        missing_after: Share of the later periods that are gaps.
    """

    counts: Floats
    exposure: Floats
    time: Floats
    later: NDArray[np.bool_]
    width: int
    missing_before: float
    missing_after: float

    def total(self, *, later: bool) -> float:
        """Return the events of a window."""
        return float(self.counts[self.later == later].sum())

    def exposed(self, *, later: bool) -> float:
        """Return the exposure of a window."""
        return float(self.exposure[self.later == later].sum())


def windows(
    before: ArrayLike,
    after: ArrayLike,
    exposure_before: ArrayLike | None,
    exposure_after: ArrayLike | None,
    *,
    most: int = MOST_PERIODS,
) -> Windows | None:
    """Return both windows without their gaps, or None where the numbers cannot be counts.

    A period is a gap where the count or the exposure is NaN, or the exposure is zero. Negative or
    infinite counts or exposures, or exposures of another length, make the whole unusable: it is
    unknown which of the other numbers are right.

    Args:
        before: Counts per period, oldest first, one-dimensional.
        after: Counts per period from the shock on.
        exposure_before: Of the length of ``before``, or one number for all; one by default.
        exposure_after: The same for ``after``.
        most: Approximate largest number of bins; bins are widened to meet it.
    """
    earlier, later = _side(before, exposure_before), _side(after, exposure_after)
    if earlier is None or later is None:
        return None
    (y_before, e_before), (y_after, e_after) = earlier, later
    first, last = len(y_before), len(y_after)
    width = max(1, -(-(first + last) // most))
    at = np.concatenate([-1 - np.arange(first)[::-1] // width, np.arange(last) // width])
    bins, inverse = np.unique(at, return_inverse=True)
    exposure, counts = np.zeros(len(bins)), np.zeros(len(bins))
    np.add.at(exposure, inverse, np.concatenate([e_before, e_after]))
    np.add.at(counts, inverse, np.concatenate([y_before, y_after]))
    seen = exposure > 0
    return Windows(
        counts=counts[seen],
        exposure=exposure[seen],
        time=(bins[seen] + 0.5) * width,
        later=bins[seen] >= 0,
        width=width,
        missing_before=_missing(e_before),
        missing_after=_missing(e_after),
    )


def _side(counts: ArrayLike, exposure: ArrayLike | None) -> tuple[Floats, Floats] | None:
    """Counts and exposure of one window, with zeros in gaps."""
    y = np.asarray(counts, dtype=np.float64).ravel()
    given = np.asarray(1.0 if exposure is None else exposure, dtype=np.float64)
    if given.ndim and given.size not in {1, y.size}:
        return None
    e = np.broadcast_to(given.ravel(), y.shape)
    if (y < 0).any() or (e < 0).any() or np.isinf(y).any() or np.isinf(e).any():
        return None
    seen = np.isfinite(y) & np.isfinite(e) & (e > 0)
    return np.where(seen, y, 0.0), np.where(seen, e, 0.0)


def _missing(exposure: Floats) -> float:
    return float(np.mean(exposure == 0)) if exposure.size else 1.0
