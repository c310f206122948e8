"""COW dyadic trade 4.0: imports of each state of a pair from the other, 1870 to 2014.

``Dyadic_COW_4.0.csv``: ccode1, ccode2, year, flow1 (imports of 1 from 2), flow2; million USD, -9
where there is no figure. The smoothed columns are the publisher's guesses and are not read.
"""

from __future__ import annotations

from pathlib import Path

from steelyard.errors import SourceError
from steelyard.records import SourceCard, columns_of
from steelyard.records.sources import TieSource, TieTables
from steelyard.ties.tables import (
    code_dyads,
    dyad_rejects,
    open_rows,
    rejected,
    share_notes,
    share_ties,
    state_spells,
    tie_tables,
)

NAME = "cow-trade"

CARD = SourceCard(
    name=NAME,
    title="Correlates of War Project trade data set 4.0",
    publisher="Barbieri and Keshk, Correlates of War Project",
    address="https://correlatesofwar.org/data-sets/bilateral-trade/",
    licence="free with citation; the terms of the Correlates of War Project",
    citation="Barbieri, Keshk and Pollins 2009, Conflict Management and Peace Science 26:471; data set version 4.0",
    coverage="1870 to 2014",
    limitation="Ends in 2014 and has nothing of Serbia (code 345) after 1996; the importer's figure where there is one, "
    "else the exporter's, without saying which.",
    sampling="systematic",
)


def read(path: Path) -> TieTables:
    """Read the dyadic file: two flows a row, and the share of each partner.

    Raises:
        SourceError: The file lacks a column or holds no figure.
    """
    rows = open_rows(NAME, path, columns_of("cow-trade"), null="NA", figures=("flow1", "flow2"))
    code_dyads(
        rows,
        state_spells("cow"),
        {"one": "ccode1", "other": "ccode2"},
        "year",
        {"flow1": "flow1", "flow2": "flow2"},
    )
    rows.connection.execute(
        """
        create table flows as
        with ways as (
            select other as exporter, one as importer, year, flow1 as value, line from coded
            where problem is null
            union all
            select one, other, year, flow2, line from coded where problem is null
        )
        select exporter, importer, year, value, 'million USD' as unit, 'importer' as reporter,
            'all' as product, line
        from ways where value >= 0
        """
    )
    rejects = (
        *dyad_rejects(rows),
        *rejected(
            rows,
            "select line, 'no figure either way (-9)' as reason from coded where problem is null "
            "and coalesce(flow1, -9) = -9 and coalesce(flow2, -9) = -9",
            bad=False,
        ),
        *rejected(
            rows,
            "select line, 'negative trade' as reason from coded where problem is null "
            "and ((flow1 < 0 and flow1 <> -9) or (flow2 < 0 and flow2 <> -9))",
        ),
    )
    flows = rows.table("select * from flows order by year, exporter, importer, line")
    if not flows.num_rows:
        msg = f"{path.name}: no figure could be taken. Take the file Dyadic_COW_4.0.csv as it is."
        raise SourceError(msg)
    ties = share_ties(rows)
    notes = (*rows.notes, *share_notes(ties, "Take the publisher's file whole."))
    return tie_tables(rows.count, rejects, {"flows": flows, "ties": ties}, notes)


SOURCE = TieSource(name=NAME, card=CARD, read=read, files=("*.csv",))
