"""Worlds where the truth is known: a simulator of the triangle of client, partner and rival.

``draw`` says what a world is like, ``simulate`` makes its record, ``split_of`` gives the arrays that
``gather`` would find there and ``world_table`` the rows themselves. The model and its assumptions are
in ``docs/worlds.md``.
"""

from steelyard.readings.worlds.parameters import (
    MISSPECIFIED,
    NARROW,
    WIDE,
    Parameters,
    RecordKind,
    Spread,
    draw,
)
from steelyard.readings.worlds.politics import DRIVERS, WHATS, Truth
from steelyard.readings.worlds.record import World, simulate
from steelyard.readings.worlds.splits import CLIENT, card, case_of, split_of
from steelyard.readings.worlds.table import world_table

__all__ = [
    "CLIENT",
    "DRIVERS",
    "MISSPECIFIED",
    "NARROW",
    "WHATS",
    "WIDE",
    "Parameters",
    "RecordKind",
    "Spread",
    "Truth",
    "World",
    "card",
    "case_of",
    "draw",
    "simulate",
    "split_of",
    "world_table",
]
