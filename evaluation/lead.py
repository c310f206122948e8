"""Does `lead` name leaders only where there are any? False leaders and power, world by world.

    python evaluation/lead.py [--replicates N] [--seed N] [--to FILE]

Every world is two series of counts a day whose truth is known: with and without a driver that
moves both, with a control that shows it well, badly or not at all, with equal and unequal rates,
and with answers (.3 events called forth by one) or none. Beside them stands what the literature
does: a test of each direction by itself (Granger), on the same series. No data are needed.
"""

from __future__ import annotations

import argparse
import platform
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evaluation.exchanges import Exchange, exchange
from steelyard.statistics import lead

WORLDS = {
    "nothing common, no lead": Exchange(factor=1e-6),
    "common driver, no lead": Exchange(),
    "slow common driver, no lead": Exchange(memory=0.98),
    "answers in a day, no lead": Exchange(half_life=1.0),
    "answers in five days, no lead": Exchange(half_life=5.0),
    "poor control, no lead": Exchange(control=0.5),
    "no control, no lead": Exchange(control=None),
    "unequal rates, no lead": Exchange(rates=(0.6, 0.1)),
    "unequal rates, no control, no lead": Exchange(rates=(0.6, 0.1), control=None),
    "unequal loads, no lead": Exchange(loads=(1.0, 0.4)),
    "each answers the other (.3)": Exchange(a_to_b=0.3, b_to_a=0.3),
    "nothing common, a leads (.3)": Exchange(factor=1e-6, a_to_b=0.3),
    "common driver, a leads (.3)": Exchange(a_to_b=0.3),
    "slow common driver, a leads (.3)": Exchange(memory=0.98, a_to_b=0.3),
    "answers in a day, a leads (.3)": Exchange(half_life=1.0, a_to_b=0.3),
    "answers in five days, a leads (.3)": Exchange(half_life=5.0, a_to_b=0.3),
    "no control, a leads (.3)": Exchange(control=None, a_to_b=0.3),
}

HEAD = (
    "world",
    "a leads",
    "b leads",
    "coverage of the difference",
    "mean a to b",
    "mean b to a",
    "Granger: a to b",
    "Granger: b to a",
)


def granger(target: NDArray[np.float64], other: NDArray[np.float64], lags: int = 7) -> bool:
    """Say whether lags of the other series add to the target's own at 5 % (Granger 1969)."""
    from scipy.stats import f as f_law

    rows = len(target) - lags
    past = [target[lags - k - 1 : len(target) - k - 1] for k in range(lags)]
    more = [other[lags - k - 1 : len(other) - k - 1] for k in range(lags)]
    own = np.column_stack([np.ones(rows), *past])
    both = np.column_stack([own, *more])
    y = target[lags:]
    rest = [float(np.sum((y - x @ np.linalg.lstsq(x, y, rcond=None)[0]) ** 2)) for x in (own, both)]
    freedom = rows - both.shape[1]
    ratio = (rest[0] - rest[1]) / lags / (rest[1] / freedom)
    return bool(f_law.sf(ratio, lags, freedom) < 0.05)


def cell(world: Exchange, replicates: int, seed: int) -> list[float]:
    """Return the measures of one world, in the order of HEAD."""
    rows = []
    for at in range(replicates):
        a, b, control = exchange(np.random.default_rng((seed, at)), world)
        found = lead(a, b, control=control, seed=at)
        rows.append(
            (
                found.grade == "a_leads",
                found.grade == "b_leads",
                found.low <= world.a_to_b - world.b_to_a <= found.high,
                found.a_to_b,
                found.b_to_a,
                granger(b, a),
                granger(a, b),
            )
        )
    return [float(value) for value in np.nanmean(np.array(rows, dtype=float), axis=0)]


def main() -> None:
    """Run the worlds and print them, with what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicates", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--to", type=Path, help="file to write as well")
    asked = parser.parse_args()
    start = time.perf_counter()
    lines = ["| " + " | ".join(HEAD) + " |", "|---" * len(HEAD) + "|"]
    for name, world in WORLDS.items():
        shown = " | ".join(f"{value:.3f}" for value in cell(world, asked.replicates, asked.seed))
        lines.append(f"| {name} | {shown} |")
        sys.stderr.write(f"{lines[-1]}\n")
    n = asked.replicates
    text = (
        f"# Lead: whom `lead` calls first where the truth is known\n\n"
        f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, Python {platform.python_version()}; "
        f"910 days, .2 events a day a side unless said, {n} replicates a world, seed "
        f"{asked.seed}; Monte-Carlo standard error {np.sqrt(0.05 * 0.95 / n):.3f} at .05, "
        f"{0.5 / np.sqrt(n):.3f} at .5; {time.perf_counter() - start:.0f} s.\n\n"
        + "\n".join(lines)
        + "\n"
    )
    print(text)
    if asked.to:
        asked.to.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
