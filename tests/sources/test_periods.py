"""The days that files stand for, by their names."""

from __future__ import annotations

import re
from datetime import date

import pytest

from steelyard.records import Window
from steelyard.sources.periods import named_period


@pytest.mark.parametrize(
    ("shape", "name", "expected"),
    [
        (r"^(\d{4})(\d{2})(\d{2})\.", "20191231.csv", (date(2019, 12, 31), date(2020, 1, 1))),
        (r"^(\d{4})(\d{2})\.", "201912.zip", (date(2019, 12, 1), date(2020, 1, 1))),
        (r"^(\d{4})\.", "2019.zip", (date(2019, 1, 1), date(2020, 1, 1))),
        (r"^(\d{4})(\d{2})(\d{2})\.", "20190231.csv", None),
        (r"^(\d{4})\.", "events.zip", None),
    ],
)
def test_a_name_stands_for_a_day_a_month_or_a_year(
    shape: str, name: str, expected: tuple[date, date] | None
) -> None:
    assert named_period(re.compile(shape), name) == (Window(*expected) if expected else None)
