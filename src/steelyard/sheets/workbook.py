"""Workbooks of Excel and LibreOffice: every sheet as rows of text, with the numbers of its rows.

python-calamine reads them; what a hostile file could make it do is found out before.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from steelyard.errors import SourceError
from steelyard.sheets.packing import most_bytes

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

#: A workbook that unpacks to more bytes than this is no table that somebody keeps.
MOST_BYTES = 1024**3
#: A row that is the same so many times over was filled down by mistake, or is a bomb.
MOST_ALIKE = 10_000
#: The rectangle from the first to the last cell is held in memory as a whole.
MOST_CELLS = 30_000_000

_CHUNK = 1024 * 1024
#: The last cell of a row, or a row, in the XML of Excel: ``r="XFD1048576"``.
_PLACE = re.compile(rb'<(?:\w+:)?(?:c|row)\b[^>]{0,200}?\br="([A-Z]{0,3})(\d{1,7})"')
#: Cells of LibreOffice that stand for many.
_REPEATED = re.compile(rb'number-(columns|rows)-repeated="(\d{1,9})"')
_LOCAL_HEADER = 30
_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet of a workbook: its name, whether people see it, and its rows."""

    name: str
    visible: bool
    rows: list[tuple[int, list[str]]]


def pages(path: Path) -> tuple[Page, ...]:
    """Return the sheets of a workbook that hold anything.

    Raises:
        SourceError: It is damaged, locked with a password, or too large.
    """
    import python_calamine as calamine

    _check(path)
    try:
        with calamine.CalamineWorkbook.from_path(str(path)) as book:
            return tuple(page for page in _pages(book, path.name) if page.rows)
    except calamine.PasswordError as error:
        msg = f"{path.name} is locked with a password. Save it without one."
        raise SourceError(msg) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        msg = (
            f"{path.name} is a damaged workbook ({error}). Save it again, or save the sheet as CSV."
        )
        raise SourceError(msg) from error


def _pages(book: CalamineWorkbook, file: str) -> Iterator[Page]:
    import python_calamine as calamine

    for number, about in enumerate(book.sheets_metadata):
        if about.typ == calamine.SheetTypeEnum.WorkSheet:
            seen = about.visible == calamine.SheetVisibleEnum.Visible
            rows = list(_rows(book.get_sheet_by_index(number), f"{file}, sheet '{about.name}',"))
            yield Page(about.name, seen, rows)


def _rows(sheet: CalamineSheet, where: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a sheet, empty ones too; a row that is filled down to the end of the sheet is refused."""
    if sheet.start is None:
        return
    before, alike = None, 0
    # Calamine begins with the first cell that holds anything.
    for number, cells in enumerate(sheet.iter_rows(), start=sheet.start[0] + 1):
        alike = alike + 1 if cells == before and any(cells) else 0
        if alike > MOST_ALIKE:
            msg = (
                f"{where} repeats the row of line {number - alike} more than {MOST_ALIKE:,} times. Delete the "
                "rows below the table, and load it again."
            )
            raise SourceError(msg)
        before = cells
        yield number, [_text(cell) for cell in cells]


def _text(cell: float | str | bool | time | date | datetime | timedelta) -> str:
    """A cell as a person would write it; a whole number without its point."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        whole = cell.time() == time()
        return cell.date().isoformat() if whole else cell.isoformat(sep=" ")
    return str(cell)


def _check(path: Path) -> None:
    """Refuse bombs: what is unpacked is counted, whatever the file says of its own size."""
    if not zipfile.is_zipfile(path):
        return  # a workbook of Excel 97 to 2003 is not packed
    packed = path.stat().st_size
    limit = min(MOST_BYTES, most_bytes(packed))
    size = 0
    with zipfile.ZipFile(path) as book:
        members = book.infolist()
    for member in members:
        places = _Places()
        for chunk in _unpacked(path, member):
            size += len(chunk)
            if size > limit:
                msg = (
                    f"{path.name} unpacks to more than {limit // 1024**2:,} MB; no table that "
                    "somebody keeps does. Save the sheet alone, as CSV."
                )
                raise SourceError(msg)
            if member.filename.endswith(".xml"):
                places.read(chunk)
        if places.cells > MOST_CELLS:
            msg = (
                f"{path.name} spreads over {places.rows:,} rows and {places.columns:,} columns. "
                "Delete the cells far below or to the right, or save the sheet as CSV."
            )
            raise SourceError(msg)


@dataclass
class _Places:
    """The furthest row and column that a sheet's XML speaks of."""

    rows: int = 0
    columns: int = 0
    rest: bytes = b""

    @property
    def cells(self) -> int:
        return self.rows * self.columns

    def read(self, chunk: bytes) -> None:
        text = self.rest + chunk
        for letters, number in _PLACE.findall(text):
            column = 0
            for letter in letters:
                column = column * _LETTERS + letter - ord("A") + 1
            self.columns = max(self.columns, column)
            self.rows = max(self.rows, int(number))
        for what, number in _REPEATED.findall(text):
            # Sheets of LibreOffice end in one empty cell that stands for all the rest.
            if what == b"columns" and int(number) < 16_000:
                self.columns = max(self.columns, int(number))
            if what == b"rows" and int(number) < 1_000_000:
                self.rows = max(self.rows, int(number))
        self.rest = text[-300:]


def _unpacked(path: Path, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield what a member unpacks to in pieces; its header is read and its sizes are not believed."""
    with path.open("rb") as stream:
        stream.seek(member.header_offset)
        header = stream.read(_LOCAL_HEADER)
        if len(header) < _LOCAL_HEADER:
            return
        name, extra = struct.unpack("<HH", header[26:30])
        stream.seek(name + extra, 1)
        left = member.compress_size
        engine = zlib.decompressobj(-15) if member.compress_type == zipfile.ZIP_DEFLATED else None
        while left > 0 and (data := stream.read(min(left, _CHUNK))):
            left -= len(data)
            if engine is None:
                yield data
                continue
            try:
                while data:
                    yield engine.decompress(data, 8 * _CHUNK)
                    data = engine.unconsumed_tail
            except zlib.error:
                return  # calamine says what is wrong with it
