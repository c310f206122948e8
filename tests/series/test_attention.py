"""Attention: with whom a pole dealt, each day and state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from steelyard.archive import archive_of
from steelyard.records import TIE, Case, Event, SourceCard, Window, event_table
from steelyard.series import attention, contacts

Make = Callable[..., Event]


def test_each_state_counts_and_the_pole_itself_does_not(
    make_event: Make, small_case: Case, selective: SourceCard
) -> None:
    first, second = date(2019, 10, 18), date(2019, 10, 20)
    events = [
        make_event(first, "RUS", "SRB"),
        make_event(first, "RUS", "SRB;MKD", number=1),
        make_event(second, "ARM", "RUS", number=2),
        make_event(second, "RUS", "EAEU", number=3),  # within the pole
        make_event(second, "RUS", "UN", number=4),  # no state
        make_event(second, "USA", "SRB", number=5),  # not the pole
        make_event(second, "RUS", "SRB", number=6, status="planned"),
        make_event(second, "RUS", "SRB", number=7, precision="month"),
        make_event(second, "RUS", "SRB", number=8, source="other"),
    ]
    store = archive_of(event_table(events), TIE.empty_table(), (selective,))
    span = Window(first, date(2019, 10, 22))
    found = attention(store, small_case, small_case.pole("rival"), span, ("test",))
    assert found.states == ("ARM", "MKD", "SRB")
    assert found.of(("SRB",)).tolist() == [2, 0, 0, 0]
    assert found.of(("ARM",)).tolist() == [0, 0, 1, 0]
    assert found.of(("YUG", "SRB")).tolist() == [2, 0, 0, 0]
    assert found.total.tolist() == [2, 0, 2, 0]  # the UN is outside the pole, if no state
    assert found.slots(Window(second, date(2020, 1, 1))) == slice(2, 4)


def test_an_empty_record_has_no_states(small_case: Case, selective: SourceCard) -> None:
    store = archive_of(event_table([]), TIE.empty_table(), (selective,))
    span = Window(date(2019, 1, 1), date(2019, 1, 4))
    found = attention(store, small_case, small_case.pole("rival"), span, ())
    assert found.states == ()
    assert found.total.tolist() == [0, 0, 0]
    assert found.of(("SRB",)).tolist() == [0, 0, 0]


def test_contacts_count_each_state_with_either_pole_before_and_after(
    make_event: Make, small_case: Case, selective: SourceCard
) -> None:
    first, second = date(2019, 10, 17), date(2019, 10, 18)
    events = [
        make_event(first, "RUS", "SRB"),
        make_event(first, "SRB", "RUS", number=1),
        make_event(second, "RUS", "SRB;ARM", number=2),
        make_event(second, "DEU", "SRB", number=3),  # a member of the partner's pole
        make_event(second, "USA", "YUG", number=4),
        make_event(second, "RUS", "USA", "CONSULT", number=5),  # no state outside the poles
        make_event(second, "RUS", "SRB", "ACCUSE", number=6),  # not friendly
        make_event(second, "RUS", "SRB", number=7, status="planned"),
        make_event(second, "RUS", "SRB", number=8, precision="month"),
        make_event(second, "RUS", "SRB", number=9, source="other"),
        make_event(date(2019, 10, 20), "RUS", "SRB", number=10),  # after the later window
        make_event(second, "SRB", "ARM", number=11),  # with no pole
    ]
    store = archive_of(event_table(events), TIE.empty_table(), (selective,))
    windows = (Window(date(2019, 10, 1), second), Window(second, date(2019, 10, 20)))
    found = contacts(store, small_case, windows, ("test",))
    assert found.states == ("ARM", "SRB", "YUG")
    assert found.of(("SRB",)).tolist() == [2, 0, 1, 1]
    assert found.of(("SRB", "SCG", "YUG")).tolist() == [2, 0, 1, 2]
    assert found.without(("SRB", "YUG")).tolist() == [[0, 0, 1, 0]]
    assert contacts(store, small_case, windows, ("none",)).of(("SRB",)).tolist() == [0, 0, 0, 0]
