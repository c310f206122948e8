"""An archive as Ibis tables of one connection, in memory or on disk: what stages ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from html import escape
from itertools import pairwise
from typing import Any, Literal

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from steelyard import series
from steelyard.errors import ArchiveError
from steelyard.records import (
    ARTICLE,
    COVERAGE,
    EVENT,
    MANIFEST,
    REPORT,
    TIE,
    SourceCard,
    Window,
)
from steelyard.records.views import notebook
from steelyard.records.views.frames import Form, framed

#: Every engine merges selects within selects by itself. For Ibis to do it first takes two fifths of the
#: time in which it makes SQL of a question, and changes nothing in the answer.
ibis.options.sql.fuse_selects = False


def _empty(schema: pa.Schema) -> ir.Table:
    return ibis.memtable(schema.empty_table())


@dataclass(frozen=True, eq=False, repr=False)
class TableArchive:
    """Rows held by one engine, behind the Archive protocol.

    ``typed`` are the tables that tie sources added, by name; ``where`` is the file, folder or address
    that was opened, None for an archive in memory.

    >>> import steelyard as sy
    >>> archive = sy.evidence(sy.load_case("balkans-2019"))
    >>> visits = archive.events.filter(archive.events.type == "CONSULT")
    >>> visits.count().to_pyarrow().as_py() > 50
    True
    """

    events: ir.Table
    ties: ir.Table
    sources: tuple[SourceCard, ...]
    reports: ir.Table = field(default_factory=lambda: _empty(REPORT))
    articles: ir.Table = field(default_factory=lambda: _empty(ARTICLE))
    coverage: ir.Table = field(default_factory=lambda: _empty(COVERAGE))
    manifest: ir.Table = field(default_factory=lambda: _empty(MANIFEST))
    typed: Mapping[str, ir.Table] = field(default_factory=dict)
    connection: Any = None
    where: str | None = None

    def __repr__(self) -> str:
        """One line: where it is, what it holds, of which days."""
        held = self._held()
        days = f"; {held['first']} to {held['last']}" if held["first"] else ""
        names = ", ".join(card.name for card in self.sources)
        of = f" ({names})" if names else ""
        return (
            f"<Archive {self.where or 'in memory'}: {held['events']:,} events{of}, "
            f"{held['ties']:,} ties{days}>"
        )

    def _repr_html_(self) -> str:
        """What a notebook shows: the sources, what each holds and cannot say."""
        rows = [
            (card.name, card.title, f"{card.rows:,}", card.sampling, card.limitation)
            for card in self.sources
        ]
        head = ("source", "title", "rows", "sampling", "limitation")
        return f"<p>{escape(repr(self))}</p>{notebook.table(head, rows)}"

    def _held(self) -> dict[str, Any]:
        """Count the rows, and give the first and the last day."""
        days = self.events.day
        (row,) = (
            self.events.aggregate(events=self.events.count(), first=days.min(), last=days.max())
            .to_pyarrow()
            .to_pylist()
        )
        return {**row, "ties": self.ties.count().to_pyarrow().as_py()}

    def dyad(
        self,
        first: str,
        second: str | Sequence[str],
        *,
        freq: series.Frequency = "W",
        stream: str = "all",
        actor: Literal["first", "second", "both"] | None = None,
        unit: series.Unit = "events",
        since: str | date | None = None,
        until: str | date | None = None,
        to: Form = "pandas",
    ) -> Any:
        """Return what passed between two actors, counted by day, week, month, quarter or year.

        Args:
            first: A state, such as ``UKR``; it is followed through its predecessors (Serbia
                through Yugoslavia).
            second: The other side: an actor, or several that count as one (``["EU", "USA"]``).
            freq: ``D``, ``W`` (weeks begin on Monday), ``M``, ``Q`` or ``Y``.
            stream: ``all``, ``words``, ``deeds``, ``cooperation``, ``conflict``, ``quad1`` to
                ``quad4``, or a type such as ``CONSULT``.
            actor: Count only what the ``first`` did to the second, the ``second`` to the first, or
                what ``both`` did together; all of it where nothing is said.
            unit: Count ``events``, each once, or their ``reports``.
            since: The first day; that of the archive where it is not given.
            until: The day after the last.
            to: The frame that is wanted: ``pandas``, ``polars`` or ``arrow``.

        Returns:
            One row a period: ``start`` and ``end`` (half-open), ``counts`` (missing, and not zero,
            where no day of the period is covered), ``exposure`` (days that are covered), ``gaps``
            (days that are not) and ``volume`` (all events or reports of the record on the covered
            days, whoever acts: what a count is a rate of). Only dated events that happened count,
            those of systematic sources where the archive has any.

        Raises:
            CaseError: An actor, day, frequency or stream is not known, or the archive is empty.

        >>> import steelyard as sy
        >>> case = sy.load_case("balkans-2019")
        >>> archive = sy.evidence(case)
        >>> frame = archive.dyad("SRB", "RUS", freq="Y", since="2017-01-01", until="2020-01-01")
        >>> frame[["start", "exposure", "gaps"]]
               start  exposure  gaps
        0 2017-01-01       365     0
        1 2018-01-01       365     0
        2 2019-01-01       365     0
        >>> int(frame.counts.sum()) > 20
        True
        """
        found = series.dyad_table(
            self,
            first,
            (second,) if isinstance(second, str) else tuple(second),
            freq=freq,
            stream=stream,
            actor=actor,
            unit=unit,
            since=since,
            until=until,
        )
        return framed(found, to)

    def table(self, name: str) -> ir.Table | None:
        """Return a typed table that a tie source added, None where there is none."""
        return self.typed.get(name)

    def gaps(self, source: str, window: Window) -> tuple[Window, ...]:
        """Return the days of ``window`` that ``source`` does not cover whole, oldest first."""
        days = self.coverage.filter(self.coverage.source == source)
        found = days.select("day", whole=days.state == "whole").to_pyarrow().to_pylist()
        if not found:
            return ()
        held = (row["day"] for row in found if row["whole"])
        return _between(sorted(day for day in held if window.start <= day < window.end), window)


def _between(held: list[date], window: Window) -> tuple[Window, ...]:
    """The days of a window that are not among ``held``, as intervals."""
    edges = [window.start - timedelta(days=1), *held, window.end]
    one = timedelta(days=1)
    return tuple(Window(last + one, after) for last, after in pairwise(edges) if last + one < after)


def archive_of(
    events: pa.Table, ties: pa.Table, sources: tuple[SourceCard, ...] = ()
) -> TableArchive:
    """Put Arrow tables in the schemas EVENT and TIE into an archive in memory."""
    connection = ibis.duckdb.connect()
    return TableArchive(
        events=connection.create_table("events", events.cast(EVENT)),
        ties=connection.create_table("ties", ties.cast(TIE)),
        sources=sources,
        connection=connection,
    )


#: Tables of an archive that are fields of :class:`TableArchive`.
_VIEWS = ("events", "reports", "articles", "coverage", "manifest")


def from_tables(connection: Any, where: str, found: Mapping[str, ir.Table]) -> TableArchive:
    """Return the archive whose tables lie at ``where``, by name; the rest are typed tables.

    Raises:
        ArchiveError: Tables that every archive has are lacking.
    """
    lacking = {"events", "ties", "cards"} - found.keys()
    if lacking:
        msg = f"{where} is no archive: it lacks {', '.join(sorted(lacking))}. Load something first."
        raise ArchiveError(msg)
    known = dict(found)
    cards = known.pop("cards").order_by("name").to_pyarrow().to_pylist()
    ties = known.pop("ties").select(*TIE.names)
    own = {name: known.pop(name) for name in _VIEWS if name in known}
    own |= {"events": own["events"].select(*EVENT.names)}
    if "reports" in own:
        own["reports"] = own["reports"].select(*REPORT.names)
    named = [field.name for field in fields(SourceCard)]
    return TableArchive(
        **own,
        ties=ties,
        sources=tuple(SourceCard(**{name: row[name] for name in named}) for row in cards),
        typed=known,
        connection=connection,
        where=where,
    )
