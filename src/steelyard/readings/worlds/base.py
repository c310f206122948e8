"""Base rates: what pairs of a smaller state and a great power look like in real archives.

Aggregates only, measured by ``python -m evaluation.base_rates`` and committed with their source.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

#: The types of each quad, in the order of the quads.
TYPES_OF_QUAD: tuple[tuple[str, ...], ...] = (
    ("AGREE", "CONSULT", "SUPPORT", "CONCEDE"),
    ("COOPERATE", "AID", "RETREAT"),
    ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
)


@dataclass(frozen=True, slots=True)
class BaseRates:
    """Figures of one archive: the 10th, 50th and 90th percentile over pairs where they are three.

    ``rate`` is in events a day, ``costly_share`` the part of the hostile events that are material, ``signed_share`` that
    of the declared support that is a signature or a recognition, ``types[q]`` the shares of the types in quad ``q + 1``.
    """

    archive: str
    rate: tuple[float, float, float]
    client_share: tuple[float, float, float]
    deeds_share: tuple[float, float, float]
    hostile_share: tuple[float, float, float]
    weekend_share: float
    costly_share: float
    signed_share: float
    types: tuple[NDArray[np.float64], ...]


@cache
def base_rates() -> tuple[BaseRates, ...]:
    """Return the base rates of every archive that was measured."""
    text = (files("steelyard.readings") / "data" / "base_rates.csv").read_text(encoding="utf-8")
    figures: dict[str, dict[str, float]] = {}
    for row in csv.DictReader(text.splitlines()):
        figures.setdefault(row["archive"], {})[row["figure"]] = float(row["value"])
    return tuple(_rates(archive, found) for archive, found in figures.items())


def _rates(archive: str, found: dict[str, float]) -> BaseRates:
    def three(name: str) -> tuple[float, float, float]:
        return found[f"{name} p10"], found[f"{name} p50"], found[f"{name} p90"]

    shares = [np.array([found[f"type {name}"] for name in types]) for types in TYPES_OF_QUAD]
    return BaseRates(
        archive=archive,
        costly_share=float(shares[3].sum() / (shares[2].sum() + shares[3].sum())),
        signed_share=found["signed share"],
        rate=three("rate"),
        client_share=three("client share"),
        deeds_share=three("deeds share"),
        hostile_share=three("hostile share"),
        weekend_share=found["weekend share"],
        types=tuple(share / share.sum() for share in shares),
    )
