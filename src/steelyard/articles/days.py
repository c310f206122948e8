"""Days of publication, as files state them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from steelyard.vocabulary.time import MONTHS, calendar_day, month_number

#: No news in the formats that are read here is older.
FIRST_DAY = date(1800, 1, 1)

_MONTH = "|".join(f"{name}|{name[:3]}" for name in MONTHS) + "|sept"
_SHAPES = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ].*)?"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:T?\d*Z?)?"),
    re.compile(
        rf"(?:\w+, ?)?(?P<n>{_MONTH})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>\d{{4}})\b.*",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:\w+, ?)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?P<n>{_MONTH})\.?,? (?P<y>\d{{4}})\b.*",
        re.IGNORECASE,
    ),
)


def publication_day(text: str) -> tuple[date | None, str]:
    """Read the day that a text states: ISO, ``20191223``, ``December 23, 2019``, RFC 2822.

    Returns:
        The day and an empty text; or None and what is wrong with it. A day before 1800 or
        after tomorrow cannot be a day of publication.
    """
    stripped = " ".join(text.split())
    for shape in _SHAPES:
        if match := shape.fullmatch(stripped):
            break
    else:
        return None, f"'{stripped[:40]}' is not a day such as 2019-12-23"
    parts = match.groupdict()
    month = int(parts["m"]) if "m" in parts else month_number(parts["n"]) or 0
    day = calendar_day(int(parts["y"]), month, int(parts["d"]))
    if day is None:
        return None, f"'{stripped[:40]}' is not in the calendar"
    if day < FIRST_DAY:
        return None, f"{day} is before {FIRST_DAY}"
    if day > datetime.now(UTC).date() + timedelta(days=1):
        return None, f"{day} is in the future"
    return day, ""
