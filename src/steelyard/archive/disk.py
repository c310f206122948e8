"""An archive opened for reading, behind the Archive protocol."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir

from steelyard.archive import tables
from steelyard.archive.connection import connect, plainly
from steelyard.archive.engines import is_address, open_address
from steelyard.archive.folder import open_folder
from steelyard.archive.table_archive import TableArchive
from steelyard.records import EVENT, REPORT, TIE, SourceCard

_VIEWS = ("events", "reports", "articles", "coverage", "manifest")


def open_archive(path: str | Path) -> TableArchive:
    r"""Open an archive: a file, a folder of Parquet, or an address such as ``pyspark:///FOLDER``.

    Nothing can be written to it, and others may read it too.

    ``archive.events`` and the other tables are Ibis tables: filter, group and count them, and
    call ``to_pyarrow()`` or ``to_pandas()`` for the rows.

    Raises:
        ArchiveError: The file is missing, no archive, or being written by another process.

    >>> import pathlib, tempfile, steelyard as sy
    >>> with tempfile.TemporaryDirectory() as home:
    ...     rows = pathlib.Path(home, "rows.csv")
    ...     _ = rows.write_text("day,actor,recipient,type\n2019-10-19,RUS,SRB,CONSULT\n")
    ...     _ = sy.load("table", [rows], f"{home}/a.duckdb")
    ...     archive = sy.open_archive(f"{home}/a.duckdb")
    ...     days = archive.events.day.to_pyarrow().to_pylist()
    ...     archive.connection.disconnect()
    >>> days
    [datetime.date(2019, 10, 19)]
    """
    if is_address(path):
        return open_address(str(path))
    file = Path(path)
    if file.is_dir():
        return open_folder(file)
    connection = connect(file, write=False)
    with plainly(file):
        return tables_of(connection, str(path))


def tables_of(connection: Any, where: str | None = None) -> TableArchive:
    """Return the tables of an open connection to what is at ``where``."""
    names = [row[0] for row in connection.raw_sql("FROM typed ORDER BY name").fetchall()]
    whose = (tables.OF_SOURCE, tables.OF_FILE)
    typed = {name: connection.table(name).drop(*whose) for name in names}
    typed["unknown_codes"] = connection.table("unknown_codes")
    there = {row[0] for row in connection.raw_sql("SHOW TABLES").fetchall()}
    for name in (tables.FOR_CASE, tables.AGGREGATES):
        if name in there:
            typed[name] = connection.table(name)
    return TableArchive(
        **{name: _whole(name, connection.table(name)) for name in _VIEWS},
        ties=connection.table("ties").select(*TIE.names),
        sources=_cards(connection, "whole_counts" if "whole_counts" in there else _COUNTED),
        typed=typed,
        connection=connection,
        where=where,
    )


def _whole(name: str, table: ir.Table) -> ir.Table:
    """A table with every column that it has today, in order; what is younger than the archive is empty."""
    schema = {"events": EVENT, "reports": REPORT}.get(name)
    if schema is None:
        return table
    lost = [field for field in schema if field.name not in table.columns]
    if not lost:
        return table
    empty = {field.name: ibis.null(ibis.dtype(str(field.type))) for field in lost}
    return table.mutate(**empty).select(*schema.names)


_COUNTED = "(SELECT source, count(*) AS n FROM events GROUP BY source)"


def _cards(connection: Any, counted: str) -> tuple[SourceCard, ...]:
    """The cards of the sources, each with the number of events or ties that it has."""
    rows = connection.raw_sql(
        f"WITH counted AS (FROM {counted} UNION ALL "
        "SELECT source, count(*) FROM ties GROUP BY source) "
        "SELECT cards.*, coalesce((SELECT sum(n) FROM counted WHERE source = name), 0)::BIGINT AS n "
        "FROM cards ORDER BY name"
    ).to_arrow_table()
    return tuple(
        SourceCard(**{name: row[name] for name in tables.CARD.names}, rows=row["n"])
        for row in rows.to_pylist()
    )
