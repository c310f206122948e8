"""One table in a file: found by the columns that a reader looks for, given as rows of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from steelyard.errors import SourceError
from steelyard.records.columns import Column
from steelyard.sheets import delimited, header, json_rows, workbook
from steelyard.sheets.delimited import DELIMITERS, Shape
from steelyard.sheets.encodings import Encoding, encoding_of
from steelyard.sheets.formats import kind_of
from steelyard.sheets.header import LONGEST_NAME, Header, folded

#: No publisher's table has more columns; looking through those of one that has takes minutes.
WIDEST = 20_000

Records = Callable[[], Iterator[tuple[int, list[str]]]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its header, and its rows below it.

    Attributes:
        path: The file.
        name: The sheet of a workbook; None where the file is the table.
        header: The names of the columns as they stand; unnamed ones at the end are left out.
        wide: The names with the unnamed ones.
        line: The line of the header; 0 where the file names its columns elsewhere (Parquet).
        known: How many of the columns looked for the header names.
        assumed: What was found out about the file and is not what a reader takes for granted.
        shape: How a text file is split; None for other formats.
        made: Whether cells are other than they stand in the file.
    """

    path: Path
    name: str | None
    header: tuple[str, ...]
    wide: tuple[str, ...]
    line: int
    known: int
    assumed: tuple[str, ...]
    shape: Shape | None
    _records: Records
    made: bool = False

    @property
    def where(self) -> str:
        """The file, and the sheet of a workbook, as messages name them."""
        return self.path.name if self.name is None else f"{self.path.name}, sheet '{self.name}'"

    @property
    def assumption(self) -> str | None:
        """What was assumed, in one line; None where nothing was."""
        if not self.assumed:
            return None
        return f"{self.path.name} was read {', '.join(self.assumed)}."

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows with their lines: blank ones and repeated headers are passed over."""
        names = [folded(cell) for cell in self.header]
        for line, cells in self._records():
            if line <= self.line or not any(cells):
                continue
            if names and _is_header(cells, names):
                continue
            yield line, cells


def _is_header(cells: Sequence[str], names: Sequence[str]) -> bool:
    """Say whether a row names the columns again; most rows differ in their first cell."""
    return len(cells) >= len(names) and all(
        len(cell) <= LONGEST_NAME and folded(cell) == name
        for cell, name in zip(cells, names, strict=False)
    )


def open_sheet(
    path: Path,
    columns: Sequence[Column],
    *,
    quote: str | None = '"',
    encoding: Encoding | None = None,
    strict: bool = True,
) -> Sheet:
    """Find the table in a file that bears the columns looked for.

    Args:
        path: A file in any format that tables are kept in.
        columns: The columns looked for; they tell the header, the mark and the sheet.
        quote: The mark around cells of a text file; None where its cells are never quoted.
        encoding: The encoding of a text file, where it is known already.
        strict: Refuse quotes in the wrong place, as a person who keeps the table can mend them.

    Raises:
        SourceError: The file is missing, empty, damaged or no table.
    """
    kind = kind_of(path)
    if kind == "workbook":
        sheet = _of_workbook(path, columns)
    elif kind == "parquet":
        return _of_parquet(path, columns)
    elif kind == "json":
        sheet = _of_json(path, columns)
    else:
        shape = Shape(encoding or encoding_of(path), ",", 0, quote)
        sheet = _of_text(path, columns, shape, strict)
    return _with_whole_days(sheet, columns)


#: Three columns that are one day, where a reader looks for the last.
_PARTS_OF_A_DAY = ("year", "month", "day")


def _with_whole_days(sheet: Sheet, columns: Sequence[Column]) -> Sheet:
    """Put year, month and day together where a table keeps them in three columns."""
    names = [folded(cell) for cell in sheet.header]
    wanted = {column.name for column in columns if column.stated is None}
    if "day" not in wanted or "month" in wanted or any(p not in names for p in _PARTS_OF_A_DAY):
        return sheet
    places = [names.index(part) for part in _PARTS_OF_A_DAY]

    def rows() -> Iterator[tuple[int, list[str]]]:
        for line, cells in sheet._records():  # noqa: SLF001 - the same sheet with other days
            yield line, _with_whole_day(cells, places)

    assumed = (*sheet.assumed, "with days put together from year, month and day")
    return replace(sheet, assumed=assumed, _records=rows, made=True)


def _with_whole_day(cells: list[str], places: Sequence[int]) -> list[str]:
    if max(places) >= len(cells):
        return cells
    parts = [cells[place].strip().removesuffix(".0") for place in places]
    year, month, day = parts
    if not (year.isdecimal() and (not day or day.isdecimal()) and (month or not day)):
        return cells
    whole = "-".join(part.zfill(2) for part in parts if part)
    if month and not month.isdecimal():
        whole = f"{day} {month} {year}".strip()
    return [*cells[: places[2]], whole, *cells[places[2] + 1 :]]


def open_sheets(
    path: Path, *, quote: str | None = '"', encoding: Encoding | None = None
) -> Iterator[Sheet]:
    """Yield every way to read a file as a table without a header: by its marks, by its sheets.

    Raises:
        SourceError: As :func:`open_sheet`.
    """
    if kind_of(path) == "workbook":
        for page in workbook.pages(path):
            yield Sheet(path, page.name, (), (), 0, 0, (), None, partial(iter, page.rows))
        return
    if kind_of(path) == "json":
        return  # its fields have names
    chosen = encoding or encoding_of(path)
    for mark in DELIMITERS:
        shape = Shape(chosen, mark, 0, quote)
        assumed = _assumed("" if mark == "\t" else _split_by(mark), chosen.said)
        records = partial(delimited.records, path, shape, strict=False)
        yield Sheet(path, None, (), (), 0, 0, assumed, shape, records)


def _of_text(path: Path, columns: Sequence[Column], like: Shape, strict: bool) -> Sheet:
    stated = delimited.stated_delimiter(path, like.encoding)
    skip = 0 if stated is None else 1
    best: tuple[int, int, Shape, Header] | None = None
    for mark in (stated,) if stated else DELIMITERS:
        shape = replace(like, delimiter=mark, skip=skip)
        first = delimited.first_records(path, shape)
        found, known = header.find_header(first, columns)
        rank = (known, len(found.cells))
        if best is None or rank > best[:2]:
            best = (*rank, shape, found)
    assert best is not None  # there is at least one mark
    known, _, shape, found = best
    if len(found.cells) > WIDEST:
        raise _too_wide(path, len(found.cells))
    if any("\0" in cell for cell in found.cells):
        msg = f"{path.name} line {found.line}, its header, holds NUL bytes. Save the table again as text."
        raise SourceError(msg)
    assumed = _assumed(
        "" if shape.delimiter in (",", "\t") else _split_by(shape.delimiter),
        like.encoding.said,
        _of_header(found, known),
    )
    return Sheet(
        path,
        None,
        _named(found.cells),
        found.cells,
        found.line,
        known,
        assumed,
        shape,
        partial(delimited.records, path, shape, strict=strict),
    )


def _of_workbook(path: Path, columns: Sequence[Column]) -> Sheet:
    pages = workbook.pages(path)
    if not pages:
        msg = f"{path.name} is a workbook without any filled cell. Save it again."
        raise SourceError(msg)
    ranked = []
    for place, page in enumerate(pages):
        found, known = header.find_header(page.rows, columns)
        ranked.append(((known, page.visible, -place), page, found))
    (known, _, _), page, found = max(ranked, key=lambda item: item[0])
    others = [p.name for (n, _, _), p, _ in ranked if n == known and p is not page and known]
    assumed = _assumed(
        f"from sheet '{page.name}'" if len(pages) > 1 else "",
        f"without {_listed(others)}, which has the same columns" if others else "",
        _of_header(found, known),
    )
    return Sheet(
        path,
        page.name,
        _named(found.cells),
        found.cells,
        found.line,
        known,
        assumed,
        None,
        partial(iter, page.rows),
    )


def _of_parquet(path: Path, columns: Sequence[Column]) -> Sheet:
    try:
        names = tuple(pq.read_schema(path).names)
    except (pa.ArrowException, OSError) as error:
        msg = f"{path.name} is a damaged Parquet file ({error}). Get or write it again."
        raise SourceError(msg) from error
    known = len(header.places(names, columns))
    return Sheet(path, None, names, names, 0, known, (), None, partial(_parquet_rows, path))


def _of_json(path: Path, columns: Sequence[Column]) -> Sheet:
    records = json_rows.read_records(path)
    names, _ = json_rows.as_rows(records)
    if len(names) > WIDEST:
        raise _too_wide(path, len(names))
    known = len(header.places(names, columns))

    def rows() -> Iterator[tuple[int, list[str]]]:
        return json_rows.as_rows(records)[1]

    return Sheet(path, None, names, names, 0, known, (), None, rows)


def _parquet_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    line = 0
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches():
            cells = [column_text(column).to_pylist() for column in batch.columns]
            for row in zip(*cells, strict=True):
                line += 1
                yield line, [cell or "" for cell in row]


def column_text(column: pa.Array[Any]) -> pa.Array[Any]:
    """Return a column of Parquet as text, lists split by ``;``."""
    if pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
        lists = column.to_pylist()
        joined = [None if row is None else ";".join(map(str, row)) for row in lists]
        return pa.array(joined, pa.string())
    return column.cast(pa.string())


def _too_wide(path: Path, columns: int) -> SourceError:
    return SourceError(
        f"{path.name} has {columns:,} columns; {WIDEST:,} are allowed. Is it a table?"
    )


def _named(cells: Sequence[str]) -> tuple[str, ...]:
    """The names without the unnamed ones at the end."""
    last = max((place for place, cell in enumerate(cells) if cell), default=-1)
    return tuple(cells[: last + 1])


def _split_by(mark: str) -> str:
    return f"split by {delimited.NAMES.get(mark, repr(mark))}"


def _of_header(found: Header, known: int) -> str:
    return f"with the header of line {found.line}" if known and found.line > 1 else ""


def _assumed(*parts: str) -> tuple[str, ...]:
    return tuple(part for part in parts if part)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
