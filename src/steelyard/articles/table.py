"""Tables: one article a row, columns mapped to the fields of an article."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from steelyard.articles.decoding import LONGEST_LINE, decode_line, is_binary, lines
from steelyard.articles.mapping import FIELDS, Mapping, articles_of, folded
from steelyard.errors import SourceError
from steelyard.records import Article, Skipped
from steelyard.records.columns import Column
from steelyard.sheets import open_sheet
from steelyard.vocabulary.time import DayStyle, Order, serial_day

SUFFIXES = (".csv", ".tsv", ".xlsx", ".xlsm", ".ods", ".parquet")

#: A cell longer than this many characters holds no article: a quotation mark was never closed.
LONGEST_CELL = 2_000_000

#: Marks that split cells, the most frequent first.
_MARKS = (",", ";", "\t", "|")

_SEP = re.compile(r"\s*\"?sep=(.)\"?\s*", re.IGNORECASE)
_HEAD = 8192

#: Rows whose days say whether the day or the month comes first.
_FIRST = 500

#: A NUL or two in a text are dirt; more make it UTF-16, or no text.
_DIRT = 0.02

_Record = tuple[str, Sequence[str]]


def read(stream: BinaryIO, where: str, mapping: Mapping) -> Iterator[Article | Skipped]:
    """Yield an article for every row that holds one; a bad row is reported and the next one read."""
    head = stream.read(_HEAD)
    stream.seek(0)
    if not head.strip():
        yield Skipped(where, "empty")
    elif head.startswith((b"PK", b"PAR1")):
        path = Path(getattr(stream, "name", None) or where)
        yield from _articles(_of_sheet(path, where, mapping), mapping)
    elif is_binary(head) and head.count(b"\0") > _DIRT * len(head) and _utf_16(head) is None:
        yield Skipped(where, "not text", "the bytes are those of a binary file")
    else:
        yield from _articles(_of_text(stream, head, where, mapping), mapping)


def _articles(
    records: Iterator[_Record | Skipped], mapping: Mapping
) -> Iterator[Article | Skipped]:
    """Yield the articles of records, the first of which are the names of the columns."""
    header: Sequence[str] | None = None
    first = list(islice(records, _FIRST))
    order: Order | None = None
    told = False
    for found in chain(first, records):
        if isinstance(found, Skipped):
            yield found
        elif header is None:
            header = found[1]
            rows = (one[1] for one in first if not isinstance(one, Skipped))
            order = _order([dict(zip(header, row, strict=False)) for row in rows][1:], mapping)
        elif any(found[1]):
            record = dict(zip(header, found[1], strict=False))
            day = serial_day(mapping.value(record, "date") or "")
            if day is not None:
                text = mapping.value(record, "date")
                record = {k: day.isoformat() if v.strip() == text else v for k, v in record.items()}
                if not told:
                    yield Skipped(
                        found[0],
                        "read all the same: a table",
                        f"days such as {text} were read as Excel's numbers ({day})",
                    )
                told = True
            yield from articles_of(record, mapping, found[0], order)


def _order(records: list[dict[str, str]], mapping: Mapping) -> Order | None:
    """Say whether the day or the month comes first, where the days of a column show it."""
    days = [day for record in records if (day := mapping.value(record, "date"))]
    return DayStyle.of(days).order


def _of_sheet(path: Path, where: str, mapping: Mapping) -> Iterator[_Record | Skipped]:
    """The rows of a workbook or of Parquet, its header first."""
    columns = [
        Column(field, tuple(names), stated=mapping.keys.get(field))
        for field, names in FIELDS.items()
    ]
    try:
        sheet = open_sheet(path, columns)
        if sheet.assumption:
            yield Skipped(where, "read all the same: a table", sheet.assumption)
        yield where, sheet.header
        for line, cells in sheet.rows():
            yield f"{where} line {line}", cells
    except SourceError as error:
        yield Skipped(where, "not a table", str(error))


def _of_text(
    stream: BinaryIO, head: bytes, where: str, mapping: Mapping
) -> Iterator[_Record | Skipped]:
    """The rows of a table that is text, its header first."""
    csv.field_size_limit(LONGEST_CELL)
    notes: list[Skipped] = []
    wide = _utf_16(head)
    if wide:
        whole = stream.read().decode(wide, "replace").lstrip("\ufeff")
        texts: Iterator[str] = io.StringIO(whole, newline="")
    else:
        texts = _texts(stream, where, notes)
    first = next(texts, "")
    mark = _SEP.fullmatch(first.rstrip("\r\n"))
    if mark is None:
        texts = chain([first], texts)
    delimiter = mark.group(1) if mark else _delimiter(first, mapping)
    reader = csv.reader(texts, delimiter=delimiter)
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield Skipped(f"{where} line {reader.line_num}", "not CSV", str(error))
            continue
        yield from notes
        notes.clear()
        if cells is None:
            return
        yield f"{where} line {reader.line_num}", cells


def _delimiter(header: str, mapping: Mapping) -> str:
    """The mark that splits the header into most names of fields, then into most cells."""
    known = {folded(name) for names in (*FIELDS.values(), mapping.keys.values()) for name in names}

    def rank(mark: str) -> tuple[int, int]:
        try:
            cells = next(csv.reader([header.lstrip("\ufeff")], delimiter=mark), [])
        except csv.Error:  # the reader of all rows meets the same line, and says so
            return 0, 0
        return sum(folded(cell) in known for cell in cells), len(cells)

    return max(_MARKS, key=rank)


def _utf_16(head: bytes) -> str | None:
    """The name of UTF-16 as its mark or its zeros tell it, None where a text is not in it."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    half = len(head) // 2
    for name, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if half and zeros.count(b"\0") > 0.6 * half:
            return name
    return None


def _texts(stream: BinaryIO, where: str, notes: list[Skipped]) -> Iterator[str]:
    """Yield the lines as text; what had to be mended or left out is added to ``notes``."""
    for number, line in enumerate(lines(stream), start=1):
        place = f"{where} line {number}"
        if line is None:
            notes.append(Skipped(place, "too long", f"over {LONGEST_LINE:,} bytes in one line"))
            yield "\n"
            continue
        text, note = decode_line(line.replace(b"\0", b""))
        if note:
            notes.append(Skipped(place, f"read all the same: {note}"))
        yield text
