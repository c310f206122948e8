"""Arms spread over their years, and treaties that were in force before the new one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

from steelyard.records import TYPED, Case, Tie, tie_table
from steelyard.ties.measures import arms_ties, trade_ties, treaty_ties


def table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    blank = {field.name: None for field in TYPED[name]}
    told = {"source": "test", "edition": "e", "source_id": "1"}
    return pa.Table.from_pylist([{**blank, **told, **row} for row in rows], schema=TYPED[name])


def delivery(supplier: str, years: list[int], tiv: float) -> dict[str, Any]:
    return {
        "recipient": "SRB",
        "supplier": supplier,
        "delivered": years,
        "tiv_delivered": tiv,
        "uncertain": [],
    }


def shares(ties: pa.Table, partner: str) -> dict[int, float]:
    return {row["year"]: row["value"] for row in ties.to_pylist() if row["partner"] == partner}


def test_five_years_are_five_and_a_deal_is_spread_over_its_years(
    holding: Callable[..., Any], small_case: Case
) -> None:
    deals = [
        delivery("RUS", [2012], 100.0),
        delivery("RUS", [2013, 2017], 20.0),
        delivery("DEU", [2016], 30.0),
    ]
    found = shares(arms_ties(holding(deals=table("deals", deals)), small_case), "RUS")
    assert found[2016] == pytest.approx(100 * (100 + 10) / (100 + 10 + 30))
    assert found[2017] == pytest.approx(100 * (10 + 10) / (10 + 10 + 30))
    assert set(found) == {2016, 2017}


def test_a_share_of_trade_is_of_all_partners(holding: Callable[..., Any], small_case: Case) -> None:
    counted = (("DEU", 30.0), ("ITA", 20.0), ("RUS", 10.0), ("CHN", 40.0))
    flow = {"importer": "SRB", "year": 2018, "reporter": "importer", "source": "imts"}
    flow |= {"product": "total", "unit": "USD"}
    flows = [{**flow, "exporter": partner, "value": value} for partner, value in counted]

    def share(partner: str, value: float, source: str) -> Tie:
        return Tie(
            tie_id=f"{source}{partner}",
            state="SRB",
            partner=partner,
            year=2018,
            indicator="trade.share",
            value=value,
            unit="percent",
            reporter="importer",
            method="imports, a.csv",
            source=source,
            source_id="2018",
        )

    ties = [share(partner, value, "imts") for partner, value in counted]
    ties.append(share("FRA", 9.0, "by hand"))
    store = holding(flows=table("flows", flows), ties=tie_table(ties))
    assert shares(trade_ties(store, small_case), "EU") == {2018: pytest.approx(50.0)}


@pytest.mark.parametrize(
    ("signed", "in_force", "ended", "entry", "bound"),
    [
        (2000, 2001, None, "base", True),
        (2018, None, None, "base", True),
        (2000, 2001, 2018, "base", False),
        (2018, 2019, None, "base", False),
        (2019, None, None, "base", False),
        (2020, 2021, None, "base", False),
        (2000, 2001, None, "negotiation", False),
    ],
)
def test_what_was_in_force_before_the_new_treaty_binds(  # noqa: PLR0917 - one row of the table
    holding: Callable[..., Any],
    small_case: Case,
    signed: int,
    in_force: int | None,
    ended: int | None,
    entry: str,
    bound: bool,
) -> None:
    members = [
        {
            "kind": "trade",
            "treaty": "7",
            "base": "7",
            "title": "Old bond",
            "entry": entry,
            "year": signed,
            "in_force": in_force,
            "ended": ended,
            "state": state,
        }
        for state in ("SRB", "ARM")
    ]
    new = Tie(
        tie_id="t1",
        state="SRB",
        partner="ARM",
        year=2019,
        indicator="treaty.fta",
        value=1.0,
        unit="agreement",
        method="new: EAEU",
        source="facts",
        source_id="1",
    )
    store = holding(members=table("members", members), ties=tie_table([new]))
    (made,) = treaty_ties(store, small_case).to_pylist()
    assert made["value"] == (0.0 if bound else 1.0)
