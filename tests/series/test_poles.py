"""Membership by date, and volume: the bounds of spans, and what counts as having happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from steelyard.archive import archive_of
from steelyard.records import TIE, Event, Window, event_table
from steelyard.series import pole_of, volume

SPANS = {
    "GBR": ((date(1973, 1, 1), date(2020, 2, 1)),),
    "USA": ((None, None),),
    "MNE": ((date(2017, 6, 5), None),),
    "GRC": ((date(1952, 2, 18), date(1974, 8, 14)), (date(1980, 10, 20), None)),
}


@pytest.mark.parametrize(
    ("actor", "day", "inside"),
    [
        ("GBR", date(1972, 12, 31), False),
        ("GBR", date(1973, 1, 1), True),
        ("GBR", date(2020, 1, 31), True),
        ("GBR", date(2020, 2, 1), False),
        ("USA", date(1900, 1, 1), True),
        ("MNE", date(2030, 1, 1), True),
        ("GRC", date(1975, 1, 1), False),
        ("GRC", date(1980, 10, 20), True),
        ("CHE", date(2019, 1, 1), False),
    ],
)
def test_an_actor_belongs_to_a_pole_from_its_first_day_to_the_one_before_its_last(
    actor: str, day: date, inside: bool
) -> None:
    assert pole_of(SPANS, actor, day) is inside


def test_the_volume_holds_what_happened_and_threats_that_were_made(
    make_event: Callable[..., Event],
) -> None:
    day = date(2019, 11, 5)
    events = [
        make_event(day, "USA", "FRA"),
        make_event(day, "USA", "FRA", "THREATEN", status="threatened"),
        make_event(day, "USA", "FRA", "SANCTION", status="threatened"),
        make_event(day, "USA", "FRA", status="planned"),
        make_event(day, "USA", "FRA", precision="month"),
        make_event(date(2019, 11, 6), "USA", "FRA"),
        make_event(date(2019, 11, 4), "USA", "FRA"),
    ]
    archive = archive_of(event_table(events), TIE.empty_table())
    assert volume(archive, Window(day, date(2019, 11, 6))) == 2
