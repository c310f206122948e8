"""Merging: staged reports go into the archive, and each finds its event.

The rows of the archive that the new ones may rearrange are taken out, decided upon together
with them, and put back, so that the events are the same in whatever order files were loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import ibis
import pyarrow as pa

from steelyard.archive import tables
from steelyard.archive.load.deduplication import affected, decided
from steelyard.records import REPORT

#: The staged rows of what is being loaded, a temporary table in the columns of REPORT with
#: ``link``, ``sides``, ``problem``, ``outside``, ``unknown``.
STAGED = "staged"
#: Rows of the archive that are decided upon again.
AGAIN = "again"
#: ``link`` and ``day`` of reports that were taken out.
GONE = "gone"
#: Tables that a merge leaves behind, to be dropped when the load is over.
TEMPORARY = (
    "again_rows",
    GONE,
    "fresh",
    "near",
    "going_on",
    "held",
    "again_days",
    "taken",
    "decided",
)
#: Days before and after a change that are looked at first.
_NEAR = 14
_DECIDED = "decided"
_KEYS = "keys"

_GOOD = "problem IS NULL AND outside IS NULL"
_COLUMNS = (*REPORT.names, "link", "sides")


def forget(connection: Any, where: str, values: list[Any]) -> None:
    """Take the reports that fit a condition out of the archive; :func:`merge` must follow."""
    connection.raw_sql(
        f"CREATE OR REPLACE TEMP TABLE {GONE} AS SELECT DISTINCT link, day FROM lines "
        f"WHERE {where}",
        parameters=values,
    )
    connection.raw_sql(f"DELETE FROM lines WHERE {where}", parameters=values)


def merge(connection: Any) -> None:
    """Put the good staged rows into ``lines``, each with its event.

    Call it inside a transaction, after :func:`forget`.
    """
    names = (STAGED, AGAIN) if _take_again(connection) else (STAGED,)
    _decide(connection, names)
    for name in names:
        _insert(connection, name)
    _resolve_plans(connection)


def show(
    connection: Any,
    name: str,
    constants: Mapping[str, Any],
    single: Sequence[str] = (),
    *,
    named: bool = False,
) -> None:
    """Show the temporary table ``NAME_rows`` as ``NAME``: with what is the same in all its rows.

    What ``single`` names is plain text in the table, and lists of one value at most in the view;
    ``named`` says that the ids of the rows follow from what they say. ``publisher`` is the first
    publisher, ``simple`` whether :func:`decided` may take the row for that.

    ``row`` numbers the rows; those of the two tables are told apart by their sign.
    """
    number = "rowid" if name == STAGED else "-1 - rowid"
    same = ", ".join(
        f'{_literal(column, value)} AS "{column}"' for column, value in constants.items()
    )
    lists = ", ".join(
        f"CASE WHEN {column} IS NULL THEN [] ELSE [{column}] END AS {column}" for column in single
    )
    replaced = f" REPLACE ({lists})" if lists else ""
    if "publishers" in single:
        publisher, one = "publishers", "true"
    else:
        publishers = _literal("publishers", []) if "publishers" in constants else "publishers"
        publisher, one = f"({publishers})[1]", f"len({publishers}) <= 1"
    first = "true" if "mention_of" in constants else "mention_of IS NULL"
    connection.raw_sql(
        f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT {number} AS row, * EXCLUDE (rowid){replaced}, "
        f"'e' || report_id[2:] AS event_id, {publisher} AS publisher, "
        f"{str(named).lower()} AND {one} AND {first} AS simple, {same} "
        f"FROM (SELECT rowid, * FROM {name}_rows)"
    )


def _literal(column: str, value: Any) -> str:
    kind = REPORT.field(column).type if column in REPORT.names else pa.string()
    if value is None:
        return f"NULL::{tables.sql_type(kind)}"
    if isinstance(value, str):
        text = value.replace("'", "''")
        return f"'{text}'"
    return f"{value}::{tables.sql_type(kind)}"


def _take_again(connection: Any) -> bool:
    """Take out the rows that must be decided upon again, and say whether there are any."""
    raw = connection.raw_sql
    if not raw(f"SELECT 1 FROM lines UNION ALL SELECT 1 FROM {GONE} LIMIT 1").fetchone():
        return False
    raw(
        "CREATE OR REPLACE TEMP TABLE fresh AS SELECT DISTINCT link, day "
        f"FROM {STAGED} WHERE {_GOOD}"
    )
    _find_held(raw)
    if not raw("SELECT 1 FROM held LIMIT 1").fetchone():
        return False
    raw(f"CREATE OR REPLACE TEMP TABLE again_days AS {_affected_sql()}")
    raw(
        "CREATE OR REPLACE TEMP TABLE taken AS "
        "SELECT lines.rowid AS row FROM lines JOIN again_days USING (link, day)"
    )
    # A report's own event is the one that bears its digits, whichever it is in at present.
    own = ", ".join(tables.own_column(name) for name in _COLUMNS if name != "event_id")
    raw(
        f"CREATE OR REPLACE TEMP TABLE {AGAIN}_rows AS SELECT {own} "
        "FROM lines WHERE rowid IN (SELECT row FROM taken)"
    )
    show(connection, AGAIN, {"problem": None, "outside": None}, named=True)
    raw("DELETE FROM lines WHERE rowid IN (SELECT row FROM taken)")
    return True


def _find_held(raw: Callable[[str], Any]) -> None:
    """List the days that the archive holds of every link in the same run of days as a change.

    A run goes on beyond the days near a change only where it bears a report on the last of
    them; of links that do, every day is listed. So a file costs little more in a large archive.
    """
    changes = f"(SELECT link, day FROM fresh UNION SELECT link, day FROM {GONE})"
    raw(
        "CREATE OR REPLACE TEMP TABLE near AS SELECT DISTINCT "
        f"unnest(range(day - {_NEAR}, day + {_NEAR + 1}, INTERVAL 1 DAY))::DATE AS day "
        f"FROM (SELECT DISTINCT day FROM {changes})"
    )
    edges = "SELECT day FROM near WHERE day - 1 NOT IN (FROM near) OR day + 1 NOT IN (FROM near)"
    concerned = f"link IN (SELECT link FROM {changes})"
    raw(
        "CREATE OR REPLACE TEMP TABLE going_on AS "
        f"SELECT DISTINCT link FROM lines WHERE day IN ({edges}) AND {concerned}"
    )
    raw(
        "CREATE OR REPLACE TEMP TABLE held AS "
        f"SELECT link, day FROM lines WHERE day IN (FROM near) AND {concerned} "
        "UNION SELECT link, day FROM lines WHERE link IN (FROM going_on)"
    )


def _decide(connection: Any, names: tuple[str, ...]) -> None:
    parts = [
        "SELECT row, link, day, event_id, source_id, "
        "mention_of IS NOT NULL AS mention, reports, publishers, publisher, sides, simple "
        f"FROM {name} WHERE {_GOOD}"
        for name in names
    ]
    connection.raw_sql(f"CREATE OR REPLACE TEMP VIEW {_KEYS} AS {' UNION ALL '.join(parts)}")
    # Two ids of one hash are taken for the same, which costs time and changes nothing.
    simple = connection.raw_sql(
        f"SELECT coalesce(bool_and(simple), true) AND count(*) = count(DISTINCT hash(event_id)) FROM {_KEYS}"
    ).fetchone()[0]
    connection.raw_sql(f"CREATE OR REPLACE TEMP TABLE {_DECIDED} AS {_decided_sql(simple=simple)}")


@cache
def _affected_sql() -> str:
    days = {"link": "uint64", "day": "date"}
    held, gone, fresh = (ibis.table(days, name=name) for name in ("held", GONE, "fresh"))
    return str(ibis.to_sql(affected(held, gone, fresh), dialect="duckdb"))


@cache
def _decided_sql(*, simple: bool) -> str:
    keys = {
        "row": "int64",
        "link": "uint64",
        "day": "date",
        "event_id": "string",
        "source_id": "string",
        "mention": "boolean",
        "reports": "int32",
        "publishers": "array<string>",
        "publisher": "string",
        "sides": "int8",
    }
    rows = ibis.table(keys, name=_KEYS)
    return str(ibis.to_sql(decided(rows, simple=simple), dialect="duckdb"))


def _insert(connection: Any, name: str) -> None:
    columns = [_final(column) for column in _COLUMNS]
    own = [_kept(column) for column in tables.CHANGED]
    connection.raw_sql(
        f"INSERT INTO lines BY NAME SELECT {', '.join((*columns, *own))}, "
        f"coalesce(d.head, true) AS head FROM {name} AS s "
        f"LEFT JOIN {_DECIDED} AS d ON d.row = s.row "
        f"WHERE {_GOOD}"
    )


def _resolve_plans(connection: Any) -> None:
    """Let ``plan_of`` name events: files write the ids of their own rows, coders event ids.

    What it names is the own id of a report; the report's event may have another head by now.
    """
    if not connection.raw_sql("SELECT 1 FROM lines WHERE plan_of IS NOT NULL LIMIT 1").fetchone():
        return
    named = "p.report_id = 'r' || lines.plan_of[2:]"
    written = "p.file = lines.file AND p.source_id = lines.plan_of"
    for fits in (written, named):
        connection.raw_sql(
            "UPDATE lines SET plan_of = p.event_id FROM (SELECT source, file, source_id, report_id, "
            "event_id FROM lines WHERE source IN (SELECT source FROM lines WHERE plan_of IS NOT NULL)"
            ") p WHERE lines.plan_of IS NOT NULL AND p.source = lines.source "
            f"AND {fits} AND p.event_id <> lines.plan_of"
        )


_MUTUAL = "(d.head AND d.mutual AND s.sides IN (1, 2))"


def _final(column: str) -> str:
    """What ``lines`` holds in a column: of a head, what is true of the event."""
    if column == "event_id":
        return "coalesce(d.event_id, s.event_id) AS event_id"
    if column in ("reports", "publishers"):
        return f"CASE WHEN d.head THEN d.{column} ELSE s.{column} END AS {column}"
    if column.startswith("actor"):
        other = column.replace("actor", "recipient")
        both = f"CASE s.sides WHEN 1 THEN s.{column} || s.{other} ELSE s.{other} || s.{column} END"
        return f"CASE WHEN {_MUTUAL} THEN {both} ELSE s.{column} END AS {column}"
    if column.startswith("recipient"):
        return f"CASE WHEN {_MUTUAL} THEN [] ELSE s.{column} END AS {column}"
    return f's."{column}"'


def _kept(column: str) -> str:
    """What the line itself says, where the event says something else."""
    changed = "d.head" if column in ("reports", "publishers") else _MUTUAL
    return f"CASE WHEN {changed} THEN s.{column} END AS own_{column}"
