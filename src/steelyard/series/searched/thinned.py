"""A split with rows taken out or put in: what a diagnostic would be asked of a slightly other record."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from typing import Any, Literal

import numpy as np

from steelyard.series.dyads import DyadEvents
from steelyard.series.searched.occasions import by_occasion
from steelyard.series.supposed import Act, with_row
from steelyard.series.windows import Split

Side = Literal["before", "after"]


def without_rows(split: Split, names: Collection[str]) -> Split:
    """Return ``split`` without some rows of its pair; what is left of an affair still counts once."""
    gone = frozenset(names)
    kept: dict[str, Any] = {}
    for side in ("before", "after"):
        events: DyadEvents = getattr(split, side)
        rows: DyadEvents = getattr(split, f"rows_{side}")
        hit = [not gone.isdisjoint(behind) for behind in events.rows]
        plans = np.isin(rows.event_id, list(gone))
        if not (any(hit) or plans.any()):
            continue
        kept[f"rows_{side}"] = rows.select(~plans)
        whole = all(
            gone.issuperset(behind) for behind, met in zip(events.rows, hit, strict=True) if met
        )
        if whole or not split.selective:
            kept[side] = events.select(~np.array(hit, dtype=np.bool_))
        else:
            kept[side] = by_occasion(kept[f"rows_{side}"], split.aside)
    return replace(split, **kept) if kept else split


def with_rows(split: Split, act: Act, side: Side, number: int) -> Split:
    """Return ``split`` with ``number`` more acts of one kind on one side of the shock.

    They lie evenly over the window, each an occasion of its own.
    """
    window = split.earlier if side == "before" else split.later
    events: DyadEvents = getattr(split, side)
    step = window.days / (number + 1)
    for at in range(number):
        day = window.start + timedelta(days=int(step * (at + 1)))
        events = with_row(split, events, act, day, name=f"missed{at}")
    changed: dict[str, Any] = {side: events}
    return replace(split, **changed)
