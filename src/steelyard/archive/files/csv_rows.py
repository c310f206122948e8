"""Reading a publisher's file into DuckDB as rows of text, and what could not be read.

DuckDB splits the lines; a line that does not split into the layout's columns is left out with
its number and reason. Nothing is typed here: that is the mapping's business.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from steelyard.errors import ShapeError
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
_HELD = "raw_held"


def layout_of(source: EventSource, lines: tuple[str, ...], name: str) -> Layout:
    """Return the layout of a file, by its first lines.

    Raises:
        ShapeError: No layout of the source fits.
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
    raise ShapeError(msg)


def _cells(line: str, layout: Layout) -> int:
    return len(line.split(layout.delimiter))


@dataclass
class RawRows:
    """The rows of one file as a table of text, and the lines that were not read.

    ``cleared`` are lines that were taken out of the file before, with their numbers in it.
    """

    connection: Any
    path: Path
    layout: Layout
    cleared: tuple[Reject, ...] = ()

    def table(self, *, numbered: bool) -> ir.Table:
        """Return the rows as an Ibis table."""
        self.show(numbered=numbered)
        return self.connection.table(RAW)

    def show(self, *, numbered: bool) -> None:
        """Show the rows as :data:`RAW`; ``line`` is null unless ``numbered``."""
        if self.layout.read is not None:
            self._hold_batches(self.layout.read(self.path))
            self._view(f"SELECT * FROM {_HELD}")
        elif numbered:
            self._number()
        else:
            self.connection.raw_sql("SET preserve_insertion_order = false")
            self._view(f"SELECT *, NULL::BIGINT AS line FROM {self._reader()}")

    def rejects(self) -> tuple[Reject, ...]:
        """Return the lines that are no rows; known once the rows have been read."""
        lost = physical([number for number, _ in self._errors()], self._cleared())
        reasons = [_REASONS.get(kind, kind.lower()) for _, kind in self._errors()]
        found = [Reject(line, why) for line, why in zip(lost, reasons, strict=True)]
        return (*self.cleared, *found)

    def _number(self) -> None:
        """Give every row the number of its line, those that were left out counted in."""
        self.connection.raw_sql("SET preserve_insertion_order = true")
        head = int(self.layout.header)
        self.connection.raw_sql(
            f"CREATE OR REPLACE TEMP TABLE {_HELD} AS "
            f"SELECT *, row_number() OVER () + {head} AS line FROM {self._reader()}"
        )
        lost = sorted(reject.line for reject in self.rejects() if reject.line is not None)
        # The n-th line left out shifts every row that would stand at or behind its place.
        shifts = [(line - n, n + 1) for n, line in enumerate(lost)]
        if not shifts:
            self._view(f"SELECT * FROM {_HELD}")
            return
        values = ", ".join(f"({place}, {shift})" for place, shift in shifts)
        self._view(
            "SELECT h.* REPLACE (h.line + coalesce(s.shift, 0) AS line) "
            f"FROM {_HELD} h ASOF LEFT JOIN (SELECT place, max(shift) AS shift "
            f"FROM (VALUES {values}) AS v(place, shift) GROUP BY place) s ON h.line >= s.place"
        )

    def _cleared(self) -> list[int]:
        return [reject.line for reject in self.cleared if reject.line is not None]

    def _errors(self) -> list[tuple[int, str]]:
        if self.layout.read is not None:
            return []
        return list(
            self.connection.raw_sql(
                "SELECT line, min(error_type::VARCHAR) FROM read_errors GROUP BY line ORDER BY line"
            ).fetchall()
        )

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
            f"rejects_limit = 0, null_padding = {str(self.layout.optional > 0).lower()})"
        )

    def _hold_batches(self, batches: Iterator[pa.RecordBatch]) -> None:
        fields: list[pa.Field[Any]] = [pa.field(name, pa.string()) for name in self.layout.columns]
        schema = pa.schema(
            [*fields, pa.field("line", pa.int64()), pa.field("problem", pa.string())]
        )
        reader = pa.RecordBatchReader.from_batches(schema, _fitted(batches, schema))
        self.connection.con.register("raw_batches", reader)
        self.connection.raw_sql(f"CREATE OR REPLACE TEMP TABLE {_HELD} AS FROM raw_batches")
        self.connection.con.unregister("raw_batches")

    def _view(self, query: str) -> None:
        self.connection.raw_sql(f"CREATE OR REPLACE TEMP VIEW {RAW} AS {query}")


def physical(numbers: Sequence[int], taken_out: Sequence[int]) -> list[int]:
    """Return where lines stood before lines were taken out: numbers from 1, both sorted."""
    places = np.sort(np.asarray(taken_out, dtype=np.int64))
    before = places - np.arange(len(places))
    found = np.asarray(numbers, dtype=np.int64)
    return [int(n) for n in found + np.searchsorted(before, found, side="right")]


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
