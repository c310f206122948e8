"""Findings without an archive: the arrays of each ``judge``, made from splits alone.

Simulated worlds have no archive, and a single supposed event needs none. Whoever can say what passed
between the client and each pole, as a Split for each diagnostic, can be put every question that rests on
events; those that rest on ties or texts are not asked, and their declared weights hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
from steelyard.records import Diagnostic, Finding, PoleRole
from steelyard.series import Split

#: Says what passed with the pole of a role, in the windows of a diagnostic.
Splits = Callable[[PoleRole, str], Split]

#: Makes the arrays of one diagnostic.
Maker = Callable[[Splits], Any]


def findings_of(world: World) -> tuple[Finding, ...]:
    """Return what every diagnostic that rests on events finds in a simulated world."""

    def splits(role: PoleRole, name: str) -> Split:
        return split_of(world, role, name)

    # What became of a plan may lie outside every window: the record of the pair knows it.
    became = dict(zip(world.rival.event_id, world.rival.status, strict=True))
    makers = {**MAKERS, "substance": lambda asked: _substance(asked, became)}
    return judged(splits, makers)


def judged(splits: Splits, makers: Mapping[str, Maker] | None = None) -> tuple[Finding, ...]:
    """Put every diagnostic that rests on events to what ``splits`` says."""
    made = makers or MAKERS
    return tuple(diagnostic.judge(made[diagnostic.name](splits)) for diagnostic in simulated())


def simulated() -> tuple[Diagnostic, ...]:
    """The diagnostics that can be asked this way, in the order of the brief."""
    return tuple(d for d in diagnostics.ALL if d.name in MAKERS)


def _rival(name: str) -> Maker:
    return lambda splits: splits("rival", name)


def _both(arrays: Callable[..., Any], name: str) -> Maker:
    return lambda splits: arrays(splits("rival", name), splits("partner", name))


def _balance(splits: Splits) -> balance.Arrays:
    return balance.Arrays(splits("rival", "balance"), splits("partner", "balance"), ())


def _routine(splits: Splits) -> routine.Arrays:
    split = splits("rival", "routine")
    return routine.Arrays(split, split.earlier.start)


def _anticipation(splits: Splits) -> anticipation.Arrays:
    return anticipation.arrays_of(splits("rival", "anticipation"))


def _substance(splits: Splits, became: Mapping[str, str] | None = None) -> substance.Arrays:
    split = splits("rival", "substance")
    status = dict(became or {})
    for events in (split.before, split.after):
        status |= dict(zip(events.event_id, events.status, strict=True))
    promises = tuple(
        substance._promise(events, int(at), status)  # noqa: SLF001 - the rule stands there once
        for events in (split.before, split.after)
        for at in np.flatnonzero(np.isin(events.status, substance.OPEN))
    )
    return substance.Arrays(split, promises)


MAKERS: Mapping[str, Maker] = {
    "anticipation": _anticipation,
    "routine": _routine,
    "tempo": _rival("tempo"),
    "tone": _both(tone.Arrays, "tone"),
    "balance": _balance,
    "substance": _substance,
    "distrust": _rival("distrust"),
    "reversal": _both(reversal.Arrays, "reversal"),
    "initiative": _rival("initiative"),
    "amplification": _rival("amplification"),
    "concession": _both(concession.Arrays, "concession"),
}
