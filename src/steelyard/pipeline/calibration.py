"""Calibration: worlds simulated, diagnosed and learned from, and the weights checked on other worlds.

Seeds of worlds follow from the seed of the calibration, so that the same call makes the same file. Half
of what is learned from is masked at random, since a chronology answers fewer questions than an archive.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

import steelyard
from steelyard.pipeline.checking import CLASSES, Known, checked, joined
from steelyard.pipeline.judge_splits import judge_world, on_events
from steelyard.pipeline.progress import Progress
from steelyard.readings.classifier import DECIMALS, Classifier, fit
from steelyard.readings.features import (
    EFFECT,
    GRADE,
    HIGH,
    LOW,
    OPPOSES,
    SUPPORTS,
    UNASKED,
    Spreads,
    feature_names,
    features,
    scale_of,
    shrunken,
    values,
)
from steelyard.readings.learned import FORMAT, content_hash
from steelyard.readings.worlds import (
    DRIVERS,
    MISSPECIFIED,
    NARROW,
    WHATS,
    WIDE,
    RecordKind,
    Spread,
    draw,
    simulate,
)

Array = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class WorldSet:
    """Worlds that are drawn alike: how widely, how many beside the number asked for, and of which kind of record."""

    name: str
    spread: Spread
    share: float
    record: RecordKind | None = None


#: The sets that are learned from: those of all kinds of records, and beside them more that were searched by hand,
#: since these are a fifth of all and what is learned of them is learned of nothing else.
LEARNED, NARROWER, SEARCHED = (
    "learned from, wide",
    "learned from, narrow",
    "learned from, searched",
)

#: The sets that worlds are drawn for. Those that were searched come on top of the number asked for.
SETS = (
    WorldSet(LEARNED, WIDE, 0.54),
    WorldSet(NARROWER, NARROW, 0.18),
    WorldSet("as believed", NARROW, 0.08),
    WorldSet("as learned from", WIDE, 0.08),
    *(WorldSet(f"misspecified: {name}", spread, 0.03) for name, spread in MISSPECIFIED.items()),
    WorldSet(SEARCHED, WIDE, 0.30, "searched"),
)

LEARNED_FROM = (LEARNED, NARROWER, SEARCHED)

#: Seeds of a set begin this far apart.
_APART = 10_000_000

RIDGE = 30.0
CLOUD = 600

#: A grade is a hoop or a smoking gun where it is ten times rarer or commoner under the reading.
TEN = 10.0


def calibrate(
    number: int,
    *,
    seed: int = 0,
    date: str,
    workers: int = 1,
    told: Progress | None = None,
) -> dict[str, Any]:
    """Simulate ``number`` worlds, learn from most and check on the rest.

    Args:
        number: Of worlds, over all sets but the searched one, which has 30 for each hundred of them.
        seed: The same seed, number and code give the same content.
        date: Written into the content, YYYY-MM-DD.
        workers: Processes that share the work.
        told: Told of the progress.

    Returns:
        What a weights file holds.
    """
    sets = {}
    for at, one in enumerate(SETS):
        seeds = range(first := seed + at * _APART, first + max(round(one.share * number), 20))
        sets[one.name] = known_of(
            seeds, one.spread, record=one.record, workers=workers, told=told, name=one.name
        )
    return learned_from(sets, asked=number, seed=seed, date=date)


def known_of(
    seeds: Sequence[int],
    spread: Spread,
    *,
    record: RecordKind | None = None,
    workers: int = 1,
    told: Progress | None = None,
    name: str = "worlds",
) -> Known:
    """Simulate a world for each seed and put every diagnostic to it."""
    rows = []
    for done, row in enumerate(_each(_known, [(s, spread, record) for s in seeds], workers)):
        rows.append(row)
        if told:
            told(name, done + 1, len(seeds))
    found, truth, searched, events, described = zip(*rows, strict=True)
    return Known(
        np.array(found),
        np.array(truth, dtype=np.int64),
        np.array(searched, dtype=np.bool_),
        np.array(events, dtype=np.int64),
        tuple(described),
    )


def _each(work: Callable[[Any], Any], jobs: Iterable[Any], workers: int) -> Iterator[Any]:
    if workers <= 1:
        yield from map(work, jobs)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(work, jobs, chunksize=16)


def _known(job: tuple[int, Spread, RecordKind | None]) -> tuple[Any, ...]:
    seed, spread, record = job
    asked = draw(seed, spread, record=record)
    world = simulate(asked)
    searched = asked.record == "searched"
    judged = judge_world(world)
    rows = [(d.name, d.scale, judged[d.name]) for d in on_events()]
    found = values(rows, diagnostics_asked())
    truth = WHATS.index(asked.truth.what), DRIVERS.index(asked.truth.driver)
    return found, truth, searched, len(world.rival), (asked.politics.shock, asked.record)


def diagnostics_asked() -> tuple[str, ...]:
    """The names of the diagnostics that worlds can answer."""
    return tuple(diagnostic.name for diagnostic in on_events())


def learned_from(sets: Mapping[str, Known], *, asked: int, seed: int, date: str) -> dict[str, Any]:
    """Fit the classifiers and describe them, their cloud and their check."""
    wide, narrow = sets[LEARNED], sets[NARROWER]
    learned = joined([wide, sets[SEARCHED]])
    kept = {name: known for name, known in sets.items() if name not in LEARNED_FROM}
    names = diagnostics_asked()
    scale = scale_of(wide.values, names)
    models = {
        family: (_fitted(learned, scale, at, seed), _fitted(narrow, scale, at, seed))
        for at, family in enumerate(CLASSES)
    }
    content: dict[str, Any] = {
        "format": FORMAT,
        "version": steelyard.__version__,
        "seed": seed,
        "asked": asked,
        "worlds": {name: len(known.values) for name, known in sets.items()},
        "date": date,
        "check": [
            {"set": name, "family": family, **checked(known, family, models[family][0], scale)}
            for name, known in _checked_sets(list(kept.items()))
            for family in CLASSES
        ],
        "scale": {
            name: {"middle": float(m), "spread": float(s)}
            for name, m, s in zip(names, scale.middle, scale.spread, strict=True)
        },
        "families": {
            family: {
                "readings": list(CLASSES[family]),
                "wide": _rows(names, pair[0]),
                "narrow": _rows(names, pair[1]),
            }
            for family, pair in models.items()
        },
        "typical": _typical(wide, names),
        "labels": {
            family: _labels(wide, names, at, classes)
            for at, (family, classes) in enumerate(CLASSES.items())
        },
        "cloud": {"columns": _cloud_columns(names), "worlds": _cloud(wide, scale)},
    }
    return {**content, "hash": content_hash(content)}


def _checked_sets(sets: Sequence[tuple[str, Known]]) -> Iterator[tuple[str, Known]]:
    """The sets that are checked, and of all of them together the records that were searched by hand."""
    yield from sets
    kept = [known.select(known.searched) for _, known in sets]
    yield "searched by hand, of all these", joined(kept)


def _fitted(known: Known, scale: Spreads, family: int, seed: int) -> Classifier:
    """Fit one family on worlds as they are and on the same worlds with findings masked."""
    rng = np.random.default_rng((seed, 3))
    drop = rng.random(known.values.shape[:2]) < 0.7 * rng.random((len(known.values), 1))
    masked = np.where(drop[:, :, None], np.nan, known.values)
    masked[:, :, GRADE] = np.where(drop, UNASKED, known.values[:, :, GRADE])
    seen = np.concatenate(
        [features(part, scale, known.searched) for part in (known.values, masked)]
    )
    truth = np.tile(known.truth[:, family], 2)
    classes = list(CLASSES.values())[family]
    return fit(seen, truth, classes, ridge=RIDGE)


def _rows(names: Sequence[str], model: Classifier) -> dict[str, list[float]]:
    """One row a feature, so that the file can be read."""
    columns = model.coefficients.T
    return {
        name: [round(float(x), DECIMALS) for x in row]
        for name, row in zip(feature_names(names), columns, strict=True)
    }


def _typical(known: Known, names: Sequence[str]) -> dict[str, dict[str, list[float]]]:
    found: dict[str, dict[str, list[float]]] = {}
    for at, name in enumerate(names):
        found[name] = {}
        for grade, code in (("supports", SUPPORTS), ("opposes", OPPOSES)):
            graded = known.values[known.values[:, at, GRADE] == code, at][:, [EFFECT, LOW, HIGH]]
            graded = graded[~np.isnan(graded).any(axis=1)]
            if len(graded):
                found[name][grade] = [round(float(x), 3) for x in np.median(graded, axis=0)]
    return found


def _labels(
    known: Known, names: Sequence[str], family: int, classes: Sequence[str]
) -> dict[str, dict[str, str]]:
    """Which grades all but exclude or all but prove a reading, by their frequency in the worlds."""
    found: dict[str, dict[str, str]] = {}
    for at, name in enumerate(names):
        for index, reading in enumerate(classes):
            mine = known.truth[:, family] == index
            for grade, code in (("supports", SUPPORTS), ("opposes", OPPOSES)):
                seen = known.values[:, at, GRADE] == code
                here, there = (
                    (seen[part].sum() + 0.5) / (part.sum() + 1) for part in (mine, ~mine)
                )
                label = (
                    f"smoking gun if it {grade}"
                    if here / there >= TEN
                    else f"hoop: all but excluded if it {grade}"
                    if there / here >= TEN
                    else None
                )
                if label:
                    found.setdefault(name, {})[reading] = label
    return found


def _cloud_columns(names: Sequence[str]) -> list[str]:
    return ["what", "driver", "shock", "record", "events", *names]


def _cloud(known: Known, scale: Spreads) -> list[list[Any]]:
    effect, trust = shrunken(known.values, scale)
    rows: list[list[Any]] = []
    for at in range(min(CLOUD, len(effect))):
        what, driver = known.truth[at]
        said = [
            round(float(x), 2) if t > 0 else None
            for x, t in zip(effect[at], trust[at], strict=True)
        ]
        shock, record = known.described[at]
        rows.append([WHATS[what], DRIVERS[driver], shock, record, int(known.events[at]), *said])
    return rows


@dataclass(frozen=True, slots=True)
class Call:
    """What the shipped weights were made with."""

    worlds: int
    seed: int
    date: str


def shipped_call() -> Call:
    """Return the arguments that rebuild the shipped weights."""
    text = (files("steelyard.readings") / "data" / "learned.json").read_text(encoding="utf-8")
    found = json.loads(text)
    return Call(found["asked"], found["seed"], found["date"])


__all__ = ["calibrate", "known_of", "learned_from"]
