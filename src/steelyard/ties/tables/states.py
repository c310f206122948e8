"""Codes and names of a publisher turned into our states, for many rows at once.

Tables for joins: a code is looked up with the year or day of its row, as in
:func:`steelyard.vocabulary.state`. A code that meant no state on that day joins nothing, and the
connector rejects the row with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache

import pyarrow as pa

from steelyard import vocabulary
from steelyard.errors import VocabularyError

#: Ends of a spell that is open, as days that SQL can compare with.
FIRST, LAST = date(1, 1, 1), date(9999, 1, 1)


def state_spells(system: str) -> pa.Table:
    """Return the codes of a list: ``code``, ``state``, ``first``, ``until`` (half-open days).

    For ``iso3`` the codes are our own; a row is a state or territory with the days it existed.
    """
    if system == "iso3":
        spells = [
            (row.code, row.code, row.start, row.end)
            for kind in ("state", "territory")
            for row in vocabulary.actors(kind)
        ]
    else:
        spells = [(r.code, r.actor, r.start, r.end) for r in vocabulary.state_codes(system)]
    return pa.table(
        {
            "code": [code for code, _, _, _ in spells],
            "state": [state for _, state, _, _ in spells],
            "first": pa.array([start or FIRST for _, _, start, _ in spells], pa.date32()),
            "until": pa.array([end or LAST for _, _, _, end in spells], pa.date32()),
        }
    )


#: The first days of states that later ones continue, which the list of actors leaves open:
#: the Kingdom of Serbs, Croats and Slovenes, the Soviet Union, Czechoslovakia.
_BEGAN = {"YUG": date(1918, 12, 1), "SUN": date(1922, 12, 30), "CSK": date(1918, 10, 28)}

#: One of two that continue a state bears its code in lists of today's codes.
_HEIRS = {"CSK": "CZE"}


def present_spells() -> pa.Table:
    """Return today's codes as :func:`state_spells` does, each with the states it stood for before.

    A list that calls a state by its code of today throughout (V-Dem's Serbia of 1995) is read by
    the state of the year.
    """
    table = state_spells("iso3")
    spells = list(zip(*(table[name].to_pylist() for name in table.column_names), strict=True))
    for state in dict.fromkeys(code for code, _, _, _ in spells):
        later = state
        for former in vocabulary.predecessors(state):
            if _HEIRS.get(former, state) == state:
                start = vocabulary.actor(former).start or _BEGAN.get(former, FIRST)
                until = vocabulary.actor(later).start or FIRST
                spells.append((state, former, start, until))
            later = former
    names = ("code", "state", "first", "until")
    return pa.table(
        {
            name: pa.array(values, table.schema.field(name).type)
            for name, values in zip(names, zip(*spells, strict=True), strict=True)
        }
    )


def name_states(names: Iterable[str]) -> dict[str, str]:
    """Return our code for each name that names an actor, organisations included."""
    found = {name: vocabulary.find(name) for name in dict.fromkeys(names)}
    return {name: code for name, code in found.items() if code is not None}


@cache
def state_known(code: str, system: str) -> str | None:
    """Return our code of a state in a data set's own codes or names; None where it is unknown."""
    try:
        return vocabulary.state(code, system)
    except VocabularyError:
        return None


def year_known(text: str) -> int | None:
    """Return the year that a cell holds, None where it holds none."""
    return int(text) if text.isdecimal() and len(text) == 4 else None
