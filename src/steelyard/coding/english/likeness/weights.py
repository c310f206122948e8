"""Weights: what each sign says of whether a clause states an act, and of which type."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from steelyard.coding.english import lexicon

#: The row of what each answer starts from.
BASE = "base"
#: The column of whether there is an act; those of the types hold what is given to each.
ACT = "act"


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each sign for an act and for each type."""

    act: Mapping[str, float]
    types: Mapping[str, Mapping[str, float]]

    def of_act(self, signs: Mapping[str, float]) -> float:
        """Return how likely a clause with these signs states an act."""
        return _logistic(_total(self.act, signs))

    def of_types(self, signs: Mapping[str, float]) -> dict[str, float]:
        """Return how likely an act with these signs is of each type."""
        known = [(BASE, 1.0), *((sign, x) for sign, x in signs.items() if sign in self.types)]
        single = {
            kind: _logistic(sum(x * self.types[sign].get(kind, 0.0) for sign, x in known))
            for kind in self.types[BASE]
        }
        whole = sum(single.values())
        return {kind: value / whole for kind, value in single.items()}

    def reasons(self, signs: Mapping[str, float], kind: str, most: int = 3) -> list[str]:
        """Return the signs that speak most for a type, the strongest first."""
        found = [
            (strength * self.types[sign].get(kind, 0.0), sign)
            for sign, strength in signs.items()
            if sign in self.types
        ]
        return [sign for weight, sign in sorted(found, reverse=True)[:most] if weight > 0]


def _total(weights: Mapping[str, float], signs: Mapping[str, float]) -> float:
    return weights[BASE] + sum(x * weights[sign] for sign, x in signs.items() if sign in weights)


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))


@cache
def weights() -> Weights:
    """Return the weights of ``data/likeness.csv``."""
    act: dict[str, float] = {}
    types: dict[str, dict[str, float]] = {}
    for row in lexicon.rows("likeness"):
        if row[ACT]:
            act[row["sign"]] = float(row[ACT])
        if row["types"]:
            pairs = (pair.split(" ") for pair in row["types"].split(";"))
            types[row["sign"]] = {kind: float(weight) for kind, weight in pairs}
    return Weights(act, types)


@cache
def senses() -> dict[str, tuple[str, ...]]:
    """Return for each verb of WordNet the kinds of act that its two commonest senses are."""
    return {row["verb"]: tuple(row["senses"].split(" ")) for row in lexicon.rows("verbs")}
