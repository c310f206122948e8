"""Rows of GDELT 2.0 and of tables, made here, and the archives that hold them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from steelyard.archive import Store, TableArchive, find_files, open_archive
from steelyard.records import EventSource, Loaded
from steelyard.sources.gdelt import COLUMNS_2, GDELT
from steelyard.sources.own_table import TABLE

#: A name that a file of the publisher bears, so that its day is known.
QUARTER = "20191018120000.export.CSV"


def gdelt_row(number: int, **cells: str) -> str:
    """A line of GDELT 2.0: Serbia meets Russia, unless ``cells`` say otherwise."""
    plain = {
        "GLOBALEVENTID": str(900_000_000 + number),
        "SQLDATE": "20191018",
        "Actor1Code": "SCGSRB",
        "Actor1Name": "SERBIA",
        "Actor1CountryCode": "SRB",
        "Actor2Code": "RUS",
        "Actor2Name": "RUSSIA",
        "Actor2CountryCode": "RUS",
        "EventCode": "040",
        "QuadClass": "1",
        "GoldsteinScale": "1.0",
        "NumArticles": "2",
        "ActionGeo_CountryCode": "RI",
        "ActionGeo_FullName": "Belgrade, Serbia",
        "ActionGeo_Lat": "44.8",
        "ActionGeo_Long": "20.5",
        "SOURCEURL": f"https://paper{number % 3}.example/{number}",
        **cells,
    }
    return "\t".join(plain.get(name, "") for name in COLUMNS_2)


def gdelt_rows(number: int) -> list[str]:
    """Rows on as many days, so that each is an event of its own."""
    days = (f"2019{month:02d}{day:02d}" for month in range(1, 13) for day in range(1, 27, 3))
    return [gdelt_row(n, SQLDATE=day) for n, day in zip(range(number), days, strict=False)]


class Shelf:
    """An archive in a folder of the test, and what a test does with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "archive.duckdb"

    def write(self, rows: Sequence[str] | bytes, name: str = QUARTER) -> Path:
        """Write a file as a publisher would."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(rows if isinstance(rows, bytes) else ("\n".join(rows) + "\n").encode())
        return path

    def load(self, *paths: Path, source: EventSource = GDELT) -> list[Loaded]:
        """Load files, one transaction each."""
        with Store(self.path) as store:
            return [store.load(source, packed) for packed in find_files([str(p) for p in paths])]

    def load_table(self, text: str, name: str = "own.csv") -> Loaded:
        """Load a table that bears our column names."""
        return self.load(self.write(text.encode(), name), source=TABLE)[0]

    def ask(self) -> TableArchive:
        """Open what is there."""
        return open_archive(self.path)

    def events(self) -> list[dict[str, Any]]:
        """Every event, by day and id."""
        archive = self.ask()
        rows: list[dict[str, Any]] = (
            archive.events.order_by("day", "event_id").to_pyarrow().to_pylist()
        )
        archive.connection.disconnect()
        return rows

    def everything(self) -> dict[str, list[dict[str, Any]]]:
        """All that the archive says, in a fixed order, but for the time of loading."""
        archive = self.ask()
        tables = {
            "events": archive.events.order_by("event_id"),
            "reports": archive.reports.order_by("report_id", "file"),
            "coverage": archive.coverage.order_by("source", "day"),
            "manifest": archive.manifest.drop("loaded").order_by("source", "file"),
        }
        rows = {name: table.to_pyarrow().to_pylist() for name, table in tables.items()}
        archive.connection.disconnect()
        return rows


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)
