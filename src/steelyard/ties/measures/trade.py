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

#: What stands for one count of one state's trade.
_COUNT = ("state", "year", "reporter", "source", "method")


def trade_ties(archive: Archive, case: Case) -> pa.Table:
    """Return ``trade.share`` of each client with each side of the poles, in per cent.

    The shares of a group's members, made when the file was loaded, are added up: so they are of
    the trade with the world where the publisher states it, and none where one of them cannot be
    told. ``method`` says which way and which edition, ``reporter`` who counted: ``importer``,
    ``exporter``, or ``reconciled`` where the publisher has merged both.
    """
    flows = archive.table("flows")
    if flows is None:
        return TIE.empty_table()
    counts: dict[tuple[Any, ...], dict[str, float | None]] = {}
    for client in case.clients:
        for row in _loaded(archive, flows, client):
            key = tuple(row[name] for name in _COUNT)
            counts.setdefault(key, {})[row["partner"]] = row["value"]
    made = [
        tie
        for key, partners in counts.items()
        for side in groups_of(case, key[1])
        if (tie := _share(key, partners, side)) is not None
    ]
    return tie_rows(pa.Table.from_pylist(made, schema=_MADE)) if made else TIE.empty_table()


def _loaded(archive: Archive, flows: Any, client: str) -> list[dict[str, Any]]:
    """The shares of a client's partners that data sets of trade gave, not those kept by hand."""
    ties = archive.ties
    found = ties.filter(
        ties.indicator == INDICATOR,
        ties.state.isin(client_codes(client)),
        ties.source.isin(flows.select("source").distinct().source),
    ).select(*_COUNT, "partner", "value")
    rows: list[dict[str, Any]] = (
        found.order_by("year", "source", "method", "reporter", "state", "partner")
        .to_pyarrow()
        .to_pylist()
    )
    return rows


def _share(
    key: tuple[Any, ...], partners: dict[str, float | None], side: Side
) -> dict[str, Any] | None:
    state, year, reporter, source, method = key
    counted = [code for code in side.states if code in partners]
    shares = [share for code in counted if (share := partners[code]) is not None]
    if not counted or len(shares) < len(counted):
        return None
    missing = len(side.states) - len(counted)
    account = f"{method.split(',')[0]} of {len(partners)} partners as the {reporter} counted them"
    return {
        "state": state,
        "partner": side.code,
        "year": year,
        "indicator": INDICATOR,
        "value": sum(shares),
        "unit": "percent",
        "reporter": reporter,
        "method": method,
        "source": source,
        "source_id": str(year),
        "text": account + (f"; {missing} members not in the data" if missing else ""),
    }


_MADE = pa.schema([field for field in TIE if field.name not in ("tie_id", "url", "low", "high")])
