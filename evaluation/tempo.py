"""Does `rate_change` mean what it says? Coverage, false alarms and power, series by series.

    python evaluation/tempo.py [--replicates N] [--seed N] [--other] [--to FILE]

Prints, for every cell of the grid, how often the 90 % interval held the true ratio (1 and 2),
how often `supports` was given at ratio 1 (false alarms) and at ratio 2 (power), and beside them
what the exact Poisson test does with the same series. `--other` runs worlds that the estimator
was not made for. No data are needed.
"""

from __future__ import annotations

import argparse
import platform
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from evaluation.counts import World, series
from steelyard.statistics import rate_change, rate_ratio

#: The cells of the research notes: mean a week and weeks after.
GRID = {
    f"{mean:g} a week, {after} weeks after": World(mean, 104, after)
    for mean in (0.5, 2.0, 8.0)
    for after in (8, 13)
}

#: Worlds that the grid of noise does not hold, or only in part.
OTHER = {
    "Poisson, no swell": World(2.0, 104, 13, phi=np.inf, swell=0.0),
    "strong over-dispersion": World(4.0, 104, 13, phi=1.0),
    "long memory": World(4.0, 104, 13, memory=0.9),
    "wide swell": World(4.0, 104, 13, swell=0.6, memory=0.8),
    "yearly cycle": World(4.0, 104, 13, yearly=0.5),
    "yearly cycle, four years": World(4.0, 208, 13, yearly=0.5),
    "drift": World(4.0, 104, 13, drift=0.7),
    "gaps over a fifth": World(4.0, 104, 13, gaps=0.2),
    "one year before": World(4.0, 52, 13),
    "half a year before": World(4.0, 26, 8),
    "days, two years": World(0.6, 730, 91, phi=2.0, memory=0.93, year=365.25),
    "days, two years, yearly cycle": World(
        0.6, 730, 91, phi=2.0, memory=0.93, yearly=0.4, year=365.25
    ),
    "days, one year": World(0.6, 365, 60, phi=2.0, memory=0.93, year=365.25),
}

HEAD = (
    "world",
    "coverage 1",
    "coverage 2",
    "false alarms",
    "power 2",
    "rank <= .05 at 1",
    "exact: false alarms",
    "exact: coverage 1",
)


def cell(world: World, replicates: int, seed: int) -> list[float]:
    """Return the measures of one world, in the order of HEAD."""
    hits: dict[str, list[bool]] = {name: [] for name in HEAD[1:]}
    for at in range(replicates):
        for ratio in (1, 2):
            rng = np.random.default_rng((seed, at, ratio))
            before, after = series(rng, world, ratio)
            found = rate_change(before, after, seed=at)
            hits[f"coverage {ratio}"].append(found.low <= ratio <= found.high)
            if ratio == 2:
                hits["power 2"].append(found.grade == "supports")
                continue
            hits["false alarms"].append(found.grade == "supports")
            hits["rank <= .05 at 1"].append(found.placebo_p <= 0.05)
            low, high = exact(before, after)
            hits["exact: coverage 1"].append(low <= 1 <= high)
            hits["exact: false alarms"].append(low > 1)
    return [float(np.mean(hits[name])) for name in HEAD[1:]]


def exact(before: np.ndarray, after: np.ndarray) -> tuple[float, float]:
    """Return the 90 % interval of the exact conditional test, as the control that fails."""
    found = rate_ratio(
        float(np.nansum(before)),
        float(np.nansum(after)),
        float(np.isfinite(before).sum()),
        float(np.isfinite(after).sum()),
    )
    return (0.0, np.inf) if found is None else (found.low, found.high)


def table(worlds: dict[str, World], replicates: int, seed: int) -> str:
    """Return the grid as a Markdown table."""
    lines = ["| " + " | ".join(HEAD) + " |", "|---" * len(HEAD) + "|"]
    for name, world in worlds.items():
        shown = " | ".join(f"{value:.3f}" for value in cell(world, replicates, seed))
        lines.append(f"| {name} | {shown} |")
        sys.stderr.write(f"{lines[-1]}\n")
    return "\n".join(lines)


def main() -> None:
    """Run the grid and print it, with what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicates", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--other", action="store_true", help="worlds it was not made for")
    parser.add_argument("--to", type=Path, help="file to write as well")
    asked = parser.parse_args()
    start = time.perf_counter()
    shown = table(OTHER if asked.other else GRID, asked.replicates, asked.seed)
    error = 0.5 / np.sqrt(asked.replicates)
    text = (
        f"# Tempo: what `rate_change` does with series whose truth is known\n\n"
        f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, Python {platform.python_version()}; "
        f"{asked.replicates} replicates a cell and ratio, seed {asked.seed}; Monte-Carlo standard "
        f"error at most {error:.3f} (at .05 {np.sqrt(0.05 * 0.95 / asked.replicates):.3f}); "
        f"{time.perf_counter() - start:.0f} s.\n\n{shown}\n"
    )
    print(text)
    if asked.to:
        asked.to.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
