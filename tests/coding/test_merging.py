"""Merging by hand: which two reports of one article are of one event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from steelyard.coding.merging import Telling, is_same, merge
from steelyard.records import Event

DAY = date(2019, 11, 5)


@pytest.fixture
def event(make_event: Callable[..., Event]) -> Event:
    return make_event(DAY, "SRB", "RUS", confidence=0.5)


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({}, True),
        ({"type": "SUPPORT"}, False),
        ({"status": "planned"}, False),
        ({"actor": ("MKD",)}, False),
        ({"recipient": ("BLR",)}, False),
        ({"recipient": ()}, True),
        ({"day": date(2019, 11, 6)}, False),
        ({"precision": "month", "day": date(2019, 11, 1)}, True),
        ({"precision": "month", "day": date(2019, 12, 1)}, False),
        ({"precision": "month", "day": date(2018, 11, 1)}, False),
        ({"precision": "year", "day": date(2019, 1, 1)}, True),
        ({"precision": "year", "day": date(2018, 1, 1)}, False),
    ],
    ids=str,
)
def test_act_parties_status_and_time_have_to_agree(
    event: Event, change: dict[str, object], same: bool
) -> None:
    other = replace(event, **change)  # type: ignore[arg-type]
    assert is_same(event, other) is same
    assert is_same(other, event) is same


def test_the_surer_report_is_kept_with_the_finer_day_of_the_other(event: Event) -> None:
    vague = replace(event, day=date(2019, 11, 1), precision="month", confidence=0.9)
    (kept,) = merge([Telling(event, "a"), Telling(vague, "b")])
    assert (kept.confidence, kept.day, kept.precision) == (0.9, DAY, "day")


def test_what_the_text_says_of_its_day_is_better_than_the_date_of_the_article(event: Event) -> None:
    by_date = replace(event, confidence=0.9)
    by_text = replace(event, day=date(2019, 11, 1), precision="month", confidence=0.1)
    (kept,) = merge([Telling(by_date, "a", dated=False), Telling(by_text, "b", dated=True)])
    assert (kept.confidence, kept.precision) == (0.9, "month")


def test_a_recipient_that_only_one_report_names_is_kept(event: Event) -> None:
    bare = replace(event, recipient=(), confidence=0.9)
    (kept,) = merge([Telling(bare, "visit"), Telling(event, "visit")])
    assert (kept.recipient, kept.confidence) == (("RUS",), 0.9)
    assert len(merge([Telling(bare, "visit"), Telling(event, "talks")])) == 2
