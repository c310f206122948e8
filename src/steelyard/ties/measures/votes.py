"""How clients voted beside each pole, beside their peers, and when the poles split.

The measures of an organisation are means over its members of that year. A gap is the client's
figure less the mean of its peers': what moves everybody, the agenda, drops out of it. Intervals
are percentiles of a bootstrap over the roll calls of the year; one draw serves all states.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from steelyard.records import TIE, Archive, Case
from steelyard.statistics.choices import similarity
from steelyard.statistics.choices.similarity import Array
from steelyard.statistics.choices.splits import splits
from steelyard.ties.measures.likeness import MEASURES, Likeness, likeness
from steelyard.ties.measures.rollcalls import Year, years_of
from steelyard.ties.measures.sides import (
    Side,
    client_of,
    leader_of,
    outside,
    voice_of,
)
from steelyard.ties.publishers.unga import CHOICES, FEWEST, NAME, REPORTER
from steelyard.ties.tables import tie_rows

#: How many peers are chosen where the case names none: those who voted most like the client.
PEERS = 8

#: The contrast of both poles in one figure, and the measure that it is made of.
_LEANS = {"unga.agreement": "unga.lean_gap", "unga.kappa": "unga.kappa_lean_gap"}


def vote_ties(archive: Archive, case: Case, *, seed: int = 0) -> pa.Table:
    """Return the clients' voting beside the poles as ties.

    Indicators: ``unga.agreement`` and ``unga.kappa`` with each group of members;
    ``unga.agreement_gap`` and ``unga.kappa_gap`` against the peers, with each group and each
    state that a pole names; ``unga.lean_gap`` and ``unga.kappa_lean_gap``, the gap with the rival
    less the gap with the partner, by year, and ``unga.lean_change`` and
    ``unga.kappa_lean_change``, from the window before the shock to the one after; ``unga.split_with_pole``, ``unga.split_against_pole``,
    ``unga.split_absent``, ``unga.split_neither`` for the roll calls on which a pole stood
    together and the other pole's leader differed.

    Args:
        archive: Gives the table ``votes``.
        case: Gives clients, poles and, where it names them, peers.
        seed: Of the bootstrap.
    """
    table = archive.table("votes")
    if table is None:
        return TIE.empty_table()
    years = years_of(table)
    made: list[dict[str, Any]] = []
    for client in case.clients:
        peers = case.peers or _nearest(years, case, client)
        for year in years:
            made += _year_ties(year, case, client, peers, seed)
        made += _changes(years, case, client, peers, seed)
    return tie_rows(pa.Table.from_pylist(made, schema=_MADE)) if made else TIE.empty_table()


def _nearest(years: list[Year], case: Case, client: str) -> tuple[str, ...]:
    """The states outside both poles whose kappa with the client was highest before the shock."""
    found: dict[str, list[float]] = {}
    for year in years:
        mine = client_of(client, year.year)
        if year.year >= case.shock.day.year or mine not in year.rows:
            continue
        others = year.of(outside(case, year.rows, year.year))
        alike = similarity.kappa(
            similarity.joint(year.take((mine,)), year.take(others), len(CHOICES))
        )
        for state, value in zip(others, alike[0], strict=True):
            if np.isfinite(value):
                found.setdefault(state, []).append(float(value))
    whole = max((len(values) for values in found.values()), default=0)
    steady = {state: float(np.mean(v)) for state, v in found.items() if 2 * len(v) > whole}
    return tuple(sorted(steady, key=lambda state: (-steady[state], state))[:PEERS])


def _year_ties(
    year: Year, case: Case, client: str, peers: tuple[str, ...], seed: int
) -> list[dict[str, Any]]:
    found = likeness(year, case, client, peers, seed)
    if found is None:
        return []
    roll_calls = f"{year.choices.shape[1]} roll calls"
    ties = []
    for name in MEASURES:
        for place, side in enumerate(found.given):
            if len(side.states) > 1:
                text = f"mean over {len(side.states)} members that voted; {roll_calls}"
                ties.append(_tie(year, (found.mine, side.code, name), found.own(name, place), text))
            if found.steady and found.peers:
                text = f"less the mean of {', '.join(found.others(side))}; {roll_calls}"
                figures = found.gap(name, place)
                ties.append(_tie(year, (found.mine, side.code, f"{name}_gap"), figures, text))
    if found.steady and found.sides is not None:
        ties += [
            _tie(
                year,
                (found.mine, found.rival, lean),
                found.lean_gap(name),
                f"{found.note}; {roll_calls}",
            )
            for name, lean in _LEANS.items()
        ]
    return [tie for tie in (*ties, *_split_ties(year, found.mine, found.given)) if tie is not None]


def _changes(
    years: list[Year], case: Case, client: str, peers: tuple[str, ...], seed: int
) -> list[dict[str, Any]]:
    """How the lean changed from the window before the shock to the one after it."""
    sides_of = {}
    for name, window in (("before", case.before), ("after", case.after("votes"))):
        parts = [year.within(window) for year in years]
        found = [likeness(part, case, client, peers, seed) for part in parts if len(part.days)]
        known = [part for part in found if part is not None and part.sides is not None]
        if sum(part.items for part in known) < FEWEST:
            return []
        sides_of[name] = known
    before, after = sides_of["before"], sides_of["after"]
    last = max(years, key=lambda year: (year.year <= case.shock.day.year, year.year))
    roll_calls = f"{sum(p.items for p in after)} roll calls after the shock, {sum(p.items for p in before)} before; "
    ties = []
    for name, lean in _LEANS.items():
        (was, earlier), (is_now, later) = _pooled(before, name), _pooled(after, name)
        low, high = similarity.percentile_interval(later - earlier)
        figures = (is_now - was, float(low), float(high))
        key = (after[-1].mine, after[-1].rival, lean.replace("_gap", "_change"))
        tie = _tie(
            replace(last, year=case.shock.day.year), key, figures, roll_calls + after[-1].note
        )
        if tie is not None:
            ties.append(tie)
    return ties


def _pooled(parts: list[Likeness], name: str) -> tuple[float, Array]:
    """The lean over several years, each by its roll calls; its resamples."""
    items = np.array([part.items for part in parts], dtype=np.float64)
    leans = [part.lean(name) for part in parts]
    known = np.array([np.isfinite(value) for value, _ in leans])
    share = np.where(known, items, 0.0)
    share = share / share.sum() if share.sum() else share
    value = float(sum(w * v for w, (v, _) in zip(share, leans, strict=True) if w))
    drawn = np.sum([w * d for w, (_, d) in zip(share, leans, strict=True) if w], axis=0)
    return value, np.asarray(drawn, dtype=np.float64)


def _split_ties(year: Year, mine: str, given: tuple[Side, ...]) -> list[dict[str, Any]]:
    """Where the client stood when one pole agreed and the other pole's leader differed."""
    ties = []
    for role, other in (("partner", "rival"), ("rival", "partner")):
        pole, leader = voice_of(given, role), leader_of(given, other)
        if pole is None or leader is None:
            continue
        found = splits(year.take((mine,)), year.take(pole.states), year.take(leader.states)[0])
        whole = found.items.size
        if not whole:
            continue
        text = (
            f"of {whole} roll calls on which {pole.code} stood together and {leader.code} differed"
        )
        ties += [
            _tie(
                year,
                (mine, pole.code, f"unga.split_{name}"),
                (float(mask.sum()), None, None),
                text,
            )
            for name, mask in (
                ("with_pole", found.with_pole),
                ("against_pole", found.with_leader),
                ("absent", found.absent),
                ("neither", found.neither),
            )
        ]
    return [tie for tie in ties if tie is not None]


def _tie(
    year: Year,
    named: tuple[str, str, str],
    figures: tuple[float, float | None, float | None],
    text: str,
) -> dict[str, Any] | None:
    """A row of the table; None where the figure is not a number. ``named``: who, whom, what."""
    mine, partner, indicator = named
    value, low, high = figures
    if not np.isfinite(value):
        return None
    return {
        "state": mine,
        "partner": partner,
        "year": year.year,
        "indicator": indicator,
        "value": float(value),
        "low": None if low is None or not np.isfinite(low) else min(float(low), float(value)),
        "high": None if high is None or not np.isfinite(high) else max(float(high), float(value)),
        "unit": _unit(indicator),
        "reporter": REPORTER,
        "method": year.edition,
        "source": NAME,
        "source_id": str(year.year),
        "text": text,
    }


def _unit(indicator: str) -> str:
    if indicator.startswith("unga.split"):
        return "roll calls"
    return "index, at most 1" if indicator.startswith("unga.kappa") else "share"


_MADE = pa.schema([field for field in TIE if field.name not in ("tie_id", "url")])
