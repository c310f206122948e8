"""Whose organisations the client joined or left: lists of members that need no search.

An organisation keeps the list of its members itself. However unevenly people searched for acts, the list is
whole, so that what it says holds for a searched record as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from steelyard import vocabulary
from steelyard.records import Case, Pole, PoleRole
from steelyard.series.poles import client_codes

#: Organisations whose members owe each other more than meetings: alliances and unions.
BINDING = ("NATO", "CSTO", "EU", "EAEU")


@dataclass(frozen=True, slots=True)
class Member:
    """A change of membership since the shock: which organisation was joined or left, when, and who says so."""

    organisation: str
    joined: bool
    day: date
    source: str

    @property
    def change(self) -> str:
        """What the client did, in a word."""
        return "joined" if self.joined else "left"


def organisations_of(pole: Pole, other: Pole, day: date) -> tuple[str, ...]:
    """Return the organisations that a pole names, and those that bind one of its states and none of the other's."""
    listed = vocabulary.organisations_with_members()
    named = [name for name in (*pole.actors, *pole.members_of) if name in listed]
    joined = [
        name
        for name in BINDING
        if not vocabulary.members(name, day).isdisjoint(pole.actors)
        and vocabulary.members(name, day).isdisjoint(other.actors)
        and name not in (*other.actors, *other.members_of)
    ]
    return tuple(dict.fromkeys((*named, *joined)))


def last_of(case: Case) -> date:
    """Return the day after the last one of any window: until then complete lists are read."""
    return max(window.end for window in case.windows.values())


def organisations_since(case: Case, role: PoleRole) -> tuple[str, ...]:
    """Return the organisations of a pole when the shock came, and those that were founded since."""
    pole, other = case.pole(role), case.pole("rival" if role == "partner" else "partner")
    days = case.shock.day, last_of(case)
    return tuple(dict.fromkeys(name for day in days for name in organisations_of(pole, other, day)))


def membership_changes(case: Case, client: str, role: PoleRole) -> tuple[Member, ...]:
    """Return which organisations of a pole the client joined or left since the shock, the first change first.

    As a complete list is, they are read until the last day of any window of the case.
    """
    day, last = case.shock.day, last_of(case)
    codes = client_codes(client)
    found = []
    for name in organisations_since(case, role):
        for spell in vocabulary.memberships(name):
            if spell.member not in codes:
                continue
            if day <= spell.start < last:
                found.append(Member(name, joined=True, day=spell.start, source=spell.source))
            if spell.end is not None and day <= spell.end < last:
                found.append(Member(name, joined=False, day=spell.end, source=spell.source))
    return tuple(sorted(found, key=lambda change: change.day))
