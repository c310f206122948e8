"""How rare real turns are: the base rate behind the prior of realignment (docs/decisions/0041).

    python -m evaluation.turns [SHARED]

Ideal points from roll calls in the UN General Assembly (Bailey, Strezhnev and Voeten 2017, Journal of
Conflict Resolution 61:430; estimates of April 2020) are on a scale whose spread over states is about
one. A state-year counts as a turn where the mean of the three sessions after it lies at least half a
unit from that of the three before: a move that lasts. Permanent members of the Security Council are
left out, and so are years without all six sessions. Votes are not alignment, and a move need not be
towards the pole that somebody asks about: the rate is an upper bound for a given rival and any year.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
FILE = Path("data/ties/idealpoints/IdealpointestimatesAll_Apr2020.csv")
RESULTS = ROOT / "evaluation" / "results"

GREAT = frozenset({"USA", "RUS", "CHN", "GBR", "FRA"})
SIZES = (0.5, 0.75, 1.0)
PERIODS = ((1950, 1989), (1990, 2016), (1950, 2016))
SIDE = 3  # sessions on either side of the year


def main() -> None:
    """Print and keep the share of state-years in which a state moved and stayed."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared"
    points = _points(shared / FILE)
    lines = ["years       moved by at least   state-years   turns   share"]
    for first, last in PERIODS:
        moves = [m for state in points.values() for m in _moves(state, first, last)]
        for size in SIZES:
            turns = sum(move >= size for move in moves)
            lines.append(
                f"{first}-{last}   {size:<17}   {len(moves):<11}   {turns:<5}   {turns / len(moves):.3f}"
            )
    text = "\n".join(lines) + "\n"
    print(text, end="")
    day = datetime.now(tz=UTC).date().isoformat()
    (RESULTS / f"turns-{day}.txt").write_text(text, encoding="utf-8")


def _points(path: Path) -> dict[str, dict[int, float]]:
    """Ideal points by state and year; a session begins in the year that it is counted from 1945."""
    found: dict[str, dict[int, float]] = defaultdict(dict)
    with path.open(encoding="latin1") as file:
        for row in csv.DictReader(file):
            if row["iso3c"] not in GREAT and row["IdealPoint"] not in ("", "NA"):
                found[row["iso3c"]][1945 + int(row["session"])] = float(row["IdealPoint"])
    return found


def _moves(state: dict[int, float], first: int, last: int) -> list[float]:
    """How far the state moved about each year that has all sessions on both sides."""
    found = []
    for year in range(first, last + 1):
        before = [state[y] for y in range(year - SIDE, year) if y in state]
        after = [state[y] for y in range(year + 1, year + 1 + SIDE) if y in state]
        if len(before) == len(after) == SIDE:
            found.append(abs(float(np.mean(after) - np.mean(before))))
    return found


if __name__ == "__main__":
    main()
