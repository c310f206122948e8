"""Peers: the states that voted most like the client before the shock, in more than half of its years."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from steelyard.records import Case
from steelyard.ties.measures import vote_ties
from steelyard.ties.publishers import unga

COLUMNS = "rcid,ccode,session,vote,date,unres"

#: Correlates of War numbers, as the file names states.
CODES = {"SRB": 345, "RUS": 365, "FRA": 220, "DEU": 255, "ITA": 325, "ARM": 371, "AZE": 373}
CODES |= {"GEO": 372, "KAZ": 705, "IND": 750, "BRA": 140, "MEX": 70, "JPN": 740}
CODES |= {"KOR": 732, "IDN": 850, "NZL": 920}

Peers = Callable[..., tuple[str, ...]]


@pytest.fixture
def peers(tmp_path: Path, holding: Callable[..., Any], small_case: Case) -> Peers:
    """The peers chosen for Serbia from forty roll calls a year.

    ``states`` says of each state on how many of the forty it votes otherwise than Serbia, and in
    which years it votes.
    """

    def choose(states: dict[str, tuple[int, range]], years: range, **case: Any) -> tuple[str, ...]:
        lines, call, last = [COLUMNS], 0, 2019
        always = range(years.start, 2021)
        poles = {"RUS": (20, always), "FRA": (20, always), "DEU": (20, always), "ITA": (20, always)}
        for year in (*years, last):
            for item in range(40):
                call += 1
                mine = 1 if item % 2 else 3
                day = f"{year}-12-{1 + item % 28:02d}"
                lines.append(f"{call},{CODES['SRB']},{year - 1945},{mine},{day},")
                for state, (differs, voting) in (poles | states).items():
                    if year in voting or year == last:
                        vote = 4 - mine if item < differs else mine
                        lines.append(f"{call},{CODES[state]},{year - 1945},{vote},{day},")
        path = tmp_path / "UNVotes.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        read = unga.read(path)
        tables = {name: table for name, table in read.tables.items() if name != "ties"}
        made = vote_ties(
            holding(replace(read, tables=tables)), replace(small_case, peers=(), **case)
        ).to_pylist()
        texts = {
            row["text"].removeprefix("less the mean of ").split(";")[0]
            for row in made
            if row["indicator"] == "unga.agreement_gap"
            and row["partner"] == "EU"
            and row["year"] == last
        }
        (text,) = texts
        return tuple(text.split(", "))

    return choose


def test_half_of_the_years_is_too_few_and_more_than_half_enough(peers: Peers) -> None:
    """Of six years before the shock Azerbaijan votes in three, Georgia in four."""
    years = range(2012, 2018)
    chosen = peers(
        {
            "ARM": (4, years),
            "AZE": (0, range(2012, 2015)),
            "GEO": (2, range(2012, 2016)),
        },
        years,
    )
    assert set(chosen) == {"ARM", "GEO"}


def test_the_eight_most_alike_are_peers(peers: Peers) -> None:
    years = range(2015, 2018)
    others = [name for name in CODES if name not in ("SRB", "RUS", "FRA", "DEU", "ITA")]
    chosen = peers({name: (2 * n, years) for n, name in enumerate(others)}, years)
    assert len(others) == 11
    assert set(chosen) == set(others[:8])


def test_votes_since_the_shock_choose_no_peers(peers: Peers) -> None:
    """Azerbaijan votes as Serbia does in 2019, the year of the shock, and not before."""
    years = range(2015, 2018)
    chosen = peers({"ARM": (10, years), "AZE": (0, range(0))}, years)
    assert set(chosen) == {"ARM"}


def test_a_client_of_the_case_is_no_peer(peers: Peers) -> None:
    years = range(2015, 2018)
    states = {"ARM": (4, years), "AZE": (0, years)}
    assert set(peers(states, years)) == {"ARM", "AZE"}
    assert set(peers(states, years, clients=("SRB", "AZE"))) == {"ARM"}
