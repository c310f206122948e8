"""What lists of members say in a searched record: organisations of either pole that the client joined or left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from steelyard import diagnostics
from steelyard.archive import archive_of
from steelyard.records import (
    Case,
    Event,
    Finding,
    Pole,
    Shock,
    SourceCard,
    Window,
    event_table,
    tie_table,
)
from steelyard.series import membership_changes

Make = Callable[..., Event]
Asked = Callable[[str, str, date], Finding]

WEST = Pole("west", "partner", ("EU", "NATO", "USA"), ("EU",), "the West")
RUSSIA = Pole("russia", "rival", ("RUS",), (), "Russia")


def about(
    case: Case,
    client: str,
    day: date,
    *,
    poles: tuple[Pole, Pole] = (WEST, RUSSIA),
    days: int = 365,
) -> Case:
    """The case of a client and a day, with windows of as many days as given after it."""
    return replace(
        case,
        clients=(client,),
        shock=Shock(day, ("EU",), (client,), "nothing"),
        windows={
            "before": Window(date(day.year - 3, day.month, day.day), day),
            "after": Window(day, date.fromordinal(day.toordinal() + days)),
        },
        poles=poles,
    )


def put(name: str, case: Case, events: list[Event], card: SourceCard) -> Finding:
    """One diagnostic, asked of the client of a case."""
    store = archive_of(event_table(events), tie_table([]), (card,))
    one, client = diagnostics.get(name), case.clients[0]
    return diagnostics.finding(one, client, one.gather(store, case, client))


def talk(make: Make, client: str, day: date) -> list[Event]:
    """Two visits of a client to each pole on either side of a day."""
    days = [date.fromordinal(day.toordinal() + n) for n in (-200, -100, 20, 40)]
    return [make(one, client, other) for one in days for other in ("EU", "RUS")]


@pytest.fixture
def asked(small_case: Case, selective: SourceCard, make_event: Make) -> Asked:
    """Ask a diagnostic about a client and a day, of a searched record with little in it."""

    def ask(name: str, client: str, day: date) -> Finding:
        return put(name, about(small_case, client, day), talk(make_event, client, day), selective)

    return ask


@pytest.mark.parametrize(
    ("client", "day", "grade"),
    [
        ("MKD", date(2019, 10, 18), "opposes"),
        ("MKD", date(2020, 6, 1), "cannot_tell"),  # joined before
        ("SRB", date(2019, 10, 18), "cannot_tell"),
    ],
)
def test_who_joins_its_partner_did_not_break_with_it(
    asked: Asked, client: str, day: date, grade: str
) -> None:
    found = asked("breach", client, day)
    assert found.grade == grade
    assert ("It joined NATO on 27 March 2020." in found.sentence) == (grade == "opposes")


def test_a_pact_of_its_partner_that_the_client_left_is_a_break(
    small_case: Case, selective: SourceCard, make_event: Make
) -> None:
    day = date(1999, 1, 1)
    moscow = Pole("russia", "partner", ("RUS", "CSTO"), (), "Russia")
    case = about(small_case, "GEO", day, poles=(moscow, replace(WEST, role="rival")))
    found = put("breach", case, talk(make_event, "GEO", day), selective)
    assert found.grade == "supports"
    assert "left the Collective Security Treaty Organization on 20 April 1999" in found.sentence


@pytest.mark.parametrize(
    ("client", "day", "grade", "answered"),
    [
        ("SRB", date(2019, 10, 18), "cannot_tell", "bounded"),  # none was joined
        ("ARM", date(2014, 6, 1), "supports", "graded"),  # the Eurasian Economic Union
        ("BLR", date(2019, 10, 18), "not_applicable", "open"),  # a member of all of them
        ("SRB", date(2025, 6, 1), "not_applicable", "open"),  # beyond the lists
    ],
)
def test_a_new_membership_is_seen_or_ruled_out_by_the_lists(
    asked: Asked, client: str, day: date, grade: str, answered: str
) -> None:
    found = asked("novelty", client, day)
    assert (found.grade, found.answered) == (grade, answered)
    if answered == "bounded":
        assert (found.low, found.effect, found.high) == (0.0, 0.0, 0.0)
        assert "joined none of Russia's organisations" in found.sentence


def test_a_systematic_record_is_not_asked_for_lists(
    small_case: Case, selective: SourceCard, make_event: Make
) -> None:
    day = date(2019, 10, 18)
    card = replace(selective, sampling="systematic")
    found = put("breach", about(small_case, "MKD", day), talk(make_event, "MKD", day), card)
    assert "NATO" not in found.sentence


def test_lists_are_read_until_the_last_window_of_a_case(small_case: Case) -> None:
    case = about(small_case, "MKD", date(2019, 10, 18), days=75)
    assert membership_changes(case, "MKD", "partner") == ()
    longer = {**case.windows, "concession": Window(date(2019, 10, 18), date(2021, 1, 1))}
    changes = membership_changes(replace(case, windows=longer), "MKD", "partner")
    assert [(one.organisation, one.joined, one.day) for one in changes] == [
        ("NATO", True, date(2020, 3, 27))
    ]
