"""Publishers' files as DuckDB relations of text, every row with its line; nothing is dropped here.

A connector asks for the columns that it needs by name; whatever else the publisher has added
since does not matter. Rows that a connector does not take come back as rejects with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from steelyard.errors import SourceError
from steelyard.records import TIE, TYPED
from steelyard.records.reports import Reject
from steelyard.records.sources import TieTables

#: What text is in that is not UTF-8.
OLD = "cp1252"


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one file: table ``rows`` of ``connection``, all text but ``line``.

    ``columns`` are those found, in the spelling of the connector; ``count`` is their number.
    """

    connection: duckdb.DuckDBPyConnection
    columns: tuple[str, ...]
    count: int
    path: Path
    source: str

    def sql(self, query: str) -> duckdb.DuckDBPyRelation:
        """Run a query over the table ``rows`` and whatever was registered beside it."""
        return self.connection.sql(query)

    def table(self, query: str) -> pa.Table:
        """Run a query that gives ``line``; return its rows with their origin in its place."""
        return origin(self.sql(query).to_arrow_table(), self.source, self.path.name)


def origin(table: pa.Table, source: str, edition: str) -> pa.Table:
    """Return ``table`` with source, edition and source_id in the place of ``line``."""
    count = table.num_rows
    ids = table["line"].cast(pa.string())
    kept = table.drop_columns(["line"])
    return (
        kept.append_column("source", pa.repeat(source, count))
        .append_column("edition", pa.repeat(edition, count))
        .append_column("source_id", ids)
    )


def open_rows(
    source: str,
    path: Path,
    required: Sequence[str],
    optional: Sequence[str] = (),
    *,
    aliases: Mapping[str, str] | None = None,
    null: str = "",
) -> Rows:
    """Open a table of a publisher: CSV split by commas, semicolons or tabs, or Parquet.

    Text that is not UTF-8 is read as Windows-1252.

    Args:
        source: Name of the data set.
        path: The file.
        required: Columns without which it is not what the connector reads.
        optional: Columns that are taken where there are any.
        aliases: Other spellings of them; letter case never matters.
        null: A mark for "no value" beside the empty cell, such as ``NA``.

    Raises:
        SourceError: The file cannot be read, is empty, or lacks a required column.
    """
    connection = duckdb.connect()
    delimiter = _delimiter(path)
    header = header_of(path)
    spelled = {name.strip().lower(): name for name in header}
    also = {new: old for old, new in (aliases or {}).items()}
    found = {}
    for column in (*required, *optional):
        name = spelled.get(column.lower()) or spelled.get(also.get(column, column).lower())
        if name is not None:
            found[column] = name
    missing = [column for column in required if column not in found]
    if missing:
        columns = ", ".join(header[:12]) + (", ..." if len(header) > 12 else "")
        msg = (
            f"{path.name} has no column '{missing[0]}' (found: {columns}). Take the publisher's file "
            "as it is, or see docs/ties.md for the shapes that are read."
        )
        raise SourceError(msg)
    chosen = ", ".join(
        f"{_text(name, null)} as {_quoted(column)}" for column, name in found.items()
    )
    query = f"create table rows as select {chosen}, row_number() over () + 1 as line from "
    try:
        connection.execute(query + _scan(path, delimiter))
    except duckdb.Error as error:
        if "utf-8" not in str(error).lower():
            raise _unreadable(path, error) from error
        _as_utf8(connection, query, path, delimiter)
    (count,) = connection.execute("select count(*) from rows").fetchone() or (0,)
    if not count:
        msg = f"{path.name} has a header but no rows. Download it again."
        raise SourceError(msg)
    return Rows(connection, tuple(found), int(count), path, source)


def header_of(path: Path) -> list[str]:
    """Return the names of the columns of a CSV or Parquet file, as they stand.

    Raises:
        SourceError: The file cannot be read.
    """
    if path.suffix == ".parquet":
        return _parquet_header(path)
    return _header(path, _delimiter(path))


def rejected(rows: Rows, query: str, *, bad: bool = True) -> tuple[Reject, ...]:
    """Return a reject for every row of ``query``, which gives ``line`` and ``reason``."""
    return tuple(Reject(line, reason, bad) for line, reason in rows.sql(query).fetchall())


def tie_tables(
    rows_read: int,
    rejects: Sequence[Reject],
    tables: Mapping[str, pa.Table | pa.RecordBatchReader],
) -> TieTables:
    """Return what a file held, each table cast to its schema; an empty file is an error."""
    in_schema = {name: _in_schema(name, table) for name, table in tables.items()}
    ordered = tuple(sorted(rejects, key=lambda r: (r.line or 0, r.reason)))
    return TieTables(tables=in_schema, read=rows_read, rejects=ordered)


def _in_schema(
    name: str, table: pa.Table | pa.RecordBatchReader
) -> pa.Table | pa.RecordBatchReader:
    """The table with the columns of its schema in their order; those it lacks are null."""
    if not isinstance(table, pa.Table):
        return table
    schema = TIE if name == "ties" else TYPED[name]
    have = set(table.column_names)
    columns = [
        table[field.name].cast(field.type)
        if field.name in have
        else pa.nulls(table.num_rows, field.type)
        for field in schema
    ]
    return pa.table(columns, schema=schema)


def _scan(path: Path, delimiter: str) -> str:
    if path.suffix == ".parquet":
        return f"read_parquet({_literal(str(path))})"
    return (
        f"read_csv({_literal(str(path))}, all_varchar=true, header=true, "
        f"delim={_literal(delimiter)}, quote='\"', escape='\"', null_padding=true, "
        "strict_mode=false, parallel=false, max_line_size=10000000)"
    )


def _as_utf8(connection: duckdb.DuckDBPyConnection, query: str, path: Path, delimiter: str) -> None:
    """Run the query over a copy of the file that is UTF-8."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        copy.write_text(path.read_bytes().decode(OLD, errors="replace"), encoding="utf-8")
        try:
            connection.execute(query + _scan(copy, delimiter))
        except duckdb.Error as error:
            raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> SourceError:
    first = str(error).splitlines()[0]
    return SourceError(f"{path.name} cannot be read ({first}). Take the publisher's file as it is.")


def _delimiter(path: Path) -> str:
    """What splits the first line most often: a comma, a semicolon or a tab."""
    first = "" if path.suffix == ".parquet" else _first_line(path)
    return max((",", ";", "\t"), key=first.count)


def _header(path: Path, delimiter: str) -> list[str]:
    import csv

    return next(csv.reader([_first_line(path)], delimiter=delimiter), [])


def _first_line(path: Path) -> str:
    try:
        with path.open("rb") as lines:
            first = lines.readline()
    except OSError as error:
        raise _unreadable(path, error) from error
    try:
        return first.decode("utf-8-sig")
    except UnicodeDecodeError:
        return first.decode(OLD, errors="replace")


def _parquet_header(path: Path) -> list[str]:
    try:
        return list(pq.read_schema(path).names)
    except (OSError, pa.ArrowInvalid) as error:
        msg = f"{path.name} is not a Parquet file ({error}). Take the file as it came."
        raise SourceError(msg) from error


def _text(name: str, null: str) -> str:
    """The cell as stripped text, null where it is empty or the mark for no value."""
    cell = f"nullif(trim(cast({_quoted(name)} as varchar)), '')"
    return f"nullif({cell}, {_literal(null)})" if null else cell


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
