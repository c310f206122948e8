"""Dyad events: what passed between a client and a pole, as arrays.

An event belongs to the dyad when the client stands on one side and the pole on the other,
or when both act together. Its direction is ``client`` (the client acts on the pole),
``pole`` (the pole acts on the client) or ``mutual`` (both act: joint drills, signings,
talks on neutral ground). Where both act on a third party, what they do says nothing of how
they treat each other, and where a third party acts on both neither acts: such events are
left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from steelyard import vocabulary
from steelyard.records import Archive, Case, Pole, Window
from steelyard.series.poles import Span, client_codes, pole_of, pole_spans

Mask = NDArray[np.bool_]
Texts = NDArray[np.object_]
Days = NDArray[np.datetime64]

_COLUMNS = [
    "event_id",
    "day",
    "precision",
    "announced",
    "actor",
    "recipient",
    "type",
    "mode",
    "context",
    "quad",
    "act",
    "status",
    "reports",
    "publishers",
    "source",
    "source_id",
    "sentence",
    "url",
    "plan_of",
]


@dataclass(frozen=True, slots=True)
class DyadEvents:
    """Events between a client and a pole, by day; every array has one value an event.

    ``start`` and ``end`` are the half-open period that the event's precision leaves open;
    ``announced`` is NaT where no announcement is known; ``context`` and ``publishers`` hold
    tuples of text.
    """

    event_id: Texts
    start: Days
    end: Days
    precision: Texts
    announced: Days
    direction: Texts
    type: Texts
    mode: Texts
    context: Texts
    quad: NDArray[np.int8]
    act: Texts
    status: Texts
    reports: NDArray[np.int32]
    publishers: Texts
    source: Texts
    source_id: Texts
    sentence: Texts
    url: Texts
    plan_of: Texts

    def __len__(self) -> int:
        """The number of events."""
        return len(self.event_id)

    def select(self, mask: Mask) -> DyadEvents:
        """Return the events where ``mask`` is true."""
        return DyadEvents(*(getattr(self, field.name)[mask] for field in fields(self)))

    def within(self, window: Window) -> Mask:
        """True where the whole period of the event lies in ``window``."""
        inside: Mask = (self.start >= np.datetime64(window.start)) & (
            self.end <= np.datetime64(window.end)
        )
        return inside

    def undated(self, window: Window) -> Mask:
        """True where the event may lie in ``window`` but its precision leaves that open."""
        meets = (self.start < np.datetime64(window.end)) & (self.end > np.datetime64(window.start))
        partly: Mask = meets & ~self.within(window)
        return partly

    @property
    def happened(self) -> Mask:
        """True where the event happened; a threat has happened when it is made."""
        made = (self.type == "THREATEN") & (self.status == "threatened")
        return np.asarray((self.status == "happened") | made, dtype=np.bool_)

    @property
    def cooperative(self) -> Mask:
        """True for verbal and material cooperation (quads 1 and 2)."""
        return self.quad <= 2

    @property
    def deeds(self) -> Mask:
        """True for deeds, false for words."""
        return np.asarray(self.act == "deeds", dtype=np.bool_)

    def when(self, at: int) -> str:
        """The day of event ``at`` as precisely as it is known: 2019-12-02, 2019-12 or 2019."""
        known = {"month": 7, "year": 4}.get(self.precision[at], 10)
        return str(self.start[at])[:known]

    @property
    def ids(self) -> tuple[str, ...]:
        """The event ids in order of day."""
        return tuple(self.event_id.tolist())


_CACHE: WeakKeyDictionary[Archive, dict[tuple[str, ...], list[dict[str, Any]]]]
_CACHE = WeakKeyDictionary()


def dyad_events(archive: Archive, case: Case, client: str, pole: Pole) -> DyadEvents:
    """Return what passed between ``client`` and ``pole``, in order of day and id.

    The client is followed through its predecessors; the pole is its members of the day.
    """
    codes = client_codes(client)
    spans = pole_spans(case, pole)
    rows = []
    for row in _client_rows(archive, codes):
        direction = _direction(row["actor"], row["recipient"], row["day"], codes, spans)
        if direction:
            rows.append({**row, "direction": direction})
    return _arrays(rows)


def _client_rows(archive: Archive, codes: tuple[str, ...]) -> list[dict[str, Any]]:
    """The events that touch any of ``codes``; asked of the archive once."""
    cache = _CACHE.setdefault(archive, {})
    if codes not in cache:
        events = archive.events
        touches = [
            side.contains(code) for code in codes for side in (events.actor, events.recipient)
        ]
        found = events.filter(reduce(or_, touches)).select(*_COLUMNS)
        cache[codes] = found.order_by("day", "event_id").to_pyarrow().to_pylist()
    return cache[codes]


def _direction(
    actor: Sequence[str],
    recipient: Sequence[str],
    day: date,
    codes: Sequence[str],
    spans: Mapping[str, tuple[Span, ...]],
) -> str | None:
    """Who acts on whom, or None where the event does not pass between the two."""
    client_acts = any(code in codes for code in actor)
    client_receives = any(code in codes for code in recipient)
    pole_acts = any(pole_of(spans, code, day) for code in actor)
    pole_receives = any(pole_of(spans, code, day) for code in recipient)
    if client_acts and pole_acts:
        inside = not recipient or client_receives or pole_receives
        return "mutual" if inside else None
    if client_acts and pole_receives:
        return "client"
    if pole_acts and client_receives:
        return "pole"
    return None


def _arrays(rows: list[dict[str, Any]]) -> DyadEvents:
    periods = [vocabulary.period(row["day"], row["precision"]) for row in rows]

    def texts(name: str) -> Texts:
        return _objects([row[name] for row in rows])

    def days(values: list[date | None]) -> Days:
        return np.array(values, dtype="datetime64[D]")

    return DyadEvents(
        event_id=texts("event_id"),
        start=days([start for start, _ in periods]),
        end=days([end for _, end in periods]),
        precision=texts("precision"),
        announced=days([row["announced"] for row in rows]),
        direction=texts("direction"),
        type=texts("type"),
        mode=texts("mode"),
        context=_objects([tuple(row["context"]) for row in rows]),
        quad=np.array([row["quad"] for row in rows], dtype=np.int8),
        act=texts("act"),
        status=texts("status"),
        reports=np.array([row["reports"] for row in rows], dtype=np.int32),
        publishers=_objects([tuple(row["publishers"]) for row in rows]),
        source=texts("source"),
        source_id=texts("source_id"),
        sentence=texts("sentence"),
        url=texts("url"),
        plan_of=texts("plan_of"),
    )


def _objects(values: list[Any]) -> Texts:
    """An object array that keeps tuples whole."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array
