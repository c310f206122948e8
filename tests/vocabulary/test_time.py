from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.errors import VocabularyError
from steelyard.vocabulary import PRECISIONS, parse_day, period
from steelyard.vocabulary.time import MONTHS, calendar_day, month_number

DAYS = st.dates(max_value=date(9998, 12, 31))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019-10-18", (date(2019, 10, 18), "day")),
        (" 2019-10-18 ", (date(2019, 10, 18), "day")),
        ("2019-10", (date(2019, 10, 1), "month")),
        ("2019", (date(2019, 1, 1), "year")),
        ("2020-02-29", (date(2020, 2, 29), "day")),
    ],
)
def test_three_shapes_are_read(text: str, expected: tuple[date, str]) -> None:
    assert parse_day(text) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is not a day"),
        ("18.10.2019", "is not a day"),
        ("2019-10-18T00:00", "is not a day"),
        ("2019-1-8", "is not a day"),
        ("\u0662\u0660\u0661\u0669", "is not a day"),
        ("2019-02-29", "is not in the calendar"),
        ("2019-13", "is not in the calendar"),
        ("2019-00", "is not in the calendar"),
        ("2019-10-00", "is not in the calendar"),
        ("0000", "out of range"),
        ("9999-12-31", "out of range"),
    ],
)
def test_anything_else_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(VocabularyError, match=why) as caught:
        parse_day(text)
    assert text in str(caught.value)


@given(DAYS, st.sampled_from(PRECISIONS))
def test_a_period_holds_its_day_and_tiles_the_calendar(day: date, precision: str) -> None:
    start, end = period(day, precision)
    assert start <= day < end
    assert period(start, precision) == (start, end)
    assert period(end - timedelta(days=1), precision) == (start, end)
    if end.year <= 9998:
        assert period(end, precision)[0] == end


@given(DAYS)
def test_finer_periods_lie_in_coarser_ones(day: date) -> None:
    (day_start, day_end), (month_start, month_end), (year_start, year_end) = (
        period(day, precision) for precision in PRECISIONS
    )
    assert year_start <= month_start <= day_start < day_end <= month_end <= year_end


@given(DAYS, st.sampled_from(PRECISIONS))
def test_a_day_written_is_read_again(day: date, precision: str) -> None:
    length = {"day": 10, "month": 7, "year": 4}[precision]
    assert parse_day(day.isoformat()[:length]) == (period(day, precision)[0], precision)


def test_a_precision_or_year_out_of_range_is_refused() -> None:
    with pytest.raises(VocabularyError, match=r"Precision 'week' .* day, month, year"):
        period(date(2019, 10, 18), "week")
    with pytest.raises(VocabularyError, match="out of range"):
        period(date(9999, 12, 31), "day")


def test_months_are_known_whole_and_shortened_and_nothing_else() -> None:
    assert [month_number(name) for name in MONTHS] == list(range(1, 13))
    assert [month_number(name) for name in ("Sept.", "OCT", "Mai", "octo", "")] == [
        9,
        10,
        None,
        None,
        None,
    ]


def test_no_day_rolls_over() -> None:
    assert calendar_day(2024, 2, 29) == date(2024, 2, 29)
    assert calendar_day(2023, 2, 29) is None
    assert calendar_day(2024, 13, 18) is None
