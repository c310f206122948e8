"""Who stands on which side of a case in a year: its poles' members, leaders, and peers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from steelyard import vocabulary
from steelyard.records import Case, Pole
from steelyard.series import client_codes, pole_of, pole_spans


@dataclass(frozen=True, slots=True)
class Side:
    """One party of a pole in a year: an organisation by its member states, or a state itself."""

    code: str
    role: str
    states: tuple[str, ...]


def middle(year: int) -> date:
    """Return the day that stands for a year: states and members are those of 1 July."""
    return date(year, 7, 1)


def client_of(client: str, year: int) -> str | None:
    """Return the code that the client, or the state that it continues, bore in ``year``."""
    for code in client_codes(client):
        row = vocabulary.actor(code)
        if (row.start is None or row.start <= middle(year)) and (
            row.end is None or middle(year) < row.end
        ):
            return code
    return None


def sides(case: Case, year: int) -> tuple[Side, ...]:
    """Return the parties of the partner's and the rival's pole that are, or consist of, states.

    An organisation whose members belong to the pole stands as their group; a state that the pole
    names stands by itself. Clients are left out. The rival of 1985 is the Soviet Union where the
    case names Russia: predecessors stand in for the states that continue them.
    """
    clients = {code for client in case.clients for code in client_codes(client)}
    found = []
    for role in ("partner", "rival"):
        pole = case.pole(role)
        for organisation in pole.members_of:
            members = vocabulary.members(organisation, middle(year)) - clients
            if members:
                found.append(Side(organisation, role, tuple(sorted(members))))
        for actor in pole.actors:
            if vocabulary.actor(actor).kind == "state":
                then = client_of(actor, year)
                if then is not None:
                    found.append(Side(actor, role, (then,)))
    return tuple(found)


def groups_of(case: Case, year: int) -> tuple[Side, ...]:
    """Return the sides that are groups of states; ties with a single state are made at loading."""
    return tuple(side for side in sides(case, year) if len(side.states) > 1)


def voice_of(given: tuple[Side, ...], role: str) -> Side | None:
    """Return the side that speaks for a pole: its largest group of members, else its first state."""
    mine = [side for side in given if side.role == role]
    return max(mine, key=lambda side: len(side.states), default=None)


def leader_of(given: tuple[Side, ...], role: str) -> Side | None:
    """Return the first state that a pole names."""
    return next((side for side in given if side.role == role and len(side.states) == 1), None)


def outside(case: Case, states: Mapping[str, int], year: int) -> tuple[str, ...]:
    """Return the states that belong to no pole of the case and are no client of it."""
    poles: tuple[Pole, ...] = case.poles
    spans = [pole_spans(case, pole) for pole in poles]
    clients = {code for client in case.clients for code in client_codes(client)}
    day = middle(year)
    return tuple(
        state
        for state in states
        if state not in clients and not any(pole_of(span, state, day) for span in spans)
    )
