"""A column that a reader looks for by its name, whatever stands beside it in a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column by our name of it.

    Attributes:
        name: The name that the rest of the code uses.
        aliases: Other names under which files have it. Letter case, spaces and punctuation
            never matter.
        needed: What cannot be read without it (``the day``); None where it may be missing.
    """

    name: str
    aliases: tuple[str, ...] = ()
    needed: str | None = None


def columns(
    required: Iterable[str], optional: Iterable[str] = (), *, why: str = "every row"
) -> tuple[Column, ...]:
    """Return columns that have no other names: those that are needed, then the others."""
    return (
        *(Column(name, needed=why) for name in required),
        *(Column(name) for name in optional),
    )
