"""COLT: foreign trips of heads of state and government (Diplometrics, University of Denver).

The primary data set, as a workbook or saved as CSV: LeaderCountryISO, CountryVisitedISO, TripYear, a row a trip.
Trips are counted for the host: visits that it received.
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

NAME = "colt"

CARD = SourceCard(
    name=NAME,
    title="Country and Organization Leader Travel (COLT)",
    publisher="Diplometrics, Pardee Institute, University of Denver",
    address="https://korbel.du.edu/pardee/content/country-organization-leader-travel",
    licence="no licence stated in the file; cite the article",
    citation="Country and Organization Leader Travel, International Studies Quarterly 2025, doi:10.1093/isq/sqaf013",
    coverage="trips of heads of state and government since 1990",
    limitation="A trip to a summit counts as a visit to its host; home visits are not in it; talks by telephone are not either.",
    sampling="systematic",
)


def read(path: Path) -> TieTables:
    """Read the trips into ``visits.received`` by host, visitor and year.

    Raises:
        SourceError: The file lacks a column, or no trip could be taken.
    """
    rows = open_rows(NAME, path, columns_of("colt"))
    code_dyads(
        rows,
        state_spells("iso3"),
        {"visitor": "LeaderCountryISO", "host": "CountryVisitedISO"},
        "TripYear",
        {},
    )
    rejects = (
        *dyad_rejects(rows),
        *rejected(
            rows,
            "select line, 'host and visitor are the same' as reason from coded "
            "where problem is null and host = visitor",
        ),
    )
    found = rows.sql(
        """
        select host as state, visitor as partner, year, count(*)::double as value, min(line) as line
        from coded where problem is null and host <> visitor
        group by all order by year, state, partner
        """
    ).to_arrow_table()
    if not found.num_rows:
        msg = f"{path.name}: no trip could be taken. Save the primary data set as CSV."
        raise SourceError(msg)
    ties = line_ties(
        found,
        indicator="visits.received",
        unit="visits",
        reporter="COLT",
        method=path.name,
        source=NAME,
    )
    return tie_tables(rows.count, rejects, {"ties": ties}, rows.notes)


SOURCE = TieSource(name=NAME, card=CARD, read=read, files=("*.csv", "*.tab", "*.xlsx"))
