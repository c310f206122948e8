"""Event data sets, one publisher a file: their files in, tables in the schema EVENT out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from steelyard.errors import SourceError
from steelyard.sources import table

if TYPE_CHECKING:
    from steelyard.records import EventSource

#: Every data set that can be loaded. Module ``name`` holds its EventSource as ``NAME``,
#: but for ``table``: that module reads chronologies, own_table loads any table.
NAMES = ("acled", "gdelt", "icews", "keds", "phoenix", "plover_json", "polecat", "table", "ucdp")

__all__ = ["NAMES", "event_source", "event_sources", "table"]


def event_source(name: str) -> EventSource:
    """Return the data set of this name; its module is imported only now.

    Raises:
        SourceError: There is none; the message names those that exist.
    """
    if name not in NAMES:
        msg = f"Source '{name}' is not known. Allowed are {', '.join(NAMES)}."
        raise SourceError(msg)
    module = "own_table" if name == "table" else name
    found: EventSource = getattr(import_module(f"steelyard.sources.{module}"), name.upper())
    return found


def event_sources() -> tuple[EventSource, ...]:
    """Return every data set, in the order of their names."""
    return tuple(event_source(name) for name in NAMES)
