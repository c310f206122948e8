"""Days as the records write them, and as everybody else does: a first day, and how exactly it is known."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

from steelyard.errors import VocabularyError
from steelyard.vocabulary.tables import rows

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


#: The order of day, month and year where all three are numbers.
Order = Literal["dmy", "mdy", "ymd"]
ORDERS: tuple[Order, ...] = ("dmy", "mdy", "ymd")

#: The orders as messages say them.
SPOKEN_ORDERS: dict[Order, str] = {
    "dmy": "day, month, year",
    "mdy": "month, day, year",
    "ymd": "year, month, day",
}

_CLOCK = r"(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?(?: ?(?:Z|UTC|[+-]\d{2}(?::?\d{2})?))?)?"
_NUMBERS = re.compile(
    rf"(\d{{1,2}})([/.\-]) ?(\d{{1,2}})\2 ?(\d{{4}}|\d{{2}})\.?{_CLOCK}", re.ASCII
)
_YEAR_FIRST = re.compile(
    rf"(\d{{4}})([/.\-]) ?(\d{{1,2}})(?:\2 ?(\d{{1,2}})\.?)?{_CLOCK}", re.ASCII
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.](\d{4})", re.ASCII)
_NAME = r"([^\W\d_]{3,12})\.?"
_WEEKDAY = r"(?:[^\W\d_]{2,14}\.?,? )?"
_OF = r"(?:(?:de|of|di) )?"
_SPOKEN = (
    (
        re.compile(
            rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th|er)?[ .\-]+{_OF}{_NAME},?[ .\-]+{_OF}(\d{{4}}|\d{{2}})\.?{_CLOCK}"
        ),
        "dny",
    ),
    (
        re.compile(
            rf"{_WEEKDAY}{_NAME}[ .\-]+(\d{{1,2}})(?:st|nd|rd|th)?,?[ .\-]+(\d{{4}}){_CLOCK}"
        ),
        "ndy",
    ),
    (re.compile(rf"(\d{{4}})[ .\-]+{_NAME}[ .\-]+(\d{{1,2}})\.?{_CLOCK}"), "ynd"),
    (re.compile(rf"{_NAME}[ .\-]+{_OF}(\d{{4}})\.?"), "ny"),
)
#: What Excel makes of "Sept 2017" and "17 Sept" alike when it saves a table as text.
_SHORTENED = re.compile(rf"{_NAME}-(\d{{2}})|(\d{{1,2}})-{_NAME}")
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?", re.ASCII)
#: Excel counts days from here: 1 is 1 January 1900, and it takes 1900 for a leap year.
_SERIAL_ZERO = date(1899, 12, 30)
#: Serial numbers of days from 1954 to 2064; other numbers of five digits are no days.
_SERIALS = range(20_000, 60_001)
#: Excel reads years of two digits below this as 20xx, the others as 19xx.
_PIVOT = 30


#: Hyphens and dashes of every kind.
_DASHES = re.compile("[\u00ad\u2010-\u2015\u2212]")


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


@cache
def _elsewhere() -> dict[str, int]:
    return {row["name"]: int(row["month"]) for row in rows("months")}


def month_anywhere(name: str) -> int | None:
    """Return the number of a month in English or in another language of Europe, None where it is none.

    A name that is one month here and another there (Croatian and Polish *listopad*) is none.

    >>> month_anywhere("märz"), month_anywhere("avr."), month_anywhere("listopad")
    (3, 4, None)
    """
    return month_number(name) or _elsewhere().get(name.strip().rstrip(".").casefold())


def as_typed(text: str) -> str:
    """Return a cell as it would be typed: usual digits, letters, spaces and dashes, no mark before it.

    A spreadsheet puts an apostrophe before what it must keep as text, and a word processor
    dashes of many kinds into days.

    >>> as_typed("\uff12\uff10\uff11\uff19\u201110\u201318"), as_typed("'2019-10-18")
    ('2019-10-18', '2019-10-18')
    """
    if not text.isascii():
        text = _DASHES.sub("-", "".join(map(_usual, text)))
    return " ".join(text.split()).removeprefix("'")


def _usual(letter: str) -> str:
    """A letter or digit in its usual shape; what stands above or below a line is a note's number."""
    if unicodedata.decomposition(letter).startswith(("<super>", "<sub>", "<fraction>")):
        return letter
    return unicodedata.normalize("NFKC", letter)


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


@dataclass(frozen=True, slots=True)
class DayStyle:
    """How the days of a column are written.

    Attributes:
        order: The order of day, month and year where all three are numbers; None where no day
            of the column shows it.
        doubtful: A day that is another with another order, where nothing settles which it is.
        against: Two days of the column that cannot both be right: one shows that the day comes
            first, the other that the month does.
    """

    order: Order | None = None
    doubtful: str | None = None
    against: tuple[str, str] | None = None

    @classmethod
    def of(cls, texts: Iterable[str], order: Order | None = None) -> DayStyle:
        """Decide from the whole column how its days are written, or take the order that is given."""
        if order is not None:
            return cls(order)
        day_first = month_first = doubtful = None
        for text in texts:
            found = _NUMBERS.fullmatch(as_typed(text))
            if found is None or found.group(2) == ".":
                continue  # nobody writes points between a month and a day in that order
            one, other = int(found.group(1)), int(found.group(3))
            if one > 12 >= other:
                day_first = day_first or text
            elif other > 12 >= one:
                month_first = month_first or text
            elif one != other:
                doubtful = doubtful or text
        if day_first and month_first:
            return cls(against=(day_first, month_first))
        if day_first or month_first:
            return cls("dmy" if day_first else "mdy")
        return cls(doubtful=doubtful)

    def read(self, text: str) -> tuple[date, str]:
        """Read a day in any form that is not ambiguous.

        Returns:
            The first day of the period named, and its precision.

        Raises:
            VocabularyError: The text is no day, not in the calendar, or may be several.

        >>> DayStyle("dmy").read("18/10/2019"), DayStyle().read("Oct 18, 2019")
        ((datetime.date(2019, 10, 18), 'day'), (datetime.date(2019, 10, 18), 'day'))
        """
        stripped = as_typed(text)
        if _SHAPE.fullmatch(stripped):
            return parse_day(stripped)
        parts = _year_first(stripped) or self._numbers(stripped) or _spoken(stripped)
        if parts is None:
            if (serial := serial_day(stripped)) is not None:
                return serial, "day"
            raise VocabularyError(_no_day(stripped))
        year, month, day = parts
        first = calendar_day(year, month, 1 if day is None else day)
        if first is None or not 1 <= year <= _LAST_YEAR:
            msg = f"'{stripped}' is not in the calendar. Check its day and month."
            raise VocabularyError(msg)
        return first, "month" if day is None else "day"

    def _numbers(self, text: str) -> tuple[int, int, int | None] | None:
        found = _NUMBERS.fullmatch(text)
        if found is None:
            return None
        one, mark, other, last = found.groups()
        year = _whole_year(last)
        if mark == ".":
            return year, int(other), int(one)
        if self.order == "ymd" and len(last) == 2:
            return _whole_year(one), int(other), int(last)
        if self.order == "mdy" or (self.order is None and int(other) > 12):
            return year, int(one), int(other)
        if self.order is None and int(one) <= 12 and one != other:
            msg = f"'{text}' may be day and month or month and day. Say which with --days dmy or --days mdy."
            raise VocabularyError(msg)
        return year, int(other), int(one)


def serial_day(text: str) -> date | None:
    """Return the day that a number of Excel's stands for, None where it is none.

    >>> serial_day("43756")
    datetime.date(2019, 10, 18)
    """
    found = _SERIAL.fullmatch(text.strip())
    if found is None or int(found.group(1)) not in _SERIALS:
        return None
    return _SERIAL_ZERO + timedelta(days=int(found.group(1)))


def shortened(text: str) -> bool:
    """Say whether a text is a month with two digits, which a spreadsheet makes of a day or month."""
    return _SHORTENED.fullmatch(text.strip()) is not None


def _year_first(text: str) -> tuple[int, int, int | None] | None:
    if found := _YEAR_FIRST.fullmatch(text):
        year, _, month, day = found.groups()
        return int(year), int(month), int(day) if day else None
    if found := _COMPACT.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
        return year, month, day
    if found := _MONTH_YEAR.fullmatch(text):
        return int(found.group(2)), int(found.group(1)), None
    return None


def _spoken(text: str) -> tuple[int, int, int | None] | None:
    """Year, month and day of a text with the name of a month."""
    for shape, parts in _SPOKEN:
        found = shape.fullmatch(text)
        if found is None:
            continue
        values = dict(zip(parts, found.groups(), strict=True))
        month = month_anywhere(values["n"])
        if month is not None:
            day = int(values["d"]) if "d" in values else None
            return _whole_year(values["y"]), month, day
    return None


def _whole_year(text: str) -> int:
    year = int(text)
    if len(text) != 2:
        return year
    return year + (2000 if year < _PIVOT else 1900)


def _no_day(text: str) -> str:
    """Say what is wrong with a text that is no day."""
    if found := _SHORTENED.fullmatch(text):
        name, two, number, other = found.groups()
        month = month_number(name or other or "")
        if month is not None:
            spoken, n = MONTHS[month - 1].title(), int(two or number)
            return (
                f"'{text}' is what Excel makes of '{n} {spoken}' and of '{spoken} {_whole_year(f'{n:02d}')}' "
                f"alike. Write the day out, such as {_whole_year(f'{n:02d}')}-{month:02d} or 2019-10-18."
            )
    return (
        f"'{text}' is not a day. Allowed are 2019-10-18, 2019-10, 2019, 18.10.2019, 18/10/2019 "
        "and 18 October 2019."
    )
