"""A case is weighed once more without the rows that were read from Russian."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import steelyard as sy
from steelyard.archive import archive_of
from steelyard.pipeline.weighing import subsets_of
from steelyard.records import TIE, Event, event_table
from steelyard.series import Record

DAY = date(2019, 10, 19)
WITHOUT = "without rows read from Russian"


def counts(events: list[Event]) -> dict[str, int]:
    """Return how many rows each subset of a record of these events has."""
    archive = archive_of(event_table(events), TIE.empty_table())
    record = Record(archive, sy.load_case("balkans-2019"))
    return {one.left_out: one.events.count().to_pyarrow().as_py() for one in subsets_of(record)}


def test_rows_read_from_russian_are_left_out(make_event: Callable[..., Event]) -> None:
    plain = [make_event(DAY, "RUS", "SRB", number=n) for n in range(3)]
    english = replace(plain[0], coder="rules 4")
    russian = replace(plain[1], coder="rules ru 1")
    assert counts([english, russian, plain[2]])[WITHOUT] == 2


def test_a_record_of_one_language_has_no_such_check(make_event: Callable[..., Event]) -> None:
    plain = [make_event(DAY, "RUS", "SRB", number=n) for n in range(2)]
    assert WITHOUT not in counts(plain)
    assert WITHOUT not in counts([replace(one, coder="rules ru 1") for one in plain])
