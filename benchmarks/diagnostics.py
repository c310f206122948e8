"""What the diagnostics cost on a large archive: one case over the merged ICEWS file.

    python benchmarks/diagnostics.py [--runs N] [--to FILE]

Loads ``../shared/data/icews/merged_2018-01_2019-03.csv.gz`` (some 700,000 rows) into an archive and asks
all diagnostics of `serbia-russia-2019`, each run in a process of its own: the first question, which
scans the archive, by itself, then all the others; then the judges alone, one after the other and on two
threads. The middle run is reported.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import steelyard
from steelyard import diagnostics
from steelyard.diagnostics import ask
from steelyard.pipeline import load
from steelyard.pipeline.measuring import measured
from steelyard.pipeline.weighing import evidence
from steelyard.series import rates

FILE = Path(__file__).parents[2] / "shared/data/icews/merged_2018-01_2019-03.csv.gz"
CASE = "serbia-russia-2019"


def once(path: Path) -> dict[str, float]:
    """Ask everything of an archive and return the seconds of each part."""
    case = steelyard.load_case(CASE)
    marks = [time.perf_counter()]
    archive = steelyard.open_archive(path)
    record = measured(evidence(case, archive), case, seed=0)
    marks.append(time.perf_counter())
    questions = [(one, client) for client in case.clients for one in diagnostics.ALL]
    for number, (one, client) in enumerate(questions):
        ask(one, record, case, client)
        if not number:
            marks.append(time.perf_counter())
    marks.append(time.perf_counter())
    arrays = [(one, one.gather(record, case, client)) for one, client in questions]
    forget()
    marks.append(time.perf_counter())
    for one, gathered in arrays:
        one.judge(gathered)
    marks.append(time.perf_counter())
    forget()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda pair: pair[0].judge(pair[1]), arrays))
    marks.append(time.perf_counter())
    names = (
        "opening",
        "first question",
        "all others",
        "gathering again",
        "judges",
        "judges, two threads",
    )
    return {name: end - start for name, start, end in zip(names, marks, marks[1:], strict=False)}


def forget() -> None:
    """Let the judges forget the weeks that they have judged, so that they judge them again."""
    rates._cached.cache_clear()  # noqa: SLF001  nothing but a benchmark wants this


def main() -> int:
    """Load, run, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--to", type=Path, help="file to write as well")
    parser.add_argument("--once", type=Path, help="ask this archive once and print JSON")
    asked = parser.parse_args()
    if asked.once:
        print(json.dumps(once(asked.once)))
        return 0
    if not FILE.exists():
        print(f"Missing {FILE}.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "icews.duckdb"
        start = time.perf_counter()
        load("icews", [FILE], path)
        loaded = time.perf_counter() - start
        words = [sys.executable, __file__, "--once", str(path)]
        runs = [
            json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)
            for _ in range(asked.runs)
        ]
    rows = ["| step | seconds |", "|---|---|", f"| loading | {loaded:.2f} |"]
    rows += [f"| {name} | {statistics.median(run[name] for run in runs):.2f} |" for name in runs[0]]
    text = (
        f"# All {len(diagnostics.ALL)} diagnostics of {CASE} on the merged ICEWS file\n\n"
        f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, Python {platform.python_version()}; the middle "
        f"of {asked.runs} runs.\n\n" + "\n".join(rows) + "\n"
    )
    print(text)
    if asked.to:
        asked.to.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
