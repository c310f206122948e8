"""Tables that people keep by hand: CSV with a checked header, each error with its line."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TextIO

from steelyard.errors import SourceError


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a spreadsheet; empty cells are None."""

    path: Path
    line: int
    cells: Mapping[str, str | None]

    def get(self, column: str) -> str | None:
        """Return the stripped cell, or None where it is empty or the column is absent."""
        return self.cells.get(column)

    def need(self, column: str) -> str:
        """Return the cell, or raise SourceError where it is empty."""
        value = self.cells.get(column)
        if value is None:
            raise self.error(column, None, "a value is required")
        return value

    def several(self, column: str) -> tuple[str, ...]:
        """Return the parts of a cell that is split by semicolons."""
        return tuple(part.strip() for part in (self.get(column) or "").split(";") if part.strip())

    def one_of(self, column: str, allowed: Sequence[str], default: str | None = None) -> str:
        """Return the cell where it is one of ``allowed``, the default where it is empty."""
        value = self.get(column)
        if value is None and default is not None:
            return default
        if value is None or value not in allowed:
            raise self.error(column, value, f"one of {', '.join(allowed)}")
        return value

    def number(self, column: str) -> float | None:
        """Return the cell as a finite number, or None where it is empty."""
        text = self.get(column)
        if text is None:
            return None
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not abs(value) < float("inf"):
            raise self.error(column, text, "a number with a decimal point and no other marks")
        return value

    def error(self, column: str, found: str | None, allowed: str) -> SourceError:
        """Return the error for a cell: where it stands, what it holds, what it may hold."""
        content = "is empty" if found is None else f"is '{found}'"
        msg = f"{self.path.name} line {self.line}: {column} {content}; {allowed}. Correct the cell."
        return SourceError(msg)


def read_header(path: Path, required: Sequence[str], optional: Sequence[str]) -> tuple[str, ...]:
    """Return the header of ``path`` after checking it.

    A column that is a near miss of a known one is an error, since its cells would be lost
    in silence; any other unknown column is left alone.

    Raises:
        SourceError: The file is missing, unreadable, empty, or its header does not fit.
    """
    with _open(path) as lines:
        try:
            header = tuple(name.strip() for name in next(csv.reader(lines), []))
        except (UnicodeDecodeError, csv.Error) as error:
            raise _unreadable(path, error) from error
    known = (*required, *optional)
    if not any(header):
        msg = f"{path.name} is empty; its first line must name the columns {', '.join(required)}."
        raise SourceError(msg)
    repeated = sorted({name for name in header if name and header.count(name) > 1})
    if repeated:
        msg = f"{path.name} names the column '{repeated[0]}' twice; name each column once."
        raise SourceError(msg)
    missing = [name for name in required if name not in header]
    for name in header:
        near = get_close_matches(name.lower(), known, n=1, cutoff=0.85)
        if name not in known and near and near[0] not in header:
            msg = f"{path.name} has a column '{name}'. Did you mean '{near[0]}'? Rename it."
            raise SourceError(msg)
    if missing:
        msg = (
            f"{path.name} has no column '{missing[0]}' (found: {', '.join(header)}); "
            f"it needs {', '.join(required)}. Add the column."
        )
        raise SourceError(msg)
    return header


def read_rows(path: Path, required: Sequence[str], optional: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a CSV file whose header fits; blank lines are passed over.

    Raises:
        SourceError: As :func:`read_header`, or a row has more cells than the header.
    """
    header = read_header(path, required, optional)
    with _open(path) as lines:
        reader = csv.reader(lines, strict=True)
        try:
            next(reader)
            for cells in reader:
                if not any(cell.strip() for cell in cells):
                    continue
                yield Row(path, reader.line_num, _cells(path, reader.line_num, header, cells))
        except (UnicodeDecodeError, csv.Error) as error:
            raise _unreadable(path, error) from error


def _cells(
    path: Path, line: int, header: Sequence[str], cells: Sequence[str]
) -> dict[str, str | None]:
    if len(cells) != len(header):
        msg = (
            f"{path.name} line {line} has {len(cells)} cells for {len(header)} columns. "
            "Quote the cells that hold commas."
        )
        raise SourceError(msg)
    return {name: cell.strip() or None for name, cell in zip(header, cells, strict=True)}


def _open(path: Path) -> TextIO:
    try:
        return path.open(encoding="utf-8-sig", newline="")
    except FileNotFoundError as error:
        msg = f"{path} does not exist. Check the name, or take it out of the case."
        raise SourceError(msg) from error
    except OSError as error:
        msg = f"{path} cannot be read ({error.strerror}). Check the path and its permissions."
        raise SourceError(msg) from error


def _unreadable(path: Path, error: Exception) -> SourceError:
    return SourceError(f"{path.name} is not a CSV file in UTF-8 ({error}). Save it as one.")
