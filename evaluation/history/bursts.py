"""What bursts became: how often a rise in a pair's cooperation was still there later.

    python -m evaluation.history.bursts [FOLDER]

Panel: ICEWS counts by directed pair of states and year, 2002-2014 (all states and the poles USA, RUS,
CHN): the share of a state's cooperation that goes to the pole in year t against t-3 to t-1, and whether it
was still at least 1.5 times the old share in t+1 to t+3; by size of the rise and by whether a twentieth or
more of the pair's cooperation in year t was material. KEDS (Balkans, 1989-2003): a pair's cooperation
in half a year against the year before it, as a share of the record, and whether the year after still held
1.5 times the old share; by size and by whether a commitment (an agreement made) was among it. Beside the
rises always stand pairs that did not rise. Written to ``readings/data/bursts.csv``, from which the brief takes
the line that fits a case: 40 figures.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

import steelyard as sy
from evaluation.history.bench import FOLDER, SHARED

OUT = Path(__file__).parents[2] / "src" / "steelyard" / "readings" / "data" / "bursts.csv"
PANEL = "dyad_year/icews_dyad_year_2002_2014.parquet"
POLES = ("USA", "RUS", "CHN")
YEARS = range(2005, 2012)
#: What each panel is of, and what its lines cannot say.
SOURCES = {
    "icews-years": (
        "ICEWS counts by pair of states and year, 2002-2014 (Boschee et al., Harvard Dataverse doi:10.7910/DVN/28075)",
        "shares of the state's own cooperation with a great power; Serbia and the EU are not in it; no case was read",
    ),
    "keds-halves": (
        "KEDS Balkans by half-year, 1989-2003 (Schrodt, Kansas Event Data System; R package events)",
        "one region in a time of wars, pairs with whomever they met; no case was read",
    ),
}
#: Cooperative events of a pair before, at least; and of a state in all.
FEWEST = 10
STAYED = 1.5
SIZES = ((0.8, 1.25), (1.25, 1.5), (1.5, 2.0), (2.0, 3.0), (3.0, np.inf))
#: The share of material cooperation from which a rise is more than words.
MATERIAL = 0.05

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rise:
    """One pair and time: how much its share rose, what marked it, and whether it was there later."""

    size: float
    marked: bool
    stayed: bool


def main() -> None:
    """Print the table and write it."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    rows = [
        *_table("icews-years", "material", list(_panel(SHARED / PANEL))),
        *_table("keds-halves", "commitment", list(_halves(folder / "keds.duckdb"))),
    ]
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    for row in rows:
        print(*row.values())


def _table(panel: str, mark: str, rises: list[Rise]) -> Iterator[dict[str, object]]:
    for low, high in SIZES:
        for marked in ("all", f"with {mark}"):
            mine = [r for r in rises if low <= r.size < high and (marked == "all" or r.marked)]
            yield {
                "panel": panel,
                "from": low,
                "to": "" if np.isinf(high) else high,
                "of": marked,
                "n": len(mine),
                "stayed": sum(r.stayed for r in mine),
                "source": SOURCES[panel][0],
                "limits": SOURCES[panel][1],
            }


def _panel(path: Path) -> Iterator[Rise]:
    table = pq.read_table(path)
    sides = [
        [str(code) for code in table.column(name).to_pylist()] for name in ("actor", "recipient")
    ]
    years = table.column("year").to_numpy().astype(int)
    verbal = table.column("verbal_cooperation").to_numpy()
    material = table.column("material_cooperation").to_numpy()
    pair: dict[tuple[str, str], Floats] = defaultdict(lambda: np.zeros((2, 13)))
    whole: dict[str, Floats] = defaultdict(lambda: np.zeros(13))
    for at, (actor, recipient, year) in enumerate(zip(*sides, years, strict=True)):
        happened = verbal[at] + material[at]
        for state, other in ((actor, recipient), (recipient, actor)):
            whole[state][year - 2002] += happened
            if other in POLES:
                pair[state, other][:, year - 2002] += (happened, material[at])
    for (state, _), counts in sorted(pair.items()):
        for year in YEARS:
            found = _rise(counts, whole[state], year - 2002)
            if found is not None:
                yield found


def _rise(counts: Floats, whole: Floats, at: int) -> Rise | None:
    before, after = slice(at - 3, at), slice(at + 1, at + 4)
    totals = whole[before].sum(), whole[at], whole[after].sum()
    if counts[0, before].sum() < FEWEST or min(totals) == 0:
        return None
    old = counts[0, before].sum() / totals[0]
    now, later = counts[0, at] / totals[1], counts[0, after].sum() / totals[2]
    marked = counts[1, at] >= MATERIAL * max(counts[0, at], 1)
    return Rise(float(now / old), bool(marked), bool(later >= STAYED * old))


def _halves(path: Path) -> Iterator[Rise]:
    events = sy.open_archive(path).events
    rows = events.filter(events.quad <= 2).select("day", "actor", "recipient", "sentence")
    table = rows.to_pyarrow()
    start = np.datetime64("1989-04-01")
    days = (table.column("day").to_numpy().astype("datetime64[D]") - start).astype(int)
    half = days // 183
    periods = int(half.max()) + 1
    whole = np.zeros(periods)
    pair: dict[tuple[str, str], Floats] = defaultdict(lambda: np.zeros((2, periods)))
    columns = (table.column(name).to_pylist() for name in ("actor", "recipient", "sentence"))
    for at, actors, recipients, label in zip(half, *columns, strict=True):
        whole[at] += 1
        signed = "agreement" in (label or "").lower()
        for one, other in _pairs(actors, recipients):
            pair[one, other][:, at] += (1, signed)
    for _, counts in sorted(pair.items()):
        for at in range(2, periods - 2):
            before, after = slice(at - 2, at), slice(at + 1, at + 3)
            if counts[0, before].sum() < FEWEST:
                continue
            old = counts[0, before].sum() / whole[before].sum()
            now, later = counts[0, at] / whole[at], counts[0, after].sum() / whole[after].sum()
            yield Rise(float(now / old), bool(counts[1, at] > 0), bool(later >= STAYED * old))


def _pairs(actors: list[str], recipients: list[str]) -> set[tuple[str, str]]:
    """Pairs of different states, in one order; both actors where nobody receives."""
    across = [(a, r) for a in actors for r in recipients]
    if not recipients:
        across = [(a, r) for a in actors for r in actors]
    return {(min(p), max(p)) for p in across if p[0] != p[1] and ":" not in p[0] + p[1]}


if __name__ == "__main__":
    main()
