"""DESTA: preferential trade agreements since 1948, their members in columns c1, c2, ...

The list of treaties as published (CSV, split by semicolons or commas). Members are ISO numeric
codes of today's states, also for years before these were: Serbia is a party of 1967. They are
read as today's states. Withdrawals stand in rows of their own that do not say in a column who
left: they are kept and bind nobody.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa

from steelyard.errors import SourceError
from steelyard.records import SourceCard, columns_of
from steelyard.records.reports import Reject
from steelyard.records.sources import TieSource, TieTables
from steelyard.ties.tables import named_rows, origin, state_known, tie_rows, tie_tables, year_known

NAME = "desta"

#: What the publisher calls a kind of entry, and what we do.
ENTRIES = {
    "base_treaty": "base",
    "accession": "accession",
    "withdrawal": "withdrawal",
    "protocol or amendment": "amendment",
    "consolidated": "consolidated",
    "negotiation": "negotiation",
}

#: Entries that bind their members to one another.
BINDING = ("base", "accession", "amendment", "consolidated")

_EMPTY = ("", "NA")

CARD = SourceCard(
    name=NAME,
    title="Design of Trade Agreements (DESTA), list of treaties",
    publisher="Dür, Baccini and Elsig; World Trade Institute, Bern",
    address="https://www.designoftradeagreements.org/downloads/",
    licence="CC BY 4.0 as the publisher of a copy states it; cite the article",
    citation="Dür, Baccini and Elsig 2014, Review of International Organizations 9:353",
    coverage="preferential trade agreements since 1948, to the year of the edition",
    limitation="An edition ends years before the present (one of 2020 lacks the agreement of 2019 of Serbia with the "
    "Eurasian Economic Union); that a treaty is in force says nothing of its depth or use.",
    sampling="systematic",
)


def read(path: Path) -> TieTables:
    """Read a list of treaties: their members, and a tie for every pair in a treaty in force.

    Raises:
        SourceError: The file is no list of DESTA.
    """
    rejects: list[Reject] = []
    members: list[dict[str, Any]] = []
    count = 0
    rows = named_rows(NAME, path, columns_of(NAME), r"c\d+")
    for line, row in rows:
        count += 1
        members += _members(line, row, rejects)
    if not members:
        msg = f"{path.name} names no treaty with members that the vocabulary knows."
        raise SourceError(msg)
    table = origin(pa.Table.from_pylist(members, schema=_MADE), NAME, path.name)
    return tie_tables(
        count, rejects, {"members": table, "ties": _ties(members, path.name)}, rows.notes
    )


def _members(line: int, row: dict[str, str], rejects: list[Reject]) -> list[dict[str, Any]]:
    entry = ENTRIES.get(row["entry_type"])
    if entry is None:
        rejects.append(Reject(line, f"entry_type '{row['entry_type']}' is not one that we know"))
        return []
    made = []
    for place in range(1, 1000):
        code = row.get(f"c{place}")
        if code is None:
            break
        if code in _EMPTY:
            continue
        state = state_known(code, NAME)
        if state is None:
            rejects.append(
                Reject(line, f"member '{code}' is no code that the vocabulary knows", bad=False)
            )
            continue
        made.append(
            {
                "kind": "trade",
                "treaty": row["number"],
                "base": row["base_treaty"],
                "title": row["name"],
                "entry": entry,
                "year": year_known(row["year"]),
                "in_force": year_known(row["entryforceyear"]),
                "state": state,
                "line": line,
            }
        )
    return made


def _ties(members: list[dict[str, Any]], edition: str) -> pa.Table:
    """``treaty.in_force`` between every two members, in the year in which a treaty came into it."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in members:
        if row["entry"] in BINDING and row["in_force"] is not None:
            groups.setdefault(row["treaty"], []).append(row)
    columns: dict[str, list[Any]] = {
        name: [] for name in ("state", "partner", "year", "id", "text")
    }
    for treaty, rows in groups.items():
        states = sorted({row["state"] for row in rows})
        title = f"{rows[0]['title']} ({rows[0]['entry']}, signed {rows[0]['year'] or 'unknown'})"
        for one in states:
            others = [other for other in states if other != one]
            columns["state"] += [one] * len(others)
            columns["partner"] += others
            columns["year"] += [rows[0]["in_force"]] * len(others)
            columns["id"] += [treaty] * len(others)
            columns["text"] += [title] * len(others)
    count = len(columns["state"])
    return tie_rows(
        pa.table(
            {
                "state": pa.array(columns["state"], pa.string()),
                "partner": pa.array(columns["partner"], pa.string()),
                "year": pa.array(columns["year"], pa.int16()),
                "indicator": pa.repeat("treaty.in_force", count),
                "value": pa.repeat(1.0, count),
                "unit": pa.repeat("treaty", count),
                "method": pa.repeat(edition, count),
                "source": pa.repeat(NAME, count),
                "source_id": pa.array(columns["id"], pa.string()),
                "text": pa.array(columns["text"], pa.string()),
            }
        )
    )


_FIELDS: list[pa.Field[Any]] = [
    pa.field("kind", pa.string()),
    pa.field("treaty", pa.string()),
    pa.field("base", pa.string()),
    pa.field("title", pa.string()),
    pa.field("entry", pa.string()),
    pa.field("year", pa.int16()),
    pa.field("in_force", pa.int16()),
    pa.field("state", pa.string()),
    pa.field("line", pa.int64()),
]

_MADE = pa.schema(_FIELDS)

SOURCE = TieSource(name=NAME, card=CARD, read=read, files=("*.csv", "*.xlsx"))
