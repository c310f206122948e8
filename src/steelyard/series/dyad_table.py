"""Two actors over time, as one table: counts by calendar period with their exposure and gaps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from steelyard import vocabulary
from steelyard.errors import CaseError
from steelyard.records import Archive, Case, Pole, Shock, Window
from steelyard.series.panel import Direction, Unit, panel
from steelyard.series.poles import pole_spans

Frequency = Literal["D", "W", "M", "Q", "Y"]

_WORDS = {"D": "days", "W": "weeks", "M": "months", "Q": "quarters", "Y": "years"}
_SIDES: dict[str, Direction] = {"first": "client", "second": "pole", "both": "mutual"}
_UNITS: tuple[Unit, ...] = ("events", "reports")

#: A Monday, from which weeks are counted.
_MONDAY = np.datetime64("1970-01-05")

_COLUMNS: list[tuple[str, pa.DataType]] = [
    ("start", pa.date32()),
    ("end", pa.date32()),
    ("counts", pa.float64()),
    ("exposure", pa.int64()),
    ("gaps", pa.int64()),
    ("volume", pa.int64()),
]
DYAD = pa.schema(_COLUMNS)


def dyad_table(
    archive: Archive,
    first: str,
    second: Sequence[str],
    *,
    freq: str = "W",
    stream: str = "all",
    actor: str | None = None,
    unit: str = "events",
    since: str | date | None = None,
    until: str | date | None = None,
) -> pa.Table:
    """Return what passed between two sides, a row a period, in the schema :data:`DYAD`.

    The arguments are those of ``archive.dyad``. A period that is cut off by the first or the last
    day has the days that are left of it.

    Raises:
        CaseError: An actor, day, frequency, side, unit or stream is not known, or there is no event.
    """
    _one_of("freq", freq, tuple(_WORDS))
    _one_of("unit", unit, _UNITS)
    if actor is not None:
        _one_of("actor", actor, tuple(_SIDES))
    for code in (first, *second):
        if not vocabulary.known(code):
            msg = f"'{code}' is {vocabulary.unknown_actor(code)}"
            raise CaseError(msg)
    window = _span(archive, since, until)
    case = _asked(first, tuple(second), window)
    found = panel(archive, case, first, window).series(
        pole_spans(case, case.poles[0]),
        direction=_SIDES[actor] if actor else None,
        stream=stream,
        period="day",
        unit="reports" if unit == "reports" else "events",
    )
    starts, at = _periods(found.starts, freq)
    days = np.bincount(at, minlength=len(starts))
    exposure = np.bincount(at, found.days, len(starts)).astype(np.int64)
    counts = np.bincount(at, np.nan_to_num(found.counts), len(starts))
    ends = np.append(starts[1:], np.datetime64(window.end))
    return pa.table(
        {
            "start": starts.astype("datetime64[D]"),
            "end": ends.astype("datetime64[D]"),
            "counts": pa.array(counts, mask=exposure == 0),
            "exposure": exposure,
            "gaps": days - exposure,
            "volume": np.bincount(at, found.total, len(starts)).astype(np.int64),
        },
        schema=DYAD,
    )


def _one_of(what: str, value: str, allowed: Sequence[str]) -> None:
    if value in allowed:
        return
    near = get_close_matches(str(value)[:1].upper(), allowed, n=1) if what == "freq" else []
    hint = f"Did you mean '{near[0]}'?" if near else "Choose one of them."
    if what == "freq":
        allowed = [f"{name} ({word})" for name, word in _WORDS.items()]
    msg = f"{what} is '{value}'; allowed are {', '.join(allowed)}. {hint}"
    raise CaseError(msg)


def _span(archive: Archive, since: str | date | None, until: str | date | None) -> Window:
    """The days asked for; those of the dated events where they are not given."""
    start, end = _day("since", since), _day("until", until)
    if start is None or end is None:
        events = archive.events.filter(archive.events.precision == "day")
        (held,) = (
            events.aggregate(low=events.day.min(), high=events.day.max()).to_pyarrow().to_pylist()
        )
        if held["low"] is None:
            msg = "The archive holds no dated event, so that there is nothing to count. Load some first."
            raise CaseError(msg)
        start, end = start or held["low"], end or held["high"] + timedelta(days=1)
    if not start < end:
        msg = f"since is {start} and until {end}; the first day must be before the second."
        raise CaseError(msg)
    return Window(start, end)


def _day(name: str, said: str | date | None) -> date | None:
    if said is None or isinstance(said, date):
        return said
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        msg = f"{name} is '{said}', which is not a day; write days as 2019-10-18."
        raise CaseError(msg) from error


def _asked(first: str, second: tuple[str, ...], window: Window) -> Case:
    """The two sides as a case, which is what series are cut for; it has no shock to speak of."""
    return Case(
        name="dyad",
        title="",
        question="",
        clients=(first,),
        shock=Shock(window.end, (), (), ""),
        windows={"before": window, "after": window},
        poles=(Pole("other", "rival", second),),
    )


def _periods(
    days: NDArray[np.datetime64], freq: str
) -> tuple[NDArray[np.datetime64], NDArray[np.intp]]:
    """The first days of the periods, and the place of each day among them."""
    if freq == "W":
        week = (days - _MONDAY).astype("timedelta64[D]").astype(np.int64) // 7
        labels = _MONDAY + week * np.timedelta64(7, "D")
    elif freq == "Q":
        months = days.astype("datetime64[M]").astype(np.int64)
        labels = (months - months % 3).astype("datetime64[M]").astype("datetime64[D]")
    else:
        labels = days.astype(f"datetime64[{freq}]").astype("datetime64[D]")
    starts, at = np.unique(labels, return_inverse=True)
    starts[0] = days[0]  # the first period may be cut off
    return starts, at
