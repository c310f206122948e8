"""When an act was or will be: the day that its sentence names, or the article's."""

from __future__ import annotations

import re
from datetime import date, timedelta

from steelyard.coding.russian.text import Sentence
from steelyard.coding.statement import When

_MONTHS = (
    *("январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр"),
    *("ноябр", "декабр"),
)
_MONTH = r"(январ[яьею]|феврал[яьею]|март[ае]?|апрел[яьею]|ма[йяе]|июн[яьею]|июл[яьею]|август[ае]?|сентябр[яьею]|октябр[яьею]|ноябр[яьею]|декабр[яьею])"
_DAY = re.compile(
    rf"\b(\d{{1,2}})(?:\s*[-–—]\s*\d{{1,2}})?(?:-го)?\s+{_MONTH}\b(?:\s+(\d{{4}})(?:\s*год\w*)?)?"
)
_IN_MONTH = re.compile(rf"\bв\s+{_MONTH}\b(?:\s+(\d{{4}})(?:\s*год\w*)?)?")
_IN_YEAR = re.compile(r"\b(?:в|с|до)\s+(\d{4})(?:-м)?\s+год\w*")
_WEEKDAYS = ("понедельник", "вторник", "сред", "четверг", "пятниц", "суббот", "воскресень")
_WEEKDAY = re.compile(
    r"\b(?:в|во)\s+(понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье)\b"
)
_NEAR = {"сегодня": 0, "вчера": -1, "накануне": -1, "позавчера": -2, "завтра": 1, "послезавтра": 2}
_NEAR_WORD = re.compile(r"\b(сегодня|вчера|накануне|позавчера|завтра|послезавтра)\b")
_SPANS = {
    "на следующей неделе": (7, "month"),
    "на прошлой неделе": (-7, "month"),
    "в следующем месяце": (30, "month"),
    "в прошлом месяце": (-30, "month"),
    "в следующем году": (365, "year"),
    "в прошлом году": (-365, "year"),
}

#: Days by which a date without a year may lie on the wrong side of the article.
_BACK, _FORTH = 30, 200


def resolve(sentence: Sentence, trigger: int, day: date | None, *, ahead: bool) -> When | None:
    """Return when an act was or will be.

    Args:
        sentence: the sentence.
        trigger: the word that names the act; of several days the nearest is taken.
        day: the article's.
        ahead: the act lies ahead of the article.
    """
    text = " ".join(word.lower for word in sentence.words)
    at = len(" ".join(word.lower for word in sentence.words[:trigger]))
    if day is None:
        return _full(text)
    found = [*_dated(text, day, ahead=ahead), *_relative(text, day, ahead=ahead)]
    if not found:
        return When(day, "day")
    return min(found, key=lambda one: (abs(one[0] - at), one[1].words))[1]


def _full(text: str) -> When | None:
    """Return the first day with its year."""
    for match in _DAY.finditer(text):
        if match[3] and (found := _date(int(match[3]), _month(match[2]), int(match[1]))):
            return When(found, "day", match.group())
    return None


def _dated(text: str, day: date, *, ahead: bool) -> list[tuple[int, When]]:
    found: list[tuple[int, When]] = []
    for match in _DAY.finditer(text):
        month = _month(match[2])
        year = int(match[3]) if match[3] else _year(day, month, int(match[1]), ahead=ahead)
        named = _date(year, month, int(match[1]))
        if named is not None:
            found.append((match.start(), When(named, "day", match.group())))
    taken = [match.span() for match in _DAY.finditer(text)]
    for match in _IN_MONTH.finditer(text):
        month = _month(match[1])
        year = int(match[2]) if match[2] else _year(day, month, 15, ahead=ahead)
        found.append((match.start(), When(date(year, month, 1), "month", match.group())))
    found += [
        (match.start(), When(date(int(match[1]), 1, 1), "year", match.group()))
        for match in _IN_YEAR.finditer(text)
        if not any(start <= match.start() < end for start, end in taken)
    ]
    return found


def _relative(text: str, day: date, *, ahead: bool) -> list[tuple[int, When]]:
    found: list[tuple[int, When]] = []
    found += [
        (match.start(), When(day + timedelta(_NEAR[match[1]]), "day", match.group()))
        for match in _NEAR_WORD.finditer(text)
    ]
    for match in _WEEKDAY.finditer(text):
        wanted = next(k for k, stem in enumerate(_WEEKDAYS) if match[1].startswith(stem))
        distance = (wanted - day.weekday()) % 7 if ahead else -((day.weekday() - wanted) % 7)
        found.append((match.start(), When(day + timedelta(distance), "day", match.group())))
    for words, (days, precision) in _SPANS.items():
        if words in text:
            there = day + timedelta(days)
            first = there.replace(month=1, day=1) if precision == "year" else there.replace(day=1)
            exact = "year" if precision == "year" else "month"
            found.append((text.index(words), When(first, exact, words)))  # type: ignore[arg-type]
    return found


def _month(word: str) -> int:
    for k, stem in enumerate(_MONTHS, 1):
        if word.startswith(stem) and (stem != "ма" or len(word) == 3):
            return k
    return 3  # "март", whose stem "ма" of May must not take


def _year(day: date, month: int, number: int, *, ahead: bool) -> int:
    """Return the year of a date without one: the nearest on the side that the act lies on."""
    some = [
        (abs((named - day).days), year)
        for year in (day.year - 1, day.year, day.year + 1)
        if (named := _date(year, month, number))
        and ((named - day).days >= -_BACK if ahead else (named - day).days <= _BACK)
    ]
    return min(some)[1] if some else day.year


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
