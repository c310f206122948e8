"""Attention: with whom a pole dealt day by day, and how every state dealt with two poles.

One aggregate query each: what comes back has one row a day and state, or one a state, however many
events there are.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import ibis
import numpy as np
from numpy.typing import NDArray

from steelyard import vocabulary
from steelyard.records import Archive, Case, Pole, Window
from steelyard.series.calendar import FRIENDLY, Numbers, happened
from steelyard.series.poles import client_codes, pole_of, pole_spans
from steelyard.series.record import aggregate, once


@dataclass(frozen=True, slots=True)
class Attention:
    """Events of a pole with each state outside it.

    ``counts`` has a row a state of ``states`` and a column a day from ``start`` on; an event with
    several states counts for each. ``total`` are the pole's events with anybody outside it.
    """

    start: date
    states: tuple[str, ...]
    counts: Numbers
    total: Numbers

    def of(self, codes: Collection[str]) -> Numbers:
        """Return the events with any of ``codes`` (a state and its predecessors) by day."""
        rows = [place for place, state in enumerate(self.states) if state in codes]
        summed: Numbers = self.counts[rows].sum(axis=0)
        return summed

    def slots(self, window: Window) -> slice:
        """Return the days of ``window`` as a slice of the arrays."""
        first = max((window.start - self.start).days, 0)
        last = min((window.end - self.start).days, len(self.total))
        return slice(first, max(last, first))


def third_states(case: Case, seen: Attention, client: str) -> tuple[str, ...]:
    """Return the states with which a pole dealt that are in no pole, no client, and not touched by the shock.

    Args:
        case: Says who is in the poles on the day of the shock.
        seen: With whom the pole dealt.
        client: Whose part is asked about.
    """
    poles = [pole_spans(case, pole) for pole in case.poles]
    clients = {code for one in {*case.clients, client} for code in client_codes(one)}
    touched = {*case.shock.actor, *case.shock.recipient}
    return tuple(
        state
        for state in seen.states
        if state not in clients | touched
        and not any(pole_of(pole, state, case.shock.day) for pole in poles)
    )


def attention(
    archive: Archive, case: Case, pole: Pole, span: Window, sources: Collection[str]
) -> Attention:
    """Return with whom a pole dealt on each day of ``span``; a record is asked once for all diagnostics.

    Args:
        archive: The rows.
        case: Says who is in the pole.
        pole: The pole; its members on any day of the span count throughout.
        span: The days.
        sources: Count the rows of these sources only; all where there are none.
    """
    asked = (_inside(case, pole, span), span, tuple(sorted(sources)))
    return once(archive, ("attention", *asked), lambda: _attention(archive, *asked))


def _attention(
    archive: Archive, inside: tuple[str, ...], span: Window, sources: tuple[str, ...]
) -> Attention:
    events = archive.events
    mask = happened(events) & (events.precision == "day")
    mask &= (events.day >= span.start) & (events.day < span.end)
    if sources:
        mask &= events.source.isin(list(sources))
    wanted = ibis.array([ibis.literal(code) for code in inside])
    both = events.actor.concat(events.recipient)
    mask &= both.intersect(wanted).length() > 0
    rows = events.filter(mask).select("day", party=both.unique())
    met = (
        rows.mutate(alone=ibis._.party.length() == ibis._.party.intersect(wanted).length())
        .filter(~ibis._.alone)
        .select("day", "party")
    )
    question = (inside, span, sources)
    by_day = aggregate(
        archive,
        ("attention by day", *question),
        lambda: met.group_by("day").agg(n=ibis._.count()),
    )
    by_state = aggregate(
        archive,
        ("attention by state", *question),
        lambda: (
            met.select("day", state=ibis._.party.unnest())
            .group_by("day", "state")
            .agg(n=ibis._.count())
            .order_by("state", "day")
        ),
    )
    size = max(span.days, 0)
    total = np.zeros(size)
    np.add.at(total, _at(by_day["day"].to_numpy(), span), by_day["n"].to_numpy())
    names, place = np.unique(
        by_state["state"].to_numpy(zero_copy_only=False).astype(str), return_inverse=True
    )
    counts = np.zeros((len(names), size))
    np.add.at(counts, (place, _at(by_state["day"].to_numpy(), span)), by_state["n"].to_numpy())
    kept = [n for n, name in enumerate(names) if name not in inside and _is_state(str(name))]
    return Attention(span.start, tuple(str(names[n]) for n in kept), counts[kept], total)


@dataclass(frozen=True, slots=True)
class Contacts:
    """Friendly events of every state with two poles, before and after.

    ``counts`` has a row a state of ``states``; its columns are the events with the rival and with
    the partner before, then those with either after.
    """

    states: tuple[str, ...]
    counts: Numbers

    def of(self, codes: Collection[str]) -> Numbers:
        """Return the counts of ``codes`` together (a state and its predecessors)."""
        rows = [place for place, state in enumerate(self.states) if state in codes]
        summed: Numbers = self.counts[rows].sum(axis=0)
        return summed

    def without(self, codes: Collection[str]) -> Numbers:
        """Return the counts of all other states, a row each."""
        return self.counts[[n for n, state in enumerate(self.states) if state not in codes]]


def contacts(
    archive: Archive, case: Case, windows: tuple[Window, Window], sources: Collection[str]
) -> Contacts:
    """Return how often each state dealt kindly with the rival and with the partner.

    Args:
        archive: The rows.
        case: Says who is in the poles.
        windows: The one before and the one after.
        sources: Count the rows of these sources only; all where there are none.
    """
    span = Window(min(w.start for w in windows), max(w.end for w in windows))
    poles = tuple(_inside(case, case.pole(role), span) for role in ("rival", "partner"))
    asked = (poles, windows, tuple(sorted(sources)))
    return once(archive, ("contacts", *asked), lambda: _contacts(archive, *asked))


def _contacts(
    archive: Archive,
    poles: tuple[tuple[str, ...], ...],
    windows: tuple[Window, Window],
    sources: tuple[str, ...],
) -> Contacts:
    events = archive.events
    mask = happened(events) & (events.precision == "day") & (events.quad <= FRIENDLY)
    if sources:
        mask &= events.source.isin(list(sources))
    party = events.actor.concat(events.recipient).unique()
    rows = events.filter(mask).select("day", party=party)
    met = [
        rows.party.intersect(ibis.array([ibis.literal(code) for code in pole])).length() > 0
        for pole in poles
    ]
    within = [(rows.day >= window.start) & (rows.day < window.end) for window in windows]
    columns = {
        f"n{place}": (when & pole).cast("int32")
        for place, (when, pole) in enumerate((when, pole) for when in within for pole in met)
    }
    found = (
        rows.filter((within[0] | within[1]) & (met[0] | met[1]))
        .select(state=ibis._.party.unnest(), **columns)
        .group_by("state")
        .agg(**{name: ibis._[name].sum() for name in columns})
        .order_by("state")
        .to_pyarrow()
    )
    names = found["state"].to_pylist()
    counts = np.column_stack([found[name].to_numpy().astype(np.float64) for name in columns])
    inside = {code for pole in poles for code in pole}
    kept = [n for n, name in enumerate(names) if name not in inside and _is_state(name)]
    return Contacts(tuple(names[n] for n in kept), counts[kept])


def _inside(case: Case, pole: Pole, span: Window) -> tuple[str, ...]:
    """Who is in the pole on any day of the span, with the states that its own continue."""
    codes = {
        code
        for code, spells in pole_spans(case, pole).items()
        if any(
            (start is None or start < span.end) and (end is None or end > span.start)
            for start, end in spells
        )
    }
    former = {code for name in codes if _is_state(name) for code in client_codes(name)}
    return tuple(sorted(codes | former))


def _is_state(code: str) -> bool:
    return vocabulary.known(code) and vocabulary.actor(code).kind in ("state", "territory")


def _at(days: NDArray[np.datetime64], span: Window) -> NDArray[np.int64]:
    first = np.datetime64(span.start, "D")
    return (days.astype("datetime64[D]") - first).astype(np.int64)
