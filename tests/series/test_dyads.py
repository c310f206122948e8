"""Who met whom: direction, membership by date, predecessors and periods."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from steelyard.archive import archive_of
from steelyard.records import TIE, Case, Event, Pole, Window, event_table
from steelyard.series import DyadEvents, dyad_events, exposure_days, pole_spans, volume

DAY = date(2019, 11, 5)


def dyad(case: Case, events: list[Event], role: str = "rival") -> DyadEvents:
    archive = archive_of(event_table(events), TIE.empty_table())
    return dyad_events(archive, case, "SRB", case.pole(role))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("actor", "recipient", "direction"),
    [
        ("SRB", "RUS", "client"),
        ("RUS", "SRB", "pole"),
        ("SRB;RUS", "SRB;RUS", "mutual"),
        ("SRB;RUS", "BLR", None),  # both act on a third party: that is not about the pair
        ("USA", "SRB;RUS", None),  # a third party acts on both
        ("SRB", "MKD", None),
        ("SRB;HUN", "EAEU", "client"),
    ],
)
def test_direction(
    small_case: Case,
    make_event: Callable[..., Event],
    actor: str,
    recipient: str,
    direction: str | None,
) -> None:
    found = dyad(small_case, [make_event(DAY, actor, recipient)])
    assert found.direction.tolist() == ([direction] if direction else [])


def test_members_belong_to_a_pole_on_their_days_only(
    small_case: Case, make_event: Callable[..., Event]
) -> None:
    events = [
        make_event(date(2019, 6, 1), "GBR", "SRB"),
        make_event(date(2021, 6, 1), "GBR", "SRB"),
        make_event(date(2021, 6, 1), "FRA", "SRB"),
    ]
    assert dyad(small_case, events, "partner").ids == (events[0].event_id, events[2].event_id)


def test_a_client_is_followed_through_its_predecessors(
    small_case: Case, make_event: Callable[..., Event]
) -> None:
    events = [
        make_event(date(1999, 6, 1), "RUS", "YUG"),
        make_event(date(2004, 6, 1), "RUS", "SCG"),
        make_event(date(2019, 6, 1), "RUS", "SRB"),
    ]
    assert len(dyad(small_case, events)) == 3


def test_a_client_is_never_in_a_pole(small_case: Case) -> None:
    case = replace(small_case, clients=("HUN",))
    assert "HUN" not in pole_spans(case, case.pole("partner"))
    assert "HUN" in pole_spans(small_case, small_case.pole("partner"))


def test_a_month_that_straddles_the_shock_is_undated(
    small_case: Case, make_event: Callable[..., Event]
) -> None:
    events = [
        make_event(date(2019, 10, 1), "RUS", "SRB", precision="month", number=1),
        make_event(date(2019, 11, 1), "RUS", "SRB", precision="month", number=2),
    ]
    found = dyad(small_case, events)
    assert found.within(small_case.after()).tolist() == [False, True]
    assert found.undated(small_case.after()).tolist() == [True, False]


def test_volume_counts_dated_events_that_happened(
    small_case: Case, make_event: Callable[..., Event]
) -> None:
    events = [
        make_event(DAY, "USA", "MKD", number=1),
        make_event(DAY, "USA", "MKD", status="planned", number=2),
        make_event(date(2019, 11, 1), "USA", "MKD", precision="month", number=3),
        make_event(date(2020, 1, 1), "USA", "MKD", number=4),
    ]
    archive = archive_of(event_table(events), TIE.empty_table())
    assert volume(archive, small_case.after()) == 1


def test_gaps_shorten_exposure_once() -> None:
    window = Window(date(2019, 1, 1), date(2019, 1, 31))
    gaps = [
        Window(date(2018, 12, 1), date(2019, 1, 6)),
        Window(date(2019, 1, 4), date(2019, 1, 11)),
        Window(date(2019, 3, 1), date(2019, 4, 1)),
    ]
    assert exposure_days(window, gaps) == 20


def test_a_pole_of_nobody_met_is_empty(small_case: Case, make_event: Callable[..., Event]) -> None:
    pole = Pole("moon", "other", ("JPN",))
    archive = archive_of(event_table([make_event(DAY, "RUS", "SRB")]), TIE.empty_table())
    assert len(dyad_events(archive, small_case, "SRB", pole)) == 0
