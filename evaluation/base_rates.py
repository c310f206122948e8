"""Measure what dyads look like in real archives: the base rates that the simulated worlds draw from.

    python -m evaluation.base_rates [SHARED]   # writes src/steelyard/readings/data/base_rates.csv

Aggregates over pairs of a smaller state and a great power only (rates, shares, dispersion): fewer
than a hundred numbers, each with the archive that it was measured on. Rates are events a day and
direction; dispersion is variance over mean of weekly counts; ``memory`` is their correlation from
one week to the next.
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import numpy as np

from steelyard import vocabulary
from steelyard.errors import VocabularyError
from steelyard.vocabulary import Coding

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "src" / "steelyard" / "readings" / "data" / "base_rates.csv"

ICEWS = "ICEWS 2018-01 to 2019-03 (merged state-level copy; Boschee et al., Harvard Dataverse doi:10.7910/DVN/28075)"
KEDS = "KEDS Balkans 1993 to 2003 (Schrodt, Kansas Event Data System; R package events)"

GREAT = ("United States", "Russian Federation", "China", "EU")
SMALL_AT_MOST = 20_000  # events a state may have in all and still count as a smaller one
FEWEST = 30  # events that a pair must have to be measured

KEDS_CLIENTS = {
    "SER": "SRB",
    "FRY": "SRB",
    "YUG": "SRB",
    "MAC": "MKD",
    "CRO": "HRV",
    "BOS": "BIH",
    "ALB": "ALB",
    "SLO": "SVN",
}
KEDS_GREAT = {"RUS": "RUS", "USA": "USA", "EUR": "EU", "EEC": "EU", "NAT": "NATO"}

Row = tuple[
    date, str, str, Coding, int, str
]  # day, actor, recipient, what, raw rows behind it, rung


def main() -> None:
    """Measure both archives and write the table."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared"
    rows = [
        *_measures("icews", ICEWS, list(_icews(shared)), date(2018, 1, 1), 450),
        *_measures("keds", KEDS, list(_keds(shared)), date(1993, 1, 1), 3860),
    ]
    if len(rows) > 100:
        msg = f"{len(rows)} figures; at most 100 aggregates of other people's data may be kept."
        raise SystemExit(msg)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("archive", "figure", "value", "unit", "source"))
        writer.writerows(rows)
    print(f"{len(rows)} figures in {TARGET}")


def _icews(shared: Path) -> Iterator[Row]:
    path = shared / "data" / "icews" / "merged_2018-01_2019-03.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        found = list(csv.DictReader(file))
    seen = Counter(row["source_country"] for row in found)
    for row in found:
        actor = row["source_country"] or _organisation(row["source"])
        recipient = row["target_country"] or _organisation(row["target"])
        pair = {actor, recipient}
        small = pair - set(GREAT)
        if len(pair) == 2 and len(small) == 1 and "" not in pair:
            if seen[small.pop()] > SMALL_AT_MOST:
                continue
            what = _coding(vocabulary.from_cameo, row["cameo"])
            if what is not None:
                rung = vocabulary.rung_of_code("cameo", row["cameo"])
                day = date.fromisoformat(row["date"])
                yield day, actor, recipient, what, int(row["n"]), rung


def _organisation(name: str) -> str:
    return "EU" if name.startswith("European Union") else ""


def _keds(shared: Path) -> Iterator[Row]:
    path = shared / "data" / "keds" / "balkans.weis.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            day = date.fromisoformat(row["date"])
            sides = [row["source"][:3], row["target"][:3]]
            actor, recipient = (KEDS_CLIENTS.get(s) or KEDS_GREAT.get(s) for s in sides)
            mixed = sum(side in KEDS_CLIENTS for side in sides) == 1
            if day.year < 1993 or not actor or not recipient or not mixed:
                continue
            what = _coding(vocabulary.from_weis, row["code"])
            if what is not None:
                rung = vocabulary.rung_of_code("weis", row["code"])
                yield day, actor, recipient, what, 1, rung


def _coding(read: object, code: str) -> Coding | None:
    try:
        what: Coding = read(code)  # type: ignore[operator]  # from_cameo or from_weis
    except VocabularyError:
        return None
    return what if what.type else None


def _measures(
    archive: str, source: str, rows: list[Row], start: date, days: int
) -> list[tuple[str, str, str, str, str]]:
    great = {*GREAT, *KEDS_GREAT.values()}
    pairs: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        client, power = (row[2], row[1]) if row[1] in great else (row[1], row[2])
        pairs[client, power].append(row)
    kept = {pair: found for pair, found in pairs.items() if len(found) >= FEWEST}
    weekly = [_weekly(found, start, days) for found in kept.values()]
    values: dict[str, tuple[float, str]] = {}
    rates = [len(found) / days for found in kept.values()]
    for name, some in (
        ("rate", rates),
        ("client share", [np.mean([row[1] == c for row in f]) for (c, _), f in kept.items()]),
        ("deeds share", [np.mean([r[3].act == "deeds" for r in f]) for f in kept.values()]),
        ("hostile share", [np.mean([(r[3].quad or 1) > 2 for r in f]) for f in kept.values()]),
        ("dispersion", [w.var() / w.mean() for w in weekly]),
        ("memory", [np.corrcoef(w[:-1], w[1:])[0, 1] for w in weekly]),
    ):
        unit = {"rate": "events a day", "dispersion": "variance / mean"}.get(name, "share")
        for q in (10, 50, 90):
            values[f"{name} p{q}"] = float(np.percentile(some, q)), unit
    ends = [np.mean([row[0].weekday() >= 5 for row in found]) for found in kept.values()]
    values["weekend share"] = float(np.median(ends)), "share"
    values["rows an event"] = float(np.mean([row[4] for row in rows])), "rows"
    friendly = Counter(r[3].type for f in kept.values() for r in f)
    for kind in vocabulary.TYPES:
        values[f"type {kind}"] = friendly[kind] / sum(friendly.values()), "share"
    support = [r[5] for f in kept.values() for r in f if r[3].type == "SUPPORT"]
    values["signed share"] = float(np.mean(np.array(support) == "commitment")), "share of SUPPORT"
    values["pairs"] = float(len(kept)), "pairs measured"
    return [(archive, name, f"{v:.4g}", unit, source) for name, (v, unit) in values.items()]


def _weekly(rows: Iterable[Row], start: date, days: int) -> np.ndarray:
    counts = np.zeros(days // 7)
    for row in rows:
        week = (row[0] - start).days // 7
        if 0 <= week < len(counts):
            counts[week] += 1
    return counts


if __name__ == "__main__":
    main()
