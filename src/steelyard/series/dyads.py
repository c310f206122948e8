"""Dyad events: what passed between a client and a pole, as arrays.

An event belongs to the dyad when the client stands on one side and the pole on the other,
or when both act together. Its direction is ``client`` (the client acts on the pole),
``pole`` (the pole acts on the client) or ``mutual`` (both act: joint drills, signings,
talks on neutral ground). Where both act on a third party, what they do says nothing of how
they treat each other, and where a third party acts on both neither acts: such events are
left out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from steelyard.records import EVENT, Archive, Case, Pole, Window
from steelyard.series.poles import client_codes, pole_spans
from steelyard.series.rows import Rows, directions, rows_between

Mask = NDArray[np.bool_]
Texts = NDArray[np.object_]
Days = NDArray[np.datetime64]
Column = NDArray[Any]


class DyadEvents:
    """Events between a client and a pole, by day; every array has one value an event.

    ``start`` and ``end`` are the half-open period that the event's precision leaves open;
    ``announced`` is NaT where no announcement is known; ``context`` and ``publishers`` hold
    tuples of text. ``happened``, ``cooperative``, ``deeds`` and ``military`` are masks.

    A selection shares the columns of the whole and takes from them what it is asked for, so
    that selecting is cheap however many columns there are; what is derived from columns is
    derived once for all selections.
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
    rung: Texts
    status: Texts
    reports: NDArray[np.int32]
    publishers: Texts
    source: Texts
    source_id: Texts
    sentence: Texts
    url: Texts
    plan_of: Texts
    occasion: Texts

    #: The ids of all rows that an event stands for; its own alone where rows are not taken together.
    rows: Texts
    #: True where the event happened; a threat has happened when it is made.
    happened: Mask
    #: True for verbal and material cooperation (quads 1 and 2).
    cooperative: Mask
    #: True for deeds, false for words.
    deeds: Mask
    #: True for cooperation and requests: what those have with each other who deal with each other.
    engaged: Mask
    #: True for material conflict (quad 4): hostile acts that cost.
    costly: Mask
    #: True for words of cooperation that bind: a signature, a ratification, a recognition.
    committed: Mask
    #: True where the day is known.
    dated: Mask
    #: True where the context is a military one.
    military: Mask

    def __init__(self, **columns: Column | Callable[[], Column]) -> None:
        if differ := set(COLUMNS) ^ (columns.keys() - {"rows"}):
            msg = f"DyadEvents takes the columns {', '.join(COLUMNS)}; {sorted(differ)} differ."
            raise TypeError(msg)
        self._base: dict[str, Column | Callable[[], Column]] = dict(columns)
        self._rows: NDArray[np.intp] | None = None
        self._size = len(self._whole("event_id"))

    def __getattr__(self, name: str) -> Any:
        """The column of this name, taken from the whole when it is first asked for."""
        if name.startswith("_"):
            raise AttributeError(name)
        whole = self._whole(name)
        column = whole if self._rows is None else whole[self._rows]
        self.__dict__[name] = column
        return column

    def _whole(self, name: str) -> Column:
        """The column of the whole set; what is derived or made late is kept."""
        found = self._base.get(name)
        if found is None:
            if name not in _DERIVED:
                msg = f"DyadEvents has no column '{name}'"
                raise AttributeError(msg)
            found = _DERIVED[name](self._whole)
            self._base[name] = found
        elif callable(found):
            found = found()
            self._base[name] = found
        return found

    def __len__(self) -> int:
        """The number of events."""
        return self._size

    def select(self, mask: Mask | NDArray[np.intp]) -> DyadEvents:
        """Return the events where ``mask`` is true, or at the positions that it holds."""
        at = np.flatnonzero(mask) if mask.dtype == bool else np.asarray(mask, dtype=np.intp)
        chosen = object.__new__(DyadEvents)
        chosen._base = self._base
        chosen._rows = at if self._rows is None else self._rows[at]
        chosen._size = len(at)
        return chosen

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

    def when(self, at: int) -> str:
        """The day of event ``at`` as precisely as it is known: 2019-12-02, 2019-12 or 2019."""
        known = {"month": 7, "year": 4}.get(self.precision[at], 10)
        return str(self.start[at])[:known]

    @property
    def ids(self) -> tuple[str, ...]:
        """The event ids in order of day."""
        return tuple(self.event_id.tolist())


def _happened(column: Callable[[str], Column]) -> Column:
    status = column("status")
    made = (column("type") == "THREATEN") & (status == "threatened")
    return np.asarray((status == "happened") | made, dtype=np.bool_)


def _own_rows(column: Callable[[str], Column]) -> Column:
    names = column("event_id")
    found = np.empty(len(names), dtype=object)
    found[:] = [(str(name),) for name in names]
    return found


def _military(column: Callable[[str], Column]) -> Column:
    return np.array(["military" in context for context in column("context")], dtype=np.bool_)


#: Masks, and the rows behind each event, by name; each from whole columns.
_DERIVED: dict[str, Callable[[Callable[[str], Column]], Column]] = {
    "rows": _own_rows,
    "happened": _happened,
    "cooperative": lambda column: np.asarray(column("quad") <= 2, dtype=np.bool_),
    "deeds": lambda column: np.asarray(column("act") == "deeds", dtype=np.bool_),
    "engaged": lambda column: np.asarray(
        (column("quad") <= 2) | (column("type") == "REQUEST"), dtype=np.bool_
    ),
    "costly": lambda column: np.asarray(column("quad") == 4, dtype=np.bool_),
    "committed": lambda column: np.asarray(
        (column("quad") == 1) & (column("rung") == "commitment"), dtype=np.bool_
    ),
    "dated": lambda column: np.asarray(column("precision") == "day", dtype=np.bool_),
    "military": _military,
}


#: What an event of a pair has: its own columns, its period and its direction.
COLUMNS = tuple(name for name in DyadEvents.__annotations__ if name not in _DERIVED)

#: What is worked out from other columns of the event table than the one of the name.
_OF_THE_PAIR = ("start", "end", "direction")

#: What is asked of an archive for each event: the columns above, and what they are worked out from.
_NEEDED = {"day", "actor", "recipient", *COLUMNS} - set(_OF_THE_PAIR)
ASKED = tuple(name for name in EVENT.names if name in _NEEDED)


def dyad_events(archive: Archive, case: Case, client: str, pole: Pole) -> DyadEvents:
    """Return what passed between ``client`` and ``pole``, in order of day and id.

    The client is followed through its predecessors; the pole is its members of the day.
    """
    others = {code for one in (*case.poles, pole) for code in pole_spans(case, one)}
    rows = rows_between(archive, client, others, ASKED)
    direction = directions(rows, client_codes(client), pole_spans(case, pole))
    between = np.flatnonzero(direction != "")
    return _arrays(rows.take(between), direction[between])


def _arrays(rows: Rows, direction: NDArray[np.str_]) -> DyadEvents:
    start, end = rows.periods()
    own = {name: _array(rows, name) for name in COLUMNS if name not in _OF_THE_PAIR}
    return DyadEvents(**own, start=start, end=end, direction=direction.astype(object))


def _array(rows: Rows, name: str) -> Column | Callable[[], Column]:
    """A column as an array; texts and lists, which take longest, are made when they are needed."""
    kind = EVENT.field(name).type
    if pa.types.is_date(kind):
        return rows.days(name)
    if pa.types.is_list(kind):
        return lambda: rows.tuples(name)
    if pa.types.is_string(kind):
        return lambda: rows.texts(name)
    return rows.numbers(name, kind.to_pandas_dtype())
