"""Archives of typed tables in memory, and the shared files where they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pytest

from steelyard.records import EVENT, TIE, TYPED, SourceCard
from steelyard.records.sources import TieTables

SHARED = Path(__file__).parents[3] / "shared" / "data" / "ties"


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """Find a file beside the project; the test is skipped where it is not there."""

    def find(name: str) -> Path:
        path = SHARED / name
        if not path.exists():
            pytest.skip(f"../shared/data/ties/{name} is not there")
        return path

    return find


@dataclass
class Typed:
    """As much of an archive as measures ask: ties and typed tables."""

    tables: dict[str, ir.Table]
    sources: tuple[SourceCard, ...] = field(default=())

    @property
    def ties(self) -> ir.Table:
        return self.tables["ties"]

    @property
    def events(self) -> ir.Table:
        return ibis.memtable(EVENT.empty_table())

    def table(self, name: str) -> ir.Table | None:
        return self.tables.get(name)


@pytest.fixture
def holding() -> Callable[..., Typed]:
    """Put tables, or what a connector read, into an archive in memory."""

    def put(*given: TieTables, **tables: pa.Table) -> Typed:
        connection = ibis.duckdb.connect()
        held: dict[str, list[pa.Table]] = {"ties": [TIE.empty_table()]}
        for part in given:
            for name, table in part.tables.items():
                whole = table if isinstance(table, pa.Table) else table.read_all()
                held.setdefault(name, []).append(whole)
        for name, table in tables.items():
            held.setdefault(name, []).append(table.cast(TYPED.get(name, TIE)))
        return Typed(
            {
                name: connection.create_table(name, pa.concat_tables(parts))
                for name, parts in held.items()
            }
        )

    return put
