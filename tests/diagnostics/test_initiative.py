"""Initiative: one-sided moves, whose they are, and how early each side's first was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from steelyard.records import Case, Event, Finding, Window

SHOCK = date(2019, 10, 18)
LATER = [SHOCK + timedelta(days=n) for n in range(60)]

Make = Callable[..., Event]
Ask = Callable[..., Finding]


def moves(make: Make, mine: int, theirs: int) -> list[Event]:
    return [make(day, "SRB", "RUS") for day in LATER[:mine]] + [
        make(day, "RUS", "SRB") for day in LATER[-theirs:] if theirs
    ]


@pytest.mark.parametrize(
    ("mine", "theirs", "sampling", "grade"),
    [
        (20, 5, "systematic", "supports"),
        (5, 20, "systematic", "opposes"),
        (10, 9, "systematic", "cannot_tell"),
        (4, 0, "systematic", "cannot_tell"),
    ],
)
def test_whose_moves_they_are(
    *, ask: Ask, make_event: Make, mine: int, theirs: int, sampling: str, grade: str
) -> None:
    found = ask("initiative", moves(make_event, mine, theirs), sampling=sampling)
    assert found.effect == pytest.approx(mine / (mine + theirs))
    assert found.grade == grade


@pytest.mark.parametrize(
    ("mine", "theirs", "grade"),
    [
        (16, 2, "supports"),
        (12, 6, "cannot_tell"),  # searched twice as hard, the client would have half of the moves
        (
            6,
            0,
            "cannot_tell",
        ),  # that no move of the rival was found does not mean that there was none
    ],
)
def test_a_searched_record_names_a_mover_where_any_effort_leaves_it(
    ask: Ask, make_event: Make, mine: int, theirs: int, grade: str
) -> None:
    days = [LATER[0] + timedelta(days=4 * n) for n in range(mine + theirs)]
    sides = [("SRB", "RUS")] * mine + [("RUS", "SRB")] * theirs
    events = [make_event(day, *side) for day, side in zip(days, sides, strict=True)]
    found = ask("initiative", events, sampling="selective")
    assert found.grade == grade
    assert found.effort is not None
    assert (found.effort.low, found.effort.high, found.effort.assumed) == (0.5, 2.0, True)


def test_what_is_a_one_sided_move(ask: Ask, make_event: Make) -> None:
    events = [
        make_event(LATER[0], "SRB;RUS", "SRB;RUS", "SUPPORT"),
        make_event(LATER[1], "SRB", "RUS", "ACCUSE"),
        make_event(LATER[2], "SRB", "RUS", "REQUEST", quad=3),
        make_event(LATER[3], "RUS", "SRB", "AID", act="deeds"),
        make_event(LATER[4], "RUS", "SRB", status="planned"),
    ]
    found = ask("initiative", events)
    assert (found.n_after, found.effect) == (2, 0.5)


def test_a_month_is_not_given_a_day(ask: Ask, make_event: Make) -> None:
    events = [
        make_event(date(2019, 11, 1), "RUS", "SRB", precision="month"),
        make_event(date(2019, 11, 14), "SRB", "RUS"),
    ]
    found = ask("initiative", events)
    assert "Serbia's first came on 14 November 2019" in found.sentence
    assert "Russia's first came in November 2019" in found.sentence
    assert [row[0] for row in found.exhibits[0].rows] == ["2019-11", "2019-11-14"]


def answered(rng: np.random.Generator, size: int, *, by: float) -> tuple[list[int], list[int]]:
    """Moves of one side by day, and those of the other, of which most answer them within days."""
    first = rng.poisson(0.3, size)
    recent = np.convolve(first, [0, 0.5, 0.3, 0.2])[:size]
    return first.tolist(), rng.poisson(0.1 + by * recent).tolist()


def test_who_led_before_the_shock_does_not_lead_after_it_for_that(
    ask: Ask, make_event: Make, small_case: Case
) -> None:
    """The rival answers the client for a thousand days, and then the client the rival for 120."""
    case = replace(
        small_case,
        windows={
            "before": Window(SHOCK - timedelta(days=1000), SHOCK),
            "after": Window(SHOCK, SHOCK + timedelta(days=120)),
        },
    )
    led = {"client": 0, "rival": 0}
    before = 0
    for seed in range(12):
        rng = np.random.default_rng(seed)
        mine, theirs = answered(rng, 1000, by=0.6)
        later_theirs, later_mine = answered(rng, 120, by=0.6)
        events = [
            make_event(SHOCK + timedelta(days=day - 1000), *pair, "SUPPORT", number=n)
            for pair, counts in (
                (("SRB", "RUS"), mine + later_mine),
                (("RUS", "SRB"), theirs + later_theirs),
            )
            for day, count in enumerate(counts)
            for n in range(count)
        ]
        found = ask("initiative", events, case=case)
        names = {measure.name: measure.value or 0.0 for measure in found.measures}
        before += names["lead of the client before"] > 0
        answers = "since the shock one side's moves are followed" in found.reasons[0]
        led["client"] += answers and found.grade == "supports"
        led["rival"] += answers and found.grade == "opposes"
    assert before == 12
    assert led["client"] == 0
    assert led["rival"] >= 3


@pytest.mark.parametrize(
    ("before", "grade"), [((12, 12), "supports"), ((16, 2), "cannot_tell"), ((0, 0), "supports")]
)
def test_a_search_names_the_client_where_it_was_not_the_client_before(
    ask: Ask, make_event: Make, before: tuple[int, int], grade: str
) -> None:
    """Sixteen of eighteen moves after the shock are the client's."""
    events = []
    for sign, (mine, theirs) in ((-5, before), (4, (16, 2))):
        sides = [("SRB", "RUS")] * mine + [("RUS", "SRB")] * theirs
        events += [
            make_event(SHOCK + timedelta(days=sign * (n + 1)), *side)
            for n, side in enumerate(sides)
        ]
    found = ask("initiative", events, sampling="selective")
    assert found.grade == grade, found.reasons
    assert any("is nothing new" in reason for reason in found.reasons) == (grade == "cannot_tell")


@pytest.mark.parametrize(("began", "grade"), [("SRB", "supports"), ("RUS", "cannot_tell")])
def test_in_a_search_who_moves_most_must_also_have_begun(
    ask: Ask, make_event: Make, began: str, grade: str
) -> None:
    """Of twenty moves seventeen are the client's, and one of the rival's may come before them all."""
    days = [SHOCK + timedelta(days=4 * n) for n in range(20)]
    movers = [began, *["SRB"] * 17, "RUS", "RUS"]
    other = {"SRB": "RUS", "RUS": "SRB"}
    events = [make_event(day, who, other[who]) for day, who in zip(days, movers, strict=False)]
    found = ask("initiative", events, sampling="selective")
    assert found.grade == grade, found.reasons
    assert any("but the first was not" in reason for reason in found.reasons) == (began == "RUS")
