"""Tables that people keep by hand: a checked header, typed cells, and each error with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from steelyard.errors import SourceError, VocabularyError
from steelyard.records.columns import Column
from steelyard.sheets.figures import Figures, is_gap
from steelyard.sheets.header import missing, near_misses, places, twice
from steelyard.sheets.problems import Problems
from steelyard.sheets.sheet import Sheet, open_sheet
from steelyard.vocabulary.time import SPOKEN_ORDERS, DayStyle, Order, serial_day

_NUL = "\0"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; empty cells are None.

    ``where`` names the file, and the sheet of a workbook. ``figures`` and ``style`` say how the
    numbers and days of the whole table are written.
    """

    where: str
    line: int
    cells: Mapping[str, str | None]
    figures: Figures = field(default_factory=Figures)
    style: DayStyle = field(default_factory=DayStyle)

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
        """Return the cell where it is one of ``allowed``, in any case, the default where empty."""
        value = self.get(column)
        if value is None and default is not None:
            return default
        spelled = {name.casefold(): name for name in allowed}
        if value is None or value.casefold() not in spelled:
            raise self.error(
                column, value, f"one of {', '.join(allowed)}" + nearest(value, allowed)
            )
        return spelled[value.casefold()]

    def number(self, column: str) -> float | None:
        """Return the cell as a finite number, None where it is empty or says that there is none."""
        text = self.get(column)
        if text is None or is_gap(text):
            return None
        value = self.figures.number(text)
        if value is None:
            allowed = "a number such as 1234.5"
            if self.figures.mark == ",":
                allowed = "a number such as 1234,5, as in the rest of the table"
            raise self.error(column, text, allowed)
        return value

    def day(self, column: str) -> tuple[date, str] | None:
        """Return the first day of the period that the cell names, and its precision."""
        text = self.get(column)
        if text is None:
            return None
        try:
            return self.style.read(text)
        except VocabularyError as error:
            what, _, rest = str(error).partition(". ")
            raise self.error(column, text, rest.rstrip(".") or what) from error

    def error(self, column: str, found: str | None, allowed: str) -> SourceError:
        """Return the error for a cell: where it stands, what it holds, what it may hold."""
        content = "is empty" if found is None else f"is '{found}'"
        stop = "" if allowed.endswith(("?", ".")) else "."
        msg = (
            f"{self.where} line {self.line}: {column} {content}; {allowed}{stop} Correct the cell."
        )
        return SourceError(msg)


def nearest(value: str | None, allowed: Sequence[str]) -> str:
    """Return a hint at the allowed value that is nearest, empty where none is near."""
    spelled = {name.casefold(): name for name in allowed}
    near = get_close_matches((value or "").casefold(), spelled, n=1, cutoff=0.5)
    return f" (did you mean '{spelled[near[0]]}'?)" if near else ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that a person keeps: where it was found, its rows in order, and what was assumed."""

    sheet: Sheet
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


def read_header(path: Path, columns: Sequence[Column]) -> dict[str, int]:
    """Return where each column of a table stands, after checking its header.

    A column that is nearly one of those known is an error, since its cells would be lost in
    silence; any other unknown column is left alone.

    Raises:
        SourceError: The file is missing, unreadable or empty, or its header does not fit.
    """
    sheet = open_sheet(path, columns)
    problems = Problems()
    found = _checked(sheet, columns, problems)
    problems.check()
    return found


def read_rows(
    path: Path,
    columns: Sequence[Column],
    problems: Problems,
    *,
    days: Sequence[str] = (),
    figures: Sequence[str] = (),
    order: Order | None = None,
) -> Table:
    """Read a table whole; rows that are no rows of it are left out, each with its problem.

    Args:
        path: The file.
        columns: The columns of the table.
        problems: Takes what is wrong with rows, days and numbers.
        days: Columns that hold days; how they are written is decided from all of them.
        figures: Columns that hold numbers; likewise.
        order: The order of day, month and year, where the days themselves do not settle it.

    Raises:
        SourceError: As :func:`read_header`.
    """
    sheet = open_sheet(path, columns)
    headed = Problems()
    found = _checked(sheet, columns, headed)
    headed.check()
    rows = []
    notes = [sheet.assumption] if sheet.assumption else []
    for line, cells in _without_remarks(_sound(sheet, problems), sheet, notes):
        named = {name: cells[place] or None for name, place in found.items() if place < len(cells)}
        rows.append((line, named))
    style = _style(sheet, rows, days, order, problems)
    notes += _of_days(sheet, rows, days, style)
    mark = _figures(sheet, rows, figures, problems)
    made = tuple(Row(sheet.where, line, named, mark, style) for line, named in rows)
    return Table(sheet, made, tuple(notes))


def _checked(sheet: Sheet, columns: Sequence[Column], problems: Problems) -> dict[str, int]:
    if not any(sheet.header):
        needed = ", ".join(column.name for column in columns if column.needed)
        problems.add(f"{sheet.where} is empty; its first line must name the columns {needed}.")
        return {}
    if name := twice(sheet.header, columns):
        problems.add(f"{sheet.where} names the column '{name}' twice; name each column once.")
    for cell, meant in near_misses(sheet.header, columns):
        problems.add(f"{sheet.where} has a column '{cell}'. Did you mean '{meant}'? Rename it.")
    found = places(sheet.header, columns)
    needed = ", ".join(column.name for column in columns if column.needed)
    error = missing(sheet.where, sheet.header, columns, found, f"It needs {needed}. Add them.")
    if error is not None and not problems.found:
        problems.add(error)
    return found


def _sound(sheet: Sheet, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that fit the header."""
    width = len(sheet.header)
    rows = sheet.rows()
    while True:
        try:
            record = next(rows, None)
        except SourceError as error:  # a quote is never closed: what follows cannot be read
            problems.add(error)
            return
        if record is None:
            return
        line, cells = record
        if any(_NUL in cell for cell in cells):
            problems.add(f"{sheet.where} line {line} holds NUL bytes. Type the row again.")
        elif len(cells) < width and sum(map(bool, cells)) == 1:
            yield (
                line,
                [*cells, *[""] * (width - len(cells))],
            )  # a remark, or it lacks what is needed
        elif len(cells) < width or any(cells[width:]):
            count = max((n for n, cell in enumerate(cells, 1) if cell), default=0)
            problems.add(
                f"{sheet.where} line {line} has {max(count, len(cells[:width]))} cells for {width} "
                "columns. Quote the cells that hold the mark that splits them."
            )
        else:
            yield line, cells[:width]


#: A remark beside a table: a line of words, or one that a mark makes a comment.
_REMARK = re.compile(r"#.*|\*.*|.*\s.*", re.DOTALL)

#: A table of fewer columns than this may have rows of one cell.
_FEWEST = 3


def _without_remarks(
    rows: Iterable[tuple[int, list[str]]], sheet: Sheet, notes: list[str]
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows without the sources and remarks below them, and without lines of comment."""
    waiting: list[tuple[int, list[str]]] = []
    for line, cells in rows:
        filled = [cell for cell in cells if cell]
        if len(sheet.header) < _FEWEST or len(filled) != 1 or not _REMARK.fullmatch(filled[0]):
            yield from waiting
            waiting = []
            yield line, cells
        elif filled[0].startswith("#"):
            notes.append(f"{sheet.where} line {line} is a remark and was passed over.")
        else:
            waiting.append((line, cells))
    for line, _ in waiting:
        notes.append(f"{sheet.where} line {line} is a remark below the table and was passed over.")


def _style(
    sheet: Sheet,
    rows: Sequence[tuple[int, Mapping[str, str | None]]],
    columns: Sequence[str],
    order: Order | None,
    problems: Problems,
) -> DayStyle:
    texts = _texts(rows, columns)
    style = DayStyle.of(texts, order)
    if style.doubtful is not None:
        line = texts[style.doubtful]
        problems.add(
            f"{sheet.where} line {line}: '{style.doubtful}' may be day and month or month and day, and "
            'no other day settles it. Say which with days = "dmy" or days = "mdy" under [evidence] of case.toml.'
        )
        return DayStyle("dmy")  # the question is asked once, and the other cells are checked
    if style.against is not None:
        one, other = style.against
        problems.add(
            f"{sheet.where}: '{one}' (line {texts[one]}) has the day first and '{other}' (line "
            f"{texts[other]}) the month. Write all days alike, best as 2019-10-18."
        )
        return DayStyle("dmy")
    return style


def _of_days(
    sheet: Sheet,
    rows: Sequence[tuple[int, Mapping[str, str | None]]],
    columns: Sequence[str],
    style: DayStyle,
) -> Iterator[str]:
    """Say what was assumed about days."""
    if style.order is not None:
        yield f"{sheet.where}: days were read as {SPOKEN_ORDERS[style.order]}."
    for text in _texts(rows, columns):
        if (day := serial_day(text)) is not None:
            yield f"{sheet.where}: days such as {text} were read as Excel's numbers ({day})."
            return


def _figures(
    sheet: Sheet,
    rows: Sequence[tuple[int, Mapping[str, str | None]]],
    columns: Sequence[str],
    problems: Problems,
) -> Figures:
    texts = _texts(rows, columns)
    likely = "." if sheet.shape is None or sheet.shape.delimiter in ",\t" else None
    figures = Figures.of(texts, likely)  # type: ignore[arg-type]  # one of the two marks
    if figures.doubtful is not None:
        problems.add(
            f"{sheet.where} line {texts[figures.doubtful]}: '{figures.doubtful}' may be a whole number with "
            "a mark of thousands or one with decimals, and no other number settles it. "
            "Write it without the mark."
        )
    return figures


def _texts(
    rows: Sequence[tuple[int, Mapping[str, str | None]]], columns: Sequence[str]
) -> dict[str, int]:
    """The texts of some columns, each with the line on which it stands first."""
    texts: dict[str, int] = {}
    for line, row in rows:
        for column in columns:
            if text := row.get(column):
                texts.setdefault(text, line)
    return texts
