"""Voting beside the poles in planted years: peers, leans, splits and the bounds of windows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from steelyard.records import VOTES, Case, Window
from steelyard.ties.measures import vote_ties
from steelyard.ties.measures.rollcalls import Year
from steelyard.ties.measures.sides import client_of, sides
from steelyard.ties.measures.votes import _nearest

CALLS = 40
NAMES = ("yes", "abstain", "no")


def choices(seed: int) -> np.ndarray[Any, np.dtype[np.int8]]:
    return np.random.default_rng(seed).integers(0, 3, CALLS).astype(np.int8)


def year(number: int, rows: dict[str, np.ndarray[Any, np.dtype[np.int8]]]) -> Year:
    first = np.datetime64(date(number, 10, 1))
    places = {state: at for at, state in enumerate(rows)}
    return Year(number, "test", places, np.array(list(rows.values())), first + np.arange(CALLS))


def mixed(like: np.ndarray[Any, np.dtype[np.int8]], share: float) -> Any:
    """Choices that are those of another on a share of the roll calls."""
    other = (like + 1) % 3
    return np.where(np.arange(CALLS) < share * CALLS, like, other).astype(np.int8)


def test_peers_voted_like_the_client_before_the_shock_and_most_years(small_case: Case) -> None:
    years = []
    for number in range(2015, 2021):
        mine = choices(number)
        rows = {"SRB": mine, "CHE": mixed(mine, 0.8), "BRA": mixed(mine, 0.7), "RUS": mine}
        if number == 2015:
            rows["VUT"] = mine  # always as the client, but in one year of four
        if number >= small_case.shock.day.year:
            rows["BRA"] = mine  # as the client, but since the shock
        years.append(year(number, rows))
    assert _nearest(years, small_case, "SRB") == ("CHE", "BRA")


def test_a_client_bears_the_code_of_its_year() -> None:
    assert [client_of("SRB", number) for number in (1995, 2004, 2019)] == ["YUG", "SCG", "SRB"]
    assert client_of("MNE", 2000) != "MNE"


def test_sides_are_the_members_of_the_year(small_case: Case) -> None:
    before, after = sides(small_case, 2019), sides(small_case, 2021)
    members = {side.code: side.states for side in before}
    assert "GBR" in members["EU"]
    assert "GBR" not in {side.code: side.states for side in after}["EU"]
    assert members["RUS"] == ("RUS",)
    assert all("SRB" not in side.states for side in before)


def test_a_window_of_roll_calls_is_half_open() -> None:
    mine = choices(1)
    one = year(2019, {"SRB": mine})
    start = date(2019, 10, 5)
    part = one.within(Window(start, start + timedelta(days=3)))
    assert [day.item() for day in part.days] == [start + timedelta(days=n) for n in range(3)]
    assert part.choices[0].tolist() == mine[4:7].tolist()


def votes(rows: list[dict[str, Any]]) -> pa.Table:
    blank: dict[str, Any] = {field.name: None for field in VOTES}
    return pa.Table.from_pylist([blank | row for row in rows], schema=VOTES)


@pytest.fixture
def planted(small_case: Case, holding: Callable[..., Any]) -> list[dict[str, Any]]:
    """In 2018 the EU votes yes and Russia no; Serbia votes with Russia on three of four, its peer never."""
    case = replace(small_case, peers=("CHE",))
    rows = []
    for call in range(CALLS):
        serbia = "absent" if call % 10 == 9 else "no" if call % 4 else "yes"
        told = {"DEU": "yes", "FRA": "yes", "RUS": "no", "USA": "yes", "SRB": serbia, "CHE": "yes"}
        rows += [
            {
                "rollcall": f"c{call:02}",
                "state": state,
                "vote": vote,
                "day": date(2018, 10, 1) + timedelta(days=call),
                "source": "test",
                "source_id": f"c{call:02}",
                "edition": "test",
            }
            for state, vote in told.items()
        ]
    ties: list[dict[str, Any]] = vote_ties(holding(votes=votes(rows)), case).to_pylist()
    return ties


def value(ties: list[dict[str, Any]], indicator: str, partner: str) -> float:
    (row,) = (r for r in ties if (r["indicator"], r["partner"]) == (indicator, partner))
    assert isinstance(row["value"], float)
    return row["value"]


def test_the_gap_is_to_the_peers_and_the_lean_is_toward_the_rival(
    planted: list[dict[str, Any]],
) -> None:
    present = [call for call in range(CALLS) if call % 10 != 9]
    russian = sum(call % 4 != 0 for call in present) / len(present)
    assert value(planted, "unga.agreement", "EU") == pytest.approx(1 - russian)
    assert value(planted, "unga.agreement_gap", "RUS") == pytest.approx(russian)
    assert value(planted, "unga.agreement_gap", "EU") == pytest.approx(-russian)
    assert value(planted, "unga.lean_gap", "RUS") == pytest.approx(2 * russian)


def test_the_splits_are_between_the_poles(planted: list[dict[str, Any]]) -> None:
    present = [call for call in range(CALLS) if call % 10 != 9]
    russian = sum(call % 4 != 0 for call in present)
    counted = {
        name: value(planted, f"unga.split_{name}", "EU")
        for name in ("with_pole", "against_pole", "absent", "neither")
    }
    assert counted == {
        "with_pole": len(present) - russian,
        "against_pole": russian,
        "absent": CALLS - len(present),
        "neither": 0,
    }
