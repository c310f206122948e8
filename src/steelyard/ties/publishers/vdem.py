"""V-Dem: how democratic a state is by year, as context for its ties.

The country-year file (country_text_id, year, v2x_polyarchy and its bounds), or any extract of it
with COW codes (ccode). A figure of one state is kept as a tie of the state with itself.
"""

from __future__ import annotations

from pathlib import Path

from steelyard.errors import SourceError
from steelyard.records import SourceCard, columns_of
from steelyard.records.sources import TieSource, TieTables
from steelyard.ties.tables import (
    code_dyads,
    dyad_rejects,
    header_of,
    line_ties,
    open_rows,
    present_spells,
    rejected,
    state_spells,
    tie_tables,
)
from steelyard.ties.tables.dyads import GROUP, NOT_THEN, UNKNOWN
from steelyard.vocabulary.state_names import group_codes

NAME = "vdem"

_VALUE, _LOW, _HIGH = "v2x_polyarchy", "v2x_polyarchy_codelow", "v2x_polyarchy_codehigh"

#: Before this year the data have states that no later one continues (Saxony, Tuscany).
_MODERN = 1920

CARD = SourceCard(
    name=NAME,
    title="Varieties of Democracy, electoral democracy index",
    publisher="V-Dem Institute, University of Gothenburg",
    address="https://v-dem.net/data/the-v-dem-dataset/",
    licence="CC BY 4.0, as a public snapshot of version 16 states it; cite version and authors",
    citation="Coppedge et al., V-Dem Country-Year Dataset; the version is in the file's name",
    coverage="1789 to the year of the version",
    limitation="Judgements of experts put together by a model; bounds are of one standard deviation, about 68 %, not 90 %.",
    sampling="systematic",
)


def read(path: Path) -> TieTables:
    """Read country-years into ``regime.polyarchy``.

    Raises:
        SourceError: The file lacks a column, or no figure could be taken.
    """
    header = header_of(path, columns_of("vdem-letters"))
    letters = "country_text_id" in {name.strip().lower() for name in header}
    shape, code = ("vdem-letters", "country_text_id") if letters else ("vdem-cow", "ccode")
    spells = present_spells() if letters else state_spells("cow")
    figures_of = (_VALUE, _LOW, _HIGH)
    rows = open_rows(NAME, path, columns_of(shape), null="NA", figures=figures_of)
    wanted = {"value": _VALUE, "low": _LOW, "high": _HIGH}
    figures = {name: column for name, column in wanted.items() if column in rows.columns}
    code_dyads(rows, spells, {"state": code}, "year", figures, groups=group_codes(NAME))
    rows.connection.execute(
        f"update coded set problem = '{GROUP}' where problem = '{NOT_THEN}' "
        f"or (problem = '{UNKNOWN}' and year < {_MODERN})"
    )
    ends = ", ".join(name if name in figures else f"null as {name}" for name in ("low", "high"))
    found = rows.sql(
        f"""
        select state, state as partner, year, value, {ends}, line from coded
        where problem is null and value between 0 and 1
        qualify count(*) over (partition by state, year) = 1 order by year, state
        """
    ).to_arrow_table()
    rejects = (
        *dyad_rejects(rows),
        *rejected(
            rows,
            "select line, 'no figure' as reason from coded where problem is null and value is null",
            bad=False,
        ),
        *rejected(
            rows,
            "select line, 'the index is not from 0 to 1' as reason from coded where problem is null "
            "and value not between 0 and 1",
        ),
        *rejected(
            rows,
            "select line, 'one state twice in a year' as reason from coded "
            "where problem is null and value between 0 and 1 "
            "qualify count(*) over (partition by state, year) > 1",
        ),
    )
    if not found.num_rows:
        msg = (
            f"{path.name}: no figure of {_VALUE} could be taken. Take the country-year file as CSV."
        )
        raise SourceError(msg)
    ties = line_ties(
        found,
        indicator="regime.polyarchy",
        unit="index from 0 to 1",
        reporter="V-Dem",
        method=path.name,
        source=NAME,
    )
    return tie_tables(rows.count, rejects, {"ties": ties}, rows.notes)


SOURCE = TieSource(name=NAME, card=CARD, read=read, files=("*.csv", "*.tab", "*.parquet"))
