"""What a data set tells the archive about itself: the shapes of its files and how rows map.

An event source is a frozen :class:`EventSource` with a :class:`Layout` for every shape in which
its publisher ships files. The archive reads the file (unpacking, encoding, broken lines), hands
the rows to ``Layout.reports`` as one Ibis table, and stores what comes back. No Python touches
a row: a mapping is Ibis expressions, which DuckDB runs today and Spark may run tomorrow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pyarrow as pa

from steelyard.records.case import SourceCard, Window
from steelyard.records.columns import Column
from steelyard.records.reports import Reject
from steelyard.vocabulary.time import Order

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: How the days that a file stands for are known.
#: ``file``: from its name (``Layout.covers``). ``days``: from its rows, where every day has so
#: many that a thin day is a partial one and an empty day a missing one. ``span``: from the first
#: to the last day of its rows. ``none``: nobody can say (a chronology kept by hand).
Cover = Literal["file", "days", "span", "none"]

#: ``(name of the file) -> days``; None where the name does not say.
Covers = Callable[[str], Window | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One shape of a publisher's file: columns go by name, in whatever order and company.

    Attributes:
        name: Short and stable: ``gdelt-2.0``.
        columns: The columns that the mapping reads, with their other names and what needs them.
            One that a file does not have and nothing needs is null throughout.
        reports: Maps the rows. It is given an Ibis table of ``columns``, all text, with empty
            cells as null and, where ``numbered``, ``line`` (whole number). It returns a table
            of columns of REPORT, as many as it has, one row for each row given, and beside
            them any of ``problem`` (text where the row is bad, null where it is good),
            ``outside`` (text where the row is sound but no event of the archive's kind) and
            ``unknown`` (codes of actors that nobody knows, split by ``;``: counted and listed).
            It needs at least ``day``, ``actor``, ``recipient``, ``type``. Left out: precision
            is ``day``, status ``happened``, quad and act those of the type, reports 1,
            ``source_id`` the line. A column that is a list in REPORT may be given as text, one
            value or null. Rows with a null day or type and no reason get a problem by
            themselves. ``event_id``, ``report_id``, ``source``, ``file`` are the archive's.
        positions: For files without a header: by the number of cells of a line, the names of
            all its columns in order.
        quote: The quoting character; empty where the publisher does not quote.
        days: Columns of days; whatever their form, the mapping sees ``2019-10-18``, or
            ``2019-10`` and ``2019`` where no more is said.
        figures: Columns of numbers; the mapping sees a decimal point and no other mark.
        codes: Columns of CAMEO or WEIS codes, with their scheme; a zero that a spreadsheet has
            dropped is put back.
        actors: Columns of actors that people write, each with what gives a cell as codes.
        order: The order of day, month and year, where the owner of the file has stated it.
        either: Sets of columns of which a file must have one.
        numbered: Whether the mapping needs ``line``, or rows have no id of their own (slower:
            the order of the file must then be kept).
        encoding: ``utf-8``: lines with other bytes are rejected. ``latin-1``: such lines are
            read as Latin-1. ``any``: the file may be in any encoding, as people save it.
        cover: How covered days are known.
        covers: For ``cover="file"``: the days that a file of this name stands for.
        share_of_day: The part of a day that one file covers: 1/96 for a file of 15 minutes.
        optional: So many columns at the end may be missing from a line of a file without header.
        named: Says whether a file of this name is in this shape, where the columns do not tell.
        fit: For ``read``: says from the first line whether a file is of this kind.
        read: For files that are not tabular (JSON): yields batches of ``columns`` as text,
            with ``line`` and, for rows that cannot be read, ``problem``.
    """

    name: str
    columns: tuple[Column, ...]
    reports: Callable[[ir.Table], ir.Table]
    positions: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    quote: str = ""
    days: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    codes: Mapping[str, Literal["cameo", "weis"]] = field(default_factory=dict)
    actors: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    order: Order | None = None
    either: tuple[tuple[str, ...], ...] = ()
    numbered: bool = False
    encoding: Literal["utf-8", "latin-1", "any"] = "utf-8"
    cover: Cover = "none"
    covers: Covers | None = None
    share_of_day: float = 1.0
    optional: int = 0
    named: Callable[[str], bool] | None = None
    fit: Callable[[str], bool] | None = None
    read: Callable[[Path], Iterator[pa.RecordBatch]] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Our names of the columns."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSource:
    """An event data set: what it is, and every shape that its files come in.

    ``card`` says what the brief shows: publisher, licence, limitation (never empty), sampling.
    ``sizes`` are the fewest and most rows that a whole file is expected to have, by layout; a
    file outside them is loaded with a warning. A file is refused whole where more than
    ``worst`` of its rows (and more than a handful) are bad. ``strict``: a column whose name is
    nearly that of a column looked for is an error, since people name the columns themselves.
    """

    name: str
    card: SourceCard
    layouts: tuple[Layout, ...]
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    worst: float = 0.25
    strict: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TieTables:
    """What one file of a tie source holds.

    ``tables`` by name: ``ties`` in the schema TIE, typed tables (``votes``, ``deals``, ...) in
    the schemas of :mod:`steelyard.records.ties`. A large table may be given as a reader of
    record batches. ``read`` is the number of rows of the file, ``rejects`` those not taken;
    ``notes`` say what was assumed about the file.
    """

    tables: Mapping[str, pa.Table | pa.RecordBatchReader]
    read: int
    rejects: tuple[Reject, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TieSource:
    """A structural data set: ``read`` turns one unpacked file of its publisher into tables.

    ``files`` are patterns of the names that its files bear (``*.csv``); in a folder or archive
    only these are read. ``ordered`` reads as well where the order of day, month and year is given;
    None where the files hold no days. ``read`` gets a path whose name is the publisher's, unpacked from .gz
    or .zip; SourceError refuses the file whole.
    """

    name: str
    card: SourceCard
    read: Callable[[Path], TieTables]
    files: tuple[str, ...] = ("*.csv",)
    worst: float = 0.05
    ordered: Callable[[Path, Order], TieTables] | None = None


Source = EventSource | TieSource
