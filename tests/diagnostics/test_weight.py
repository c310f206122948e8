"""Weight: like is divided by like, and a member is never passed off as its pole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from steelyard import diagnostics
from steelyard.archive import archive_of
from steelyard.records import Case, Finding, Pole, Tie, event_table, tie_table

MakeTie = Callable[..., Tie]
Ask = Callable[..., Finding]


def ratios(found: Finding) -> dict[str, float | None]:
    return {m.name: m.value for m in found.measures}


@pytest.mark.parametrize(
    "other",
    [
        {"unit": "million USD"},
        {"year": 2018},
        {"reporter": "Bureau"},
        {"method": "January-May"},
    ],
)
def test_only_like_is_divided_by_like(ask: Ask, make_tie: MakeTie, other: dict[str, Any]) -> None:
    ties = [make_tie("EU", 24.9, "trade.total"), make_tie("RUS", 2.7, "trade.total", **other)]
    found = ask("weight", ties=ties)
    assert ratios(found) == {}
    assert (found.grade, found.effect) == ("cannot_tell", None)


def test_a_ratio_is_named_after_those_whom_it_compares(ask: Ask, make_tie: MakeTie) -> None:
    ties = [
        make_tie("EU", 24.9, "trade.total"),
        make_tie("RUS", 2.7, "trade.total"),
        make_tie("EU", 8.0, "trade.ratio", year=2018, method="EU:EAEU", unit="times"),
    ]
    found = ask("weight", ties=ties)
    assert ratios(found) == {
        "trade EU:RUS 2019": pytest.approx(24.9 / 2.7),
        "trade, as published EU:EAEU 2018": 8.0,
    }
    assert found.low == 8.0
    assert found.high == pytest.approx(24.9 / 2.7)
    assert found.grade == "supports"
    assert "9.2 times that with Russia in 2019" in found.sentence
    assert "8 times that with the Eurasian Economic Union in 2018" in found.sentence


@pytest.mark.parametrize(
    ("partner", "rival", "grade"),
    [(100.0, 60.0, "supports"), (100.0, 80.0, "cannot_tell"), (60.0, 100.0, "opposes")],
)
def test_how_far_ahead_is_ahead(
    ask: Ask, make_tie: MakeTie, partner: float, rival: float, grade: str
) -> None:
    ties = [make_tie("EU", partner, "trade.total"), make_tie("RUS", rival, "trade.total")]
    assert ask("weight", ties=ties).grade == grade


def test_one_figure_to_the_contrary_is_named(ask: Ask, make_tie: MakeTie) -> None:
    ties = [
        make_tie("EU", 100.0, "trade.total"),
        make_tie("RUS", 10.0, "trade.total"),
        make_tie("EU", 10.0, "gas.imports"),
        make_tie("RUS", 90.0, "gas.imports"),
    ]
    found = ask("weight", ties=ties)
    assert found.grade == "cannot_tell"
    assert "gas imports EU:RUS 2019" in found.reasons[0]


def test_a_single_member_can_only_say_at_least(ask: Ask, make_tie: MakeTie) -> None:
    ties = [
        make_tie("EU", 100.0, "trade.total"),
        make_tie("RUS", 10.0, "trade.total"),
        make_tie("DEU", 5.0, "trade.exports"),
        make_tie("RUS", 10.0, "trade.exports"),
    ]
    assert ask("weight", ties=ties).grade == "supports"


def test_more_than_half_outweighs_all_the_rest(ask: Ask, make_tie: MakeTie) -> None:
    ties = [make_tie("EU", 63.0, "trade.share", unit="percent")]
    found = ask("weight", ties=ties)
    assert found.grade == "supports"
    assert "63\u00a0% of its trade with the European Union in 2019" in found.sentence
    ties = [make_tie("EU", 45.0, "trade.share", unit="percent")]
    assert ask("weight", ties=ties).grade == "cannot_tell"


def test_an_old_figure_says_its_age(ask: Ask, make_tie: MakeTie) -> None:
    ties = [make_tie("EU", 63.0, "trade.share", unit="percent", year=2014)]
    assert "the latest figure is of 2014" in ask("weight", ties=ties).reasons


def test_the_direction_needs_one_counter_on_both_sides(ask: Ask, make_tie: MakeTie) -> None:
    def drills(nato: float, russia: float, year: int, reporter: str) -> list[Tie]:
        known = {"year": year, "reporter": reporter, "unit": "exercises"}
        return [
            make_tie("NATO", nato, "exercises.count", **known),
            make_tie("RUS", russia, "exercises.count", **known),
        ]

    found = ask("weight", ties=[*drills(23, 5, 2019, "A"), *drills(14, 4, 2021, "A")])
    assert ratios(found)["change drills NATO:RUS 2019 to 2021"] == pytest.approx(3.5 / 4.6)
    found = ask("weight", ties=[*drills(23, 5, 2019, "A"), *drills(14, 4, 2021, "B")])
    assert not any(name.startswith("change") for name in ratios(found))
    assert any("the direction is not known" in reason for reason in found.reasons)


def test_a_state_weighs_for_its_pole_only_while_it_is_a_member(ask: Ask, make_tie: MakeTie) -> None:
    ties = [
        make_tie("GBR", 10.0, "trade.total", year=2018),
        make_tie("RUS", 2.0, "trade.total", year=2018),
        make_tie("GBR", 10.0, "trade.total", year=2021),
        make_tie("RUS", 2.0, "trade.total", year=2021),
    ]
    assert list(ratios(ask("weight", ties=ties))) == ["trade GBR:RUS 2018"]


def test_a_loaded_series_speaks_with_its_last_year_and_tells_its_course(
    ask: Ask, make_tie: MakeTie
) -> None:
    known = {"unit": "percent", "reporter": "importer", "method": "imports, imts.csv"}
    ties = []
    for year in range(2000, 2022):
        wobble = 0.3 * ((5 * year) % 7 - 3)
        partner = 60 + wobble
        rival = (10.0 if year < 2010 else 25.0) - wobble
        ties.append(make_tie("EU", partner, "trade.share", year=year, **known))
        ties.append(make_tie("RUS", rival, "trade.share", year=year, **known))
    found = ask("weight", ties=ties)
    assert [name for name in ratios(found) if name.startswith("share (imports) EU:RUS")] == [
        "share (imports) EU:RUS 2020",
        "share (imports) EU:RUS 2019",
    ]
    steps = {m.name: m for m in found.measures if m.name.startswith("step")}
    assert list(steps) == ["step share (imports) RUS, importer 2010"]
    step = steps["step share (imports) RUS, importer 2010"]
    assert step.low is not None and step.high is not None
    assert step.low < 15 < step.high


@pytest.mark.parametrize(
    ("client", "day", "grade"),
    [
        ("ARM", date(2013, 9, 3), "opposes"),
        ("TUR", date(2019, 7, 12), "supports"),
        ("TUR", date(1950, 7, 12), "cannot_tell"),
        ("SRB", date(2019, 10, 18), "cannot_tell"),
    ],
)
def test_memberships_speak_where_nothing_was_counted(
    small_case: Case, client: str, day: date, grade: str
) -> None:
    poles = (
        Pole("west", "partner", ("EU", "NATO", "USA"), ("EU",), "the West"),
        Pole("russia", "rival", ("RUS", "EAEU", "CSTO"), (), "Russia"),
    )
    case = replace(
        small_case, clients=(client,), shock=replace(small_case.shock, day=day), poles=poles
    )
    found = diagnostics.ask(
        diagnostics.get("weight"), archive_of(event_table([]), tie_table([]), ()), case, client
    )
    assert found.grade == grade
    assert ("was bound by treaty to" in found.sentence) == (grade != "cannot_tell")


@pytest.mark.parametrize(
    ("client", "day", "grade"),
    [
        ("PHL", date(2020, 2, 11), "supports"),
        ("PRK", date(2018, 6, 12), "opposes"),
        ("TUR", date(2019, 7, 12), "supports"),
        ("VNM", date(2020, 2, 11), "cannot_tell"),
    ],
)
def test_an_ally_of_a_state_is_bound_to_its_pole(
    small_case: Case, client: str, day: date, grade: str
) -> None:
    poles = (
        Pole("us", "partner", ("USA",), (), "the US"),
        Pole("cn", "rival", ("CHN",), (), "China"),
    )
    case = replace(
        small_case, clients=(client,), shock=replace(small_case.shock, day=day), poles=poles
    )
    store = archive_of(event_table([]), tie_table([]), ())
    assert diagnostics.ask(diagnostics.get("weight"), store, case, client).grade == grade
