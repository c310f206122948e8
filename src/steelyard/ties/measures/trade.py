"""The share of a client's trade that is with each pole, as importer and exporter counted it.

The two counts of one flow differ, by valuation, by transit, by error; they stand side by side
and are never averaged. A share is of what one reporter counted of one client in one direction.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from steelyard.records import TIE, Archive, Case
from steelyard.series import client_codes
from steelyard.ties.measures.sides import Side, groups_of
from steelyard.ties.tables import tie_rows

INDICATOR = "trade.share"

#: Whose trade is asked about: what the column of the client and of its partners is called.
_WAYS = (("imports", "importer", "exporter"), ("exports", "exporter", "importer"))


def trade_ties(archive: Archive, case: Case) -> pa.Table:
    """Return ``trade.share`` of each client with each side of the poles, in per cent.

    ``method`` says which way and which edition, ``reporter`` who counted: ``importer``,
    ``exporter``, or ``reconciled`` where the publisher has merged both.
    """
    table = archive.table("flows")
    if table is None:
        return TIE.empty_table()
    made = [
        row
        for client in case.clients
        for way, mine, theirs in _WAYS
        for row in _shares(table, case, client, (way, mine, theirs))
    ]
    return tie_rows(pa.Table.from_pylist(made, schema=_MADE)) if made else TIE.empty_table()


def _shares(table: Any, case: Case, client: str, way: tuple[str, str, str]) -> list[dict[str, Any]]:
    name, mine, theirs = way
    flows = table.filter(table[mine].isin(client_codes(client)), table.value >= 0)
    counted = (
        flows.group_by(
            state=flows[mine],
            partner=flows[theirs],
            year=flows.year,
            reporter=flows.reporter,
            source=flows.source,
            edition=flows.edition,
        )
        .agg(value=flows.value.sum())
        .order_by("year", "source", "edition", "reporter", "partner")
        .to_pyarrow()
        .to_pylist()
    )
    groups: dict[tuple[Any, ...], dict[str, float]] = {}
    for row in counted:
        key = (row["year"], row["reporter"], row["source"], row["edition"], row["state"])
        groups.setdefault(key, {})[row["partner"]] = row["value"]
    return [
        tie
        for key, partners in groups.items()
        for side in groups_of(case, key[0])
        if (tie := _share(key, partners, side, name)) is not None
    ]


def _share(
    key: tuple[Any, ...], partners: dict[str, float], side: Side, way: str
) -> dict[str, Any] | None:
    year, reporter, source, edition, state = key
    whole = sum(value for partner, value in partners.items() if partner != state)
    counted = [code for code in side.states if code in partners]
    if whole <= 0 or not counted:
        return None
    missing = len(side.states) - len(counted)
    account = f"{way} of {len(partners)} partners as the {reporter} counted them"
    return {
        "state": state,
        "partner": side.code,
        "year": year,
        "indicator": INDICATOR,
        "value": 100 * sum(partners[code] for code in counted) / whole,
        "unit": "percent",
        "reporter": reporter,
        "method": f"{way}, {edition}",
        "source": source,
        "source_id": str(year),
        "text": account + (f"; {missing} members not in the data" if missing else ""),
    }


_MADE = pa.schema([field for field in TIE if field.name not in ("tie_id", "url", "low", "high")])
