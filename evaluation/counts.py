"""Series of counts whose truth is known: what the grids of the statistics are run on.

The generator of the research notes: negative binomial counts around a rate that swells with a
latent first-order autoregression, and may follow the year and a drift.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class World:
    """What a series is like.

    Attributes:
        mean: Events per period.
        before: Periods before the shock.
        after: Periods from the shock on.
        phi: Dispersion of the negative binomial; infinite is Poisson.
        swell: Standard deviation of the latent logarithm of the rate.
        memory: Its correlation from period to period.
        yearly: Amplitude of the yearly cycle of the logarithm of the rate.
        year: Periods in a year.
        drift: What the logarithm of the rate gains over the whole series.
        gaps: Share of periods that nothing is known of (NaN), in runs of four.
    """

    mean: float
    before: int
    after: int
    phi: float = 4.0
    swell: float = 0.35
    memory: float = 0.6
    yearly: float = 0.0
    year: float = 52.18
    drift: float = 0.0
    gaps: float = 0.0


def autoregression(rng: np.random.Generator, length: int, sd: float, memory: float) -> Floats:
    """Return a stationary Gaussian autoregression of first order."""
    steps = rng.normal(0, sd * np.sqrt(1 - memory**2), length)
    steps[0] = rng.normal(0, sd)
    out = np.empty(length)
    value = 0.0
    for at, step in enumerate(steps):
        value = memory * value + step if at else step
        out[at] = value
    return out


def series(rng: np.random.Generator, world: World, ratio: float) -> tuple[Floats, Floats]:
    """Return counts before and after a shock that multiplied the rate by ``ratio``."""
    length = world.before + world.after
    time = np.arange(length)
    log_rate = autoregression(rng, length, world.swell, world.memory)
    log_rate += world.yearly * np.cos(2 * np.pi * (time / world.year + rng.uniform()))
    log_rate += world.drift * (time / length - 0.5)
    mean = world.mean * np.exp(log_rate)
    mean[world.before :] *= ratio
    rate = mean if np.isinf(world.phi) else mean * rng.gamma(world.phi, 1 / world.phi, length)
    counts = rng.poisson(rate).astype(float)
    for start in rng.choice(length // 4, round(world.gaps * length / 4), replace=False):
        counts[4 * start : 4 * start + 4] = np.nan
    return counts[: world.before], counts[world.before :]
