"""A dyad's series over twenty million events, side by side with the bare scan and with one diagnosis.

    python -m benchmarks.series [--rows 20000000]

The events are made up: 200 states, Zipf-distributed, ten years of days. Each is timed three times
in one run, after one warm-up; the bare scan counts the rows by day and nothing else.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import ibis
from evaluation.pictures import CARD, CASE

from steelyard import diagnostics, vocabulary
from steelyard.archive import MemoryArchive
from steelyard.records import EVENT, TIE, Window
from steelyard.series import dyad_series

#: SQL of each column that is not empty; ``a`` and ``b`` are the places of two states, ``k`` a kind.
COLUMNS = {
    "event_id": "'e' || i",
    "day": "date '2010-01-01' + (random() * 3652)::int",
    "precision": "'day'",
    "actor": "[codes[a]]",
    "recipient": "[codes[b]]",
    "type": "kinds[k]",
    "quad": "[1, 1, 2, 3][k]::tinyint",
    "act": "['words', 'words', 'deeds', 'words'][k]",
    "status": "'happened'",
    "reports": "1 + (random() * 3)::int",
    "source": "'wire'",
    "source_id": "i::varchar",
    "coder": "'made up'",
}


def make(path: Path, rows: int) -> MemoryArchive:
    """Make an archive of so many events on disk."""
    codes = [state.code for state in vocabulary.states(date(2015, 1, 1))][:200]
    # The great powers stand first, as the most frequent ones, and Serbia far behind them.
    codes = ["USA", "RUS", *(code for code in codes if code not in ("USA", "RUS"))]
    connection = ibis.duckdb.connect(path)
    empty = {"VARCHAR[]": "[]::varchar[]"}
    wanted = []
    for field in EVENT:
        kind = {"list<item: string>": "VARCHAR[]", "date32[day]": "DATE", "int8": "TINYINT"}.get(
            str(field.type),
            {"int32": "INTEGER", "double": "DOUBLE"}.get(str(field.type), "VARCHAR"),
        )
        made = COLUMNS.get(field.name, empty.get(kind, f"NULL::{kind}"))
        wanted.append(f'({made})::{kind} AS "{field.name}"')
    place = f"1 + least(floor({len(codes)} * random() ** 3), {len(codes) - 1})::int"
    connection.raw_sql(
        f"CREATE TABLE events AS WITH drawn AS (SELECT i, {place} AS a, {place} AS b, "
        f"1 + (random() * 3)::int AS k FROM range({rows}) t(i)), named AS (SELECT *, {codes} AS codes, "
        f"['CONSULT', 'SUPPORT', 'COOPERATE', 'ACCUSE'] AS kinds FROM drawn) "
        f"SELECT {', '.join(wanted)} FROM named"
    )
    ties = ibis.memtable(TIE.empty_table())
    return MemoryArchive(connection.table("events"), ties, (CARD,))


def timed(act: Callable[[], object]) -> float:
    """The best of three runs after a warm-up, in seconds."""
    act()
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        act()
        best = min(best, time.perf_counter() - start)
    return best


def main() -> None:
    """Print the seconds of each, and their ratio to the bare scan."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=20_000_000)
    rows = parser.parse_args().rows
    windows = {
        "before": Window(date(2010, 1, 1), date(2018, 1, 1)),
        "after": Window(date(2018, 1, 1), date(2019, 1, 1)),
    }
    case = replace(CASE, windows=windows, shock=replace(CASE.shock, day=date(2018, 1, 1)))
    with tempfile.TemporaryDirectory() as folder:
        held = make(Path(folder) / "events.duckdb", rows)
        rival = case.pole("rival")

        def fresh() -> MemoryArchive:
            """The same archive with nothing remembered of earlier questions."""
            return replace(held, sources=held.sources)

        scan = timed(lambda: held.events.group_by("day").agg(n=ibis._.count()).to_pyarrow())
        series = timed(lambda: dyad_series(fresh(), case, "SRB", rival, stream="deeds"))
        store = fresh()

        def ask_all() -> None:
            for diagnostic in diagnostics.ALL:
                diagnostic.judge(diagnostic.gather(store, case, "SRB"))

        start = time.perf_counter()
        ask_all()
        first = time.perf_counter() - start
        again = timed(ask_all)
    print(f"{rows:,} events; seconds, and times the bare scan")
    for what, seconds in (
        ("bare scan: rows by day", scan),
        ("a dyad's weekly series with volumes", series),
        ("all diagnostics of a client, nothing read before", first),
        ("all diagnostics of a client, asked again", again),
    ):
        print(f"{what:52} {seconds:8.3f} {seconds / scan:8.1f}")


if __name__ == "__main__":
    main()
