"""A table of events that somebody keeps, under our own column names: a chronology.

Columns: ``day``, ``actor``, ``recipient`` (several split by ``;``), ``type`` or ``cameo`` or
``weis``, and any of those in :data:`OPTIONAL`. A day may be ``2019-10-18``, ``2019-10`` or
``2019``. For a planned event ``day`` is the planned day and ``announced`` the day it was said.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa

from steelyard import vocabulary
from steelyard.errors import SourceError, VocabularyError
from steelyard.records import Event, event_id, event_table
from steelyard.spreadsheet import Row, read_header, read_rows
from steelyard.vocabulary.ontology import ACTS, PRECISIONS, STATUSES, Coding

REQUIRED = ("day", "actor", "recipient")
CODES = ("type", "cameo", "weis")
OPTIONAL = (
    *CODES,
    "id",
    "precision",
    "announced",
    "actor_role",
    "actor_name",
    "recipient_role",
    "recipient_name",
    "mode",
    "context",
    "act",
    "status",
    "intensity",
    "place",
    "plan_of",
    "publisher",
    "reports",
    "url",
    "title",
    "text",
)

#: Who coded the rows: a person, in the table itself.
CODER = "table 1"


def check_header(path: Path) -> None:
    """Raise SourceError where ``path`` is not a table of events; read no row."""
    header = read_header(path, REQUIRED, OPTIONAL)
    if not any(name in header for name in CODES):
        msg = f"{path.name} has no column 'type', 'cameo' or 'weis'; add one of them."
        raise SourceError(msg)


def read_events(path: Path, source: str) -> pa.Table:
    """Read a table of events.

    Args:
        path: CSV file in UTF-8 with a header.
        source: The name that the rows bear as their source.

    Returns:
        A table in the schema :data:`steelyard.records.EVENT`, in the order of the file.

    Raises:
        SourceError: A cell is wrong; the message names the line, the column, what is allowed.
    """
    check_header(path)
    events: list[Event] = []
    names: dict[str, str] = {}
    links: list[tuple[int, Row, str]] = []
    for row in read_rows(path, REQUIRED, OPTIONAL):
        event = _event(row, source)
        if event.source_id in names:
            raise row.error("id", event.source_id, "an id stands for one row only")
        names[event.source_id] = event.event_id
        if link := row.get("plan_of"):
            links.append((len(events), row, link))
        events.append(event)
    if not events:
        msg = f"{path.name} has a header but no rows. Add at least one event."
        raise SourceError(msg)
    table = event_table(events)
    return _linked(table, links, names)


def _linked(table: pa.Table, links: list[tuple[int, Row, str]], names: dict[str, str]) -> pa.Table:
    """Turn ``plan_of``, written with the ids of the file, into event ids."""
    plans: list[str | None] = [None] * table.num_rows
    for index, row, link in links:
        if link not in names:
            raise row.error("plan_of", link, "the id of another row of this file is allowed")
        plans[index] = names[link]
    at = table.schema.get_field_index("plan_of")
    return table.set_column(at, table.schema.field(at), pa.array(plans, pa.string()))


def _event(row: Row, source: str) -> Event:
    day, precision = _day(row)
    coding = _coding(row)
    kind = coding.type
    if kind is None or coding.quad is None:
        raise row.error("cameo", row.get("cameo"), "a code that has a PLOVER type is needed")
    actor, recipient = _actors(row, "actor"), _actors(row, "recipient")
    mode = row.get("mode") or coding.mode
    if mode is not None and mode not in vocabulary.modes(kind):
        allowed = ", ".join(vocabulary.modes(kind)) or "empty: this type has no modes"
        raise row.error("mode", mode, f"{kind} allows {allowed}")
    act = row.one_of("act", ACTS, coding.act)
    status = row.one_of("status", STATUSES, "happened")
    source_id = row.get("id") or str(row.line)
    intensity = row.number("intensity")
    text = row.get("text")
    return Event(
        event_id=event_id(source, source_id, day, actor, recipient, kind, status, text),
        day=day,
        precision=precision,  # type: ignore[arg-type]  # parse_day gives no other
        announced=_announced(row),
        actor=actor,
        actor_role=row.several("actor_role"),
        actor_name=row.several("actor_name"),
        recipient=recipient,
        recipient_role=row.several("recipient_role"),
        recipient_name=row.several("recipient_name"),
        type=kind,
        mode=mode,
        context=_contexts(row) or coding.context,
        quad=coding.quad,
        act=act,  # type: ignore[arg-type]  # one_of has checked it
        status=status,  # type: ignore[arg-type]
        intensity=coding.intensity if intensity is None else intensity,
        place=_place(row),
        reports=_reports(row),
        publishers=row.several("publisher"),
        source=source,
        source_id=source_id,
        sentence=text,
        url=row.get("url"),
        coder=CODER,
    )


def _day(row: Row) -> tuple[date, str]:
    text = row.need("day")
    try:
        day, precision = vocabulary.parse_day(text)
    except VocabularyError as error:
        raise row.error("day", text, "allowed are 2019-10-18, 2019-10 and 2019") from error
    stated = row.one_of("precision", PRECISIONS, precision)
    if PRECISIONS.index(stated) < PRECISIONS.index(precision):
        raise row.error("precision", stated, f"the day '{text}' is given to the {precision} only")
    return vocabulary.period(day, stated)[0], stated


def _announced(row: Row) -> date | None:
    """The day it was said; of a month or year the last, so that no notice is overstated."""
    text = row.get("announced")
    if text is None:
        return None
    try:
        return vocabulary.period(*vocabulary.parse_day(text))[1] - timedelta(days=1)
    except VocabularyError as error:
        raise row.error("announced", text, "allowed is a day such as 2019-09-14") from error


def _coding(row: Row) -> Coding:
    """What the row's type, or its CAMEO or WEIS code, says."""
    readers = {
        "type": vocabulary.from_type,
        "cameo": vocabulary.from_cameo,
        "weis": vocabulary.from_weis,
    }
    for column, read in readers.items():
        if code := row.get(column):
            try:
                return read(code)
            except VocabularyError as error:
                raise row.error(column, code, str(error).rstrip(".")) from error
    raise row.error("type", None, "a type, or a CAMEO or WEIS code, is required")


def _actors(row: Row, column: str) -> tuple[str, ...]:
    codes = row.several(column)
    if column == "actor" and not codes:
        raise row.error(column, None, "at least one actor code is required")
    for code in codes:
        if not vocabulary.known(code):
            near = vocabulary.nearest(code)
            hint = f" (did you mean '{near[0]}'?)" if near else ""
            raise row.error(column, code, f"it is not an actor in the vocabulary{hint}")
    return codes


def _contexts(row: Row) -> tuple[str, ...]:
    for context in row.several("context"):
        if context not in vocabulary.contexts():
            allowed = ", ".join(sorted(vocabulary.contexts()))
            raise row.error("context", context, f"allowed are {allowed}")
    return row.several("context")


def _place(row: Row) -> str | None:
    place = row.get("place")
    if place is not None and not vocabulary.known(place):
        raise row.error("place", place, "an ISO 3166 alpha-3 code is allowed")
    return place


def _reports(row: Row) -> int:
    value = row.number("reports")
    if value is None:
        return max(1, len(row.several("publisher")))
    if value < 1 or value != int(value):
        raise row.error("reports", row.get("reports"), "a whole number of at least 1 is allowed")
    return int(value)
