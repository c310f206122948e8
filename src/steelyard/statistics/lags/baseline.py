"""The activity to expect of one side, given a control such as the volume of the record."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Half-widths, in periods, of the running means of the control. All are fitted together.
WIDTHS = (0, 1, 3, 7, 15)

_LEAST_WEIGHT = 0.2


def baseline(counts: Floats, seen: NDArray[np.bool_], control: Floats | None) -> Floats:
    """Return the expected count in each period, gaps included.

    The counts are regressed on running means of the control of several widths by non-negative
    least squares (Lawson and Hanson 1974). A noisy control is thus smoothed as far as that helps,
    and the expectation is never negative. Without a control, or with a constant one, it is the mean.

    Args:
        counts: Shape (n,); periods that are not ``seen`` are ignored.
        seen: Where counts and control are known, shape (n,).
        control: Counts of what moves both sides, shape (n,), or None.
    """
    from scipy.optimize import nnls

    mean = counts[seen].mean()
    if control is None or np.ptp(control[seen]) == 0:
        return np.full(len(counts), mean)
    columns = np.column_stack(
        [np.full(len(counts), control[seen].mean()), *(_running(control, seen, w) for w in WIDTHS)]
    )
    level = np.maximum(columns[:, 3], _LEAST_WEIGHT * columns[0, 0])
    weight = np.where(seen, 1 / np.sqrt(level), 0.0)
    share, _ = nnls(columns * weight[:, None], np.where(seen, counts, 0.0) * weight, maxiter=1000)
    expected: Floats = columns @ share
    total = expected[seen].sum()
    return expected * (counts[seen].sum() / total) if total > 0 else np.full(len(counts), mean)


def _running(values: Floats, seen: NDArray[np.bool_], half_width: int) -> Floats:
    """Running mean of the seen periods; the overall mean where none is near."""
    window = np.ones(min(2 * half_width + 1, 2 * len(values) - 1))
    total = _convolve(np.where(seen, values, 0.0), window)
    number = _convolve(seen.astype(float), window)
    near = number > 0.5
    return np.where(near, total / np.where(near, number, 1.0), values[seen].mean())


def _convolve(values: Floats, window: Floats) -> Floats:
    half = len(window) // 2
    out: Floats = np.convolve(values, window)[half : half + len(values)]
    return out
