"""The vocabulary's tables: CSV files beside the code, each row with its source."""

from __future__ import annotations

from datetime import date
from functools import cache


@cache
def rows(table: str) -> tuple[dict[str, str], ...]:
    """Return the rows of ``data/<table>.csv``, every value as its text.

    Args:
        table: the name of a table, such as ``actors``.
    """
    # Imported here because these two cost more than everything else at import.
    import csv
    from importlib.resources import files

    path = files("steelyard.vocabulary") / "data" / f"{table}.csv"
    return tuple(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def day_or_none(text: str) -> date | None:
    """Return the ISO day in ``text``, None where the cell is empty."""
    return date.fromisoformat(text) if text else None


def covers(start: date | None, end: date | None, day: date | None) -> bool:
    """Say whether ``day`` lies in [start, end); an open side, or no day, always fits."""
    return day is None or ((start is None or start <= day) and (end is None or day < end))
