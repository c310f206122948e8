"""The share of a client's arms deliveries that came from each pole, by SIPRI's volume.

A deal that was delivered over several years is spread evenly over them: the register does not
say more. Small recipients jump with one order, so a share of a single year says little.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from steelyard.records import TIE, Archive, Case
from steelyard.series import client_codes
from steelyard.ties.measures.sides import Side, groups_of
from steelyard.ties.reading import tie_rows

INDICATOR = "arms.tiv_share"


def arms_ties(archive: Archive, case: Case) -> pa.Table:
    """Return ``arms.tiv_share`` of each client with each side of the poles, in per cent.

    Years without any delivery have no share: a gap, not a zero.
    """
    table = archive.table("deals")
    if table is None:
        return TIE.empty_table()
    made: list[dict[str, Any]] = []
    for client in case.clients:
        mine = table.filter(table.recipient.isin(client_codes(client)), table.tiv_delivered > 0)
        made += _client_ties(mine.order_by("edition", "source_id").to_pyarrow().to_pylist(), case)
    return tie_rows(pa.Table.from_pylist(made, schema=_MADE)) if made else TIE.empty_table()


def _client_ties(deals: list[dict[str, Any]], case: Case) -> list[dict[str, Any]]:
    groups: dict[tuple[int, str, str, str], dict[str, float]] = {}
    for deal in deals:
        years = deal["delivered"] or []
        for year in years:
            key = (year, deal["recipient"], deal["source"], deal["edition"])
            by = groups.setdefault(key, {})
            by[deal["supplier"]] = by.get(deal["supplier"], 0.0) + deal["tiv_delivered"] / len(
                years
            )
    return [
        _share(key, suppliers, side)
        for key, suppliers in sorted(groups.items())
        for side in groups_of(case, key[0])
    ]


def _share(
    key: tuple[int, str, str, str], suppliers: dict[str, float], side: Side
) -> dict[str, Any]:
    year, state, source, edition = key
    whole = sum(suppliers.values())
    theirs = sum(suppliers.get(code, 0.0) for code in side.states)
    return {
        "state": state,
        "partner": side.code,
        "year": year,
        "indicator": INDICATOR,
        "value": 100 * theirs / whole,
        "unit": "percent",
        "reporter": "SIPRI",
        "method": edition,
        "source": source,
        "source_id": str(year),
        "text": f"of {whole:.1f} million TIV delivered by {len(suppliers)} suppliers",
    }


_MADE = pa.schema([field for field in TIE if field.name not in ("tie_id", "url", "low", "high")])
