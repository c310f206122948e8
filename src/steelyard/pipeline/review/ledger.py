"""Verdicts one by one: kept at once in a log beside the archive, undone, put into the archive.

The log ``ARCHIVE.reviews.jsonl`` is only ever added to: a verdict, or the undoing of one. What stands
follows from it. An archive has one writer at a time and no reader meanwhile, so that verdicts go into
it some at a time (:meth:`Ledger.flush`), by the same way as those of a sheet.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from steelyard.errors import SourceError
from steelyard.pipeline.editing.logs import append, entries
from steelyard.pipeline.review.sheet import CHANGEABLE, NAMES, Suggestion
from steelyard.pipeline.review.verdicts import Reviewed, keep, take
from steelyard.records import Event


@dataclass
class Ledger:
    """The verdicts of one reviewer on the events of one archive.

    Attributes:
        archive: The archive's file.
        reviewer: Who reviews.
    """

    archive: Path
    reviewer: str
    _said: list[dict[str, Any]] = field(default_factory=list)
    _undone: list[dict[str, Any]] = field(default_factory=list)
    _kept: dict[str, int] = field(default_factory=dict)
    _last: int = 0

    def __post_init__(self) -> None:
        """Read the log."""
        for entry in entries(self.path):
            if entry.get("reviewer") == self.reviewer:
                self._take(entry)
            self._last = max(self._last, int(entry.get("n", 0)))

    @property
    def path(self) -> Path:
        """The log."""
        return self.archive.with_name(f"{self.archive.name}.reviews.jsonl")

    def say(
        self, event: Event, verdict: str, changes: Mapping[str, str] | None = None, note: str = ""
    ) -> dict[str, Any]:
        """Keep a verdict, and return its entry.

        Args:
            event: The event as it was coded.
            verdict: ``accept``, ``correct`` or ``reject``.
            changes: For ``correct``: columns and what they should hold, written as on a sheet.
            note: Whatever the reviewer wants to remember.

        Raises:
            SourceError: The verdict or a change is not allowed; every one is named.
        """
        cells = dict(zip(NAMES, Suggestion(event, "").cells(), strict=True))
        wrong = sorted(set(changes or {}) - set(CHANGEABLE))
        if wrong:
            msg = f"'{wrong[0]}' cannot be corrected; allowed are {', '.join(CHANGEABLE)}."
            raise SourceError(msg)
        cells |= {"verdict": verdict, "note": note, **(changes or {})}
        try:
            found = _read([cells], self.reviewer)
        except SourceError as error:
            raise _without_place(error) from error
        entry = {
            "n": self._last + 1,
            "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
            "reviewer": self.reviewer,
            "event_id": event.event_id,
            "verdict": verdict,
            "changed": sorted(found.changed[0]),
            "cells": cells,
        }
        append(self.path, entry)
        self._last += 1
        self._take(entry)
        return entry

    def undo(self) -> dict[str, Any] | None:
        """Take back the last verdict that stands and return it; None where none does."""
        if not self._said:
            return None
        undone = self._said[-1]
        entry = {"n": self._last + 1, "reviewer": self.reviewer, "undoes": undone["n"]}
        append(self.path, entry)
        self._last += 1
        self._take(entry)
        return undone

    def redo(self) -> dict[str, Any] | None:
        """Say again what was last taken back; None where nothing was, or something was said since."""
        if not self._undone:
            return None
        again = {**self._undone[-1], "n": self._last + 1, "redoes": self._undone[-1]["n"]}
        append(self.path, again)
        self._last += 1
        self._take(again)
        return again

    def _take(self, entry: dict[str, Any]) -> None:
        if "verdict" in entry:
            self._said.append(entry)
            if "redoes" in entry:
                self._undone = [e for e in self._undone if e["n"] != entry["redoes"]]
            else:
                self._undone = []
        elif "undoes" in entry:
            self._undone += [said for said in self._said if said["n"] == entry["undoes"]]
            self._said = [said for said in self._said if said["n"] != entry["undoes"]]
        elif "kept" in entry:
            self._kept = {str(event): int(n) for event, n in entry["kept"].items()}

    @property
    def standing(self) -> dict[str, dict[str, Any]]:
        """The verdict that stands on each event, by its id."""
        return {entry["event_id"]: entry for entry in self._said}

    @property
    def waiting(self) -> int:
        """How many verdicts, or undoings, are not in the archive yet."""
        desired = {event: int(entry["n"]) for event, entry in self.standing.items()}
        return len(desired.items() ^ self._kept.items())

    def score(self) -> tuple[str, ...]:
        """Return how often the coder was right, as far as it was reviewed."""
        standing = list(self.standing.values())
        if not standing:
            return ()
        return Reviewed(
            (),
            tuple(entry["verdict"] for entry in standing),
            tuple(frozenset(entry["changed"]) for entry in standing),
        ).lines()

    def flush(self) -> int:
        """Put into the archive what stands and is not there, take out what was undone.

        Returns:
            How many verdicts it changed.

        Raises:
            ArchiveError: The archive is in use.
        """
        standing = self.standing
        desired = {event: int(entry["n"]) for event, entry in standing.items()}
        gone = [event for event, n in self._kept.items() if desired.get(event) != n]
        new = [
            entry["cells"]
            for event, entry in standing.items()
            if self._kept.get(event) != desired[event]
        ]
        if not gone and not new:
            return 0
        events = _read(new, self.reviewer).events if new else ()
        keep(self.archive, events, withdrawn={f"review:{self.reviewer}": gone} if gone else None)
        append(self.path, {"n": self._last, "reviewer": self.reviewer, "kept": desired})
        self._kept = desired
        return len(gone) + len(new)


def coded(row: Mapping[str, Any]) -> Event:
    """Return a row of an archive as an event: its lists as tuples."""
    values: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in row.items()}
    return Event(**values)


def _without_place(error: SourceError) -> SourceError:
    """What is wrong with a verdict, without the line of a sheet that nobody has filled."""
    lines = [
        re.sub(r"^\S+ line \d+: | Correct the cell\.$", "", line)
        for line in error.problems or (str(error),)
    ]
    plain = SourceError("\n".join(lines))
    plain.problems = tuple(lines)
    return plain


def _read(rows: Iterable[Mapping[str, str]], reviewer: str) -> Reviewed:
    """Read verdicts as those of a sheet are read."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "review.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, NAMES)
            writer.writeheader()
            writer.writerows(rows)
        return take(path, reviewer)
