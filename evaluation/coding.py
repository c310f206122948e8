"""Print how well the coder codes: ``python -m evaluation.coding [--write] [--errors PART]``.

Measured are the project's own labelled sentences (``own``; ``wire`` in wire and newspaper style and
``articles`` from real articles, both with a row for each kind: see :mod:`evaluation.labelled`) and,
where they lie beside the project, three sets that are other people's (``beside``): PLOVER gold
records (one event a sentence: the surest event counts, under PLOVER's labels), PLV sentences (type
only) and sentences in the form of the project's own. The public scorer is used for the first where
it is present. ``--sets wire articles`` measures only these; ``--blind`` measures the blind parts
of both in place of those that may be looked at.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from evaluation import labelled
from evaluation.measures import Stated, Tally, reliability
from steelyard.coding import Coder
from steelyard.coding.english.language import CODER
from steelyard.records import Event

HERE = Path(__file__).parent
OWN = HERE / "data" / "sentences.jsonl"
RESULTS = HERE / "results"
BESIDE = HERE.parent.parent / "shared"
GOLD = BESIDE / "data" / "gold"
SCORER = BESIDE / "tools" / "score.py"

#: Sets scored by the public scorer: file, its options, and which part of it.
RUNS = (
    ("plover_gsr.dev", (), ""),
    ("plover_gsr.dev", ("--interstate",), ""),
    ("plv.train", ("--merge-yield",), "looked at"),
    ("plv.train", ("--merge-yield",), "kept aside"),
)

#: What may be measured.
ALL = ("own", *labelled.SETS, "beside")

#: The day of records that have none.
NO_DAY = "2000-01-01"


def main(argv: list[str] | None = None) -> int:
    """Measure, print, and write the dated result where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="keep the figures in results/")
    parser.add_argument(
        "--errors", metavar="PART", help="list the errors of a part: tune, wire.dev, articles.dev"
    )
    parser.add_argument("--sets", nargs="+", choices=ALL, default=ALL, help="measure only these")
    parser.add_argument("--blind", action="store_true", help="score the blind parts; do it once")
    options = parser.parse_args(argv)
    result: dict[str, Any] = {"coder": CODER, "day": datetime.now(UTC).date().isoformat()}
    if "own" in options.sets and not options.blind:
        for split in ("tune", "held"):
            tally = measure(rows(OWN, split), errors=options.errors == split)
            result[f"own {split}"] = show(f"own sentences, {split}", tally)
    for name in labelled.SETS:
        if name in options.sets:
            result |= by_kind(name, "blind" if options.blind else "dev", options.errors)
    if "beside" in options.sets and not options.blind and GOLD.exists():
        result |= beside()
    if options.write:
        RESULTS.mkdir(exist_ok=True)
        path = RESULTS / f"{result['day']}{'-blind' if options.blind else ''}.json"
        path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


def rows(path: Path, split: str | None = None) -> list[dict[str, Any]]:
    """Return the records of a file of JSON lines, those of one split where it is given."""
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [row for row in found if split is None or row.get("split") == split]


def day_of(row: dict[str, Any]) -> date | None:
    """Return the day of a record, None where it is only a placeholder."""
    text = row.get("date")
    return None if text in (None, NO_DAY) else date.fromisoformat(text)


def measure(records: Iterable[dict[str, Any]], *, errors: bool = False) -> Tally:
    """Code labelled sentences and count."""
    coder, tally = Coder(), Tally()
    for row in records:
        stated = [Stated.of(event) for event in row["events"]]
        events = coder.code_sentence(row["text"], day_of(row) or date(2000, 1, 1))
        before = tally.faults
        tally.add(stated, events)
        if errors and tally.faults > before:
            print_error(row, stated, events)
    return tally


def show(title: str, tally: Tally) -> dict[str, Any]:
    """Print the figures of a set with its reliability table, and return them."""
    figures = tally.figures()
    print(f"\n{title}: {tally.sentences} sentences, {tally.stated} events stated")
    for name, value in figures.items():
        print(f"  {name:32} {value:7.3f}")
    table = reliability(tally.sure)
    print("  stated confidence   events  mean   right")
    for band, n, mean, right in table:
        print(f"  {band:19} {n:6} {mean:6.2f} {right:6.2f}")
    return {**figures, "reliability": [list(row) for row in table]}


def by_kind(name: str, part: str, errors: str | None = None) -> dict[str, Any]:
    """Measure a part of a labelled set, all together and each kind by itself."""
    records = labelled.sentences(name, part)
    if not records:
        print(f"\n{name} {part}: its articles do not lie beside the project, so nothing is scored.")
        return {}
    listed = errors == f"{name}.{part}"
    kinds = {row["kind"]: Tally() for row in records}
    total, coder = Tally(), Coder()
    for row in records:
        stated = [Stated.of(event) for event in row["events"]]
        events = coder.code_sentence(row["text"], day_of(row))
        before = total.faults
        for tally in (total, kinds[row["kind"]]):
            tally.add(stated, events)
        if listed and total.faults > before:
            print_error(row, stated, events)
    figures = show(f"{name} {part}", total)
    print(f"  {'kind':14} sentences  events  found  right of coded  false  self-dyads")
    for kind, tally in sorted(kinds.items()):
        print(
            f"  {kind:14} {tally.sentences:9} {tally.stated:7} {_per(tally.right, tally.stated)}"
            f" {_per(tally.right, tally.coded):>15} {tally.false:6} {tally.self_dyads:11}"
        )
    rows_of_kinds = {
        kind: [t.sentences, t.stated, t.right, t.coded, t.false, t.self_dyads]
        for kind, t in sorted(kinds.items())
    }
    return {f"{name} {part}": {**figures, "kinds": rows_of_kinds}}


def _per(part: int, whole: int) -> str:
    return f"{part / whole:6.2f}" if whole else "     -"


def print_error(row: dict[str, Any], stated: list[Stated], events: list[Event]) -> None:
    """Print a sentence that was not coded as its label has it, and what was coded."""
    print(f"{row['id']} {row.get('kind', '')}: {row['text']}")
    for s in stated:
        pairs = " = ".join(f"{'+'.join(sorted(a))}>{'+'.join(sorted(b))}" for a, b in s.pairs)
        wanted = f"{pairs} {'|'.join(sorted(s.types))} {'|'.join(sorted(s.statuses))}"
        print(f"    {'may' if s.optional else 'ask'}   {wanted}")
    for e in events:
        who = f"{'+'.join(e.actor)}>{'+'.join(e.recipient)}"
        print(f"    coded {who} {e.type} {e.status} {e.day} {e.precision} {e.confidence}")


def beside() -> dict[str, Any]:
    """Measure on the sets beside the project."""
    tally = measure(rows(GOLD / "sentences.dev.jsonl"))
    result: dict[str, Any] = {"sentences beside": show("sentences.dev", tally)}
    coder = Coder(labels="plover")
    for name, options, part in RUNS:
        path = GOLD / f"{name}.jsonl"
        chosen = [row for row in rows(path) if not part or part == _part(row)]
        figures = score(chosen, [(row["id"], surest(coder, row)) for row in chosen], *options)
        title = " ".join((name, *options, *([part] if part else [])))
        print(f"\n{title}: {len(chosen)} sentences")
        for measure_name, value in figures.items():
            print(f"  {measure_name:32} {value:7.3f}")
        result[title] = figures
    return result


def surest(coder: Coder, row: dict[str, Any]) -> list[Event]:
    """Return the surest event of a sentence, as data that hold one event a sentence have it."""
    return coder.code_sentence(row["text"], date.fromisoformat(NO_DAY))[:1]


def _part(row: dict[str, Any]) -> str:
    """Return whether the errors of a sentence may be looked at; a third of each set never is."""
    drawn = int(hashlib.sha1(row["id"].encode(), usedforsecurity=False).hexdigest(), 16)
    return "kept aside" if drawn % 3 == 0 else "looked at"


def score(
    rows: list[dict[str, Any]], predicted: list[tuple[str, list[Event]]], *options: str
) -> dict[str, float]:
    """Return what the public scorer says of predicted events: F1 of its main measures."""
    with TemporaryDirectory() as folder:
        gold, path = Path(folder) / "gold.jsonl", Path(folder) / "predicted.jsonl"
        gold.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        lines = [
            json.dumps({"id": name, "events": [adapted(e) for e in events]})
            for name, events in predicted
        ]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        command = [
            sys.executable,
            str(SCORER),
            str(gold),
            str(path),
            "--json",
            "--boot",
            "1",
            *options,
        ]
        answer = subprocess.run(command, capture_output=True, text=True, check=True)
    measures = json.loads(answer.stdout)["measures"]
    wanted = ("class", "quad", "direction", "triple")
    return {name: round(measures[name]["F1"], 4) for name in wanted if measures[name]["gold"]}


def adapted(event: Event) -> dict[str, Any]:
    """Return an event under the keys of the public scorer."""
    return {
        "source": list(event.actor),
        "target": list(event.recipient),
        "event": event.type,
        "quad": event.quad,
    }


if __name__ == "__main__":
    sys.exit(main())
