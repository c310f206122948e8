"""Learned weights: what simulated worlds teach about findings, kept in one file that can be read.

``data/learned.json`` holds, for both families, a coefficient for every feature and reading, fitted on
wide and on narrow worlds; a cloud of worlds to compare a record with; and the table of how it was all
checked. Its hash is over everything else in it. ``steelyard calibrate`` rebuilds it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from steelyard.errors import WeightsError
from steelyard.readings.classifier import Classifier, softmax
from steelyard.readings.features import (
    FAR,
    Spreads,
    features,
    shrunken,
    values,
)
from steelyard.records import Family, Finding, Grade

Array = NDArray[np.float64]

#: What the file is, and the shape of it that this code reads.
FORMAT = "steelyard-learned-weights/2"

#: No learned probability is taken for less than this: no world has everything.
FLOOR = 0.004

#: Worlds that are looked at when it is asked what worlds like this one were.
NEAREST = 10

#: Worlds of the cloud that a record is held against: those whose findings are known where its own are. A world that
#: knows less lies nearer to the middle of all, and beside it every full record looks strange.
ALIKE = 200

#: Fewer decibans than this are not worth showing.
NOTICED = 0.05

#: Worlds alike and distances among them, by the hash of the weights and the effects that they are over.
_FIFTHS: dict[tuple[str | int, ...], tuple[NDArray[np.intp], Array]] = {}

HINT = "Run `steelyard calibrate` to make weights that fit this version."


@dataclass(frozen=True, slots=True)
class CloudWorld:
    """A simulated world that records are compared with."""

    what: str
    driver: str
    shock: str
    record: str
    events: int


@dataclass(frozen=True, slots=True)
class Cloud:
    """Worlds, and the shrunken effects that their findings had; NaN where there was none."""

    worlds: tuple[CloudWorld, ...]
    effects: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """The weights; ``wide`` and ``narrow`` are the classifiers of each family.

    ``typical[diagnostic][grade]`` are effect, low and high of the middle world with that grade, as
    findings are looked at (ratios as logs). ``labels[family][diagnostic][reading]`` says where one
    grade all but excludes a reading (``hoop``) or all but proves it (``smoking gun``).
    """

    version: str
    seed: int
    date: str
    hash: str
    scale: Spreads
    wide: Mapping[Family, Classifier]
    narrow: Mapping[Family, Classifier]
    typical: Mapping[str, Mapping[str, tuple[float, float, float]]]
    labels: Mapping[Family, Mapping[str, Mapping[str, str]]]
    cloud: Cloud
    check: tuple[Mapping[str, Any], ...]

    @property
    def diagnostics(self) -> tuple[str, ...]:
        """The diagnostics that worlds can answer; the others have declared weights."""
        return self.scale.diagnostics

    def values(self, findings: Sequence[Finding]) -> Array:
        """Return what these weights look at in the findings on one client."""
        answers = ((f.diagnostic, f.scale, f) for f in findings)
        return values(answers, self.diagnostics)

    def supports(
        self, known: Array, family: Family, *, searched: bool, narrow: bool = False
    ) -> Array:
        """Return how much sets of values support each reading, ``(sets, readings)``, as logs against the average.

        The average of ``exp`` of them is one, so that "none of these", which is right as often
        whatever the readings say, stands at zero.
        """
        model = (self.narrow if narrow else self.wide)[family]
        found = stated(model, known, self.scale, np.full(len(known), searched))
        return np.asarray(np.log(found * found.shape[1]))

    def surprise(self, known: Array) -> tuple[float | None, NDArray[np.intp]]:
        """Return how rarely a world lies as far from all others, and the nearest worlds.

        The record is held against the :data:`ALIKE` worlds that know most nearly the same effects. The distance
        is the root mean square over the effects that it knows, to the fifth nearest of them; the share of these
        worlds that lie as far or farther from theirs is the prior predictive p (Box 1980, JRSS A 143:383). None
        where nothing is known.
        """
        effect, trust = shrunken(known[None], self.scale)
        seen = np.flatnonzero(trust[0] > 0)
        if not len(seen):
            return None, np.array([], dtype=np.intp)
        alike, fifth = self._alike(seen)
        others = np.nan_to_num(self.cloud.effects[np.ix_(alike, seen)])
        own = np.sqrt(((others - effect[0, seen]) ** 2).mean(axis=1))
        order = np.argsort(own, kind="stable")
        reached = int((fifth >= own[order[4]] - 1e-9).sum())
        return (1 + reached) / (1 + len(fifth)), alike[order[:NEAREST]]

    def _alike(self, seen: NDArray[np.intp]) -> tuple[NDArray[np.intp], Array]:
        """The worlds that know most nearly the effects ``seen``, and their distances to the fifth nearest; kept."""
        key: tuple[str | int, ...] = (self.hash, *(int(at) for at in seen))
        if key not in _FIFTHS:
            wanted = np.isin(np.arange(self.cloud.effects.shape[1]), seen)
            differ = (np.isfinite(self.cloud.effects) != wanted).sum(axis=1)
            alike = np.argsort(differ, kind="stable")[:ALIKE]
            others = np.nan_to_num(self.cloud.effects[np.ix_(alike, seen)])
            squares = (others**2).sum(axis=1)
            apart = np.maximum(squares[:, None] + squares[None] - 2 * others @ others.T, 0)
            np.fill_diagonal(apart, np.inf)
            _FIFTHS[key] = alike, np.sqrt(np.partition(apart, 4, axis=1)[:, 4] / len(seen))
        return _FIFTHS[key]

    def as_if(self, finding: Finding, grade: Grade) -> Finding:
        """Return the finding as the middle world with that grade would have it."""
        usual = self.typical.get(finding.diagnostic, {}).get(grade)
        if usual is None:
            return replace(finding, grade=grade)
        numbers = usual
        if finding.scale == "ratio":
            numbers = tuple(float(np.exp(max(-FAR, min(FAR, x)))) for x in usual)  # type: ignore[assignment]  # three in, three out
        effect, low, high = numbers
        return replace(finding, grade=grade, effect=effect, low=low, high=high)


def stated(model: Classifier, known: Array, scale: Spreads, searched: NDArray[np.bool_]) -> Array:
    """Return the probabilities that a classifier states, ``(worlds, readings)``.

    None is under the floor.
    """
    found = np.maximum(softmax(features(known, scale, searched) @ model.coefficients.T), FLOOR)
    return np.asarray(found / found.sum(axis=1, keepdims=True))


@cache
def shipped() -> Learned:
    """Return the weights that came with the tool.

    Raises:
        WeightsError: They were changed, or are of another version.
    """
    path = files("steelyard.readings") / "data" / "learned.json"
    return parsed(path.read_text(encoding="utf-8"), "data/learned.json")


def read_weights(path: Path) -> Learned:
    """Read weights from a file that ``steelyard calibrate`` wrote.

    Raises:
        WeightsError: The file is missing, has another format, or was changed after it was made.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        msg = f"No weights can be read from {path} ({error.strerror}). {HINT}"
        raise WeightsError(msg) from error
    return parsed(text, str(path))


def parsed(text: str, name: str) -> Learned:
    """Turn the text of a weights file into weights, or refuse it."""
    try:
        found = json.loads(text)
    except ValueError as error:
        msg = f"{name} is not JSON ({error}). {HINT}"
        raise WeightsError(msg) from error
    version = found.get("format") if isinstance(found, dict) else None
    if version != FORMAT:
        msg = f"{name} has the format {version!r}; this version reads {FORMAT!r}. {HINT}"
        raise WeightsError(msg)
    if found.get("hash") != content_hash(found):
        msg = f"{name} was changed after it was made: its hash is not that of its content. {HINT}"
        raise WeightsError(msg)
    return _learned(found)


def content_hash(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of everything in a weights file but the hash itself."""
    rest = {key: value for key, value in content.items() if key != "hash"}
    text = json.dumps(rest, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _learned(found: Mapping[str, Any]) -> Learned:
    scale = found["scale"]
    names = tuple(scale)
    middle = np.array([scale[name]["middle"] for name in names])
    spread = np.array([scale[name]["spread"] for name in names])
    families: dict[Family, Any] = found["families"]
    cloud = found["cloud"]
    return Learned(
        version=found["version"],
        seed=found["seed"],
        date=found["date"],
        hash=found["hash"],
        scale=Spreads(names, middle, spread),
        wide={family: _classifier(weights, "wide") for family, weights in families.items()},
        narrow={family: _classifier(weights, "narrow") for family, weights in families.items()},
        typical={
            name: {grade: tuple(three) for grade, three in grades.items()}
            for name, grades in found["typical"].items()
        },
        labels=found["labels"],
        cloud=Cloud(
            tuple(CloudWorld(*row[:5]) for row in cloud["worlds"]),
            np.array(
                [[np.nan if x is None else x for x in row[5:]] for row in cloud["worlds"]],
                dtype=np.float64,
            ),
        ),
        check=tuple(found["check"]),
    )


def _classifier(weights: Mapping[str, Any], spread: str) -> Classifier:
    rows = weights[spread]
    return Classifier(tuple(weights["readings"]), np.array(list(rows.values()), dtype=float).T)


def write_weights(content: Mapping[str, Any], path: Path) -> None:
    """Write a weights file that can be read: a line for each feature and each world."""
    path.write_text(_readable(content) + "\n", encoding="utf-8")


def _readable(value: Any, depth: int = 0) -> str:
    """JSON with one line for whatever holds no further objects."""
    flat = json.dumps(value, ensure_ascii=False)
    nested = (
        value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    )
    if not any(isinstance(part, Mapping | list) for part in nested):
        return flat
    pad = " " * (depth + 1)
    if isinstance(value, Mapping):
        parts = [f"{pad}{json.dumps(k)}: {_readable(v, depth + 1)}" for k, v in value.items()]
        return "{\n" + ",\n".join(parts) + "\n" + " " * depth + "}"
    return (
        "[\n" + ",\n".join(pad + _readable(v, depth + 1) for v in value) + "\n" + " " * depth + "]"
    )
