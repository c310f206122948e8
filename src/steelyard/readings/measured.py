"""Weights from real cases with known ends: what each gauge says for the reading that it speaks for.

``data/history.json`` holds a weight for every gauge of the diagnostics, the value that says nothing, and
the track record: what became of real cases that were given so much, each by weights that never saw its
state. ``steelyard calibrate --history DIR`` rebuilds it. Evidence adds up in decibans; more of a gauge never
says less for its reading.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from steelyard.errors import WeightsError
from steelyard.records import Finding

Floats = NDArray[np.float64]

FORMAT = "steelyard-real-cases/4"

HINT = "Run `steelyard calibrate --history DIR` to make one that fits this version."

#: Natural logs in a deciban.
LOG = log(10) / 10

#: A level that may have stood for years says alone no more than this, in decibans (twice the odds); beside
#: change it says more by as much as the change does.
LEVEL_ALONE = 3.0

#: What a level says against yields to acts that bind: each deciban of theirs takes this much of it back. A state
#: that signs with the rival and stays friendly with its partner hedges, and some who hedge have turned.
TAKEN_BACK = 0.4

#: No probability is printed beyond these: some ninety real cases bear no more.
LEAST, MOST = 0.03, 0.97


@dataclass(frozen=True, slots=True, kw_only=True)
class GaugeWeight:
    """What a unit of a gauge says, in decibans, and where it says nothing."""

    reading: str
    label: str
    decibans: float
    neutral: float
    low: float
    high: float
    level: bool
    binds: bool

    def says(self, value: float) -> float:
        """Decibans for the reading, within the bounds that real cases reached."""
        return self.decibans * (min(max(value, self.low), self.high) - self.neutral)


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Real cases that were given from ``low`` to ``high``: how many, and how many were turns.

    ``rate`` is the share of turns at the prior that is printed, with its 90 % interval.
    """

    low: float
    high: float
    cases: int
    turns: int
    rate: float
    rate_low: float
    rate_high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The weights of gauges by ``diagnostic.gauge``, and how they did.

    ``gauges`` weigh in records that were counted, ``searched`` in those that people searched by hand.
    """

    gauges: Mapping[str, GaugeWeight]
    searched: Mapping[str, GaugeWeight]
    cases: int
    turns: int
    prior: float
    bands: tuple[Band, ...]
    hash: str
    share: float = 1.0

    def says(
        self, findings: Iterable[Finding], *, searched: bool = False
    ) -> dict[str, dict[str, float]]:
        """Return decibans by diagnostic and reading.

        Args:
            findings: Those on one client.
            searched: Whether people searched all of the record: it then speaks with the share of its weight
                that the same cases do where only some fifty of their rows are left.
        """
        share = self.share if searched else 1.0
        weights = self.searched if searched else self.gauges
        changes: dict[str, dict[str, float]] = {}
        levels: dict[str, dict[str, float]] = {}
        bound: dict[str, float] = {}
        for finding in findings:
            for name, value in sorted(finding.numbers.items()):
                weight = weights.get(f"{finding.diagnostic}.{name}")
                if weight is None:
                    continue
                into = levels if weight.level else changes
                by = into.setdefault(finding.diagnostic, {})
                decibans = weight.says(value)
                by[weight.reading] = by.get(weight.reading, 0.0) + decibans
                if weight.binds:
                    bound[weight.reading] = bound.get(weight.reading, 0.0) + max(decibans, 0.0)
        moved: dict[str, float] = {}
        for by in changes.values():
            for reading, decibans in by.items():
                moved[reading] = moved.get(reading, 0.0) + max(decibans, 0.0)
        for diagnostic, by in levels.items():
            for reading, decibans in by.items():
                level = held(decibans, moved.get(reading, 0.0), bound.get(reading, 0.0))
                mine = changes.setdefault(diagnostic, {})
                mine[reading] = mine.get(reading, 0.0) + float(level)
        return {
            diagnostic: {reading: share * decibans for reading, decibans in by.items()}
            for diagnostic, by in changes.items()
        }

    def band(self, probability: float) -> Band:
        """The band of the track record that a printed probability lies in."""
        return next(band for band in self.bands if probability <= band.high)


def held(level: float | Floats, changed: float | Floats, bound: float | Floats) -> Floats:
    """Return what a level says beside change, in decibans.

    For its reading it says no more than :data:`LEVEL_ALONE` and what figures of change say for it together
    (``changed``). What it says against is lessened by :data:`TAKEN_BACK` of what those of acts that bind say
    for it (``bound``).
    """
    least = np.minimum(level, LEVEL_ALONE + np.asarray(changed))
    return np.where(least < 0, np.minimum(least + TAKEN_BACK * np.asarray(bound), 0.0), least)


@cache
def shipped_history() -> Measured:
    """Return the weights that came with the tool.

    Raises:
        WeightsError: They were changed, or are of another version.
    """
    return parsed_history(history_text(), "data/history.json")


def history_text() -> str:
    """Return the text of the shipped file."""
    path = files("steelyard.readings") / "data" / "history.json"
    return path.read_text(encoding="utf-8")


def parsed_history(text: str, name: str) -> Measured:
    """Turn the text of a file of real-case weights into weights, or refuse it."""
    found: dict[str, Any] = json.loads(text)
    if found.get("format") != FORMAT:
        msg = (
            f"{name} has the format {found.get('format')!r}; this version reads {FORMAT!r}. {HINT}"
        )
        raise WeightsError(msg)
    if found.get("hash") != history_hash(found):
        msg = f"{name} was changed after it was made: its hash is not that of its content. {HINT}"
        raise WeightsError(msg)
    return Measured(
        gauges={key: GaugeWeight(**said) for key, said in found["gauges"].items()},
        searched={key: GaugeWeight(**said) for key, said in found["searched"]["gauges"].items()},
        cases=found["cases"],
        turns=found["turns"],
        prior=found["prior"],
        bands=tuple(Band(**said) for said in found["bands"]),
        hash=found["hash"],
        share=found["searched"]["share"],
    )


def history_hash(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of everything in a file of real-case weights but the hash itself."""
    rest = {key: value for key, value in content.items() if key != "hash"}
    text = json.dumps(rest, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def bounded(probabilities: Mapping[str, float], readings: Iterable[str]) -> dict[str, float]:
    """Hold some probabilities within what the real cases bear; the others share the rest."""
    found = dict(probabilities)
    for reading in readings:
        if reading not in found:
            continue
        held = min(max(found[reading], LEAST), MOST)
        rest = 1 - found[reading]
        if held != found[reading] and rest > 0:
            scale = (1 - held) / rest
            found = {name: p * scale for name, p in found.items()}
            found[reading] = held
    return found
