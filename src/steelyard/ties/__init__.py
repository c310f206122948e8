"""Structural data sets, one publisher a file: their files in, tables in the schema TIE out.

Each connector stands in :mod:`steelyard.ties.publishers`. Beside the ties of two states it gives
the typed tables of ``records.ties``; measures that need a case's poles are in
:mod:`steelyard.ties.measures`. To add one: its file, its name in NAMES, its test, its section in
docs/ties.md.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from steelyard.errors import SourceError
from steelyard.ties import table

if TYPE_CHECKING:
    from steelyard.records.sources import TieSource

#: Every structural data set that can be loaded. ``unga-ideal-points`` is in the module
#: ``unga_ideal_points``; each module holds its TieSource as SOURCE.
NAMES = (
    "atop",
    "baci",
    "colt",
    "comtrade",
    "cow-trade",
    "desta",
    "gsdb",
    "igo",
    "imts",
    "sipri",
    "unga",
    "unga-ideal-points",
    "vdem",
)

__all__ = ["NAMES", "table", "tie_source", "tie_sources"]


def tie_source(name: str) -> TieSource:
    """Return the data set of this name; its module is imported only now.

    Raises:
        SourceError: There is none; the message names those that exist.
    """
    if name not in NAMES:
        msg = f"Tie source '{name}' is not known. Allowed are {', '.join(NAMES)}."
        raise SourceError(msg)
    module = import_module(f"steelyard.ties.publishers.{name.replace('-', '_')}")
    found: TieSource = module.SOURCE
    return found


def tie_sources() -> tuple[TieSource, ...]:
    """Return every data set, in the order of their names."""
    return tuple(tie_source(name) for name in NAMES)
