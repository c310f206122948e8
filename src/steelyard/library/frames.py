"""Rows of events from a frame: what a publisher's file would give, without the file.

A frame is written beside as Parquet and loaded as that file would be, so that a row means the same
and one event is kept once, whichever way it came.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from steelyard import sources, vocabulary
from steelyard.archive import TableArchive, archive_of, open_archive
from steelyard.errors import CaseError, SourceError
from steelyard.pipeline.loading import load
from steelyard.records import EVENT, TIE, EventSource, SourceCard
from steelyard.sheets.header import folded
from steelyard.sources.own_table import ColumnMap, table_source
from steelyard.sources.table import read_events
from steelyard.ties.table import read_ties

#: What a file of a frame is called: in errors, and as the source of rows that bear no other.
EVENTS, TIES = "events", "ties"

#: Columns that hold CAMEO codes, whose first zero is lost where they were read as numbers.
_CODES = {folded(name) for name in ("CAMEO Code", "cameo", "EventCode", "EventBaseCode")}


def is_frame(thing: object) -> bool:
    """Say whether ``thing`` is a frame of any library that narwhals knows."""
    import narwhals as nw

    try:
        nw.from_native(thing)  # type: ignore[call-overload]  # whatever it is
    except TypeError:
        return False
    return True


def arrow_of(frame: Any) -> pa.Table:
    """Return a frame as an Arrow table; a lazy one is collected, an index is left out.

    Raises:
        CaseError: It is no frame.
    """
    import narwhals as nw

    try:
        found: Any = nw.from_native(frame)
    except TypeError as error:
        msg = (
            f"A {type(frame).__name__} is no frame; allowed are frames of pandas, Polars and Arrow, "
            "and paths of files. Give one of them."
        )
        raise CaseError(msg) from error
    if isinstance(found, nw.LazyFrame):
        found = found.collect()
    table: pa.Table = found.to_arrow()
    return _plain(table.replace_schema_metadata(None))


def _plain(table: pa.Table) -> pa.Table:
    """The table with categories as texts, and times as days, as files have them."""
    for at, field in enumerate(table.schema):
        column = _cells(field.name, table.column(at))
        if column.type != field.type:
            table = table.set_column(at, field.name, column)
    return table


def _cells(name: str, column: Any) -> Any:
    """A column as a file would have it."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return column.cast(kind.value_type)
    if pa.types.is_timestamp(kind):
        return column.cast(pa.date32(), safe=False)
    if pa.types.is_null(kind):
        return column.cast(pa.string())
    if pa.types.is_floating(kind) and _whole(column):
        column = column.cast(pa.int64())
    if pa.types.is_integer(column.type) and folded(name) in _CODES:
        return _with_zeros(column)
    return column


def _whole(column: pa.ChunkedArray[Any]) -> bool:
    """Whether numbers are whole and are floats only because some are missing."""
    return bool(pc.all(pc.equal(column, pc.floor(column)), min_count=0).as_py())


def _with_zeros(column: pa.ChunkedArray[Any]) -> pa.Array[Any]:
    """CAMEO codes that were read as numbers, with the zero that was lost."""
    texts = column.cast(pa.string()).combine_chunks().dictionary_encode()
    codes = [str(code) for code in texts.dictionary.to_pylist()]
    zeros = vocabulary.lost_zeros(codes)
    return pa.array([zeros.get(code, code) for code in codes], pa.string()).take(texts.indices)


def archive_of_frames(
    events: Any = None,
    ties: Any = None,
    *,
    source: str | SourceCard | None = None,
    columns: Mapping[str, str] | None = None,
    sampling: str | None = None,
) -> TableArchive:
    """Return the rows of frames as an archive that lives as long as somebody holds it.

    Args:
        events: A frame of events: of a publisher's columns (ICEWS, GDELT, ...), or of ours.
        ties: A frame of ties.
        source: The data set that ``events`` is of; found by its columns where nothing is said.
            A card says what the brief shall say of a table of one's own.
        columns: Which column holds what, ours = theirs, for a table of one's own.
        sampling: ``systematic`` where the rows of a table of one's own were not searched for by
            topic or day; it then measures how often things happened.

    Raises:
        SourceError: The frame is in no known shape, or rows of it are wrong.
        CaseError: The source is not known.
    """
    folder = Path(tempfile.mkdtemp(prefix="steelyard-"))
    try:
        made = _of_events(events, folder, source, columns, sampling) if events is not None else None
        if ties is not None:
            made = _with_ties(made, arrow_of(ties), folder)
    except SourceError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise _of_frame(error) from error
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    assert made is not None  # whoever calls gives one or the other
    weakref.finalize(made, _gone, made.connection, folder)
    return made


def _of_frame(error: SourceError) -> SourceError:
    """The error with the frame named for the file that stood for it."""
    text = str(error)
    for name in (EVENTS, TIES):
        text = text.replace(f"{name}.parquet line ", f"The frame of {name}, row ")
        text = text.replace(f"{name}.parquet", f"The frame of {name}")
    text = text.replace("steelyard load table FILE --columns MAP.toml", "columns={'day': 'THEIRS'}")
    told = SourceError(text)
    told.problems = tuple(text.splitlines()) if error.problems else ()
    return told


def _gone(connection: Any, folder: Path) -> None:
    """Close the archive of a frame, and take its file away."""
    connection.disconnect()
    shutil.rmtree(folder, ignore_errors=True)


def _of_events(
    frame: Any,
    folder: Path,
    source: str | SourceCard | None,
    columns: Mapping[str, str] | None,
    sampling: str | None,
) -> TableArchive:
    path = folder / f"{EVENTS}.parquet"
    table = arrow_of(frame)
    if not table.num_rows:
        msg = "The frame of events has no rows. Look at what it was filtered by."
        raise SourceError(msg)
    pq.write_table(table, path)
    chosen = _source(table, source, columns, sampling)
    if chosen is None:
        rows = read_events(path, EVENTS)
        return archive_of(rows, TIE.empty_table(), (_card(EVENTS, rows.num_rows),))
    target = folder / "rows.duckdb"
    load(chosen, [path], target)
    return replace(open_archive(target), where=None)


def _card(name: str, rows: int) -> SourceCard:
    """What is said of a frame on which its owner says nothing."""
    return SourceCard(
        name=name,
        title=f"A frame of {name}",
        publisher="unpublished",
        address=None,
        licence="not stated",
        citation="",
        coverage="not stated",
        limitation="Kept by its owner; nobody has measured what it misses.",
        sampling="selective",
        rows=rows,
    )


def _source(
    table: pa.Table,
    source: str | SourceCard | None,
    columns: Mapping[str, str] | None,
    sampling: str | None,
) -> EventSource | None:
    """The data set that a frame is read as; None for a chronology in our own columns."""
    if isinstance(source, str) and source != "table":
        if source not in sources.NAMES:
            msg = (
                f"source is '{source}'; allowed are {', '.join((*sources.NAMES, 'table'))}, or a "
                "SourceCard. Choose one, or leave it out."
            )
            raise CaseError(msg)
        return sources.event_source(source)
    named = source is not None or columns is not None or sampling is not None
    found = None if named else _told_by_columns(table)
    if found is not None:
        return found
    if not named:
        return None
    card = {} if not isinstance(source, SourceCard) else _said(source)
    if sampling is not None:
        if sampling not in ("systematic", "selective"):
            msg = f"sampling is '{sampling}'; allowed are systematic, selective. Choose one."
            raise CaseError(msg)
        card["sampling"] = sampling
    made = table_source(ColumnMap(columns=dict(columns or {}), card=card))
    return replace(made, worst=0.0) if card.get("sampling") != "systematic" else made


def _said(card: SourceCard) -> dict[str, Any]:
    names = ("name", "title", "publisher", "address", "licence", "citation", "coverage")
    return {name: getattr(card, name) for name in (*names, "limitation", "sampling")}


def _told_by_columns(table: pa.Table) -> EventSource | None:
    """The publisher whose columns the frame has, all of those that are needed."""
    have = {folded(name) for name in table.column_names}
    best: tuple[int, EventSource] | None = None
    for one in sources.event_sources():
        if one.name == "table":
            continue
        for layout in one.layouts:
            needed = [column for column in layout.columns if column.needed]
            found = sum(any(folded(s) in have for s in c.spellings) for c in needed)
            if needed and found == len(needed) and (best is None or found > best[0]):
                best = found, one
    return best[1] if best and best[0] >= _ENOUGH else None


#: Fewer columns than this are no sign of a publisher: tables of everybody have a date and a code.
_ENOUGH = 4


def _with_ties(made: TableArchive | None, table: pa.Table, folder: Path) -> TableArchive:
    path = folder / f"{TIES}.parquet"
    pq.write_table(table, path)
    rows = read_ties(path, TIES)
    card = _card(TIES, rows.num_rows)
    if made is None:
        return archive_of(EVENT.empty_table(), rows, (card,))
    held = made.ties.union(made.connection.create_table("frame_ties", rows, temp=True))
    return replace(made, ties=held, sources=(*made.sources, card))
