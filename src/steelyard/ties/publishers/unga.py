"""Roll calls of the United Nations General Assembly.

Three shapes: the CSV of the UN Digital Library (ISO codes, non-voting kept), the votes of Voeten,
Strezhnev and Bailey (COW codes; CSV, or Parquet made of it), told apart by their columns. A state
that did not vote is absent, never a dissenter; year is the calendar year of the vote's day.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from steelyard.errors import SourceError
from steelyard.records import TIE, SourceCard, columns_of
from steelyard.records.reports import Reject
from steelyard.records.sources import TieSource, TieTables
from steelyard.sheets.header import folded
from steelyard.statistics.choices import similarity
from steelyard.statistics.choices.similarity import ABSENT, Array, Choices
from steelyard.ties.tables import (
    Rows,
    header_of,
    open_rows,
    pair_ties,
    rejected,
    state_spells,
    tie_tables,
)
from steelyard.vocabulary.time import Order

NAME = "unga"
REPORTER = "UN roll calls"

#: Choices in the order of their distance: yes 0, abstain 1, no 2.
CHOICES = ("yes", "abstain", "no")

_UNDL = ("undl_id", "ms_code", "ms_vote", "date")
_VOETEN = ("resid", "ccode", "date", "vote")

#: What the publishers' marks mean, and the words that stand for them. ``none`` is a seat that was not there: no row at all.
_MARKS = {
    "Y": "yes",
    "A": "abstain",
    "N": "no",
    "X": "absent",
    "NV": "absent",
    "YES": "yes",
    "ABSTAIN": "abstain",
    "ABSTENTION": "abstain",
    "ABSTAINED": "abstain",
    "NO": "no",
    "ABSENT": "absent",
    "NON-VOTING": "absent",
    "NOT VOTING": "absent",
    "DID NOT VOTE": "absent",
    "1": "yes",
    "2": "abstain",
    "3": "no",
    "8": "absent",
    "9": "none",
}

#: Fewer roll calls in common than this, and a pair has no tie that year.
FEWEST = 5

CARD = SourceCard(
    name=NAME,
    title="Votes in the United Nations General Assembly",
    publisher="Dag Hammarskjöld Library (UN Digital Library); Voeten, Strezhnev and Bailey (Harvard Dataverse)",
    address="https://digitallibrary.un.org/record/4060887; https://doi.org/10.7910/DVN/LEJUQZ",
    licence="UN Digital Library: UN copyright, non-commercial use with attribution; Dataverse: CC0",
    citation="Voeten, Strezhnev and Bailey 2009, United Nations General Assembly Voting Data, doi:10.7910/DVN/LEJUQZ",
    coverage="every roll call since 1946 in the publishers' files",
    limitation="The agenda moves everybody: levels are to be read against other states of the same year. "
    "Editions hold different roll calls; most resolutions pass without a vote; absence has many reasons.",
    sampling="systematic",
)


def read(path: Path, order: Order | None = None) -> TieTables:
    """Read one file of votes: the votes, the roll calls and the ties of every pair of states.

    Votes of the Security Council become ties of their own (``unsc.agreement``) and nothing else:
    what a case asks of votes is asked of the General Assembly.

    Raises:
        SourceError: The file is in none of the three shapes.
    """
    rows = _opened(path, order)
    council = _is_council(rows)
    _code(rows)
    rejects = _rejects(rows)
    _keep(rows)
    ties = pa.RecordBatchReader.from_batches(
        TIE, _ties(rows, path.name, "unsc" if council else "unga")
    )
    if council:
        note = (
            "These are votes of the Security Council: they are kept as ties (unsc.agreement and the like); "
            "the questions of a case use the General Assembly's alone."
        )
        return tie_tables(rows.count, rejects, {"ties": ties}, (*rows.notes, note))
    return tie_tables(
        rows.count,
        rejects,
        {
            "votes": rows.table("select rollcall, day, state, vote, line from votes order by line"),
            "rollcalls": _rollcalls(rows),
            "ties": ties,
        },
        rows.notes,
    )


def _opened(path: Path, order: Order | None) -> Rows:
    """The rows under the names of one shape: rollcall, code, mark, day, and what describes it."""
    known = (*columns_of("unga-library"), *columns_of("unga-voeten"))
    found = {name.strip().lower() for name in header_of(path, known)}
    spelled = {folded(name) for name in found}
    if folded("undl_id") in spelled:
        return _library(path, order)
    if {"resid", "rcid"} & spelled:
        return _voeten(path, order)
    msg = (
        f"{path.name} is in no shape of UN votes (found: {', '.join(sorted(found)[:12]) or 'nothing'}). "
        f"It needs the columns {', '.join(_UNDL)} (UN Digital Library) or {', '.join(_VOETEN)} (Voeten)."
    )
    raise SourceError(msg)


def _library(path: Path, order: Order | None) -> Rows:
    rows = open_rows(NAME, path, columns_of("unga-library"), days=("date",), order=order)
    rows.connection.register("spells", state_spells("iso3"))
    _view(rows, "undl_id", "ms_code", "ms_vote", ("resolution", "title", "undl_link"))
    return rows


def _voeten(path: Path, order: Order | None) -> Rows:
    rows = open_rows(NAME, path, columns_of("unga-voeten"), days=("date",), order=order)
    rows.connection.register("spells", state_spells("cow"))
    _view(rows, "resid", "ccode", "vote", ("unres", "short", ""))
    return rows


def _view(rows: Rows, rollcall: str, code: str, mark: str, notes: tuple[str, str, str]) -> None:
    """One set of names for both publishers; numbers such as ``345.0`` lose their fraction."""
    resolution, title, url = (
        f'"{name}"' if name in rows.columns else "cast(null as varchar)" for name in notes
    )
    rows.connection.execute(
        f"""
        create view given as select line,
            regexp_replace("{rollcall}", '\\.0$', '') as rollcall,
            regexp_replace("{code}", '\\.0$', '') as code,
            regexp_replace(upper("{mark}"), '\\.0$', '') as mark,
            try_cast(left("date", 10) as date) as day,
            {resolution} as resolution, {title} as title, {url} as url
        from rows
        """
    )


def _is_council(rows: Rows) -> bool:
    """Whether the file is of the Security Council: by its column of permanent members, or its numbers."""
    if "permanent_member" in rows.columns:
        return True
    found = rows.sql("select count(*) from given where resolution like 'S/%'").fetchone()
    return bool(found and found[0] > rows.count / 2)


def _code(rows: Rows) -> None:
    """Give every row its state and vote, and the reason where it cannot be taken."""
    marks = pa.table({"mark": list(_MARKS), "vote": list(_MARKS.values())})
    rows.connection.register("marks", marks)
    rows.connection.execute(
        """
        create table coded as
        with known as (select distinct code from spells),
        joined as (
            select g.line, g.rollcall, g.day, g.code, g.mark, s.state, m.vote,
                k.code is not null as listed
            from given g
            left join marks m using (mark)
            left join known k using (code)
            left join spells s on s.code = g.code and g.day >= s.first and g.day < s.until
        )
        select *,
            case
                when rollcall is null then 'no roll call is named'
                when day is null then 'no day that can be read'
                when vote is null then 'vote is no mark that the publisher explains'
                when vote = 'none' then 'the state was no member'
                when not listed or code is null then 'state code that the vocabulary does not know'
                when state is null then 'the state did not exist on that day'
            end as problem,
            row_number() over (partition by rollcall, state order by line) as nth,
            count(distinct vote) over (partition by rollcall, state) as voices
        from joined
        """
    )


def _rejects(rows: Rows) -> tuple[Reject, ...]:
    bad = rejected(
        rows,
        "select line, problem from coded where problem is not null and vote is distinct from 'none'",
    )
    outside = rejected(
        rows,
        "select line, problem from coded where problem is not null and vote = 'none'",
        bad=False,
    )
    twice = rejected(
        rows,
        "select line, case when voices > 1 then 'one state, two different votes on a roll call' "
        "else 'the same vote twice' end from coded where problem is null and (voices > 1 or nth > 1)",
    )
    return (*bad, *outside, *twice)


def _keep(rows: Rows) -> None:
    """The votes that are taken. A roll call that bears two days takes the one that most rows have."""
    rows.connection.execute(
        """
        create table votes as
        with sound as (select * from coded where problem is null and voices = 1 and nth = 1),
        days as (select rollcall, mode(day order by day) as day from sound group by rollcall)
        select s.line, s.rollcall, d.day, s.state, s.vote
        from sound s join days d using (rollcall)
        """
    )


def _rollcalls(rows: Rows) -> pa.Table:
    return rows.table(
        """
        select v.rollcall, any_value(v.day) as day, min(g.resolution) as resolution,
            min(g.title) as title, min(g.url) as url, min(v.line) as line
        from votes v join given g using (line)
        group by v.rollcall order by day, v.rollcall
        """
    )


def _ties(rows: Rows, edition: str, house: str) -> Iterator[pa.RecordBatch]:
    """The ties of every pair, year by year, so that no more than a year is held at once."""
    years = rows.sql("select distinct year(day) as y from votes order by y").fetchall()
    for (year,) in years:
        found = rows.sql(
            f"select rollcall, state, vote from votes where year(day) = {int(year)} order by line"
        ).to_arrow_table()
        states, choices = ballots(found)
        measures, shared = measured(choices, house)
        notes = np.char.add(shared.astype(int).astype(str), " roll calls in common")
        for table in pair_ties(
            states, int(year), measures, notes, source=NAME, edition=edition, reporter=REPORTER
        ):
            yield from table.to_batches()


def ballots(votes: pa.Table) -> tuple[list[str], Choices]:
    """Return the states in order of their codes, and their choices on every roll call.

    Args:
        votes: Columns ``rollcall``, ``state``, ``vote``; at most one row a state and roll call.

    Returns:
        States, and an array of a row a state and a column a roll call: a place in CHOICES, or
        ABSENT where the state did not vote.
    """
    import pyarrow.compute as pc

    states, at = np.unique(votes["state"].to_numpy(zero_copy_only=False), return_inverse=True)
    items, of = np.unique(votes["rollcall"].to_numpy(zero_copy_only=False), return_inverse=True)
    chosen = pc.index_in(votes["vote"], pa.array(CHOICES)).fill_null(ABSENT)
    choices = np.full((len(states), len(items)), ABSENT, np.int8)
    choices[at, of] = chosen.to_numpy().astype(np.int8)
    return [str(state) for state in states], choices


def measured(
    choices: Choices,
    house: str = "unga",
) -> tuple[dict[str, tuple[Array, Array, Array, str]], Array]:
    """Return the measures of every pair of rows with their intervals, and what they share."""
    table = similarity.pairs(choices, len(CHOICES))
    of = similarity.common_items(table)
    enough = of >= FEWEST
    agreed = np.where(enough, similarity.agreement(table), np.nan)
    found = {f"{house}.agreement": (agreed, *similarity.wilson(agreed, of), "share")}
    for name, measure in (
        (f"{house}.kappa", similarity.kappa),
        (f"{house}.pi", similarity.pi),
        (f"{house}.s", similarity.s_score),
    ):
        value = np.where(enough, measure(table), np.nan)
        half = similarity.NORMAL * similarity.error(table, measure)
        found[name] = (value, value - half, np.minimum(value + half, 1.0), "index, at most 1")
    return found, of


SOURCE = TieSource(
    name=NAME,
    card=CARD,
    read=read,
    ordered=read,
    files=("*.csv", "*.tab", "*.parquet", "*.xlsx"),
)
