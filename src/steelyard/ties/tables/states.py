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
