"""A split with one more event in it: what a diagnostic would be asked if that had happened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from steelyard import vocabulary
from steelyard.series.calendar import FRIENDLY, Calendar
from steelyard.series.dyads import COLUMNS, DyadEvents
from steelyard.series.windows import Split


@dataclass(frozen=True, slots=True)
class Act:
    """An act that might happen between a client and a pole; see :class:`DyadEvents` for the words."""

    direction: str
    type: str
    quad: int
    act: str
    rung: str = ""

    @property
    def status(self) -> str:
        """A threat has happened when it is made."""
        return "threatened" if self.type == "THREATEN" else "happened"


def last_day(split: Split) -> date | None:
    """Return the last day after the shock that the record covers, None where it covers none."""
    days = split.calendar.slots(split.later)
    covered = np.flatnonzero(split.calendar.covered[days])
    if not len(covered):
        return None
    return split.calendar.start + timedelta(days=int(days.start + covered[-1]))


def with_act(split: Split, act: Act, day: date) -> Split:
    """Return ``split`` with one more act on ``day``, reported once and counted as its others are."""
    after = with_row(split, split.after, act, day, name="supposed", publishers=("supposed",))
    return replace(split, after=after, calendar=_counting(split.calendar, act, day))


def with_row(
    split: Split,
    events: DyadEvents,
    act: Act,
    day: date,
    *,
    name: str,
    publishers: tuple[str, ...] = (),
) -> DyadEvents:
    """Return events of a side of ``split`` with a row called ``name`` for one more act on ``day``."""
    at = np.datetime64(day, "D")
    sources = split.systematic or tuple(events.source[-1:]) or (name,)
    added: dict[str, Any] = {
        "event_id": name,
        "start": at,
        "end": at + 1,
        "precision": "day",
        "announced": np.datetime64("NaT", "D"),
        "direction": act.direction,
        "type": act.type,
        "context": (),
        "quad": act.quad,
        "act": act.act,
        "rung": act.rung or vocabulary.rung_of_type(act.type),
        "status": act.status,
        "reports": 1,
        "publishers": publishers,
        "source": sources[0],
        "source_id": name,
    }
    return DyadEvents(**{one: _longer(getattr(events, one), added.get(one)) for one in COLUMNS})


def beside_act(split: Split, act: Act, day: date) -> Split:
    """Return ``split`` with one more act on ``day`` that the client has with somebody else."""
    return replace(
        split,
        others_after=split.others_after + 1,
        calendar=_counting(split.calendar, act, day),
    )


def _longer(column: Any, value: Any) -> Any:
    """The column with one more value, which may be a tuple."""
    longer = np.empty(len(column) + 1, dtype=column.dtype)
    longer[:-1] = column
    longer[-1] = value
    return longer


def _counting(days: Calendar, act: Act, day: date) -> Calendar:
    """The calendar with the act in it."""
    one = np.zeros(len(days))
    one[(day - days.start).days] = 1.0
    friendly = one if act.quad <= FRIENDLY else 0.0
    return replace(
        days,
        events=days.events + one,
        reports=days.reports + one,
        friendly=days.friendly + friendly,
    )
