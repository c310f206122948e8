"""Actors: the codes of states, territories and organisations, and the names they go by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from steelyard.errors import VocabularyError
from steelyard.vocabulary.tables import covers, day_or_none, rows

#: What an actor may be. ``other`` is for UNK, whom nobody has identified.
KINDS = ("state", "territory", "organisation", "other")

#: What a name may be. ``organ`` is a body that acts for an organisation, ``seat`` a place or
#: house that the press names in its stead (the Kremlin; Brussels for the EU and NATO).
NAME_KINDS = (
    "name",
    "long",
    "variant",
    "abbreviation",
    "adjective",
    "demonym",
    "organ",
    "capital",
    "seat",
)

# What ``find`` believes first: names, then adjectives and demonyms, then places and organs.
_RANK = {"adjective": 1, "demonym": 1, "organ": 2, "capital": 2, "seat": 2}

# Capitals of up to three letters are words in small letters: US and us, WHO and who.
_SHORT_ABBREVIATION = 3


@dataclass(frozen=True, slots=True)
class Actor:
    """A state, territory or organisation.

    Attributes:
        code: ISO 3166 alpha-3 for states and territories (XKX for Kosovo), short for others.
        kind: one of KINDS.
        name: the short English name it bears now, or bore last.
        start: the first day it existed as this code means it; None is before the record.
        end: the first day it no longer did; None is still.
        source: where the row comes from.
    """

    code: str
    kind: str
    name: str
    start: date | None
    end: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name that an actor goes by in English, in use on [start, end)."""

    code: str
    name: str
    kind: str
    start: date | None
    end: date | None
    source: str


def actor(code: str) -> Actor:
    """Return the actor with this code.

    Raises:
        VocabularyError: no actor has it; the message names the nearest that exists.
    """
    try:
        return _actors()[code]
    except KeyError:
        msg = f"'{code}' is {unknown_actor(code)}"
        raise VocabularyError(msg) from None


def unknown_actor(code: str) -> str:
    """Return the end of the sentence that refuses a code: what is allowed, and the nearest."""
    near = nearest(code)
    hint = f" Did you mean '{near[0]}' ({_actors()[near[0]].name})?" if near else ""
    return (
        "not an actor in the vocabulary; states are ISO 3166 alpha-3 codes, "
        f"organisations codes such as EU.{hint}"
    )


def known(code: str) -> bool:
    """Say whether an actor has this code."""
    return code in _actors()


def actors(kind: str | None = None) -> tuple[Actor, ...]:
    """Return every actor, or those of one kind, in the order of their codes."""
    return tuple(row for row in _actors().values() if kind in (None, row.kind))


def states(day: date | None = None) -> tuple[Actor, ...]:
    """Return the states that existed on ``day``, all that are listed where it is None."""
    return tuple(row for row in actors("state") if covers(row.start, row.end, day))


def names(code: str | None = None) -> tuple[Name, ...]:
    """Return all names, or those of one actor, as the table has them."""
    if code is None:
        return _names()
    return _names_by_code().get(actor(code).code, ())


def name(code: str, day: date | None = None) -> str:
    """Return the short English name of an actor, the one in use on ``day`` where it is given.

    Raises:
        VocabularyError: the code is unknown.
    """
    row = actor(code)
    if day is not None:
        for entry in names(code):
            if entry.kind == "name" and covers(entry.start, entry.end, day):
                return entry.name
    return row.name


def meanings(text: str, day: date | None = None) -> tuple[Name, ...]:
    """Return every row that ``text`` may stand for on ``day``, the strongest kind first.

    Capitals and adjectives are in it: Brussels means Belgium, the EU and NATO. Letter case
    does not matter, save that abbreviations of up to three letters keep their capitals.
    """
    found = [
        row
        for row in _by_spelling().get(_spelling(text), ())
        if covers(row.start, row.end, day) and _same_case(row.name, text.strip())
    ]
    return tuple(sorted(found, key=lambda row: (NAME_KINDS.index(row.kind), row.code)))


def find(text: str, day: date | None = None) -> str | None:
    """Return the code of the actor that ``text`` names on ``day``.

    A code, a name, an adjective, a demonym or a capital will do. Names are believed before
    adjectives and demonyms, and these before capitals, seats and organs. Where no day is
    given, what is still in use is believed before what no longer is.

    Returns:
        The code; None where no actor goes by it, or where several do (see ``meanings``).
    """
    if known(text.strip()):
        return text.strip()
    found = meanings(text, day)
    if not found:
        return None
    best = min(_RANK.get(row.kind, 0) for row in found)
    codes = {row.code for row in found if _RANK.get(row.kind, 0) == best}
    if len(codes) > 1 and day is None:
        codes = {row.code for row in found if row.end is None and row.code in codes} or codes
    return codes.pop() if len(codes) == 1 else None


def predecessors(code: str) -> tuple[str, ...]:
    """Return the states that a state continues, the latest first: SRB gives SCG, YUG.

    Raises:
        VocabularyError: the code is unknown.
    """
    chain: list[str] = []
    waiting = [actor(code).code]
    while waiting:
        for former in _predecessors().get(waiting.pop(0), ()):
            if former not in chain:
                chain.append(former)
                waiting.append(former)
    return tuple(chain)


def nearest(text: str, n: int = 1) -> tuple[str, ...]:
    """Return up to ``n`` codes whose code or name is most like ``text``, the best first.

    An exact name wins over likeness; nothing is returned where nothing is alike.
    """
    # Imported here because only a mistake needs it.
    from difflib import get_close_matches

    wanted = _spelling(text)
    exact = find(text)
    like = [] if exact is None else [exact]
    like += [row.code for row in meanings(text)]
    codes = {code.casefold(): code for code in _actors()}
    close = get_close_matches(wanted, codes, n=5, cutoff=0.6)
    # Slips seldom touch the first letter, and codes are too short for likeness to tell.
    close.sort(key=lambda code: not code.startswith(wanted[:1]))
    coded = [codes[code] for code in close]
    spellings = _by_spelling()
    named = [
        row.code
        for key in get_close_matches(wanted, spellings, n=n, cutoff=0.75)
        for row in spellings[key]
    ]
    like += coded + named if text.isupper() else named + coded
    return tuple(dict.fromkeys(like))[:n]


def _same_case(name: str, text: str) -> bool:
    """Say whether ``text`` keeps the capitals of a short abbreviation; other names need not."""
    letters = name.replace(".", "")
    short = letters.isalpha() and letters.isupper() and len(letters) <= _SHORT_ABBREVIATION
    return not short or text.rsplit(maxsplit=1)[-1] == name


def _spelling(text: str) -> str:
    """Fold what does not tell names apart: case, spaces, the article, curly apostrophes."""
    folded = " ".join(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").casefold().split())
    return folded.removeprefix("the ")


@cache
def _actors() -> dict[str, Actor]:
    return {
        row["code"]: Actor(
            row["code"],
            row["kind"],
            row["name"],
            day_or_none(row["start"]),
            day_or_none(row["end"]),
            row["source"],
        )
        for row in rows("actors")
    }


@cache
def _names() -> tuple[Name, ...]:
    return tuple(
        Name(
            row["code"],
            row["name"],
            row["kind"],
            day_or_none(row["start"]),
            day_or_none(row["end"]),
            row["source"],
        )
        for row in rows("names")
    )


@cache
def _names_by_code() -> dict[str, tuple[Name, ...]]:
    grouped: dict[str, list[Name]] = {}
    for row in _names():
        grouped.setdefault(row.code, []).append(row)
    return {code: tuple(found) for code, found in grouped.items()}


@cache
def _by_spelling() -> dict[str, tuple[Name, ...]]:
    grouped: dict[str, list[Name]] = {}
    for row in _names():
        grouped.setdefault(_spelling(row.name), []).append(row)
    return {spelling: tuple(found) for spelling, found in grouped.items()}


@cache
def _predecessors() -> dict[str, tuple[str, ...]]:
    grouped: dict[str, list[str]] = {}
    for row in rows("predecessors"):
        grouped.setdefault(row["successor"], []).append(row["predecessor"])
    return {code: tuple(found) for code, found in grouped.items()}
