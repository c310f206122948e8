"""A table made ready for a reader in bulk: the file itself where it is plain, else a copy that is.

A publisher's file is nearly always plain and is then never copied. A workbook, another encoding,
a header further down, cells beyond the header: such a file is written again as text split by
commas in UTF-8, with the number of each line beside its cells.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from steelyard.records.columns import Column
from steelyard.records.reports import Reject
from steelyard.sheets import delimited
from steelyard.sheets.encodings import Encoding
from steelyard.sheets.formats import head_of, kind_of
from steelyard.sheets.header import places
from steelyard.sheets.sheet import Sheet, open_sheet, open_sheets

#: The column that holds the number of the line in a copy.
LINE = "line of the file"

NUL = "NUL bytes"

#: Takes the number of cells of a first line and gives the names of its columns, None where a
#: table without a header has another number.
Positions = Callable[[int], Sequence[str] | None]


@dataclass(frozen=True, slots=True)
class Plain:
    """A table that DuckDB can read.

    Attributes:
        path: The file, or the copy.
        names: The columns of ``path`` in order, each name once.
        found: By our name of a column, its name in ``names``.
        header: The names as the file spells them; empty where it has none.
        known: How many of the columns looked for the header names.
        delimiter: The mark between cells.
        quote: The mark around cells; empty where there is none.
        headed: Whether the first line of ``path`` names the columns.
        mark: The mark between cells of the file as it came; None where it is no text.
        numbered: Whether ``path`` is a copy with the column :data:`LINE`.
        parquet: Whether it is Parquet.
        assumption: What was assumed, in one line.
        rejects: Lines that were left out of the copy.
    """

    path: Path
    names: tuple[str, ...]
    found: Mapping[str, str]
    header: tuple[str, ...]
    known: int
    delimiter: str = ","
    quote: str = '"'
    headed: bool = True
    mark: str | None = None
    numbered: bool = False
    parquet: bool = False
    assumption: str | None = None
    rejects: tuple[Reject, ...] = ()


def plain(
    path: Path,
    folder: Path,
    columns: Sequence[Column],
    *,
    quote: str = '"',
    positions: Positions | None = None,
    encoding: Encoding | None = None,
    optional: int = 0,
) -> Plain:
    """Make a table ready to be read in bulk.

    Args:
        path: The file, in any format.
        folder: Where a copy may be written.
        columns: The columns looked for.
        quote: The mark around cells in the publisher's files; empty where he does not quote.
            A first line that is quoted all the same shows that somebody else has saved it.
        positions: Names the columns of a table without a header.
        encoding: The encoding of a text file, where it is known already.
        optional: So many cells may be missing at the end of a line.

    Raises:
        SourceError: The file is missing, empty, damaged or no table.
    """
    mark = '"' if quote or _saved_with_quotes(path) else None
    sheet = open_sheet(path, columns, quote=mark, encoding=encoding, strict=False)
    if mark is None and sheet.known and sheet.shape and sheet.shape.delimiter != "\t":
        # He splits by tabs: somebody else has saved it, and quotes what needs it.
        sheet = open_sheet(path, columns, quote='"', encoding=encoding, strict=False)
    headed = True
    at = places(sheet.header, columns)
    whole = all(column.name in at for column in columns if column.needed)
    if positions is not None and not whole and sheet.known < _ENOUGH * len(columns):
        without = _headless(path, mark, positions, encoding)
        if without is None and mark is None:
            without = _headless(path, '"', positions, encoding)
        sheet, headed = (without, False) if without else (sheet, True)
    if sheet.shape is None and sheet.line == 0 and kind_of(path) == "parquet":
        found = {n: sheet.header[at] for n, at in places(sheet.header, columns).items()}
        return Plain(path, sheet.header, found, sheet.header, sheet.known, parquet=True)
    names = _unique(sheet.wide)
    found = {name: names[place] for name, place in places(sheet.header, columns).items()}
    if _is_plain(sheet, headed=headed):
        assert sheet.shape is not None  # only text is plain
        return Plain(
            path,
            names,
            found,
            sheet.header if headed else (),
            sheet.known,
            sheet.shape.delimiter,
            sheet.shape.quote or "",
            headed,
            sheet.shape.delimiter,
            assumption=sheet.assumption,
        )
    copy, rejects = _copied(sheet, names, folder / f"plain-{path.name}.csv", optional)
    return Plain(
        copy,
        (LINE, *names),
        found,
        sheet.header if headed else (),
        sheet.known,
        mark=sheet.shape.delimiter if sheet.shape else None,
        numbered=True,
        assumption=sheet.assumption,
        rejects=rejects,
    )


#: So many lines are looked at to tell the number of columns.
_FIRST = 60

#: A first line that names fewer of the columns than this share is no header, where a table may
#: come without one.
_ENOUGH = 0.3


def _headless(
    path: Path, quote: str | None, positions: Positions, encoding: Encoding | None
) -> Sheet | None:
    """The table of a file whose first line is a row already, where its columns can be named."""
    for sheet in open_sheets(path, quote=quote, encoding=encoding):
        first = [cells for _, cells in islice(sheet.rows(), _FIRST)]
        for count in _widths(first):
            names = positions(count)
            if names is not None:
                return replace(sheet, header=tuple(names), wide=tuple(names), known=len(names))
    return None


def _widths(rows: Sequence[Sequence[str]]) -> range:
    """The numbers of columns that rows may have: that of most, then without the empty ones behind."""
    if not rows:
        return range(0)
    width = Counter(len(cells) for cells in rows).most_common(1)[0][0]
    filled = max(
        (n for cells in rows for n, cell in enumerate(cells[:width], start=1) if cell), default=0
    )
    return range(width, filled - 1, -1)


def _saved_with_quotes(path: Path) -> bool:
    """Whether the first cell of a text file is quoted."""
    head = head_of(path)[:64].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return head.startswith(b'"')


def _is_plain(sheet: Sheet, *, headed: bool) -> bool:
    """Whether DuckDB can read a file as it stands, by what its first lines show."""
    shape = sheet.shape
    if (
        shape is None
        or sheet.made
        or shape.skip
        or not shape.encoding.plain
        or sheet.line > int(headed)
    ):
        return False
    width = len(sheet.wide)
    first = delimited.first_records(sheet.path, shape)
    # Marks behind the last column; a line with more cells than that is DuckDB's to reject.
    return not any(len(cells) > width and not any(cells[width:]) for _, cells in first)


def _unique(header: Sequence[str]) -> tuple[str, ...]:
    """Names of columns for DuckDB, which takes ``a`` and ``A`` for one."""
    taken: set[str] = {LINE}
    names = []
    for place, cell in enumerate(header, start=1):
        name = cell if cell and cell.lower() not in taken else f"column {place} of the file"
        taken.add(name.lower())
        names.append(name)
    return tuple(names)


def _copied(
    sheet: Sheet, names: Sequence[str], target: Path, optional: int
) -> tuple[Path, tuple[Reject, ...]]:
    """Write a table as text split by commas, each row with its line; return what was left out."""
    rejects = []
    width, fewest = len(names), len(sheet.header) - optional
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow((LINE, *names))
        for line, cells in sheet.rows():
            if any("\0" in cell for cell in cells):
                rejects.append(Reject(line, NUL))
            elif any(cells[width:]):
                rejects.append(Reject(line, "more cells than columns"))
            elif len(cells) < fewest:
                rejects.append(Reject(line, "fewer cells than columns"))
            else:
                writer.writerow((line, *cells[:width], *[""] * (width - len(cells))))
    return target, tuple(rejects)
