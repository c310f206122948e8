"""What a data set tells the archive about itself: the shapes of its files and how rows map.

An event source is a frozen :class:`EventSource` with a :class:`Layout` for every shape in which
its publisher ships files. The archive reads the file (unpacking, encoding, broken lines), hands
the rows to ``Layout.reports`` as one Ibis table, and stores what comes back. No Python touches
a row: a mapping is Ibis expressions, which DuckDB runs today and Spark may run tomorrow.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pyarrow as pa

from steelyard.records.case import SourceCard, Window
from steelyard.records.reports import Reject

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
    """One shape of a publisher's file.

    Attributes:
        name: Short and stable: ``gdelt-2.0``.
        columns: Names of the columns in the order of the file; the mapping sees these names.
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
        header: Whether the first line names the columns.
        delimiter: One character.
        quote: The quoting character; empty where the publisher does not quote.
        numbered: Whether the mapping needs ``line``, or rows have no id of their own (slower:
            the order of the file must then be kept).
        encoding: ``utf-8``: lines with other bytes are rejected. ``latin-1``: such lines are
            read as Latin-1.
        cover: How covered days are known.
        covers: For ``cover="file"``: the days that a file of this name stands for.
        share_of_day: The part of a day that one file covers: 1/96 for a file of 15 minutes.
        optional: So many columns at the end may be missing from a line.
        fit: Says from the cells of a line and the file's name whether this shape fits, where
            counting the columns (or comparing the header) is not enough.
        read: For files that are not tabular (JSON): yields batches of ``columns`` as text,
            with ``line`` and, for rows that cannot be read, ``problem``.
    """

    name: str
    columns: tuple[str, ...]
    reports: Callable[[ir.Table], ir.Table]
    header: bool = True
    delimiter: str = "\t"
    quote: str = ""
    numbered: bool = False
    encoding: Literal["utf-8", "latin-1"] = "utf-8"
    cover: Cover = "none"
    covers: Covers | None = None
    share_of_day: float = 1.0
    optional: int = 0
    fit: Callable[[Sequence[str], str], bool] | None = None
    read: Callable[[Path], Iterator[pa.RecordBatch]] | None = None

    def fits(self, cells: Sequence[str], file_name: str) -> bool:
        """Say whether the first line of a file, as ``cells``, is in this shape."""
        if self.fit is not None:
            return self.fit(cells, file_name)
        if self.header:
            return [cell.strip().lower() for cell in cells] == [c.lower() for c in self.columns]
        return len(self.columns) - self.optional <= len(cells) <= len(self.columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSource:
    """An event data set: what it is, and every shape that its files come in.

    ``card`` says what the brief shows: publisher, licence, limitation (never empty), sampling.
    ``sizes`` are the fewest and most rows that a whole file is expected to have, by layout; a
    file outside them is loaded with a warning. A file is refused whole where more than
    ``worst`` of its rows (and more than a handful) are bad. ``shape`` makes the layout of a file
    whose columns are its owner's own; ``layouts`` is then empty.
    """

    name: str
    card: SourceCard
    layouts: tuple[Layout, ...]
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    worst: float = 0.25
    shape: Callable[[Path], Layout] | None = None

    def layout(self, lines: Sequence[str], file_name: str) -> Layout | None:
        """Return the layout that fits the first line of a file, else the one that fits most.

        Args:
            lines: The first lines of the file as they stand, without their ends.
            file_name: The publisher's name of the file.
        """
        counts = [sum(_fits(layout, line, file_name) for line in lines) for layout in self.layouts]
        for layout in self.layouts:
            if lines and _fits(layout, lines[0], file_name):
                return layout
        most = max(counts, default=0)
        return self.layouts[counts.index(most)] if 2 * most > len(lines) else None


def _fits(layout: Layout, line: str, file_name: str) -> bool:
    if not layout.quote:
        return layout.fits(line.split(layout.delimiter), file_name)
    reader = csv.reader([line], delimiter=layout.delimiter, quotechar=layout.quote)
    return layout.fits(next(reader, []), file_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class TieTables:
    """What one file of a tie source holds.

    ``tables`` by name: ``ties`` in the schema TIE, typed tables (``votes``, ``deals``, ...) in
    the schemas of :mod:`steelyard.records.ties`. A large table may be given as a reader of
    record batches. ``read`` is the number of rows of the file, ``rejects`` those not taken.
    """

    tables: Mapping[str, pa.Table | pa.RecordBatchReader]
    read: int
    rejects: tuple[Reject, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TieSource:
    """A structural data set: ``read`` turns one unpacked file of its publisher into tables.

    ``files`` are patterns of the names that its files bear (``*.csv``); in a folder or archive
    only these are read. ``read`` gets a path whose name is the publisher's, unpacked from .gz
    or .zip; SourceError refuses the file whole.
    """

    name: str
    card: SourceCard
    read: Callable[[Path], TieTables]
    files: tuple[str, ...] = ("*.csv",)
    worst: float = 0.25


Source = EventSource | TieSource
