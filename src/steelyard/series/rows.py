"""Rows of a client: one query of the archive, and who acts on whom in each row, without a loop."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from steelyard.records import Archive, Window
from steelyard.series.poles import Span, client_codes
from steelyard.series.record import once

#: So many codes at most are looked for one by one, which is quicker than as a list.
FEW = 4


@dataclass(frozen=True, slots=True)
class Rows:
    """Event rows of an archive as an Arrow table."""

    table: pa.Table

    def __len__(self) -> int:
        """The number of rows."""
        return int(self.table.num_rows)

    def take(self, at: NDArray[np.intp]) -> Rows:
        """Return the rows at these positions."""
        return Rows(self.table.take(at))

    def texts(self, name: str) -> NDArray[np.object_]:
        """A column of text as objects, equal values being one object; None where null."""
        coded = _whole(self.table.column(name)).dictionary_encode()
        values = np.array([*coded.dictionary.to_pylist(), None], dtype=object)
        codes = coded.indices.fill_null(len(values) - 1).to_numpy(zero_copy_only=False)
        return np.asarray(values[codes], dtype=object)

    def tuples(self, name: str) -> NDArray[np.object_]:
        """A column of lists as tuples."""
        made = np.empty(len(self), dtype=object)
        made[:] = [tuple(value or ()) for value in self.table.column(name).to_pylist()]
        return made

    def days(self, name: str) -> NDArray[np.datetime64]:
        """A column of days; NaT where null."""
        numbers = _whole(self.table.column(name)).cast(pa.int32()).cast(pa.int64())
        raw = numbers.fill_null(0).to_numpy(zero_copy_only=False).astype("datetime64[D]")
        raw[numbers.is_null().to_numpy(zero_copy_only=False)] = np.datetime64("NaT")
        return np.asarray(raw)

    def numbers(self, name: str, kind: type[np.generic]) -> NDArray[Any]:
        """A column of numbers."""
        return np.asarray(
            _whole(self.table.column(name)).to_numpy(zero_copy_only=False), dtype=kind
        )

    def periods(self) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64]]:
        """First day and the day after the last of what each row's precision leaves open."""
        day, precision = self.days("day"), self.texts("precision")
        start, end = day.copy(), day + np.timedelta64(1, "D")
        for name, unit in (("month", "M"), ("year", "Y")):
            loose = precision == name
            floor = day[loose].astype(f"datetime64[{unit}]")
            start[loose] = floor.astype("datetime64[D]")
            end[loose] = (floor + np.timedelta64(1, unit)).astype("datetime64[D]")  # type: ignore[call-overload]
        return start, end


def rows_between(
    archive: Archive, client: str, others: Collection[str], columns: Sequence[str]
) -> Rows:
    """Return the events that touch a client or a predecessor and one of ``others``.

    They come by day and id. What the client had with anybody else stays in the archive: of a
    large state that is most of its rows.
    """
    codes, wanted = client_codes(client), tuple(sorted(others))

    def found() -> Rows:
        events = archive.events
        rows = events.filter(touches(events, codes), touches(events, wanted)).select(*columns)
        return Rows(rows.order_by("day", "event_id").to_pyarrow())

    return once(archive, ("rows", codes, wanted, tuple(columns)), found)


def touches(events: ir.Table, codes: Sequence[str]) -> ir.BooleanValue:
    """True for events that have one of ``codes`` on either side."""
    if len(codes) <= FEW:
        sides = (events.actor, events.recipient)
        each = [side.contains(code) for code in codes for side in sides]
        return reduce(or_, each, ibis.literal(value=False))
    wanted = ibis.array([ibis.literal(code) for code in codes])
    return events.actor.concat(events.recipient).intersect(wanted).length() > 0


def client_meetings(
    archive: Archive, client: str, window: Window, types: Sequence[str]
) -> list[tuple[str, str]]:
    """Return id and text of what the client did with anybody in ``window``, by day.

    Args:
        archive: The rows.
        client: The client, with its predecessors.
        window: The days.
        types: The types of act.
    """
    events = archive.events
    found = events.filter(
        touches(events, client_codes(client)),
        events.day >= window.start,
        events.day < window.end,
        events.type.isin(list(types)),
        events.status == "happened",
        events.sentence != "",
    )
    rows = found.order_by("day", "event_id").select("event_id", "sentence").to_pyarrow()
    return [(row["event_id"], row["sentence"]) for row in rows.to_pylist()]


def directions(
    rows: Rows, client: Sequence[str], pole: Mapping[str, tuple[Span, ...]]
) -> NDArray[np.str_]:
    """Return who acts on whom in each row: client, pole, mutual, or nothing.

    Args:
        rows: The events.
        client: The client's code and those of its predecessors.
        pole: The spans of days in which each actor belongs to the pole.
    """
    day = rows.days("day")
    sides = [_side(rows.table.column(name), day, client, pole) for name in ("actor", "recipient")]
    (client_acts, pole_acts, _), (client_gets, pole_gets, receives) = sides
    inside = ~receives | client_gets | pole_gets
    found = np.full(len(rows), "", dtype="<U6")
    found[pole_acts & client_gets] = "pole"
    found[client_acts & pole_gets] = "client"
    both = client_acts & pole_acts
    found[both] = np.where(inside[both], "mutual", "")
    return found


def _side(
    column: Any,
    day: NDArray[np.datetime64],
    client: Sequence[str],
    pole: Mapping[str, tuple[Span, ...]],
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether the client, the pole, and anybody at all, is on this side of each row."""
    lists = _whole(column)
    parent = np.asarray(pc.list_parent_indices(lists).to_numpy(zero_copy_only=False), dtype=np.intp)
    coded = pc.list_flatten(lists).dictionary_encode()
    index = coded.indices.to_numpy(zero_copy_only=False)
    mine = np.zeros(len(index), dtype=bool)
    theirs = np.zeros(len(index), dtype=bool)
    when = day[parent]
    for code, name in enumerate(coded.dictionary.to_pylist()):
        here = index == code
        if name in client:
            mine |= here
        for start, end in pole.get(name, ()):
            among = here.copy()
            if start is not None:
                among &= when >= np.datetime64(start)
            if end is not None:
                among &= when < np.datetime64(end)
            theirs |= among
    size = len(day)

    def any_of(flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
        return np.asarray(np.bincount(parent[flags], minlength=size) > 0)

    return any_of(mine), any_of(theirs), any_of(np.ones(len(index), dtype=bool))


def _whole(column: Any) -> Any:
    """The column as one array."""
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
