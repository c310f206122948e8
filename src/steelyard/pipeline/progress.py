"""Progress: how a long piece of work says how far it is."""

from __future__ import annotations

from collections.abc import Callable

#: Called with what is being done, the steps behind it and all steps (0 where nobody knows them).
Progress = Callable[[str, int, int], None]


def silent(what: str, done: int, of: int) -> None:
    """Tell nobody."""
