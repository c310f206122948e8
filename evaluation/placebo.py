"""Placebo shocks on real event data: how often does each diagnostic see a change where none was asked?

500 times a client, a pole and a day are drawn at random from ICEWS (2018-01 to 2019-03) and KEDS
(Balkans, 1989 to 2003); every diagnostic is asked what happened after that day. Nothing is known
to have begun on it, so that ``supports`` of a change is a false alarm (or a change that we did not
know of: the figures are an upper bound). Then a step is planted in real null series: where the rate
before the day leads one to expect 20 events or more after it, and neither their number nor their
share of the record is further than a half from what it was, earlier rows of the pair are copied to
random later days, one and a half times as many as were expected, and tempo is asked. (Tempo is about
the share: a pair whose number stays while the record doubles, as in a war, is no null series of it.)

    python -m evaluation.placebo            # reads ../shared/data; a table on standard output
    python -m evaluation.placebo --write    # and evaluation/results/placebo.{json,md}
    python -m evaluation.placebo -n 60      # fewer, to see that it runs
    python -m evaluation.placebo --only tempo,priority --planted 0 --seed 20340   # other draws

Needs the files of ../shared/data (see ../shared/data/icews and keds); they are not part of the
project. Two processes; about three minutes on two cores.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

import steelyard
from steelyard import diagnostics, vocabulary
from steelyard.archive import archive_of
from steelyard.pipeline import load
from steelyard.records import TIE, Archive, Case, Pole, Shock, Window
from steelyard.series import Split, split

SHARED = Path(__file__).parents[2] / "shared" / "data"
RESULTS = Path(__file__).parent / "results"

#: Source, file, and the span from which days are drawn; the margins leave a past and a future.
SETS = {
    "icews": (
        "icews/merged_2018-01_2019-03.csv.gz",
        Window(date(2018, 1, 1), date(2019, 3, 26)),
        240,
        (28, 56),
    ),
    "keds": (
        "keds/balkans.weis.csv.gz",
        Window(date(1989, 4, 2), date(2003, 7, 31)),
        1100,
        (56, 182),
    ),
}

#: Seed of the published draws; the next source has the next seed.
SEED = 20240

#: A pair that has fewer events than this in the whole file can be asked nothing.
FEWEST = 30

#: Rate ratio of the planted step, and events that the earlier rate has to lead one to expect.
STEP, EXPECTED = 2.5, 20

#: A series is a null one where as many events came as expected, within this ratio, of days and of
#: the record.
NULL = 1.5

#: Propositions about a level, true or false of a pair at any time: not false alarms.
LEVELS = ("anticipation", "routine", "distrust", "agenda", "weight", "novelty")


NAMES = tuple(diagnostic.name for diagnostic in diagnostics.ALL)


@dataclass(frozen=True, slots=True)
class Placebo:
    """One draw: where, who, whom, and when."""

    source: str
    client: str
    rival: str
    partner: str
    day: date
    before: date
    after: date


def case_of(draw: Placebo) -> Case:
    """The case that asks of this draw."""
    return Case(
        name="placebo",
        title="A day on which nothing is known to have begun",
        question="Did anything change?",
        clients=(draw.client,),
        shock=Shock(draw.day, (draw.partner,), (draw.client,), "nothing"),
        windows={
            "before": Window(draw.before, draw.day),
            "after": Window(draw.day, draw.after),
        },
        poles=(
            Pole("partner", "partner", (draw.partner,)),
            Pole("rival", "rival", (draw.rival,)),
        ),
    )


def draws(
    archive: Archive, source: str, count: int, seed: int, least: int = FEWEST
) -> Iterator[Placebo]:
    """Draw pairs in proportion to nothing: every pair with ``least`` events is as likely."""
    _, span, past, lengths = SETS[source]
    pairs = known_pairs(archive, least)
    rng = np.random.default_rng(seed)
    for _ in range(count):
        client, rival = pairs[int(rng.integers(len(pairs)))]
        others = [b for a, b in pairs if a == client and b != rival]
        partner = others[int(rng.integers(len(others)))] if others else "UN"
        length = int(rng.integers(lengths[0], lengths[1] + 1))
        day = span.start + timedelta(days=int(rng.integers(past, span.days - length)))
        before = max(span.start, day - timedelta(days=3 * 366))
        yield Placebo(source, client, rival, partner, day, before, day + timedelta(days=length))


def known_pairs(archive: Archive, least: int = FEWEST) -> list[tuple[str, str]]:
    """Directed pairs of known actors with at least ``least`` events, a state first."""
    table = archive.events.select("actor", "recipient").to_pyarrow().to_pylist()
    met: Counter[tuple[str, str]] = Counter()
    for row in table:
        sides = row["recipient"] or row["actor"]
        for one in row["actor"]:
            for other in sides:
                if one < other:
                    met[one, other] += 1
                elif other < one:
                    met[other, one] += 1
    known = [pair for pair, n in met.items() if n >= least and all(map(_named, pair))]
    both = [*known, *((b, a) for a, b in known)]
    return sorted(pair for pair in both if vocabulary.actor(pair[0]).kind == "state")


def _named(code: str) -> bool:
    return vocabulary.known(code) and code != "UNK"


def ask(archive: Archive, draw: Placebo, only: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Put every diagnostic, or those that are named, to one draw."""
    case = case_of(draw)
    rows = []
    for diagnostic in map(diagnostics.get, only or NAMES):
        found = diagnostic.judge(diagnostic.gather(archive, case, draw.client))
        rows.append(
            {
                "source": draw.source,
                "diagnostic": diagnostic.name,
                "grade": found.grade,
                "events": (found.n_before or 0) + (found.n_after or 0),
            }
        )
    return rows


def plant(archive: Archive, draw: Placebo, seed: int) -> str | None:
    """Plant a step in the real series of a draw and return tempo's grade.

    None where the pair's past leads one to expect fewer than EXPECTED events, or the pair changed.
    """
    case = case_of(draw)
    windows = split(archive, case, draw.client, "rival")
    if windows.selective or not windows.days_before:
        return None
    mine = windows.before.select(windows.before.happened & windows.before.dated)
    usual = len(mine) * windows.days_after / windows.days_before
    if not _null(windows, len(mine), usual):
        return None
    extra = int(np.random.default_rng(seed).poisson((STEP - 1) * usual))
    rows = _copies(archive, case, mine.ids, extra, seed)
    return _asked(archive, rows, case, draw.client)


def _null(windows: Split, before: int, usual: float) -> bool:
    """Say whether the pair's events are as frequent after the day as before, by days and share."""
    if not windows.others_before:
        return False
    came = int((windows.after.happened & windows.after.dated).sum())
    expected = (usual, before * windows.others_after / windows.others_before)
    return min(expected) >= EXPECTED and all(one / NULL < came < one * NULL for one in expected)


def _copies(archive: Archive, case: Case, ids: Sequence[str], extra: int, seed: int) -> pa.Table:
    """``extra`` earlier rows of the pair, each on a day of the later window."""
    rng = np.random.default_rng(seed)
    chosen = rng.choice(np.array(ids, dtype=object), extra).tolist()
    events = archive.events
    table = events.filter(events.event_id.isin(sorted(set(chosen)))).to_pyarrow()
    rows = {row["event_id"]: row for row in table.to_pylist()}
    later = case.windows["after"]
    made = [
        {
            **rows[name],
            "event_id": f"{name}-{number}",
            "day": later.start + timedelta(days=int(rng.integers(later.days))),
        }
        for number, name in enumerate(chosen)
    ]
    return pa.Table.from_pylist(made, schema=table.schema)


def _asked(archive: Archive, rows: pa.Table, case: Case, client: str) -> str:
    """Tempo's grade on the events of the archive's windows with ``rows`` beside them."""
    events = archive.events
    span = Window(case.before.start, case.windows["after"].end)
    near = events.filter((events.day >= span.start) & (events.day < span.end)).to_pyarrow()
    both = pa.concat_tables([near, rows.cast(near.schema)])
    store = archive_of(both, TIE.empty_table(), archive.sources)
    tempo = diagnostics.get("tempo")
    gaps = tuple(gap for card in archive.sources for gap in archive.gaps(card.name, span))
    asked = replace(case, gaps=gaps)
    return tempo.judge(tempo.gather(store, asked, client)).grade


def work(
    job: tuple[str, str, int, int, int, tuple[str, ...]],
) -> tuple[list[dict[str, Any]], list[str], dict[str, float]]:
    """Do a share of the draws of one source in a process of its own; says what each part cost."""
    path, source, count, planted, seed, only = job
    archive = steelyard.open_archive(path)
    rows: list[dict[str, Any]] = []
    grades: list[str] = []
    _, span, _, lengths = SETS[source]
    dense = EXPECTED * span.days // lengths[1]
    begun = time.process_time()
    for draw in draws(archive, source, count, seed):
        rows += ask(archive, draw, only)
    asked = time.process_time()
    for number, draw in enumerate(draws(archive, source, 15 * planted, seed + 1, dense)):
        if len(grades) >= planted:
            break
        grade = plant(archive, draw, seed + number)
        if grade is not None:
            grades.append(grade)
    return rows, grades, {"weighing": asked - begun, "planting": time.process_time() - asked}


def measure(
    count: int, planted: int, only: tuple[str, ...] = (), processes: int = 2, seed: int = SEED
) -> dict[str, Any]:
    """Load both files, draw, ask, and sum up."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        paths = {}
        for source, (name, *_) in SETS.items():
            paths[source] = Path(folder) / f"{source}.duckdb"
            load(source, [SHARED / name], paths[source])
        loaded = time.perf_counter()
        jobs = [
            (str(paths[source]), source, -(-count // 2), -(-planted // 2), seed + at, only)
            for at, source in enumerate(SETS)
        ]
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            parts = list(pool.map(work, jobs))
    rows = [row for part, *_ in parts for row in part]
    return {
        "placebos": count,
        "diagnostics": _table(rows),
        "planted": {
            source: Counter(grades) for source, (_, grades, _) in zip(SETS, parts, strict=True)
        },
        "seconds": {
            "loading": round(loaded - started, 1),
            "everything else": round(time.perf_counter() - loaded, 1),
        },
        "processes": processes,
        "cpu seconds": {
            name: round(sum(cost[name] for *_, cost in parts), 1)
            for name in ("weighing", "planting")
        },
        "when": datetime.now(UTC).date().isoformat(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
    }


def _table(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for diagnostic in diagnostics.ALL:
        grades = Counter(row["grade"] for row in rows if row["diagnostic"] == diagnostic.name)
        if not grades:
            continue
        asked = sum(grades.values())
        told = grades["supports"] + grades["opposes"]
        share = grades["supports"] / asked if asked else 0.0
        found.append(
            {
                "diagnostic": diagnostic.name,
                "level": diagnostic.name in LEVELS,
                "asked": asked,
                **{
                    grade: grades[grade]
                    for grade in ("supports", "opposes", "cannot_tell", "not_applicable")
                },
                "share": round(share, 4),
                "error": round(math.sqrt(share * (1 - share) / asked), 4) if asked else None,
                "of_told": round(grades["supports"] / told, 4) if told else None,
            }
        )
    return found


def markdown(result: dict[str, Any]) -> str:
    """The table of the docs."""
    head = (
        f"{result['placebos']} placebo shocks, {result['when']}, {result['machine']}; "
        f"{result['cpu seconds']['weighing']} s of CPU for the weighings, {result['cpu seconds']['planting']} s "
        f"for the planted steps, {result['seconds']['everything else']} s by the clock with "
        f"{result['processes']} process(es). `supports` in per cent of all "
        "asked, with its standard error."
    )
    lines = [
        head,
        "",
        "| diagnostic | asked about | supports | opposes | cannot_tell | not_applicable | supports, % |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in result["diagnostics"]:
        about = "a level" if row["level"] else "a change"
        lines.append(
            f"| {row['diagnostic']} | {about} | {row['supports']} | {row['opposes']} | {row['cannot_tell']} | "
            f"{row['not_applicable']} | {100 * row['share']:.1f} ± {100 * row['error']:.1f} |"
        )
    lines += ["", "| planted step of 2.5, source | planted | found | % |", "|---|---|---|---|"]
    for source, grades in result["planted"].items():
        total = sum(grades.values())
        seen = grades.get("supports", 0)
        percent = f"{100 * seen / total:.0f}" if total else "none fit"
        lines.append(f"| {source} | {total} | {seen} | {percent} |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; write it where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("-n", type=int, default=500, help="placebo shocks")
    parser.add_argument("--planted", type=int, default=100, help="planted steps")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=SEED, help="of the draws")
    parser.add_argument("--only", default="", help="diagnostics by name, split by commas")
    parser.add_argument("--write", action="store_true", help="write evaluation/results/placebo.*")
    asked = parser.parse_args(arguments)
    missing = [name for name, *_ in SETS.values() if not (SHARED / name).exists()]
    if missing:
        print(f"Missing {', '.join(missing)} under {SHARED}.", file=sys.stderr)
        return 1
    names = tuple(name for name in asked.only.split(",") if name)
    result = measure(asked.n, asked.planted, names, asked.processes, asked.seed)
    print(markdown(result))
    if asked.write:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "placebo.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
        (RESULTS / "placebo.md").write_text(markdown(result) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
