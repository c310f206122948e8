"""The file of weights from real cases: weights, track record, and the hashes of what was read.

``steelyard calibrate --history DIR`` writes it (``readings/data/history.json``).
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from steelyard.errors import SourceError
from steelyard.pipeline.history.case_archives import opened
from steelyard.pipeline.history.gauge_values import columns, gauges, numbers_of
from steelyard.pipeline.history.gauge_weights import Fit, fitted, left_out
from steelyard.pipeline.history.known_cases import WHOLE, KnownCase, known_cases
from steelyard.pipeline.history.track_record import DECIMALS, PRIOR, bands
from steelyard.pipeline.searched.thinned_history import fitted as fitted_on_samples
from steelyard.pipeline.searched.thinned_history import samples, within
from steelyard.readings.measured import FORMAT, LOG, history_hash
from steelyard.records import Gauge


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
    weights = weights_of_cases(cases, found)
    names, numbers = columns("realignment", found)
    ratio = left_out(names, numbers, turned, [one.client for one in cases])
    said: dict[str, Any] = {
        "format": FORMAT,
        "cases": len(cases),
        "turns": int(turned.sum()),
        "prior": PRIOR,
        "gauges": weights,
        "searched": _searched(cases, found, thin),
        "bands": bands(ratio, turned),
        "inputs": inputs,
    }
    return {**said, "hash": history_hash(said)}


def weights_of_cases(
    cases: Sequence[KnownCase], found: Sequence[dict[str, float]], *, counted: bool = True
) -> dict[str, dict[str, Any]]:
    """Return the weight of every gauge that speaks in records that were counted, or in all, as the file holds it."""
    turned = np.array([one.turned for one in cases])
    broke = np.array([one.what == "rupture" for one in cases])
    weights: dict[str, Any] = {}
    for reading, true in (("realignment", turned), ("rupture", broke)):
        names, numbers = columns(reading, found, counted=counted)
        fit = fitted(names, numbers, true)
        for name, weight, neutral in zip(names, fit.weights, fit.neutral, strict=True):
            weights[name] = _said(
                gauges()[name],
                round(float(weight / LOG), DECIMALS),
                round(float(neutral), DECIMALS),
            )
    return weights


def _searched(
    cases: Sequence[KnownCase],
    found: Sequence[dict[str, float]],
    thin: Sequence[Sequence[dict[str, float]]],
) -> dict[str, Any]:
    """The weights of searched records, without the gauges that need a count, and with which share they speak."""
    weights = weights_of_cases(cases, found, counted=False)
    numbers = [sample for of_case in thin for sample in of_case]
    true = np.array([one.turned for one, rows in zip(cases, thin, strict=True) for _ in rows])
    names, values = columns("realignment", numbers, counted=False)
    fit = Fit(
        names,
        np.array([weights[name]["decibans"] * LOG for name in names]),
        np.array([weights[name]["neutral"] for name in names]),
    )
    asked = {n: g for n, g in gauges().items() if g.searched}
    extra = np.column_stack([within(numbers, n, g.low, g.high) for n, g in asked.items()])
    share, decibans = fitted_on_samples(fit.log_ratio(values) / LOG, extra, true)
    further = {
        name: _said(gauge, round(float(one), DECIMALS), 0.0)
        for (name, gauge), one in zip(asked.items(), decibans, strict=True)
    }
    return {
        "share": round(share, DECIMALS),
        "samples": len(numbers),
        "gauges": {**weights, **further},
    }


def _said(gauge: Gauge, decibans: float, neutral: float) -> dict[str, Any]:
    return {
        "reading": gauge.reading,
        "label": gauge.label,
        "decibans": decibans,
        "neutral": neutral,
        "low": gauge.low,
        "high": gauge.high,
        "level": gauge.level,
        "binds": gauge.binds,
    }


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
