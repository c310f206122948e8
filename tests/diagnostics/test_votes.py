"""Votes: the lean toward the rival across the shock, its course, and where the state stood on splits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from steelyard.diagnostics.questions import votes
from steelyard.records import Finding, Tie

Ask = Callable[..., Finding]
MakeTie = Callable[..., Tie]

CHANGE, CHANCE = "unga.lean_change", "unga.kappa_lean_change"


def change(make: MakeTie, value: float, low: float, high: float, name: str = CHANGE) -> Tie:
    return make("RUS", value, name, low=low, high=high, unit="share", text="40 roll calls")


def lean(
    make: MakeTie, years: dict[int, float], name: str = "unga.lean_gap", half: float = 0.02
) -> list[Tie]:
    return [
        make("RUS", v, name, year=year, low=v - half, high=v + half, unit="share")
        for year, v in years.items()
    ]


def by_name(found: Finding) -> dict[str, Any]:
    return {measure.name: measure for measure in found.measures}


@pytest.mark.parametrize(
    ("figures", "grade"),
    [
        ((0.20, 0.10, 0.30), "supports"),
        ((-0.20, -0.30, -0.10), "opposes"),
        ((0.00, -0.05, 0.05), "opposes"),
        ((0.05, -0.30, 0.40), "cannot_tell"),
        # an interval of ten points has an error of 3.04; 0.02 + 1.2816 errors is .059
        ((0.060, 0.010, 0.110), "supports"),
        ((0.058, 0.008, 0.108), "cannot_tell"),
    ],
)
def test_a_change_of_the_lean_is_graded(
    ask: Ask, make_tie: MakeTie, figures: tuple[float, float, float], grade: str
) -> None:
    found = ask("votes", ties=[change(make_tie, *figures)])
    assert found.grade == grade
    assert (found.effect, found.low, found.high) == figures


def test_the_smallest_shift_that_would_be_seen(ask: Ask, make_tie: MakeTie) -> None:
    """Thirty-five points either way is an error of 21.3: 2 points and 2.1232 errors is 47."""
    found = ask("votes", ties=[change(make_tie, 0.05, -0.30, 0.40)])
    assert found.smallest_detectable == pytest.approx(
        0.02 + (1.2816 + 0.8416) * 0.35 / 1.6449, abs=1e-3
    )
    assert found.reasons[0].endswith("four times in five is 47 points")
    assert found.needed == "votes of the sessions after the one that follows the shock"


def test_the_sentence_tells_change_level_and_step(ask: Ask, make_tie: MakeTie) -> None:
    years = {year: 0.05 if year < 2010 else 0.45 for year in range(2000, 2023)}
    wobble = {year: value + 0.01 * (year % 3 - 1) for year, value in years.items()}
    found = ask("votes", ties=[change(make_tie, 0.2, 0.1, 0.3), *lean(make_tie, wobble)])
    assert found.sentence == (
        "Serbia's lean toward the rival in UN votes, beside its peers, changed by +20 points across "
        "the shock (+10 points to +30 points); it was +44 points in 2022; its largest step was in "
        "2010 (+40 points)."
    )
    assert found.reasons[0].startswith("the lean stepped in 2010")
    # the years up to that of the shock, and those since
    assert (found.n_before, found.n_after) == (20, 3)
    step = by_name(found)["step lean_gap 2010"]
    assert step.kind == "step"
    assert step.value == pytest.approx(0.40, abs=0.02)
    assert by_name(found)["level lean_gap"].value == pytest.approx(0.45, abs=0.02)


def test_a_lean_without_steps_says_so(ask: Ask, make_tie: MakeTie) -> None:
    wobble = {year: 0.02 * ((5 * year) % 7 - 3) for year in range(2000, 2023)}
    found = ask("votes", ties=lean(make_tie, wobble))
    assert any("has no step that is told from drift" in reason for reason in found.reasons)
    assert not any(name.startswith("step") for name in by_name(found))
    assert "its largest step" not in found.sentence


def test_the_lean_corrected_for_chance_is_told_beside_it(ask: Ask, make_tie: MakeTie) -> None:
    flat = dict.fromkeys(range(2000, 2023), 0.1)
    years = {year: value + 0.01 * (year % 3 - 1) for year, value in flat.items()}
    stepped = {year: value + 0.4 * (year >= 2015) for year, value in years.items()}
    ties = [
        change(make_tie, 0.2, 0.1, 0.3),
        change(make_tie, 0.15, 0.05, 0.25, CHANCE),
        *lean(make_tie, years),
        *lean(make_tie, stepped, "unga.kappa_lean_gap"),
    ]
    found = ask("votes", ties=ties)
    assert found.effect == 0.2
    assert any(r.startswith("the lean corrected for chance stepped in 2015") for r in found.reasons)
    shown = by_name(found)
    assert shown["lean_change"].value == 0.2
    assert shown["kappa_lean_change"].value == 0.15
    assert shown["lean_change"].label == "lean after less lean before the shock: 40 roll calls"
    assert set(found.evidence) == {tie.tie_id for tie in ties}


def test_the_strongest_years_are_those_of_most_and_least_lean(ask: Ask, make_tie: MakeTie) -> None:
    rows = lean(make_tie, {2016: 0.1, 2017: 0.4, 2018: -0.2, 2019: 0.3})
    found = ask("votes", ties=rows)
    assert found.strongest_for == rows[1].tie_id
    assert found.strongest_against == rows[2].tie_id


def test_where_it_stood_is_told_of_the_year_of_the_shock_or_the_last_before(
    ask: Ask, make_tie: MakeTie
) -> None:
    """Only of the partner's splits: those of the rival are another question."""
    ties = [
        make_tie(partner, value, f"unga.split_{where}", year=year, unit="roll calls", text="of 27")
        for partner, factor in (("EU", 1), ("RUS", 100))
        for where, value in (("with_pole", 14.0 * factor), ("absent", 5.0 * factor))
        for year in (2017, 2018, 2021)
    ]
    found = ask("votes", ties=ties)
    assert {m.name: m.value for m in found.measures} == {
        "split_with_pole 2018": 14.0,
        "split_absent 2018": 5.0,
    }
    (table,) = found.exhibits
    # year; lean, low, high; with the partner, with the rival, absent, neither
    assert table.rows[0] == (2017, None, None, None, 14.0, None, 5.0, None)
    assert [row[0] for row in table.rows] == [2017, 2018, 2021]
    assert len(table.evidence[0]) == 2


def test_the_declarations_it_joined_are_told(ask: Ask, make_tie: MakeTie) -> None:
    tie = make_tie("EU", 60.0, "cfsp.alignment", year=2019, unit="percent")
    found = ask("votes", ties=[tie])
    assert by_name(found)["declarations joined 2019"].value == 60.0
    assert found.grade == "cannot_tell"


@pytest.mark.parametrize(
    "row",
    [
        {"value": 0.2, "low": None, "high": None},
        {"value": 0.2, "low": 0.2, "high": 0.2},
        {"value": None, "low": 0.1, "high": 0.3},
    ],
)
def test_a_change_without_an_interval_is_no_finding(
    ask: Ask, make_tie: MakeTie, row: dict[str, float | None]
) -> None:
    value = row.pop("value")
    found = ask("votes", ties=[make_tie("RUS", value, CHANGE, unit="share", **row)])
    assert found.grade == "cannot_tell"
    assert found.effect is None
    assert found.reasons == ("the record holds no votes on both sides of the shock",)


def test_a_record_without_votes_says_what_to_load(ask: Ask, make_tie: MakeTie) -> None:
    found = ask("votes", ties=[make_tie("RUS", 1.0, "trade.total")])
    assert found.sentence == "The record holds no votes of Serbia beside both poles."
    assert "steelyard load unga" in (found.needed or "")
    assert (found.evidence, found.exhibits, found.measures) == ((), (), ())
    assert (found.n_before, found.n_after) == (None, None)


@pytest.mark.parametrize(
    ("figures", "points"), [((0.2, 0.1, 0.3), 8), ((-0.2, -0.3, -0.1), 10), ((0.0, -0.05, 0.05), 5)]
)
def test_what_would_change_it(
    ask: Ask, make_tie: MakeTie, figures: tuple[float, float, float], points: int
) -> None:
    """The lower end down to two points, or the upper end up to none."""
    found = ask("votes", ties=[change(make_tie, *figures)])
    assert found.would_change is not None
    assert f"that is {points} points smaller" in found.would_change


def joined(make: MakeTie, years: dict[int, float], counts: dict[int, str]) -> list[Tie]:
    return [
        make("EU", value, "cfsp.alignment", year=year, unit="percent", method=counts.get(year))
        for year, value in years.items()
    ]


def test_declarations_joined_are_graded_where_there_are_no_votes(
    ask: Ask, make_tie: MakeTie
) -> None:
    """52 and 57 % of 182 before, 56 and 62 % of 182 after: +4.5 points of agreement with the partner."""
    years = {2015: 65.0, 2018: 52.0, 2019: 57.0, 2020: 56.0, 2021: 62.0, 2022: 45.0}
    found = ask("votes", ties=joined(make_tie, years, {2019: "52 of 91 declarations"}))
    assert found.effect == pytest.approx(0.545 - 0.59)
    error = (0.545 * 0.455 / 182 + 0.59 * 0.41 / 182) ** 0.5
    assert found.low == pytest.approx(0.545 - 0.59 - 1.6449 * error, abs=1e-4)
    assert found.high == pytest.approx(0.545 - 0.59 + 1.6449 * error, abs=1e-4)
    assert (found.n_before, found.n_after) == (182, 182)
    assert found.grade == "opposes"
    assert found.reasons == ("a move of 10 points or more is ruled out", votes.ASSUMED)
    assert "in 2018 to 2019 and" in found.sentence
    assert found.unit is not None
    assert found.unit.startswith("share of declarations")


@pytest.mark.parametrize(
    ("after", "number", "grade"),
    [
        (60.0, 300, "opposes"),
        (30.0, 300, "supports"),
        (58.0, 20, "cannot_tell"),
    ],
)
def test_the_fewer_declarations_the_less_they_say(
    ask: Ask, make_tie: MakeTie, after: float, number: int, grade: str
) -> None:
    ties = joined(
        make_tie,
        {2019: 60.0, 2020: after},
        {2019: f"of {number}: 0 of {number}", 2020: f"0 of {number}"},
    )
    found = ask("votes", ties=ties)
    assert found.grade == grade
    assert votes.ASSUMED not in found.reasons


def test_shares_without_any_number_of_declarations_are_not_graded(
    ask: Ask, make_tie: MakeTie
) -> None:
    found = ask("votes", ties=joined(make_tie, {2019: 60.0, 2020: 20.0}, {}))
    assert found.grade == "cannot_tell"
    assert found.effect is None


def test_roll_calls_decide_where_there_are_any(ask: Ask, make_tie: MakeTie) -> None:
    ties = joined(make_tie, {2019: 60.0, 2020: 20.0}, {2019: "55 of 91", 2020: "18 of 91"})
    found = ask("votes", ties=[*ties, change(make_tie, 0.0, -0.05, 0.05)])
    assert found.effect == 0.0
    assert found.grade == "opposes"


def test_a_move_of_ten_points_that_is_ruled_out_opposes(ask: Ask, make_tie: MakeTie) -> None:
    found = ask("votes", ties=[change(make_tie, -0.05, -0.20, 0.08)])
    assert found.grade == "opposes"
    assert found.reasons == ("a move of 10 points or more is ruled out",)
    assert ask("votes", ties=[change(make_tie, -0.05, -0.20, 0.12)]).grade == "cannot_tell"
