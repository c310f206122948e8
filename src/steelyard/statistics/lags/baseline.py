"""What a side does anyway, as far as a control shows it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Half-widths, in periods, of the running means of the control that are tried together.
WIDTHS = (0, 1, 3, 7, 15)

_LEAST_WEIGHT = 0.2


def baseline(counts: Floats, seen: NDArray[np.bool_], control: Floats | None) -> Floats:
    """Return the count that the control lets expect in each period, gaps included.

    Non-negative least squares (Lawson and Hanson 1974) of the counts on running means of the
    control of several widths: a noisy control is smoothed as much as helps, and the expectation
    cannot be negative. Without a control, or where it never moves, it is the mean.

    Args:
        counts: Shape (n,); what is not ``seen`` is ignored.
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
    """Running mean over what is seen; where nothing near is, the mean of all."""
    window = np.ones(min(2 * half_width + 1, 2 * len(values) - 1))
    held = _convolve(np.where(seen, values, 0.0), window)
    of = _convolve(seen.astype(float), window)
    near = of > 0.5
    return np.where(near, held / np.where(near, of, 1.0), values[seen].mean())


def _convolve(values: Floats, window: Floats) -> Floats:
    half = len(window) // 2
    out: Floats = np.convolve(values, window)[half : half + len(values)]
    return out
