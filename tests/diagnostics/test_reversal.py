"""Reversal: a turn needs something to turn from, and a week in which the partner is reassured."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from steelyard.records import Event, Finding

SHOCK = date(2019, 10, 18)
LATER = [SHOCK + timedelta(days=7 * n) for n in range(10)]
EARLIER = [SHOCK - timedelta(days=30 * n + 1) for n in range(10)]

Make = Callable[..., Event]
Ask = Callable[..., Finding]


def hostile(make: Make, number: int = 6) -> list[Event]:
    return [make(day, "SRB", "RUS", "ACCUSE") for day in EARLIER[:number]]


def test_a_friend_has_nothing_to_turn_from(ask: Ask, make_event: Make) -> None:
    events = [make_event(day, "SRB", "RUS") for day in EARLIER[:5] + LATER]
    found = ask("reversal", [*events, make_event(EARLIER[6], "SRB", "RUS", "ACCUSE")])
    assert (found.grade, found.effect) == ("not_applicable", None)
    assert "5 of 6" in found.sentence


def test_the_stance_is_what_the_client_did_by_itself(ask: Ask, make_event: Make) -> None:
    joint = [make_event(day, "SRB;RUS", "SRB;RUS") for day in EARLIER]
    theirs = [make_event(day, "RUS", "SRB", "ACCUSE") for day in EARLIER]
    found = ask("reversal", [*joint, *theirs])
    assert (found.grade, found.n_before) == ("not_applicable", 0)
    assert ask("reversal", joint + hostile(make_event, 3)).n_before == 3


@pytest.mark.parametrize(
    ("apart", "kept"), [(-8, False), (-7, True), (0, True), (7, True), (8, False)]
)
def test_a_week_is_seven_days_either_way(
    ask: Ask, make_event: Make, apart: int, kept: bool
) -> None:
    turn = date(2019, 11, 20)
    events = [
        *hostile(make_event),
        make_event(turn, "SRB", "RUS", "SUPPORT"),
        make_event(turn + timedelta(days=apart), "SRB", "EU", "SUPPORT"),
    ]
    assert ask("reversal", events).effect == (0.0 if kept else 1.0)


@pytest.mark.parametrize(
    ("reassured", "sampling", "grade"),
    [
        (0, "systematic", "supports"),
        (0, "selective", "cannot_tell"),  # that none was found does not mean that none was given
        (10, "systematic", "opposes"),
        (10, "selective", "opposes"),
        (5, "systematic", "cannot_tell"),
    ],
)
def test_turns_with_and_without_reassurance(
    ask: Ask, make_event: Make, reassured: int, sampling: str, grade: str
) -> None:
    days = [SHOCK + timedelta(days=n) for n in (0, 4, 8, 12, 16)]
    days += [SHOCK + timedelta(days=n) for n in (54, 58, 62, 66, 70)]
    events = hostile(make_event) + [make_event(day, "SRB", "RUS", "SUPPORT") for day in days]
    if reassured == 10:
        events += [make_event(day, "SRB", "EU") for day in days]
    elif reassured:
        events += [make_event(day, "SRB", "EU") for day in days[:5]]
    found = ask("reversal", events, sampling=sampling)
    assert found.effect == pytest.approx(1 - reassured / 10)
    assert found.grade == grade


def test_a_word_of_some_day_in_a_month_has_no_week(ask: Ask, make_event: Make) -> None:
    word = make_event(date(2019, 12, 1), "SRB", "RUS", "SUPPORT", precision="month")
    found = ask("reversal", [*hostile(make_event), word])
    assert found.n_after == 0
    assert any("without an exact day" in reason for reason in found.reasons)


def test_deeds_are_no_words(ask: Ask, make_event: Make) -> None:
    deed = make_event(LATER[2], "SRB", "RUS", "AID", act="deeds")
    assert ask("reversal", [*hostile(make_event), deed]).n_after == 0
