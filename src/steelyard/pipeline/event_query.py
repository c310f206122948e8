"""Asking an archive for events: who did what to whom, and when."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import reduce
from operator import or_
from pathlib import Path
from typing import IO, Any

import ibis
import ibis.expr.types as ir

from steelyard import series, vocabulary
from steelyard.archive import INNER
from steelyard.archive.index import FACETS, Choice, Index, build, is_fresh
from steelyard.errors import ArchiveError, VocabularyError
from steelyard.records import EVENT, Archive
from steelyard.wording import harmless

#: Rows that are held in memory at a time.
_BATCH = 10_000

#: Seconds that a count on the command line may take.
_PATIENT = 3600.0

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
    said = {"actor": actor, "recipient": recipient, "type": kind}
    chosen: dict[str, Sequence[str]] = {
        name: [one] for name, one in said.items() if one is not None
    }
    found = _narrowed(archive.events, chosen)
    if since is not None:
        found = found.filter(found.day >= since)
    if until is not None:
        found = found.filter(found.day < until)
    return found.order_by("day", "event_id")


def chosen_events(
    archive: Archive,
    chosen: Mapping[str, Sequence[str]],
    place: str | Path = "",
    event: str | None = None,
) -> ir.Table:
    """Return the events that fit a choice, in order of day and id.

    Args:
        archive: The archive.
        chosen: Names of facets, ``since``, ``until`` and ``text``, each with its values; several
            values of one are alternatives.
        place: The archive's file: words of sentences and kinds of publishers are looked up in the
            index beside it, which is made where it is not there.
        event: The id of one event.

    Raises:
        VocabularyError: A code, word or day is not one.
        ArchiveError: Words or kinds are asked for where no index can be made.
    """
    choice = Choice.of(chosen)
    found = _narrowed(
        archive.events, {name: getattr(choice, name) for name in FACETS if name != "kind"}
    )
    if choice.since is not None:
        found = found.filter(found.day >= choice.since)
    if choice.until is not None:
        found = found.filter(found.day < choice.until)
    if event is not None:
        found = found.filter(found.event_id == event)
    if choice.text or choice.kind:
        with index_of(place) as index:
            ids = index.ids(choice)
        found = found.semi_join(ibis.memtable(ids), "event_id").select(*EVENT.names)
    return found.order_by("day", "event_id")


def newest_first(events: ir.Table) -> ir.Table:
    """Return events with the newest first."""
    return events.order_by(ibis.desc("day"), ibis.desc("event_id"))


def counted(
    place: str | Path, chosen: Mapping[str, Sequence[str]], facet: str
) -> list[tuple[str, int]]:
    """Return how many of the events that fit there are by each value of a facet, or by time (``day``).

    Raises:
        ArchiveError: The archive is no file, or in use.
        VocabularyError: There is no such facet, or a code, word or day is not one.
    """
    choice = Choice.of(chosen)
    if facet not in (*FACETS, "day"):
        msg = f"'{facet}' is nothing to count by; allowed are day, {', '.join(FACETS)}."
        raise VocabularyError(msg)
    with index_of(place) as index:
        if facet != "day":
            return index.facet(facet, choice, most=100_000, limit=_PATIENT)
        sums: dict[str, int] = {}
        for day, _, n in index.timeline(choice, limit=_PATIENT)[1]:
            sums[day.isoformat()] = sums.get(day.isoformat(), 0) + n
        return list(sums.items())


@contextmanager
def index_of(place: str | Path) -> Iterator[Index]:
    """Give the index of an archive's file, made where it is not there or the archive has changed.

    Raises:
        ArchiveError: The archive is no file, or in use.
    """
    path = Path(place)
    file = path / INNER if path.is_dir() else path
    if not file.is_file():
        msg = f"{place} has no index: only an archive file, or a folder with {INNER}, can have one."
        raise ArchiveError(msg)
    if not is_fresh(file):
        build(file)
    index = Index(file)
    try:
        yield index
    finally:
        index.close()


def _narrowed(events: ir.Table, chosen: Mapping[str, Sequence[str]]) -> ir.Table:
    """The events that have one of the values of each facet."""
    conditions = []
    if chosen.get("actor"):
        conditions.append(_holds(events.actor, _all_codes(chosen["actor"])))
    if chosen.get("recipient"):
        codes = _all_codes(chosen["recipient"])
        mutual = (events.recipient.length() == 0) & (events.actor.length() > 1)
        conditions.append(_holds(events.recipient, codes) | (mutual & _holds(events.actor, codes)))
    for name in ("type", "act", "rung", "status", "source", "place"):
        if values := chosen.get(name):
            if name == "type":
                for kind in values:
                    vocabulary.quad(kind)  # refuses one that is none
            conditions.append(events[name].isin(list(values)))
    return events.filter(*conditions) if conditions else events


def _all_codes(said: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for one in said for code in _codes(one)))


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
