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


def _asked(reading: str, *, counted: bool) -> dict[str, Gauge]:
    """The gauges that speak for a reading in records that were counted, or in all records."""
    return {
        name: gauge
        for name, gauge in gauges().items()
        if gauge.reading == reading and not gauge.searched and (counted or not gauge.counted)
    }


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


def columns(
    reading: str, found: Sequence[dict[str, float]], *, counted: bool = True
) -> tuple[tuple[str, ...], Floats]:
    """Names and values of the gauges that speak for a reading, within their bounds.

    Args:
        reading: The reading.
        found: What the gauges show of each case.
        counted: Whether those are among them that need a record that was counted.
    """
    asked = _asked(reading, counted=counted)
    table = [
        [
            min(max(one.get(name, gauge.neutral or 0.0), gauge.low), gauge.high)
            for name, gauge in asked.items()
        ]
        for one in found
    ]
    return tuple(asked), np.array(table)
