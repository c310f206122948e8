"""The day of an act: named, relative, or the article's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from steelyard.coding.russian.article import resolve
from steelyard.coding.russian.text import Sentence

DAY = date(2020, 1, 15)  # a Wednesday
CASES = [
    ("Президент прибыл в Минск.", False, date(2020, 1, 15), "day"),
    ("Президент прибыл в Минск 12 января.", False, date(2020, 1, 12), "day"),
    ("Президент прибыл в Минск 28 декабря.", False, date(2019, 12, 28), "day"),
    ("Президент прибудет в Минск 3 марта.", True, date(2020, 3, 3), "day"),
    ("Президент прибудет в Минск в понедельник.", True, date(2020, 1, 20), "day"),
    ("Президент прибыл в Минск в понедельник.", False, date(2020, 1, 13), "day"),
    ("Президент прибудет в Минск завтра.", True, date(2020, 1, 16), "day"),
    ("Президент прибудет в Минск в мае.", True, date(2020, 5, 1), "month"),
    ("Президент прибыл в Минск в октябре 2018 года.", False, date(2018, 10, 1), "month"),
    ("Президент прибыл в Минск в 2017 году.", False, date(2017, 1, 1), "year"),
]


@pytest.mark.parametrize(("text", "ahead", "day", "precision"), CASES, ids=[c[0] for c in CASES])
def test_the_day_is_what_the_sentence_says(
    parsed: Callable[[str], Sentence], text: str, ahead: bool, day: date, precision: str
) -> None:
    found = resolve(parsed(text), 1, DAY, ahead=ahead)
    assert found is not None
    assert (found.day, found.precision) == (day, precision)


def test_without_a_day_only_one_that_is_whole_counts(parsed: Callable[[str], Sentence]) -> None:
    assert resolve(parsed("Президент прибыл в Минск 12 января."), 1, None, ahead=False) is None
    found = resolve(parsed("Президент прибыл в Минск 12 января 2020 года."), 1, None, ahead=False)
    assert found is not None
    assert found.day == date(2020, 1, 12)
