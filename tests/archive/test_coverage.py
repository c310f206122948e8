"""Coverage by hand: what a file says of its days, and what is read off its rows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from steelyard.archive.load.coverage import PART, covered
from steelyard.archive.load.tally import FEW, Tally, refuse
from steelyard.errors import SourceError
from steelyard.records import Layout, Window

MONDAY = date(2019, 1, 7)


def layout(**more: object) -> Layout:
    return Layout(name="test", columns=("a",), reports=lambda rows: rows, **more)  # type: ignore[arg-type]


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def test_a_file_covers_the_days_that_its_name_says_whatever_its_rows_bear() -> None:
    named = layout(cover="file", covers=lambda _: Window(day(0), day(2)), share_of_day=0.25)
    assert covered(named, "x", {day(9): 5}) == {day(0): 0.25, day(1): 0.25}
    assert covered(layout(cover="file", covers=lambda _: None), "x", {day(0): 5}) == {}


def test_a_span_covers_every_day_between_its_rows_and_a_selection_none() -> None:
    rows = {day(0): 5, day(3): 1}
    assert covered(layout(cover="span"), "x", rows) == {day(n): 1.0 for n in range(4)}
    assert covered(layout(cover="none"), "x", rows) == {}
    assert covered(layout(cover="days"), "x", {}) == {}


def test_a_thin_day_counts_for_a_part_and_an_empty_one_for_nothing() -> None:
    rows = {day(n): 100 for n in range(56)}
    rows[day(21)] = 24
    rows[day(28)] = 25
    del rows[day(35)]
    found = covered(layout(cover="days"), "x", rows)
    assert (found[day(21)], found[day(28)]) == (PART, 1.0)
    assert day(35) not in found
    assert len(found) == 55


def test_a_day_is_held_against_its_own_weekday() -> None:
    rows = {day(n): 10 if n % 7 == 6 else 1000 for n in range(42)}
    assert set(covered(layout(cover="days"), "x", rows).values()) == {1.0}


def tally(good: int, bad: int) -> Tally:
    return Tally(good=good, bad=bad, outside=0, reasons=(f"{bad} x no day",), unknown={})


def test_a_few_bad_rows_never_refuse_a_file_that_has_good_ones() -> None:
    refuse("a.csv", tally(good=1, bad=FEW), worst=0.1)
    refuse("a.csv", tally(good=1_000, bad=100), worst=0.1)
    for one in (tally(good=1, bad=FEW + 1), tally(good=0, bad=1)):
        with pytest.raises(SourceError, match="rows are bad"):
            refuse("a.csv", one, worst=0.1)
    with pytest.raises(SourceError, match="has no rows"):
        refuse("a.csv", tally(good=0, bad=0), worst=0.1)
