"""A chronology as a grid: the cells as they are written, and every line that nobody touched kept.

A row is held as the text that the file has of it, so that saving a change leaves all other lines as
they were, byte for byte, and a version control shows the change alone.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from steelyard.errors import CaseError

#: Marks that may split the cells of a line, the likeliest first.
_MARKS = ",;\t"

_BOM = "\ufeff"


@dataclass
class Grid:
    """The header and the rows of a table in text.

    Attributes:
        header: The names of the columns.
        texts: Each row as the file has it, with its line end.
        mark: What splits the cells.
        end: What ends a line.
    """

    header: tuple[str, ...]
    head: str
    texts: list[str]
    mark: str
    end: str
    _cells: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, content: bytes, name: str) -> Grid:
        """Read a table.

        Raises:
            CaseError: It is no text in UTF-8, or a quote is never closed.
        """
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as error:
            msg = (
                f"{name} is not text in UTF-8, so that it is shown elsewhere and changed in no grid. Save it "
                "as CSV in UTF-8 and name that file in case.toml."
            )
            raise CaseError(msg) from error
        first = text.removeprefix(_BOM).split("\n", 1)[0]
        mark = max(_MARKS, key=first.count)
        end = "\r\n" if "\r\n" in text[:10_000] else "\n"
        try:
            records = _records(text, mark)
        except csv.Error as error:
            msg = f"{name} cannot be read as a table ({error}). Correct it in an editor."
            raise CaseError(msg) from error
        if not records:
            msg = f"{name} is empty; its first line must name the columns day, actor, recipient, type."
            raise CaseError(msg)
        head, *rows = records
        if rows and not rows[-1].endswith(("\n", "\r")):
            rows[-1] += end
        elif not rows and not head.endswith(("\n", "\r")):
            head += end
        header = _cells_of(head.removeprefix(_BOM), mark)
        return cls(tuple(name.strip() for name in header), head, rows, mark, end)

    def content(self) -> bytes:
        """Return the table as the file has it."""
        return (self.head + "".join(self.texts)).encode("utf-8", "replace")

    def cells(self, text: str) -> tuple[str, ...]:
        """Return the cells of a row, as many as there are columns."""
        if text not in self._cells:
            found = _cells_of(text, self.mark)
            width = len(self.header)
            self._cells[text] = (*found[:width], *[""] * (width - len(found)))
        return self._cells[text]

    def row(self, text: str) -> dict[str, str]:
        """Return the cells of a row by the names of their columns."""
        return dict(zip(self.header, self.cells(text), strict=True))

    def text(self, cells: Mapping[str, str]) -> str:
        """Return a row as the file would have it.

        Raises:
            CaseError: A column is not one of the table's.
        """
        unknown = sorted(set(cells) - set(self.header))
        if unknown:
            msg = f"There is no column '{unknown[0]}'; there are {', '.join(self.header)}."
            raise CaseError(msg)
        out = io.StringIO()
        writer = csv.writer(out, delimiter=self.mark, lineterminator=self.end)
        writer.writerow([_clean(cells.get(name, "")) for name in self.header])
        return out.getvalue()

    def lines(self) -> list[int]:
        """Return the line on which each row begins, from 1."""
        line = 1 + self.head.count("\n")
        found = []
        for text in self.texts:
            found.append(line)
            line += max(1, text.count("\n"))
        return found


def read(path: Path) -> Grid:
    """Read a table that is to be changed.

    Raises:
        CaseError: It is a workbook, is not there, or cannot be read.
    """
    if path.suffix.lower() not in (".csv", ".tsv", ".txt", ".tab"):
        msg = f"{path.name} is no text table. Save it as CSV and name that file in case.toml, to change it here."
        raise CaseError(msg)
    try:
        return Grid.of(path.read_bytes(), path.name)
    except OSError as error:
        msg = f"{path} cannot be read ({error.strerror}). Check the name in case.toml."
        raise CaseError(msg) from error


def _records(text: str, mark: str) -> list[str]:
    """Split a text into its records, each with its line ends."""
    lines = io.StringIO(text, newline="").readlines()
    limit = csv.field_size_limit()
    csv.field_size_limit(max(limit, len(text) + 1))
    try:
        reader = csv.reader(lines, delimiter=mark, strict=True)
        records, begun = [], 0
        for _ in reader:
            records.append("".join(lines[begun : reader.line_num]))
            begun = reader.line_num
    finally:
        csv.field_size_limit(limit)
    found: list[str] = []
    for record in records:
        if record.strip("\r\n") or not found:
            found.append(record)
        else:  # an empty line belongs to the row above it, and stays where it is
            found[-1] += record
    return found


def _cells_of(text: str, mark: str) -> list[str]:
    limit = csv.field_size_limit()
    csv.field_size_limit(max(limit, len(text) + 1))
    try:
        found = next(csv.reader(io.StringIO(text, newline=""), delimiter=mark), [])
    finally:
        csv.field_size_limit(limit)
    return found


def _clean(text: str) -> str:
    """A cell as every reader of tables takes it: no NUL bytes, no halves of characters, one line end."""
    lines = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    return lines.encode("utf-8", "replace").decode()


def pasted(text: str, header: Sequence[str], first: str) -> list[dict[str, str]]:
    """Return what was copied from a spreadsheet as cells by column, from a column on to the right.

    Where the first line names our columns, the lines below go by these names.
    """
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t"))
    if not rows:
        return []
    named = [cell.strip() for cell in rows[0]]
    if len(named) > 1 and set(named) <= set(header):
        return [dict(zip(named, row, strict=False)) for row in rows[1:]]
    start = header.index(first) if first in header else 0
    return [dict(zip(header[start:], row, strict=False)) for row in rows]
