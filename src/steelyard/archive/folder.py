"""A folder of Parquet: an archive that more than one engine can read, parted by year.

    FOLDER/archive.duckdb     what is loaded into, one transaction a file
    FOLDER/steelyard.json     which of the data folders holds the last whole export
    FOLDER/data-N/events/year=2019/*.parquet, reports/..., ties/, articles/, coverage/,
        manifest/, cards/, typed/NAME/

An export is written beside the one before and takes its place by the renaming of one small file:
a reader sees the old archive or the new one, never half of either.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ibis

from steelyard.archive import tables
from steelyard.archive.connection import MEMORY, connect, plainly
from steelyard.archive.table_archive import TableArchive, from_tables
from steelyard.errors import ArchiveError

#: Names the data folder of the last whole export.
MARKER = "steelyard.json"

#: The file in the folder that is loaded into.
INNER = "archive.duckdb"

_BY_YEAR = ("events", "reports")
_WHOLE = ("ties", "articles", "coverage", "manifest", "unknown_codes")

_CARDS = """
    SELECT cards.*, coalesce((SELECT count(*) FROM events WHERE source = cards.name), 0)
        + coalesce((SELECT count(*) FROM ties WHERE source = cards.name), 0) AS "rows"
    FROM cards
"""


def export(folder: Path) -> None:
    """Write what ``FOLDER/archive.duckdb`` holds as Parquet, in the place of the last export.

    Raises:
        ArchiveError: The disk is full, or the file is in use.
    """
    marker = folder / MARKER
    last = _data(folder).name if marker.exists() else "data-0"
    target = folder / f"data-{int(last.removeprefix('data-')) + 1}"
    with plainly(folder):
        shutil.rmtree(target, ignore_errors=True)  # what a killed export has left
        target.mkdir(parents=True)
        try:
            _write(folder / INNER, target)
            beside = folder / f"{MARKER}.new"
            beside.write_text(json.dumps({"version": tables.VERSION, "data": target.name}) + "\n")
            beside.replace(marker)
        except BaseException:
            shutil.rmtree(target, ignore_errors=True)
            raise
        for old in folder.glob("data-*"):
            if old not in (target, folder / last):  # a reader may still be in the last one
                shutil.rmtree(old, ignore_errors=True)


def _write(file: Path, target: Path) -> None:
    connection = connect(file, write=False)
    run = connection.raw_sql
    try:
        for name in _BY_YEAR:
            (target / name).mkdir()
            run(
                f"COPY (SELECT *, year(\"day\") AS year FROM {name}) TO '{_quoted(target / name)}' "
                "(FORMAT parquet, PARTITION_BY (year), OVERWRITE_OR_IGNORE)"
            )
        typed = [row[0] for row in run("FROM typed").fetchall() if row[0] not in tables.OWN]
        whole = {name: f'SELECT * FROM "{name}"' for name in _WHOLE}
        whole |= {
            f"typed/{name}": (
                f'SELECT * EXCLUDE ({tables.OF_SOURCE}, {tables.OF_FILE}) FROM "{name}"'
            )
            for name in typed
        }
        whole["cards"] = _CARDS
        for name, query in whole.items():
            place = target / name
            place.mkdir(parents=True)
            run(f"COPY ({query}) TO '{_quoted(place / 'part-0.parquet')}' (FORMAT parquet)")
    finally:
        connection.disconnect()


def open_folder(folder: Path) -> TableArchive:
    """Open a folder of Parquet with DuckDB.

    Raises:
        ArchiveError: The folder is no archive.
    """
    places = table_places(folder)
    with plainly(folder):
        connection = ibis.duckdb.connect(memory_limit=MEMORY)
        found = {
            name: connection.read_parquet(
                [str(path) for path in sorted(place.rglob("*.parquet"))],
                table_name=name,
                hive_partitioning=False,
            )
            for name, place in places.items()
            if next(place.rglob("*.parquet"), None) is not None
        }
        return from_tables(connection, str(folder), found)


def table_places(folder: Path) -> Mapping[str, Path]:
    """Return where each table of a folder's last export lies.

    Raises:
        ArchiveError: The folder is no archive.
    """
    data = _data(folder)
    places = {place.name: place for place in sorted(data.iterdir()) if place.name != "typed"}
    typed = data / "typed"
    if typed.exists():
        places |= {place.name: place for place in sorted(typed.iterdir())}
    return places


def _data(folder: Path) -> Path:
    """The data folder of the last whole export."""
    try:
        said: Any = json.loads((folder / MARKER).read_text(encoding="utf-8"))
        version, data = said["version"], folder / str(said["data"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        msg = (
            f"{folder} is no archive: it has no readable {MARKER}. Write one with "
            f"'steelyard load SOURCE FILES --to {folder}/'."
        )
        raise ArchiveError(msg) from error
    if version != tables.VERSION:
        msg = (
            f"{folder} is an archive of version {version}; this Steelyard reads version "
            f"{tables.VERSION}. Load the files into a new folder."
        )
        raise ArchiveError(msg)
    return data


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
