"""Concession: the partner's first softening, and the client's gestures on either side of it."""

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


def test_rates_on_either_side_of_the_first_softening(ask: Ask, make_event: Make) -> None:
    softening = make_event(TURN, "EU", "SRB", "CONCEDE", quad=1)
    on_the_day = make_event(TURN, "SRB", "RUS", "SUPPORT")
    found = ask("concession", [softening, on_the_day, *gestures(make_event, 12, 2)])
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
    softening = make_event(TURN, "EU", "SRB", "CONCEDE", quad=1)
    found = ask("concession", [softening, *gestures(make_event, before, after)], sampling=sampling)
    assert found.grade == grade


def test_a_partner_that_never_softens(ask: Ask, make_event: Make) -> None:
    events = gestures(make_event, 10, 0)
    assert ask("concession", events).grade == "opposes"
    found = ask("concession", events, sampling="selective")
    assert found.grade == "cannot_tell"
    assert found.needed is not None
    assert "Serbia with the West, October 2019 to December 2019" in found.needed


@pytest.mark.parametrize(
    ("who", "kind", "act", "softens"),
    [
        (("EU", "SRB"), "CONCEDE", "words", True),
        (("EU", "SRB"), "RETREAT", "deeds", True),
        (("EU", "SRB"), "AID", "deeds", True),
        (("EU", "SRB"), "AID", "words", False),  # a promise of aid
        (("EU", "SRB"), "SUPPORT", "words", False),
        (("SRB", "EU"), "CONCEDE", "deeds", False),
        (("EU;SRB", "EU;SRB"), "AGREE", "deeds", False),  # both acted: nobody gave way
        (("EU", "SRB"), "ACCUSE", "words", False),
    ],
)
def test_what_softening_is(
    *, ask: Ask, make_event: Make, who: tuple[str, str], kind: str, act: str, softens: bool
) -> None:
    event = make_event(TURN, *who, kind, act=act, quad=3 if kind == "ACCUSE" else 1)
    found = ask("concession", [event, *gestures(make_event, 6, 6)])
    assert ("first softened toward Serbia on 17 November 2019" in found.sentence) == softens


def test_a_concession_stands_before_an_earlier_gift(ask: Ask, make_event: Make) -> None:
    gift = make_event(BEFORE[3], "EU", "SRB", "AID", act="deeds")
    concession = make_event(TURN, "EU", "SRB", "CONCEDE", quad=1)
    assert "on 17 November 2019 (two" in ask("concession", [gift, concession]).sentence
    assert "on 21 October 2019 (one" in ask("concession", [gift]).sentence


def test_its_own_window_is_used(ask: Ask, make_event: Make, small_case: Case) -> None:
    late = make_event(date(2020, 2, 5), "EU", "SRB", "CONCEDE", quad=1)
    assert "shows no softening" in ask("concession", [late]).sentence
    windows = {**small_case.windows, "concession": Window(SHOCK, date(2021, 1, 1))}
    found = ask("concession", [late], case=replace(small_case, windows=windows))
    assert "on 5 February 2020" in found.sentence


def test_gaps_are_no_days_without_gestures(ask: Ask, make_event: Make, small_case: Case) -> None:
    softening = make_event(TURN, "EU", "SRB", "CONCEDE", quad=1)
    gap = Window(date(2019, 12, 2), date(2020, 1, 1))
    case = replace(small_case, gaps=(gap,))
    found = ask("concession", [softening, *gestures(make_event, 12, 2)], case=case)
    assert found.effect == pytest.approx((2 / 14) / (12 / 30))
