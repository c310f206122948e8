"""Real cases with known ends: read, put to the gauges, and turned into weights and a track record.

``DIR`` holds ``history/PUBLISHER/CASE/{case.toml,events.csv.gz,truth.json}`` with ``columns.toml`` beside
the cases, and the two whole files that the cases of ``readings/data/cases.csv`` draw on. Event files stay where
they are; what is kept are the weights, the counts of the track record, and the hashes of the inputs.
"""

from __future__ import annotations

import csv
import hashlib
import json
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from steelyard import diagnostics
from steelyard.archive import open_archive
from steelyard.errors import SourceError
from steelyard.pipeline.loading import load
from steelyard.pipeline.searched.thinned_history import fitted as fitted_on_samples
from steelyard.pipeline.searched.thinned_history import samples, within
from steelyard.readings.measured import FORMAT, LEVEL_ALONE, LOG, history_hash
from steelyard.records import Archive, Case, Gauge, Pole, Shock, Window

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

#: Data sets that several cases share, and their files in DIR.
WHOLE = {
    "keds": "keds/balkans.weis.csv.gz",
    "icews": "icews/merged_2018-01_2019-03.csv.gz",
}

#: Kinds of case where client and rival fought or broke with one another: no embrace to explain.
QUARRELS = ("war", "quarrel")

#: Ridge on standardised columns, and steps of Newton's method.
RIDGE, STEPS = 1.0, 25

#: The prior of realignment that is printed, and the bands of the track record.
PRIOR = 0.15
BANDS = (0.0, 0.05, 0.2, 0.5, 1.0)
DECIMALS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCase:
    """A case with its end. ``archive`` names a file of events or one of the whole data sets."""

    case: Case
    archive: str
    publisher: str
    batch: str
    turned: bool
    what: str
    driver: str
    kind: str
    confidence: float

    @property
    def name(self) -> str:
        """The name of the case."""
        return self.case.name

    @property
    def client(self) -> str:
        """The state asked about."""
        return self.case.clients[0]


def known_cases(home: Path) -> tuple[KnownCase, ...]:
    """Every case whose events lie in ``home``, those of the packaged table last."""
    found = [*given(home)]
    return (*found, *(one for one in own() if (home / WHOLE[one.archive]).exists()))


def own() -> Iterator[KnownCase]:
    """The cases of the packaged table, whose labels were decided before their events were counted."""
    path = files("steelyard.readings") / "data" / "cases.csv"
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        yield KnownCase(
            case=_case(row),
            archive=row["archive"],
            publisher=row["archive"],
            batch="own",
            turned=row["realigned"] == "1",
            what=row["what"],
            driver=row["driver"],
            kind=row["kind"],
            confidence=float(row["confidence"]),
        )


def given(home: Path) -> Iterator[KnownCase]:
    """The cases that have an event file each."""
    for truth in sorted((home / "history").glob("*/*/truth.json")):
        if (truth.parent / "events.csv.gz").exists():
            yield _given(truth.parent, truth.parent.parent.name)


def _given(folder: Path, publisher: str) -> KnownCase:
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    said = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
    return KnownCase(
        case=_told(folder.name, said),
        archive=folder.name,
        publisher=publisher,
        batch="given",
        turned=truth["real_shift"],
        what="rupture" if truth["kind"] in QUARRELS else truth["what"],
        driver=truth["driver"] or "",
        kind=truth["kind"],
        confidence=truth["confidence"],
    )


def _told(name: str, said: dict[str, Any]) -> Case:
    poles = tuple(
        Pole(key, pole["role"], tuple(pole["actors"]), tuple(pole.get("members_of", ())), key)
        for key, pole in said["poles"].items()
    )
    windows = {key: Window(*days) for key, days in said["windows"].items()}
    shock = Shock(said["shock"]["day"], (), tuple(said["clients"]), said["shock"]["what"])
    case = _made(name, said["clients"][0], shock, windows, poles)
    return replace(case, gaps=tuple(Window(*days) for days in said["evidence"].get("gaps", ())))


def _case(row: dict[str, str]) -> Case:
    before, day, after = (date.fromisoformat(row[name]) for name in ("before", "day", "after"))
    poles = tuple(
        Pole(
            role,
            role,
            tuple(row[role].split(";")),
            tuple(filter(None, row[f"{role}_members"].split(";"))),
            f"the {role}",
        )
        for role in ("partner", "rival")
    )
    windows = {"before": Window(before, day), "after": Window(day, after)}
    shock = Shock(day, (), (row["client"],), row["shock"])
    return _made(row["name"], row["client"], shock, windows, poles)


def _made(
    name: str, client: str, shock: Shock, windows: dict[str, Window], poles: tuple[Pole, ...]
) -> Case:
    return Case(
        name=name,
        title=name,
        question="Did it turn?",
        clients=(client,),
        shock=shock,
        windows=windows,
        poles=poles,
    )


def opened(
    cases: Sequence[KnownCase], home: Path, folder: Path
) -> Iterator[tuple[KnownCase, Archive]]:
    """Give each case with its archive; no more than the shared ones and one other are open at once."""
    folder.mkdir(parents=True, exist_ok=True)
    whole: dict[str, Archive] = {}
    for one in cases:
        if one.archive not in whole:
            archive = open_archive(_archive(one, home, folder))
            if one.archive not in WHOLE:
                yield one, archive
                continue
            whole[one.archive] = archive
        yield one, whole[one.archive]


def _archive(one: KnownCase, home: Path, folder: Path) -> Path:
    path = folder / f"{one.archive}.duckdb"
    if path.exists():
        return path
    if one.archive in WHOLE:
        load(one.archive, [home / WHOLE[one.archive]], path)
    else:
        place = home / "history" / one.publisher
        load("table", [place / one.archive / "events.csv.gz"], path, columns=place / "columns.toml")
    return path


def gauges() -> dict[str, Gauge]:
    """Every gauge of the diagnostics by ``diagnostic.gauge``."""
    return {f"{d.name}.{g.name}": g for d in diagnostics.ALL for g in d.gauges}


def _whole_gauges(reading: str) -> dict[str, Gauge]:
    """The gauges that speak for a reading in whole records."""
    return {n: g for n, g in gauges().items() if g.reading == reading and not g.searched}


def numbers_of(one: KnownCase, archive: Archive) -> dict[str, float]:
    """What the gauges show of a case; nothing where they cannot tell."""
    case = replace(one.case, sources=archive.sources)
    found: dict[str, float] = {}
    for diagnostic in diagnostics.ALL:
        if diagnostic.gauges:
            arrays = diagnostic.gather(archive, case, one.client)
            for gauge in diagnostic.gauges:
                value = gauge.measure(arrays)
                if value is not None:
                    found[f"{diagnostic.name}.{gauge.name}"] = value
    return found


@dataclass(frozen=True, slots=True)
class Fit:
    """A logistic rule for one reading; ``neutral`` is where each gauge says nothing."""

    names: tuple[str, ...]
    weights: Floats
    neutral: Floats

    def log_ratio(self, numbers: Floats) -> Floats:
        """Log of how much likelier the numbers are where the reading is true."""
        asked = gauges()
        parts = self.weights * (numbers - self.neutral)
        level = np.array([asked[name].level for name in self.names])
        change = np.clip(parts[:, ~level], 0, None).sum(axis=1)
        held = np.minimum(parts[:, level], (LEVEL_ALONE * LOG + change)[:, None])
        found: Floats = parts[:, ~level].sum(axis=1) + held.sum(axis=1)
        return found


def columns(reading: str, found: Sequence[dict[str, float]]) -> tuple[tuple[str, ...], Floats]:
    """Names and values of the gauges that speak for a reading, within their bounds."""
    asked = _whole_gauges(reading)
    table = [
        [
            min(max(one.get(name, gauge.neutral or 0.0), gauge.low), gauge.high)
            for name, gauge in asked.items()
        ]
        for one in found
    ]
    return tuple(asked), np.array(table)


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


def learned_from_history(home: Path, folder: Path | None = None) -> dict[str, Any]:
    """Return what ``readings/data/history.json`` holds, from the cases in ``home``.

    Raises:
        SourceError: There is no case with a known end in ``home``.
    """
    cases = known_cases(home)
    if not cases:
        msg = (
            f"{home} holds no case with a known end. It should hold history/PUBLISHER/CASE with case.toml, "
            "events.csv.gz and truth.json, or the files that docs/verdict.md names."
        )
        raise SourceError(msg)
    with tempfile.TemporaryDirectory() as made:
        places = opened(cases, home, folder or Path(made))
        found, thin = [], []
        for at, (one, archive) in enumerate(places):
            found.append(numbers_of(one, archive))
            case = replace(one.case, sources=archive.sources)
            thin.append(tuple(samples(archive, case, one.client, at)))
    return content(cases, found, thin, _inputs(cases, home))


def content(
    cases: Sequence[KnownCase],
    found: Sequence[dict[str, float]],
    thin: Sequence[Sequence[dict[str, float]]],
    inputs: dict[str, str],
) -> dict[str, Any]:
    """Weights, track record and inputs as the file holds them.

    Args:
        cases: The cases.
        found: The gauges of each.
        thin: The gauges of each as samples of its rows show them.
        inputs: Hashes of what was read.
    """
    turned = np.array([one.turned for one in cases])
    broke = np.array([one.what == "rupture" for one in cases])
    weights: dict[str, Any] = {}
    for reading, true in (("realignment", turned), ("rupture", broke)):
        names, numbers = columns(reading, found)
        fit = fitted(names, numbers, true)
        for name, weight, neutral in zip(names, fit.weights, fit.neutral, strict=True):
            gauge = gauges()[name]
            weights[name] = {
                "reading": reading,
                "label": gauge.label,
                "decibans": round(float(weight / LOG), DECIMALS),
                "neutral": round(float(neutral), DECIMALS),
                "low": gauge.low,
                "high": gauge.high,
                "level": gauge.level,
            }
    names, numbers = columns("realignment", found)
    ratio = left_out(names, numbers, turned, [one.client for one in cases])
    searched = _searched(cases, thin, weights)
    said: dict[str, Any] = {
        "format": FORMAT,
        "cases": len(cases),
        "turns": int(turned.sum()),
        "prior": PRIOR,
        "gauges": {**weights, **searched.pop("gauges")},
        "searched": searched,
        "bands": _bands(ratio, turned),
        "inputs": inputs,
    }
    return {**said, "hash": history_hash(said)}


def _searched(
    cases: Sequence[KnownCase],
    thin: Sequence[Sequence[dict[str, float]]],
    weights: dict[str, Any],
) -> dict[str, Any]:
    """With which share of its weight a searched record speaks, and the gauges that weigh there alone."""
    numbers = [sample for of_case in thin for sample in of_case]
    true = np.array([one.turned for one, rows in zip(cases, thin, strict=True) for _ in rows])
    names, values = columns("realignment", numbers)
    fit = Fit(
        names,
        np.array([weights[name]["decibans"] * LOG for name in names]),
        np.array([weights[name]["neutral"] for name in names]),
    )
    asked = {n: g for n, g in gauges().items() if g.searched}
    extra = np.column_stack([within(numbers, n, g.low, g.high) for n, g in asked.items()])
    share, decibans = fitted_on_samples(fit.log_ratio(values) / LOG, extra, true)
    return {
        "share": round(share, DECIMALS),
        "samples": len(numbers),
        "gauges": {
            name: {
                "reading": gauge.reading,
                "label": gauge.label,
                "decibans": round(float(one), DECIMALS),
                "neutral": 0.0,
                "low": gauge.low,
                "high": gauge.high,
                "level": gauge.level,
                "searched": True,
            }
            for (name, gauge), one in zip(asked.items(), decibans, strict=True)
        },
    }


def _bands(ratio: Floats, turned: Mask) -> list[dict[str, float | int]]:
    """Left-out cases by what they would have been given, reweighted to the prior that is printed."""
    from scipy.stats import beta

    p = 1 / (1 + np.exp(-(np.log(PRIOR / (1 - PRIOR)) + ratio)))
    share = float(turned.mean())
    odds = PRIOR / (1 - PRIOR) * (1 - share) / share
    found: list[dict[str, float | int]] = []
    for low, high in pairwise(BANDS):
        mine = (p > low) & (p <= high) if low else p <= high
        n, k = int(mine.sum()), int(turned[mine].sum())
        ends = beta(k + 0.5, n - k + 0.5).ppf([0.05, 0.95])
        rates = [_moved((k + 0.5) / (n + 1), odds), *(_moved(float(end), odds) for end in ends)]
        found.append(
            {
                "low": low,
                "high": high,
                "cases": n,
                "turns": k,
                "rate": round(rates[0], DECIMALS),
                "rate_low": round(rates[1], DECIMALS),
                "rate_high": round(rates[2], DECIMALS),
            }
        )
    return found


def _moved(share: float, odds: float) -> float:
    """A share of turns among bench cases, as it would be at the printed prior."""
    moved = share / (1 - share) * odds
    return moved / (1 + moved)


def _inputs(cases: Sequence[KnownCase], home: Path) -> dict[str, str]:
    """Hashes of the event files and labels, by their place in ``home``."""
    paths = [home / path for path in WHOLE.values() if (home / path).exists()]
    for one in cases:
        if one.batch == "given":
            folder = home / "history" / one.publisher / one.archive
            paths += [folder / name for name in ("case.toml", "events.csv.gz", "truth.json")]
    whole = hashlib.sha256()
    for path in sorted(paths):
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    table = (files("steelyard.readings") / "data" / "cases.csv").read_bytes()
    return {
        "files": str(len(paths)),
        "sha256 of their sha256": whole.hexdigest(),
        "cases.csv": hashlib.sha256(table).hexdigest(),
    }


def written(found: dict[str, Any], path: Path) -> None:
    """Write the file, a line for each weight and band."""
    path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
