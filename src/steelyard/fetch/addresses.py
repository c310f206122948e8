"""Addresses: where each data set is to be had, as a table that a reader can mend."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Literal, cast, get_args

from steelyard.errors import FetchError

#: How the files behind an address are found: the address is the file itself; it holds a date to
#: fill in; it is GDELT's list of size, MD5 and address; the description of a Dataverse entry;
#: a page with links; or a person must go there.
Kind = Literal["file", "daily", "master", "dataverse", "links", "by_hand"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where one data set is to be had.

    ``source`` is the name that ``steelyard load`` gives the data set, ``pattern`` the regular
    expression that the wanted files' names match, ``hosts`` other hosts that the publisher is
    known to hand downloads over to. ``seen`` is the last day on which the address was seen to
    answer, None where nobody has looked.
    """

    name: str
    source: str
    kind: Kind
    address: str
    pattern: str
    hosts: tuple[str, ...]
    seen: date | None
    terms: str
    by_hand: tuple[str, ...]
    if_dead: str

    @property
    def known(self) -> str:
        """When the address was last seen to answer, in words."""
        return f"last seen to answer on {self.seen}" if self.seen else "not yet seen to answer"


@cache
def addresses() -> tuple[Address, ...]:
    """Return every address that is known, in the order of the table."""
    path = files("steelyard.fetch") / "data" / "addresses.csv"
    return tuple(
        _address(row) for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    )


def address(name: str) -> Address:
    """Return the address of one data set.

    Raises:
        FetchError: No address is known by that name.
    """
    known = {entry.name: entry for entry in addresses()}
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"Did you mean '{near[0]}'?" if near else "Choose one of them."
        msg = f"No address is known for '{name}'; allowed are {', '.join(sorted(known))}. {hint}"
        raise FetchError(msg)
    return known[name]


def _address(row: dict[str, str]) -> Address:
    assert row["kind"] in get_args(Kind), row
    return Address(
        name=row["name"],
        source=row["source"],
        kind=cast(Kind, row["kind"]),
        address=row["address"],
        pattern=row["pattern"],
        hosts=tuple(row["hosts"].split()),
        seen=date.fromisoformat(row["seen"]) if row["seen"] else None,
        terms=row["terms"],
        by_hand=tuple(step.strip() for step in row["by_hand"].split(";") if step.strip()),
        if_dead=row["if_dead"],
    )
