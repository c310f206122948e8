"""Precedents: the same act near the same date, in years that the record covers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from steelyard.archive import archive_of
from steelyard.records import TIE, Case, Event, event_table
from steelyard.series import DyadEvents, Precedents, dyad_events, precedents

Make = Callable[..., Event]


def acts(case: Case, events: list[Event]) -> DyadEvents:
    archive = archive_of(event_table(events), TIE.empty_table())
    return dyad_events(archive, case, "SRB", case.pole("rival"))


def found(
    case: Case, make: Make, before: list[Event], since: date, enough: int = 1
) -> Precedents | None:
    later = acts(case, [make(date(2019, 11, 5), "RUS", "SRB", "COOPERATE", act="deeds")])
    (one,) = precedents(acts(case, before), later, since, enough)
    return one


@pytest.mark.parametrize(
    ("day", "deed", "years"),
    [
        (date(2018, 11, 5), ("COOPERATE", "deeds"), 1),
        (date(2018, 10, 6), ("COOPERATE", "deeds"), 1),
        (date(2018, 10, 5), ("COOPERATE", "deeds"), 0),
        (date(2018, 12, 5), ("COOPERATE", "deeds"), 1),
        (date(2018, 12, 6), ("COOPERATE", "deeds"), 0),
        (date(2018, 11, 5), ("CONSULT", "deeds"), 0),
        (date(2018, 11, 5), ("COOPERATE", "words"), 0),
        (date(2015, 11, 5), ("COOPERATE", "deeds"), 0),
    ],
)
def test_the_same_act_within_a_month_of_the_date_is_a_precedent(
    small_case: Case, make_event: Make, day: date, deed: tuple[str, str], years: int
) -> None:
    before = [make_event(day, "RUS", "SRB", deed[0], act=deed[1])]
    one = found(small_case, make_event, before, date(2010, 1, 1))
    assert one is not None
    assert (one.years, len(one.rows)) == (years, years)


def test_years_before_the_record_are_not_years_without_a_precedent(
    small_case: Case, make_event: Make
) -> None:
    before = [make_event(date(2018, 11, 5), "RUS", "SRB", "COOPERATE", act="deeds")]
    since = date(2017, 11, 1)  # covers the anniversary of 2018, and not that of 2017 whole
    one = found(small_case, make_event, before, since)
    assert one is not None and one.years == 1
    assert found(small_case, make_event, before, since, enough=2) is None
    assert found(small_case, make_event, before, date(2017, 10, 6), enough=2) is not None
