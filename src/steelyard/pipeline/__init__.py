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
    from steelyard.pipeline.loading import LoadRun, all_sources, load
    from steelyard.pipeline.progress import Progress
    from steelyard.pipeline.runs.comparing import compare
    from steelyard.pipeline.weighing import evidence, weigh

_HOME = {
    "LoadRun": "loading",
    "Options": "ingest",
    "Progress": "progress",
    "Run": "ingest",
    "Summary": "ingest",
    "all_sources": "loading",
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


def __getattr__(name: str) -> Any:
    """Import a public name from the module that holds it."""
    if name in _HOME:
        return getattr(import_module(f"steelyard.pipeline.{_HOME[name]}"), name)
    msg = f"module 'steelyard.pipeline' has no attribute '{name}'"
    raise AttributeError(msg)
