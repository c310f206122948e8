"""An archive in memory: the evidence files of one case behind the Archive protocol."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

import ibis
import ibis.expr.types as ir
import pyarrow as pa

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
class MemoryArchive:
    """Events, ties and the cards of their sources, held by DuckDB in memory."""

    events: ir.Table
    ties: ir.Table
    sources: tuple[SourceCard, ...]
    reports: ir.Table = field(default_factory=lambda: _empty(REPORT))
    articles: ir.Table = field(default_factory=lambda: _empty(ARTICLE))
    coverage: ir.Table = field(default_factory=lambda: _empty(COVERAGE))
    manifest: ir.Table = field(default_factory=lambda: _empty(MANIFEST))

    def table(self, name: str) -> None:
        """Hold no typed tables: evidence files are events and ties."""
        del name

    def gaps(self, source: str, window: Window) -> tuple[Window, ...]:
        """State no gaps: nobody knows what a chronology kept by hand misses."""
        del source, window
        return ()

    def without_publishers(self, publishers: Collection[str]) -> MemoryArchive:
        """Return this archive without the events that only ``publishers`` report."""
        names = ibis.array([ibis.literal(name) for name in sorted(publishers)])
        left = self.events.publishers.filter(lambda name: ~names.contains(name))
        keep = (left.length() > 0) | (self.events.publishers.length() == 0)
        return replace(self, events=self.events.filter(keep))


def archive_of(
    events: pa.Table, ties: pa.Table, sources: tuple[SourceCard, ...] = ()
) -> MemoryArchive:
    """Put Arrow tables in the schemas EVENT and TIE into an archive in memory."""
    connection = ibis.duckdb.connect()
    return MemoryArchive(
        events=connection.create_table("events", events.cast(EVENT)),
        ties=connection.create_table("ties", ties.cast(TIE)),
        sources=sources,
    )
