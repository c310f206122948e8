"""What happens in a world: acts drawn from the daily rates, the answers they get, and habit.

An act knows where it came from, which no record does: that decides whether it is new, whether it had
been announced, and whether a plan is carried out.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from steelyard.readings.worlds.base import TYPES_OF_QUAD
from steelyard.readings.worlds.parameters import Parameters
from steelyard.readings.worlds.politics import MECHANISMS
from steelyard.readings.worlds.rates import BOTH, CLIENT, PARTNER, POLE, RIVAL, Rates

Ints = NDArray[np.int64]

#: Where an act came from: background, a mechanism (its place in MECHANISMS plus one), or habit.
BACKGROUND, REALIGNMENT, LEVERAGE, AUDIENCE, HABIT = 0, 1, 2, 3, 4

#: Index of each type, quads one after the other.
TYPES: tuple[str, ...] = tuple(name for types in TYPES_OF_QUAD for name in types)
_FIRST = np.cumsum([0, *(len(types) for types in TYPES_OF_QUAD)])

#: Contexts that acts draw from; those of a turn are more often new to the pair.
CONTEXTS: tuple[str, ...] = (
    "diplomatic",
    "economic",
    "military",
    "legal",
    "natural_resource",
    "health",
    "technology",
    "intelligence",
)
MODES: tuple[str | None, ...] = (None, "visit", "multilateral", "phone")

#: How many times the usual odds that support is a signature or a recognition, by origin: a turn binds, a signal
#: and a show do not.
SIGNED = np.array([1.0, 3.0, 0.4, 0.2, 1.0])

#: Quads below this, counted from 0, are friendly.
FRIENDLY = 2

#: Most acts of a dyad that are kept: enough for any judgement, and no world takes a minute.
MOST = 600

#: Part of the answers to a friendly act in which both sides act: a visit or a signing, not a move in turn.
_TOGETHER = 0.5

#: Answers grow no longer than this many steps.
_STEPS = 4


@dataclass(frozen=True, slots=True)
class Acts:
    """Acts of a world, one value each: day from the shock, dyad, direction, quad (0 to 3), type.

    ``context`` and ``mode`` index CONTEXTS (-1 is none) and MODES; ``origin`` is where it came from;
    ``told`` is how many days before it was announced, -1 where it was not; ``signed`` is 1 where words bind.
    """

    day: Ints
    dyad: Ints
    direction: Ints
    quad: Ints
    type: Ints
    context: Ints
    mode: Ints
    origin: Ints
    told: Ints
    signed: Ints

    def __len__(self) -> int:
        """The number of acts."""
        return len(self.day)

    def take(self, at: NDArray[np.intp] | NDArray[np.bool_]) -> Acts:
        """Return the acts at these places, or where a mask is true."""
        return Acts(*(getattr(self, field.name)[at] for field in fields(self)))


def happen(world: Parameters, rates: Rates, rng: np.random.Generator) -> Acts:
    """Return all acts between the client and both poles, in no order."""
    day, dyad, direction, quad, origin = _drawn(world, rates, rng)
    parts = [(day, dyad, direction, quad, origin)]
    parts += _answers(world, rng, parts[0])
    joined = [np.concatenate(columns) for columns in zip(*parts, strict=True)]
    acts = _described(world, rng, joined)
    return _joined(acts, _habits(world, rng), _concessions(world, rng))


def _drawn(
    world: Parameters, rates: Rates, rng: np.random.Generator
) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Draw counts a day and stream, and say for each act whether a mechanism made it."""
    whole = rates.base * np.exp(rates.effects.sum(axis=0))
    most = whole.sum(axis=(1, 2, 3), keepdims=True)
    whole = whole * np.minimum(1.0, MOST / np.maximum(most, 1.0))
    where = np.nonzero(counts := rng.poisson(whole))
    at = np.repeat(np.arange(len(where[0])), counts[where])
    dyad, direction, quad, day = (axis[at] for axis in where)
    effect = rates.effects[:, dyad, direction, quad, day]
    raised = np.maximum(effect, 0.0)
    total = raised.sum(axis=0)
    made = rng.random(len(at)) < 1 - np.exp(-total)
    pick = rng.random(len(at)) * np.where(total > 0, total, 1.0)
    which = (np.cumsum(raised, axis=0) < pick).sum(axis=0)
    origin = np.where(made, np.minimum(which, len(MECHANISMS) - 1) + 1, BACKGROUND)
    return day - world.days_before, dyad, direction, quad, origin


def _answers(
    world: Parameters, rng: np.random.Generator, first: tuple[Ints, Ints, Ints, Ints, Ints]
) -> list[tuple[Ints, Ints, Ints, Ints, Ints]]:
    """Draw what each one-sided act is answered with: in kind by the other side, or by both together."""
    draws = answer_rates(world)
    found, last = [], first
    for _ in range(_STEPS):
        day, dyad, direction, quad, origin = last
        one_sided = direction != BOTH
        expected = np.where(one_sided, draws[dyad, np.minimum(direction, 1)], 0.0)
        at = np.repeat(np.arange(len(day)), rng.poisson(expected))
        if not len(at):
            break
        later = day[at] + np.maximum(rng.geometric(1 / (1 + world.nuisance.lag), len(at)) - 1, 0)
        inside = later < world.days_response
        at, later = at[inside], later[inside]
        joint = (quad[at] < FRIENDLY) & (rng.random(len(at)) < _TOGETHER)
        answer = np.where(joint, BOTH, 1 - direction[at])
        last = (later, dyad[at], answer, quad[at], origin[at])
        found.append(last)
    return found


def answer_rates(world: Parameters) -> NDArray[np.float64]:
    """Return the answers that one act of the client and of a pole draws, ``(2 dyads, 2 sides)``.

    Who leads is who is answered: where the rival pushes, its acts draw the client's.
    """
    common = world.nuisance.reciprocity / 2
    leads = {"client_pull": (0.45, 0.0), "patron_push": (0.0, 0.45), "reactive": (0.25, 0.25)}
    client, pole = leads[world.truth.driver]
    most = 0.85  # a world in which every act draws another never comes to rest
    rival = (min(common + client, most), min(common + pole, most))
    return np.array([rival, (common, common)])


def _described(world: Parameters, rng: np.random.Generator, drawn: list[Ints]) -> Acts:
    """Give every act its type, context, mode and announcement."""
    day, dyad, direction, quad, origin = drawn
    kind = np.zeros(len(day), dtype=np.int64)
    for q, shares in enumerate(world.base.types):
        mine = quad == q
        kind[mine] = _FIRST[q] + rng.choice(len(shares), size=int(mine.sum()), p=shares)
    usual = rng.integers(0, 4, len(day))
    new = rng.integers(0, len(CONTEXTS), len(day))
    context = np.where((origin == REALIGNMENT) & (rng.random(len(day)) < 0.7), new, usual)
    context = np.where(rng.random(len(day)) < 0.4, -1, context)
    talk = kind == TYPES.index("CONSULT")
    mode = np.where(talk, rng.choice(4, size=len(day), p=(0.2, 0.4, 0.25, 0.15)), 0)
    told = _notice(rng, origin)
    support = kind == TYPES.index("SUPPORT")
    binding = SIGNED[origin] * world.base.signed_share / (1 - world.base.signed_share)
    signed = support & (rng.random(len(day)) < binding / (1 + binding))
    return Acts(
        day, dyad, direction, quad, kind, context, mode, origin, told, signed.astype(np.int64)
    )


def _notice(rng: np.random.Generator, origin: Ints) -> Ints:
    """Days of notice: habit is long known, a turn is prepared, a signal is improvised."""
    means = np.array([40.0, 45.0, 6.0, 10.0, 90.0])[origin]
    return rng.poisson(rng.exponential(means)).astype(np.int64)


def _habits(world: Parameters, rng: np.random.Generator) -> Acts:
    """Occasions that come round every year: summits, drills, holidays."""
    parts = [
        _occasion(world, rng, dyad)
        for dyad in (RIVAL, PARTNER)
        # A thin record keeps only the occasions of note.
        for _ in range(
            rng.binomial(world.nuisance.habits[dyad], min(1.0, world.rates[dyad] * 365 / 20))
        )
    ]
    return _joined(*parts) if parts else _none()


def _occasion(world: Parameters, rng: np.random.Generator, dyad: int) -> Acts:
    anchor = int(rng.integers(0, 365))
    years = np.arange(-world.days_before // 365 - 1, world.days_response // 365 + 1)
    day = np.round(anchor + 365.25 * years + rng.normal(0, 8, len(years))).astype(np.int64)
    kept = (day >= -world.days_before) & (day < world.days_response)
    day = day[kept & (rng.random(len(day)) < 0.85)]
    deed = rng.random() < 0.35
    kind = TYPES.index("COOPERATE" if deed else ("CONSULT", "SUPPORT")[rng.integers(2)])
    mode = 1 if TYPES[kind] == "CONSULT" else 0
    context = int(rng.integers(0, 4))
    direction = int(rng.choice(3, p=(0.25, 0.25, 0.5)))

    def same(value: int) -> Ints:
        return np.full(len(day), value, dtype=np.int64)

    return Acts(
        day=day,
        dyad=same(dyad),
        direction=same(direction),
        quad=same(1 if deed else 0),
        type=same(kind),
        context=same(context),
        mode=same(mode),
        origin=same(HABIT),
        told=rng.integers(30, 240, len(day)),
        signed=same(0),
    )


def _concessions(world: Parameters, rng: np.random.Generator) -> Acts:
    """What the partner gives when it gives way."""
    start = world.politics.concession
    if start is None:
        return _none()
    number = 1 + int(rng.poisson(1.5))
    day = start + np.append(0, rng.integers(0, 21, number - 1))
    day = day[day < world.days_response]
    kind = rng.choice(
        [TYPES.index("CONCEDE"), TYPES.index("AID"), TYPES.index("RETREAT")],
        size=len(day),
        p=(0.6, 0.25, 0.15),
    )

    def same(value: int) -> Ints:
        return np.full(len(day), value, dtype=np.int64)

    quad = (kind >= _FIRST[1]).astype(np.int64)
    return Acts(
        day=day,
        dyad=same(PARTNER),
        direction=same(POLE),
        quad=quad,
        type=kind,
        context=same(-1),
        mode=same(0),
        origin=same(BACKGROUND),
        told=same(5),
        signed=same(0),
    )


def _joined(*parts: Acts) -> Acts:
    return Acts(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Acts)))


def _none() -> Acts:
    return Acts(*(np.zeros(0, dtype=np.int64) for _ in fields(Acts)))


__all__ = ["CLIENT", "Acts", "answer_rates", "happen"]
