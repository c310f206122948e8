"""What a record keeps of what happened: rows, reports, announcements, plans, holes and effort.

Three kinds of record. An ``archive`` codes a wire whole and knows no announcements; ``news`` is as even
but knows plans and announcements; a ``searched`` one is thin, was searched harder after the shock, and
has some rows that are dated to the month only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from steelyard import vocabulary
from steelyard.readings.worlds.happenings import (
    AUDIENCE,
    CONTEXTS,
    HABIT,
    LEVERAGE,
    MODES,
    REALIGNMENT,
    TYPES,
    Acts,
    Ints,
    happen,
)
from steelyard.readings.worlds.parameters import Parameters
from steelyard.readings.worlds.rates import PARTNER, RIVAL, daily_rates, slow_noise
from steelyard.series import DyadEvents

#: The source that rows of simulated records name.
SOURCE = "worlds"

#: Part of the plans of each origin that come to be: a bluff is not carried out.
_KEPT = {REALIGNMENT: 0.75, LEVERAGE: 0.2, AUDIENCE: 0.25, HABIT: 0.85}

_DIRECTIONS = np.array(["client", "pole", "mutual"], dtype=object)
_TYPE_NAMES = np.array(TYPES, dtype=object)
_MODE_NAMES = np.array(MODES, dtype=object)
_RUNGS = np.array(
    [[vocabulary.rung_of_type(kind, mode) for mode in MODES] for kind in TYPES], dtype=object
)
_NOT_A_DAY = np.datetime64("NaT", "D")


@dataclass(frozen=True, slots=True)
class World:
    """A simulated record: what passed with each pole, and other events a day.

    ``far``, ``near`` and ``home`` count events on day ``i - days_before`` from the shock: those of
    third parties far away, those of the client's neighbours with others, and the client's own with
    its neighbours; every fourth of a day and kind is hostile. ``reports`` are the reports of all three.
    """

    parameters: Parameters
    rival: DyadEvents
    partner: DyadEvents
    far: Ints
    near: Ints
    home: Ints
    reports: Ints
    #: Windows that were cut out of this world, by who asked for them; every diagnostic asks for the same few.
    cut: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def friendly(self) -> Ints:
        """Others' friendly events a day."""
        return sum(
            (part - part // 4 for part in (self.far, self.near, self.home)), start=0 * self.far
        )

    @property
    def shock(self) -> np.datetime64:
        """The day of the shock."""
        return np.datetime64(self.parameters.shock_day, "D")


def simulate(world: Parameters) -> World:
    """Return the record of a world: the same parameters give the same rows."""
    rng = np.random.default_rng((world.seed, 2))
    rates = daily_rates(world, rng)
    acts = happen(world, rates, rng)
    open_days = _open_days(world, rng)
    far, near, home, reports = _others(world, rates.media, open_days, rng)
    rows = _kept(world, acts, open_days, rng)
    return World(
        parameters=world,
        rival=_events(world, rows.take(rows.dyad == RIVAL), "r", rng),
        partner=_events(world, rows.take(rows.dyad == PARTNER), "p", rng),
        far=far,
        near=near,
        home=home,
        reports=reports,
    )


def _open_days(world: Parameters, rng: np.random.Generator) -> NDArray[np.bool_]:
    """True for days that the record covers: known gaps are shut, and some days are simply missing."""
    days = np.arange(-world.days_before, world.days_response)
    covered = rng.random(len(days)) >= world.nuisance.missing
    for start, end in world.gaps:
        covered &= ~((days >= start) & (days < end))
    return covered


def _others(
    world: Parameters,
    media: NDArray[np.float64],
    covered: NDArray[np.bool_],
    rng: np.random.Generator,
) -> tuple[Ints, Ints, Ints, Ints]:
    """Others' events a day and the reports of them: they share the media's moods, and the search."""
    days = np.arange(-world.days_before, world.days_response)
    mean = world.volume * np.exp(0.8 * media) * rng.gamma(8.0, 1 / 8.0, len(days))
    if world.record == "searched":
        mean = mean * 0.02 * _effort(world, days)
    quarrel = slow_noise(rng, len(days), world.nuisance.latent / 2, world.nuisance.memory)[0]
    parts = (mean, mean * world.region * np.exp(quarrel), mean * world.region / 4)
    far, near, home = (
        np.asarray(np.where(covered, rng.poisson(part), 0), dtype=np.int64) for part in parts
    )
    told = far + near + home
    attention = world.nuisance.attention * np.where(days >= 0, 0.3, 0.0)
    return far, near, home, told + rng.poisson(told * 0.3 * np.exp(attention))


def _effort(world: Parameters, days: NDArray[np.int64]) -> NDArray[np.float64]:
    """Share of what happened that a search finds, day by day; 1 where nobody had to search."""
    if world.record != "searched":
        return np.ones(len(days))
    effort = world.nuisance.effort
    before = np.exp(-max(effort, 0.0)) * np.exp(np.minimum(days, 0) / 1500)
    after = np.exp(min(effort, 0.0)) * np.exp(-np.maximum(days, 0) / 400)
    return np.asarray(np.where(days < 0, before, after))


def _kept(
    world: Parameters, acts: Acts, covered: NDArray[np.bool_], rng: np.random.Generator
) -> Acts:
    """The acts that the record holds, each as often as it was coded."""
    effort = _effort(world, acts.day)
    if world.record == "searched":
        sought = (acts.dyad == RIVAL) & (acts.quad < 2)
        slant = world.nuisance.slant * np.where(sought, -1.0, 1.0)
        effort = effort * np.exp(-np.maximum(slant, 0.0) * (acts.day >= 0))
    found = covered[acts.day + world.days_before] & (rng.random(len(acts)) < effort)
    acts = acts.take(found)
    if world.record == "searched":
        return acts
    loud = np.where(acts.origin == HABIT, 1.5, 1.0) * world.nuisance.rows / 2
    times = 1 + rng.poisson(rng.exponential(1.0, len(acts)) * loud)
    return acts.take(np.repeat(np.arange(len(acts)), times))


def _events(world: Parameters, acts: Acts, prefix: str, rng: np.random.Generator) -> DyadEvents:
    """The rows of one dyad in order of day and id, plans and rumours among them."""
    status = np.full(len(acts), "happened", dtype=object)
    announced: NDArray[np.datetime64] = np.full(len(acts), _NOT_A_DAY)
    follows = np.full(len(acts), -1)
    if world.record != "archive":
        known = (acts.told >= 0) & (rng.random(len(acts)) < rng.uniform(0.2, 1.0))
        days = world.shock_day + acts.day - acts.told
        announced = np.where(known, days.astype("datetime64[D]"), announced)
        acts, status, announced, follows = _with_plans(acts, status, announced, rng)
    hostile = _TYPE_NAMES[acts.type] == "THREATEN"
    status = np.where(hostile & (status == "happened"), "threatened", status)
    start, end, precision = _dated(world, acts, rng)
    order = np.argsort(start, kind="stable")
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    names = np.array([f"{prefix}{at:06d}" for at in range(len(order))], dtype=object)
    plan_of = np.full(len(order), None, dtype=object)
    plan_of[follows >= 0] = names[place[follows[follows >= 0]]]
    acts = acts.take(order)
    deeds = (acts.quad % 2).astype(np.bool_)
    nothing = np.full(len(acts), None, dtype=object)
    return DyadEvents(
        event_id=names,
        start=start[order],
        end=end[order],
        precision=precision[order],
        announced=announced[order],
        direction=_DIRECTIONS[acts.direction],
        type=_TYPE_NAMES[acts.type],
        mode=_MODE_NAMES[acts.mode],
        context=_contexts(acts.context),
        quad=(acts.quad + 1).astype(np.int8),
        act=np.where(deeds, "deeds", "words").astype(object),
        rung=_rungs(acts, status[order]),
        status=status[order],
        reports=_reports(world, acts, rng),
        publishers=_filled(len(acts), ("example.org",)),
        source=np.full(len(acts), SOURCE, dtype=object),
        source_id=names,
        sentence=nothing,
        url=nothing,
        plan_of=plan_of[order],
        occasion=nothing,
    )


def _rungs(acts: Acts, status: NDArray[np.object_]) -> NDArray[np.object_]:
    """How costly each act is by its type and mode, where it happened."""
    rung = np.where(acts.signed == 1, "commitment", _RUNGS[acts.type, acts.mode])
    return np.where(status == "happened", rung, "talk").astype(object)


def _dated(
    world: Parameters, acts: Acts, rng: np.random.Generator
) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64], NDArray[np.object_]]:
    """First day, day after the last, and precision: some rows of a search know only the month."""
    start = (world.shock_day + acts.day).astype("datetime64[D]")
    vague = rng.random(len(acts)) < (0.08 if world.record == "searched" else 0.0)
    month = start.astype("datetime64[M]")
    return (
        np.where(vague, month.astype("datetime64[D]"), start),
        np.where(vague, (month + 1).astype("datetime64[D]"), start + 1),
        np.where(vague, "month", "day").astype(object),
    )


def _with_plans(
    acts: Acts,
    status: NDArray[np.object_],
    announced: NDArray[np.datetime64],
    rng: np.random.Generator,
) -> tuple[Acts, NDArray[np.object_], NDArray[np.datetime64], NDArray[np.int64]]:
    """Add a row for some plans and rumours: those kept point to the act, those broken to nothing."""
    friendly = (acts.quad < 2) & (acts.told > 0)
    kept_share = np.array([_KEPT.get(origin, 0.6) for origin in range(5)])[acts.origin]
    draw = rng.random(len(acts))
    kept = np.flatnonzero(friendly & (draw < 0.25 * kept_share))
    broken = np.flatnonzero(friendly & (draw > 1 - 0.25 * (1 - kept_share)))
    at = np.concatenate([np.arange(len(acts)), kept, broken])
    plans = len(kept) + len(broken)
    found = acts.take(at)
    state = np.concatenate(
        [status, rng.choice(np.array(["planned", "rumoured"], dtype=object), plans, p=(0.75, 0.25))]
    )
    told = np.concatenate([announced, np.full(plans, _NOT_A_DAY)])
    follows = np.concatenate([np.full(len(acts), -1), kept, np.full(len(broken), -1)])
    return found, state, told, follows


def _reports(world: Parameters, acts: Acts, rng: np.random.Generator) -> NDArray[np.int32]:
    """Reports an event: more once a shock drew attention, and many more of a show."""
    show = np.where(acts.origin == AUDIENCE, world.politics.strength, 0.0)
    drawn = np.where(acts.day >= 0, world.nuisance.attention, 0.0)
    mean = 0.5 * np.exp(show + drawn) * rng.gamma(0.5, 1 / 0.5, len(acts))
    return np.asarray(1 + rng.poisson(mean), dtype=np.int32)


def _contexts(context: Ints) -> NDArray[np.object_]:
    known = np.empty(len(CONTEXTS) + 1, dtype=object)
    known[:] = [*((name,) for name in CONTEXTS), ()]
    return known[context]


def _filled(number: int, value: tuple[str, ...]) -> NDArray[np.object_]:
    found = np.empty(number, dtype=object)
    found[:] = [value] * number
    return found
