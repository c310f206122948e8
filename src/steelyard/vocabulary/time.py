"""Days as the records write them: a first day, and how exactly it is known."""

from __future__ import annotations

import re
from datetime import date, timedelta

from steelyard.errors import VocabularyError

#: How exactly a day is known, the finest first.
PRECISIONS = ("day", "month", "year")

#: The months in English, in small letters and in their order.
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)

#: Letters by which a month is told from the others: ``Oct``, ``Sept.`` and ``October`` are one.
_LETTERS = 3

_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_LAST_YEAR = 9998  # the end of a period must still be a date


def parse_day(text: str) -> tuple[date, str]:
    """Read ``2019-10-18``, ``2019-10`` or ``2019``.

    Returns:
        The first day of the period named, and its precision: ``day``, ``month`` or ``year``.

    Raises:
        VocabularyError: the text has another shape, or names no day of the calendar.
    """
    match = _SHAPE.fullmatch(text.strip())
    if match is None:
        msg = (
            f"'{text}' is not a day. Allowed are YYYY-MM-DD, YYYY-MM and YYYY, such as 2019-10-18."
        )
        raise VocabularyError(msg)
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None  # the shape begins with it
    if not 1 <= year <= _LAST_YEAR:
        msg = f"The year of '{text}' is out of range. Allowed are 0001 to {_LAST_YEAR}."
        raise VocabularyError(msg)
    try:
        first = date(year, month or 1, day or 1)
    except ValueError as error:
        msg = f"'{text}' is not in the calendar. Check its month and day (YYYY-MM-DD)."
        raise VocabularyError(msg) from error
    # A zero month or day is falsy and would slip through as the first.
    if month == 0 or day == 0:
        msg = f"'{text}' is not in the calendar. Write YYYY-MM or YYYY where the rest is unknown."
        raise VocabularyError(msg)
    return first, PRECISIONS[match.groups().count(None)]


def month_number(name: str) -> int | None:
    """Return the number of a month in English, whole or shortened; None where it names none.

    >>> month_number("Sept."), month_number("Octopus")
    (9, None)
    """
    low = name.strip().rstrip(".").lower()
    if low == "sept":
        return MONTHS.index("september") + 1
    return next(
        (at for at, month in enumerate(MONTHS, 1) if low in (month, month[:_LETTERS])), None
    )


def calendar_day(year: int, month: int, day: int) -> date | None:
    """Return the day, None where the calendar has none such; nothing rolls over."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def period(day: date, precision: str) -> tuple[date, date]:
    """Return the half-open period [start, end) that ``day`` stands for.

    Args:
        day: any day of the period.
        precision: ``day``, ``month`` or ``year``.

    Raises:
        VocabularyError: the precision is unknown, or the period ends after the calendar.
    """
    if day.year > _LAST_YEAR:
        msg = f"The year of '{day}' is out of range. Allowed are 0001 to {_LAST_YEAR}."
        raise VocabularyError(msg)
    if precision == "day":
        return day, day + timedelta(days=1)
    if precision == "month":
        return day.replace(day=1), date(day.year + day.month // 12, day.month % 12 + 1, 1)
    if precision == "year":
        return date(day.year, 1, 1), date(day.year + 1, 1, 1)
    msg = f"Precision '{precision}' is not in the vocabulary. Allowed are {', '.join(PRECISIONS)}."
    raise VocabularyError(msg)
