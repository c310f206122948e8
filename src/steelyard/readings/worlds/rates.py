"""Politics as daily rates: how often each side does what to whom, on every day of a world.

Streams are an array of dyad (0 rival, 1 partner), direction (0 client acts, 1 pole acts, 2 both) and
quad (0 to 3), so that a rate is ``(2, 3, 4, days)``. Effects are logs: a stream of weight one grows
``exp(strength)`` times where its mechanism is in full swing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from steelyard.readings.worlds.parameters import Parameters
from steelyard.readings.worlds.politics import MECHANISMS, Driver, What

Array = NDArray[np.float64]

RIVAL, PARTNER = 0, 1
CLIENT, POLE, BOTH = 0, 1, 2

Weights = dict[What, tuple[tuple[tuple[float, ...], ...], tuple[tuple[float, ...], ...]]]

#: What each mechanism does to a stream, as a wire tells it: ``[dyad][direction]`` = logs for the four quads at
#: strength 1. A wire codes few deeds, and of a real turn words and deeds grow alike (docs/worlds.md).
_ON_A_WIRE: Weights = {
    # The outside option is taken up; some of the words bind (``happenings.SIGNED``), quarrels hardly become
    # fewer. The partner is let go as far as ``Turn.parting`` says.
    "realignment": (
        ((1.0, 1.0, -0.1, -0.2), (1.0, 1.0, -0.1, -0.2), (1.1, 1.1, 0.0, 0.0)),
        ((-0.6, -0.7, 0.5, 0.6), (-0.4, -0.5, 0.5, 0.7), (-0.6, -0.7, 0.0, 0.0)),
    ),
    # It is shown to the partner: more words than deeds, and the partner is courted and quarrelled with.
    "leverage": (
        ((0.8, 0.5, 0.0, 0.0), (0.5, 0.4, 0.0, 0.0), (0.7, 0.4, 0.0, 0.0)),
        ((0.7, 0.4, 0.9, 0.6), (0.4, 0.4, 0.5, 0.6), (0.6, 0.4, 0.0, 0.0)),
    ),
    # It is shown at home: words on home occasions; the partner sees business as usual.
    "audience": (
        ((1.2, 0.0, 0.2, 0.0), (0.4, 0.0, 0.0, 0.0), (0.8, 0.0, 0.0, 0.0)),
        ((0.0, 0.0, 0.3, 0.0), (0.0, 0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 0.0)),
    ),
}

#: The same as people find it who look for what happened: of a turn deeds above all, of a signal hardly any.
_BY_HAND: Weights = {
    "realignment": (
        ((0.8, 1.5, -0.8, -1.0), (0.8, 1.5, -0.7, -0.9), (0.9, 1.6, 0.0, 0.0)),
        ((-0.9, -1.0, 0.6, 0.5), (-0.5, -0.7, 0.5, 0.6), (-0.9, -1.1, 0.0, 0.0)),
    ),
    "leverage": (
        ((1.3, 0.1, 0.0, 0.0), (0.8, 0.1, 0.0, 0.0), (1.1, 0.1, 0.0, 0.0)),
        ((0.7, 0.0, 0.8, 0.0), (0.4, 0.3, 0.1, 0.0), (0.6, 0.1, 0.0, 0.0)),
    ),
    "audience": _ON_A_WIRE["audience"],
}

#: Who carries what happens with the rival: factors of the effect on client, pole, and both.
_CARRIES: dict[Driver, tuple[float, float, float]] = {
    "patron_push": (0.20, 1.60, 0.9),
    "client_pull": (1.60, 0.20, 0.9),
    "reactive": (0.9, 0.9, 1.1),
}
#: A show is the client's own: whoever pushes, it carries at least this much of it.
_OWN_SHOW = 0.45

#: How the habit of moving first is tilted, as log odds of the client's share of one-sided moves.
_TILT: dict[Driver, float] = {"patron_push": -1.2, "client_pull": 1.2, "reactive": 0.0}

#: Hostile share of a pair from which on a turn can be other acts at the same number.
_ROOM = 0.3

#: Days in which what a shock stirs falls to a third, and how much more it stirs reproach than anything else.
_STIRRED, _REPROACH = 150, 1.6

#: Part of a dyad's events in which both sides act.
_MUTUAL = 0.25


@dataclass(frozen=True, slots=True)
class Rates:
    """Daily rates without any mechanism, the log effect of each, and what all pairs share.

    ``base`` and each of ``effects`` are ``(2, 3, 4, days)``; ``media`` is ``(days,)`` in logs.
    """

    base: Array
    effects: Array
    media: Array


def daily_rates(world: Parameters, rng: np.random.Generator) -> Rates:
    """Return the rates of every stream on every day of ``world``."""
    days = np.arange(-world.days_before, world.days_response)
    noise = world.nuisance
    media = _media(world, rng, days)
    log = np.zeros((2, 3, 4, len(days)))
    moods = slow_noise(rng, len(days), noise.latent / 1.5, noise.memory, 2)
    for dyad in (RIVAL, PARTNER):
        log[dyad] += slow_noise(rng, len(days), noise.latent, noise.memory)
        log[dyad, :2] += slow_noise(rng, len(days), noise.latent / 2, noise.memory, 2)[:, None]
        log[dyad, :, 2:] += moods[dyad]  # quarrels come and go whoever is right
    log += media * rng.uniform(0.5, 1.0) + _season(world, rng, days)
    log[PARTNER, CLIENT, 2] += _disappointment(world, days)
    stirred = _stir(world, days)
    log[RIVAL, :, :2] += stirred
    log[RIVAL, :, 2:] += _REPROACH * stirred
    return Rates(
        base=_levels(world)[..., None] * np.exp(log),
        effects=np.stack([_effect(world, name, days) for name in MECHANISMS]),
        media=media,
    )


def slow_noise(
    rng: np.random.Generator, days: int, sd: float, memory: float, series: int = 1
) -> Array:
    """Return first-order autoregressive noise of standard deviation ``sd``, ``(series, days)``."""
    from scipy.signal import lfilter

    shocks = rng.normal(size=(series, days)) * np.sqrt(1 - memory**2)
    shocks[:, 0] = rng.normal(size=series)
    return sd * np.asarray(lfilter([1.0], [1.0, -memory], shocks, axis=1))


def _levels(world: Parameters) -> Array:
    """Mean rates by dyad, direction and quad, without mechanism, noise or season."""
    levels = np.zeros((2, 3, 4))
    for dyad in (RIVAL, PARTNER):
        share = world.client_share[dyad]
        if dyad == RIVAL:
            odds = np.log(share / (1 - share)) + _TILT[world.truth.driver] + world.nuisance.tilt
            share = 1 / (1 + np.exp(-odds))
        sides = np.array([share * (1 - _MUTUAL), (1 - share) * (1 - _MUTUAL), _MUTUAL])
        hostile = min(world.hostile_share[dyad], 0.9)
        deeds, costly = max(world.deeds_share[dyad], 0.04), world.costly_share[dyad]
        quads = np.array(
            [
                (1 - hostile) * (1 - deeds),
                (1 - hostile) * deeds,
                hostile * (1 - costly),
                hostile * costly,
            ]
        )
        levels[dyad] = world.rates[dyad] * sides[:, None] * quads
    levels[:, BOTH, 2:] = 0.0  # a quarrel has one who accuses
    return levels


def _media(world: Parameters, rng: np.random.Generator, days: NDArray[np.int64]) -> Array:
    """What rises and falls for all pairs alike, and the attention that the shock itself draws."""
    shared = slow_noise(rng, len(days), world.nuisance.media, 0.9)[0]
    drawn = np.where(days >= 0, np.exp(-np.maximum(days, 0) / 60), 0.0)
    return np.asarray(shared + world.nuisance.attention * drawn)


def _season(world: Parameters, rng: np.random.Generator, days: NDArray[np.int64]) -> Array:
    phase = rng.uniform(0, 2 * np.pi)
    year = world.nuisance.season * np.cos(2 * np.pi * days / 365.25 + phase)
    weekend = ((days + world.shock_day + 3) % 7) >= 5  # day 0 of the epoch was a Thursday
    per_day = world.base.weekend_share / 2
    return np.asarray(
        year + np.where(weekend, np.log(per_day * 7), np.log((1 - 2 * per_day) * 1.4))
    )


def _disappointment(world: Parameters, days: NDArray[np.int64]) -> Array:
    """Harsh words to a partner whose offer fell: whoever is right, they say nothing of sides."""
    politics = world.politics
    fading = politics.disappointment * np.exp(-np.maximum(days, 0) / 40)
    return np.asarray(np.where(days >= 0, fading, 0.0), dtype=np.float64)


def _stir(world: Parameters, days: NDArray[np.int64]) -> Array:
    """What passes between client and rival because something happened, whatever it means."""
    drawn = np.where(days >= 0, np.exp(-np.maximum(days, 0) / _STIRRED), 0.0)
    return np.asarray(world.nuisance.stir * drawn)


def _effect(world: Parameters, name: What, days: NDArray[np.int64]) -> Array:
    """The log effect of one mechanism on every stream, ``(2, 3, 4, days)``."""
    politics = world.politics
    share = politics.mix[MECHANISMS.index(name)]
    table = _BY_HAND if world.record == "searched" else _ON_A_WIRE
    weights = np.array(table[name])
    client, pole, both = _CARRIES[world.truth.driver]
    if name == "audience":
        client = max(client, _OWN_SHOW)
    weights[RIVAL] *= np.array((client, pole, both))[:, None]
    if name == "realignment":
        weights[PARTNER] *= politics.turn.parting
    swing = {"realignment": _turn, "leverage": _signal, "audience": _show}[name](world, days)
    effect = np.asarray(share * politics.strength * weights[..., None] * swing)
    if name == "realignment":
        effect = _as_many(world, effect)
    return effect + share * _opening(world, name) * swing


def _opening(world: Parameters, name: What) -> Array:
    """What a pair that hardly met begins with: words where a rival is shown, deeds where it is taken.

    Who turns to a stranger opens relations, whatever there was before; ``(2, 3, 4, 1)`` in logs.
    """
    opened = np.zeros((2, 3, 4, 1))
    usual, met = world.base.rate[1], world.rates[RIVAL]
    if world.record != "searched" and met < world.base.rate[0] and name != "audience":
        quads = 2 if name == "realignment" else 1
        opened[RIVAL, :, :quads] = world.politics.opening * np.log(usual / met)
    return opened


def _as_many(world: Parameters, effect: Array) -> Array:
    """Take from a turn the part of its growth that is not there where the pair only does other things.

    Only quarrels leave room for that: where there were none to end, a turn is more of what there was.
    """
    levels = _levels(world)[..., None]
    whole = (levels * np.exp(effect)).sum(axis=(1, 2)) / levels.sum(axis=(1, 2))
    room = np.minimum(1.0, np.array(world.hostile_share) / _ROOM)[:, None]
    grown = (1 - world.politics.turn.busier) * room * np.log(whole)
    return np.asarray(effect - grown[:, None, None])


def _turn(world: Parameters, days: NDArray[np.int64]) -> Array:
    """It comes and stays: what is hard to undo is not undone by a concession."""
    since = np.maximum(days - world.politics.turn.begins, 0)
    return 1 - np.exp(-since / world.politics.turn.rise)


def _signal(world: Parameters, days: NDArray[np.int64]) -> Array:
    """At once, fading by itself, and hushed when the partner gives way."""
    politics = world.politics
    since = days - politics.onset
    swing = np.where(since >= 0, np.exp(-np.maximum(since, 0) / politics.fade), 0.0)
    if politics.concession is not None:
        won = np.maximum(days - politics.concession, 0)
        swing = swing * np.exp(-won / politics.hush)
    return np.asarray(swing)


def _show(world: Parameters, days: NDArray[np.int64]) -> Array:
    """On home occasions, and a little in between."""
    swing = np.where(days >= world.politics.onset, 0.55, 0.0)
    for day in world.politics.stage:
        swing = np.maximum(swing, np.where(days >= 0, np.exp(-(((days - day) / 12.0) ** 2)), 0.0))
    return swing
