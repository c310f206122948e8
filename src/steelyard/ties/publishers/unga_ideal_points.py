"""Ideal points from UN votes (Bailey, Strezhnev and Voeten): where a state stands, by session.

A session stands for the year in which it opens (1945 + session). Distances are of two states in
one session, so that the agenda, which moves both, is in neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from steelyard.errors import SourceError
from steelyard.records import TIE, SourceCard, columns_of
from steelyard.records.sources import TieSource, TieTables
from steelyard.ties.tables import Rows, open_rows, pair_ties, rejected, state_spells, tie_tables

NAME = "unga-ideal-points"

#: Session 1 opened in January 1946 and sat in that year.
BEFORE_FIRST = 1945

#: Standard errors between the fifth and the ninety-fifth percentile.
_SPAN = 2 * 1.6448536269514722

CARD = SourceCard(
    name=NAME,
    title="United Nations General Assembly ideal points",
    publisher="Bailey, Strezhnev and Voeten (Harvard Dataverse)",
    address="https://doi.org/10.7910/DVN/LEJUQZ",
    licence="CC0 (Dataverse); a copy on GitHub states MIT",
    citation="Bailey, Strezhnev and Voeten 2017, Journal of Conflict Resolution 61:430",
    coverage="every session since 1946, to the year of the edition",
    limitation="One dimension, the one on which the Assembly divides most; a session stands for the year in which it opens. "
    "Intervals of distances take the two points to be independent, which they are not quite.",
    sampling="systematic",
)


def read(path: Path) -> TieTables:
    """Read a file of ideal points into ``unga.ideal_distance`` of every pair by session.

    Raises:
        SourceError: The file lacks a column or has no row that can be taken.
    """
    rows = open_rows(
        NAME,
        path,
        columns_of("unga-ideal-points"),
        null="NA",
        figures=("IdealPoint", "Q5%", "Q95%"),
    )
    rows.connection.register("spells", state_spells("cow"))
    _code(rows)
    rejects = rejected(rows, "select line, problem as reason from coded where problem is not null")
    if len(rejects) == rows.count:
        msg = f"{path.name}: no row could be taken ({rejects[0].reason}). Download it again."
        raise SourceError(msg)
    ties = pa.RecordBatchReader.from_batches(TIE, _ties(rows, path.name))
    return tie_tables(rows.count, rejects, {"ties": ties}, rows.notes)


def _code(rows: Rows) -> None:
    def given(name: str) -> str:
        return f'try_cast("{name}" as double)' if name in rows.columns else "cast(null as double)"

    rows.connection.execute(
        f"""
        create table coded as
        with read as (
            select line, regexp_replace(ccode, '\\.0$', '') as code,
                try_cast(session as integer) + {BEFORE_FIRST} as year,
                {given("IdealPoint")} as point, {given("Q5%")} as low, {given("Q95%")} as high
            from rows
        ),
        joined as (
            select r.*, s.state from read r left join spells s
                on s.code = r.code and make_date(r.year, 11, 1) >= s.first
                and make_date(r.year, 11, 1) < s.until
        )
        select *, case
            when year is null then 'session is no number'
            when point is null then 'ideal point is no number'
            when state is null then 'no state had that code in that year'
            when count(*) over (partition by year, state) > 1 then 'one state twice in a session'
        end as problem from joined
        """
    )


def _ties(rows: Rows, edition: str) -> Iterator[pa.RecordBatch]:
    years = rows.sql("select distinct year from coded where problem is null order by 1").fetchall()
    for (year,) in years:
        found = rows.sql(
            f"""
            select state, point, coalesce((high - low) / {_SPAN}, 'nan'::double) as error
            from coded where problem is null and year = {int(year)} order by state
            """
        ).fetchnumpy()
        one, other = np.triu_indices(len(found["state"]), 1)
        point, error = np.asarray(found["point"]), np.asarray(found["error"])
        apart = np.abs(point[one] - point[other])
        half = _SPAN / 2 * np.hypot(error[one], error[other])
        measures = {
            "unga.ideal_distance": (
                apart,
                np.maximum(apart - half, 0.0),
                apart + half,
                "ideal points",
            )
        }
        for table in pair_ties(
            [str(state) for state in found["state"]],
            int(year),
            measures,
            None,
            source=NAME,
            edition=edition,
            reporter="ideal points",
        ):
            yield from table.to_batches()


SOURCE = TieSource(name=NAME, card=CARD, read=read, files=("*.csv", "*.tab"))
