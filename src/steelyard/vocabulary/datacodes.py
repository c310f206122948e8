"""Codes of event data sets: what CAMEO, KEDS and ICEWS call a state, a body, a role.

The same three letters mean different things: ``AUS`` is Austria in KEDS and Australia in CAMEO,
``UNK`` the United Kingdom in KEDS and nobody in our own codes, ``MAC`` Macedonia or Macao. So
each scheme has a table of its own, and what no table has is unknown: sources count it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from steelyard.errors import VocabularyError
from steelyard.vocabulary.tables import day_or_none, rows

#: The schemes that have a table ``codes_<scheme>.csv``.
SCHEMES = ("cameo", "fips", "icews", "keds")


@dataclass(frozen=True, slots=True)
class DataCode:
    """One code of a scheme, as it holds on [start, end).

    Attributes:
        kind: What the code stands for in its scheme (``country``, ``group``, ``role`` ...);
            the same text may be of several kinds.
        code: The code or name, as the data set spells it.
        actor: Our code; None where it names no state or organisation of the vocabulary.
        role: Our role; None where it says nothing of one.
        start: The first day that it holds; None is before the record.
        end: The first day that it no longer does; None is still.
        note: What is easily taken for something else; mostly empty.
        source: Where the reading comes from.
    """

    kind: str
    code: str
    actor: str | None
    role: str | None
    start: date | None
    end: date | None
    note: str
    source: str


def data_codes(scheme: str, kind: str | None = None) -> tuple[DataCode, ...]:
    """Return the codes of a scheme, or those of one kind, in the order of the table.

    Raises:
        VocabularyError: no table of that scheme exists.
    """
    if scheme not in SCHEMES:
        msg = f"Scheme '{scheme}' has no table of codes. Allowed are {', '.join(SCHEMES)}."
        raise VocabularyError(msg)
    return tuple(row for row in _codes(scheme) if kind in (None, row.kind))


def successions() -> tuple[tuple[str, str, date], ...]:
    """Return (successor, predecessor, first day of the successor), the latest first.

    A data set that calls a state by its present name throughout (GDELT's ``SRB`` of 1999) is
    read by it: on that day it was ``YUG``.
    """
    found = [
        (row["successor"], row["predecessor"], date.fromisoformat(row["from"]))
        for row in rows("predecessors")
    ]
    return tuple(sorted(found, key=lambda row: row[2], reverse=True))


@cache
def _codes(scheme: str) -> tuple[DataCode, ...]:
    return tuple(
        DataCode(
            row["kind"],
            row["code"],
            row["actor"] or None,
            row["role"] or None,
            day_or_none(row["start"]),
            day_or_none(row["end"]),
            row["note"],
            row["source"],
        )
        for row in rows(f"codes_{scheme}")
    )
