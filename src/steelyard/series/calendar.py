"""Calendar: how much the record holds of each day, whoever acts, and which days it misses.

A count of a pair is a rate only beside what else was printed: all events of the record, and those
of the client's neighbours, so that neither more printing nor a quarrel of the whole region is
taken for a change of the pair.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from steelyard import vocabulary
from steelyard.records import Archive, Case, Window
from steelyard.series.poles import client_codes, pole_spans
from steelyard.series.record import aggregate, once
from steelyard.series.rows import touches

Numbers = NDArray[np.float64]

#: Neighbours of a client whose events make its region, at most.
NEIGHBOURS = 8

#: Quads up to this are cooperation, verbal or material.
FRIENDLY = 2

#: Fewer events with a state than this before the shock do not make it a neighbour.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the record holds of each day from ``start`` on; every array has one value a day.

    ``events`` are all events that happened on the day, the pair's own among them, ``reports``
    the reports of them, ``friendly`` those of the events that are cooperative, and ``region`` the
    events of the ``neighbours`` without the client.
    ``covered`` is false on the days of a gap.
    """

    start: date
    events: Numbers
    reports: Numbers
    friendly: Numbers
    region: Numbers
    covered: NDArray[np.bool_]
    neighbours: tuple[str, ...] = ()

    def __len__(self) -> int:
        """The number of days."""
        return len(self.events)

    def slots(self, window: Window) -> slice:
        """Return the days of ``window`` as a slice of the arrays."""
        first = max((window.start - self.start).days, 0)
        return slice(first, max(min((window.end - self.start).days, len(self)), first))

    def total(self, window: Window) -> int:
        """Return how many events the record holds of ``window``."""
        return int(self.events[self.slots(window)].sum())

    def daily(self, days: NDArray[np.datetime64], weights: NDArray[Any] | None = None) -> Numbers:
        """Count ``days``, or add up ``weights``, on each day; what lies outside is left out."""
        at = (days - np.datetime64(self.start)).astype(np.int64)
        inside = (at >= 0) & (at < len(self))
        kept = None if weights is None else weights[inside]
        return np.bincount(at[inside], kept, len(self)).astype(np.float64)


def calendar(
    archive: Archive,
    case: Case,
    client: str,
    span: Window,
    *,
    sources: Collection[str],
    gaps: Iterable[Window] = (),
    region: bool = True,
) -> Calendar:
    """Return how much the record holds of each day of ``span``.

    Args:
        archive: The rows.
        case: Says who is in a pole, and so in no client's region.
        client: The client whose region is counted beside the whole.
        span: The days.
        sources: Count the rows of these sources only; all where there are none.
        gaps: Holes in the record.
        region: Look for the neighbours and count their events too, which takes twice as long.
    """
    near = neighbours(archive, case, client) if region else ()
    days, *counts = _volumes(archive, client_codes(client), near, tuple(sorted(sources)), span)
    size = max(span.days, 0)
    none, covered = np.zeros(size), np.ones(size, dtype=np.bool_)
    blank = Calendar(span.start, none, none, none, none, covered)
    events, reports, friendly, nearby = (blank.daily(days, column) for column in counts)
    for gap in gaps:
        covered[blank.slots(gap)] = False
    return Calendar(span.start, events, reports, friendly, nearby, covered, near)


def neighbours(archive: Archive, case: Case, client: str) -> tuple[str, ...]:
    """Return the states that the client dealt with most for their size before the shock.

    Nearness is the cosine of the two states' events: those of the pair, squared, over the
    product of all events of either (Salton and McGill 1983, Introduction to Modern Information
    Retrieval). Clients and actors of a pole are no neighbours: the shock may have moved them.
    """
    poles = tuple(sorted({code for pole in case.poles for code in pole_spans(case, pole)}))
    past = Window(case.before.start, max(case.before.start, case.shock.day))
    question = ("neighbours", client, case.clients, past, poles)
    return once(archive, question, lambda: _nearest(archive, case, client, past, set(poles)))


def _nearest(
    archive: Archive, case: Case, client: str, past: Window, poles: set[str]
) -> tuple[str, ...]:
    events = archive.events.filter(_within(archive.events, past))
    everyone = events.select(code=events.actor.concat(events.recipient).unnest())
    mine = events.filter(touches(events, client_codes(client)))
    partners = mine.select(code=mine.actor.concat(mine.recipient).unnest())
    excluded = poles | {code for one in case.clients for code in client_codes(one)}
    met = {
        code: number
        for code, number in _counts(_by_code(partners).to_pyarrow()).items()
        if number >= FEWEST and code not in excluded and _is_state(code)
    }
    if not met:
        return ()
    asked = tuple(sorted(met))
    sizes = _counts(
        aggregate(
            archive,
            ("sizes", past, asked),
            lambda: _by_code(everyone.filter(everyone.code.isin(asked))),
        )
    )
    cosine = {code: number**2 / sizes[code] for code, number in met.items() if sizes.get(code)}
    return tuple(sorted(sorted(cosine), key=lambda code: -cosine[code])[:NEIGHBOURS])


def _by_code(codes: ir.Table) -> ir.Table:
    return codes.group_by("code").agg(n=ibis._.count())


def _counts(counted: pa.Table) -> dict[str, int]:
    return {row["code"]: row["n"] for row in counted.to_pylist()}


def _is_state(code: str) -> bool:
    return vocabulary.known(code) and vocabulary.actor(code).kind in ("state", "territory")


def _volumes(
    archive: Archive,
    client: tuple[str, ...],
    near: tuple[str, ...],
    sources: tuple[str, ...],
    span: Window,
) -> tuple[NDArray[Any], ...]:
    """Days that have events, and how many: all, their reports, the friendly, the region's."""
    question = ("volumes", client, near, sources, span)

    def counted() -> tuple[NDArray[Any], ...]:
        events = archive.events
        mask = happened(events) & (events.precision == "day") & _within(events, span)
        if sources:
            mask &= events.source.isin(list(sources))
        regional = (
            touches(events, near) & ~touches(events, client) if near else ibis.literal(value=False)
        )
        by_day = (
            events.filter(mask)
            .select(
                "day",
                "reports",
                friendly=(events.quad <= FRIENDLY).cast("int8"),
                near=regional.cast("int8"),
            )
            .group_by("day")
            .agg(
                events=ibis._.count(),
                reports=ibis._.reports.sum(),
                friendly=ibis._.friendly.sum(),
                region=ibis._.near.sum(),
            )
        )
        found = aggregate(archive, question, lambda: by_day)
        days = found.column("day").cast(pa.int32()).to_numpy().astype("datetime64[D]")
        numbers = [
            found.column(name).to_numpy() for name in ("events", "reports", "friendly", "region")
        ]
        return (days, *(np.asarray(column, dtype=np.float64) for column in numbers))

    return once(archive, question, counted)


def happened(events: ir.Table) -> ir.BooleanValue:
    """True for events that happened; a threat has happened when it is made."""
    # Written so that an engine looks at the type of the threatened only: a third of the time.
    made = ibis.ifelse(events.status == "threatened", events.type == "THREATEN", False)
    return ibis.ifelse(events.status == "happened", True, made)


def _within(events: ir.Table, window: Window) -> ir.BooleanValue:
    return (events.day >= window.start) & (events.day < window.end)


def volume(archive: Archive, window: Window, sources: Collection[str] | None = None) -> int:
    """Count the events of day precision that happened in ``window``, whoever acts in them.

    It stands for the effort of the publishers: a dyad's share of it is a rate that does not
    rise only because more is printed.

    Args:
        archive: The rows.
        window: The days.
        sources: Count the rows of these sources only.
    """
    question = ("volume", window, None if sources is None else tuple(sorted(sources)))
    return once(archive, question, lambda: _count(archive, question, window, sources))


def vague_volume(archive: Archive, window: Window, sources: Collection[str]) -> int:
    """Count the events that happened in ``window`` on a day that nobody knows, whoever acts in them.

    The month or year that their precision leaves open lies wholly in the window.

    Args:
        archive: The rows.
        window: The days.
        sources: Count the rows of these sources only; all where there are none.
    """
    question = ("vague volume", tuple(sorted(sources)))

    def periods() -> pa.Table:
        events = archive.events
        mask = happened(events) & (events.precision != "day")
        if sources:
            mask &= events.source.isin(sorted(sources))
        chosen = events.filter(mask).select("day", "precision")
        return aggregate(
            archive, question, lambda: chosen.group_by("day", "precision").agg(n=ibis._.count())
        )

    return sum(
        row["n"]
        for row in once(archive, question, periods).to_pylist()
        if row["day"] >= window.start and _last(row["day"], row["precision"]) < window.end
    )


def _last(first: date, precision: str) -> date:
    """The last day of the month or year that begins on ``first``."""
    if precision == "year":
        return date(first.year, 12, 31)
    return first.replace(day=monthrange(first.year, first.month)[1])


def _count(
    archive: Archive,
    question: tuple[Hashable, ...],
    window: Window,
    sources: Collection[str] | None,
) -> int:
    events = archive.events
    mask = (
        happened(events)
        & (events.precision == "day")
        & (events.day >= window.start)
        & (events.day < window.end)
    )
    if sources is not None:
        mask &= events.source.isin(sorted(sources))
    found = aggregate(archive, question, lambda: events.filter(mask).agg(n=ibis._.count()))
    return int(found.column("n")[0].as_py())


def exposure_days(window: Window, gaps: Iterable[Window]) -> int:
    """Return the days of ``window`` that no gap covers; overlapping gaps count once."""
    covered = 0
    reached = window.start
    for gap in sorted(gaps):
        start, end = max(gap.start, reached), min(gap.end, window.end)
        if start < end:
            covered += (end - start).days
            reached = end
    return window.days - covered
