"""How many of a pole's sanctions a client has joined, year by year."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from steelyard import vocabulary
from steelyard.records import TIE, Archive, Case
from steelyard.series import client_codes
from steelyard.statistics import share
from steelyard.ties.measures.sides import middle, sides
from steelyard.ties.tables import tie_rows

INDICATOR = "sanctions.joined_share"


def sanction_ties(archive: Archive, case: Case) -> pa.Table:
    """Return the share of each side's cases in force that the client was a sender of as well.

    Cases against the client itself are left out. A side is a sender where the list names it,
    or, for an organisation, where it names the organisation. Intervals are Clopper-Pearson's.
    """
    table = archive.table("sanctions")
    if table is None:
        return TIE.empty_table()
    rows = table.order_by("edition", "sanction", "sender").to_pyarrow().to_pylist()
    cases: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in rows:
        cases.setdefault((row["source"], row["edition"], row["sanction"]), []).append(row)
    made = [row for client in case.clients for row in _client_ties(cases, case, client)]
    return tie_rows(pa.Table.from_pylist(made, schema=_MADE)) if made else TIE.empty_table()


def _client_ties(
    cases: dict[tuple[str, str, str], list[dict[str, Any]]], case: Case, client: str
) -> list[dict[str, Any]]:
    codes = set(client_codes(client))
    counted: dict[tuple[int, str, str, str], list[bool]] = {}
    for (source, edition, _), rows in cases.items():
        senders = {row["sender"] for row in rows}
        if {row["target"] for row in rows} & codes:
            continue
        last = rows[0]["until"]
        for year in range(rows[0]["begin"], (last or rows[0]["begin"]) + 1):
            for code in _sending(case, year, senders):
                joined = bool(senders & codes) or _inside(codes, senders, year)
                counted.setdefault((year, code, source, edition), []).append(joined)
    return [_tie(client, key, joined) for key, joined in sorted(counted.items())]


def _sending(case: Case, year: int, senders: set[str]) -> list[str]:
    return [side.code for side in sides(case, year) if side.code in senders]


def _inside(codes: set[str], senders: set[str], year: int) -> bool:
    """Whether the client was a member of an organisation that is a sender."""
    known = set(vocabulary.organisations_with_members())
    return any(
        codes & vocabulary.members(sender, middle(year)) for sender in senders if sender in known
    )


def _tie(client: str, key: tuple[int, str, str, str], joined: list[bool]) -> dict[str, Any]:
    year, code, source, edition = key
    found = share(sum(joined), len(joined))
    assert found is not None, "a group has at least one case"
    return {
        "state": client,
        "partner": code,
        "year": year,
        "indicator": INDICATOR,
        "value": 100 * found.effect,
        "low": 100 * found.low,
        "high": 100 * found.high,
        "unit": "percent",
        "reporter": None,
        "method": edition,
        "source": source,
        "source_id": str(year),
        "text": f"{sum(joined)} of {len(joined)} cases in force",
    }


_MADE = pa.schema([field for field in TIE if field.name not in ("tie_id", "url")])
