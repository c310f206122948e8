"""Treaties that bind a client to either pole: memberships and alliances of the vocabulary, on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from steelyard import vocabulary
from steelyard.records import Case, Pole, PoleRole
from steelyard.series import client_codes
from steelyard.vocabulary.tables import covers
from steelyard.wording import actor_name

#: Organisations whose members owe each other more than meetings: alliances and unions.
BINDING = ("NATO", "CSTO", "EU", "EAEU")


@dataclass(frozen=True, slots=True)
class Tied:
    """What binds the client on the day of the shock, to which pole, since when, and who says so."""

    side: PoleRole
    pole: str
    name: str
    since: date
    source: str


def ties_by_treaty(case: Case, client: str) -> Iterator[Tied]:
    """Give the organisations of either pole that the client belonged to when the shock came, and its alliances."""
    day, codes = case.shock.day, client_codes(client)
    roles: tuple[PoleRole, ...] = ("partner", "rival")
    poles = {role: case.pole(role) for role in roles}
    for role, pole in poles.items():
        other = poles["rival" if role == "partner" else "partner"]
        title = pole.title or pole.name
        for name in _organisations(pole, other, day):
            for spell in vocabulary.memberships(name):
                if spell.member in codes and covers(spell.start, spell.end, day):
                    yield Tied(role, title, actor_name(name), spell.start, spell.source)
        for bond in (one for code in codes for one in vocabulary.alliances(code, day)):
            if any(bond.ally(code) in pole.actors for code in codes):
                yield Tied(role, title, bond.name, bond.start, bond.source)


def _organisations(pole: Pole, other: Pole, day: date) -> tuple[str, ...]:
    """Those that a pole names, and those that bind one of its states and none of the other pole's."""
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
