"""Elections: days with a source, and the days within which all are listed."""

from __future__ import annotations

from datetime import date

import pytest

from steelyard.errors import VocabularyError
from steelyard.vocabulary import actor, elections, elections_known
from steelyard.vocabulary.tables import rows


def test_days_of_a_state_come_in_order() -> None:
    days = [election.day for election in elections("ISR")]
    assert days == sorted(days)
    assert date(2019, 4, 9) in days


@pytest.mark.parametrize(
    ("state", "start", "end", "known"),
    [
        ("SWE", date(2006, 9, 18), date(2021, 1, 1), True),
        ("SWE", date(2006, 9, 18), date(2021, 1, 2), False),
        ("SWE", date(2006, 9, 17), date(2021, 1, 1), False),
        ("PRK", date(2018, 6, 1), date(2018, 7, 1), False),
        ("SAU", date(2018, 1, 1), date(2019, 5, 1), True),
        ("AZE", date(2016, 1, 1), date(2017, 1, 1), False),
    ],
)
def test_whether_all_are_listed(state: str, start: date, end: date, *, known: bool) -> None:
    assert elections_known(state, start, end) is known


def test_one_calendar_covers_a_window_across_the_ends_of_two_lists() -> None:
    assert elections_known("TUR", date(2017, 7, 12), date(2022, 12, 1))
    assert date(2018, 6, 24) in {one.day for one in elections("TUR")}


def test_no_calendar_is_part_of_another() -> None:
    spans = [(row["state"], row["start"], row["end"]) for row in rows("calendars")]
    for state, start, end in spans:
        wider = [one for one in spans if one[0] == state and one[1] <= start and end <= one[2]]
        assert wider == [(state, start, end)]


def test_an_unknown_state_is_an_error() -> None:
    with pytest.raises(VocabularyError):
        elections_known("NOWHERE", date(2018, 1, 1), date(2019, 1, 1))


def test_calendars_are_of_known_states_and_their_days_are_in_order() -> None:
    for row in rows("calendars"):
        assert actor(row["state"]).kind == "state"
        assert date.fromisoformat(row["start"]) < date.fromisoformat(row["end"])
