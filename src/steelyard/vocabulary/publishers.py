"""Publishers: which family the house belongs to that printed a report.

A ``state_outlet`` is owned or run by a state, ``state_affiliated`` close to one; ``independent`` says that a named rater
or its owner's constitution makes it so; ``private`` says no more than that its owners are.
"""

from __future__ import annotations

from functools import cache

from steelyard.vocabulary.tables import rows

#: The families of data/publishers.csv; ``unknown`` where nobody has looked.
UNKNOWN = "unknown"


@cache
def _rated() -> dict[str, dict[str, str]]:
    return {row["publisher"]: row for row in rows("publishers")}


def publisher_family(publisher: str) -> str:
    """Return the family of a publisher's host name, ``unknown`` where it is not listed."""
    row = _rated().get(publisher.removeprefix("www."))
    return UNKNOWN if row is None else row["family"]


def publisher_country(publisher: str) -> str | None:
    """Return the state or organisation that a publisher belongs to, None where nobody has looked."""
    row = _rated().get(publisher.removeprefix("www."))
    return (row["country"] or None) if row else None
