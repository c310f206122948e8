"""Event: one interaction, who did what to whom and when, however many reports of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from datetime import date
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import pyarrow as pa

Act = Literal["words", "deeds"]
Rung = Literal["talk", "commitment", "delivery"]
Precision = Literal["day", "month", "year"]
Status = Literal["happened", "planned", "threatened", "rumoured", "denied", "hypothetical"]

#: Whole numbers in the width that their column has.
Int8 = Annotated[int, pa.int8()]
Int32 = Annotated[int, pa.int32()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One row of :data:`EVENT`: the one list of its columns, their order and their types.

    ``day`` is the first day of the period that ``precision`` names. For a planned
    event it is the planned day and ``announced`` the day it was said. ``plan_of`` is
    the ``event_id`` of the event that carried out, confirmed or denied this plan or
    rumour; ``occasion`` names the affair that several rows of a hand-made record tell; ``note`` is what
    the keeper of a row remarks on it; ``corrects`` that of the event on which a reviewer said this.
    ``start`` and ``end`` are a half-open character span in the document.

    >>> from datetime import date
    >>> import steelyard as sy
    >>> visit = sy.Event(event_id="e1", day=date(2019, 10, 19), precision="day", actor=("RUS",),
    ...                  recipient=("SRB",), type="CONSULT", quad=1, act="words", status="happened",
    ...                  source="mine", source_id="1", coder="hand 1")
    >>> visit.type, visit.rung
    ('CONSULT', 'talk')
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
    quad: Int8
    act: Act
    rung: Rung = "talk"
    status: Status
    intensity: float | None = None
    place: str | None = None
    reports: Int32 = 1
    publishers: tuple[str, ...] = ()
    confidence: float | None = None
    source: str
    source_id: str
    document_id: str | None = None
    sentence: str | None = None
    start: Int32 | None = None
    end: Int32 | None = None
    url: str | None = None
    coder: str
    plan_of: str | None = None
    occasion: str | None = None
    note: str | None = None
    corrects: str | None = None


_ARROW: dict[Any, pa.DataType] = {
    str: pa.string(),
    date: pa.date32(),
    float: pa.float64(),
    tuple: pa.list_(pa.string()),
    Literal: pa.string(),
}


def _column(name: str, kind: Any) -> pa.Field[Any]:
    """The column of a field: texts in tuples are lists of text, what may be None is nullable."""
    options = [one for one in get_args(kind) if one is not NoneType]
    nullable = NoneType in get_args(kind)
    plain = options[0] if nullable else kind
    if get_origin(plain) is Annotated:
        return pa.field(name, get_args(plain)[1], nullable=nullable)
    return pa.field(name, _ARROW[get_origin(plain) or plain], nullable=nullable)


#: The event table; its columns are explained in ``docs/conventions.md``.
EVENT = pa.schema(
    [_column(name, kind) for name, kind in get_type_hints(Event, include_extras=True).items()]
)


def event_id(*identity: object) -> str:
    """Return the content hash that names an event: ``e`` and 15 hexadecimal digits.

    Args:
        identity: What makes the event this one and no other, in a fixed order.
    """
    text = "\x1f".join("" if part is None else str(part) for part in identity)
    return "e" + hashlib.blake2b(text.encode(), digest_size=8).hexdigest()[:15]


def language_of(coder: str) -> str:
    """Return the language that an event was read from, as its coder says: ``rules ru 1`` is ``ru``.

    Returns:
        The ISO 639-1 code; ``en`` for ``rules`` and a number; empty for a data set, a model or a hand.
    """
    rules, _, rest = coder.partition(" ")
    if rules != "rules":
        return ""
    language = rest.split(" ")[0]
    return language if language.isalpha() else "en"


def event_table(events: list[Event]) -> pa.Table:
    """Return ``events`` as an Arrow table in the schema :data:`EVENT`."""
    columns: dict[str, list[Any]] = {name: [] for name in EVENT.names}
    for event in events:
        for field in fields(Event):
            value = getattr(event, field.name)
            columns[field.name].append(list(value) if isinstance(value, tuple) else value)
    return pa.table(columns, schema=EVENT)
