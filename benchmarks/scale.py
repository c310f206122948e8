"""What loading, series and a whole weighing cost as the rows grow, on DuckDB and on Spark.

    python benchmarks/scale.py [--sizes 1 5 20 50] [--no-spark] [--folder DIR] [--write]

Rows are GDELT 2.0 rows made by resampling a real file of 2,414 (``../shared/data/gdelt``): actors
and place of one, event code and scores of another, a day of five years. So codes, lengths and
gaps are real, the news is not. Each step is a process of its own; its seconds are wall time and
its memory the peak that the system counted. The growth is the slope of log seconds on log rows;
what all of GDELT would take is that line prolonged to 700 million rows, an estimate: 15-minute
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
            f"hash(i * 5 + 2) % {size[0]} AS what, DATE '2015-01-01' + (hash(i * 7 + 3) % 1826)::INT "
            f"AS day FROM range({part * MILLION}, {(part + 1) * MILLION}) t(i)) "
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


def measured(*words: str) -> tuple[float, float, str]:
    """Run a command; return its seconds, its peak megabytes and what it printed."""
    start = time.perf_counter()
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        msg = f"{' '.join(words[:6])} ... failed"
        raise SystemExit(msg)
    return time.perf_counter() - start, used.ru_maxrss / 1024, said


def steelyard(*words: str) -> tuple[float, float, str]:
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
    found["load"] = steelyard("load", "gdelt", str(folder / "rows"), "--to", f"{archive}.duckdb")[
        :2
    ]
    found["bytes"] = {"rows": raw, "archive": Path(f"{archive}.duckdb").stat().st_size}
    engines = {"duckdb": f"{archive}.duckdb"}
    if spark:
        (archive).mkdir()
        shutil.move(f"{archive}.duckdb", archive / "archive.duckdb")
        words = f"from steelyard.archive import export; export(__import__('pathlib').Path({str(archive)!r}))"
        found["export"] = measured(sys.executable, "-c", words)[:2]
        engines = {"duckdb": str(archive / "archive.duckdb"), "spark": _address(archive)}
        found["bytes"]["parquet"] = sum(
            path.stat().st_size for path in archive.rglob("*.parquet") if path.is_file()
        )
    briefs = []
    for name, where in engines.items():
        said = measured(sys.executable, "-c", _SERIES, str(case), where)
        found[f"series {name}"] = [float(said[2].split()[0]), said[1]]
        out = folder / f"brief-{name}"
        found[f"weigh {name}"] = steelyard(
            "weigh", str(case), "--archive", where, "--out", str(out)
        )[:2]
        briefs.append((out / "brief.json").read_bytes())
    found["same brief"] = len(set(briefs)) == 1
    shutil.rmtree(folder)
    return found


def _address(folder: Path) -> str:
    return f"pyspark://{folder}?master=local[2]"


def growth(rows: list[dict[str, Any]], step: str) -> tuple[float, float] | None:
    """Fit log seconds to log rows; return the slope and the seconds at all of GDELT."""
    points = [(math.log(r["millions"]), math.log(r[step][0])) for r in rows if step in r]
    if len(points) < 2:
        return None
    mx, my = (sum(values) / len(points) for values in zip(*points, strict=True))
    slope = sum((x - mx) * (y - my) for x, y in points) / sum((x - mx) ** 2 for x, _ in points)
    return slope, math.exp(my + slope * (math.log(ALL_OF_GDELT) - mx))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 5, 20, 50], help="million rows")
    parser.add_argument("--no-spark", action="store_true")
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
            rows.append(measure(Path(name), millions, spark=not options.no_spark))
            print(json.dumps(rows[-1]), flush=True)
    steps = [key for key in rows[-1] if isinstance(rows[-1][key], (list, tuple))]
    print(
        f"\n{'step':<15}"
        + "".join(f"{r['millions']:>6} M s   MB  " for r in rows)
        + "slope   700 M"
    )
    for step in steps:
        cells = "".join(f"{r[step][0]:>8.1f} {r[step][1]:>6.0f} " for r in rows)
        fit = growth(rows, step)
        print(f"{step:<15}{cells}" + (f"{fit[0]:>6.2f} {fit[1] / 3600:>6.1f} h" if fit else ""))
    if options.write:
        day = datetime.now(UTC).date().isoformat()
        kept = {
            "day": day,
            "machine": f"{os.cpu_count()} cores, {platform.machine()}",
            "rows": rows,
        }
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / f"scale-{day}.json").write_text(
            json.dumps(kept, indent=1) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
