"""Fitting on some cases and scoring on others; figures with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

#: Ridge on standardised columns: weights about one are believed.
RIDGE = 1.0
STEPS = 25
BANDS = (0.0, 0.1, 0.2, 0.35, 0.5, 0.7, 1.0)


@dataclass(frozen=True, slots=True)
class Fit:
    """A logistic rule: log odds = constant + weights . numbers; ``share`` of the cases turned."""

    constant: float
    weights: Floats
    share: float

    def log_odds(self, numbers: Floats) -> Floats:
        """Log odds at the share of turns that it was fitted on."""
        found: Floats = self.constant + numbers @ self.weights
        return found

    def log_ratio(self, numbers: Floats) -> Floats:
        """Log of how much likelier the numbers are in a turn than elsewhere."""
        found: Floats = self.log_odds(numbers) - logit(self.share)
        return found


def fit(numbers: Floats, turned: Mask, ridge: float = RIDGE) -> Fit:
    """Ridge logistic regression on standardised columns, its weights told in the columns' own units."""
    y = turned.astype(float)
    centre, spread = numbers.mean(0), numbers.std(0) + 1e-9
    columns = np.column_stack([np.ones(len(y)), (numbers - centre) / spread])
    penalty = np.diag([0.0, *[ridge] * numbers.shape[1]])
    at = np.zeros(columns.shape[1])
    for _ in range(STEPS):
        p = chance(columns @ at)
        slope = columns.T @ (p - y) + penalty @ at
        curve = (columns.T * (p * (1 - p))) @ columns + penalty
        at = at - np.linalg.solve(curve, slope)
    weights = at[1:] / spread
    return Fit(float(at[0] - centre @ weights), weights, float(y.mean()))


def left_out(numbers: Floats, turned: Mask, groups: Sequence[str], ridge: float = RIDGE) -> Floats:
    """Log ratios of each case from a rule fitted without any case of its group."""
    found = np.zeros(len(turned))
    names = np.array(groups)
    for group in dict.fromkeys(groups):
        mine = names == group
        found[mine] = fit(numbers[~mine], turned[~mine], ridge).log_ratio(numbers[mine])
    return np.round(found, 6)


def logit(p: float) -> float:
    """Log odds."""
    return float(np.log(p / (1 - p)))


def chance(log_odds: Floats) -> Floats:
    """The probability of log odds."""
    found: Floats = 1 / (1 + np.exp(-log_odds))
    return found


def at_prior(log_ratio: Floats, prior: float) -> Floats:
    """Probabilities at a prior."""
    return chance(logit(prior) + log_ratio)


def auc(turned: Mask, p: Floats) -> float:
    """How often a turn stands above another case."""
    a, b = p[turned], p[~turned]
    if not len(a) or not len(b):
        return float("nan")
    return float(((a[:, None] > b) + 0.5 * (a[:, None] == b)).mean())


def brier(turned: Mask, p: Floats) -> float:
    """Mean squared distance from what became of it."""
    return float(((p - turned) ** 2).mean())


def interval(
    turned: Mask, p: Floats, draws: int = 1000, seed: int = 0
) -> tuple[tuple[float, float], tuple[float, float]]:
    """90 % intervals of AUC and Brier from cases drawn with replacement."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(draws):
        at = rng.integers(0, len(turned), len(turned))
        if 0 < turned[at].sum() < len(at):
            found.append((auc(turned[at], p[at]), brier(turned[at], p[at])))
    low, high = np.percentile(found, [5, 95], axis=0)
    return (float(low[0]), float(high[0])), (float(low[1]), float(high[1]))


def bands(turned: Mask, p: Floats) -> list[tuple[float, float, int, int, float]]:
    """Reliability: from, to, cases, turns, mean of what was said."""
    found = []
    for low, high in pairwise(BANDS):
        mine = (p >= low) & ((p < high) | (high == 1.0))
        if mine.any():
            found.append(
                (low, high, int(mine.sum()), int(turned[mine].sum()), float(p[mine].mean()))
            )
    return found
