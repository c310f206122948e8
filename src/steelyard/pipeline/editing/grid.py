"""The chronology of a case in the hands of several editors: rows by key, changes compared before they are made.

A key names a row as long as the program runs, wherever the row moves. Who changes a cell says what stood
there when she looked; where something else stands there by now, her change is refused and she is shown it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from steelyard.errors import CaseError, SourceError
from steelyard.pipeline.editing import rows
from steelyard.pipeline.editing.history import History, Splice
from steelyard.sources import table
from steelyard.vocabulary.time import Order

#: Where a problem stands, as the reader of tables says it.
_PLACE = re.compile(r" line (\d+): (?:(\w+) )?")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a table: with a cell, a row, or all of it."""

    key: int | None
    column: str | None
    text: str


class Chronology:
    """A table of events that is changed."""

    def __init__(self, path: Path, order: Order | None = None) -> None:
        """Open the table and its history.

        Raises:
            CaseError: It is a workbook, is not there, or cannot be read.
        """
        self.path = path
        self._order = order
        self._grid = rows.read(path)
        self.history = History(path, self._split, self._join)
        self._keys: list[int] = []
        self._next = 1
        self._number()

    def _split(self, content: bytes) -> list[str]:
        self._grid = rows.Grid.of(content, self.path.name)
        return self._grid.texts

    def _join(self, texts: Sequence[str]) -> bytes:
        return (self._grid.head + "".join(texts)).encode("utf-8", "replace")

    def _number(self) -> None:
        """Give every row a new key."""
        self._keys = list(range(self._next, self._next + len(self.history.texts)))
        self._next += len(self._keys)

    def _fresh(self) -> None:
        if self.history.refresh():
            self._number()

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self._grid.header

    def rows(self) -> list[tuple[int, tuple[str, ...]]]:
        """Return the rows, each with its key."""
        with self.history.lock:
            self._fresh()
            cells = map(self._grid.cells, self.history.texts)
            return list(zip(self._keys, cells, strict=True))

    def row(self, key: int) -> dict[str, str]:
        """Return the cells of one row by column.

        Raises:
            CaseError: There is no such row.
        """
        with self.history.lock:
            return self._grid.row(self.history.texts[self._at(key)])

    def _at(self, key: int) -> int:
        try:
            return self._keys.index(key)
        except ValueError as error:
            msg = "The row is no longer there. The rows are shown as they are now."
            raise CaseError(msg) from error

    def edit(self, edits: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """Change cells: each edit names ``key``, ``column``, ``before`` and ``after``.

        Raises:
            CaseError: A cell holds something else by now, or a row or column is not there.
        """
        with self.history.lock:
            self._fresh()
            changed: dict[int, dict[str, str]] = {}
            for edit in edits:
                at = self._at(int(edit["key"]))
                cells = changed.setdefault(at, self._grid.row(self.history.texts[at]))
                column = str(edit["column"])
                if column not in cells:
                    msg = f"There is no column '{column}'; there are {', '.join(self.columns)}."
                    raise CaseError(msg)
                if "before" in edit and cells[column] != str(edit["before"]):
                    msg = (
                        f"'{column}' was changed elsewhere meanwhile: it is now '{cells[column][:80]}'. It is shown "
                        "as it is; change it again if you still want to."
                    )
                    raise CaseError(msg)
                cells[column] = str(edit["after"])
            splices = [
                Splice(at, (self.history.texts[at],), (self._grid.text(cells),))
                for at, cells in sorted(changed.items())
            ]
            what = (
                f"{len(edits)} cells changed"
                if len(edits) != 1
                else f"{edits[0]['column']} changed"
            )
            return self._make(splices, what)

    def insert(
        self, cells: Sequence[Mapping[str, str]], after: int | None = None
    ) -> dict[str, Any]:
        """Put rows behind the row with the key ``after``, at the end where it is None."""
        with self.history.lock:
            self._fresh()
            at = len(self._keys) if after is None else self._at(after) + 1
            texts = tuple(self._grid.text(row) for row in cells)
            return self._make([Splice(at, (), texts)], f"{len(texts)} rows added")

    def delete(self, keys: Sequence[int]) -> dict[str, Any]:
        """Take rows away."""
        with self.history.lock:
            self._fresh()
            places = sorted(map(self._at, keys), reverse=True)
            splices = [Splice(at, (self.history.texts[at],), ()) for at in places]
            return self._make(splices, f"{len(places)} rows deleted")

    def paste(self, text: str, key: int | None, column: str) -> dict[str, Any]:
        """Put what was copied from a spreadsheet over the cells from one on; rows beyond the last are added."""
        with self.history.lock:
            self._fresh()
            cells = rows.pasted(text, self.columns, column)
            at = len(self._keys) if key is None else self._at(key)
            over = self.history.texts[at : at + len(cells)]
            texts = [
                self._grid.text({**(self._grid.row(over[n]) if n < len(over) else {}), **new})
                for n, new in enumerate(cells)
            ]
            what = f"{len(cells)} rows pasted"
            return self._make([Splice(at, tuple(over), tuple(texts))], what)

    def undo(self) -> dict[str, Any] | None:
        """Take back the last change; None where there is none."""
        return self._turn(self.history.undo)

    def redo(self) -> dict[str, Any] | None:
        """Make the change again that was taken back last; None where there is none."""
        return self._turn(self.history.redo)

    def _turn(self, turn: Any) -> dict[str, Any] | None:
        with self.history.lock:
            self._fresh()
            found = turn()
            if found is None:
                return None
            what, splices = found
            return self._told(splices, what)

    def _make(self, splices: Sequence[Splice], what: str) -> dict[str, Any]:
        self.history.change(splices, what)
        return self._told(splices, what)

    def _told(self, splices: Sequence[Splice], what: str) -> dict[str, Any]:
        """Give keys to what has come, and say what a reader of the rows must change."""
        before = set(self._keys)
        touched: set[int] = set()
        for splice in splices:
            end = splice.at + len(splice.before)
            held = self._keys[splice.at : end][: len(splice.after)]
            fresh = list(range(self._next, self._next + len(splice.after) - len(held)))
            self._next += len(fresh)
            self._keys[splice.at : end] = [*held, *fresh]
            touched |= {*held, *fresh}
        there = set(self._keys)
        place = {key: at for at, key in enumerate(self._keys)}
        changed = sorted((key for key in touched if key in there), key=place.__getitem__)
        return {
            "what": what,
            "version": self.history.version,
            "gone": sorted(before - there),
            "rows": [
                {
                    "key": key,
                    "after": self._keys[place[key] - 1] if place[key] else None,
                    "new": key not in before,
                    "cells": self._grid.cells(self.history.texts[place[key]]),
                }
                for key in changed
            ],
            **self.state(),
        }

    def state(self) -> dict[str, Any]:
        """Return the version, and how much can be undone and done again."""
        history = self.history
        return {
            "version": history.version,
            "can_undo": history.can_undo,
            "can_redo": history.can_redo,
        }

    def problems(self) -> list[Problem]:
        """Return everything that is wrong with the table, each with its row and column."""
        with self.history.lock:
            self._fresh()
            lines = self._grid.lines()
            by_line = {
                line + more: key
                for line, text, key in zip(lines, self.history.texts, self._keys, strict=True)
                for more in range(max(1, text.count("\n")))
            }
            columns = set(self.columns)
            try:
                told = table.problems_of(self.path, self._order)
            except SourceError as error:
                told = error.problems or (str(error),)
        found = []
        for text in told:
            place = _PLACE.search(text)
            key = by_line.get(int(place[1])) if place else None
            column = place[2] if place and place[2] in columns else None
            plain = text[place.start() :].split(": ", 1)[-1] if place and key else text
            found.append(Problem(key, column, plain))
        return found
