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
from steelyard.vocabulary import lost_zeros, plain_code
from steelyard.vocabulary.time import SPOKEN_ORDERS, DayStyle, Order, serial_day, shortened

_ALIKE = "written_alike"

#: A spreadsheet drops the zeros of all rows: so many are looked at before the whole column is.
_FIRST = 2_000

#: Days and numbers that need no second look.
_DAY = r"\d{4}(-\d{2}(-\d{2})?)?"
#: Codes of actors, split by semicolons.
_CODES = "[A-Z]+(;[A-Z]+)*"
_NUMBER = r"[+-]?\d*\.?\d*([eE][+-]?\d+)?"
_LENGTHS = {"day": 10, "month": 7, "year": 4}


@dataclass(frozen=True, slots=True)
class Written:
    """How the days and numbers of a file are written.

    ``name`` is the file's, ``order`` is given by the reader; ``likely`` follows from the mark that splits the cells;
    ``headed``: a file without a header is its publisher's own, whose codes have all their zeros.
    """

    name: str
    layout: Layout
    order: Order | None = None
    likely: Mark | None = None
    headed: bool = True

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
        codes = self._codes(connection, query, notes) if self.headed else {}
        columns = (*days, *figures)
        if found:
            query = _joined(connection, query, columns, found)
        for column, alike in {**codes, **self._actors(connection, query)}.items():
            query = _joined(connection, query, (column,), alike, f"{_ALIKE}_{column}")
        return query, notes

    def _actors(self, connection: Any, query: str) -> dict[str, dict[str, str]]:
        """By column, the cells that name actors in other words than codes, with the codes."""
        found = {}
        for column, coded in self.layout.actors.items():
            texts = _strange(connection, query, (column,), _CODES)
            if texts:
                found[column] = {text: coded(text) for text in texts}
        return found

    def _codes(self, connection: Any, query: str, notes: list[str]) -> dict[str, dict[str, str]]:
        """By column, the codes that have lost their first zero, with it."""
        zeros: dict[str, dict[str, str]] = {}
        for column, scheme in self.layout.codes.items():
            first = f"SELECT {_name(column)} FROM ({query}) LIMIT {_FIRST}"
            if not _strange(connection, first, (column,), r"\d{3,4}"):
                continue
            texts = _strange(connection, query, (column,), "")
            plain = {text: plain_code(text) for text in texts}
            found = lost_zeros(plain.values(), scheme)
            zeros[column] = {
                text: found.get(code, code) for text, code in plain.items() if found or text != code
            }
            if found:
                text = next(iter(found))
                notes.append(
                    f"{scheme.upper()} codes such as {text} were read as {found[text]}: a spreadsheet drops the "
                    "first zero."
                )
                continue
            short = [text for text in texts if len(text) == len("14")]
            if short and any(len(text) > len("14") for text in texts):
                notes.append(
                    f"{scheme.upper()} codes such as {short[0]} were read as roots. If a spreadsheet has dropped a "
                    f"zero (0{short[0]}), format the column as text and load the file again."
                )
        return {column: codes for column, codes in zeros.items() if codes}

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
            notes.append(f"Days were read as {SPOKEN_ORDERS[style.order]}.")
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


def _joined(
    connection: Any,
    query: str,
    columns: Sequence[str],
    found: Mapping[str, str],
    alike: str = _ALIKE,
) -> str:
    table = pa.table({"t": list(found), "alike": list(found.values())})
    connection.con.register("written_rows", table)
    connection.raw_sql(f"CREATE OR REPLACE TEMP TABLE {_name(alike)} AS FROM written_rows")
    connection.con.unregister("written_rows")
    joins = " ".join(
        f"LEFT JOIN {_name(alike)} w{n} ON w{n}.t = trim(v.{_name(column)})"
        for n, column in enumerate(columns)
    )
    cells = ", ".join(
        f"coalesce(w{n}.alike, v.{_name(column)}) AS {_name(column)}"
        for n, column in enumerate(columns)
    )
    return f"SELECT v.* REPLACE ({cells}) FROM ({query}) v {joins}"


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
