"""The record of a case: an archive that knows what it has been asked before.

The questions of a case have much in common: who met whom, how much was printed on each day, which
days are missing. Each is put to the archive once; every later asking gets the same object, so that
what is derived from its columns is derived once as well.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import ibis.expr.types as ir

from steelyard.records import Archive, Case, SourceCard, Window

Answer = TypeVar("Answer")


class Record:
    """``archive`` as ``case`` asks it; it stands wherever an archive may stand.

    Nobody else sees what it remembers, and it goes when the record goes.
    """

    def __init__(self, archive: Archive, case: Case) -> None:
        self.archive, self.case = archive, case
        self._answers: dict[Hashable, Any] = {}

    def once(self, question: Hashable, answer: Callable[[], Answer]) -> Answer:
        """Return the answer to a question, worked out when it is asked for the first time."""
        if question not in self._answers:
            self._answers[question] = answer()
        found: Answer = self._answers[question]
        return found

    @property
    def events(self) -> ir.Table:
        """The events, one row each."""
        return self.archive.events

    @property
    def ties(self) -> ir.Table:
        """The ties, one row each."""
        return self.archive.ties

    @property
    def sources(self) -> tuple[SourceCard, ...]:
        """A card for every source that rows come from."""
        return self.archive.sources

    @property
    def reports(self) -> ir.Table:
        """The reports behind the events."""
        return self.archive.reports

    @property
    def articles(self) -> ir.Table:
        """The articles that were read."""
        return self.archive.articles

    @property
    def coverage(self) -> ir.Table:
        """The days that each source covers."""
        return self.archive.coverage

    @property
    def manifest(self) -> ir.Table:
        """The files that were loaded."""
        return self.archive.manifest

    def table(self, name: str) -> ir.Table | None:
        """Return a typed table, None where there is none of this name."""
        return self.archive.table(name)

    def gaps(self, source: str, window: Window) -> tuple[Window, ...]:
        """Return the days of ``window`` that ``source`` does not cover whole."""
        return self.archive.gaps(source, window)


def once(archive: Archive, question: Hashable, answer: Callable[[], Answer]) -> Answer:
    """Return the answer to a question that is put to ``archive``.

    A :class:`Record` remembers it; any other archive is asked anew each time.
    """
    return archive.once(question, answer) if isinstance(archive, Record) else answer()
