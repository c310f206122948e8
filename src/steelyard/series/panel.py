"""Panel: one aggregate query for a client, and every series that can be cut from it.

For archives of any size: the engine counts, and what comes back has one row a day, pair, type
and source. The rows behind single events are read by :mod:`steelyard.series.dyads`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import ibis
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from steelyard import vocabulary
from steelyard.errors import CaseError
from steelyard.records import Archive, Case, Pole, Window
from steelyard.series.calendar import Calendar, Numbers, calendar, happened
from steelyard.series.poles import Span, client_codes, pole_spans
from steelyard.series.rows import Rows, directions, touches
from steelyard.series.windows import record_gaps, systematic_sources, uncovering

Period = Literal["day", "week"]
Unit = Literal["events", "reports"]
Direction = Literal["client", "pole", "mutual"]

#: Days of a period.
LENGTHS: dict[Period, int] = {"day": 1, "week": 7}

_SPLIT = ";"

#: Streams beside the types of PLOVER and the quads, which are named ``quad1`` to ``quad4``.
STREAMS = ("all", "words", "deeds", "cooperation", "conflict")


@dataclass(frozen=True, slots=True)
class Series:
    """A directed dyad's counts by period, one value a period.

    ``starts`` are first days. ``counts`` are NaN in periods of which no day is covered;
    ``days`` is how many are, ``total`` and ``region`` what the record holds of the period,
    whoever acts (``region`` is zero where it was not asked for). The last period may be cut off by the end of the window.
    """

    starts: NDArray[np.datetime64]
    counts: Numbers
    days: Numbers
    total: Numbers
    region: Numbers
    unit: Unit
    period: Period

    def __len__(self) -> int:
        """The number of periods."""
        return len(self.starts)


@dataclass(frozen=True, slots=True)
class Panel:
    """What a client did and met, counted by day; series are cut from it without a query.

    ``rows`` has a row for each day, actors, recipients, type, act and source with ``n`` events
    and ``reports``; ``calendar`` the volume of each day.
    """

    client: str
    rows: Rows
    calendar: Calendar
    window: Window

    def series(
        self,
        pole: dict[str, tuple[Span, ...]],
        *,
        direction: Direction | None = None,
        stream: str = "all",
        period: Period = "week",
        unit: Unit = "events",
    ) -> Series:
        """Cut a series from the panel.

        Args:
            pole: The spans of days in which each actor belongs to the other side
                (``pole_spans``); ``{"RUS": ((None, None),)}`` is Russia throughout.
            direction: ``client`` for what the client did, ``pole`` for what was done to it,
                ``mutual`` for what both did together; all of them where none is given.
            stream: ``all``, ``words``, ``deeds``, ``cooperation``, ``conflict``, ``quad1`` to
                ``quad4``, or a type such as ``CONSULT``.
            period: ``day`` or ``week``; weeks begin with the first day of the window.
            unit: Count ``events`` or their ``reports``.

        Raises:
            CaseError: There is no such stream.
        """
        found = directions(self.rows, client_codes(self.client), pole)
        mask = (found == direction if direction else found != "") & self._stream(stream)
        weights = self.rows.numbers("n" if unit == "events" else "reports", np.float64)
        daily = self.calendar.daily(self.rows.days("day")[mask], weights[mask])
        return _binned(daily, self.calendar, unit, period)

    def _stream(self, stream: str) -> NDArray[np.bool_]:
        quad = self.rows.numbers("quad", np.int8)
        if stream == "all":
            return np.ones(len(self.rows), dtype=np.bool_)
        if stream in ("words", "deeds"):
            return np.asarray(self.rows.texts("act") == stream)
        if stream in ("cooperation", "conflict"):
            return np.asarray((quad <= 2) == (stream == "cooperation"))
        if stream in ("quad1", "quad2", "quad3", "quad4"):
            return np.asarray(quad == int(stream[-1]))
        if stream in vocabulary.TYPES:
            return np.asarray(self.rows.texts("type") == stream)
        msg = (
            f"'{stream}' is not a stream; there are {', '.join(STREAMS)}, quad1 to quad4, "
            f"and the types {', '.join(vocabulary.TYPES)}."
        )
        raise CaseError(msg)


def panel(
    archive: Archive, case: Case, client: str, window: Window, *, region: bool = False
) -> Panel:
    """Count what a client did and met in ``window``: one query for its rows, one for the volume.

    Only dated events that happened count, of the systematic sources where the archive has any; those
    that cover too little of a window of the case are left out where others are there. ``region`` counts the events of the client's neighbours as well.
    """
    known = systematic_sources(archive)
    aside = uncovering(archive, known, (case.before, case.after()))
    sources = tuple(name for name in known if name not in aside) or known
    events = archive.events
    mask = touches(events, client_codes(client))
    mask &= happened(events) & (events.precision == "day")
    mask &= (events.day >= window.start) & (events.day < window.end)
    if sources:
        mask &= events.source.isin(list(sources))
    keys = ["day", "actor", "recipient", "type", "quad", "act", "source"]
    # Engines group texts at a third of the cost of lists.
    texts = {name: events[name].join(_SPLIT) for name in ("actor", "recipient")}
    counted = events.filter(mask).mutate(**texts).group_by(keys)
    counted = counted.agg(n=ibis._.count(), reports=ibis._.reports.sum())
    rows = Rows(_with_lists(counted.order_by(keys).to_pyarrow()))
    gaps = record_gaps(archive, case, window, sources)
    return Panel(
        client,
        rows,
        calendar(archive, case, client, window, sources=sources, gaps=gaps, region=region),
        window,
    )


def _with_lists(table: pa.Table) -> pa.Table:
    """The table with its sides as lists of codes again."""
    for name in ("actor", "recipient"):
        coded = table.column(name).combine_chunks().dictionary_encode()
        sides = [side.split(_SPLIT) if side else [] for side in coded.dictionary.to_pylist()]
        lists = pa.array(sides, pa.list_(pa.string())).take(coded.indices)
        table = table.set_column(table.column_names.index(name), name, lists)
    return table


def dyad_series(
    archive: Archive,
    case: Case,
    client: str,
    pole: Pole,
    *,
    direction: Direction | None = None,
    stream: str = "all",
    period: Period = "week",
    unit: Unit = "events",
    region: bool = False,
) -> Series:
    """Return one series of a client with a pole over all windows of the case.

    The arguments are those of :meth:`Panel.series` and :func:`panel`.

    Raises:
        CaseError: There is no such stream.
    """
    windows = case.windows.values()
    span = Window(min(w.start for w in windows), max(w.end for w in windows))
    return panel(archive, case, client, span, region=region).series(
        pole_spans(case, pole), direction=direction, stream=stream, period=period, unit=unit
    )


def _binned(daily: Numbers, days: Calendar, unit: Unit, period: Period) -> Series:
    """Add days up to periods; a day of a gap adds nothing, a period of gaps is NaN."""
    length = LENGTHS[period]
    first = np.arange(0, len(days), length)
    if not len(first):
        empty = np.zeros(0)
        none = np.zeros(0, dtype="datetime64[D]")
        return Series(none, empty, empty, empty, empty, unit, period)

    def add(values: Numbers) -> Numbers:
        return np.add.reduceat(np.where(days.covered, values, 0.0), first)

    covered = add(np.ones(len(days)))
    return Series(
        starts=np.datetime64(days.start) + first,
        counts=np.where(covered > 0, add(daily), np.nan),
        days=covered,
        total=add(days.events if unit == "events" else days.reports),
        region=add(days.region),
        unit=unit,
        period=period,
    )
