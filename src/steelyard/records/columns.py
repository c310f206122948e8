"""A column that a reader looks for by its name, whatever stands beside it in a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from steelyard.vocabulary.tables import rows


@dataclass(frozen=True, slots=True)
class Column:
    """A column by our name of it.

    Attributes:
        name: The name that the rest of the code uses.
        aliases: Other names under which files have it. Letter case, spaces and punctuation
            never matter.
        needed: What cannot be read without it (``the day``); None where it may be missing.
        stated: The one name that a person has said the file has; then no other is tried.
    """

    name: str
    aliases: tuple[str, ...] = ()
    needed: str | None = None
    stated: str | None = None

    @property
    def spellings(self) -> tuple[str, ...]:
        """The names under which it is looked for, the likeliest first."""
        return (self.stated,) if self.stated else (self.name, *self.aliases)


def columns(
    required: Iterable[str], optional: Iterable[str] = (), *, why: str = "every row"
) -> tuple[Column, ...]:
    """Return columns of tables that people keep: those that are needed, then the others.

    They bear our names or those that people write instead, in English or in their own language
    (``header_names.csv``).
    """
    return (
        *(Column(name, other_names(name), why) for name in required),
        *(Column(name, other_names(name)) for name in optional),
    )


@cache
def other_names(column: str) -> tuple[str, ...]:
    """Return what people call a column of a table that they keep, beside our name of it."""
    return tuple(row["name"] for row in rows("header_names") if row["column"] == column)


@cache
def columns_of(shape: str) -> tuple[Column, ...]:
    """Return the columns of a published shape, from the table ``columns.csv`` of the vocabulary.

    Args:
        shape: A shape such as ``acled`` or ``comtrade``, the first column of the table.
    """
    return tuple(
        Column(
            row["column"],
            tuple(name for name in row["aliases"].split(";") if name),
            row["needed"] or None,
        )
        for row in rows("columns")
        if row["shape"] == shape
    )
