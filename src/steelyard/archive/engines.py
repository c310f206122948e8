"""Engines: an archive whose tables lie elsewhere, asked by the same Ibis expressions.

    pyspark:///FOLDER?master=local[2]   a folder of Parquet, asked by Spark
    bigquery://PROJECT/DATASET          tables of the archive's names in BigQuery
    clickhouse://HOST/DATABASE          the same in ClickHouse

A folder is what ``steelyard load --to FOLDER/`` writes (:mod:`steelyard.archive.folder`). Any other
address is handed to ``ibis.connect``; the tables there bear the names of the archive's.
"""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import ibis

from steelyard.archive.folder import table_places
from steelyard.archive.table_archive import TableArchive, from_tables
from steelyard.errors import ArchiveError

#: What Spark must be told so that it answers as DuckDB does, and says nothing on the screen.
_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.shuffle.partitions": "8",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.memory": "2g",
}


def is_address(where: object) -> bool:
    """Say whether ``where`` is the address of an engine and no path."""
    return "://" in str(where)


def open_address(where: str) -> TableArchive:
    """Open the archive at an address.

    Raises:
        ArchiveError: The address is no archive's, or what the engine needs is not installed.
    """
    address = urlsplit(where)
    if address.scheme == "pyspark":
        settings = dict(parse_qsl(address.query))
        folder = Path(address.path or "/")
        connection = ibis.pyspark.connect(session(settings.pop("master", "local[*]"), settings))
        return _of_folder(connection, folder)
    try:
        connection = ibis.connect(where)
        names = set(connection.list_tables())
    except Exception as error:  # every backend has errors of its own
        said = " ".join(str(error).split())[:200]
        msg = (
            f"{where} cannot be opened ({type(error).__name__}: {said}). An archive is a .duckdb file, "
            "a folder that 'steelyard load --to FOLDER/' wrote, or an address such as "
            "pyspark:///FOLDER."
        )
        raise ArchiveError(msg) from error
    return from_tables(connection, where, {name: connection.table(name) for name in names})


def session(master: str, settings: dict[str, str] | None = None) -> Any:
    """Return a Spark session on ``master``; one that runs already is used as it is.

    Raises:
        ArchiveError: PySpark or Java is missing.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        msg = "Spark is not installed. Install it with: pip install 'steelyard[spark]'."
        raise ArchiveError(msg) from error
    if SparkSession.getActiveSession() is None and shutil.which("java") is None:
        msg = "Spark needs Java 17 or newer, and there is no 'java' on the path. Install a Java runtime."
        raise ArchiveError(msg)
    quiet = Path(str(files("steelyard.archive") / "data" / "log4j2.properties")).as_uri()
    builder = SparkSession.builder.master(master).appName("steelyard")
    quietly = f"-Dlog4j2.configurationFile={quiet}"
    for name, value in {
        **_SETTINGS,
        "spark.driver.extraJavaOptions": quietly,
        **(settings or {}),
    }.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _of_folder(connection: Any, folder: Path) -> TableArchive:
    """The tables of a folder of Parquet, each read where it lies."""
    found = {
        name: connection.read_parquet(str(place)) for name, place in table_places(folder).items()
    }
    return from_tables(connection, str(folder), found)
