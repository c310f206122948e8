"""Steelyard weighs whether a state is really changing sides, or only making it look so.

    import steelyard as sy

    case = sy.load_case("balkans-2019")
    brief = sy.weigh(case, seed=0)
    brief.save("out/")

Names are looked up when they are first used, so that the import itself stays quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from steelyard.archive import open_archive
    from steelyard.case import load_case
    from steelyard.cases.template import new_case
    from steelyard.errors import SteelyardError
    from steelyard.pipeline import compare, load, read, weigh
    from steelyard.records import Brief, Case, Event, Finding, Tie, Verdict

__version__ = "0.1.0"

_HOME = {
    "Brief": "steelyard.records",
    "Case": "steelyard.records",
    "Event": "steelyard.records",
    "Finding": "steelyard.records",
    "SteelyardError": "steelyard.errors",
    "Tie": "steelyard.records",
    "Verdict": "steelyard.records",
    "compare": "steelyard.pipeline",
    "load": "steelyard.pipeline",
    "load_case": "steelyard.case",
    "open_archive": "steelyard.archive",
    "new_case": "steelyard.cases.template",
    "read": "steelyard.pipeline",
    "weigh": "steelyard.pipeline",
}

__all__ = [
    "Brief",
    "Case",
    "Event",
    "Finding",
    "SteelyardError",
    "Tie",
    "Verdict",
    "compare",
    "load",
    "load_case",
    "new_case",
    "open_archive",
    "read",
    "weigh",
]


def __getattr__(name: str) -> Any:
    """Import a public name, or a subpackage such as ``steelyard.statistics``, when asked for."""
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    if name in ("statistics", "vocabulary", "records", "diagnostics", "readings"):
        return import_module(f"steelyard.{name}")
    msg = f"module 'steelyard' has no attribute '{name}'"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    """The public names."""
    return [*__all__, "__version__"]
