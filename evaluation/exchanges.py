"""Two sides that answer one another, or only a common driver, with the truth known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluation.counts import autoregression

Floats = NDArray[np.float64]

#: Periods that are thrown away, so that a series starts in its stride.
_WARM = 100


@dataclass(frozen=True, slots=True)
class Exchange:
    """What two series of day counts are like.

    Attributes:
        rates: Events a day of a and b.
        a_to_b: Events of b that one of a calls forth.
        b_to_a: Events of a that one of b calls forth.
        itself: Events that an event calls forth on its own side.
        half_life: Days in which answers fade by half.
        factor: Standard deviation of the common driver of the logarithm of both rates.
        memory: Its correlation from day to day.
        loads: How strongly a and b follow the driver.
        control: Events a day of the control; None for no control.
        days: Length.
    """

    rates: tuple[float, float] = (0.2, 0.2)
    a_to_b: float = 0.0
    b_to_a: float = 0.0
    itself: float = 0.25
    half_life: float = 2.0
    factor: float = 1.0
    memory: float = 0.9
    loads: tuple[float, float] = (1.0, 1.0)
    control: float | None = 5.0
    days: int = 910


def exchange(rng: np.random.Generator, world: Exchange) -> tuple[Floats, Floats, Floats | None]:
    """Return the counts of a and of b and of the control."""
    length = world.days + _WARM
    driver = autoregression(rng, length, world.factor, world.memory)
    moves = np.array([[world.itself, world.b_to_a], [world.a_to_b, world.itself]])
    # The rates asked for are the whole; what is not called forth is the rest. (A negative rest
    # cannot be had: the answering side is then as small as its answers.)
    own = np.maximum((np.eye(2) - moves) @ np.array(world.rates), 0.0)
    loads = np.array(world.loads)
    lift = np.exp(np.outer(driver, loads) - loads**2 * world.factor**2 / 2)
    keep = 0.5 ** (1 / world.half_life)
    past, out = np.zeros(2), np.zeros((length, 2))
    for day in range(length):
        out[day] = rng.poisson(own * lift[day] + moves @ past)
        past = keep * past + (1 - keep) * out[day]
    control = None
    if world.control is not None:
        volume = np.exp(driver - world.factor**2 / 2)
        control = rng.poisson(world.control * volume).astype(float)[_WARM:]
    return out[_WARM:, 0], out[_WARM:, 1], control
