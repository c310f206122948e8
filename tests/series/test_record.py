"""A record asks its archive once; columns of events are those of EVENT, in one list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import ibis.expr.types as ir
import pytest

from steelyard import diagnostics
from steelyard.archive import archive_of
from steelyard.case_file import load_case
from steelyard.records import EVENT, TIE, Archive, Case, Event, Window, event_table
from steelyard.series import DyadEvents, Record, attention, client_ties, neighbours, split, volume
from steelyard.series.dyads import ASKED, COLUMNS


class Counting(Record):
    """Counts how often the tables of the archive are taken."""

    taken = 0

    @property
    def events(self) -> ir.Table:
        self.taken += 1
        return self.archive.events

    @property
    def ties(self) -> ir.Table:
        self.taken += 1
        return self.archive.ties


@pytest.fixture
def case() -> Case:
    return load_case("balkans-2019")


@pytest.fixture
def archive(make_event: Callable[..., Event]) -> Archive:
    events = [make_event(date(2019, 11, day), "SRB", "RUS", number=day) for day in range(1, 20)]
    return archive_of(event_table(events), TIE.empty_table())


QUESTIONS: dict[str, Callable[[Archive, Case], Any]] = {
    "split": lambda archive, case: split(archive, case, "SRB", "rival"),
    "ties": lambda archive, case: client_ties(archive, case, "SRB"),
    "neighbours": lambda archive, case: neighbours(archive, case, "SRB"),
    "volume": lambda archive, case: volume(archive, case.before),
    "attention": lambda archive, case: attention(
        archive, case, case.pole("rival"), case.before, ()
    ),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_record_asks_its_archive_once(name: str, archive: Archive, case: Case) -> None:
    record = Counting(archive, case)
    first = QUESTIONS[name](record, case)
    taken = record.taken
    assert taken
    assert QUESTIONS[name](record, case) is first
    assert record.taken == taken


def test_what_a_record_remembers_is_its_own(archive: Archive, case: Case) -> None:
    one, other = Record(archive, case), Record(archive, case)
    assert split(one, case, "SRB", "rival") is not split(other, case, "SRB", "rival")


def test_a_case_with_another_day_asks_what_was_not_asked(archive: Archive, case: Case) -> None:
    day = case.before.end - timedelta(days=7)
    windows = {**case.windows, "before": Window(case.before.start, day)}
    windows["after"] = Window(day, case.after().end)
    moved = replace(case, windows=windows)
    record = Counting(archive, case)
    there = split(record, case, "SRB", "rival")
    again = record.asked_by(moved)
    here = split(again, moved, "SRB", "rival")
    assert isinstance(again, Counting) and not again.taken, (
        "the rows, the days and the neighbours are those of the case"
    )
    assert (here.earlier.end, there.earlier.end) == (day, case.before.end)
    alone = split(Record(archive, moved), moved, "SRB", "rival")
    assert here.calendar.neighbours == alone.calendar.neighbours
    assert list(here.before.event_id) == list(alone.before.event_id)
    assert (here.others_before, here.others_after) == (alone.others_before, alone.others_after)


def test_another_window_is_another_question(archive: Archive, case: Case) -> None:
    record = Record(archive, case)
    assert volume(record, Window(date(2019, 11, 1), date(2019, 11, 11))) == 10
    assert volume(record, Window(date(2019, 11, 1), date(2019, 11, 6))) == 5


def test_a_record_gives_the_findings_of_its_archive(archive: Archive, case: Case) -> None:
    record = Record(archive, case)
    for name in ("tempo", "priority"):
        asked = diagnostics.get(name)
        ours, theirs = (asked.judge(asked.gather(one, case, "SRB")) for one in (record, archive))
        assert ours == theirs


def test_the_columns_of_a_pair_are_those_of_the_event_table(archive: Archive, case: Case) -> None:
    worked_out = {"start", "end", "direction"}
    assert set(COLUMNS) - worked_out < set(EVENT.names)
    assert set(ASKED) == (set(COLUMNS) - worked_out) | {"day", "actor", "recipient"}
    after = split(archive, case, "SRB", "rival").rows_after
    row = archive.events.order_by("day").to_pyarrow().to_pylist()[0]
    for name in set(COLUMNS) - worked_out:
        value = getattr(after, name)[0]
        given = row[name]
        if name == "announced":
            assert str(value) == "NaT" and given is None
        else:
            assert value == (tuple(given) if isinstance(given, list) else given), name


def test_a_column_left_out_or_made_up_is_named() -> None:
    with pytest.raises(TypeError, match=r"'event_id'.*differ"):
        DyadEvents()
