"""Which line of a table names its columns, and which of its names are those looked for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from steelyard.errors import SourceError
from steelyard.records.columns import Column

#: So many lines may stand before the header.
PREAMBLE = 40

#: No column bears a longer name.
LONGEST_NAME = 500

_SHOWN = 12

#: So many letters of a name are shown: a file that is no table has one of any length.
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table: its place among the first records, its line, its cells."""

    place: int
    line: int
    cells: tuple[str, ...]


@cache
def folded(name: str) -> str:
    """Return a name without what never matters: letter case, accents, spaces, punctuation.

    >>> folded("Event ID") == folded("event_id")
    True
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in plain if letter.isalnum() or letter == "%")


def find_header(
    records: Sequence[tuple[int, Sequence[str]]], columns: Sequence[Column]
) -> tuple[Header, int]:
    """Return the header among the first records, and how many of the columns it names.

    It is the record that names the most; where none names any, the first that is not empty.
    """
    known = {folded(name) for column in columns for name in column.spellings}
    best, most = None, 0
    first = None
    for place, (line, cells) in enumerate(records[:PREAMBLE]):
        if not any(cells):
            continue
        header = Header(place, line, tuple(cells))
        first = first or header
        names = (folded(cell) for cell in cells if len(cell) <= LONGEST_NAME)
        count = len(known.intersection(names))
        if count > most:
            best, most = header, count
    return best or first or Header(0, 1, ()), most


def places(header: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    """Return where each column stands, by our name of it; those that are missing are left out.

    A name that is spelled exactly goes before one that differs in case or spaces, and our own
    name before an alias. Of two columns with one name the first is taken, unless both are wanted.
    """
    exact: dict[str, int] = {}
    loose: dict[str, int] = {}
    for place, cell in enumerate(header):
        exact.setdefault(cell, place)
        loose.setdefault(folded(cell), place)
    found: dict[str, int] = {}
    for column in columns:
        for name in column.spellings:
            at = exact[name] if name in exact else loose.get(folded(name))
            if at is not None and folded(name):
                found[column.name] = at
                break
    return found


def twice(header: Sequence[str], columns: Sequence[Column]) -> str | None:
    """Return a column looked for that the header names twice."""
    names = [folded(cell) for cell in header]
    for column in columns:
        for name in column.spellings:
            if names.count(folded(name)) > 1:
                return name
    return None


def missing(
    file: str,
    header: Sequence[str],
    columns: Sequence[Column],
    found: Mapping[str, int],
    hint: str,
    *,
    either: Iterable[Sequence[str]] = (),
) -> SourceError | None:
    """Return the error that names every column that is needed and not there, and of ``either`` those of which one is."""
    lost = [
        _wanted(column, header, found)
        for column in columns
        if column.needed and column.name not in found
    ]
    lost += [
        f"no column {' or '.join(map(repr, names))}"
        for names in either
        if not any(name in found for name in names)
    ]
    if not lost:
        return None
    listed = ", ".join(lost)
    return SourceError(f"{file} has {listed}. Found: {shown(header) or 'no name'}. {hint}")


def _wanted(column: Column, header: Sequence[str], found: Mapping[str, int]) -> str:
    used = set(found.values())
    free = {cell.lower(): cell for at, cell in enumerate(header) if cell and at not in used}
    name = column.spellings[0]
    near = get_close_matches(name.lower(), free, n=1, cutoff=0.75)
    hint = f"; perhaps it is '{free[near[0]]}'" if near else ""
    return f"no column '{name}' (for {column.needed}{hint})"


def near_misses(header: Iterable[str], columns: Sequence[Column]) -> list[tuple[str, str]]:
    """Return names that are nearly those of a column that is not there: (found, meant)."""
    known = {name: column.name for column in columns for name in column.spellings}
    present = {folded(cell) for cell in header}
    spelled = {folded(name): name for name in known}
    found = []
    for cell in header:
        if not cell or folded(cell) in spelled:
            continue
        near = get_close_matches(folded(cell), spelled, n=1, cutoff=0.85)
        if near and near[0] not in present:
            found.append((cell, spelled[near[0]]))
    return found


def shown(header: Sequence[str]) -> str:
    """Return the names of a header as a message shows them."""
    names = [cell if len(cell) <= _LONGEST else f"{cell[:_LONGEST]}..." for cell in header if cell]
    return ", ".join(names[:_SHOWN]) + (", ..." if len(names) > _SHOWN else "")
