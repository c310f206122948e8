"""The politics of a simulated world: what is true in it, what moves, how strongly and when.

The politics are those of a small bargaining model. A client lives on a partner's *offer*. A rival
is its *outside option*, worth having but dear to take, since taking it is hard to undo. A *home
audience* likes to see the rival courted. The rival is a *patron* whose *attention* wanders. A shock
moves one of the four. What the client then does is the reading that is true:

- realignment: the outside option is taken up. Irreversible acts grow and stay, quarrels end. How it
  comes about differs (:class:`Turn`): the partner is let go, or its line is held; there is more of
  everything, or other acts at the same number; at once, or slowly, or begun before anybody asked.
- leverage: it is shown to the partner. Reversible acts come at once, and fade when the offer is mended.
- audience: it is shown at home. Words on home occasions, much reported, with nothing behind them.
- routine: none of these; the calendar, habit and disappointment alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

What = Literal["realignment", "leverage", "routine", "audience"]
Driver = Literal["patron_push", "client_pull", "reactive"]
ShockKind = Literal["offer falls", "government changes", "rival acts", "nothing happens"]

WHATS: tuple[What, ...] = ("realignment", "leverage", "routine", "audience")
DRIVERS: tuple[Driver, ...] = ("patron_push", "client_pull", "reactive")
SHOCKS: tuple[ShockKind, ...] = (
    "offer falls",
    "government changes",
    "rival acts",
    "nothing happens",
)

#: Readings that move something, in the order of ``Politics.mix``.
MECHANISMS: tuple[What, ...] = ("realignment", "leverage", "audience")

#: How often each shock comes with each reading: any may come with any.
_SHOCK_GIVEN: dict[What, tuple[float, ...]] = {
    "realignment": (0.35, 0.30, 0.25, 0.10),
    "leverage": (0.60, 0.15, 0.15, 0.10),
    "audience": (0.35, 0.25, 0.20, 0.20),
    "routine": (0.30, 0.20, 0.20, 0.30),
}
_DOMINANT = 0.7  # least share of the mechanism that gives a mixed world its name

#: The most that a second mechanism moves its loudest stream where habit dominates, in logs: a stream of
#: weight 1.3 then owes it three acts in ten.
_BESIDE_HABIT = -np.log(_DOMINANT) / 1.3


@dataclass(frozen=True, slots=True)
class Truth:
    """What is so in a world, and what the weights are to find."""

    what: What
    driver: Driver


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """How a realignment comes about.

    ``parting`` is how far the partner is let go: 1 is wholly, 0 leaves its line as it was, and below 0
    that line improves too. ``busier`` is the part of the change that is more of everything: at 0 the
    pair does other things, as often as before. ``begins`` is the day from the shock on which it begins,
    ``rise`` the days in which six tenths of it have come.
    """

    parting: float
    busier: float
    begins: int
    rise: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Politics:
    """The bargain: what moves, how strongly and when; days are counted from the shock.

    ``mix`` are the shares of MECHANISMS, ``strength`` the log of how many times a stream of weight
    one grows, and ``opening`` how far a pair that hardly met comes to meet as others do. ``onset`` is the day on which signals and shows begin, and ``turn`` says how a realignment
    would come. ``concession`` is the day on which the partner gives way, None where it does not.
    ``stage`` are the days of elections and holidays on which a home audience looks.
    """

    shock: ShockKind
    mix: tuple[float, float, float]
    strength: float
    opening: float
    turn: Turn
    onset: int
    fade: float
    hush: float
    disappointment: float
    concession: int | None
    stage: tuple[int, ...]


#: Log strengths: middle, spread, and the ends, for a turn and for anything else. On a wire as real cases show them
#: there (``evaluation.history.predictive``); who searches by hand finds what is loud.
_ON_A_WIRE = {True: (1.1, 0.7, 0.3, 3.4), False: (0.9, 0.7, 0.2, 3.0)}
_BY_HAND = {True: (1.8, 0.35, 0.8, 3.4), False: (1.8, 0.3, 0.8, 3.0)}

#: How often a turn costs the partner, by what opened it. Who loses the offer lets go; a new government
#: may open a second door and keep the first; whom the rival courts may let himself be courted.
_COSTS: dict[ShockKind, float] = {
    "offer falls": 0.8,
    "government changes": 0.4,
    "rival acts": 0.5,
    "nothing happens": 0.5,
}


def draw_politics(
    rng: np.random.Generator, truth: Truth, after: int, horizon: int, *, by_hand: bool
) -> Politics:
    """Draw the bargain of a world.

    Args:
        rng: Feeds every draw.
        truth: What is so.
        after: Days that the record is asked about after the shock.
        horizon: Days that it reaches in all after the shock.
        by_hand: Whether people searched the record.
    """
    shock = SHOCKS[rng.choice(len(SHOCKS), p=_SHOCK_GIVEN[truth.what])]
    gives_way = rng.random() < (0.6 if truth.what == "leverage" else 0.35)
    strengths = _BY_HAND if by_hand else _ON_A_WIRE
    middle, spread, least, most = strengths[truth.what == "realignment"]
    strength = float(np.clip(rng.lognormal(np.log(middle), spread), least, most))
    return Politics(
        shock=shock,
        mix=_mix(rng, truth.what, strength),
        strength=strength,
        opening=float(rng.uniform(0.2, 1.0)),
        turn=_turn(rng, shock, after),
        onset=int(rng.integers(0, 25)) if shock != "nothing happens" else int(rng.integers(0, 40)),
        fade=float(rng.uniform(80, 400)),
        hush=float(rng.uniform(5, 40)),
        disappointment=float(rng.uniform(0, 1.2)) if shock == "offer falls" else 0.0,
        concession=int(rng.integers(20, max(horizon, 21))) if gives_way else None,
        stage=tuple(sorted(int(d) for d in rng.integers(0, horizon, int(rng.integers(2, 6))))),
    )


def _turn(rng: np.random.Generator, shock: ShockKind, after: int) -> Turn:
    """How a realignment would come; it is well under way within the record, or it is not true of it."""
    late = max(min(after // 3, 90), 26)
    when = ((-60, 0), (0, 25), (25, late))[rng.choice(3, p=(0.15, 0.6, 0.25))]
    costs = rng.random() < _COSTS[shock]
    return Turn(
        parting=float(rng.uniform(0.4, 1.0) if costs else rng.uniform(-0.7, 0.2)),
        busier=float(np.clip(rng.uniform(-0.5, 1.3), 0.0, 1.0)),
        begins=int(rng.integers(*when)),
        rise=float(np.exp(rng.uniform(np.log(5), np.log(min(after / 2, 100))))),
    )


def _mix(rng: np.random.Generator, what: What, strength: float) -> tuple[float, float, float]:
    """Shares of the mechanisms: the dominant one, and sometimes a second beside it."""
    mix = dict.fromkeys(MECHANISMS, 0.0)
    most = 1 - _DOMINANT
    if what == "routine":
        most = min(most, _BESIDE_HABIT / strength)
    second = float(rng.uniform(0, most)) if rng.random() < 0.4 else 0.0
    others = [name for name in MECHANISMS if name != what]
    mix[others[rng.integers(len(others))]] = second
    if what != "routine":
        mix[what] = 1 - second
    return mix["realignment"], mix["leverage"], mix["audience"]
