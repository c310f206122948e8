"""Elections: the days on which a state voted nationally, as far as the table has them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from steelyard.vocabulary.actors import actor
from steelyard.vocabulary.tables import day_or_none, rows


@dataclass(frozen=True, slots=True)
class Election:
    """One national election day.

    Attributes:
        state: code of the state that voted.
        day: the day of the vote.
        kind: presidential, parliamentary, or both; general is all at once; a second round says so.
        source: where the day comes from.
    """

    state: str
    day: date
    kind: str
    source: str


def elections(state: str) -> tuple[Election, ...]:
    """Return the national election days listed for a state, the oldest first.

    That no day is listed means that nobody voted only within :func:`elections_known`.

    Raises:
        VocabularyError: the code is unknown.
    """
    return _elections().get(actor(state).code, ())


def elections_known(state: str, start: date, end: date) -> bool:
    """Say whether every national election of a state in [start, end) is listed.

    Raises:
        VocabularyError: the code is unknown.
    """
    code = actor(state).code
    return any(
        row["state"] == code
        and date.fromisoformat(row["start"]) <= start
        and end <= date.fromisoformat(row["end"])
        for row in rows("calendars")
    )


@cache
def _elections() -> dict[str, tuple[Election, ...]]:
    found: dict[str, list[Election]] = {}
    for row in rows("elections"):
        day = day_or_none(row["day"])
        if day is not None:
            found.setdefault(row["state"], []).append(
                Election(row["state"], day, row["kind"], row["source"])
            )
    return {state: tuple(sorted(days, key=lambda e: e.day)) for state, days in found.items()}
