"""ATOP: what alliances oblige each state of a pair to, by year (directed dyad-years).

``atop5_1ddyr.csv``: stateA, stateB, year, atopally, and a column of 0 and 1 an obligation.
"""

from __future__ import annotations

from pathlib import Path

from steelyard.errors import SourceError
from steelyard.records import SourceCard, columns_of
from steelyard.records.sources import TieSource, TieTables
from steelyard.ties.tables import (
    code_dyads,
    dyad_rejects,
    line_ties,
    open_rows,
    rejected,
    state_spells,
    tie_tables,
)

NAME = "atop"

#: Columns of obligations; the indicator is ``alliance.`` and the name.
OBLIGATIONS = ("defense", "offense", "neutral", "nonagg", "consul")

CARD = SourceCard(
    name=NAME,
    title="Alliance Treaty Obligations and Provisions (ATOP) 5.1",
    publisher="Leeds, Ritter, Mitchell and Long, Rice University",
    address="http://atop.rice.edu/data",
    licence="free with citation; the terms of the project",
    citation="Leeds, Ritter, Mitchell and Long 2002, International Interactions 28:237",
    coverage="1815 to 2018",
    limitation="Ends in 2018; what treaties say, not what states do. No row is no alliance only in years that the data cover.",
    sampling="systematic",
)


def read(path: Path) -> TieTables:
    """Read the directed dyad-years into a tie for every obligation in force.

    Raises:
        SourceError: The file lacks a column, or no alliance could be taken.
    """
    rows = open_rows(NAME, path, columns_of("atop"))
    code_dyads(
        rows,
        state_spells("cow"),
        {"state": "stateA", "partner": "stateB"},
        "year",
        {name: name for name in OBLIGATIONS},
    )
    rejects = (
        *dyad_rejects(rows),
        *rejected(
            rows,
            "select line, 'an obligation is neither 0 nor 1' as reason from coded where problem is null "
            f"and ({' or '.join(f'{name} not in (0, 1)' for name in OBLIGATIONS)})",
        ),
    )
    found = rows.sql(
        " union all ".join(
            f"select state, partner, year, 'alliance.{name}' as indicator, 1.0 as value, line from coded "
            f"where problem is null and {name} = 1"
            for name in OBLIGATIONS
        )
        + " order by year, state, partner, indicator"
    ).to_arrow_table()
    if not found.num_rows:
        msg = f"{path.name}: no obligation could be taken. Take the directed dyad-years (ddyr) as CSV."
        raise SourceError(msg)
    ties = line_ties(found, unit="obligation", reporter="ATOP", method=path.name, source=NAME)
    return tie_tables(rows.count, rejects, {"ties": ties}, rows.notes)


SOURCE = TieSource(name=NAME, card=CARD, read=read, files=("*ddyr*.csv",))
