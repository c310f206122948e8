"""Placebo shocks weighed: how often does the verdict leave routine where nothing is known to have begun?

    python -m evaluation.history.placebo FOLDER [NUMBER]   # keds.duckdb and icews.duckdb, as `evaluation.history` makes them

Clients, poles and days are drawn at random (``evaluation.placebo.draws``). A verdict leaves routine where
a reading that is neither routine nor "none of these" stands above .8.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import steelyard as sy
from evaluation.history.hostile import weighed
from evaluation.placebo import draws
from steelyard import readings

SURE = 0.8


def main() -> None:
    """Weigh placebo shocks on both archives and print how often they leave routine."""
    folder, number = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 200
    lines = []
    for source in ("icews", "keds"):
        record = sy.open_archive(folder / f"{source}.duckdb")
        left: Counter[str] = Counter()
        told = unlike = 0
        for draw in draws(record, source, number // 2, seed=1):
            verdict = weighed(record, draw)
            best = max(verdict.probabilities, key=verdict.probabilities.__getitem__)
            told += bool(verdict.decibans)
            unlike += best == "none"
            if verdict.probabilities[best] > SURE and best not in ("routine", "none"):
                left[best] += 1
        wrong = sum(left.values())
        lines.append(
            f"{source}: {wrong} of {number // 2} placebo shocks leave routine above {SURE} "
            f"({wrong / (number // 2):.3f}); by reading {dict(left)}; told {told}, none of these "
            f"leads in {unlike}"
        )
        print(lines[-1], flush=True)
    out = Path(__file__).parents[1] / "results" / f"readings-placebo-{readings.shipped().date}.txt"
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
