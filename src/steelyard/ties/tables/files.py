"""Publishers' files as DuckDB relations of text, every row with its line; nothing is dropped here.

A connector asks for the columns that it needs by name; whatever else the publisher has added
since does not matter. Rows that a connector does not take come back as rejects with a reason.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from steelyard.errors import SourceError, VocabularyError
from steelyard.records import TIE, TYPED, Column
from steelyard.records.reports import Reject
from steelyard.records.sources import TieTables
from steelyard.sheets import Plain, Sheet, open_sheet, plain
from steelyard.sheets.figures import Figures, Mark
from steelyard.sheets.header import missing, places
from steelyard.sheets.plain import LINE
from steelyard.vocabulary.time import SPOKEN_ORDERS, DayStyle, Order

#: Numbers and days that need no second look.
_NUMBER = re.compile(r"[+-]?\d*\.?\d*(?:[eE][+-]?\d+)?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}.*", re.ASCII)


#: Which of a publisher's files is meant, where it has several.
_FILES = {
    "atop": "Take the directed dyad-years, atop5_1ddyr.csv.",
    "desta": "Take the list of treaties (a row a treaty, members in c1, c2, ...), and not its dyads.",
    "gsdb": "Take the case file (a row a case, with begin and end), and not the dyadic one.",
    "igo": "Take the years of states (state_year_formatv3.csv).",
    "vdem": "Take V-Dem's own country-year file.",
    "cow-trade": "Take Dyadic_COW_4.0.csv.",
    "unga": "Take the voting data of the UN Digital Library, or the votes of the Dataverse.",
    "comtrade": "Ask for TOTAL by partner, yearly, and save the answer as CSV or JSON.",
    "imts": "Choose IMTS, the indicators XG_FOB_USD and MG_CIF_USD and the frequency Annual, and export as CSV.",
    "colt": "Take the primary data set (a row a trip).",
}


def _advice(source: str) -> str:
    """What to do about a file that lacks a column."""
    which = _FILES.get(source, "Take the publisher's file as it is.")
    return f"{which} docs/ties.md says what is read."


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one file: table ``rows`` of ``connection``, all text but ``line``.

    ``columns`` are those found, in the spelling of the connector; ``count`` is the number of
    rows; ``notes`` say what was assumed about the file.
    """

    connection: duckdb.DuckDBPyConnection
    columns: tuple[str, ...]
    count: int
    path: Path
    source: str
    notes: tuple[str, ...] = ()

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
    wanted: Sequence[Column],
    *,
    null: str = "",
    figures: Sequence[str] = (),
    days: Sequence[str] = (),
    order: Order | None = None,
) -> Rows:
    """Open a table of a publisher, in whatever format somebody has saved it.

    Args:
        source: Name of the data set.
        path: The file.
        wanted: The columns that the connector reads; those that nothing needs may be missing.
        null: A mark for "no value" beside the empty cell, such as ``NA``.
        figures: Columns of numbers, which may bear marks of thousands or decimal commas.
        days: Columns of days, in any form.
        order: The order of day, month and year, where the days do not settle it.

    Raises:
        SourceError: The file cannot be read, is empty, or lacks a column that is needed.
    """
    connection = duckdb.connect()
    with tempfile.TemporaryDirectory() as folder:
        table = plain(path, Path(folder), wanted)
        at = {name: place for place, name in enumerate(table.names)}
        found = {name: at[theirs] for name, theirs in table.found.items()}
        error = missing(path.name, table.header, wanted, found, _advice(source))
        if error is not None:
            raise error
        cells = ", ".join(
            f"{_text(theirs, null)} as {_quoted(name)}" for name, theirs in table.found.items()
        )
        line = (
            _quoted(LINE) if table.numbered else f"row_number() over () + {int(not table.parquet)}"
        )
        try:
            connection.execute(
                f"create table rows as select {cells}, cast({line} as bigint) as line "
                f"from {_scan(table)}"
            )
        except duckdb.Error as failure:
            raise _unreadable(path, failure) from failure
    names = ", ".join(_quoted(name) for name in table.found)
    connection.execute(f"delete from rows where coalesce({names}) is null")
    (count,) = connection.execute("select count(*) from rows").fetchone() or (0,)
    if not count:
        msg = f"{path.name} has a header but no rows. Download it again."
        raise SourceError(msg)
    notes = [table.assumption] if table.assumption else []
    mark: Mark | None = "." if table.mark in (None, ",", "\t") else None
    notes += _figures_alike(connection, table.found, figures, mark)
    notes += _days_alike(connection, table.found, days, order)
    return Rows(connection, tuple(table.found), int(count), path, source, tuple(notes))


def _figures_alike(
    connection: duckdb.DuckDBPyConnection,
    have: Collection[str],
    figures: Sequence[str],
    mark: Mark | None,
) -> list[str]:
    """Write numbers with a decimal point; return what was assumed."""
    notes = []
    numbers = _texts(connection, [name for name in figures if name in have])
    strange = [text for text in numbers if not _NUMBER.fullmatch(text)]
    if strange:
        reading = Figures.of(strange, mark)
        if reading.doubtful is not None:
            msg = (
                f"'{reading.doubtful}' may be a whole number with a mark of thousands or one with decimals. "
                "Save the file without marks of thousands."
            )
            raise SourceError(msg)
        values = {text: reading.number(text) for text in strange}
        _rewrite(
            connection, figures, have, {t: repr(v) for t, v in values.items() if v is not None}
        )
        if reading.mark == ",":
            notes.append("Numbers were read with decimal commas.")
    return notes


def _days_alike(
    connection: duckdb.DuckDBPyConnection,
    have: Collection[str],
    days: Sequence[str],
    order: Order | None,
) -> list[str]:
    """Write days as 2019-10-18; return what was assumed."""
    notes = []
    texts = _texts(connection, [name for name in days if name in have])
    if any(not _DAY.fullmatch(text) for text in texts):
        style = DayStyle.of(texts, order)
        if style.doubtful or style.against:
            text = style.doubtful or " and ".join(style.against or ())
            msg = (
                f"'{text}': day and month cannot be told apart. Say the order with --days dmy or --days mdy, or save "
                "the days as 2019-10-18."
            )
            raise SourceError(msg)
        found = {}
        for text in texts:
            with suppress(VocabularyError):
                found[text] = style.read(text)[0].isoformat()
        _rewrite(connection, days, have, found)
        if style.order is not None:
            notes.append(f"Days were read as {SPOKEN_ORDERS[style.order]}.")
    return notes


def _texts(connection: duckdb.DuckDBPyConnection, columns: Sequence[str]) -> list[str]:
    """The different texts of some columns."""
    if not columns:
        return []
    parts = " union ".join(
        f"select distinct {_quoted(name)} as t from rows where {_quoted(name)} is not null"
        for name in columns
    )
    return [
        text for (text,) in connection.execute(f"select t from ({parts}) order by t").fetchall()
    ]


def _rewrite(
    connection: duckdb.DuckDBPyConnection,
    columns: Sequence[str],
    have: Collection[str],
    found: Mapping[str, str],
) -> None:
    connection.register("alike", pa.table({"t": list(found), "to": list(found.values())}))
    for name in columns:
        if name in have:
            connection.execute(
                f"update rows set {_quoted(name)} = alike.to from alike where rows.{_quoted(name)} = alike.t"
            )
    connection.unregister("alike")


def header_of(path: Path, wanted: Sequence[Column] = ()) -> list[str]:
    """Return the names of the columns of a table, as they stand.

    Raises:
        SourceError: The file cannot be read.
    """
    return list(open_sheet(path, wanted).header)


def named_rows(source: str, path: Path, wanted: Sequence[Column], more: str = "") -> NamedRows:
    """Open a table of a publisher row by row, for those whose cells hold lists.

    Args:
        source: Name of the data set.
        path: The file.
        wanted: The columns that the connector reads.
        more: A pattern of further columns that it reads, such as ``c[0-9]+``.

    Raises:
        SourceError: The file cannot be read, or lacks a column that is needed.
    """
    sheet = open_sheet(path, wanted, strict=False)
    found = places(sheet.header, wanted)
    error = missing(path.name, sheet.header, wanted, found, _advice(source))
    if error is not None:
        raise error
    if more:
        found |= {
            n.lower(): at for at, n in enumerate(sheet.header) if re.fullmatch(more, n.lower())
        }
    return NamedRows(sheet, found)


@dataclass(frozen=True, slots=True)
class NamedRows:
    """The rows of a table by our names of their columns; a missing cell is empty."""

    sheet: Sheet
    places: Mapping[str, int]

    @property
    def notes(self) -> tuple[str, ...]:
        """What was assumed about the file."""
        return (self.sheet.assumption,) if self.sheet.assumption else ()

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield each row with its line."""
        for line, cells in self.sheet.rows():
            row = {name: cells[at] if at < len(cells) else "" for name, at in self.places.items()}
            yield line, row


def rejected(rows: Rows, query: str, *, bad: bool = True) -> tuple[Reject, ...]:
    """Return a reject for every row of ``query``, which gives ``line`` and ``reason``."""
    return tuple(Reject(line, reason, bad) for line, reason in rows.sql(query).fetchall())


def tie_tables(
    rows_read: int,
    rejects: Sequence[Reject],
    tables: Mapping[str, pa.Table | pa.RecordBatchReader],
    notes: Sequence[str] = (),
) -> TieTables:
    """Return what a file held, each table cast to its schema; an empty file is an error."""
    in_schema = {name: _in_schema(name, table) for name, table in tables.items()}
    ordered = tuple(sorted(rejects, key=lambda r: (r.line or 0, r.reason)))
    return TieTables(tables=in_schema, read=rows_read, rejects=ordered, notes=tuple(notes))


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


def _scan(table: Plain) -> str:
    if table.parquet:
        return f"read_parquet({_literal(str(table.path))})"
    quote = _literal(table.quote)
    names = ", ".join(f"{_literal(name)}: 'VARCHAR'" for name in table.names)
    return (
        f"read_csv({_literal(str(table.path))}, columns = {{{names}}}, auto_detect=false, header=true, "
        f"delim={_literal(table.delimiter)}, quote={quote}, escape={quote}, null_padding=true, "
        "strict_mode=false, parallel=false, max_line_size=10000000)"
    )


def _unreadable(path: Path, error: Exception) -> SourceError:
    first = str(error).splitlines()[0]
    return SourceError(f"{path.name} cannot be read ({first}). Take the publisher's file as it is.")


def _text(name: str, null: str) -> str:
    """The cell as stripped text, null where it is empty or the mark for no value."""
    cell = f"nullif(trim(cast({_quoted(name)} as varchar)), '')"
    return f"nullif({cell}, {_literal(null)})" if null else cell


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
