"""How well Russian is coded, and whether one event told in two languages stays one.

    python -m evaluation.russian                    figures of the sentences that may be looked at
    python -m evaluation.russian --errors           and the sentences that are coded wrong
    python -m evaluation.russian --blind            the third that nobody looks at; once a round
    python -m evaluation.russian --fresh            the batches written one after the other, mended for since
    python -m evaluation.russian --gate             no figure of what may be looked at below its floor
    python -m evaluation.russian --gate --update    raise the floors (--lower REASON to lower them)
    python -m evaluation.russian --probes           the same event in other words, voice and order
    python -m evaluation.russian --pairs            one event in English and in Russian: joined?

``data/russian.jsonl`` holds sentences of our own in the style of the agencies; ``split`` says
whether one may be looked at (``tune``) or not (``blind``). ``data/russian_fresh.jsonl`` holds batches of
news from all over the world, each run once before anything was mended for it. ``data/russian_probes.csv`` groups
sentences that tell one event in other words; ``data/russian_pairs.csv`` short reports in both
languages with the event that a reader sees in them. ``labelling.md`` has the conventions.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

from evaluation import gate
from evaluation.coding import day_of, print_error, rows, show
from evaluation.measures import Stated, Tally
from steelyard.archive import open_archive
from steelyard.coding import Coder
from steelyard.pipeline.ingest.run import read_to
from steelyard.records import Event

HERE = Path(__file__).parent
OWN = HERE / "data" / "russian.jsonl"
FRESH = HERE / "data" / "russian_fresh.jsonl"
PROBES = HERE / "data" / "russian_probes.csv"
PAIRS = HERE / "data" / "russian_pairs.csv"
FLOORS = HERE / "russian_floors.json"


def main(argv: list[str] | None = None) -> int:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("errors", "blind", "fresh", "gate", "update", "probes", "pairs"):
        parser.add_argument(f"--{name}", action="store_true")
    parser.add_argument("--lower", metavar="REASON", default="")
    options = parser.parse_args(argv)
    if options.gate:
        return _gate(update=options.update, reason=options.lower)
    if options.probes:
        return _print_probes()
    if options.pairs:
        return _print_pairs()
    part = "blind" if options.blind else "fresh" if options.fresh else "tune"
    show(f"Russian sentences of our own, {part}", measure(part, errors=options.errors))
    return 0


def measure(part: str, *, errors: bool = False, coder: Coder | None = None) -> Tally:
    """Code the labelled sentences of a part and count."""
    coder, tally = coder or Coder(language="ru"), Tally()
    for row in rows(FRESH if part == "fresh" else OWN, part):
        stated = [Stated.of(event) for event in row["events"]]
        events = coder.code_sentence(row["text"], day_of(row))
        before = tally.faults
        tally.add(stated, events)
        if errors and tally.faults > before:
            print_error(row, stated, events)
    return tally


@dataclass(frozen=True, slots=True)
class Probe:
    """Sentences that tell one event, and whether each is coded as the first."""

    group: str
    kind: str
    text: str
    same: bool


def probes(coder: Coder | None = None) -> list[Probe]:
    """Return the probes: a group's first sentence is what the others are compared with."""
    coder = coder or Coder(language="ru")
    with PROBES.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    first: dict[str, set[tuple[Any, ...]]] = {}
    told = []
    for row in found:
        events = {_bare(e) for e in coder.code_sentence(row["text"], date(2020, 1, 15))}
        wanted = first.setdefault(row["group"], events)
        told.append(
            Probe(row["group"], row["kind"], row["text"], bool(events) and events == wanted)
        )
    return told


@dataclass(frozen=True, slots=True)
class Joined:
    """Pairs of reports in two languages: joined by both, by the archive alone, by the reader alone."""

    both: int
    archive: int
    reader: int

    @property
    def precision(self) -> float:
        """Share of the joined pairs that belong together."""
        return self.both / max(self.both + self.archive, 1)

    @property
    def recall(self) -> float:
        """Share of the pairs that belong together that are joined."""
        return self.both / max(self.both + self.reader, 1)


def pairs() -> list[dict[str, str]]:
    """Return the reports in both languages; ``event`` is what a reader sees in them."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return [{"id": f"p{n}", **row} for n, row in enumerate(csv.DictReader(file), start=2)]


def read_pairs(reports: list[dict[str, str]], folder: Path) -> dict[str, set[str]]:
    """Read the reports into an archive as articles, and return the events of each by its id."""
    news, archive = folder / "news.jsonl", folder / "both.duckdb"
    keys = ("id", "text", "date", "publisher")
    lines = (json.dumps({key: row[key] for key in keys}, ensure_ascii=False) for row in reports)
    news.write_text("\n".join(lines), encoding="utf-8")
    read_to(archive, [str(news)])
    held = open_archive(archive)
    found: dict[str, set[str]] = {row["id"]: set() for row in reports}
    for report in held.reports.select("source_id", "event_id").to_pyarrow().to_pylist():
        found[report["source_id"].split(":")[0]].add(report["event_id"])
    held.connection.disconnect()
    return found


def joined(reports: list[dict[str, str]], found: dict[str, set[str]]) -> Joined:
    """Count the pairs of reports in different languages that share an event."""
    both = archive = reader = 0
    for one, other in combinations(reports, 2):
        if one["language"] == other["language"]:
            continue
        together = bool(found[one["id"]] & found[other["id"]])
        belongs = one["event"] == other["event"]
        both += together and belongs
        archive += together and not belongs
        reader += belongs and not together
    return Joined(both, archive, reader)


def _bare(event: Event) -> tuple[Any, ...]:
    return frozenset(event.actor), event.type, frozenset(event.recipient), event.status


def _gate(*, update: bool, reason: str) -> int:
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    coder = Coder(language="ru")
    figures = {part: measure(part, coder=coder).figures() for part in ("tune", "fresh")}
    if update:
        try:
            floors = gate.updated(floors, figures, reason, OWN)
        except ValueError as refusal:
            print(refusal)
            return 1
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")
    wrong = (
        gate.check(floors, figures, OWN) if floors else [f"There is no {FLOORS.name}: --update."]
    )
    print("\n".join(wrong) or "Every measure is at its floor or above.")
    return 1 if wrong else 0


def _print_probes() -> int:
    found = probes()
    for probe in found:
        if not probe.same:
            print(f"{probe.kind}: {probe.text}")
    for kind in dict.fromkeys(probe.kind for probe in found):
        some = [probe for probe in found if probe.kind == kind]
        print(f"{kind:12} {sum(p.same for p in some):3} of {len(some)}")
    return 0


def _print_pairs() -> int:
    reports = pairs()
    with tempfile.TemporaryDirectory() as folder:
        found = read_pairs(reports, Path(folder))
    _print_apart(reports, found)
    score = joined(reports, found)
    print(f"{len(reports)} reports: precision {score.precision:.3f}, recall {score.recall:.3f}")
    return 0


def _print_apart(reports: Iterable[dict[str, str]], found: dict[str, set[str]]) -> None:
    """Print the reports of an event that the archive keeps apart."""
    events: dict[str, list[dict[str, str]]] = {}
    for row in reports:
        events.setdefault(row["event"], []).append(row)
    for some in events.values():
        if len(some) > 1 and not set.intersection(*(found[row["id"]] for row in some)):
            print("\n".join(f"apart: {row['language']} {row['text']}" for row in some))


if __name__ == "__main__":
    sys.exit(main())
