"""A world as an event table: the long way round, to prove that the short one says the same."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from steelyard.readings.worlds.record import SOURCE, World
from steelyard.readings.worlds.splits import CLIENT, NEAR, PARTNER, RIVAL
from steelyard.records import EVENT
from steelyard.series import DyadEvents

#: Who acts on whom in the rest of the record: far away, next door, and at home.
_OTHERS = {"far": ("CHN", "TUR"), "near": (NEAR, "UKR"), "home": (CLIENT, NEAR)}


def world_table(world: World) -> pa.Table:
    """Return the record of a world in the schema EVENT, third parties' events included."""
    parts = [
        _dyad(world.rival, RIVAL),
        _dyad(world.partner, PARTNER),
        _others(world),
    ]
    return pa.concat_tables(parts)


def _dyad(events: DyadEvents, pole: str) -> pa.Table:
    sides = {
        "client": ([CLIENT], [pole]),
        "pole": ([pole], [CLIENT]),
        "mutual": (sorted([CLIENT, pole]), []),
    }
    return _table(
        len(events),
        event_id=events.event_id.tolist(),
        day=events.start.tolist(),
        precision=events.precision.tolist(),
        announced=events.announced.tolist(),
        actor=[sides[d][0] for d in events.direction],
        recipient=[sides[d][1] for d in events.direction],
        type=events.type.tolist(),
        mode=events.mode.tolist(),
        context=[list(context) for context in events.context],
        quad=events.quad.tolist(),
        act=events.act.tolist(),
        rung=events.rung.tolist(),
        status=events.status.tolist(),
        reports=events.reports.tolist(),
        publishers=[list(names) for names in events.publishers],
        source_id=events.source_id.tolist(),
        plan_of=events.plan_of.tolist(),
    )


def _others(world: World) -> pa.Table:
    """Everybody else's events; the first of a day has all reports that the others do not need."""
    asked = world.parameters
    days, pairs = [], []
    for name, pair in _OTHERS.items():
        counts = getattr(world, name)
        days.append(np.repeat(np.arange(len(counts)), counts))
        pairs += [pair] * int(counts.sum())
    offset = np.concatenate(days)
    number = len(offset)
    hostile = np.concatenate([_fourths(getattr(world, name)) for name in _OTHERS])
    first = np.unique(offset, return_index=True)[1]
    reports = np.ones(number, dtype=np.int64)
    reports[first] += (world.reports - np.bincount(offset, minlength=len(world.far)))[offset[first]]
    return _table(
        number,
        event_id=[f"o{at:07d}" for at in range(number)],
        day=(asked.shock_day + offset - asked.days_before).astype("datetime64[D]").tolist(),
        precision=["day"] * number,
        actor=[[pair[0]] for pair in pairs],
        recipient=[[pair[1]] for pair in pairs],
        type=np.where(hostile, "ACCUSE", "CONSULT").tolist(),
        quad=np.where(hostile, 3, 1).tolist(),
        act=["words"] * number,
        rung=["talk"] * number,
        status=["happened"] * number,
        reports=reports.tolist(),
        source_id=[str(at) for at in range(number)],
    )


def _fourths(counts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """True for every fourth event of each day."""
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.asarray(within % 4 == 3)


def _table(number: int, **columns: Any) -> pa.Table:
    """Fill the columns that a world has nothing to say about."""
    found = []
    for field in EVENT:
        if field.name in columns:
            values = columns[field.name]
        elif field.name in ("source", "coder"):
            values = [SOURCE] * number
        elif pa.types.is_list(field.type):
            values = [[]] * number
        else:
            values = [None] * number
        found.append(pa.array(values, field.type))
    return pa.table(found, schema=EVENT)
