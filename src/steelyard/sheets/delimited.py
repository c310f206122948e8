"""Text split by a mark into cells: its lines, its mark, and quotes that never close."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from steelyard.errors import SourceError
from steelyard.sheets.encodings import Encoding

#: Marks that split cells, the most frequent first.
DELIMITERS = (",", ";", "\t", "|")

#: How each is called in a message.
NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}

#: A cell longer than this many characters is the rest of a file behind a quote that never closes.
LONGEST_CELL = 10_000_000

#: What Excel writes and reads as the first line: ``sep=;``.
_SEP = re.compile(r"\s*\"?sep=(.)\"?\s*", re.IGNORECASE)

_FIRST = 60


@dataclass(frozen=True, slots=True)
class Shape:
    """How a text file is split: ``skip`` lines of it come before the table.

    ``quote`` is the mark around cells; None where cells are never quoted.
    """

    encoding: Encoding
    delimiter: str
    skip: int = 0
    quote: str | None = '"'


def stated_delimiter(path: Path, encoding: Encoding) -> str | None:
    """Return the mark that a first line ``sep=;`` states."""
    with opened(path, encoding) as lines:
        found = _SEP.fullmatch(lines.readline(200).rstrip("\r\n"))
    return found.group(1) if found else None


def first_records(path: Path, shape: Shape, most: int = _FIRST) -> list[tuple[int, list[str]]]:
    """Return the first records of a file, as far as they can be read."""
    found = []
    try:
        for number, record in enumerate(records(path, shape, strict=False)):
            if number >= most:
                break
            found.append(record)
    except SourceError:
        pass
    return found


def records(path: Path, shape: Shape, *, strict: bool = True) -> Iterator[tuple[int, list[str]]]:
    """Yield the records of a file, each with the number of its first line, cells stripped.

    Args:
        path: The file.
        shape: How it is split.
        strict: Refuse quotes in the wrong place, instead of reading them as they stand.

    Raises:
        SourceError: A quote is never closed or, where ``strict``, stands in the wrong place.
    """
    csv.field_size_limit(LONGEST_CELL)
    with opened(path, shape.encoding) as lines:
        for _ in range(shape.skip):
            lines.readline()
        reader = csv.reader(
            lines,
            delimiter=shape.delimiter,
            quotechar=shape.quote,
            quoting=csv.QUOTE_NONE if shape.quote is None else csv.QUOTE_MINIMAL,
            strict=strict and shape.quote is not None,
        )
        while True:
            line = shape.skip + reader.line_num + 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                raise _broken(path, line, error) from error
            if cells is None:
                return
            yield line, [cell.strip() for cell in cells]


def opened(path: Path, encoding: Encoding) -> TextIO:
    """Open a text file; single lines in an older encoding are read in that one."""
    if not encoding.mixed:
        return path.open(encoding=encoding.name, errors="replace", newline="")
    lines = io.BufferedReader(_MixedLines(path, encoding.older))
    return io.TextIOWrapper(lines, encoding="utf-8-sig", newline="")


class _MixedLines(io.RawIOBase):
    """The bytes of a file of UTF-8, a line in an older encoding turned into it."""

    def __init__(self, path: Path, older: str) -> None:
        self._stream = path.open("rb")
        self._older = older
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if not self._rest:
            self._rest = self._line()
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size

    def _line(self) -> bytes:
        line = self._stream.readline()
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            return line.decode(self._older, errors="replace").encode()
        return line

    def close(self) -> None:
        self._stream.close()
        super().close()


def _broken(path: Path, line: int, error: csv.Error) -> SourceError:
    if "field larger" in str(error) or "unexpected end" in str(error):
        why = 'a quotation mark (") is never closed'
    else:
        why = f'a quotation mark (") is in the wrong place ({error})'
    return SourceError(
        f"{path.name} line {line}: {why}. Close it, or write two of them for one inside a cell."
    )
