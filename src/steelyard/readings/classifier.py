"""A multinomial logistic model: small enough to read, fitted so that the same data give the same bytes.

Penalised likelihood (ridge) by L-BFGS with exact gradients; see Hastie, Tibshirani and Friedman 2009, The
Elements of Statistical Learning, section 4.4. Coefficients are rounded, so that the order in which a
machine adds numbers does not show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: Decimals that coefficients are kept with.
DECIMALS = 3


@dataclass(frozen=True, slots=True)
class Classifier:
    """``coefficients[c, f]`` is what a unit of feature ``f`` adds to the log score of class ``c``."""

    classes: tuple[str, ...]
    coefficients: Array

    def probabilities(self, features: Array) -> Array:
        """Return the probability of every class, ``(worlds, classes)``."""
        return softmax(features @ self.coefficients.T)


def softmax(scores: Array) -> Array:
    """Return scores as probabilities that sum to one along the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))


def fit(
    features: Array, labels: NDArray[np.int64], classes: Sequence[str], *, ridge: float
) -> Classifier:
    """Fit the model.

    Args:
        features: ``(worlds, features)``; the first is the constant, which is not penalised.
        labels: Index of the true class of each world.
        classes: Their names.
        ridge: Penalty on squared coefficients, as a multiple of one world's weight.
    """
    from scipy.optimize import minimize

    number, width = features.shape
    truth = np.eye(len(classes))[labels]
    penalty = np.full(width, ridge / number)
    penalty[0] = 0.0

    def loss(flat: Array) -> tuple[float, Array]:
        weights = flat.reshape(len(classes), width)
        found = softmax(features @ weights.T)
        likely = np.log(np.maximum((found * truth).sum(axis=1), 1e-300)).mean()
        slope = (found - truth).T @ features / number + penalty * weights
        return float(-likely + 0.5 * (penalty * weights**2).sum()), slope.ravel()

    start = np.zeros(len(classes) * width)
    done = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 400})
    weights = done.x.reshape(len(classes), width)
    return Classifier(tuple(classes), np.round(weights - weights.mean(axis=0), DECIMALS))
