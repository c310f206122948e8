"""Dates of changes: few where nothing changed, near where something did."""

from __future__ import annotations

import math

import numpy as np
import pytest
from evaluation.counts import World, series

from steelyard.statistics import RateStep, rate_step, rate_steps


def _found(world: World, ratio: float, replicates: int) -> list[RateStep]:
    out = []
    for seed in range(replicates):
        told = rate_step(np.concatenate(series(np.random.default_rng((61, seed)), world, ratio)))
        assert told is not None
        out.append(told)
    return out


def test_a_swell_is_no_change() -> None:
    found = _found(World(8.0, 60, 60), 1.0, 40)
    assert np.mean([f.p_change >= 0.9 for f in found]) <= 0.05


def test_a_threefold_step_is_dated() -> None:
    found = _found(World(2.0, 100, 60), 3.0, 18)
    believed = [f for f in found if f.p_change >= 0.9]
    assert len(believed) / len(found) >= 0.7
    assert np.median([abs(f.at - 100) for f in believed]) <= 3
    assert np.mean([f.first <= 100 <= f.last for f in believed]) >= 0.8
    assert np.median([f.ratio for f in believed]) == pytest.approx(3, rel=0.2)


def test_two_steps_are_dated_oldest_first() -> None:
    rng = np.random.default_rng(2)
    counts = np.concatenate([rng.poisson(rate, 80) for rate in (2, 7, 24)])
    found = rate_steps(counts)
    assert [round(f.at, -1) for f in found] == [80, 160]
    assert min(f.ratio for f in found) > 2


def test_exposure_and_gaps() -> None:
    rng = np.random.default_rng(3)
    volume = np.repeat([100.0, 400.0], 60)
    counts = rng.poisson(0.04 * volume).astype(float)
    assert rate_steps(counts) and not rate_steps(counts, exposure=volume)
    counts[20:40] = np.nan
    assert not rate_steps(counts, exposure=volume)


@pytest.mark.parametrize("counts", [[], [3], [0] * 50, [math.nan] * 50, [-1] * 50, [1] * 10])
def test_what_cannot_be_dated_is_not(counts: list[float]) -> None:
    assert rate_steps(counts) == ()
