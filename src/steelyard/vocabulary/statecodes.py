"""Codes of states by year: which state a code of another list meant on a day.

A code is not a state: the Correlates of War's 345 is Yugoslavia to this day by name, and since
2006 Serbia by content; Gleditsch and Ward call the same state 340. So a code is looked up with
a day, and a day on which its list knew no such state is an error, never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from steelyard.errors import VocabularyError
from steelyard.vocabulary.actors import actor, find, known
from steelyard.vocabulary.state_names import state_named
from steelyard.vocabulary.tables import covers, day_or_none, rows

#: The lists of codes. ``iso`` is ISO 3166-1 numeric; ``comtrade`` and ``desta`` are what those
#: publishers use beside it; ``iso2`` is ISO 3166-1 alpha-2, ``iso3`` is ours (alpha-3), ``name`` is a name in English,
#: ``sipri`` and ``gsdb`` are the names that those publishers write.
SYSTEMS = ("cow", "gw", "iso", "iso2", "comtrade", "desta", "iso3", "name", "sipri", "gsdb")

#: Lists that fall back on another one for what they have no own code for.
_BESIDE = {"comtrade": "iso", "desta": "iso"}

#: Lists of names: what is not in them is looked up among all names.
_NAMED = ("sipri", "gsdb")


@dataclass(frozen=True, slots=True)
class StateCode:
    """A code of a list, and the state that it meant on [start, end).

    Attributes:
        system: one of SYSTEMS.
        code: as the list has it, without leading zeros.
        actor: our code.
        label: the name that the list itself uses.
        start: first day on which the list has the state; None is before the record.
        end: first day on which it no longer has; None is still.
        source: the list.
    """

    system: str
    code: str
    actor: str
    label: str
    start: date | None
    end: date | None
    source: str


def state(code: str | int, system: str, day: date | None = None) -> str:
    """Return our code of the state that ``code`` meant on ``day``.

    Args:
        code: ``"345"`` or 345, ``"004"``, ``"SRB"``, ``"Serbia"``, as the system has it.
        system: One of :data:`SYSTEMS`.
        day: The day asked about; None is now, or the last state that the code meant.

    Raises:
        VocabularyError: The system or code is unknown, or meant no state on that day; the
            message says which states it meant and when.

    >>> state("345", system="cow", day=date(1999, 1, 1))
    'YUG'
    >>> state("345", system="cow", day=date(2019, 1, 1))
    'SRB'
    """
    if system not in SYSTEMS:
        msg = f"'{system}' is no list of state codes; there are {', '.join(SYSTEMS)}."
        raise VocabularyError(msg)
    text = str(code).strip()
    if system == "iso3":
        return _by_letters(text, day)
    spells = _spells(system, text.lstrip("0") or "0")
    if system == "name" or (system in _NAMED and not spells):
        return _by_name(text, day)
    found = [spell for spell in spells if covers(spell.start, spell.end, day)]
    if not spells:
        msg = f"'{text}' is not a code of {system} that the vocabulary knows. See state_codes.csv."
        raise VocabularyError(msg)
    if not found:
        msg = f"{system} {text} meant no state on {day}; it meant {_said(spells)}."
        raise VocabularyError(msg)
    return found[-1].actor


def state_code(actor_code: str, system: str, day: date | None = None) -> str:
    """Return the code that a list had for one of our states on ``day``.

    Raises:
        VocabularyError: The state is unknown, or the list had none for it on that day.
    """
    wanted = actor(actor_code).code
    of_it = [row for row in state_codes(system) if row.actor == wanted]
    found = [row for row in of_it if covers(row.start, row.end, day)]
    if not found:
        when = f" on {day}" if day else ""
        spells_text = f"; it has {_said(of_it)}" if of_it else ""
        msg = f"{system} has no code for {wanted}{when}{spells_text}."
        raise VocabularyError(msg)
    return found[-1].code


@cache
def state_codes(system: str) -> tuple[StateCode, ...]:
    """Return every row of a list, the codes that it borrows from another included.

    The order is that of codes, and within a code that of days.
    """
    own = tuple(row for row in _all() if row.system == system)
    if system not in _BESIDE:
        return own
    taken = {row.code for row in own}
    return (*own, *(row for row in state_codes(_BESIDE[system]) if row.code not in taken))


def _by_letters(code: str, day: date | None) -> str:
    row = actor(code)
    if not covers(row.start, row.end, day):
        msg = f"{code} ({row.name}) did not exist on {day}: it is {row.start or '...'} to {row.end or 'now'}."
        raise VocabularyError(msg)
    return row.code


def _by_name(text: str, day: date | None) -> str:
    found = find(text, day) or state_named(text)
    if found is None or not known(found):
        when = f" on {day}" if day else ""
        msg = f"'{text}' names no state{when} that the vocabulary knows. See names.csv."
        raise VocabularyError(msg)
    return found


def _said(spells: tuple[StateCode, ...] | list[StateCode]) -> str:
    return ", ".join(f"{s.actor} {s.start or '...'} to {s.end or 'now'}" for s in spells)


@cache
def _all() -> tuple[StateCode, ...]:
    return tuple(
        StateCode(
            row["system"],
            row["code"],
            row["actor"],
            row["label"],
            day_or_none(row["start"]),
            day_or_none(row["end"]),
            row["source"],
        )
        for row in rows("state_codes")
    )


@cache
def _by_code(system: str) -> dict[str, tuple[StateCode, ...]]:
    grouped: dict[str, list[StateCode]] = {}
    for row in state_codes(system):
        grouped.setdefault(row.code, []).append(row)
    return {code: tuple(found) for code, found in grouped.items()}


def _spells(system: str, code: str) -> tuple[StateCode, ...]:
    return _by_code(system).get(code, ())
