"""Rows of two parties and a year: codes become states, figures numbers, and what fails a reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import pyarrow as pa

from steelyard import vocabulary
from steelyard.records.reports import Reject
from steelyard.ties.tables.files import Rows, rejected
from steelyard.ties.tables.states import FIRST, LAST, state_known
from steelyard.vocabulary.state_names import state_named

#: Why a row is not taken. A group of states does not speak against a file; the others do.
GROUP = "a group of states, or no state"
UNKNOWN = "code that the vocabulary does not know"
NOT_THEN = "the state did not exist in that year"


def code_dyads(
    rows: Rows,
    spells: pa.Table,
    parties: Mapping[str, str],
    year: str,
    figures: Mapping[str, str],
    *,
    groups: Collection[str] = (),
) -> None:
    """Make the table ``coded``: line, year, a column for each party and figure, and ``problem``.

    Args:
        rows: The opened file.
        spells: Codes by day, from :func:`~steelyard.ties.tables.states.state_spells` or
            :func:`label_spells`. A state counts for a year in which it existed on any day; of
            two in one year the later.
        parties: Our name of a party, and the SQL that gives its code as text.
        year: SQL that gives the year.
        figures: Our name of a figure, and the SQL that gives it as text; empty stays null, any
            other text that is no number is a problem.
        groups: Codes that stand for groups of states or for no state.
    """
    rows.connection.register("spells", spells)
    grouped = pa.table({"code": pa.array([code.lstrip("0") for code in groups], pa.string())})
    rows.connection.register("grouped", grouped)
    given = ", ".join(
        [
            *(
                f"regexp_replace({sql}, '\\.0$', '') as {name}_code"
                for name, sql in parties.items()
            ),
            f"try_cast(try_cast({year} as double) as integer) as year",
            *(f"{sql} as {name}_text" for name, sql in figures.items()),
        ]
    )
    lookups = "\n".join(
        f"""
        left join (select distinct code from spells) k_{name} on k_{name}.code = ltrim(g.{name}_code, '0')
        left join by_year {name} on {name}.code = ltrim(g.{name}_code, '0') and {name}.year = g.year
        """
        for name in parties
    )
    group = " or ".join(
        f"ltrim(g.{name}_code, '0') in (select code from grouped)" for name in parties
    )
    unknown = " or ".join(f"k_{name}.code is null" for name in parties)
    absent = " or ".join(f"{name}.state is null" for name in parties)
    wrong = " or ".join(
        f"({name}_text is not null and not coalesce(isfinite(try_cast({name}_text as double)), false))"
        for name in figures
    )
    rows.connection.execute(
        f"""
        create table coded as
        with given as (select line, {given} from rows),
        years as (select distinct year from given where year is not null),
        by_year as (
            select s.code, y.year, arg_max(s.state, s.until) as state from spells s, years y
            where s.first <= make_date(y.year, 12, 31) and s.until > make_date(y.year, 1, 1)
                and y.year between 1800 and 2200
            group by all
        )
        select g.line, g.year, {", ".join(f"{name}.state as {name}" for name in parties)},
            {"".join(f"try_cast({name}_text as double) as {name}, " for name in figures)}
            case
                when g.year is null or g.year not between 1800 and 2200 then 'year is no year'
                when {wrong or "false"} then 'a figure is no number'
                when {group} then '{GROUP}'
                when {unknown} then '{UNKNOWN}'
                when {absent} then '{NOT_THEN}'
            end as problem
        from given g {lookups}
        """
    )


def dyad_rejects(rows: Rows) -> tuple[Reject, ...]:
    """Return the rows of ``coded`` that are not taken; groups of states speak against no file."""
    query = "select line, problem as reason from coded where problem is not null and problem "
    return (
        *rejected(rows, query + f"<> '{GROUP}'"),
        *rejected(rows, query + f"= '{GROUP}'", bad=False),
    )


def label_spells(labels: Iterable[str]) -> pa.Table:
    """Return codes by day for labels that are our own codes, those of two letters, or names in English."""
    found = []
    for label in dict.fromkeys(labels):
        code = label if vocabulary.known(label) else _by_two_letters(label) or state_named(label)
        if code is not None:
            row = vocabulary.actor(code)
            found.append((label.lstrip("0"), code, row.start or FIRST, row.end or LAST))
    return pa.table(
        {
            "code": pa.array([row[0] for row in found], pa.string()),
            "state": pa.array([row[1] for row in found], pa.string()),
            "first": pa.array([row[2] for row in found], pa.date32()),
            "until": pa.array([row[3] for row in found], pa.date32()),
        }
    )


def _by_two_letters(label: str) -> str | None:
    if len(label) != len("RS") or not label.isupper():
        return None
    return state_known(label, "iso2")
