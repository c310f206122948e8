"""Kill loads at random points: the archive must be as before or as after, never between.

    python -m evaluation.kills            50 kills, a table of where they fell
    python -m evaluation.kills --kills 5

Each round changes the second of two files and loads it in a process of its own, which is killed
with SIGKILL somewhere between its first statement and a little after its last. Then the archive
is opened and everything in it is compared with an archive that was never disturbed.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from steelyard.archive import Store, find_files, open_archive
from steelyard.sources.own_table import TABLE

_CHILD = """
import sys
from steelyard.archive import Store, find_files
from steelyard.sources.own_table import TABLE
packed = find_files([sys.argv[2]])[0]
print("ready", flush=True)
with Store(sys.argv[1]) as store:
    store.load(TABLE, packed)
print("done", flush=True)
"""

#: Where the archive may be found after a kill.
Outcome = str


def write_rows(path: Path, seed: int, rows: int) -> Path:
    """Write a table of reports that are ``seed``'s own."""
    chance = random.Random(seed)
    states = ("SRB", "RUS", "MKD", "FRA", "DEU", "USA", "XKX", "EU")
    kinds = ("CONSULT", "ACCUSE", "SUPPORT", "AGREE", "AID", "PROTEST")
    lines = ["day,actor,recipient,type,publisher\n"]
    for _ in range(rows):
        actor, recipient = chance.sample(states, k=2)
        day = f"2019-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        lines.append(
            f"{day},{actor},{recipient},{chance.choice(kinds)},p{chance.randint(1, 9)}.example\n"
        )
    path.write_text("".join(lines))
    return path


def state(path: Path) -> dict[str, Any]:
    """Everything that an archive says, but for the time of loading."""
    archive = open_archive(path)
    tables = (
        archive.events.order_by("event_id"),
        archive.reports.order_by("report_id", "file", "line"),
        archive.coverage.order_by("source", "day"),
        archive.manifest.drop("loaded").order_by("source", "file"),
    )
    found = {str(n): table.to_pyarrow().to_pylist() for n, table in enumerate(tables)}
    archive.connection.disconnect()
    return found


def run(folder: Path, kills: int, *, rows: int = 5_000, seed: int = 0) -> Counter[Outcome]:
    """Kill ``kills`` loads and return what was found afterwards.

    Raises:
        AssertionError: An archive was neither as before nor as after.
    """
    chance = random.Random(seed)
    archive, twin = folder / "archive.duckdb", folder / "twin.duckdb"
    first = write_rows(folder / "first.csv", 1, rows)
    moving = folder / "moving.csv"
    for path in (archive, twin):
        _load(path, first)
    took = _time_of_a_load(archive, moving, rows)
    _load(twin, moving)
    before = state(twin)
    outcomes: Counter[Outcome] = Counter()
    for number in range(kills):
        write_rows(moving, 100 + number, rows)
        _kill(archive, moving, chance.uniform(0, 1.1 * took))
        found = state(archive)
        _load(twin, moving)
        after = state(twin)
        assert found in (before, after), f"kill {number} left the archive between two states"
        outcomes["as after" if found == after else "as before"] += 1
        _load(archive, moving)  # whatever was left behind is no hindrance
        assert state(archive) == after, f"the load after kill {number} went wrong"
        before = after
    assert not list(folder.glob(".*.work")), "a folder of a killed load was left behind"
    return outcomes


def _load(archive: Path, file: Path) -> None:
    with Store(archive) as store:
        store.load(TABLE, find_files([file])[0])


def _time_of_a_load(archive: Path, moving: Path, rows: int) -> float:
    write_rows(moving, 99, rows)
    child = _start(archive, moving)
    start = time.monotonic()
    child.communicate()
    return time.monotonic() - start


def _start(archive: Path, file: Path) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(archive), str(file)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def _kill(archive: Path, file: Path, after: float) -> None:
    child = _start(archive, file)
    time.sleep(after)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert child.stdout is not None
    child.stdout.close()


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--rows", type=int, default=5_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcomes = run(Path(folder), asked.kills, rows=asked.rows)
    print(f"{outcomes.total()} kills of a load of {asked.rows:,} rows: ", end="")
    print(", ".join(f"{n} {what}" for what, n in sorted(outcomes.items())) + "; none between.")


if __name__ == "__main__":
    main()
