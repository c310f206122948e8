"""How many actors of the field's files our tables know: `python -m evaluation.actor_codes`.

Runs every mapping over the real files in ../shared/data and prints, for each, the rows, those with an
actor that no table knows, and the most frequent of these. Nothing is loaded or kept.
"""

from __future__ import annotations

import gzip
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import ibis

from steelyard.archive.files.csv_rows import RawRows
from steelyard.archive.files.shapes import shaped
from steelyard.archive.files.unpacking import Unpacked
from steelyard.sources import event_source

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"

FILES = {
    "keds": ["keds/balkans.weis.csv.gz"],
    "icews": ["icews/daily/*.tab.gz", "icews/events.2018.sample.tab.gz", "icews/merged*.csv.gz"],
    "gdelt": ["gdelt/2018*.gz", "gdelt/events.csv.gz", "gdelt/events1.csv.gz"],
    "phoenix": ["phoenix/samplePhox.csv.gz"],
}

SHOWN = 5


def main() -> int:
    """Print the table in Markdown."""
    if not DATA.exists():
        print(
            f"{DATA} is not here: this measures the real files, which are no part of the project."
        )
        return 1
    print("| source | layout | rows | with an unknown actor | share | most frequent |")
    print("|---|---|---|---|---|---|")
    for name, patterns in FILES.items():
        for pattern in patterns:
            print(measured(name, sorted(DATA.glob(pattern))))
    return 0


def measured(name: str, paths: list[Path]) -> str:
    """Return a row of the table for the files of one shape."""
    rows, unknown = 0, 0
    codes: dict[str, int] = {}
    layout = ""
    for path in paths:
        found = codes_of(name, path)
        layout, rows, unknown = found[0], rows + found[1], unknown + len(found[2])
        for text in found[2]:
            for code in text.split(";"):
                codes[code] = codes.get(code, 0) + 1
    top = sorted(codes.items(), key=lambda item: (-item[1], item[0]))[:SHOWN]
    listed = ", ".join(f"{code} {n}" for code, n in top)
    return f"| {name} | {layout} | {rows:,} | {unknown:,} | {unknown / rows:.2%} | {listed} |"


def codes_of(name: str, path: Path) -> tuple[str, int, list[str]]:
    """Return the layout of a file, its rows, and the unknown codes of each row that has any."""
    with TemporaryDirectory() as folder:
        plain = Path(folder) / path.name.removesuffix(".gz")
        with gzip.open(path) as packed, plain.open("wb") as out:
            shutil.copyfileobj(packed, out)
        shape = shaped(event_source(name), Unpacked(plain, plain.name, "", 0), Path(folder))
        layout = shape.layout
        raw = RawRows(ibis.duckdb.connect(), shape).table(numbered=layout.numbered)
        told = layout.reports(raw).select("unknown").to_pyarrow().column("unknown").to_pylist()
    return layout.name, len(told), [text for text in told if text]


if __name__ == "__main__":
    sys.exit(main())
