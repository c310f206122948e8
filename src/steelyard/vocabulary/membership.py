"""Memberships: which states belonged to which organisation on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from steelyard.errors import VocabularyError
from steelyard.vocabulary.actors import actor
from steelyard.vocabulary.tables import covers, day_or_none, rows


@dataclass(frozen=True, slots=True)
class Membership:
    """One spell of membership, on [start, end).

    Attributes:
        organisation: code of the organisation.
        member: code of the member.
        start: first day as a member.
        end: first day no longer one; None is still.
        source: where the dates come from.
        note: what the dates do not say, such as a suspension; mostly empty.
    """

    organisation: str
    member: str
    start: date
    end: date | None
    source: str
    note: str = ""


def members(organisation: str, day: date) -> frozenset[str]:
    """Return the codes of the states that were members on ``day``; suspended ones count.

    Raises:
        VocabularyError: the organisation is unknown, or its members are not listed.
    """
    return frozenset(
        row.member for row in memberships(organisation) if covers(row.start, row.end, day)
    )


def memberships(organisation: str) -> tuple[Membership, ...]:
    """Return every spell of membership of an organisation, the oldest first.

    Raises:
        VocabularyError: the organisation is unknown, or its members are not listed.
    """
    found = _memberships().get(organisation)
    if found is None:
        listed = ", ".join(organisations_with_members())
        msg = (
            f"{actor(organisation).name} ('{organisation}') has no members in the vocabulary. "
            f"Members are listed for {listed}."
        )
        raise VocabularyError(msg)
    return found


def organisations_with_members() -> tuple[str, ...]:
    """Return the codes of the organisations whose members are listed."""
    return tuple(_memberships())


@cache
def _memberships() -> dict[str, tuple[Membership, ...]]:
    grouped: dict[str, list[Membership]] = {}
    for row in rows("memberships"):
        spell = Membership(
            row["organisation"],
            row["member"],
            date.fromisoformat(row["start"]),
            day_or_none(row["end"]),
            row["source"],
            row["note"],
        )
        grouped.setdefault(spell.organisation, []).append(spell)
    return {
        code: tuple(sorted(found, key=lambda spell: (spell.start, spell.member)))
        for code, found in sorted(grouped.items())
    }
