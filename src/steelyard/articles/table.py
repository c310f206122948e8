"""CSV: one article a row, columns mapped to the fields of an article."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from steelyard.articles.decoding import decode_line, is_binary
from steelyard.articles.lines import LONGEST_LINE, lines
from steelyard.articles.mapping import Mapping, article_of
from steelyard.records import Article, Skipped
from steelyard.sheets.delimited import DELIMITERS

SUFFIXES = (".csv", ".tsv")

#: A cell longer than this many characters holds no article: a quotation mark was never closed.
LONGEST_CELL = 2_000_000


def read(stream: BinaryIO, where: str, mapping: Mapping) -> Iterator[Article | Skipped]:
    """Yield an article for every row that holds one; a bad row is reported and the next one read."""
    head = stream.read(8192)
    stream.seek(0)
    if not head.strip():
        yield Skipped(where, "empty")
        return
    if is_binary(head):
        yield Skipped(where, "not text", "the bytes are those of a binary file")
        return
    csv.field_size_limit(LONGEST_CELL)
    delimiter = _delimiter(head)
    notes: list[Skipped] = []
    reader = csv.reader(_texts(stream, where, notes), delimiter=delimiter)
    header: list[str] | None = None
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
        if header is None:
            header = [cell.strip().removeprefix("\ufeff") for cell in cells]
        elif cells:
            record = dict(zip(header, cells, strict=False))
            yield article_of(record, mapping, f"{where} line {reader.line_num}")


def _delimiter(head: bytes) -> str:
    """The mark that splits the first line most often."""
    first = head.replace(b"\0", b"").split(b"\n", 1)[0].decode("latin-1")
    return max(DELIMITERS, key=first.count)


def _texts(stream: BinaryIO, where: str, notes: list[Skipped]) -> Iterator[str]:
    """Yield the lines as text; what had to be mended or left out is added to ``notes``."""
    start = stream.read(2)
    stream.seek(0)
    if start in (b"\xff\xfe", b"\xfe\xff"):
        yield from io.TextIOWrapper(stream, encoding="utf-16", errors="replace", newline="")
        return
    for number, line in enumerate(lines(stream), start=1):
        place = f"{where} line {number}"
        if line is None:
            notes.append(Skipped(place, "too long", f"over {LONGEST_LINE:,} bytes in one line"))
            yield "\n"
            continue
        text, note = decode_line(line)
        if note:
            notes.append(Skipped(place, f"read all the same: {note}"))
        yield text
