"""What loading, series and a whole weighing cost as the rows grow, on DuckDB and on Spark.

    python benchmarks/scale.py [--sizes 1 5 20 50] [--spark-up-to 5] [--folder DIR] [--write]

``--write`` keeps the figures in evaluation/results/, beside those of other sizes of the same day, and
makes docs/scale.md anew from them.

Rows are GDELT 2.0 rows made by resampling a real file of 2,414 (``../shared/data/gdelt``): actors
and place of one, event code and scores of another, a day of five years. So codes, lengths and
gaps are real, the news is not. A million rows are a file, and files follow one another in time,
as the publisher's do. Each step is a process of its own; its seconds are wall time and
its memory the peak that the system counted. The growth is the slope of log seconds on log rows;
what all of GDELT would take is the largest run prolonged by it to 700 million rows, an estimate: 15-minute
files since February 2015 and daily files before, counted from the sizes that other users report.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

HERE = Path(__file__).parent
SAMPLE = HERE.parent.parent / "shared" / "data" / "gdelt" / "20180101000000.export.CSV.gz"
RESULTS = HERE.parent / "evaluation" / "results"
MILLION = 1_000_000

#: Rows of the whole of GDELT that the estimate is for.
ALL_OF_GDELT = 700

#: Days that the rows are spread over: five years.
_DAYS = 1826

#: Columns of a row that say what was done; the others say who, whom, where and which page.
_WHAT = range(25, 35)

_CASE = """
title = "Did a made-up shock turn China to Russia?"
question = "A question of size, not of substance: the rows are resampled."
clients = ["CHN"]
[shock]
day = 2018-10-01
actor = ["USA"]
recipient = ["CHN"]
what = "Nothing: the rows are resampled."
[windows]
before = [2015-01-01, 2018-10-01]
after = [2018-10-01, 2019-10-01]
[poles.west]
role = "partner"
title = "the West"
actors = ["EU", "NATO", "USA"]
members_of = ["EU"]
[poles.russia]
role = "rival"
title = "Russia"
actors = ["RUS", "EAEU"]
"""

#: Where the page on sizing stands.
PAGE = HERE.parent / "docs" / "scale.md"

PROSE = """# How large, how long, and when not to bother

How fast archives of up to tens of millions of rows are loaded, counted and weighed, measured.

Made by `python benchmarks/scale.py --write` on {day} ({machine}). Rows are GDELT 2.0 rows of 61 columns,
resampled from a real file of 2,414 rows: real codes, lengths and gaps, invented news; a million rows a file, the
files one after another over five years. Each step is a process
of its own; seconds are wall time, memory is the process's peak (Spark's Java process is not in it).
A load uses both cores: where its processor time is far below twice its seconds, other work shared them.

{table}

`load` unpacks nothing here: it types, maps, checks and makes each event one. `series` is one dyad's weekly
counts of deeds. `weigh` is the whole weighing; where state outlets or aggregators are among the publishers, every
question is put again without them (here it is put once). The engines {same}.

Growth is the slope of log seconds (processor time where it is given) on log rows: 1 is linear, below 1 a fixed
cost still shows. The last column prolongs the largest run by it to {whole} million rows, about the whole of GDELT 2.0. That number is an estimate of ours
from the 96 files a day since February 2015 at one to three thousand rows a file; nobody has counted it here.
An estimate twenty times beyond what was measured is an order of magnitude, no promise.

## When not to bother with a cluster

- **A case on one region**: filter before you load (GDELT rows of a few states are some millions), and one machine
  with DuckDB answers in seconds. That is what nearly every case is.
- **Up to some fifty million rows** a laptop's DuckDB is faster than Spark on the same cores: Spark pays seconds
  for every question before it reads a row.
- **Beyond that, or where the rows lie in a cluster already**, point `--archive pyspark:///FOLDER` at the Parquet:
  the same questions run there, and only small counts and the named rows come back. What a cluster gains is
  the scan; judging and drawing stay on one machine and take the same seconds as here.
- **Reading news** (`steelyard read --engine pyspark://`) gains from every core, since parsing is all the work: count
  with the sentences per second of `benchmarks/coding.py`.
"""

#: Loads a folder and says how many seconds of that were spent making each event one.
_LOAD = """
import sys, time
from pathlib import Path
from steelyard.archive import store
from steelyard.pipeline import load
took = 0.0
merge = store.merge
def timed(connection):
    global took
    start = time.perf_counter()
    merge(connection)
    took += time.perf_counter() - start
store.merge = timed
load("gdelt", [Path(sys.argv[1])], Path(sys.argv[2]))
print(took)
"""

_SERIES = """
import sys, time
from pathlib import Path
import steelyard as sy
from steelyard import series
case = sy.load_case(sys.argv[1])
archive = sy.open_archive(sys.argv[2])
archive.events.limit(1).to_pyarrow()
start = time.perf_counter()
made = series.dyad_series(archive, case, "CHN", case.pole("rival"), stream="deeds")
print(time.perf_counter() - start, int(made.counts.sum()))
"""


def make_rows(folder: Path, millions: int) -> list[Path]:
    """Write so many million rows, a million a file."""
    folder.mkdir(parents=True)
    connection = duckdb.connect()
    connection.execute(
        f"CREATE TABLE sample AS SELECT *, row_number() OVER () - 1 AS at FROM "
        f"read_csv('{SAMPLE}', delim='\\t', header=false, all_varchar=true, quote='')"
    )
    columns = [row[0] for row in connection.execute("DESCRIBE sample").fetchall()][:-1]
    size = connection.execute("SELECT count(*) FROM sample").fetchone()
    assert size is not None
    files = []
    for part in range(millions):
        path = folder / f"made-{part:03d}.export.CSV"
        cells = [_cell(name, at) for at, name in enumerate(columns)]
        connection.execute(
            f"COPY (WITH drawn AS (SELECT i, hash(i * 3 + 1) % {size[0]} AS who, "
            f"hash(i * 5 + 2) % {size[0]} AS what, DATE '2015-01-01' + "
            f"(({part} * {_DAYS} + hash(i * 7 + 3) % {_DAYS}) // {millions})::INT AS day FROM range({part * MILLION}, {(part + 1) * MILLION}) t(i)) "
            f"SELECT {', '.join(cells)} FROM drawn JOIN sample a ON a.at = who "
            f"JOIN sample b ON b.at = what) TO '{path}' (DELIMITER '\\t', HEADER false, QUOTE '')"
        )
        files.append(path)
    return files


def _cell(name: str, at: int) -> str:
    made = {
        0: "(1000000000 + i)::VARCHAR",
        1: "strftime(day, '%Y%m%d')",
        2: "strftime(day, '%Y%m')",
        3: "strftime(day, '%Y')",
        59: "strftime(day, '%Y%m%d') || '000000'",
        60: "'http://example.org/' || i",
    }
    return made.get(at, f"{'b' if at in _WHAT else 'a'}.{name}")


#: Seconds, peak megabytes and, where it is known, seconds of processor time.
Cost = tuple[float, float, float | None]


def measured(*words: str) -> tuple[Cost, str]:
    """Run a command; return what it cost and what it printed."""
    start = time.perf_counter()
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        msg = f"{' '.join(words[:6])} ... failed"
        raise SystemExit(msg)
    seconds, worked = time.perf_counter() - start, used.ru_utime + used.ru_stime
    return (seconds, used.ru_maxrss / 1024, worked), said


def steelyard(*words: str) -> tuple[Cost, str]:
    """Run a command of Steelyard's."""
    return measured(sys.executable, "-m", "steelyard", *words)


def measure(base: Path, millions: int, *, spark: bool) -> dict[str, Any]:
    """Measure every step at one size."""
    folder = base / str(millions)
    files = make_rows(folder / "rows", millions)
    case = folder / "case"
    case.mkdir()
    (case / "case.toml").write_text(_CASE, encoding="utf-8")
    archive = folder / "archive"
    found: dict[str, Any] = {"millions": millions}
    raw = sum(path.stat().st_size for path in files)
    load = (sys.executable, "-c", _LOAD, str(folder / "rows"), f"{archive}.duckdb")
    found["load"], said = measured(*load)
    found["of it one event, once"] = (float(said.splitlines()[-1]), found["load"][1], None)
    found["bytes"] = {"rows": raw, "archive": Path(f"{archive}.duckdb").stat().st_size}
    engines = {"duckdb": f"{archive}.duckdb"}
    if spark:
        (archive).mkdir()
        shutil.move(f"{archive}.duckdb", archive / "archive.duckdb")
        words = f"from steelyard.archive import export; export(__import__('pathlib').Path({str(archive)!r}))"
        found["export"], _ = measured(sys.executable, "-c", words)
        engines = {"duckdb": str(archive / "archive.duckdb"), "spark": _address(archive)}
        found["bytes"]["parquet"] = sum(
            path.stat().st_size for path in archive.rglob("*.parquet") if path.is_file()
        )
    briefs = []
    for name, where in engines.items():
        cost, said = measured(sys.executable, "-c", _SERIES, str(case), where)
        found[f"series {name}"] = (float(said.split()[0]), cost[1], None)
        out = folder / f"brief-{name}"
        cost, _ = steelyard("weigh", str(case), "--archive", where, "--out", str(out))
        # Java's work is not counted in that of the process that started it.
        found[f"weigh {name}"] = cost if name == "duckdb" else (*cost[:2], None)
        briefs.append((out / "brief.json").read_bytes())
    found["same brief"] = len(set(briefs)) == 1
    shutil.rmtree(folder)
    return found


def _address(folder: Path) -> str:
    return f"pyspark://{folder}?master=local[2]"


def growth(rows: list[dict[str, Any]], step: str) -> tuple[float, float] | None:
    """Fit log seconds to log rows; return the slope and the seconds at all of GDELT.

    The slope is that of processor time where it is known: other work on the machine bends it less.
    """
    known = [r for r in rows if step in r]
    points = [(math.log(r["millions"]), math.log(r[step][2] or r[step][0])) for r in known]
    if len(points) < 2:
        return None
    mx, my = (sum(values) / len(points) for values in zip(*points, strict=True))
    slope = sum((x - mx) * (y - my) for x, y in points) / sum((x - mx) ** 2 for x, _ in points)
    largest = known[-1]
    factor = (ALL_OF_GDELT / largest["millions"]) ** slope
    return slope, largest[step][0] * factor


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 5, 20, 50], help="million rows")
    parser.add_argument("--spark-up-to", type=int, default=50, help="million rows; 0 for no Spark")
    parser.add_argument("--folder", type=Path, help="where the rows are made (350 MB a million)")
    parser.add_argument(
        "--write", action="store_true", help="keep the figures in evaluation/results/"
    )
    options = parser.parse_args()
    if not SAMPLE.exists():
        msg = f"{SAMPLE} is not there: it is the file that rows are resampled from."
        raise SystemExit(msg)
    rows = []
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        for millions in options.sizes:
            rows.append(measure(Path(name), millions, spark=millions <= options.spark_up_to))
            print(json.dumps(rows[-1]), flush=True)
    print("\n".join(table(rows)))
    if options.write:
        day = datetime.now(UTC).date().isoformat()
        machine = (
            f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
        )
        path = RESULTS / f"scale-{day}.json"
        kept = {"day": day, "machine": machine, "rows": with_earlier(rows, path)}
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        PAGE.write_text(page(kept), encoding="utf-8")


def with_earlier(rows: list[dict[str, Any]], path: Path) -> list[dict[str, Any]]:
    """Return the rows and those of other sizes that were kept in ``path``, by size."""
    earlier = json.loads(path.read_text(encoding="utf-8"))["rows"] if path.exists() else []
    by_size = {row["millions"]: row for row in (*earlier, *rows)}
    return [by_size[millions] for millions in sorted(by_size)]


def table(rows: list[dict[str, Any]]) -> list[str]:
    """Return a Markdown table of seconds and peak megabytes, the growth and the estimate."""
    steps = list(dict.fromkeys(key for row in rows for key in row if _is_step(row[key])))
    head = "".join(f" {row['millions']} M |" for row in rows)
    lines = [f"| step |{head} growth | {ALL_OF_GDELT} M, estimated |"]
    lines.append("|---|" + "---:|" * (len(rows) + 2))
    for step in steps:
        cells = "".join(f" {_told(row[step])} |" if step in row else " – |" for row in rows)
        fit = growth(rows, step)
        told = f" {fit[0]:.2f} | {_long(fit[1])} |" if fit else " – | – |"
        lines.append(f"| {step} |{cells}{told}")
    for name in ("rows", "archive", "parquet"):
        cells = "".join(
            f" {row['bytes'][name] / 1e9:.2f} GB |" if name in row["bytes"] else " – |"
            for row in rows
        )
        lines.append(f"| bytes: {name} |{cells} | |")
    return lines


def _told(cost: Cost) -> str:
    worked = f" ({cost[2]:.0f} CPU)" if cost[2] else ""
    return f"{cost[0]:.1f} s{worked}, {cost[1]:,.0f} MB"


def _is_step(value: object) -> bool:
    return isinstance(value, (list, tuple))


def _long(seconds: float) -> str:
    return (
        f"{seconds:.0f} s"
        if seconds < 600
        else f"{seconds / 60:.0f} min"
        if seconds < 7200
        else f"{seconds / 3600:.1f} h"
    )


def page(kept: dict[str, Any]) -> str:
    """Return the page on sizing, made of the figures of one run."""
    same = all(row["same brief"] for row in kept["rows"])
    rows = "\n".join(table(kept["rows"]))
    return PROSE.format(
        day=kept["day"],
        machine=kept["machine"],
        table=rows,
        same="gave the same brief.json to the byte" if same else "DIFFERED in brief.json",
        whole=ALL_OF_GDELT,
    )


if __name__ == "__main__":
    main()
