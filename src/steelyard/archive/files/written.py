"""Days and numbers of a file written alike, before a mapping sees them.

Most files are already so, which one query per column finds out; else the different texts of a
column, of which there are few beside its rows, are read once and joined.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from steelyard.errors import SourceError, VocabularyError
from steelyard.records import Layout
from steelyard.sheets.figures import Figures, Mark
from steelyard.vocabulary import lost_zeros
from steelyard.vocabulary.time import DayStyle, Order, serial_day, shortened

_ALIKE = "written_alike"

#: Days and numbers that need no second look.
_DAY = r"\d{4}(-\d{2}(-\d{2})?)?"
_NUMBER = r"[+-]?\d*\.?\d*([eE][+-]?\d+)?"
_LENGTHS = {"day": 10, "month": 7, "year": 4}

_SPOKEN = {"dmy": "day, month, year", "mdy": "month, day, year", "ymd": "year, month, day"}


@dataclass(frozen=True, slots=True)
class Written:
    """How the days and numbers of a file are written.

    ``name`` is the file's, ``order`` is given by the reader; ``likely`` follows from the mark that splits the cells.
    """

    name: str
    layout: Layout
    order: Order | None = None
    likely: Mark | None = None

    def alike(self, connection: Any, query: str) -> tuple[str, list[str]]:
        """Return a query with the days and numbers of another made alike, and what was assumed.

        Raises:
            SourceError: A day or number may be two, and nothing settles which.
        """
        days, figures = self.layout.days, self.layout.figures
        found: dict[str, str] = {}
        notes: list[str] = []
        if _strange(connection, query, days, _DAY):
            found |= self._days(_strange(connection, query, days, ""), notes)
        if numbers := _strange(connection, query, figures, _NUMBER):
            found |= self._numbers(numbers, notes)
        codes = self._codes(_strange(connection, query, self.layout.codes, ""), notes)
        found |= codes
        columns = (*days, *figures, *(self.layout.codes if codes else ()))
        return (_joined(connection, query, columns, found) if found else query), notes

    def _codes(self, texts: Sequence[str], notes: list[str]) -> dict[str, str]:
        found = lost_zeros(texts)
        short = [text for text in texts if len(text) == len("14")]
        if found:
            text = next(iter(found))
            notes.append(
                f"CAMEO codes such as {text} were read as {found[text]}: a spreadsheet drops the first zero."
            )
        elif short and any(len(text) > len("14") for text in texts):
            notes.append(
                f"CAMEO codes such as {short[0]} were read as roots. If a spreadsheet has dropped a zero "
                f"(0{short[0]}), format the column as text and load the file again."
            )
        return found

    def _days(self, texts: Sequence[str], notes: list[str]) -> dict[str, str]:
        style = DayStyle.of(texts, self.order)
        if style.doubtful is not None:
            msg = (
                f"{self.name}: the day '{style.doubtful}' may be day and month or month and day, and no other day of the "
                "file settles it. Say which with --days dmy or --days mdy."
            )
            raise SourceError(msg)
        if style.against is not None:
            one, other = style.against
            msg = (
                f"{self.name}: the day '{one}' has the day first and '{other}' the month. Write all days alike, best as "
                "2019-10-18; or load the two kinds as two files, each with --days."
            )
            raise SourceError(msg)
        found = {}
        serial = None
        for text in texts:
            try:
                day, precision = style.read(text)
            except VocabularyError as error:
                # The mapping says that it is no day; what a spreadsheet has made of one is told.
                if shortened(text) and not any("Excel makes" in note for note in notes):
                    notes.append(str(error))
                continue
            found[text] = day.isoformat()[: _LENGTHS[precision]]
            serial = serial or (text if serial_day(text) else None)
        if style.order is not None:
            notes.append(f"Days were read as {_SPOKEN[style.order]}.")
        if serial is not None:
            notes.append(f"Days such as {serial} were read as Excel's numbers ({found[serial]}).")
        return found

    def _numbers(self, texts: Sequence[str], notes: list[str]) -> dict[str, str]:
        figures = Figures.of(texts, self.likely)
        if figures.doubtful is not None:
            msg = (
                f"{self.name}: '{figures.doubtful}' may be a whole number with a mark of thousands or one with decimals, and "
                "no other number of the file settles it. Write it without the mark."
            )
            raise SourceError(msg)
        if figures.mark == ",":
            notes.append("Numbers were read with decimal commas.")
        return {text: repr(value) for text in texts if (value := figures.number(text)) is not None}


def _strange(connection: Any, query: str, columns: Sequence[str], plain: str) -> list[str]:
    """The different texts of some columns that are not plain."""
    if not columns:
        return []
    parts = " UNION ".join(
        f"SELECT DISTINCT trim({_name(column)}) AS t FROM ({query}) WHERE {_name(column)} IS NOT NULL "
        f"AND NOT regexp_full_match({_name(column)}, '{plain}')"
        for column in columns
    )
    return [
        text for (text,) in connection.raw_sql(f"SELECT t FROM ({parts}) ORDER BY t").fetchall()
    ]


def _joined(connection: Any, query: str, columns: Sequence[str], found: Mapping[str, str]) -> str:
    table = pa.table({"t": list(found), "alike": list(found.values())})
    connection.con.register("written_rows", table)
    connection.raw_sql(f"CREATE OR REPLACE TEMP TABLE {_ALIKE} AS FROM written_rows")
    connection.con.unregister("written_rows")
    joins = " ".join(
        f"LEFT JOIN {_ALIKE} w{n} ON w{n}.t = trim(v.{_name(column)})"
        for n, column in enumerate(columns)
    )
    cells = ", ".join(
        f"coalesce(w{n}.alike, v.{_name(column)}) AS {_name(column)}"
        for n, column in enumerate(columns)
    )
    return f"SELECT v.* REPLACE ({cells}) FROM ({query}) v {joins}"


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
