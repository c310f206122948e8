"""Reading a publisher's file into DuckDB as rows of text, and what could not be read.

DuckDB splits the lines; a line that does not split into the layout's columns is left out with
its number and reason. Nothing is typed here: that is the mapping's business.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from steelyard.errors import SourceError
from steelyard.records import EventSource, Layout, Reject

#: Reasons of DuckDB's reader in our words.
_REASONS = {
    "TOO MANY COLUMNS": "more cells than columns",
    "MISSING COLUMNS": "fewer cells than columns",
    "UNQUOTED VALUE": "a quote that does not close",
    "LINE SIZE OVER MAXIMUM": "a line that is too long",
    "INVALID ENCODING": "bytes that are not UTF-8",
    "INVALID STATE": "a quote in the wrong place",
    "CAST": "a value of the wrong kind",
}

RAW = "raw_rows"


def layout_of(source: EventSource, lines: tuple[str, ...], name: str) -> Layout:
    """Return the layout of a file, by its first lines.

    Raises:
        SourceError: No layout of the source fits.
    """
    layout = source.layout(lines, name)
    if layout is not None:
        return layout
    shapes = "; ".join(
        f"{shape.name}: {len(shape.columns)} columns, {_cells(lines[0], shape)} found"
        for shape in source.layouts
    )
    msg = (
        f"{name} is in no shape that source '{source.name}' has ({shapes}). "
        "See 'steelyard sources'; for a table of your own use source 'table'."
    )
    raise SourceError(msg)


def _cells(line: str, layout: Layout) -> int:
    return len(line.split(layout.delimiter))


@dataclass
class RawRows:
    """The rows of one file as an Ibis table of text, and the lines that were not read."""

    connection: Any
    path: Path
    layout: Layout

    def table(self, *, numbered: bool) -> ir.Table:
        """Return the rows; ``line`` is null unless ``numbered``."""
        if self.layout.read is not None:
            return self._batches(self.layout)
        self.connection.raw_sql(f"SET preserve_insertion_order = {str(numbered).lower()}")
        line = "row_number() OVER ()" if numbered else "NULL::BIGINT"
        if numbered and self.layout.header:
            line += " + 1"
        self._view(f"SELECT *, {line} AS line FROM {self._reader()}")  # noqa: S608 - our own words
        return self.connection.table(RAW)

    def rejects(self) -> tuple[Reject, ...]:
        """Return the lines that DuckDB has left out; known once the rows have been read."""
        if self.layout.read is not None:
            return ()
        found = self.connection.raw_sql(
            "SELECT line, min(error_type::VARCHAR) FROM read_errors GROUP BY line ORDER BY line"
        ).fetchall()
        return tuple(Reject(line, _REASONS.get(kind, kind.lower())) for line, kind in found)

    def _reader(self) -> str:
        for name in ("read_errors", "read_scans"):
            self.connection.raw_sql(f"DROP TABLE IF EXISTS {name}")
        columns = ", ".join(f"{_text(name)}: 'VARCHAR'" for name in self.layout.columns)
        quote = _text(self.layout.quote)
        return (
            f"read_csv({_text(str(self.path))}, columns = {{{columns}}}, auto_detect = false, "
            f"delim = {_text(self.layout.delimiter)}, quote = {quote}, escape = {quote}, "
            f"header = {str(self.layout.header).lower()}, nullstr = '', comment = '', "
            "store_rejects = true, rejects_table = 'read_errors', rejects_scan = 'read_scans', "
            "rejects_limit = 0)"
        )

    def _batches(self, layout: Layout) -> ir.Table:
        assert layout.read is not None
        fields = [pa.field(name, pa.string()) for name in layout.columns]
        schema = pa.schema(
            [*fields, pa.field("line", pa.int64()), pa.field("problem", pa.string())]
        )
        reader = pa.RecordBatchReader.from_batches(schema, _fitted(layout.read(self.path), schema))
        self.connection.con.register("raw_batches", reader)
        self.connection.raw_sql("CREATE OR REPLACE TEMP TABLE raw_held AS FROM raw_batches")
        self.connection.con.unregister("raw_batches")
        self._view("SELECT * FROM raw_held")
        return self.connection.table(RAW)

    def _view(self, query: str) -> None:
        self.connection.raw_sql(f"CREATE OR REPLACE TEMP VIEW {RAW} AS {query}")


def _fitted(batches: Iterator[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Batches with every column of the schema, those that are missing as nulls."""
    for batch in batches:
        arrays = [
            batch.column(name).cast(schema.field(name).type)
            if name in batch.schema.names
            else pa.nulls(batch.num_rows, schema.field(name).type)
            for name in schema.names
        ]
        yield pa.record_batch(arrays, schema=schema)


def _text(value: str) -> str:
    """A text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"
