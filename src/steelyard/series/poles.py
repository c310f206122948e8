"""Poles by date: which actors belong to a pole on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from steelyard import vocabulary
from steelyard.records import Case, Pole

#: Days from the first to (not including) the second; None is open.
Span = tuple[date | None, date | None]


def pole_spans(case: Case, pole: Pole) -> dict[str, tuple[Span, ...]]:
    """Return for each actor of ``pole`` the spans of days in which it belongs to it.

    Named actors belong to it throughout; members of its organisations while they are
    members. A client is never in a pole, nor is any of its predecessors.
    """
    clients = {code for client in case.clients for code in client_codes(client)}
    spans: dict[str, list[Span]] = {}
    for organisation in pole.members_of:
        for membership in vocabulary.memberships(organisation):
            spans.setdefault(membership.member, []).append((membership.start, membership.end))
    for actor in pole.actors:
        spans[actor] = [(None, None)]
    return {actor: tuple(rows) for actor, rows in spans.items() if actor not in clients}


def pole_of(spans: Mapping[str, tuple[Span, ...]], actor: str, day: date) -> bool:
    """Say whether ``actor`` belongs to the pole with these ``spans`` on ``day``."""
    return any(
        (start is None or start <= day) and (end is None or day < end)
        for start, end in spans.get(actor, ())
    )


def client_codes(client: str) -> tuple[str, ...]:
    """Return the client's code and those of the states it continues (SRB, SCG, YUG)."""
    return (client, *vocabulary.predecessors(client))
