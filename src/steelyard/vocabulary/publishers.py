"""Publishers: which family the house belongs to that printed a report."""

from __future__ import annotations

from functools import cache

from steelyard.vocabulary.tables import rows

#: The families of data/publishers.csv; ``unknown`` where nobody has looked.
UNKNOWN = "unknown"


@cache
def _families() -> dict[str, str]:
    return {row["publisher"]: row["family"] for row in rows("publishers")}


def publisher_family(publisher: str) -> str:
    """Return the family of a publisher's host name, ``unknown`` where it is not listed."""
    return _families().get(publisher.removeprefix("www."), UNKNOWN)
