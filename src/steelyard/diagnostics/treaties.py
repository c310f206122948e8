"""Treaties that bind a client to either pole: memberships and alliances of the vocabulary, on a day.

Lists of members are complete and were made by the organisations themselves: what they say needs no search.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from steelyard import vocabulary
from steelyard.records import Case, PoleRole
from steelyard.series import (
    Member,
    client_codes,
    last_of,
    membership_changes,
    organisations_of,
    organisations_since,
)
from steelyard.vocabulary.tables import covers
from steelyard.wording import actor_name

#: Changes of membership after this day have not been looked for (vocabulary/data/README.md).
LISTED_UNTIL = date(2025, 10, 1)


@dataclass(frozen=True, slots=True)
class Tied:
    """What binds the client on the day of the shock, to which pole, since when, and who says so."""

    side: PoleRole
    pole: str
    name: str
    since: date
    source: str


@dataclass(frozen=True, slots=True)
class Club:
    """An organisation of the rival's that the client did not belong to, and when it joined since, if it did."""

    name: str
    joined: date | None
    source: str


def clubs_of_rival(case: Case, client: str) -> tuple[Club, ...]:
    """Give the rival's organisations that the client did not belong to when the shock came.

    As a complete list is, they are read until the last day of any window of the case; nothing is said where that goes
    beyond the lists.
    """
    if last_of(case) > LISTED_UNTIL:
        return ()
    day = case.shock.day
    codes = client_codes(client)
    joined: dict[str, Member] = {}
    for one in membership_changes(case, client, "rival"):
        if one.joined:
            joined.setdefault(one.organisation, one)
    found = []
    for name in organisations_since(case, "rival"):
        if vocabulary.members(name, day).isdisjoint(codes):
            change = joined.get(name)
            found.append(
                Club(
                    actor_name(name),
                    change.day if change else None,
                    change.source if change else "",
                )
            )
    return tuple(found)


def ties_by_treaty(case: Case, client: str) -> Iterator[Tied]:
    """Give the organisations of either pole that the client belonged to when the shock came, and its alliances."""
    day, codes = case.shock.day, client_codes(client)
    roles: tuple[PoleRole, ...] = ("partner", "rival")
    poles = {role: case.pole(role) for role in roles}
    for role, pole in poles.items():
        other = poles["rival" if role == "partner" else "partner"]
        title = pole.title or pole.name
        for name in organisations_of(pole, other, day):
            for spell in vocabulary.memberships(name):
                if spell.member in codes and covers(spell.start, spell.end, day):
                    yield Tied(role, title, actor_name(name), spell.start, spell.source)
        for bond in (one for code in codes for one in vocabulary.alliances(code, day)):
            if any(bond.ally(code) in pole.actors for code in codes):
                yield Tied(role, title, bond.name, bond.start, bond.source)
