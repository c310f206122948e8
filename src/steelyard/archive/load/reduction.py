"""Reduction: of a whole archive, the rows that one case needs and what it counts over all the others.

The archive that comes of it is asked as any other. Its events and reports are those of the case's
clients; ties, cards, coverage and manifest are those of the whole.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from steelyard.archive import tables
from steelyard.archive.connection import connect, plainly

#: Tables that are taken over whole, beside the typed ones.
_TAKEN = ("read_articles", "cards", "files", "covers", "unknown_codes", "typed", "ties")

_ANSWERS = pa.schema((pa.field("question", pa.string()), pa.field("answer", pa.binary())))


def reduce(
    whole: Path,
    target: Path,
    codes: Collection[str],
    case: Mapping[str, str],
    aggregates: Mapping[str, bytes],
) -> None:
    """Write ``target``, an archive of one case, from a whole archive.

    Args:
        whole: The archive of all rows.
        target: The file to make; it must not be there.
        codes: The clients and the states that they continue: events that touch one are kept.
        case: The ``name`` of the case, and a ``digest`` of all that its questions depend on.
        aggregates: What its questions counted over all rows, by question.

    Raises:
        ArchiveError: The disk is full, or a file cannot be used.
    """
    connection = connect(target, write=True)
    raw = connection.raw_sql
    try:
        with plainly(target):
            raw(f"ATTACH '{str(whole).replace(chr(39), chr(39) * 2)}' AS whole (READ_ONLY)")
            raw("BEGIN")
            listed = ", ".join(f"'{code}'" for code in sorted(codes))
            touched = f"list_has_any(actor || recipient, [{listed}])"
            raw(f"INSERT INTO lines SELECT * FROM whole.lines WHERE {touched}")
            for (name,) in raw("FROM whole.typed").fetchall():
                raw(f'CREATE TABLE "{name}" AS FROM whole."{name}"')
            for name in _TAKEN:
                raw(f"INSERT INTO {name} FROM whole.{name}")
            # What counts the lines of the whole cannot be counted again from those that are left.
            raw("DROP VIEW coverage")
            raw("CREATE TABLE coverage AS FROM whole.coverage")
            raw("CREATE TABLE whole_manifest AS FROM whole.manifest")
            raw(f"CREATE OR REPLACE VIEW manifest AS {tables.reduced_manifest_sql()}")
            raw(
                "CREATE TABLE whole_counts AS SELECT source, count(*) AS n FROM whole.events GROUP BY source"
            )
            _keep(connection, tables.FOR_CASE, pa.Table.from_pylist([dict(case)]))
            rows = [{"question": name, "answer": answer} for name, answer in aggregates.items()]
            _keep(connection, tables.AGGREGATES, pa.Table.from_pylist(rows, schema=_ANSWERS))
            raw("COMMIT")
            raw("DETACH whole")
    finally:
        connection.disconnect()


def _keep(connection: Any, name: str, table: pa.Table) -> None:
    connection.con.register("kept_rows", table)
    connection.raw_sql(f"CREATE TABLE {name} AS FROM kept_rows")
    connection.con.unregister("kept_rows")
