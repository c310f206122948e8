"""Simulated worlds put to the diagnostics: the arrays that each ``judge`` takes, without an archive."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from steelyard import diagnostics
from steelyard.diagnostics import (
    anticipation,
    balance,
    concession,
    reversal,
    routine,
    substance,
    tone,
)
from steelyard.readings.worlds import World, split_of
from steelyard.records import Diagnostic, Finding

#: How the arrays of each diagnostic are made from a world. Diagnostics that rest on ties or texts have
#: none: no world simulates those, and their declared weights hold.
Maker = Callable[[World], Any]


def findings_of(world: World) -> tuple[Finding, ...]:
    """Return what every diagnostic that a world can answer finds in it."""
    return tuple(diagnostic.judge(MAKERS[diagnostic.name](world)) for diagnostic in simulated())


def simulated() -> tuple[Diagnostic, ...]:
    """The diagnostics that simulated worlds can answer, in the order of the brief."""
    return tuple(d for d in diagnostics.ALL if d.name in MAKERS)


def _rival(name: str) -> Maker:
    return lambda world: split_of(world, "rival", name)


def _both(arrays: Callable[..., Any], name: str) -> Maker:
    return lambda world: arrays(split_of(world, "rival", name), split_of(world, "partner", name))


def _balance(world: World) -> balance.Arrays:
    return balance.Arrays(
        split_of(world, "rival", "balance"), split_of(world, "partner", "balance"), ()
    )


def _routine(world: World) -> routine.Arrays:
    split = split_of(world, "rival", "routine")
    return routine.Arrays(split, split.earlier.start)


def _anticipation(world: World) -> anticipation.Arrays:
    split = split_of(world, "rival", "anticipation")
    plans: dict[str, list[tuple[str, np.datetime64]]] = {}
    for events in (split.before, split.after):
        for at in np.flatnonzero(events.plan_of.astype(bool)):
            said = events.announced[at]
            said = events.start[at] if np.isnat(said) else said
            plans.setdefault(events.plan_of[at], []).append((str(events.event_id[at]), said))
    known, rows = [], []
    for name, day in zip(split.after.event_id, split.after.announced, strict=True):
        mine = plans.get(name, [])
        days = [day, *(said for _, said in mine)]
        told = [d for d in days if not np.isnat(d)]
        known.append(min(told) if told else np.datetime64("NaT", "D"))
        rows.append(tuple(row for row, _ in mine))
    return anticipation.Arrays(split, np.array(known, dtype="datetime64[D]"), tuple(rows))


def _substance(world: World) -> substance.Arrays:
    split = split_of(world, "rival", "substance")
    status = dict(zip(world.rival.event_id, world.rival.status, strict=True))
    promises = tuple(
        substance._promise(events, int(at), status)  # noqa: SLF001 - the rule stands there once
        for events in (split.before, split.after)
        for at in np.flatnonzero(np.isin(events.status, substance.OPEN))
    )
    return substance.Arrays(split, promises)


MAKERS: dict[str, Maker] = {
    "anticipation": _anticipation,
    "routine": _routine,
    "tempo": _rival("tempo"),
    "tone": _both(tone.Arrays, "tone"),
    "balance": _balance,
    "substance": _substance,
    "distrust": _rival("distrust"),
    "reversal": _both(reversal.Arrays, "reversal"),
    "initiative": _rival("initiative"),
    "concession": _both(concession.Arrays, "concession"),
}
