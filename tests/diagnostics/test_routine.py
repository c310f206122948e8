"""Routine: precedents in the pair's own calendar, and what its earlier rate would have made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from steelyard.records import Case, Event, Finding, Window

Make = Callable[..., Event]
Ask = Callable[..., Finding]

DAY = date(2019, 11, 15)


def precedents(found: Finding) -> int:
    """How many events the only judged act has as its like."""
    return int(str(found.exhibits[0].rows[0][3]))


@pytest.mark.parametrize(
    ("earlier", "values", "alike"),
    [
        (date(2018, 10, 16), {}, True),  # thirty days before the anniversary
        (date(2018, 10, 15), {}, False),
        (date(2018, 12, 15), {}, True),
        (date(2018, 12, 16), {}, False),
        (date(2018, 11, 15), {"act": "deeds"}, False),
        (date(2018, 11, 15), {"mode": "phone"}, False),
        (date(2018, 11, 15), {"mode": None}, True),  # not known is not different
        (date(2018, 11, 15), {"context": ("economic",)}, False),
        (date(2018, 11, 15), {"context": ("economic", "military")}, True),
        (date(2018, 11, 15), {"status": "planned"}, False),
    ],
)
def test_what_is_a_precedent(
    ask: Ask, make_event: Make, earlier: date, values: dict[str, Any], alike: bool
) -> None:
    kind = {"mode": "visit", "context": ("military",)}
    act = make_event(DAY, "RUS", "SRB", **kind)
    found = ask("routine", [act, make_event(earlier, "SRB", "RUS", **{**kind, **values})])
    assert precedents(found) == int(alike)
    assert found.effect == 0.0  # one year is no habit


def test_two_years_make_a_habit(ask: Ask, make_event: Make) -> None:
    days = [DAY.replace(year=year) for year in (2017, 2018, 2019)]
    found = ask("routine", [make_event(day, "RUS", "SRB") for day in days])
    assert (found.effect, found.n_after) == (1.0, 1)
    assert found.exhibits[0].rows[0][4] == "habit"
    assert found.grade == "cannot_tell"  # one act


def test_two_of_three_years_are_enough_where_three_are_covered(
    ask: Ask, make_event: Make, small_case: Case
) -> None:
    shock = small_case.shock.day
    case = replace(
        small_case,
        windows={**small_case.windows, "before": Window(date(2015, 1, 1), shock)},
    )
    days = [DAY.replace(year=year) for year in (2016, 2018, 2019)]
    found = ask("routine", [make_event(day, "RUS", "SRB") for day in days], case=case)
    assert found.effect == 1.0


def test_a_leap_day_has_an_anniversary(ask: Ask, make_event: Make, small_case: Case) -> None:
    shock = date(2020, 2, 1)
    case = replace(
        small_case,
        shock=replace(small_case.shock, day=shock),
        windows={
            "before": Window(date(2017, 1, 1), shock),
            "after": Window(shock, date(2020, 6, 1)),
        },
    )
    days = [date(2018, 2, 28), date(2019, 2, 28), date(2020, 2, 29)]
    found = ask("routine", [make_event(day, "RUS", "SRB") for day in days], case=case)
    assert found.effect == 1.0


def test_a_short_record_has_no_calendar(ask: Ask, make_event: Make, small_case: Case) -> None:
    shock = small_case.shock.day
    case = replace(
        small_case, windows={**small_case.windows, "before": Window(date(2018, 6, 1), shock)}
    )
    found = ask("routine", [make_event(DAY, "RUS", "SRB")], case=case)
    assert found.grade == "not_applicable"
    assert found.needed is not None
    assert "January 2016 to December 2019" in found.needed


def test_habitual_acts_in_unusual_number_are_more_than_habit(ask: Ask, make_event: Make) -> None:
    season = [DAY + timedelta(days=n) for n in range(-10, 11)]
    past = [make_event(DAY.replace(year=year), "RUS", "SRB") for year in (2017, 2018)]
    found = ask("routine", [*past, *(make_event(day, "RUS", "SRB") for day in season)])
    assert found.effect == 1.0  # every act has its like
    expected = next(m for m in found.measures if m.name == "expected events")
    assert expected.value == pytest.approx(2.5 * 75 / 1020)
    assert found.grade == "cannot_tell"
    assert "there were 21" in found.reasons[0]


def test_a_searched_record_cannot_say_that_there_was_no_precedent(
    ask: Ask, make_event: Make
) -> None:
    events = [make_event(DAY + timedelta(days=n), "RUS", "SRB") for n in range(10)]
    assert ask("routine", events).grade == "opposes"
    assert ask("routine", events, sampling="selective").grade == "cannot_tell"
