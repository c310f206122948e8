"""The share of a client's arms deliveries that came from each pole, by SIPRI's volume.

Over five years at a time, as SIPRI itself compares: small recipients jump with one order, and a
share of a single year says little. A deal that was delivered over several years is spread evenly
over them, since the register does not say more.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from steelyard.records import TIE, Archive, Case
from steelyard.series import client_codes
from steelyard.ties.measures.sides import Side, client_of, sides
from steelyard.ties.tables import tie_rows

INDICATOR = "arms.tiv_share"

#: Years of a share: the one that it bears and those before it.
SPAN = 5


def arms_ties(archive: Archive, case: Case) -> pa.Table:
    """Return ``arms.tiv_share`` of each client with each side of the poles, in per cent.

    Of the five years that end with the year of the row. Five years without any delivery have no
    share: a gap, not a zero. The first four years of the register are in no row.
    """
    table = archive.table("deals")
    if table is None:
        return TIE.empty_table()
    made: list[dict[str, Any]] = []
    for client in case.clients:
        mine = table.filter(table.recipient.isin(client_codes(client)), table.tiv_delivered > 0)
        made += _client_ties(
            mine.order_by("edition", "source_id").to_pyarrow().to_pylist(), case, client
        )
    return tie_rows(pa.Table.from_pylist(made, schema=_MADE)) if made else TIE.empty_table()


def _client_ties(deals: list[dict[str, Any]], case: Case, client: str) -> list[dict[str, Any]]:
    yearly: dict[tuple[str, str], dict[int, dict[str, float]]] = {}
    for deal in deals:
        years = deal["delivered"] or []
        for year in years:
            by = yearly.setdefault((deal["source"], deal["edition"]), {}).setdefault(year, {})
            by[deal["supplier"]] = by.get(deal["supplier"], 0.0) + deal["tiv_delivered"] / len(
                years
            )
    return [
        _share(client, origin, last, suppliers, side)
        for origin, by_year in sorted(yearly.items())
        for last in range(min(by_year) + SPAN - 1, max(by_year) + 1)
        if (suppliers := _summed(by_year, last))
        for side in sides(case, last)
    ]


def _summed(by_year: dict[int, dict[str, float]], last: int) -> dict[str, float]:
    """What each supplier delivered in the five years that end with ``last``."""
    summed: dict[str, float] = {}
    for year in range(last - SPAN + 1, last + 1):
        for supplier, value in by_year.get(year, {}).items():
            summed[supplier] = summed.get(supplier, 0.0) + value
    return summed


def _share(
    client: str, origin: tuple[str, str], last: int, suppliers: dict[str, float], side: Side
) -> dict[str, Any]:
    source, edition = origin
    whole = sum(suppliers.values())
    theirs = sum(suppliers.get(code, 0.0) for code in side.states)
    return {
        "state": client_of(client, last) or client,
        "partner": side.code,
        "year": last,
        "indicator": INDICATOR,
        "value": 100 * theirs / whole,
        "unit": "percent",
        "reporter": "SIPRI",
        "method": f"five years, {edition}",
        "source": source,
        "source_id": f"{last - SPAN + 1}-{last}",
        "text": f"of {whole:.1f} million TIV delivered by {len(suppliers)} suppliers in five years",
    }


_MADE = pa.schema([field for field in TIE if field.name not in ("tie_id", "url", "low", "high")])
