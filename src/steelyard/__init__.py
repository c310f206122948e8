"""Steelyard weighs whether a state is really changing sides, or only making it look so.

    import steelyard as sy

    case = sy.load_case("balkans-2019")
    brief = sy.weigh(case, seed=0)
    brief.save("out/")

Names are looked up when they are first used, so that the import itself stays quick.
"""

from __future__ import annotations

import warnings
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from steelyard import diagnostics, readings, records, statistics, vocabulary  # noqa: F401
    from steelyard.archive import TableArchive, open_archive
    from steelyard.case_file import load_case
    from steelyard.cases.template import new_case
    from steelyard.errors import SteelyardError
    from steelyard.library.cases import case
    from steelyard.library.crate import write_crate
    from steelyard.library.runs import calibrate, suppose
    from steelyard.pipeline import compare, diagnose, evidence, load, read, weigh
    from steelyard.pipeline.runs import rerun
    from steelyard.records import (
        Brief,
        Case,
        Event,
        Finding,
        Pole,
        Shock,
        SourceCard,
        Tie,
        Verdict,
        Window,
    )

__version__ = "0.1.0"

_HOME = {
    "Brief": "steelyard.records",
    "Case": "steelyard.records",
    "Event": "steelyard.records",
    "Finding": "steelyard.records",
    "Pole": "steelyard.records",
    "Shock": "steelyard.records",
    "SourceCard": "steelyard.records",
    "SteelyardError": "steelyard.errors",
    "TableArchive": "steelyard.archive",
    "Tie": "steelyard.records",
    "Verdict": "steelyard.records",
    "Window": "steelyard.records",
    "calibrate": "steelyard.library.runs",
    "case": "steelyard.library.cases",
    "compare": "steelyard.pipeline",
    "diagnose": "steelyard.pipeline",
    "evidence": "steelyard.pipeline",
    "load": "steelyard.pipeline",
    "load_case": "steelyard.case_file",
    "new_case": "steelyard.cases.template",
    "open_archive": "steelyard.archive",
    "read": "steelyard.pipeline",
    "rerun": "steelyard.pipeline.runs",
    "suppose": "steelyard.library.runs",
    "weigh": "steelyard.pipeline",
    "write_crate": "steelyard.library.crate",
}

__all__ = [
    "Brief",
    "Case",
    "Event",
    "Finding",
    "Pole",
    "Shock",
    "SourceCard",
    "SteelyardError",
    "TableArchive",
    "Tie",
    "Verdict",
    "Window",
    "calibrate",
    "case",
    "compare",
    "diagnose",
    "evidence",
    "load",
    "load_case",
    "new_case",
    "open_archive",
    "read",
    "rerun",
    "suppose",
    "weigh",
    "write_crate",
]


#: Names that were public under another name: the new one, and the version with which the old one goes.
_RENAMED: dict[str, tuple[str, str]] = {}


def __getattr__(name: str) -> Any:
    """Import a public name, or a subpackage such as ``steelyard.statistics``, when asked for."""
    if name in _RENAMED:
        new, gone = _RENAMED[name]
        msg = f"steelyard.{name} is now steelyard.{new} and goes with version {gone}. Change the name."
        warnings.warn(msg, DeprecationWarning, stacklevel=2)
        return __getattr__(new)
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    if name in ("statistics", "vocabulary", "records", "diagnostics", "readings"):
        return import_module(f"steelyard.{name}")
    msg = f"module 'steelyard' has no attribute '{name}'"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    """The public names."""
    return [*__all__, "__version__"]
