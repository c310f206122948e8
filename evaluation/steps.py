"""How often steps of a yearly series are seen, and seen where there are none.

    python evaluation/steps.py [--worlds N] [--to FILE]

Needs no data: series of 16 and 24 years of noise of a given persistence (AR(1), variance one), without
and with a straight trend, and with one step a third of the way. Monte-Carlo error of a rate is about
.5 / sqrt(N).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from steelyard.statistics.segments.level_trend_steps import Step, level_trend_steps

PERSISTENCE = (0.0, 0.3, 0.6, 0.9)
TREND = 0.15
SIZES = (2.0, 3.0)


def noise(rng: np.random.Generator, years: int, keep: float) -> NDArray[np.float64]:
    """AR(1) noise of variance one."""
    drawn = rng.standard_normal(years)
    drawn[1:] *= np.sqrt(1 - keep**2)
    for year in range(1, years):
        drawn[year] += keep * drawn[year - 1]
    return drawn


def rates(rng: np.random.Generator, years: int, keep: float, worlds: int) -> dict[str, float]:
    """False alarms without and with a trend, detection and coverage by size of the step."""
    places = np.arange(years)
    found: dict[str, float] = {}
    for name, shape in (("level", 0.0 * places), ("trend", TREND * places)):
        alarms = [bool(_steps(noise(rng, years, keep) + shape)) for _ in range(worlds)]
        found[f"false alarms, {name}"] = float(np.mean(alarms))
    at = years // 3
    for size in SIZES:
        seen, sized, dated = 0, 0, 0
        for _ in range(worlds):
            steps = _steps(noise(rng, years, keep) + size * (places >= at))
            near = [step for step in steps if abs(step.at - at) <= 1]
            seen += bool(near)
            sized += bool(near) and near[0].low <= size <= near[0].high
            dated += bool(near) and near[0].first <= at <= near[0].last
        found[f"step of {size:g} seen"] = seen / worlds
        found[f"step of {size:g}, size covered"] = round(sized / seen, 3) if seen else 0.0
        found[f"step of {size:g}, year covered"] = round(dated / seen, 3) if seen else 0.0
    return found


def _steps(values: NDArray[np.float64]) -> tuple[Step, ...]:
    known = level_trend_steps(values)
    return known.steps if known else ()


def main() -> None:
    """Print the grid, and write it where asked."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--worlds", type=int, default=200)
    parser.add_argument("--to", type=Path)
    given = parser.parse_args()
    rng = np.random.default_rng(20261125)
    grid = {
        f"{years} years, persistence {keep:g}": rates(rng, years, keep, given.worlds)
        for years in (16, 24)
        for keep in PERSISTENCE
    }
    for name, cell in grid.items():
        print(name, {key: round(value, 3) for key, value in cell.items()})
    if given.to:
        text = json.dumps({"worlds": given.worlds, "grid": grid}, indent=1)
        given.to.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
