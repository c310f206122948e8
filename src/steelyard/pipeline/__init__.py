"""The order of things: the only package that knows which stage follows which.

Names are looked up when they are first used: reading news needs no charts, weighing no parser.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from steelyard.pipeline.diagnosing import diagnose
    from steelyard.pipeline.event_query import find_events
    from steelyard.pipeline.ingest import Options, Run, Summary, read, read_to
    from steelyard.pipeline.loading import LoadRun, load
    from steelyard.pipeline.progress import Progress
    from steelyard.pipeline.runs.comparing import compare
    from steelyard.pipeline.weighing import evidence, weigh
    from steelyard.records.sources import EventSource, TieSource

_HOME = {
    "LoadRun": "loading",
    "Options": "ingest",
    "Progress": "progress",
    "Run": "ingest",
    "Summary": "ingest",
    "compare": "runs.comparing",
    "diagnose": "diagnosing",
    "evidence": "weighing",
    "find_events": "event_query",
    "load": "loading",
    "read": "ingest",
    "read_to": "ingest",
    "weigh": "weighing",
}

__all__ = [
    "LoadRun",
    "Options",
    "Progress",
    "Run",
    "Summary",
    "all_sources",
    "compare",
    "diagnose",
    "evidence",
    "find_events",
    "load",
    "read",
    "read_to",
    "weigh",
]


def all_sources() -> tuple[EventSource | TieSource, ...]:
    """Return every data set that can be loaded, those of events first.

    It opens no archive, so that a list of them takes no longer than reading their cards.
    """
    from steelyard import sources, ties

    return (*sources.event_sources(), *ties.tie_sources())


def __getattr__(name: str) -> Any:
    """Import a public name from the module that holds it."""
    if name in _HOME:
        return getattr(import_module(f"steelyard.pipeline.{_HOME[name]}"), name)
    msg = f"module 'steelyard.pipeline' has no attribute '{name}'"
    raise AttributeError(msg)
