"""Plain words for numbers, names and lists: what findings and verdicts say their sentences in."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from steelyard import vocabulary
from steelyard.records import Finding

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def actor_name(code: str, day: date | None = None) -> str:
    """Return the short name of an actor on a day; several codes split by ``;`` are listed."""
    return listing(_with_article(vocabulary.name(part, day)) for part in code.split(";"))


#: What a name is called that takes an article: its last word, or its first where "of" or "for" follows.
_COMMON = frozenset(
    [
        "Agency",
        "Bank",
        "Community",
        "Council",
        "Court",
        "Emirates",
        "Federation",
        "Forum",
        "Fund",
        "Group",
        "Islands",
        "Kingdom",
        "League",
        "Nations",
        "Organisation",
        "Organization",
        "Process",
        "Republic",
        "States",
        "Territories",
        "Union",
        "Commonwealth",
        "Committee",
    ]
)

#: Names of states that take one though no common noun is in them (the list of ISO 3166 marks them so; that of
#: Niger and Sudan has gone out of use).
_NAMED_WITH_THE = frozenset(
    (
        "Bahamas",
        "Comoros",
        "Congo",
        "DR Congo",
        "Gambia",
        "Holy See",
        "Maldives",
        "Netherlands",
        "Philippines",
    )
)


def _with_article(name: str) -> str:
    """The name as a sentence has it: the European Union, the Philippines, but NATO."""
    words = name.split()
    head = next(
        (words[at - 1] for at, word in enumerate(words) if at and word in ("of", "for")), words[-1]
    )
    return f"the {name}" if head in _COMMON or name in _NAMED_WITH_THE else name


def possessive(name: str) -> str:
    """Return whose something is: ``Serbia's``, ``the Philippines'``, ``the United States'``."""
    plural = name.startswith("the ") and name.endswith("s")
    return f"{name}'" if plural else f"{name}'s"


def listing(parts: Iterable[str]) -> str:
    """Return ``a``, ``a and b``, ``a, b and c``."""
    *head, last = list(parts) or [""]
    return f"{', '.join(head)} and {last}" if head else last


#: As many actors are named where a pole has no name of its own.
_NAMED = 3


#: A longer list of actors that holds these is the West.
_WEST = frozenset(("EU", "NATO", "USA"))


def pole_name(codes: Iterable[str], day: date | None = None) -> str:
    """Return what sentences call a pole that has no name: its actors, the West, or the first two ``and others``."""
    codes = list(codes)
    names = [actor_name(code, day) for code in codes]
    if len(names) > _NAMED and set(codes) >= _WEST:
        return "the West"
    if len(names) > _NAMED:
        names = [*names[: _NAMED - 1], "others"]
    return listing(names)


def count(number: int, noun: str, plural: str | None = None) -> str:
    """Return ``one event``, ``12 events``, ``no events``."""
    many = plural or f"{noun}s"
    word = _SMALL[number] if number < len(_SMALL) else f"{number:,}"
    return f"{word} {noun if number == 1 else many}"


def percent(share: float) -> str:
    """Return a share of one as per cent: ``63 %``."""
    return f"{100 * share:.0f}\u00a0%"


def times(ratio: float | None) -> str:
    """Return a ratio with two digits: ``1.8 times``."""
    if ratio is None:
        return "an unknown number of times"
    if math.isinf(ratio):
        return "many times"
    text = figure(ratio)
    return f"{'1.0' if text == '1' else text} times"


def figure(value: float) -> str:
    """Return a number with the digits that a reader can use: ``0.17``, ``9.2``, ``25.7``, ``312``."""
    if math.isinf(value):
        return "any number"
    size = abs(value)
    if size < 1:
        return f"{value:.2g}"
    text = f"{value:,.1f}" if size < 100 else f"{value:,.0f}"
    return text.removesuffix(".0")


def day_text(day: date) -> str:
    """Return ``18 October 2019``."""
    return f"{day.day} {day:%B %Y}"


def period_text(day: date, precision: str) -> str:
    """Return a day as precisely as it is known: ``18 October 2019``, ``October 2019``, ``2019``."""
    return {"day": day_text(day), "month": f"{day:%B %Y}"}.get(precision, f"{day.year}")


#: A day or month in words: ``18 October 2019``, ``October 2019``.
_DAY = re.compile(
    r"\b(?:(\d{1,2}) )?((?:January|February|March|April|May|June|July|August|September|October|November|December)) "
    r"(\d{4})\b"
)


def unbroken(text: str) -> str:
    """Return a text whose days stay on one line."""
    return _DAY.sub(lambda found: "\u00a0".join(part for part in found.groups() if part), text)


def shortened(text: str, letters: int = 80) -> str:
    """Return a text of at most so many letters, cut between words."""
    if len(text) <= letters:
        return text
    return f"{text[:letters].rsplit(' ', 1)[0]} …"


def capital(text: str) -> str:
    """Return the text with its first letter as a capital and the others as they are."""
    return text[:1].upper() + text[1:]


def finite(value: float | None) -> float | None:
    """Return a number that JSON can hold: None for one without a bound."""
    return None if value is None or not math.isfinite(value) else value


def first(ids: Sequence[str], *more: Sequence[str]) -> tuple[str, ...]:
    """Return ids in the order given, each once."""
    return tuple(dict.fromkeys([*ids, *(name for part in more for name in part)]))


def finding_lines(finding: Finding) -> list[str]:
    """Return a finding as the lines that a terminal shows."""
    lines = [f"{finding.client} {finding.diagnostic}: {finding.grade}", f"  {finding.sentence}"]
    if finding.effect is not None and finding.low is not None:
        ends = (
            f"{figure(finding.low)} to {figure(math.inf if finding.high is None else finding.high)}"
        )
        lines.append(f"  {figure(finding.effect)} ({ends}) {finding.unit}")
    lines += [f"  because {reason}" for reason in finding.reasons]
    if finding.strongest_for:
        lines.append(f"  strongest row for: {finding.strongest_for}")
    if finding.strongest_against:
        lines.append(f"  strongest row against: {finding.strongest_against}")
    if finding.would_change:
        lines.append(f"  it would change with {finding.would_change}")
    if finding.needed:
        lines.append(f"  needed: {finding.needed}")
    return lines


#: A cell that begins with one of these would be run as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(cell: Any) -> Any:
    """Return a cell of a table for a spreadsheet: a text that would be run begins with a quote mark."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def glossary() -> dict[str, dict[str, str]]:
    """Return the words in which events are told, by title: each with what it means."""
    types = {
        f"Types of {vocabulary.QUADS[quad]}": {
            name: vocabulary.definition(name)
            for name in vocabulary.TYPES
            if vocabulary.quad(name) == quad
        }
        for quad in vocabulary.QUADS
    }
    return {
        **types,
        "Acts (column 'act')": vocabulary.terms("act"),
        "Statuses (column 'status')": vocabulary.terms("status"),
        "Rungs, how costly and hard to undo (column 'rung')": vocabulary.terms("rung"),
        "Actor and recipient": vocabulary.terms("party"),
    }
