"""Windows: what a count over time may rest on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import ibis
import pyarrow as pa

from steelyard.archive import archive_of
from steelyard.diagnostics import reasons
from steelyard.records import COVERAGE, TIE, Case, Event, SourceCard, Window, event_table
from steelyard.series import Split, split

Make = Callable[..., Event]
LATER, EARLIER = date(2019, 11, 5), date(2019, 5, 5)


def windows(case: Case, selective: SourceCard, events: list[Event]) -> Split:
    cards = (selective, replace(selective, name="wire", sampling="systematic"))
    return split(archive_of(event_table(events), TIE.empty_table(), cards), case, "SRB", "rival")


def test_systematic_rows_alone_are_counted_where_they_know_the_pair(
    make_event: Make, small_case: Case, selective: SourceCard
) -> None:
    events = [
        make_event(LATER, "RUS", "SRB", source="wire"),
        make_event(LATER, "RUS", "SRB"),
        make_event(LATER, "USA", "MKD", source="wire"),
        make_event(LATER, "USA", "MKD"),
    ]
    found = windows(small_case, selective, events)
    assert not found.selective
    assert sorted(found.countable(found.after).tolist()) == [False, True]
    assert (found.others_before, found.others_after) == (0, 1)


def test_searched_rows_are_counted_where_there_is_nothing_else(
    make_event: Make, small_case: Case, selective: SourceCard
) -> None:
    events = [make_event(LATER, "RUS", "SRB"), make_event(LATER, "USA", "MKD", source="wire")]
    found = windows(small_case, selective, events)
    assert found.selective
    assert found.countable(found.after).tolist() == [True]
    assert found.others_after == 1


def test_silence_of_a_source_that_covers_the_window_is_an_answer(
    make_event: Make, small_case: Case, selective: SourceCard
) -> None:
    assert not windows(
        small_case, selective, [make_event(LATER, "USA", "MKD", source="wire")]
    ).selective
    assert windows(small_case, selective, [make_event(LATER, "USA", "MKD")]).selective
    assert windows(
        small_case, selective, [make_event(EARLIER, "USA", "MKD", source="wire")]
    ).selective


def test_only_what_happened_is_undated(
    make_event: Make, small_case: Case, selective: SourceCard
) -> None:
    october = {"precision": "month"}
    events = [
        make_event(date(2019, 10, 1), "RUS", "SRB", **october),
        make_event(date(2019, 10, 1), "RUS", "SRB", status="planned", **october),
    ]
    assert windows(small_case, selective, events).undated == 1


def test_gaps_are_shares_of_a_window(
    make_event: Make, small_case: Case, selective: SourceCard
) -> None:
    case = replace(small_case, gaps=(Window(date(2019, 10, 18), date(2019, 11, 2)),))
    found = windows(case, selective, [make_event(LATER, "RUS", "SRB")])
    assert (found.days_after, found.gap_before) == (60, 0.0)
    assert found.gap_after == 1 - 60 / 75


def test_a_threat_has_happened_when_it_is_made(
    make_event: Make, small_case: Case, selective: SourceCard
) -> None:
    events = [
        make_event(LATER, "RUS", "SRB", "THREATEN", status=status, number=number)
        for number, status in enumerate(("threatened", "denied", "hypothetical"))
    ]
    found = windows(small_case, selective, events)
    assert int(found.after.happened.sum()) == 1
    assert found.others_after == 0


def test_a_day_is_said_as_precisely_as_it_is_known(
    make_event: Make, small_case: Case, selective: SourceCard
) -> None:
    events = [
        make_event(LATER, "RUS", "SRB"),
        make_event(date(2019, 12, 1), "RUS", "SRB", precision="month"),
        make_event(date(2018, 1, 1), "RUS", "SRB", precision="year"),
    ]
    found = windows(small_case, selective, events)
    assert [found.after.when(at) for at in range(2)] == ["2019-11-05", "2019-12"]
    assert found.before.when(0) == "2018"


def covered(
    case: Case, selective: SourceCard, events: list[Event], spans: dict[str, tuple[date, date]]
) -> Split:
    """The split of an archive whose systematic sources cover these days whole."""
    cards = (selective, *(replace(selective, name=n, sampling="systematic") for n in spans))
    rows = [
        {
            "source": name,
            "day": first + timedelta(days=n),
            "state": "whole",
            "file": None,
            "rows": 1,
        }
        for name, (first, last) in spans.items()
        for n in range((last - first).days)
    ]
    coverage = ibis.memtable(pa.Table.from_pylist(rows, schema=COVERAGE))
    archive = archive_of(event_table(events), TIE.empty_table(), cards)
    return split(replace(archive, coverage=coverage), case, "SRB", "rival")


BEFORE, BOTH = (
    (date(2016, 1, 1), date(2019, 9, 1)),
    (date(2016, 1, 1), date(2020, 2, 1)),
)


def test_a_source_that_ends_before_the_shock_is_set_aside_where_others_tell(
    make_event: Make, small_case: Case, selective: SourceCard
) -> None:
    events = [
        make_event(EARLIER, "RUS", "SRB", source="old"),
        make_event(EARLIER, "RUS", "SRB"),
        make_event(EARLIER, "USA", "MKD", source="old"),
        make_event(LATER, "RUS", "SRB"),
    ]
    found = covered(small_case, selective, events, {"old": BEFORE})
    assert found.aside == ("old",)
    assert found.selective
    assert sorted(found.countable(found.before).tolist()) == [False, True]
    assert found.others_before == 0
    assert reasons.caveats(found)[0].startswith("old does not cover both windows")


def test_of_two_sources_the_one_that_covers_both_windows_counts(
    make_event: Make, small_case: Case, selective: SourceCard
) -> None:
    events = [
        make_event(EARLIER, "RUS", "SRB", source="old"),
        make_event(EARLIER, "RUS", "SRB", source="wire"),
        make_event(LATER, "RUS", "SRB", source="wire"),
    ]
    found = covered(small_case, selective, events, {"old": BEFORE, "wire": BOTH})
    assert (found.systematic, found.aside, found.selective) == (("wire",), ("old",), False)
    assert int(found.countable(found.before).sum()) == 1
    assert found.gap_after == 0


def test_alone_such_a_source_is_a_gap(
    make_event: Make, small_case: Case, selective: SourceCard
) -> None:
    events = [make_event(EARLIER, "RUS", "SRB", source="old")]
    found = covered(small_case, selective, events, {"old": BEFORE})
    assert (found.systematic, found.aside) == (("old",), ())
    assert found.gap_after == 1


def test_a_source_that_covers_both_windows_or_states_no_days_is_not_set_aside(
    make_event: Make, small_case: Case, selective: SourceCard
) -> None:
    events = [make_event(EARLIER, "RUS", "SRB", source="wire"), make_event(LATER, "RUS", "SRB")]
    assert covered(small_case, selective, events, {"wire": BOTH}).aside == ()
    assert windows(small_case, selective, events).aside == ()


def test_a_month_that_lies_in_a_window_is_counted_in_a_search(
    make_event: Make, small_case: Case, selective: SourceCard
) -> None:
    """The month of the shock itself may fall on either side, a whole year before it cannot."""
    events = [
        make_event(first, *pair, precision=precision)
        for pair in (("RUS", "SRB"), ("USA", "MKD"))
        for first, precision in (
            (date(2019, 11, 1), "month"),
            (date(2019, 10, 1), "month"),
            (date(2018, 1, 1), "year"),
        )
    ]
    found = windows(small_case, selective, events)
    assert (found.others_before, found.others_after) == (1, 1)
    assert (len(found.before), len(found.after), found.undated) == (1, 1, 1)
    wired = [replace(event, source="wire") for event in events]
    assert windows(small_case, selective, wired).others_before == 0
