"""Concession: the partner's first concession, and the client's gestures on either side of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from steelyard.records import Case, Event, Finding, Window
from steelyard.statistics import rate_ratio, smallest_fall

SHOCK = date(2019, 10, 18)
TURN = date(2019, 11, 17)  # thirty days after the shock
BEFORE = [SHOCK + timedelta(days=n) for n in range(30)]
AFTER = [TURN + timedelta(days=n + 1) for n in range(44)]

Make = Callable[..., Event]
Ask = Callable[..., Finding]


def gestures(make: Make, before: int, after: int) -> list[Event]:
    return [make(day, "SRB", "RUS", "SUPPORT") for day in BEFORE[:before] + AFTER[:after]]


def test_rates_on_either_side_of_the_first_concession(ask: Ask, make_event: Make) -> None:
    conceded = make_event(TURN, "EU", "SRB", "CONCEDE", quad=1)
    on_the_day = make_event(TURN, "SRB", "RUS", "SUPPORT")
    found = ask("concession", [conceded, on_the_day, *gestures(make_event, 12, 2)])
    exact = rate_ratio(12, 2, 30, 44)
    assert exact is not None
    assert (found.n_before, found.n_after) == (12, 2)
    assert found.effect == pytest.approx((2 / 44) / (12 / 30))
    assert (found.low, found.high) == (exact.low, exact.high)
    assert found.smallest_detectable == smallest_fall(12, 30, 44)
    assert found.grade == "supports"
    assert "12 in the 30 days before that and 2 in the 44 days after" in found.sentence


@pytest.mark.parametrize(
    ("before", "after", "sampling", "grade"),
    [
        (12, 2, "selective", "cannot_tell"),  # counts over time of a searched record
        (8, 40, "systematic", "opposes"),
        (5, 6, "systematic", "cannot_tell"),
        (0, 9, "systematic", "cannot_tell"),  # nothing whose rate could fall
        (2, 0, "systematic", "cannot_tell"),  # a handful
    ],
)
def test_did_the_gestures_stop(
    *, ask: Ask, make_event: Make, before: int, after: int, sampling: str, grade: str
) -> None:
    conceded = make_event(TURN, "EU", "SRB", "CONCEDE", quad=1)
    found = ask("concession", [conceded, *gestures(make_event, before, after)], sampling=sampling)
    assert found.grade == grade


def test_that_no_gesture_was_found_is_no_end_in_a_searched_record(
    ask: Ask, make_event: Make, small_case: Case
) -> None:
    """Sixteen gestures four days apart before the concession, and none in eight times as many days after."""
    long = replace(
        small_case, windows={**small_case.windows, "after": Window(SHOCK, date(2021, 12, 31))}
    )
    days = [SHOCK + timedelta(days=4 * n) for n in range(16)]
    turn = days[-1] + timedelta(days=4)
    won = [turn + timedelta(days=40 * n) for n in range(5)]
    events = [make_event(day, "EU", "SRB", "CONCEDE", quad=1) for day in won]
    events += [make_event(day, "SRB", "RUS") for day in days]
    found = ask("concession", events, sampling="selective", case=long)
    assert (found.n_before, found.n_after) == (16, 0)
    assert found.grade == "cannot_tell"
    assert "no evidence" in found.reasons[0]
    one = make_event(turn + timedelta(days=300), "SRB", "RUS")
    assert ask("concession", [*events, one], sampling="selective", case=long).grade == "supports"


@pytest.mark.parametrize("sampling", ["systematic", "selective"])
def test_without_a_concession_the_question_does_not_arise(
    ask: Ask, make_event: Make, sampling: str
) -> None:
    found = ask("concession", gestures(make_event, 10, 0), sampling=sampling)
    assert found.grade == "not_applicable"
    assert found.sentence == ("The record holds no concession of the West to Serbia in the window.")
    assert found.needed is not None
    assert "Serbia with the West, October 2019 to December 2019" in found.needed


def test_a_concession_of_an_unknown_day_cuts_nothing(ask: Ask, make_event: Make) -> None:
    vague = make_event(date(2019, 11, 1), "EU", "SRB", "CONCEDE", quad=1, precision="month")
    found = ask("concession", [vague, *gestures(make_event, 10, 0)])
    assert found.grade == "cannot_tell"
    assert found.reasons[0] == "the day of the concession is not known"
    assert "no dated concession" in found.sentence


def test_a_gap_hides_concessions(ask: Ask, make_event: Make, small_case: Case) -> None:
    case = replace(small_case, gaps=(Window(date(2019, 10, 25), date(2019, 12, 25)),))
    found = ask("concession", gestures(make_event, 10, 0), case=case)
    assert found.grade == "cannot_tell"


@pytest.mark.parametrize(
    ("who", "kind", "act", "gives_way"),
    [
        (("EU", "SRB"), "CONCEDE", "words", True),
        (("EU", "SRB"), "RETREAT", "deeds", True),
        (("EU", "SRB"), "AID", "deeds", False),  # aid flows whatever the client does
        (("EU", "SRB"), "AGREE", "deeds", False),
        (("EU", "SRB"), "SUPPORT", "deeds", False),
        (("SRB", "EU"), "CONCEDE", "deeds", False),
        (("RUS", "SRB"), "CONCEDE", "deeds", False),
    ],
)
def test_what_a_concession_is(
    *, ask: Ask, make_event: Make, who: tuple[str, str], kind: str, act: str, gives_way: bool
) -> None:
    event = make_event(TURN, *who, kind, act=act, quad=1)
    found = ask("concession", [event, *gestures(make_event, 6, 6)])
    assert ("first gave way to Serbia on 17 November 2019" in found.sentence) == gives_way
    assert (found.grade == "not_applicable") != gives_way


def test_its_own_window_is_used(ask: Ask, make_event: Make, small_case: Case) -> None:
    late = make_event(date(2020, 2, 5), "EU", "SRB", "CONCEDE", quad=1)
    assert "holds no concession" in ask("concession", [late]).sentence
    windows = {**small_case.windows, "concession": Window(SHOCK, date(2021, 1, 1))}
    found = ask("concession", [late], case=replace(small_case, windows=windows))
    assert "on 5 February 2020" in found.sentence


def test_gaps_are_no_days_without_gestures(ask: Ask, make_event: Make, small_case: Case) -> None:
    conceded = make_event(TURN, "EU", "SRB", "CONCEDE", quad=1)
    gap = Window(date(2019, 12, 2), date(2020, 1, 1))
    case = replace(small_case, gaps=(gap,))
    found = ask("concession", [conceded, *gestures(make_event, 12, 2)], case=case)
    assert found.effect == pytest.approx((2 / 14) / (12 / 30))
