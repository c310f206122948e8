"""The check of the learned weights: simulated worlds that they were not learned from.

    python -m evaluation.readings             # the table that the shipped weights carry
    python -m evaluation.readings 1000 7      # the shipped weights on 1,000 new worlds a set, seed 7

A world's label is its dominant mechanism. Targets: Brier at most .32 (what is it) and .45 (who drives
it), expected calibration error at most .05, what is stated at .8 to .9 true .80 to .95 of the time,
routine called otherwise above .8 at most .03 in the prior and .10 in each misspecified world.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from steelyard import readings
from steelyard.pipeline.calibration import LEARNED_FROM, SETS, known_of
from steelyard.pipeline.checking import CLASSES, check_lines, checked

RESULTS = Path(__file__).parent / "results"


def main() -> None:
    """Print the table; with a number and a seed, on new worlds."""
    model = readings.shipped()
    if len(sys.argv) == 1:
        lines = check_lines({"check": model.check})
        made = f"worlds kept apart when the weights of {model.date} were made"
    else:
        number, seed = int(sys.argv[1]), int(sys.argv[2])
        start = time.perf_counter()
        rows = []
        for at, one in enumerate(s for s in SETS if s.name not in LEARNED_FROM):
            first = 500_000_000 + seed * 1_000_000 + at * 100_000
            known = known_of(range(first, first + number), one.spread, workers=2)
            rows += [
                {"set": one.name, "family": f, **checked(known, f, model.wide[f], model.scale)}
                for f in CLASSES
            ]
        lines = check_lines({"check": rows})
        made = f"{number} new worlds a set, seed {seed}, {time.perf_counter() - start:.0f} s"
    text = "\n".join([f"Weights of {model.date}: {made}", "", *lines, ""])
    print(text)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"readings-{model.date}{'-new' if len(sys.argv) > 1 else ''}.txt").write_text(
        text, encoding="utf-8"
    )


if __name__ == "__main__":
    main()
