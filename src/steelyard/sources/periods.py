"""The days that a publisher's file stands for, as its name tells them."""

from __future__ import annotations

import re

from steelyard.records import Window
from steelyard.vocabulary import PRECISIONS, period
from steelyard.vocabulary.time import calendar_day


def named_period(shape: re.Pattern[str], name: str) -> Window | None:
    """Return the day, month or year in a file's name, None where it names none.

    Args:
        shape: Its groups are the year, or the year and month, or the year, month and day.
        name: The name of the file.
    """
    found = shape.search(name)
    if found is None:
        return None
    parts = [int(part) for part in found.groups()]
    first = calendar_day(*(*parts, 1, 1)[:3])
    return None if first is None else Window(*period(first, PRECISIONS[-len(parts)]))
