"""How clients voted beside each pole, beside their peers, and when the poles split.

The measures of an organisation are means over its members of that year. A gap is the client's
figure less the mean of its peers': what moves everybody, the agenda, drops out of it. Intervals
are percentiles of a bootstrap over the roll calls of the year; one draw serves all states.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from steelyard.records import TIE, Archive, Case
from steelyard.series import client_codes
from steelyard.statistics import similarity
from steelyard.statistics.similarity import Array, Choices
from steelyard.statistics.splits import splits
from steelyard.ties.measures.sides import (
    Side,
    client_of,
    leader_of,
    outside,
    sides,
    voice_of,
)
from steelyard.ties.reading import tie_rows
from steelyard.ties.unga import CHOICES, FEWEST, NAME, REPORTER, ballots

#: How many peers are chosen where the case names none: those who voted most like the client.
PEERS = 8

#: Resamples of the roll calls of a year.
DRAWS = 200

_MEASURES = {"unga.agreement": similarity.agreement, "unga.kappa": similarity.kappa}
_UNITS = {"unga.agreement": "share", "unga.kappa": "index, at most 1"}


@dataclass(frozen=True, slots=True)
class _Year:
    """The roll calls of a year: ``rows`` finds a state's row of ``choices``."""

    year: int
    edition: str
    rows: dict[str, int]
    choices: Choices

    def of(self, states: tuple[str, ...]) -> tuple[str, ...]:
        """Those of ``states`` that voted."""
        return tuple(state for state in states if state in self.rows)

    def take(self, states: tuple[str, ...]) -> Choices:
        """Their choices, a row each."""
        return self.choices[[self.rows[state] for state in states]]


def vote_ties(archive: Archive, case: Case, *, seed: int = 0) -> pa.Table:
    """Return the clients' voting beside the poles as ties.

    Indicators: ``unga.agreement`` and ``unga.kappa`` with each group of members;
    ``unga.agreement_gap`` and ``unga.kappa_gap`` against the peers, with each group and each
    state that a pole names; ``unga.split_with_pole``, ``unga.split_against_pole``,
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
    years = _years(table)
    made: list[dict[str, Any]] = []
    for client in case.clients:
        peers = case.peers or _nearest(years, case, client)
        for year in years:
            made += _year_ties(year, case, client, peers, seed)
    return tie_rows(pa.Table.from_pylist(made, schema=_MADE)) if made else TIE.empty_table()


def _years(table: Any) -> list[_Year]:
    """The votes year by year; of several editions of a year the one with most votes."""
    sizes = (
        table.group_by(year=table.day.year(), edition=table.edition)
        .agg(n=table.count())
        .to_pyarrow()
        .to_pylist()
    )
    chosen = {}
    for row in sorted(sizes, key=lambda r: (r["year"], r["n"], r["edition"])):
        chosen[row["year"]] = row["edition"]
    years = []
    for edition in sorted(set(chosen.values())):
        mine = table.filter(table.edition == edition)
        held = mine.select("rollcall", "state", "vote", year=mine.day.year()).to_pyarrow()
        at = held["year"].to_numpy()
        for year in sorted(year for year, its in chosen.items() if its == edition):
            states, choices = ballots(held.filter(pa.array(at == year)))
            rows = {state: place for place, state in enumerate(states)}
            years.append(_Year(int(year), edition, rows, choices))
    return sorted(years, key=lambda y: y.year)


def _nearest(years: list[_Year], case: Case, client: str) -> tuple[str, ...]:
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
    year: _Year, case: Case, client: str, peers: tuple[str, ...], seed: int
) -> list[dict[str, Any]]:
    mine = client_of(client, year.year)
    given = tuple(
        Side(side.code, side.role, year.of(side.states)) for side in sides(case, year.year)
    )
    given = tuple(side for side in given if side.states)
    if mine not in year.rows or not given:
        return []
    own = set(client_codes(client))
    beside = year.of(tuple(peer for peer in peers if peer not in own))
    return [
        *_likeness(year, mine, given, beside, seed),
        *_split_ties(year, mine, given),
    ]


def _likeness(
    year: _Year, mine: str, given: tuple[Side, ...], peers: tuple[str, ...], seed: int
) -> list[dict[str, Any]]:
    """Agreement and kappa with each side, and the gaps to the peers."""
    states = tuple(dict.fromkeys(state for side in given for state in side.states))
    groups = np.array([[state in side.states for state in states] for side in given])
    one, other = year.take((mine, *peers)), year.take(states)
    items = one.shape[1]
    found = {name: _grouped(one, other, groups, measure) for name, measure in _MEASURES.items()}
    drawn: dict[str, list[Array]] = {name: [] for name in _MEASURES}
    rng = np.random.default_rng([seed, year.year])
    for _ in range(DRAWS):
        weights = rng.multinomial(items, np.full(items, 1 / items))
        table = similarity.joint(one, other, len(CHOICES), weights)
        for name, measure in _MEASURES.items():
            drawn[name].append(_means(measure(table), groups))
    ties = []
    for name, value in found.items():
        draws = np.array(drawn[name])
        low, high = similarity.ends(draws)
        for place, side in enumerate(given):
            text = f"mean over {len(side.states)} members that voted; {items} roll calls"
            if len(side.states) > 1:
                figures = (value[place, 0], low[place, 0], high[place, 0])
                ties.append(_tie(year, (mine, side.code, name), figures, text))
            gap = _gap(value[place], draws[:, place], peers, side)
            if gap is not None:
                figures, named = gap
                text = f"less the mean of {named}; {items} roll calls"
                ties.append(_tie(year, (mine, side.code, f"{name}_gap"), figures, text))
    return [tie for tie in ties if tie is not None]


def _grouped(one: Choices, other: Choices, groups: Array, measure: Any) -> Array:
    table = similarity.joint(one, other, len(CHOICES))
    enough = similarity.shared(table) >= FEWEST
    return _means(np.where(enough, measure(table), np.nan), groups)


def _means(values: Array, groups: Array) -> Array:
    """The mean over each group's states: a row a group, a column a client or peer."""
    with warnings.catch_warnings():
        # A state that shares nothing with a whole group has no mean: it stays NaN.
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.array([np.nanmean(values[:, group], axis=1) for group in groups])


def _gap(
    value: Array, draws: Array, peers: tuple[str, ...], side: Side
) -> tuple[tuple[float, float, float], str] | None:
    """The client's figure less the mean of its peers', its interval, and who the peers were."""
    others = np.array([p for p, state in enumerate(peers, 1) if state not in side.states], int)
    if not others.size or not np.isfinite(value[others]).any():
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        gap = value[0] - np.nanmean(value[others])
        low, high = similarity.ends(draws[:, 0] - np.nanmean(draws[:, others], axis=1))
    return (gap, float(low), float(high)), ", ".join(peers[p - 1] for p in others)


def _split_ties(year: _Year, mine: str, given: tuple[Side, ...]) -> list[dict[str, Any]]:
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
    year: _Year,
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
        "unit": _UNITS.get(indicator.removesuffix("_gap"), "roll calls"),
        "reporter": REPORTER,
        "method": year.edition,
        "source": NAME,
        "source_id": str(year.year),
        "text": text,
    }


_MADE = pa.schema([field for field in TIE if field.name not in ("tie_id", "url")])
