"""An archive in memory: the evidence files of one case behind the Archive protocol."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from steelyard.records import EVENT, TIE, SourceCard


@dataclass(frozen=True, eq=False)
class MemoryArchive:
    """Events, ties and the cards of their sources, held by DuckDB in memory."""

    events: ir.Table
    ties: ir.Table
    sources: tuple[SourceCard, ...]

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
