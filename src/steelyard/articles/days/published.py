"""Days of publication, as files state them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from steelyard.errors import VocabularyError
from steelyard.vocabulary.time import DayStyle

#: No news in the formats that are read here is older.
FIRST_DAY = date(1800, 1, 1)

#: The day of the week before a day, and the clock behind it. The day counts as its publisher
#: writes it, whatever the zone: 23:30 in New York on the 18th is the 18th.
_WEEKDAY = re.compile(r"^[^\W\d]+\.?,\s*")
_CLOCK = re.compile(r"[T ,]+(?:at )?\d{1,2}:\d{2}.*$")
_COMPACT_CLOCK = re.compile(r"^(\d{8})T?\d{0,6}Z?$")
_WEEK = re.compile(r"(\d{4})-W(\d{2})-(\d)")
_SECONDS = re.compile(r"\d{10}|\d{13}")
_SHORT_YEAR = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2}")
_ZONE = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})(?:Z|[+-]\d{2}:?\d{2})$")


def publication_day(text: str) -> tuple[date | None, str]:
    """Read the day that a text states: ISO, ``20191223``, ``December 23, 2019``, RFC 2822.

    Returns:
        The day and an empty text; or None and what is wrong with it. A day that may be two, a
        day before 1800 or after tomorrow is none.
    """
    stripped = " ".join(text.split())
    day = _numbered(stripped)
    if day is None:
        try:
            day, precision = DayStyle().read(_bare(stripped))
        except VocabularyError as error:
            return None, str(error).split(". ", 1)[0]
        if precision != "day" or _SHORT_YEAR.fullmatch(_bare(stripped)):
            return None, f"'{stripped[:40]}' is not a day such as 2019-12-23"
    if day < FIRST_DAY:
        return None, f"{day} is before {FIRST_DAY}"
    if day > datetime.now(UTC).date() + timedelta(days=1):
        return None, f"{day} is in the future"
    return day, ""


def _bare(text: str) -> str:
    """A day without the day of the week before it and the clock behind it."""
    text = _CLOCK.sub("", _WEEKDAY.sub("", text))
    return _ZONE.sub(r"\1", _COMPACT_CLOCK.sub(r"\1", text))


def _numbered(text: str) -> date | None:
    """The day of a week, or of a count of seconds."""
    try:
        if found := _WEEK.fullmatch(text):
            year, week, weekday = map(int, found.groups())
            return date.fromisocalendar(year, week, weekday)
        if _SECONDS.fullmatch(text):
            return datetime.fromtimestamp(int(text[:10]), UTC).date()
    except ValueError:
        return None
    return None
