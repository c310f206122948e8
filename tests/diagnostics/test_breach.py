"""Breach: the client's breaks with its partner, those that it took back, and what a search can say of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from steelyard.records import Event, Finding

SHOCK = date(2019, 10, 18)
EARLIER = [SHOCK - timedelta(days=33 * n + 1) for n in range(30)]
LATER = [SHOCK + timedelta(days=2 * n) for n in range(30)]

Make = Callable[..., Event]
Ask = Callable[..., Finding]


def talks(make: Make, before: int, after: int) -> list[Event]:
    """Visits of the client to its partner."""
    return [make(day, "SRB", "EU") for day in EARLIER[:before] + LATER[:after]]


def breaks(make: Make, days: list[date], kind: str = "SANCTION") -> list[Event]:
    """Acts against the partner that are done and not said."""
    return [make(day, "SRB", "EU", kind, act="deeds", number=7) for day in days]


def test_the_odds_are_those_of_a_break_among_all_acts_of_the_client(
    ask: Ask, make_event: Make
) -> None:
    theirs = [make_event(day, "EU", "SRB", "SANCTION", act="deeds") for day in LATER[:9]]
    found = ask("breach", [*talks(make_event, 20, 4), *breaks(make_event, LATER[10:22]), *theirs])
    assert found.effect == pytest.approx((12.5 / 4.5) / (0.5 / 20.5))
    assert (found.n_before, found.n_after) == (20, 16)
    assert "broke with the West by deed or decision 12 times in 16 acts" in found.sentence
    assert found.numbers["breaks"] > 1


@pytest.mark.parametrize(
    ("sampling", "back", "grade"),
    [
        ("selective", ["CONCEDE"], "opposes"),
        ("selective", [], "cannot_tell"),
        ("systematic", ["CONCEDE"], "cannot_tell"),
    ],
)
def test_a_break_that_was_taken_back_speaks_in_a_search(
    ask: Ask, make_event: Make, sampling: str, back: list[str], grade: str
) -> None:
    events = [*talks(make_event, 3, 2), *breaks(make_event, LATER[4:6])]
    events += [make_event(LATER[9], "SRB", "EU", kind, act="deeds", number=9) for kind in back]
    found = ask("breach", events, sampling=sampling)
    assert found.grade == grade
    if grade == "opposes":
        assert "1 of 2 breaks since the shock was taken back" in found.reasons[0]


def test_what_is_taken_back_before_a_break_takes_none_back(ask: Ask, make_event: Make) -> None:
    early = make_event(LATER[1], "SRB", "EU", "CONCEDE", act="deeds", number=9)
    events = [*talks(make_event, 6, 4), early, *breaks(make_event, [LATER[5]])]
    found = ask("breach", events, sampling="selective")
    assert found.grade == "cannot_tell"
    assert "back" not in found.sentence


def test_no_break_on_record_says_nothing_in_a_search(ask: Ask, make_event: Make) -> None:
    found = ask("breach", talks(make_event, 30, 30), sampling="selective")
    assert (found.grade, found.effect) == ("cannot_tell", None)
    assert "No break of Serbia with the West" in found.sentence
