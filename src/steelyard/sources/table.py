"""A table of events that somebody keeps, under our own column names: a chronology.

Columns: ``day``, ``actor``, ``recipient`` (several split by ``;``), ``type`` or ``cameo`` or
``weis``, and any of those in :data:`OPTIONAL`. A day is written in any form that is not
ambiguous (``2019-10-18``, ``2019-10``, ``18.10.2019``). For a planned event ``day`` is the planned day and ``announced`` the day it was said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import pyarrow as pa

from steelyard import vocabulary
from steelyard.errors import SourceError, VocabularyError
from steelyard.records import Event, event_id, event_table
from steelyard.records.columns import Column, other_names
from steelyard.sheets import Problems, Row, read_header, read_rows
from steelyard.sources.actors import coded, parties
from steelyard.vocabulary.ontology import ACTS, PRECISIONS, STATUSES, Coding
from steelyard.vocabulary.rungs import RUNGS
from steelyard.vocabulary.time import Order

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
    "rung",
    "status",
    "intensity",
    "place",
    "plan_of",
    "occasion",
    "note",
    "publisher",
    "reports",
    "url",
    "title",
    "text",
)

#: Columns that hold days, and columns that hold numbers.
DAYS, NUMBERS = ("day", "announced"), ("intensity", "reports")

_ALIASES = {"day": ("date",)}

#: The columns of a chronology; ``type`` or a code is asked for apart.
COLUMNS = tuple(
    Column(
        name,
        (*_ALIASES.get(name, ()), *other_names(name)),
        "every event" if name in REQUIRED else None,
    )
    for name in (*REQUIRED, *OPTIONAL)
)

#: An affair that a table names lasts no longer than this, in days.
LONGEST_OCCASION = 100

#: Columns of codes whose first zero a spreadsheet drops.
Scheme = Literal["cameo", "weis"]
_SCHEMES: tuple[Scheme, ...] = ("cameo", "weis")

#: Who coded the rows: a person, in the table itself.
CODER = "table 1"


def check_header(path: Path) -> None:
    """Raise SourceError where ``path`` is not a table of events; read no row."""
    header = read_header(path, COLUMNS)
    if not any(name in header for name in CODES):
        msg = f"{path.name} has no column 'type', 'cameo' or 'weis'; add one of them."
        raise SourceError(msg)


def read_events(
    path: Path,
    source: str,
    order: Order | None = None,
    *,
    may_be_empty: bool = False,
    told: Callable[[str], None] | None = None,
) -> pa.Table:
    """Read a table of events.

    Args:
        path: A table in any format, with a header.
        source: The name that the rows bear as their source.
        order: The order of day, month and year, where the days do not settle it themselves.
        may_be_empty: Whether a table without rows will do, since there are others beside it.
        told: Takes what was assumed about the file, a line each.

    Returns:
        A table in the schema :data:`steelyard.records.EVENT`, in the order of the file.

    Raises:
        SourceError: Something is wrong with it; the message names every cell, what it holds
            and what is allowed.
    """
    problems = Problems()
    table, notes = _read(path, source, order, problems, may_be_empty=may_be_empty)
    problems.check()
    if told is not None:
        for note in notes:
            told(note)
    return table


def problems_of(path: Path, order: Order | None = None) -> tuple[str, ...]:
    """Return everything that is wrong with a table of events, a line each, however much it is."""
    problems = Problems()
    with problems.gathered():
        _read(path, path.name, order, problems)
    return tuple(dict.fromkeys(problems.found))


def _read(
    path: Path,
    source: str,
    order: Order | None,
    problems: Problems,
    *,
    may_be_empty: bool = False,
) -> tuple[pa.Table, tuple[str, ...]]:
    """Read what can be read of a table of events, and what was assumed; the rest goes to ``problems``."""
    check_header(path)
    kept = read_rows(path, COLUMNS, problems, days=DAYS, figures=NUMBERS, order=order)
    events: list[Event] = []
    names: dict[str, str] = {}
    links: list[tuple[int, Row, str]] = []
    placed: list[Row] = []
    zeros = {scheme: _zeros(kept.rows, scheme) for scheme in _SCHEMES}
    for row in kept.rows:
        with problems.gathered():
            event = _event(_with_zero(row, zeros), source)
            if event.source_id in names:
                raise row.error("id", event.source_id, "an id stands for one row only")
            names[event.source_id] = event.event_id
            if link := row.get("plan_of"):
                links.append((len(events), row, link))
            events.append(event)
            placed.append(row)
    if not kept.rows and not problems.found and not may_be_empty:
        problems.add(f"{kept.sheet.where} has a header but no rows. Add at least one event.")
    for problem in _long_occasions(placed, events):
        problems.add(problem)
    plans = _plans(links, names, problems)
    table = event_table(events)
    at = table.schema.get_field_index("plan_of")
    column = pa.array([plans.get(index) for index in range(len(events))], pa.string())
    return table.set_column(at, table.schema.field(at), column), kept.notes


def _long_occasions(rows: Sequence[Row], events: Sequence[Event]) -> Iterator[SourceError]:
    """A complaint of each occasion whose acts lie too far apart to be one affair."""
    by_name: dict[str, list[tuple[Event, Row]]] = {}
    for event, row in zip(events, rows, strict=True):
        if event.occasion and event.status == "happened":
            by_name.setdefault(event.occasion, []).append((event, row))
    for name, members in by_name.items():
        first = min(members, key=lambda one: one[0].day)
        last = max(members, key=lambda one: one[0].day)
        days = (last[0].day - first[0].day).days
        if days > LONGEST_OCCASION:
            allowed = (
                f"its rows lie {days} days apart ({first[0].source_id} and {last[0].source_id}); one affair lasts "
                f"{LONGEST_OCCASION} days at most. Give it two names"
            )
            yield last[1].error("occasion", name, allowed)


def _zeros(rows: Sequence[Row], scheme: Scheme) -> dict[str, str]:
    """Codes that are written otherwise than in the list, each with the code."""
    written = {code: vocabulary.plain_code(code) for row in rows if (code := row.get(scheme))}
    zeros = vocabulary.lost_zeros(written.values(), scheme)
    return {code: zeros.get(plain, plain) for code, plain in written.items()}


def _with_zero(row: Row, zeros: Mapping[Scheme, Mapping[str, str]]) -> Row:
    """The row with its codes as the list has them, and the zeros that a spreadsheet has dropped."""
    found = {scheme: zeros[scheme].get(row.get(scheme) or "") for scheme in _SCHEMES}
    given: dict[str, str | None] = {
        scheme: code for scheme, code in found.items() if code is not None
    }
    return replace(row, cells={**row.cells, **given}) if given else row


def _plans(
    links: list[tuple[int, Row, str]], names: dict[str, str], problems: Problems
) -> dict[int, str]:
    """What ``plan_of`` names, written with the ids of the file, as event ids by place."""
    plans = {}
    for index, row, link in links:
        if link in names:
            plans[index] = names[link]
        else:
            problems.add(
                row.error("plan_of", link, "the id of another row of this file is allowed")
            )
    return plans


def _event(row: Row, source: str) -> Event:
    day, precision = _day(row)
    coding = _coding(row)
    kind = coding.type
    if kind is None or coding.quad is None:
        raise row.error("cameo", row.get("cameo"), "a code that has a PLOVER type is needed")
    actor, recipient = _actors(row, "actor"), _actors(row, "recipient")
    mode = (row.get("mode") or "").casefold() or coding.mode
    if mode is not None and mode not in vocabulary.modes(kind):
        allowed = ", ".join(vocabulary.modes(kind)) or "empty: this type has no modes"
        raise row.error("mode", mode, f"{kind} allows {allowed}")
    act = row.one_of("act", ACTS, coding.act)
    status = row.one_of("status", STATUSES, "happened")
    rung = row.one_of("rung", RUNGS, _rung(row, coding))
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
        rung=rung if status == "happened" else "talk",  # type: ignore[arg-type]
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
        occasion=row.get("occasion"),
        note=row.get("note"),
    )


def _rung(row: Row, coding: Coding) -> str:
    """How costly the act is where the row does not say so: by its code, or its type and text."""
    if not row.get("type"):
        for scheme in ("cameo", "weis"):
            if code := row.get(scheme):
                return vocabulary.rung_of_code(scheme, code)
    return vocabulary.rung_of_text(
        str(coding.type), row.get("mode") or coding.mode, row.get("text")
    )


def _day(row: Row) -> tuple[date, str]:
    text = row.need("day")
    found = row.day("day")
    assert found is not None  # the cell is not empty
    day, precision = found
    stated = row.one_of("precision", PRECISIONS, precision)
    if PRECISIONS.index(stated) < PRECISIONS.index(precision):
        raise row.error("precision", stated, f"the day '{text}' is given to the {precision} only")
    return vocabulary.period(day, stated)[0], stated


def _announced(row: Row) -> date | None:
    """The day it was said; of a month or year the last, so that no notice is overstated."""
    found = row.day("announced")
    return None if found is None else vocabulary.period(*found)[1] - timedelta(days=1)


def _coding(row: Row) -> Coding:
    """What the row's type, or its CAMEO or WEIS code, says."""
    readers = {
        "type": lambda kind: vocabulary.from_type(vocabulary.type_written(kind).upper()),
        "cameo": vocabulary.from_cameo,
        "weis": vocabulary.from_weis,
    }
    for column, read in readers.items():
        if code := row.get(column):
            try:
                return read(code)
            except VocabularyError as error:
                raise row.error(column, code, _without_subject(str(error))) from error
    raise row.error("type", None, "a type, or a CAMEO or WEIS code, is required")


def _without_subject(message: str) -> str:
    """What is allowed, of a message that names the cell as well."""
    allowed = message.partition(". ")[2]
    return f"{allowed[:1].lower()}{allowed[1:]}" if allowed else message


def _actors(row: Row, column: str) -> tuple[str, ...]:
    codes = parties(row.get(column) or "")
    if column == "actor" and not codes:
        raise row.error(column, None, "at least one actor code is required")
    found = []
    for code in codes:
        actor = coded(code)
        if actor is None:
            raise row.error(column, code, f"it is {vocabulary.unknown_actor(code)}")
        found.append(actor)
    return tuple(found)


def _contexts(row: Row) -> tuple[str, ...]:
    for context in row.several("context"):
        if context not in vocabulary.contexts():
            allowed = ", ".join(sorted(vocabulary.contexts()))
            raise row.error("context", context, f"allowed are {allowed}")
    return row.several("context")


def _place(row: Row) -> str | None:
    place = row.get("place")
    found = coded(place) if place else None
    if place is not None and found is None:
        raise row.error("place", place, "an ISO 3166 alpha-3 code is allowed")
    return found


def _reports(row: Row) -> int:
    value = row.number("reports")
    if value is None:
        return max(1, len(row.several("publisher")))
    if value < 1 or value != int(value):
        raise row.error("reports", row.get("reports"), "a whole number of at least 1 is allowed")
    return int(value)
