"""Days: when an act was, or will be, by what its sentence says and the article's date."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from steelyard.coding.english.text import Sentence
from steelyard.coding.statement import When
from steelyard.records.events import Precision
from steelyard.vocabulary.time import MONTHS, month_number

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBERS = {word: n for n, word in enumerate(_ONES)} | {"a": 1, "an": 1}
_NUMBERS |= {tens: 20 + 10 * n for n, tens in enumerate(_TENS)}
_NUMBERS |= {
    f"{tens}{between}{one}": 20 + 10 * n + m
    for n, tens in enumerate(_TENS)
    for m, one in enumerate(_ONES[1:10], start=1)
    for between in ("-", " ")
}

#: Years of the spans that have a name of their own.
_SPANS = {
    "half a century": 50,
    "half-century": 50,
    "a quarter of a century": 25,
    "a quarter-century": 25,
}

#: Years after which an act is told as history, and where no day of it is told.
LIFETIME, GENERATION = 60, 30

#: The day of what lies too far back, or too vaguely, for any day: it is no event of today's.
_FAR = date.min

_MONTH = "|".join(
    m if m == "may" else f"{m}|{m[:3]}\\.?|{m[:4]}\\.?" if m == "september" else f"{m}|{m[:3]}\\.?"
    for m in MONTHS
)
_YEAR = r"(?:1[89]|20)\d\d"
_COUNT = rf"(?:{'|'.join(_TENS)})(?:[ -]\w+)?|\w+"
#: "Two decades after the United States invaded": of the clause that follows, not of the main one.
_SINCE = r"(?:after|since)\b"
_AFTER = re.compile(rf" {_SINCE}$")
_FAR_BACK = (
    r"\b(?:years|decades|centuries|generations|a generation|a century|ages|long) ago\b"
    r"|\b(?:in|during|of|since) the (?:early |late |mid-?)?(?:1[0-9]|20[01])\d0s\b"
    r"|\b(?:last|the last|the previous|the (?!twenty|21)[\w-]+(?:st|nd|rd|th)) century\b"
    r"|\b(?:after|before|since|at|of|on|following|during|until) (?:pearl harbou?r|hiroshima|nagasaki|waterloo|gallipoli|dunkirk|d-day|stalingrad|the blitz|the somme|the armada|the holocaust|trianon)\b"
    r"|\b(?:in|during|after|under|throughout|until|before|from|of) (?:the )?(?:second |first )?(?:world war|cold war|great war|middle ages|ottomans|(?:korean|vietnam|crimean|napoleonic|boer|falklands|winter) wars?)\b"
    r"|\b(?:in|of|since|from) 1[0-7]\d\d\b"
    r"|\bon this day in 1\d\d\d\b"
    r"|\bin (?:his|her|their|my|our) (?:grand|great-grand)?(?:father|mother|parent)s?['\u2019]s? (?:time|day)\b"
    r"|\b(?:in those days|back then|once upon a time|in (?:his|her|their) youth|as a (?:young (?:man|woman|officer|soldier|diplomat)|boy|girl|child))\b"
    r"|\b(?:under|during|in) (?:the (?:reign|rule|days|time) of )?\w+ the (?:great|terrible|magnificent|conqueror|lionheart|impaler)\b"
    r"|\bunder the (?:tsars|czars|sultans|shahs|habsburgs|romanovs|mongols|caesars|pharaohs)\b"
    r"|^(?:one|some) day\b"
    r"|^that (?:winter|spring|summer|autumn|year|decade)\b"
)
#: "Twenty years ago today" is no day of this year.
_ANNIVERSARY = r"(?:,? (?:today|this (?:day|week|month|year|spring|summer|autumn|winter))\b)?"
_PATTERNS = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("day_month", rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({_MONTH})(?:,? ({_YEAR}))?\b"),
        ("month_day", rf"\b({_MONTH}) (\d{{1,2}})(?:st|nd|rd|th)?(?:,? ({_YEAR}))?\b(?!\d)"),
        ("iso", r"\b(\d{4})-(\d\d)-(\d\d)\b"),
        ("month_year", rf"\b({_MONTH}),? ({_YEAR})\b"),
        (
            "ago",
            rf"\b({_COUNT}) (day|week|month|year|decade)s? (?:ago|earlier)\b{_ANNIVERSARY}",
        ),
        ("span", rf"\b({'|'.join(_SPANS)}) ago\b"),
        ("since", rf"\b({_COUNT}) (day|week|month|year|decade)s? {_SINCE}"),
        ("span since", rf"\b({'|'.join(_SPANS)}) {_SINCE}"),
        ("far", _FAR_BACK),
        (
            "relative",
            r"\b(last|next|this|past|coming) (week|month|year|spring|summer|autumn|fall|winter|weekend)\b",
        ),
        (
            "weekday",
            rf"\b(?:(last|next|this|on|by|until|since|from|late|early|of) )?({'|'.join(_WEEKDAYS)})\b",
        ),
        ("near", r"\b(yesterday|today|tonight|tomorrow)\b"),
        (
            "month",
            rf"\b(?:(in|last|next|since|by|during|until|early|late|mid|of|this|early in|from)[ -])({_MONTH})\b",
        ),
        (
            "year",
            rf"\b(?:in|since|of|during|by|until|from|early|late|spring|summer|autumn|fall|winter)[ -]?(?:the )?({_YEAR})\b",
        ),
        ("later", r"\bin (\w+) (day|week|month|year)s?'?(?: time)?\b"),
    )
)


# What every pattern holds at least one of: a cheap look before the eleven.
_MAY_TELL = re.compile(
    rf"\d|day|century|war|generation|age|week|month|year|decade|ago|earlier|\btime|youth|young|then\b|\bas a\b|tonight|tomorrow|the great\b|the terrible|the magnificent|conqueror|lionheart|impaler|under the|spring|summer|autumn|fall|winter|{_MONTH}",
    re.IGNORECASE,
)


@lru_cache(maxsize=8)  # each sentence is asked about for each of its events
def _may_tell(text: str) -> bool:
    return _MAY_TELL.search(text) is not None


def expressions(text: str, article: date | None, *, ahead: bool) -> list[tuple[int, When]]:
    """Return the days that a sentence names, each with the character at which it does.

    Args:
        text: the sentence.
        article: the day the article was published.
        ahead: the act lies in the future, so that "on Tuesday" is the next one.
    """
    if not _may_tell(text):
        return []
    found: list[tuple[int, int, When]] = []
    for name, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            when = _when(name, match, article, ahead=ahead)
            if when is not None and not any(
                start < match.end() and match.start() < start + length for start, length, _ in found
            ):
                found.append((match.start(), match.end() - match.start(), when))
    return sorted(((start, when) for start, _, when in found), key=lambda item: item[0])


def resolve(sentence: Sentence, trigger: int, article: date | None, *, ahead: bool) -> When | None:
    """Return when the act named by word ``trigger`` is.

    A day in the act's own clause counts, then one in the clause that reports it; else it is
    the article's date.

    Returns:
        None where neither the sentence nor the article says.
    """
    own = {trigger} if sentence.is_verb(trigger) else {trigger, *_clause_of(sentence, trigger)}
    chain = list(_clause_of(sentence, trigger))
    nearby: list[tuple[int, int, When]] = []
    for at, when in expressions(sentence.text, article, ahead=ahead):
        word = max(
            (w for w in sentence.words if w.start <= at + len(when.words) - 1),
            key=lambda w: w.start,
        )
        if _AFTER.search(when.words) and word.dep != "mark":
            continue  # "two years after the war, Poland asked" is today
        clause = next(
            (j for j in (word.i, *sentence.ancestors(word.i)) if sentence.is_verb(j) or j in own),
            -1,
        )
        if clause in own:
            nearby.append((0, abs(word.i - trigger), when))
        elif clause in chain:
            nearby.append((1 + chain.index(clause), abs(word.i - trigger), when))
    if nearby:
        nearest = min(nearby, key=lambda item: item[:2])[2]
        return nearest if nearest.day != _FAR else None
    if article is None or _told_of_old(sentence, trigger, article):
        return None
    return When(article, "day")


def is_history(when: When, article: date) -> bool:
    """Say whether an act is history: nobody in office lived through it, or it has no day and is long gone."""
    years = article.year - when.day.year
    told = when.precision == "day" or "ago" in when.words
    return years > (LIFETIME if told else GENERATION)


def _told_of_old(sentence: Sentence, trigger: int, article: date) -> bool:
    """Say whether an undated act is told beside the main clause of a sentence about the far past."""
    while sentence.words[trigger].dep in ("conj", "ccomp", "parataxis"):
        trigger = sentence.words[trigger].head
    if sentence.words[trigger].head == trigger:
        return False
    years = [when.day.year for _, when in expressions(sentence.text, article, ahead=False)]
    return bool(years) and max(years) < article.year - GENERATION


def _clause_of(sentence: Sentence, i: int) -> list[int]:
    """Return the verbs above a word that govern it, report it or are joined to it."""
    found = []
    for j in sentence.ancestors(i):
        below = sentence.words[i]
        if below.dep in ("relcl", "advcl") and sentence.is_verb(i):
            break
        if sentence.is_verb(j):
            found.append(j)
        i = j
    return found


def _when(name: str, match: re.Match[str], article: date | None, *, ahead: bool) -> When | None:
    """Return the day that an expression of kind ``name`` means."""
    if name in _ABSOLUTE:
        return _ABSOLUTE[name](match)
    if name in ("day_month", "month_day"):
        return _of_month(name, match, article, ahead=ahead)
    return None if article is None else _RELATIVE[name](match, article, ahead)


def _month(text: str) -> int:
    return month_number(text) or 0


def _safe(year: int, month: int, day: int, precision: Precision, words: str) -> When | None:
    try:
        return When(date(year, month, day), precision, words)
    except ValueError:
        return None


def _after(article: date, days: int, precision: Precision, words: str) -> When | None:
    """Return the day so many days after the article's, None past the ends of the calendar."""
    try:
        day = article + timedelta(days=days)
    except OverflowError:
        return None
    return When(day if precision == "day" else day.replace(day=1), precision, words)


def _of_month(name: str, match: re.Match[str], article: date | None, *, ahead: bool) -> When | None:
    first, second, year = match.groups()
    day, month = (first, second) if name == "day_month" else (second, first)
    if year:
        return _safe(int(year), _month(month), int(day), "day", match[0])
    if article is None:
        return None
    options = [
        _safe(article.year + shift, _month(month), int(day), "day", match[0])
        for shift in (-1, 0, 1)
    ]
    return _nearest([o for o in options if o], article, ahead=ahead)


def _nearest(options: list[When], article: date, *, ahead: bool) -> When | None:
    # What has happened lies before the article, up to a day for time zones; plans after it.
    fits = [o for o in options if (o.day >= article if ahead else (o.day - article).days <= 1)]
    return min(fits or options, key=lambda o: abs((o.day - article).days), default=None)


def _near(match: re.Match[str], article: date, _ahead: bool) -> When | None:
    shift = {"yesterday": -1, "tomorrow": 1}.get(match[0].lower(), 0)
    return _after(article, shift, "day", match[0])


def _weekday(match: re.Match[str], article: date, ahead: bool) -> When | None:
    wanted = _WEEKDAYS.index(match[2].lower())
    back = (article.weekday() - wanted) % 7
    low = (match[1] or "").lower()
    if low == "next" or (ahead and low != "last"):
        return _after(article, 7 - back if back else 7, "day", match[0])
    return _after(article, -(back or (7 if low == "last" else 0)), "day", match[0])


def _bare_month(match: re.Match[str], article: date, ahead: bool) -> When | None:
    forward = ahead or match[1].lower() == "next"
    here = article.replace(day=1)
    options = [
        _safe(article.year + shift, _month(match[2]), 1, "month", match[0]) for shift in (-1, 0, 1)
    ]
    fits = [o for o in options if o and (o.day >= here if forward else o.day <= here)]
    return min(fits, key=lambda o: abs((o.day - article).days), default=None)


def _relative(match: re.Match[str], article: date, _ahead: bool) -> When | None:
    step = {"last": -1, "past": -1, "next": 1, "coming": 1}.get(match[1].lower(), 0)
    unit = match[2].lower()
    if unit in ("week", "weekend"):
        return _after(article, 7 * step, "month", match[0])
    if unit == "month":
        return _shifted(step, "month", article, match[0])
    return _safe(article.year + step, 1, 1, "year", match[0])


def _counted(match: re.Match[str], article: date, sign: int) -> When | None:
    """Return the day so many units before or after the article."""
    low = match[1].lower()
    number = _NUMBERS.get(low) or (int(low) if low.isdigit() and len(low) < 4 else None)
    return _shifted(sign * number, match[2].lower(), article, match[0]) if number else None


def _shifted(n: int, unit: str, article: date, words: str) -> When | None:
    if unit == "day":
        return _after(article, n, "day", words)
    if unit == "week":
        return _after(article, 7 * n, "month", words)
    if unit == "month":
        months = article.year * 12 + article.month - 1 + n
        return _safe(months // 12, months % 12 + 1, 1, "month", words)
    return _safe(article.year + n * (10 if unit == "decade" else 1), 1, 1, "year", words)


_ABSOLUTE: dict[str, Callable[[re.Match[str]], When | None]] = {
    "far": lambda m: When(_FAR, "year", m[0]),
    "iso": lambda m: _safe(int(m[1]), int(m[2]), int(m[3]), "day", m[0]),
    "month_year": lambda m: _safe(int(m[2]), _month(m[1]), 1, "month", m[0]),
    "year": lambda m: _safe(int(m[1]), 1, 1, "year", m[0]),
}
_RELATIVE: dict[str, Callable[[re.Match[str], date, bool], When | None]] = {
    "near": _near,
    "weekday": _weekday,
    "month": _bare_month,
    "relative": _relative,
    "ago": lambda m, article, _: _counted(m, article, -1),
    "span": lambda m, article, _: _shifted(-_SPANS[m[1].lower()], "year", article, m[0]),
    "since": lambda m, article, _: _counted(m, article, -1),
    "span since": lambda m, article, _: _shifted(-_SPANS[m[1].lower()], "year", article, m[0]),
    "later": lambda m, article, _: _counted(m, article, 1),
}
