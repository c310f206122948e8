"""Event: one interaction, who did what to whom and when, however many reports of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal

import pyarrow as pa

Act = Literal["words", "deeds"]
Precision = Literal["day", "month", "year"]
Status = Literal["happened", "planned", "threatened", "rumoured", "denied", "hypothetical"]

_CODES = pa.list_(pa.string())

#: The event table. Columns and their order are DESIGN section 4, plus ``plan_of``.
EVENT = pa.schema(
    (
        pa.field("event_id", pa.string(), nullable=False),
        pa.field("day", pa.date32(), nullable=False),
        pa.field("precision", pa.string(), nullable=False),
        pa.field("announced", pa.date32()),
        pa.field("actor", _CODES, nullable=False),
        pa.field("actor_role", _CODES, nullable=False),
        pa.field("actor_name", _CODES, nullable=False),
        pa.field("recipient", _CODES, nullable=False),
        pa.field("recipient_role", _CODES, nullable=False),
        pa.field("recipient_name", _CODES, nullable=False),
        pa.field("type", pa.string(), nullable=False),
        pa.field("mode", pa.string()),
        pa.field("context", _CODES, nullable=False),
        pa.field("quad", pa.int8(), nullable=False),
        pa.field("act", pa.string(), nullable=False),
        pa.field("status", pa.string(), nullable=False),
        pa.field("intensity", pa.float64()),
        pa.field("place", pa.string()),
        pa.field("reports", pa.int32(), nullable=False),
        pa.field("publishers", _CODES, nullable=False),
        pa.field("confidence", pa.float64()),
        pa.field("source", pa.string(), nullable=False),
        pa.field("source_id", pa.string(), nullable=False),
        pa.field("document_id", pa.string()),
        pa.field("sentence", pa.string()),
        pa.field("start", pa.int32()),
        pa.field("end", pa.int32()),
        pa.field("url", pa.string()),
        pa.field("coder", pa.string(), nullable=False),
        pa.field("plan_of", pa.string()),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One row of :data:`EVENT`.

    ``day`` is the first day of the period that ``precision`` names. For a planned
    event it is the planned day and ``announced`` the day it was said. ``plan_of`` is
    the ``event_id`` of the event that carried out, confirmed or denied this plan or
    rumour. ``start`` and ``end`` are a half-open character span in the document.
    """

    event_id: str
    day: date
    precision: Precision
    announced: date | None = None
    actor: tuple[str, ...]
    actor_role: tuple[str, ...] = ()
    actor_name: tuple[str, ...] = ()
    recipient: tuple[str, ...]
    recipient_role: tuple[str, ...] = ()
    recipient_name: tuple[str, ...] = ()
    type: str
    mode: str | None = None
    context: tuple[str, ...] = ()
    quad: int
    act: Act
    status: Status
    intensity: float | None = None
    place: str | None = None
    reports: int = 1
    publishers: tuple[str, ...] = ()
    confidence: float | None = None
    source: str
    source_id: str
    document_id: str | None = None
    sentence: str | None = None
    start: int | None = None
    end: int | None = None
    url: str | None = None
    coder: str
    plan_of: str | None = None


def event_id(*identity: object) -> str:
    """Return the content hash that names an event: ``e`` and 15 hexadecimal digits.

    Args:
        identity: What makes the event this one and no other, in a fixed order.
    """
    text = "\x1f".join("" if part is None else str(part) for part in identity)
    return "e" + hashlib.blake2b(text.encode(), digest_size=8).hexdigest()[:15]


def event_table(events: list[Event]) -> pa.Table:
    """Return ``events`` as an Arrow table in the schema :data:`EVENT`."""
    columns: dict[str, list[Any]] = {name: [] for name in EVENT.names}
    for event in events:
        for field in fields(Event):
            value = getattr(event, field.name)
            columns[field.name].append(list(value) if isinstance(value, tuple) else value)
    return pa.table(columns, schema=EVENT)
