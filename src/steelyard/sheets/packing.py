"""Packed files: how many bytes one may unpack to, and what in it nobody put there."""

from __future__ import annotations

from collections.abc import Sequence

#: What swells more than this many times is a bomb, but for the first bytes, however well they pack:
#: tables, news and event data pack 3 to 12 times.
MOST_SWELLING = 200
SMALL = 64 * 1024**2

#: What operating systems leave in archives.
_LITTER = ("__MACOSX", ".DS_Store", "Thumbs.db")


def most_bytes(packed: int) -> int:
    """Return how many bytes a file of so many packed bytes may unpack to."""
    return max(SMALL, MOST_SWELLING * packed)


def is_litter(parts: Sequence[str]) -> bool:
    """Say whether a member of an archive, by the parts of its path, was left there by a system.

    >>> is_litter(("__MACOSX", "news.csv")), is_litter(("news.csv",))
    (True, False)
    """
    return any(part in _LITTER or part.startswith("._") for part in parts)
