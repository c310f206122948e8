"""Datelines: the place and agency before the first words of a report, which say where it was filed.

The city of a dateline acts in nothing: "PARIS (AP) — Hungary thanked Serbia" is read as "Hungary
thanked Serbia". Its day is kept: "KYIV, March 18 (Reuters) - X met Y" becomes "On March 18, X met Y".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from steelyard.coding.english import lexicon
from steelyard.coding.english.article.days import expressions
from steelyard.coding.english.parties import is_city, is_name
from steelyard.coding.sentences import Span
from steelyard.vocabulary.time import MONTHS

#: Whether a sentence names a day does not depend on the day of the article.
_ANY_DAY = date(2000, 1, 1)

_CAPITALS = r"[A-Z\u00c0-\u00de][A-Z\u00c0-\u00de.'\u2019-]+"
_CITY = rf"{_CAPITALS}(?:[ /-]{_CAPITALS})*"
_WORDS = r"[A-Z\u00c0-\u00de][\w\u00c0-\u024f.'\u2019-]+(?: [A-Z\u00c0-\u00de][\w\u00c0-\u024f.'\u2019-]+)?"
_MONTH = "|".join(f"{month[:3].title()}[a-z]*\\.?" for month in MONTHS)
_DAY = rf"(?:(?:{_MONTH}) \d{{1,2}}|\d{{1,2}} (?:{_MONTH}))(?:,? \d{{4}})?"
_AGENCY = r"\([^()]{2,40}\)|/[^/]{2,30}/\.?|\[[^\]]{2,30}\]"
_DASH = r"(?:\u2014|\u2013|--|-|\|)"

#: "KYIV, Ukraine, March 18 (Reuters) - ": a city in capitals, and a dash or an agency after it.
_FILED = re.compile(
    rf"^(?P<city>{_CITY})(?:, {_WORDS})?,?(?: (?P<day>{_DAY}),?\.?)?"
    rf"(?: ?(?:{_AGENCY})(?: ?{_DASH})?| ?{_DASH}) +(?=\S)"
)
#: "Beijing/Brussels - ": cities in small letters need a dash, and to be known.
_PLAIN = re.compile(
    rf"^(?P<city>{_WORDS}(?:/{_WORDS})?)(?:, (?P<day>{_DAY}),?)?(?: (?:{_AGENCY}))? {_DASH} +(?=[A-Z])"
)
#: "Belgrad (dpa) - ": a place that another language spells its own way, and an agency of news.
_ABROAD = re.compile(
    rf"^(?P<city>{_WORDS}(?:/{_WORDS})?)(?:, (?P<day>{_DAY}),?)? "
    rf"\((?:dpa|apa|ots|efe|[A-Z]{{2,6}}|Reuters|Tanjug|Xinhua|Interfax|Beta|Hina|Anadolu)"
    rf"(?:/[A-Za-z]{{2,8}})?\) ?{_DASH} +(?=[A-Z])"
)
#: "(CNN) ", "[Moscow] ": an agency or place in brackets.
_BRACKETS = re.compile(
    rf"^(?:\([A-Za-z][^()]{{1,25}}\)|\[[A-Z][^\]]{{1,25}}\])(?: ?{_DASH})? +(?=[A-Z])"
)


#: What a splitter cuts off a dateline that has full stops: "MOSCOW, 18 March.", "/TASS/."
_PIECE = re.compile(rf"^(?:{_CITY}(?:, {_WORDS})?, {_DAY}\.|{_AGENCY}|/[^/]{{2,30}}/\.)$")


def joined_datelines(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield sentences, the pieces of a dateline put before the sentence that they stand before."""
    before = ""
    for span in spans:
        if _PIECE.match(span.plain):
            before += f"{span.plain} "
            continue
        yield replace(span, plain=before + span.plain) if before else span
        before = ""


def without_dateline(text: str) -> str:
    """Return a sentence without the dateline before it, with the day that the dateline gives."""
    found = _FILED.match(text)
    if found and (found["day"] or not _acts(found["city"])):
        rest = text[found.end() :]
        if _at_home(rest):
            rest = f"In {found['city'].title()}, {rest[0].lower()}{rest[1:]}"
        return _dated(rest, found["day"])
    plain = _PLAIN.match(text)
    if plain and all(map(is_city, plain["city"].split("/"))):
        return _dated(text[plain.end() :], plain["day"])
    abroad = _ABROAD.match(text)
    if abroad and not any(map(is_name, abroad["city"].split("/"))):
        return _dated(text[abroad.end() :], abroad["day"])
    brackets = _BRACKETS.match(text)
    return text[brackets.end() :] if brackets else text


def _dated(rest: str, day: str | None) -> str:
    """Return a sentence with the day of its dateline, unless it names one itself."""
    dated = day and not expressions(rest, _ANY_DAY, ahead=False)
    return f"On {day.rstrip('.,')}, {rest}" if day and dated else rest


def _at_home(rest: str) -> bool:
    """Say whether a report begins with people of the place: "LUSAKA - Police arrested ..."."""
    first = rest.split(maxsplit=1)[0].lower()
    agent = lexicon.agents().get(first) or lexicon.agents().get(first.removesuffix("s"))
    return agent is not None and agent[1]


def _acts(capitals: str) -> bool:
    """Say whether words in capitals are the name of an actor, not of a city: "NATO - the alliance -"."""
    forms = (capitals, capitals.title())
    return any(map(is_name, forms)) and not any(map(is_city, forms))
