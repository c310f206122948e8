"""How much gauges speak for a reading: a logistic rule that can be read, fitted on known cases.

Whatever is fitted on cases is scored on cases of other states (``left_out``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from steelyard.pipeline.history.gauge_values import gauges
from steelyard.readings.measured import LOG, held

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

#: Ridge on standardised columns, and steps of Newton's method.
RIDGE, STEPS = 1.0, 25


@dataclass(frozen=True, slots=True)
class Fit:
    """A logistic rule for one reading; ``neutral`` is where each gauge says nothing."""

    names: tuple[str, ...]
    weights: Floats
    neutral: Floats

    def log_ratio(self, numbers: Floats) -> Floats:
        """Log of how much likelier the numbers are where the reading is true."""
        asked = gauges()
        parts = self.weights * (numbers - self.neutral) / LOG
        level, binds = (
            np.array([getattr(asked[name], kind) for name in self.names])
            for kind in ("level", "binds")
        )
        changed, bound = (
            np.clip(parts[:, kind], 0, None).sum(axis=1, keepdims=True) for kind in (~level, binds)
        )
        levels = held(parts[:, level], changed, bound)
        found: Floats = LOG * (parts[:, ~level].sum(axis=1) + levels.sum(axis=1))
        return found


def fitted(names: Sequence[str], numbers: Floats, true: Mask) -> Fit:
    """Ridge logistic regression; the one gauge without a neutral value takes up the constant."""
    y = true.astype(float)
    centre, spread = numbers.mean(0), numbers.std(0) + 1e-9
    design = np.column_stack([np.ones(len(y)), (numbers - centre) / spread])
    penalty = np.diag([0.0, *[RIDGE] * numbers.shape[1]])
    at = np.zeros(design.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-design @ at))
        slope = design.T @ (p - y) + penalty @ at
        at = at - np.linalg.solve((design.T * (p * (1 - p))) @ design + penalty, slope)
    weights = at[1:] / spread
    constant = at[0] - centre @ weights - np.log(y.mean() / (1 - y.mean()))
    asked = gauges()
    neutral = np.array([asked[name].neutral or 0.0 for name in names])
    free = next(place for place, name in enumerate(names) if asked[name].neutral is None)
    neutral[free] = (
        -(constant + np.delete(weights, free) @ np.delete(neutral, free)) / weights[free]
    )
    return Fit(tuple(names), np.maximum(weights, 0), neutral)


def left_out(names: Sequence[str], numbers: Floats, true: Mask, groups: Sequence[str]) -> Floats:
    """Log ratios of each case from weights that never saw its group."""
    found = np.zeros(len(true))
    group = np.array(groups)
    for one in dict.fromkeys(groups):
        mine = group == one
        found[mine] = fitted(names, numbers[~mine], true[~mine]).log_ratio(numbers[mine])
    return found
