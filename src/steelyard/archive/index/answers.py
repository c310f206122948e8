"""Answers of an index: facets, timeline, places and pages of rows, each within a time limit."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock, Timer
from typing import Any

import duckdb
import pyarrow as pa

from steelyard.archive import tables
from steelyard.archive.connection import plainly
from steelyard.archive.index import words
from steelyard.archive.index.build import COUNTS, ENUMS, facet_sql, folder_of
from steelyard.archive.index.choice import Choice
from steelyard.errors import ArchiveError, TooLongError
from steelyard.records import EVENT

#: Seconds that an answer may take unless the asker says that more will do.
LIMIT = 2.0

#: What asking may hold in memory.
MEMORY = "700MB"

#: Values of a facet that are given unless more are asked for.
VALUES = 12

#: Columns of EVENT that a page of rows has unless others are asked for.
SHOWN = (
    "event_id",
    "day",
    "precision",
    "actor",
    "type",
    "mode",
    "recipient",
    "status",
    "rung",
    "act",
    "reports",
    "source",
    "confidence",
    "sentence",
    "url",
)

#: Searches in sentences whose rows are kept.
_KEPT = 8

#: Length of a period in days, up to which a timeline goes by day, and by week; by month beyond.
_BY_DAY, _BY_WEEK = 130, 1_000


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of events in order of day, and where the next page begins; None where there is none."""

    rows: tuple[dict[str, Any], ...]
    after: str | None


class Index:
    """The index of an archive, open for reading, with the archive itself beside it.

    Several threads may ask at once. Close it before the archive is written to.
    """

    def __init__(self, archive: Path) -> None:
        """Open the index of ``archive``; :func:`~steelyard.archive.index.build` makes it.

        Raises:
            ArchiveError: The archive is in use.
        """
        self.archive = archive
        self.folder = folder_of(archive)
        with plainly(archive):
            self._connection = duckdb.connect(
                str(self.folder / COUNTS), read_only=True, config={"memory_limit": MEMORY}
            )
            quoted = str(archive).replace("'", "''")
            self._connection.execute(f"ATTACH IF NOT EXISTS '{quoted}' AS archive (READ_ONLY)")
        held = self._connection.execute("SELECT * FROM archive.lines LIMIT 0").description
        self._columns = {column[0] for column in held or ()}
        self._found: OrderedDict[str, pa.Table] = OrderedDict()
        self._lock = Lock()

    def close(self) -> None:
        """Close both files."""
        self._connection.close()

    @contextmanager
    def asking(self, limit: float = LIMIT) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give a cursor whose work is broken off after ``limit`` seconds.

        Raises:
            TooLongError: It was.
        """
        cursor = self._connection.cursor()
        timer = Timer(limit, cursor.interrupt)
        timer.start()
        try:
            yield cursor
        except duckdb.InterruptException as error:
            msg = (
                f"This took longer than {limit:g} seconds. Narrow the choice, or ask without haste."
            )
            raise TooLongError(msg) from error
        finally:
            timer.cancel()
            cursor.close()

    def where(self, cursor: duckdb.DuckDBPyConnection, choice: Choice) -> tuple[str, list[Any]]:
        """Return the SQL condition of a choice; what its words find is made known to the cursor."""
        if choice.text:
            cursor.register("found_words", self._search(choice.text))
            return choice.where("found_words")
        return choice.where(None)

    def _search(self, text: str) -> pa.Table:
        with self._lock:
            if text in self._found:
                self._found.move_to_end(text)
                return self._found[text]
        found = words.find(self.folder, text)
        with self._lock:
            self._found[text] = found
            while len(self._found) > _KEPT:
                self._found.popitem(last=False)
        return found

    def count(self, choice: Choice, *, limit: float = LIMIT) -> int:
        """Return the number of events that fit."""
        with self.asking(limit) as cursor:
            if choice.is_of_days:
                where, values = choice.where(None)
                sql = f"SELECT coalesce(sum(n), 0)::BIGINT FROM days WHERE {where}"
            elif facet := choice.one_of(ENUMS):
                values = [facet, *getattr(choice, facet)]
                marks = ", ".join("?" * (len(values) - 1))
                sql = f"SELECT coalesce(sum(n), 0)::BIGINT FROM counts WHERE facet = ? AND value IN ({marks})"
            else:
                where, values = self.where(cursor, choice)
                sql = f"SELECT count(*) FROM thin WHERE {where}"
            found = cursor.execute(sql, values).fetchone()
            assert found is not None
            return int(found[0])

    def facet(
        self, name: str, choice: Choice, *, most: int = VALUES, limit: float = LIMIT
    ) -> list[tuple[str, int]]:
        """Return the values of a facet with their numbers of events, the most frequent first.

        The facet's own condition is left out, so that another of its values can be chosen.
        """
        open_choice = choice.without(name)
        with self.asking(limit) as cursor:
            if open_choice.is_open:
                sql, values = "SELECT value, n FROM counts WHERE facet = ?", [name]
            else:
                where, values = self.where(cursor, open_choice)
                sql = facet_sql(name, where)
            found = cursor.execute(
                f"SELECT value::VARCHAR, n FROM ({sql}) ORDER BY n DESC, 1 LIMIT {int(most)}",
                values,
            )
            return [(value, n) for value, n in found.fetchall()]

    def timeline(
        self, choice: Choice, *, limit: float = LIMIT
    ) -> tuple[str, list[tuple[date, str, int]]]:
        """Return the length of the periods, and the events of each by rung, in order of day.

        Days, weeks or months, by how long the time asked for is.
        """
        with self.asking(limit) as cursor:
            where, values = self.where(cursor, choice)
            period = self.period(cursor, choice)
            counted = "sum(n)::BIGINT" if choice.is_of_days else "count(*)"
            table = "days" if choice.is_of_days else "thin"
            found = cursor.execute(
                f"SELECT date_trunc('{period}', day)::DATE AS first, rung::VARCHAR, {counted} "
                f"FROM {table} WHERE {where} GROUP BY ALL ORDER BY 1, 2",
                values,
            ).fetchall()
            return period, [(day, rung, n) for day, rung, n in found]

    @staticmethod
    def period(cursor: duckdb.DuckDBPyConnection, choice: Choice) -> str:
        """Return the length of the periods of a timeline: ``day``, ``week`` or ``month``."""
        found = cursor.execute("SELECT min(day), max(day) FROM days").fetchone()
        assert found is not None
        first, last = choice.since or found[0], choice.until or found[1]
        days = (last - first).days if first and last else 0
        return "day" if days <= _BY_DAY else "week" if days <= _BY_WEEK else "month"

    def page(
        self,
        choice: Choice,
        *,
        after: str | None = None,
        size: int = 100,
        newest: bool = False,
        columns: Sequence[str] = SHOWN,
        limit: float = LIMIT,
    ) -> Page:
        """Return a page of events in order of day and id.

        Args:
            choice: What is asked for.
            after: Where it begins: what the page before said, or nothing.
            size: Rows on a page.
            newest: The newest first.
            columns: Those of EVENT that the rows have.
            limit: Seconds that it may take.
        """
        with self.asking(limit) as cursor:
            where, values = self.where(cursor, choice)
            if after:
                where += (
                    f" AND place_in_order {'<' if newest else '>'} {self._place(cursor, after)}"
                )
            order = "DESC" if newest else "ASC"
            found = cursor.execute(
                f"SELECT day, id, line, source::VARCHAR FROM thin WHERE {where} "
                f"ORDER BY place_in_order {order} LIMIT {int(size) + 1}",
                values,
            ).fetchall()
            shown = found[:size]
            rows = self.lines(cursor, [line for _, _, line, _ in shown], columns)
            for _, _, line, source in shown:
                rows[line]["source"] = source
            more = f"{shown[-1][0]}_{shown[-1][1]}" if len(found) > size else None
            return Page(tuple(rows[line] for _, _, line, _ in shown), more)

    def column(self, name: str, *, own: bool = False) -> str:
        """Return the SQL of a column of a line; null where the archive is older than the column.

        Args:
            name: A column of REPORT.
            own: As the line itself has it, where its event has something else.
        """
        if name not in self._columns:
            return f'NULL AS "{name}"'
        return tables.own_column(name) if own else f'"{name}"'

    @staticmethod
    def _place(cursor: duckdb.DuckDBPyConnection, after: str) -> int:
        """The number in order of the row on which a page ended."""
        day, _, name = after.partition("_")
        try:
            found = cursor.execute(
                "SELECT place_in_order FROM thin WHERE day = TRY_CAST(? AS DATE) AND id = ?",
                [day, name],
            ).fetchone()
        except duckdb.ConversionException:
            found = None
        if found is None:
            msg = f"The archive has changed since: it has no row {after!r}. Begin with the first page."
            raise ArchiveError(msg)
        return int(found[0])

    def ids(self, choice: Choice, *, limit: float = 3600.0) -> pa.Table:
        """Return the ids of all events that fit, in the column ``event_id``."""
        with self.asking(limit) as cursor:
            where, values = self.where(cursor, choice)
            found = cursor.execute(f"SELECT id AS event_id FROM thin WHERE {where}", values)
            return found.to_arrow_table()

    def lines(
        self,
        cursor: duckdb.DuckDBPyConnection,
        numbers: Sequence[int],
        columns: Sequence[str] = EVENT.names,
    ) -> dict[int, dict[str, Any]]:
        """Return events of the archive by the numbers of their lines."""
        if not numbers:
            return {}
        marks = ", ".join(str(int(number)) for number in numbers)
        names = ", ".join(map(self.column, columns))
        sql = (
            f"SELECT rowid AS line, {names} FROM archive.lines "
            f"WHERE rowid IN (SELECT unnest([{marks}]))"
        )
        found = cursor.execute(sql).to_arrow_table().to_pylist()
        return {row.pop("line"): row for row in found}
