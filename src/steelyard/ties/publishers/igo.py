"""COW intergovernmental organisations 3.0: how many organisations two states share, by year.

``state_year_format3.csv``: ccode, year, state, and a column an organisation: 1 full member, 2
associate, 3 observer, 0 none, -9 no figure, -1 not in existence. Full members alone are counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from steelyard.errors import SourceError
from steelyard.records import TIE, Column, SourceCard, columns_of
from steelyard.records.sources import TieSource, TieTables
from steelyard.ties.tables import (
    Rows,
    code_dyads,
    dyad_rejects,
    header_of,
    open_rows,
    pair_ties,
    rejected,
    state_spells,
    tie_tables,
)

NAME = "igo"

FULL = 1.0

#: Marks that the publisher explains.
_MARKS = (0, 1, 2, 3, -9, -1)

#: Their labels, which programs of statistics write in their place.
_LABELS = {
    "no membership": 0,
    "full membership": 1,
    "associate membership": 2,
    "observer": 3,
    "missing data": -9,
    "igo not in existence": -1,
}

CARD = SourceCard(
    name=NAME,
    title="Correlates of War Intergovernmental Organizations 3.0",
    publisher="Pevehouse, Nordstrom, McManus and Jamison, Correlates of War Project",
    address="https://correlatesofwar.org/data-sets/IGOs/",
    licence="free with citation; the terms of the Correlates of War Project",
    citation="Pevehouse, Nordstrom, McManus and Jamison 2020, Journal of Peace Research 57:492",
    coverage="1815 to 2014, every fifth year before 1965",
    limitation="Ends in 2014; every organisation counts one, the United Nations as much as the International Coffee Organization. "
    "Serbia's organisations are those of code 345.",
    sampling="systematic",
)


def read(path: Path) -> TieTables:
    """Read the state-years into ``igo.shared`` of every pair.

    Raises:
        SourceError: The file lacks a column, names no organisation, or has no row to take.
    """
    names = [
        name
        for name in header_of(path, columns_of(NAME))
        if name.strip().lower() not in ("ccode", "year", "state", "version")
    ]
    if not names:
        msg = f"{path.name} names no organisation. Take state_year_format3 as CSV."
        raise SourceError(msg)
    rows = open_rows(NAME, path, (*columns_of("igo"), *map(Column, names)), null="NA")
    code_dyads(rows, state_spells("cow"), {"member": "ccode"}, "year", {})
    marks = ", ".join(str(mark) for mark in _MARKS)
    for name in names:
        cases = " ".join(f"when '{label}' then '{mark}'" for label, mark in _LABELS.items())
        rows.connection.execute(
            f'update rows set "{name}" = case lower("{name}") {cases} else "{name}" end '
            f'where try_cast("{name}" as double) is null and "{name}" is not null'
        )
    # A column in which nothing is a mark is no organisation, but something that was added.
    counted = ", ".join(f'count(try_cast("{name}" as double))' for name in names)
    found = rows.sql(f"select {counted} from rows").fetchone() or ()
    names = [name for name, count in zip(names, found, strict=True) if count]
    if not names:
        msg = f"{path.name} has no column in which a membership is marked. Take state_year_format3 as CSV."
        raise SourceError(msg)
    odd = " or ".join(
        f'("{name}" is not null and coalesce(try_cast("{name}" as double), 99) not in ({marks}))'
        for name in names
    )
    twice = (
        "select line, 'one state twice in a year' as reason from coded where problem is null "
        "qualify count(*) over (partition by member, year) > 1"
    )
    rejects = (
        *dyad_rejects(rows),
        *rejected(
            rows,
            "select line, 'a membership is no mark that the publisher explains' as reason "
            f"from rows join coded using (line) where problem is null and ({odd})",
        ),
        *rejected(rows, twice),
    )
    lines = {reject.line or 0 for reject in rejects}
    if len(lines) >= rows.count:
        msg = f"{path.name}: no row could be taken ({rejects[0].reason}). Download it again."
        raise SourceError(msg)
    rows.connection.register("lost", pa.table({"line": pa.array(sorted(lines), pa.int64())}))
    ties = pa.RecordBatchReader.from_batches(TIE, _ties(rows, names, path.name))
    return tie_tables(rows.count, rejects, {"ties": ties}, rows.notes)


def _ties(rows: Rows, names: list[str], edition: str) -> Iterator[pa.RecordBatch]:
    chosen = ", ".join(f'coalesce(try_cast("{name}" as double), -9) as "{name}"' for name in names)
    taken = "problem is null and line not in (select line from lost)"
    years = rows.sql(f"select distinct year from coded where {taken} order by 1").fetchall()
    for (year,) in years:
        found = rows.sql(
            f"select member, {chosen} from coded join rows using (line) "
            f"where {taken} and coded.year = {int(year)} order by member"
        ).fetchnumpy()
        full = np.array([np.asarray(found[name]) == FULL for name in names], np.float32).T
        shared = full @ full.T
        upper = np.triu_indices(len(found["member"]), 1)
        nothing = np.full(len(upper[0]), np.nan)
        counted = {"igo.shared": (shared[upper].astype(float), nothing, nothing, "organisations")}
        for table in pair_ties(
            [str(member) for member in found["member"]],
            int(year),
            counted,
            None,
            source=NAME,
            edition=edition,
            reporter="COW",
        ):
            yield from table.to_batches()


SOURCE = TieSource(name=NAME, card=CARD, read=read, files=("*.csv",))
