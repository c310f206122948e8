"""What a simulated world is like besides its politics: nuisance, windows, and how its record came about.

Everything here blurs the record whoever is right. It is drawn more widely than we believe (``WIDE``);
``NARROW`` is what we do believe, kept to see how much the verdict owes to the difference.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from steelyard.readings.worlds.base import BaseRates, base_rates
from steelyard.readings.worlds.politics import DRIVERS, WHATS, Politics, Truth, draw_politics

RecordKind = Literal["archive", "news", "searched"]

RECORDS: tuple[RecordKind, ...] = ("archive", "news", "searched")

#: Part of the worlds of which the record knows less than a year before the shock.
_SHORT = 0.2

#: Part of the worlds in which client and rival hardly met before, and the events that they had then.
_STRANGERS, _HARDLY = 0.06, (0.3, 25.0)


#: Part of the pairs that are old enemies, and the hostile share of their events.
_ENEMIES, _ENMITY = 0.2, (0.4, 0.85)

#: How pairs differ in the part of their hostile acts that is material, in log odds.
_COSTLY_SPREAD = 0.8


@dataclass(frozen=True, slots=True)
class Spread:
    """How widely nuisance is drawn: pairs are the ends of a uniform draw.

    ``latent`` is the standard deviation of slow noise in log rates, ``memory`` its correlation from
    one day to the next; ``media`` the standard deviation of what all pairs share; ``attention`` how
    much more (in log) is reported once a shock drew attention; ``stir`` how much more (in log) passes between
    client and rival for a while after it, whatever it means (nobody asks about a day on which nothing stirred); ``reciprocity`` the answers that an
    act draws; ``effort`` how much more (in log) a searched record was searched after the shock, and
    ``slant`` how much more of that went to friendly acts with the rival than to anything else;
    ``rows`` the further rows that an occasion makes.
    """

    latent: tuple[float, float]
    memory: tuple[float, float]
    media: tuple[float, float]
    attention: tuple[float, float]
    stir: tuple[float, float]
    reciprocity: tuple[float, float]
    effort: tuple[float, float]
    slant: tuple[float, float]
    rows: tuple[float, float]
    missing: tuple[float, float]


NARROW = Spread(
    latent=(0.1, 0.4),
    memory=(0.7, 0.9),
    media=(0.1, 0.3),
    attention=(0.0, 0.2),
    stir=(0.0, 0.6),
    reciprocity=(0.0, 0.2),
    effort=(0.0, 0.6),
    slant=(-0.2, 0.3),
    rows=(0.0, 0.8),
    missing=(0.0, 0.02),
)
WIDE = Spread(
    latent=(0.1, 1.0),
    memory=(0.5, 0.975),
    media=(0.1, 0.8),
    attention=(-0.2, 1.0),
    stir=(-0.5, 1.3),
    reciprocity=(0.0, 0.4),
    effort=(-0.5, 1.5),
    slant=(-1.0, 1.0),
    rows=(0.0, 2.0),
    missing=(0.0, 0.10),
)

#: Worlds beyond what was drawn for learning, one nuisance at a time.
MISSPECIFIED: dict[str, Spread] = {
    "noise": replace(WIDE, latent=(1.0, 1.0), memory=(0.985, 0.985)),
    "media": replace(WIDE, media=(0.8, 0.8), attention=(1.2, 1.2)),
    "reciprocity": replace(WIDE, reciprocity=(0.6, 0.6)),
    "search effort": replace(WIDE, effort=(1.8, 2.2), slant=(1.2, 1.2)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Nuisance:
    """What would blur the record whoever is right; see :class:`Spread` for the units."""

    latent: float
    memory: float
    media: float
    attention: float
    stir: float
    reciprocity: float
    lag: float
    effort: float
    slant: float
    rows: float
    missing: float
    season: float
    habits: tuple[int, int]
    tilt: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """All that is drawn before anything happens in a world.

    ``days_before``, ``days_after`` and ``days_response`` are the lengths of the windows (the last
    is that of ``concession``); ``rates`` are events a day with the rival and the partner;
    ``volume`` other events a day, ``region`` the share that the neighbours have beside it; ``gaps`` are known holes, as days from the shock.
    """

    seed: int
    truth: Truth
    politics: Politics
    nuisance: Nuisance
    base: BaseRates
    record: RecordKind
    days_before: int
    days_after: int
    days_response: int
    shock_day: int
    rates: tuple[float, float]
    client_share: tuple[float, float]
    deeds_share: tuple[float, float]
    hostile_share: tuple[float, float]
    costly_share: tuple[float, float]
    volume: float
    region: float
    gaps: tuple[tuple[int, int], ...]


def draw(
    seed: int,
    spread: Spread = WIDE,
    *,
    truth: Truth | None = None,
    record: RecordKind | None = None,
) -> Parameters:
    """Draw the parameters of a world.

    Args:
        seed: Names the world: the same seed and spread give the same world.
        spread: How widely nuisance is drawn.
        truth: Given where a certain kind of world is wanted, else drawn evenly.
        record: The same for how its record came about.
    """
    rng = np.random.default_rng((seed, 1))
    drawn = Truth(WHATS[rng.integers(len(WHATS))], DRIVERS[rng.integers(len(DRIVERS))])
    true = truth or drawn
    kept = RECORDS[rng.choice(len(RECORDS), p=(0.55, 0.25, 0.20))]
    base = base_rates()[rng.integers(len(base_rates()))]
    before = int(rng.integers(*((100, 365) if rng.random() < _SHORT else (365, 1400))))
    after = int(np.exp(rng.uniform(np.log(60), np.log(366))))
    response = after if rng.random() < 0.5 else int(rng.integers(after, after + 300))
    return Parameters(
        seed=seed,
        truth=true,
        politics=draw_politics(rng, true, after, response, by_hand=(record or kept) == "searched"),
        nuisance=_nuisance(rng, spread),
        base=base,
        record=record or kept,
        days_before=before,
        days_after=after,
        days_response=response,
        shock_day=int(rng.integers(12_800, 18_200)),
        rates=_rates(rng, base, record or kept, before),
        client_share=(_between(rng, base.client_share), _between(rng, base.client_share)),
        deeds_share=(_between(rng, base.deeds_share), _between(rng, base.deeds_share)),
        hostile_share=(_hostile(rng, base), _hostile(rng, base)),
        costly_share=(_costly(rng, base), _costly(rng, base)),
        volume=float(np.exp(rng.uniform(np.log(2), np.log(300)))),
        region=float(rng.uniform(0.03, 0.3)),
        gaps=_gaps(rng, before, response),
    )


def _nuisance(rng: np.random.Generator, spread: Spread) -> Nuisance:
    return Nuisance(
        latent=rng.uniform(*spread.latent),
        memory=rng.uniform(*spread.memory),
        media=rng.uniform(*spread.media),
        attention=rng.uniform(*spread.attention),
        stir=rng.uniform(*spread.stir),
        reciprocity=rng.uniform(*spread.reciprocity),
        lag=rng.uniform(1, 10),
        effort=rng.uniform(*spread.effort),
        slant=rng.uniform(*spread.slant),
        rows=rng.uniform(*spread.rows),
        missing=rng.uniform(*spread.missing),
        season=rng.uniform(0, 0.4),
        habits=(int(rng.poisson(5)), int(rng.poisson(6))),
        tilt=rng.normal(0, 0.3),
    )


def _rates(
    rng: np.random.Generator, base: BaseRates, record: RecordKind, days: int
) -> tuple[float, float]:
    """Events a day with the rival and the partner; a searched record is thin in both."""
    if record == "searched":
        rows = np.exp(rng.uniform(np.log(10), np.log(250), 2))
        return float(rows[0] / days), float(rows[1] / days)
    low, _, high = (np.log(x) for x in base.rate)
    found = np.exp(rng.uniform(low, high + 0.7, 2))
    if rng.random() < _STRANGERS:
        found[0] = np.exp(rng.uniform(*np.log(_HARDLY))) / days
    return float(found[0]), float(found[1])


def _between(rng: np.random.Generator, ends: tuple[float, float, float]) -> float:
    """A draw between the tenth and the ninetieth percentile, the median in the middle."""
    return float(np.interp(rng.random(), (0.0, 0.5, 1.0), ends))


def _hostile(rng: np.random.Generator, base: BaseRates) -> float:
    """Part of a pair's events that are hostile; old enemies are asked about more often than they occur."""
    if rng.random() < _ENEMIES:
        return float(rng.uniform(*_ENMITY))
    return _between(rng, base.hostile_share)


def _costly(rng: np.random.Generator, base: BaseRates) -> float:
    """Part of a pair's hostile events that are material: what the archive has, some pairs more, some less."""
    odds = np.log(base.costly_share / (1 - base.costly_share)) + rng.normal(0, _COSTLY_SPREAD)
    return float(1 / (1 + np.exp(-odds)))


def _gaps(rng: np.random.Generator, before: int, response: int) -> tuple[tuple[int, int], ...]:
    if rng.random() > 0.15:
        return ()
    start = int(rng.integers(-before, response))
    return ((start, min(start + int(rng.integers(5, 60)), response)),)
