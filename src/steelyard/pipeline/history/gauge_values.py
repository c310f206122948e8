"""What the gauges of the diagnostics show of a known case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from steelyard import diagnostics
from steelyard.pipeline.history.known_cases import KnownCase
from steelyard.records import Archive, Gauge

Floats = NDArray[np.float64]


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
