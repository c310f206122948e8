"""How well the archive tells one event from two: ``python -m evaluation.deduplication``.

``data/same_event.csv`` holds short reports written and labelled for this: which of them are of
one event (``event`` within ``group``), as a reader of the texts says, who sees more than the
columns that the rule sees. Some are there because the rule must fail on them (two meetings of a
pair on one day; a report two days late). Measured over all pairs of reports of a group:

    precision    of the pairs that the archive joins, those that a reader joins
    recall       of the pairs that a reader joins, those that the archive joins

Chaining (a report joins whatever event had a report the day before) is measured beside it.
"""

from __future__ import annotations

import csv
import tempfile
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

from steelyard.archive import Store, find_files, open_archive
from steelyard.sources.own_table import TABLE

SAMPLE = Path(__file__).parent / "data" / "same_event.csv"


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs joined by both, by the archive alone, by the reader alone."""

    both: int
    archive: int
    reader: int

    @property
    def precision(self) -> float:
        """Share of the joined pairs that belong together."""
        return self.both / (self.both + self.archive)

    @property
    def recall(self) -> float:
        """Share of the pairs that belong together that are joined."""
        return self.both / (self.both + self.reader)


def sample() -> list[dict[str, str]]:
    """Return the labelled reports; ``id`` is their line."""
    with SAMPLE.open(encoding="utf-8", newline="") as lines:
        return [{"id": str(n), **row} for n, row in enumerate(csv.DictReader(lines), start=2)]


def found_events(rows: list[dict[str, str]]) -> dict[str, str]:
    """Load the reports and return the event of each, by its id."""
    with tempfile.TemporaryDirectory() as folder:
        path, archive = Path(folder) / "sample.csv", Path(folder) / "a.duckdb"
        names = [name for name in rows[0] if name not in ("group", "event", "place")]
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, [*names, "place"], extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)
        with Store(archive) as store:
            store.load(TABLE, find_files([path])[0])
        held = open_archive(archive)
        pairs = held.reports.select("source_id", "event_id").to_pyarrow().to_pylist()
        held.connection.disconnect()
    return {pair["source_id"]: pair["event_id"] for pair in pairs}


def chained(rows: list[dict[str, str]]) -> dict[str, str]:
    """Join each report to whatever event of its kind had a report the day before, or that day."""
    last: dict[tuple[str, ...], tuple[date, str]] = {}
    found = {}
    for row in sorted(rows, key=lambda row: row["day"]):
        key = tuple(row[name] for name in ("group", "actor", "recipient", "type", "mode", "status"))
        day = date.fromisoformat(row["day"])
        before = last.get(key)
        event = before[1] if before and (day - before[0]).days <= 1 else row["id"]
        found[row["id"]], last[key] = event, (day, event)
    return found


def score(rows: list[dict[str, str]], found: dict[str, str]) -> Score:
    """Compare the events found with those that a reader sees."""
    both = archive = reader = 0
    for one, other in combinations(rows, 2):
        if one["group"] != other["group"]:
            continue
        same, joined = one["event"] == other["event"], found[one["id"]] == found[other["id"]]
        both += same and joined
        archive += joined and not same
        reader += same and not joined
    return Score(both, archive, reader)


def main() -> None:
    """Print precision and recall of the rule, and of chaining."""
    rows = sample()
    for name, found in (("archive", found_events(rows)), ("chaining", chained(rows))):
        result = score(rows, found)
        print(
            f"{name:9} precision {result.precision:.2f}  recall {result.recall:.2f}  "
            f"({result.both} pairs right, {result.archive} wrong, {result.reader} missed)"
        )


if __name__ == "__main__":
    main()
