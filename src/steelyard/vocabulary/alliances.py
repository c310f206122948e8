"""Alliances: treaties by which two states owe each other help, as far as a source was opened for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from steelyard.vocabulary.actors import actor
from steelyard.vocabulary.tables import covers, day_or_none, rows


@dataclass(frozen=True, slots=True)
class Alliance:
    """A treaty of mutual help between two states, on [start, end).

    Attributes:
        states: codes of the two.
        start: day of the signature.
        end: first day no longer; None is still.
        name: what sentences call it.
        source: where the day comes from.
    """

    states: tuple[str, str]
    start: date
    end: date | None
    name: str
    source: str

    def ally(self, state: str) -> str | None:
        """The other of the two, None where the state is neither."""
        first, second = self.states
        return {first: second, second: first}.get(state)


def alliances(state: str, day: date) -> tuple[Alliance, ...]:
    """Return the treaties of a state with another that bound it on a day; organisations are memberships.

    That none is listed does not mean that there is none.

    Raises:
        VocabularyError: the code is unknown.
    """
    code = actor(state).code
    return tuple(
        one for one in _alliances() if code in one.states and covers(one.start, one.end, day)
    )


@cache
def _alliances() -> tuple[Alliance, ...]:
    return tuple(
        Alliance(
            (row["state"], row["partner"]),
            date.fromisoformat(row["start"]),
            day_or_none(row["end"]),
            row["name"],
            row["source"],
        )
        for row in rows("alliances")
    )
