"""Reading a publisher's file into DuckDB as rows of text, and what could not be read.

DuckDB splits the lines; a line that does not split into the layout's columns is left out with
its number and reason. Nothing is typed here: that is the mapping's business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from steelyard.archive.files.shapes import Shaped
from steelyard.archive.files.written import Written
from steelyard.errors import SourceError
from steelyard.records import Layout, Reject
from steelyard.sheets import Plain
from steelyard.sheets.figures import Mark
from steelyard.sheets.plain import LINE
from steelyard.vocabulary.time import Order

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


@dataclass
class RawRows:
    """The rows of one file as a table of text, and the lines that were not read.

    ``order`` is that of day, month and year where the days of the file do not settle it.
    ``notes`` say what was assumed, once the rows have been shown.
    """

    connection: Any
    shaped: Shaped
    order: Order | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def layout(self) -> Layout:
        """The shape of the file."""
        return self.shaped.layout

    def table(self, *, numbered: bool) -> ir.Table:
        """Return the rows as an Ibis table."""
        self.show(numbered=numbered)
        return self.connection.table(RAW)

    def show(self, *, numbered: bool) -> None:
        """Show the rows as :data:`RAW`; ``line`` is null unless ``numbered``."""
        table = self.shaped.table
        if table is None:
            assert self.layout.read is not None  # what is no table is read by its own layout
            self._hold_batches(self.layout.read(self.shaped.path))
            self._view(f"SELECT * FROM {_HELD}")
            return
        if table.numbered:
            self.connection.raw_sql("SET preserve_insertion_order = false")
            self._as_ours(f"SELECT * RENAME ({_name(LINE)} AS line) FROM {self._reader(table)}")
        elif numbered:
            self._number(table)
        else:
            self.connection.raw_sql("SET preserve_insertion_order = false")
            self._as_ours(f"SELECT *, NULL::BIGINT AS line FROM {self._reader(table)}")

    def _as_ours(self, rows: str) -> None:
        """Show rows under our names of their columns; blank ones are none."""
        table = self.shaped.table
        assert table is not None  # JSON is never shown by this way
        kinds = _parquet_kinds(table) if table.parquet else {}
        cells = {
            name: _cell(table.found[name], kinds) if name in table.found else "NULL::VARCHAR"
            for name in self.layout.names
        }
        listed = ", ".join(f"{cell} AS {_name(name)}" for name, cell in cells.items())
        query = f"SELECT {listed}, line::BIGINT AS line FROM ({rows})"
        if table.headed and table.found:
            filled = ", ".join(_name(name) for name in table.found.values())
            query += f" WHERE coalesce({filled}) IS NOT NULL" if not table.parquet else ""
        likely: Mark | None = "." if table.mark in (None, ",", "\t") else None
        order = self.order or self.layout.order
        written = Written(self.shaped.name, self.layout, order, likely, table.headed)
        query, notes = written.alike(self.connection, query)
        self.notes = [*([table.assumption] if table.assumption else []), *notes]
        self._view(query)

    def rejects(self) -> tuple[Reject, ...]:
        """Return the lines that are no rows; known once the rows have been read."""
        errors = self._errors()
        lost = physical([number for number, _ in errors], self._cleared())
        reasons = [_REASONS.get(kind, kind.lower()) for _, kind in errors]
        found = [Reject(line, why) for line, why in zip(lost, reasons, strict=True)]
        return (*self.shaped.rejects, *found)

    def _number(self, table: Plain) -> None:
        """Give every row the number of its line, those that were left out counted in."""
        self.connection.raw_sql("SET preserve_insertion_order = true")
        head = int(table.headed and not table.parquet)
        self.connection.raw_sql(
            f"CREATE OR REPLACE TEMP TABLE {_HELD} AS "
            f"SELECT *, row_number() OVER () + {head} AS line FROM {self._reader(table)}"
        )
        lost = sorted(reject.line for reject in self.rejects() if reject.line is not None)
        # The n-th line left out shifts every row that would stand at or behind its place.
        shifts = [(line - n, n + 1) for n, line in enumerate(lost)]
        if not shifts:
            self._as_ours(f"SELECT * FROM {_HELD}")
            return
        values = ", ".join(f"({place}, {shift})" for place, shift in shifts)
        self._as_ours(
            "SELECT h.* REPLACE (h.line + coalesce(s.shift, 0) AS line) "
            f"FROM {_HELD} h ASOF LEFT JOIN (SELECT place, max(shift) AS shift "
            f"FROM (VALUES {values}) AS v(place, shift) GROUP BY place) s ON h.line >= s.place"
        )

    def _cleared(self) -> list[int]:
        table = self.shaped.table
        if table is not None and table.numbered:
            return []  # a copy names the lines of the file itself
        return [reject.line for reject in self.shaped.rejects if reject.line is not None]

    def _errors(self) -> list[tuple[int, str]]:
        table = self.shaped.table
        if table is None or table.parquet:
            return []
        return list(
            self.connection.raw_sql(
                "SELECT line, min(error_type::VARCHAR) FROM read_errors GROUP BY line ORDER BY line"
            ).fetchall()
        )

    def _reader(self, table: Plain) -> str:
        if table.parquet:
            return f"read_parquet({_text(str(table.path))})"
        for name in ("read_errors", "read_scans"):
            self.connection.raw_sql(f"DROP TABLE IF EXISTS {name}")
        columns = ", ".join(f"{_text(name)}: 'VARCHAR'" for name in table.names)
        quote = _text(table.quote)
        padded = self.layout.optional > 0
        return (
            f"read_csv({_text(str(table.path))}, columns = {{{columns}}}, auto_detect = false, "
            f"delim = {_text(table.delimiter)}, quote = {quote}, escape = {quote}, "
            f"header = {str(table.headed).lower()}, nullstr = '', comment = '', "
            "store_rejects = true, rejects_table = 'read_errors', rejects_scan = 'read_scans', "
            f"rejects_limit = 0, null_padding = {str(padded).lower()})"
        )

    def _hold_batches(self, batches: Iterator[pa.RecordBatch]) -> None:
        fields: list[pa.Field[Any]] = [pa.field(name, pa.string()) for name in self.layout.names]
        schema = pa.schema(
            [*fields, pa.field("line", pa.int64()), pa.field("problem", pa.string())]
        )
        wrong: list[SourceError] = []
        reader = pa.RecordBatchReader.from_batches(
            schema, _fitted(_watched(batches, wrong), schema)
        )
        self.connection.con.register("raw_batches", reader)
        try:
            self.connection.raw_sql(f"CREATE OR REPLACE TEMP TABLE {_HELD} AS FROM raw_batches")
        except duckdb.Error:
            if wrong:
                raise wrong[0] from None
            raise
        finally:
            self.connection.con.unregister("raw_batches")

    def _view(self, query: str) -> None:
        self.connection.raw_sql(f"CREATE OR REPLACE TEMP VIEW {RAW} AS {query}")


def _parquet_kinds(table: Plain) -> dict[str, pa.DataType]:
    schema = pq.read_schema(table.path)
    return {field.name: field.type for field in schema}


def _cell(name: str, kinds: Mapping[str, pa.DataType]) -> str:
    """A cell as text; a list of Parquet split by semicolons."""
    kind = kinds.get(name)
    if kind is None:
        return _name(name)
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return f"array_to_string({_name(name)}, ';')"
    return f"nullif({_name(name)}::VARCHAR, '')"


def physical(numbers: Sequence[int], taken_out: Sequence[int]) -> list[int]:
    """Return where lines stood before lines were taken out: numbers from 1, both sorted."""
    places = np.sort(np.asarray(taken_out, dtype=np.int64))
    before = places - np.arange(len(places))
    found = np.asarray(numbers, dtype=np.int64)
    return [int(n) for n in found + np.searchsorted(before, found, side="right")]


def _watched(
    batches: Iterator[pa.RecordBatch], wrong: list[SourceError]
) -> Iterator[pa.RecordBatch]:
    """The batches; an error of the reader is kept, since DuckDB tells it with its traceback."""
    try:
        yield from batches
    except SourceError as error:
        wrong.append(error)
        raise


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


def _name(name: str) -> str:
    """The name of a column as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    """A text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"
