"""Days: when an act was, or will be, by what its sentence says and the article's date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from steelyard.coding.parse import Sentence
from steelyard.records.events import Precision

_MONTHS = (
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
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBERS = {
    word: n
    for n, word in enumerate(
        (
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        )
    )
} | {"a": 1, "an": 1}

_MONTH = "|".join(
    m if m == "may" else f"{m}|{m[:3]}\\.?|{m[:4]}\\.?" if m == "september" else f"{m}|{m[:3]}\\.?"
    for m in _MONTHS
)
_YEAR = r"(?:1[89]|20)\d\d"
_PATTERNS = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("day_month", rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({_MONTH})(?:,? ({_YEAR}))?\b"),
        ("month_day", rf"\b({_MONTH}) (\d{{1,2}})(?:st|nd|rd|th)?(?:,? ({_YEAR}))?\b(?!\d)"),
        ("iso", r"\b(\d{4})-(\d\d)-(\d\d)\b"),
        ("month_year", rf"\b({_MONTH}),? ({_YEAR})\b"),
        ("ago", r"\b(\w+) (day|week|month|year|decade)s? (?:ago|earlier)\b"),
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


@dataclass(frozen=True, slots=True)
class When:
    """A day, how exactly it is known, and the words that say so (empty: the article's date)."""

    day: date
    precision: Precision
    words: str = ""


def expressions(text: str, article: date | None, *, ahead: bool) -> list[tuple[int, When]]:
    """Return the days that a sentence names, each with the character at which it does.

    Args:
        text: the sentence.
        article: the day the article was published.
        ahead: the act lies in the future, so that "on Tuesday" is the next one.
    """
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
        clause = next(
            (j for j in (word.i, *sentence.ancestors(word.i)) if sentence.is_verb(j) or j in own),
            -1,
        )
        if clause in own:
            nearby.append((0, abs(word.i - trigger), when))
        elif clause in chain:
            nearby.append((1 + chain.index(clause), abs(word.i - trigger), when))
    if nearby:
        return min(nearby, key=lambda item: item[:2])[2]
    return When(article, "day") if article else None


def _clause_of(sentence: Sentence, i: int) -> list[int]:
    """Return the verbs above a word that tell it, report it or are joined to it."""
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
    words = match.group(0)
    g = match.groups()
    if name in ("day_month", "month_day"):
        day, month = (g[0], g[1]) if name == "day_month" else (g[1], g[0])
        return _of_month(int(day), _month(month), g[2], article, words, ahead=ahead)
    if name == "iso":
        return _safe(int(g[0]), int(g[1]), int(g[2]), "day", words)
    if name == "month_year":
        return _safe(int(g[1]), _month(g[0]), 1, "month", words)
    if name == "year":
        return _safe(int(g[0]), 1, 1, "year", words)
    if article is None:
        return None
    if name == "near":
        shift = {"yesterday": -1, "tomorrow": 1}.get(words.lower(), 0)
        return When(article + timedelta(days=shift), "day", words)
    if name == "weekday":
        return _weekday(g[0], g[1], article, words, ahead=ahead)
    if name == "month":
        return _bare_month(g[0], _month(g[1]), article, words, ahead=ahead)
    if name == "relative":
        return _relative(g[0].lower(), g[1].lower(), article, words)
    number = _NUMBERS.get(g[0].lower()) or (int(g[0]) if g[0].isdigit() and len(g[0]) < 4 else None)
    if number is None:
        return None
    return _shifted(-number if name == "ago" else number, g[1].lower(), article, words)


def _month(text: str) -> int:
    low = text.lower().rstrip(".")[:3]
    return next(i for i, month in enumerate(_MONTHS, start=1) if month.startswith(low))


def _safe(year: int, month: int, day: int, precision: Precision, words: str) -> When | None:
    try:
        return When(date(year, month, day), precision, words)
    except ValueError:
        return None


def _of_month(
    day: int, month: int, year: str | None, article: date | None, words: str, *, ahead: bool
) -> When | None:
    if year:
        return _safe(int(year), month, day, "day", words)
    if article is None:
        return None
    options = [_safe(article.year + shift, month, day, "day", words) for shift in (-1, 0, 1)]
    return _nearest([o for o in options if o], article, ahead=ahead)


def _nearest(options: list[When], article: date, *, ahead: bool) -> When | None:
    # What has happened lies before the article, up to a day for time zones; plans after it.
    fits = [
        o for o in options if (o.day >= article if ahead else o.day <= article + timedelta(days=1))
    ]
    return min(fits or options, key=lambda o: abs((o.day - article).days), default=None)


def _weekday(word: str | None, name: str, article: date, words: str, *, ahead: bool) -> When:
    wanted = _WEEKDAYS.index(name.lower())
    back = (article.weekday() - wanted) % 7
    low = (word or "").lower()
    if low == "next" or (ahead and low != "last"):
        return When(article + timedelta(days=(wanted - article.weekday()) % 7 or 7), "day", words)
    return When(article - timedelta(days=back or (7 if low == "last" else 0)), "day", words)


def _bare_month(word: str, month: int, article: date, words: str, *, ahead: bool) -> When | None:
    forward = ahead or word.lower() == "next"
    options = [_safe(article.year + shift, month, 1, "month", words) for shift in (-1, 0, 1)]
    fits = [
        o
        for o in options
        if o
        and (
            (o.day.year, o.day.month) >= (article.year, article.month)
            if forward
            else (o.day.year, o.day.month) <= (article.year, article.month)
        )
    ]
    return min(fits, key=lambda o: abs((o.day - article).days), default=None)


def _relative(word: str, unit: str, article: date, words: str) -> When | None:
    step = {"last": -1, "past": -1, "next": 1, "coming": 1}.get(word, 0)
    if unit in ("week", "weekend"):
        day = article + timedelta(weeks=step)
        return When(day.replace(day=1), "month", words)
    if unit == "month":
        return _shifted(step, "month", article, words)
    return _safe(article.year + step, 1, 1, "year", words)


def _shifted(n: int, unit: str, article: date, words: str) -> When | None:
    if unit == "day":
        return When(article + timedelta(days=n), "day", words)
    if unit == "week":
        return When((article + timedelta(weeks=n)).replace(day=1), "month", words)
    if unit == "month":
        months = article.year * 12 + article.month - 1 + n
        return _safe(months // 12, months % 12 + 1, 1, "month", words)
    return _safe(article.year + n * (10 if unit == "decade" else 1), 1, 1, "year", words)
