"""Evidence: which rows a finding names, the most reported of them, and the tables that show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from steelyard.records import Exhibit
from steelyard.series import DyadEvents

Line = tuple[tuple[str | float | int | None, ...], tuple[str, ...]]

#: Ids of rows that a finding cites at most; a page with more is read by nobody.
CITED = 2000

#: Rows that a table of a finding shows at most.
SHOWN = 60


def ids(*parts: DyadEvents) -> tuple[str, ...]:
    """Return the event ids of several sets, each once, in order, as far as a finding cites."""
    return join_ids(*(part.event_id[:CITED].tolist() for part in parts))


def join_ids(*parts: Sequence[str]) -> tuple[str, ...]:
    """Return ids, each once, in order, at most :data:`CITED` of them."""
    found: dict[str, None] = {}
    for part in parts:
        found.update(dict.fromkeys(part[: CITED - len(found)]))
        if len(found) >= CITED:
            break
    return tuple(found)[:CITED]


def most_reported(events: DyadEvents) -> str | None:
    """Return the id of the event with the most reports; deeds before words, the latest first."""
    if not len(events):
        return None
    at = np.lexsort((events.start.astype(np.int64), events.deeds, events.reports))[-1]
    return str(events.event_id[at])


def line(events: DyadEvents, at: int, *told: str | float | None) -> Line:
    """Return an event as a line of a table: its day, what is told of it, and its text."""
    return (events.when(at), *told, str(events.sentence[at] or "")), (str(events.event_id[at]),)


def table(
    title: str, columns: tuple[str, ...], lines: Iterable[Line], note: str = ""
) -> tuple[Exhibit, ...]:
    """Return a table of lines, each with the ids behind it; nothing where there is no line."""
    shown = list(lines)
    if not shown:
        return ()
    rows, ids_of_rows = zip(*shown, strict=True)
    return (
        Exhibit(
            title=title, columns=columns, rows=tuple(rows), evidence=tuple(ids_of_rows), note=note
        ),
    )
