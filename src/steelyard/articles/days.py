"""Days of publication, as files state them: the publisher's own day, as it is printed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from steelyard.vocabulary.time import Order, calendar_day, month_anywhere

#: No news in the formats that are read here is older.
FIRST_DAY = date(1800, 1, 1)

#: How the doubt about a day ends that is another with another order of day and month.
AMBIGUOUS = "may be day and month or month and day"

_LETTER = "[A-Za-z\u00c0-\u024f\u0370-\u04ff]"
_WEEKDAY = rf"(?:{_LETTER}{{2,14}}(?:\.?, ?|\.? ))?"
_CLOCK = r"(?:\d{1,2}[:.]\d{2}(?::\d{2})? ?(?:[ap]\.?m\.?)? ?(?:[a-z]{2,5})?,? (?:on )?)?"
_REST = r"(?:[T ,;:|(\u00b7\u2013\u2014+-].*)?"
_FLAGS = re.IGNORECASE | re.ASCII
_NAMED = rf"(?P<n>{_LETTER}{{3,12}})\.?"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th|er|\.)?"
_YEAR = r"(?P<y>\d{4}|\d{2}(?= |$))"

_SHAPES = (
    re.compile(rf"(?P<y>\d{{4}})(?P<s>[-/.])(?P<m>\d{{1,2}})(?P=s)(?P<d>\d{{1,2}}){_REST}", _FLAGS),
    re.compile(
        r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:[T ]?\d{2,6}(?:Z|[+-]\d{2}:?\d{2})?)?", _FLAGS
    ),
    re.compile(rf"{_CLOCK}{_WEEKDAY}{_NAMED} {_DAY},? (?P<y>\d{{4}})\b.*", _FLAGS),
    re.compile(
        rf"{_CLOCK}{_WEEKDAY}{_DAY}[ -](?:(?:of|de|di) )?{_NAMED},?[ -](?:de )?{_YEAR}\b.*", _FLAGS
    ),
    re.compile(rf"{_DAY}/{_NAMED}/(?P<y>\d{{4}})\b.*", _FLAGS),
    re.compile(rf"(?P<y>\d{{4}})\.?[ -]{_NAMED}[ -]{_DAY}{_REST}", _FLAGS),
    re.compile(
        rf"{_WEEKDAY}{_NAMED} {_DAY} [\d:]+(?: (?:[a-z]{{3,4}}|[+-]\d{{4}}))? (?P<y>\d{{4}})",
        _FLAGS,
    ),
)
_WEEK = re.compile(rf"(\d{{4}})-?W(\d{{2}})-?([1-7]){_REST}", _FLAGS)
_ORDINAL = re.compile(rf"(\d{{4}})-?(\d{{3}}){_REST}", _FLAGS)
_NUMBERS = re.compile(rf"{_WEEKDAY}(\d{{1,2}})([/.-]) ?(\d{{1,2}})\2 ?(\d{{4}})\.?{_REST}", _FLAGS)
_SECONDS = re.compile(r"(1\d{9})(?:\.\d+|\d{3}|\d{6}|\d{9})?", re.ASCII)

#: RFC 2822: years of two digits below this are of this century.
_PIVOT = 50

_MONTHS_A_YEAR = 12

#: A line that begins with a day and ends in a word and a full stop has no more words, or is a sentence.
_MOST_WORDS = 3
_SENTENCE = re.compile(rf"{_LETTER}{{3,}}[\"\u201d]?[.!?]$")


def publication_day(text: str, order: Order | None = None) -> tuple[date | None, str]:
    """Read the day that a text states, as it is printed there, whatever its zone.

    ISO days, weeks (``2024-W12-1``) and ordinals (``2024-077``), ``20191223``, ``2024/3/18``,
    ``December 23, 2019``, RFC 2822, seconds since 1970 (of UTC), and ``18/03/2024`` where it can
    be but one day. Nothing is guessed: a day without its year is no day, and none rolls over.

    Args:
        text: What states the day.
        order: Which comes first in ``03/04/2024``, where something else has shown it.

    Returns:
        The day and an empty text; or None and what is wrong with it. A day before 1800 or
        after tomorrow cannot be a day of publication.
    """
    stripped = " ".join(text.split())
    if _SENTENCE.search(stripped) and stripped.count(" ") > _MOST_WORDS:
        return None, f"'{stripped[:40]}' is a sentence, and no day such as 2019-12-23"
    day, wrong = _in_seconds(stripped) or _in_letters(stripped) or _in_numbers(stripped, order)
    if day is None:
        return None, wrong
    if day < FIRST_DAY:
        return None, f"{day} is before {FIRST_DAY}"
    if day > _latest():
        return None, f"{day} is in the future"
    return day, ""


def is_ambiguous(doubt: str) -> bool:
    """Say whether a doubt about a day is only which of two days it is."""
    return doubt.endswith(AMBIGUOUS)


def _latest() -> date:
    return datetime.now(UTC).date() + timedelta(days=1)


def _in_seconds(text: str) -> tuple[date | None, str] | None:
    """The day of seconds, milliseconds or finer since 1970; None where a number is no such."""
    found = _SECONDS.fullmatch(text)
    if found is None:
        return None
    day = datetime.fromtimestamp(int(found[1]), UTC).date()
    return (day, "") if day <= _latest() else None


def _in_letters(text: str) -> tuple[date | None, str] | None:
    """The day of a text whose parts cannot be taken for one another; None for another text."""
    for shape in _SHAPES:
        if match := shape.fullmatch(text):
            parts = match.groupdict()
            month = int(parts["m"]) if "m" in parts else month_anywhere(parts["n"])
            if month is None:
                continue
            year = int(parts["y"])
            if len(parts["y"]) == len("24"):
                year += 2000 if year < _PIVOT else 1900
            return _known(calendar_day(year, month, int(parts["d"])), text)
    if match := _WEEK.fullmatch(text):
        year, week, weekday = (int(part) for part in match.groups())
        try:
            return date.fromisocalendar(year, week, weekday), ""
        except ValueError:
            return _known(None, text)
    if match := _ORDINAL.fullmatch(text):
        year, number = int(match[1]), int(match[2])
        first = calendar_day(year, 1, 1)
        day = first + timedelta(days=number - 1) if first and number > 0 else None
        return _known(day if day and day.year == year else None, text)
    return None


def _in_numbers(text: str, order: Order | None) -> tuple[date | None, str]:
    """The day of ``18/03/2024`` or ``18.03.2024``; points never stand between month and day."""
    found = _NUMBERS.fullmatch(text)
    if found is None:
        return None, f"'{text[:40]}' is not a day such as 2019-12-23"
    one, other, year = int(found[1]), int(found[3]), int(found[4])
    if found[2] == "." or one > _MONTHS_A_YEAR or (order == "dmy" and other <= _MONTHS_A_YEAR):
        return _known(calendar_day(year, other, one), text)
    if other > _MONTHS_A_YEAR or one == other or order == "mdy":
        return _known(calendar_day(year, one, other), text)
    return None, f"'{text[:40]}' {AMBIGUOUS}"


def _known(day: date | None, text: str) -> tuple[date | None, str]:
    return (day, "") if day else (None, f"'{text[:40]}' is not in the calendar")
