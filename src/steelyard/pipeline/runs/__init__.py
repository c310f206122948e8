"""Runs: what a brief was made from, read back, and what changed between two of them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from steelyard.pipeline.runs.inputs import Input, inputs_of

if TYPE_CHECKING:
    from steelyard.pipeline.runs.comparing import compare
    from steelyard.pipeline.runs.reading import PastRun, read_run
    from steelyard.pipeline.runs.rerunning import Rerun, rerun

_HOME = {
    "PastRun": "reading",
    "Rerun": "rerunning",
    "compare": "comparing",
    "read_run": "reading",
    "rerun": "rerunning",
}

__all__ = ["Input", "PastRun", "Rerun", "compare", "inputs_of", "read_run", "rerun"]


def __getattr__(name: str) -> Any:
    """Import a public name from the module that holds it."""
    if name in _HOME:
        return getattr(import_module(f"steelyard.pipeline.runs.{_HOME[name]}"), name)
    msg = f"module 'steelyard.pipeline.runs' has no attribute '{name}'"
    raise AttributeError(msg)
