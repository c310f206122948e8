"""Level, trend and steps are three answers; a drift is no step."""

from __future__ import annotations

import numpy as np
import pytest

from steelyard.statistics.segments.level_trend_steps import FEWEST, level_trend_steps

YEARS = 24


def noisy(seed: int, scale: float = 0.1) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, scale, YEARS)


def test_a_plain_step_is_dated_and_sized() -> None:
    found = level_trend_steps(noisy(1) + 1.0 * (np.arange(YEARS) >= 8))
    assert found is not None
    (step,) = found.steps
    assert step.at == 8
    assert step.first <= 8 <= step.last
    assert step.low <= 1.0 <= step.high
    assert found.since == 8
    assert found.level_low <= 1.0 <= found.level_high


def test_two_steps_are_two() -> None:
    shape = 1.0 * (np.arange(YEARS) >= 8) - 1.5 * (np.arange(YEARS) >= 16)
    courses = [
        known for n in range(40) if (known := level_trend_steps(noisy(n) + shape)) is not None
    ]
    assert all({8, 16} <= {step.at for step in known.steps} for known in courses)
    # Now and then noise looks like a third.
    assert np.mean([len(known.steps) == 2 for known in courses]) >= 0.85


def test_a_trend_is_no_step() -> None:
    found = level_trend_steps(noisy(3) + 0.1 * np.arange(YEARS))
    assert found is not None
    assert found.steps == ()
    assert found.trend_low <= 0.1 <= found.trend_high
    assert found.likeliest is not None


def test_noise_has_no_steps_mostly() -> None:
    alarms = [
        bool(known.steps)
        for n in range(60)
        if (known := level_trend_steps(noisy(n, 1.0))) is not None
    ]
    assert np.mean(alarms) <= 0.10


def test_a_gap_is_left_out_and_places_are_those_of_the_series() -> None:
    values = noisy(4) + 1.0 * (np.arange(YEARS) >= 10)
    values[[3, 4, 9]] = np.nan
    found = level_trend_steps(values)
    assert found is not None
    assert found.n == YEARS - 3
    assert [step.at for step in found.steps] == [10]


@pytest.mark.parametrize("size", [0, 1, 2])
def test_too_little_says_nothing(size: int) -> None:
    assert level_trend_steps(np.ones(size)) is None


def test_a_short_or_flat_series_has_a_level_only() -> None:
    short = level_trend_steps(np.r_[np.zeros(5), np.ones(5)])
    assert short is not None
    assert short.steps == ()
    assert short.n < FEWEST
    flat = level_trend_steps(np.ones(YEARS))
    assert flat is not None
    assert (flat.level, flat.trend, flat.steps) == (1.0, 0.0, ())


def test_turning_a_series_round_turns_its_steps_round() -> None:
    values = noisy(5) + 1.0 * (np.arange(YEARS) >= 8)
    there, back = level_trend_steps(values), level_trend_steps(-values)
    assert there is not None and back is not None
    assert [s.at for s in there.steps] == [s.at for s in back.steps]
    assert there.steps[0].size == pytest.approx(-back.steps[0].size)
