"""Asking an archive for events: who did what to whom, and when."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date
from functools import reduce
from operator import or_
from typing import IO, Any

import ibis.expr.types as ir

from steelyard import series, vocabulary
from steelyard.errors import VocabularyError
from steelyard.records import EVENT, Archive
from steelyard.wording import harmless

#: Rows that are held in memory at a time.
_BATCH = 10_000

#: Events that a table shows where nobody asks for more.
SHOWN = 50


def find_events(
    archive: Archive,
    *,
    actor: str | None = None,
    recipient: str | None = None,
    kind: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> ir.Table:
    """Return the events that fit, in order of day and id.

    A state is followed through its predecessors (SRB finds YUG and SCG on their days). Both
    sides of a mutual event are its actors, and it is found with either as recipient.

    Args:
        archive: The archive.
        actor: Code of an actor.
        recipient: Code of a recipient.
        kind: A type, such as CONSULT.
        since: The first day.
        until: The day after the last.

    Raises:
        VocabularyError: A code or type is not in the vocabulary.
    """
    events = archive.events
    conditions = []
    if actor is not None:
        conditions.append(_holds(events.actor, _codes(actor)))
    if recipient is not None:
        codes = _codes(recipient)
        mutual = (events.recipient.length() == 0) & (events.actor.length() > 1)
        conditions.append(_holds(events.recipient, codes) | (mutual & _holds(events.actor, codes)))
    if kind is not None:
        vocabulary.quad(kind)
        conditions.append(events.type == kind)
    if since is not None:
        conditions.append(events.day >= since)
    if until is not None:
        conditions.append(events.day < until)
    found = events.filter(*conditions) if conditions else events
    return found.order_by("day", "event_id")


def _codes(code: str) -> tuple[str, ...]:
    found = vocabulary.find(code)
    if found is None:
        msg = f"'{code}' is {vocabulary.unknown_actor(code)}"
        raise VocabularyError(msg)
    return series.client_codes(found)


def _holds(side: ir.ArrayValue, codes: tuple[str, ...]) -> ir.BooleanValue:
    return reduce(or_, [side.contains(code) for code in codes])


def rows_of(events: ir.Table) -> Iterator[dict[str, Any]]:
    """Give the rows of a table one by one, some thousands in memory at a time."""
    for batch in events.to_pyarrow_batches(chunk_size=_BATCH):
        yield from batch.to_pylist()


def write_jsonl(events: ir.Table, out: IO[str]) -> None:
    """Write one JSON object an event, lists as lists."""
    for row in rows_of(events):
        plain = {k: v.isoformat() if isinstance(v, date) else v for k, v in row.items()}
        out.write(json.dumps(plain, ensure_ascii=False) + "\n")


def table_lines(events: ir.Table, most: int) -> list[str]:
    """Return a plain table of the first events, and how many more there are."""
    columns = ("day", "actor", "type", "recipient", "status", "reports", "source", "text")
    rows = [_cells(row) for row in events.limit(most).to_pyarrow().to_pylist()]
    number = int(events.count().to_pyarrow().as_py())
    if not rows:
        return ["No event fits."]
    widths = [max(map(len, column)) for column in zip(columns, *rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (columns, *rows)
    ]
    rest = f"{number:,} events" + (f", the first {most} shown" if number > most else "")
    return [*lines, "", f"{rest}."]


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    mode = f" ({row['mode']})" if row["mode"] else ""
    return (
        str(row["day"]),
        ";".join(row["actor"]),
        row["type"] + mode,
        ";".join(row["recipient"]),
        row["status"],
        str(row["reports"]),
        row["source"],
        (row["sentence"] or row["url"] or "")[:60],
    )


def write_csv(events: ir.Table, out: IO[str]) -> None:
    """Write a CSV table with a header, lists split by ``;``, safe to open in a spreadsheet."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(EVENT.names)
    for row in rows_of(events):
        writer.writerow(
            harmless(";".join(value) if isinstance(value, list) else value)
            for value in (row[name] for name in EVENT.names)
        )
