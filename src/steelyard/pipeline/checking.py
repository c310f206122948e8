"""The check of learned weights: what they state about worlds against what was true in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from steelyard.readings.classifier import Classifier
from steelyard.readings.features import Spreads
from steelyard.readings.learned import stated
from steelyard.readings.worlds import DRIVERS, WHATS
from steelyard.records import Family

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

#: The readings of each family, in the order of the truths.
CLASSES: Mapping[Family, tuple[str, ...]] = {"what": WHATS, "driver": DRIVERS}


@dataclass(frozen=True, slots=True)
class Known:
    """What was found in many worlds and what was true in them.

    ``values`` is ``(worlds, diagnostics, columns)``; ``truth`` are the indices of reading and driver;
    ``events`` how many events the record held with the rival.
    """

    values: Array
    truth: Ints
    searched: NDArray[np.bool_]
    events: Ints
    described: tuple[tuple[str, str], ...]

    def select(self, mask: NDArray[np.bool_]) -> Known:
        """Return the worlds where ``mask`` is true."""
        described = tuple(one for one, chosen in zip(self.described, mask, strict=True) if chosen)
        return Known(
            self.values[mask], self.truth[mask], self.searched[mask], self.events[mask], described
        )


def joined(parts: Sequence[Known]) -> Known:
    """Return the worlds of several sets as one."""
    return Known(
        np.concatenate([part.values for part in parts]),
        np.concatenate([part.truth for part in parts]),
        np.concatenate([part.searched for part in parts]),
        np.concatenate([part.events for part in parts]),
        tuple(one for part in parts for one in part.described),
    )


def checked(
    known: Known, family: Family, model: Classifier, scale: Spreads
) -> dict[str, float | None]:
    """Return how the probabilities of one family fare on worlds that were not learned from."""
    said = stated(model, known.values, scale, known.searched)
    truth = known.truth[:, list(CLASSES).index(family)]
    return {"worlds": len(said), **scores(said, truth, known.events, family)}


def scores(said: Array, truth: Ints, events: Ints, family: Family) -> dict[str, float | None]:
    """Score stated probabilities, ``(worlds, readings)``, against what was true."""
    top, right = said.max(axis=1), said.argmax(axis=1) == truth
    sure, few = (top >= 0.8) & (top < 0.9), events < 30
    result: dict[str, float | None] = {
        "brier": _mean(((said - np.eye(said.shape[1])[truth]) ** 2).sum(axis=1)),
        "chance": round(1 - 1 / said.shape[1], 3),
        "accuracy": _mean(right),
        "expected calibration error": calibration_error(said, truth),
        "stated .8 to .9 comes true": _mean(right[sure]),
        "under 30 events none above .65": _mean(top[few] <= 0.65),
    }
    if family == "what":
        routine = truth == WHATS.index("routine")
        wrong = (top > 0.8) & ~right
        result["routine called otherwise above .8"] = _mean(wrong[routine])
    return result


def calibration_error(said: Array, truth: Ints, bins: int = 10) -> float:
    """Return the expected calibration error over all readings (Naeini and others 2015, AAAI)."""
    flat, came = said.ravel(), np.eye(said.shape[1])[truth].ravel()
    place = np.minimum((flat * bins).astype(int), bins - 1)
    gap = np.abs(np.bincount(place, flat, bins) - np.bincount(place, came, bins))
    return round(float(gap.sum() / len(flat)), 4)


def _mean(some: NDArray[Any]) -> float | None:
    return round(float(np.mean(some)), 4) if len(some) else None


def check_lines(content: Mapping[str, Any]) -> list[str]:
    """Return the check of weights as a table in plain text."""
    rows = content["check"]
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [names, *([_cell(row.get(name)) for name in names] for row in rows)]
    widths = [max(len(line[at]) for line in cells) for at in range(len(names))]
    return ["  ".join(x.ljust(w) for x, w in zip(line, widths, strict=True)) for line in cells]


def _cell(value: Any) -> str:
    return "-" if value is None else str(value)
