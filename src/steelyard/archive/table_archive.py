"""An archive as Ibis tables of one connection, in memory or on disk: what stages ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

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


def _empty(schema: pa.Schema) -> ir.Table:
    return ibis.memtable(schema.empty_table())


@dataclass(frozen=True, eq=False)
class TableArchive:
    """Rows held by one engine, behind the Archive protocol.

    ``typed`` are the tables that tie sources added, by name.
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
    )
