"""How like each side of a case a client and its peers voted, with every resample of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from steelyard.records import Case
from steelyard.series import client_codes
from steelyard.statistics.choices import similarity
from steelyard.statistics.choices.similarity import Array
from steelyard.ties.measures.rollcalls import Year
from steelyard.ties.measures.sides import Side, client_of, sides, voice_of
from steelyard.ties.publishers.unga import CHOICES, FEWEST

#: Resamples of the roll calls of a year.
DRAWS = 200

#: What is measured.
MEASURES = {"unga.agreement": similarity.agreement, "unga.kappa": similarity.kappa}

#: A year of a series has at least so many roll calls, and the client voted on this share of them.
STEADY, HALF = 30, 0.5


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like each side a client and its peers voted in a year, and in every resample of it.

    ``values[name]`` has a row a side and a column a state, the client first; ``draws[name]`` a
    resample before these. ``sides`` are the places of the partner's and the rival's voice.
    """

    mine: str
    peers: tuple[str, ...]
    given: tuple[Side, ...]
    values: dict[str, Array]
    draws: dict[str, Array]
    sides: tuple[int, int] | None
    items: int
    steady: bool

    @property
    def rival(self) -> str:
        """The code of the rival's voice."""
        assert self.sides is not None, "asked only where both poles have a voice"
        return self.given[self.sides[1]].code

    @property
    def note(self) -> str:
        """What a lean is made of, in words."""
        assert self.sides is not None, "asked only where both poles have a voice"
        partner, rival = (self.given[place].code for place in self.sides)
        named = f", less the same of {', '.join(self.peers)}" if self.peers else ""
        return f"with {rival} less with {partner}{named}"

    def others(self, side: Side) -> tuple[str, ...]:
        """Return the peers that are not of the side themselves."""
        return tuple(peer for peer in self.peers if peer not in side.states)

    def own(self, name: str, place: int) -> tuple[float, float, float]:
        """Return the client's figure with a side and the ends of its interval."""
        low, high = similarity.percentile_interval(self.draws[name][:, place, 0])
        return float(self.values[name][place, 0]), float(low), float(high)

    def gap(self, name: str, place: int) -> tuple[float, float, float]:
        """Return the same less the mean of the peers."""
        draws = self._gaps(self.draws[name][:, place], place)
        low, high = similarity.percentile_interval(draws)
        return float(self._gaps(self.values[name][place], place)), float(low), float(high)

    def lean_gap(self, name: str) -> tuple[float, float, float]:
        """Return the lean and the ends of its interval."""
        value, draws = self.lean(name)
        low, high = similarity.percentile_interval(draws)
        return value, float(low), float(high)

    def lean(self, name: str) -> tuple[float, Array]:
        """Return the gap with the rival less the gap with the partner, and its resamples."""
        assert self.sides is not None, "asked only where both poles have a voice"
        partner, rival = self.sides
        values, draws = self.values[name], self.draws[name]
        value = self._gaps(values[rival], rival) - self._gaps(values[partner], partner)
        drawn = self._gaps(draws[:, rival], rival) - self._gaps(draws[:, partner], partner)
        return float(value), drawn

    def _gaps(self, values: Array, place: int) -> Array:
        """The client less the mean of its peers; the client alone where it has none."""
        side = self.given[place]
        among = [at for at, peer in enumerate(self.peers, 1) if peer not in side.states]
        return values[..., 0] - _mean(values[..., among]) if among else values[..., 0]


def likeness(
    year: Year, case: Case, client: str, peers: tuple[str, ...], seed: int
) -> Likeness | None:
    """Return how a client voted beside each side in a year; None where it did not vote."""
    mine = client_of(client, year.year)
    own = set(client_codes(client))
    given = tuple(
        Side(side.code, side.role, year.of(side.states))
        for side in sides(case, year.year)
        if year.of(side.states)
    )
    items = year.choices.shape[1]
    if mine not in year.rows or not given or not items:
        return None
    beside = year.of(tuple(peer for peer in peers if peer not in own))
    states = tuple(dict.fromkeys(state for side in given for state in side.states))
    groups = np.array([[state in side.states for state in states] for side in given])
    one, other = year.take((mine, *beside)), year.take(states)
    rng = np.random.default_rng([seed, year.year])
    drawn: dict[str, list[Array]] = {name: [] for name in MEASURES}
    for _ in range(DRAWS):
        weights = rng.multinomial(items, np.full(items, 1 / items))
        table = similarity.joint(one, other, len(CHOICES), weights)
        for name, measure in MEASURES.items():
            drawn[name].append(_means(measure(table), groups))
    table = similarity.joint(one, other, len(CHOICES))
    enough = similarity.common_items(table) >= FEWEST
    present = float((one[0] != similarity.ABSENT).mean())
    return Likeness(
        mine=mine,
        peers=beside,
        given=given,
        values={
            name: _means(np.where(enough, measure(table), np.nan), groups)
            for name, measure in MEASURES.items()
        },
        draws={name: np.array(draws) for name, draws in drawn.items()},
        sides=_voices(given),
        items=items,
        steady=items >= STEADY and present >= HALF,
    )


def _voices(given: tuple[Side, ...]) -> tuple[int, int] | None:
    """The places of the sides that speak for the partner and for the rival."""
    partner, rival = voice_of(given, "partner"), voice_of(given, "rival")
    if partner is None or rival is None:
        return None
    return given.index(partner), given.index(rival)


def _means(values: Array, groups: Array) -> Array:
    """The mean over each group's states: a row a group, a column a client or peer."""
    return np.array([_mean(values[:, group]) for group in groups])


def _mean(values: Array) -> Array:
    """The mean over the last axis of what is a number; NaN where nothing is."""
    known = np.isfinite(values)
    count = known.sum(axis=-1)
    total = np.where(known, values, 0.0).sum(axis=-1)
    out = np.full(count.shape, np.nan)
    np.divide(total, count, out=out, where=count > 0)
    return out
