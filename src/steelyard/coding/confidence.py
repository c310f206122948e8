"""Confidence: how sure a statement is, from signs that are independent of one another.

The strengths of the signs are added up with the language's weights and put through a logistic
curve. The weights are few and set so that of the events stated at .8 to .9, eight or nine in
ten are right; the evaluation prints the table that shows it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping


def confidence(signs: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the probability, 0 to 1, that a statement with these signs is right."""
    total = weights["base"] + sum(weights[name] * value for name, value in signs.items())
    return 1 / (1 + math.exp(-total))
