"""Judgements without an archive: every diagnostic that rests on events, asked of splits alone.

Simulated worlds have no archive, and a single supposed event needs none. Whoever can say what passed
between the client and each pole, as a Split for each diagnostic, can be put every question that rests on
events; those that rest on ties or texts are not asked, and their declared weights hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from steelyard import diagnostics
from steelyard.readings.worlds import World, split_of
from steelyard.records import Diagnostic, Judgement, PoleRole
from steelyard.series import Split

#: Says what passed with the pole of a role, in the windows of a diagnostic.
SplitOf = Callable[[PoleRole, str], Split]


def judge_world(world: World) -> dict[str, Judgement]:
    """Return the judgement of every diagnostic that rests on events on a simulated world."""
    return {d.name: diagnostics.judged_of(d, world_arrays(d, world)) for d in on_events()}


def world_arrays(diagnostic: Diagnostic, world: World) -> Any:
    """Return what ``gather`` would of the archive of a simulated world."""
    # What became of a plan may lie outside every window: the record of the pair knows it.
    statuses = dict(zip(world.rival.event_id, world.rival.status, strict=True))
    return arrays_of(diagnostic, lambda role, name: split_of(world, role, name), statuses)


def judge_split(
    diagnostic: Diagnostic, split: SplitOf, statuses: Mapping[str, str] | None = None
) -> Judgement:
    """Put one diagnostic that rests on events to what ``split`` says.

    Args:
        diagnostic: One of :func:`on_events`.
        split: Says what passed.
        statuses: What is known of rows outside the windows, by id.
    """
    return diagnostics.judged_of(diagnostic, arrays_of(diagnostic, split, statuses))


def arrays_of(
    diagnostic: Diagnostic, split: SplitOf, statuses: Mapping[str, str] | None = None
) -> Any:
    """Return what ``gather`` would, made from splits alone; see :func:`judge_split`."""
    assert diagnostic.from_splits is not None
    return diagnostic.from_splits(
        diagnostics.Splits(lambda role: split(role, diagnostic.name), statuses or {})
    )


def on_events() -> tuple[Diagnostic, ...]:
    """The diagnostics that can be asked this way, in the order of the brief."""
    return tuple(d for d in diagnostics.ALL if d.from_splits is not None)
