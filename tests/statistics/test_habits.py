"""Calendar, own lag, bursts, half-life and what could have been seen: by hand and by planting."""

from __future__ import annotations

import doctest
import math

import numpy as np
import pytest

from steelyard.statistics import (
    anniversaries,
    bursts,
    detectable_ratio,
    half_life,
    own_lag,
)
from steelyard.statistics.counts import power

YEAR = 365.2425


def test_events_on_their_anniversaries_are_habit() -> None:
    calendar = np.array([30.0, 120.0, 250.0])
    past = np.concatenate([calendar + YEAR * year for year in range(4)])
    found = anniversaries(past, calendar + 4 * YEAR + np.array([2.0, -5.0, 7.0]), 0.0)
    assert found.matched.tolist() == [True, True, True]
    assert found.by_chance < 0.2
    assert found.p_value < 0.01
    off = anniversaries(past, calendar + 4 * YEAR + 40, 0.0)
    assert not off.matched.any()
    assert off.p_value > 0.5


def test_two_of_three_years_are_needed_and_must_be_known() -> None:
    once = anniversaries([100.0, 100.0 + YEAR], [100.0 + 3 * YEAR], 0.0)
    assert once.matched.tolist() == [True]
    assert anniversaries([100.0 + YEAR], [100.0 + 3 * YEAR], 0.0).matched.tolist() == [False]
    short = anniversaries([100.0 + 2 * YEAR], [100.0 + 3 * YEAR], 2 * YEAR)
    assert short.p_value == 1.0
    assert math.isnan(anniversaries([1.0], [], 0.0).share)


def test_a_year_that_the_record_covers_in_part_counts_for_nothing() -> None:
    past, now = [100.0, 100.0 + YEAR], [100.0 + 3 * YEAR]
    assert anniversaries(past, now, 92.0).matched.tolist() == [True]
    assert anniversaries(past, now, 95.0).matched.tolist() == [False]


def test_events_at_random_are_seldom_called_habit() -> None:
    rng = np.random.default_rng(1)
    p = [
        anniversaries(
            rng.uniform(0, 4 * YEAR, 40), rng.uniform(4 * YEAR, 4.4 * YEAR, 10), 0.0
        ).p_value
        for _ in range(100)
    ]
    assert np.mean(np.array(p) <= 0.05) <= 0.12


def test_own_lag_is_found_and_noise_has_none() -> None:
    rng = np.random.default_rng(2)
    keep, past, counts = 0.5 ** (1 / 3), 0.0, np.zeros(1500)
    for day in range(1500):
        counts[day] = rng.poisson(0.5 + 0.5 * past)
        past = keep * past + (1 - keep) * counts[day]
    found = own_lag(counts)
    assert found is not None
    assert found.coefficient == pytest.approx(0.5, abs=0.12)
    none = own_lag(rng.poisson(1, 1500))
    assert none is not None
    assert none.low < 0.1
    assert own_lag([1] * 50) is None
    assert own_lag([]) is None


def test_a_burst_of_reports_without_events_is_seen() -> None:
    rng = np.random.default_rng(3)
    of = rng.poisson(50, 200)
    share = np.full(200, 0.05)
    share[100:110] = 0.2
    (found,) = bursts(rng.binomial(of, share), of)
    assert abs(found.start - 100) <= 1
    assert abs(found.end - 110) <= 1
    assert found.weight > 10
    assert bursts(rng.binomial(of, 0.05), of) == ()


def test_a_burst_by_hand() -> None:
    """Usual share 4/40, in a burst 8/40: two periods of four gain 8 log 2 + 12 log(8/9) - log 4."""
    hits, of = [0, 2, 2, 0], [10, 10, 10, 10]
    assert bursts(hits, of, gamma=1) == ()  # 4 log 2 + 16 log(8/9) = .89 < log 4
    (found,) = bursts(hits, of, gamma=0.5)
    assert (found.start, found.end) == (1, 3)
    assert found.weight == pytest.approx(4 * math.log(2) + 16 * math.log(8 / 9))


@pytest.mark.parametrize(("hits", "of"), [([], []), ([0] * 9, [5] * 9), ([5], [3]), ([1], [1, 2])])
def test_no_stream_no_burst(hits: list[float], of: list[float]) -> None:
    assert bursts(hits, of) == ()


def test_a_rise_that_fades_has_a_half_life_and_one_that_lasts_has_none() -> None:
    rng = np.random.default_rng(4)
    before = rng.poisson(4, 104)
    fades = half_life(before, rng.poisson(4 * (1 + 3 * np.exp2(-np.arange(26) / 4))))
    lasts = half_life(before, rng.poisson(12, 26))
    assert fades is not None and lasts is not None
    assert fades.low <= 4 <= fades.high < 13
    assert fades.late.ratio < 1
    assert math.isinf(lasts.high)
    assert lasts.added == pytest.approx(2, abs=0.5)
    assert half_life(before, np.zeros(26)) is None
    assert half_life([], []) is None
    assert half_life(np.zeros(50), np.ones(9)) is None


@pytest.mark.parametrize(
    ("expected", "poisson", "twice"),
    [(3, 3.4, 4.8), (5, 2.8, 3.75), (10, 2.2, 2.8), (20, 1.8, 2.2), (50, 1.5, 1.7)],
)
def test_what_could_have_been_seen_is_what_was_simulated(
    expected: float, poisson: float, twice: float
) -> None:
    """Simulated elsewhere: four times as long before as after, intervals of 95 %."""
    assert detectable_ratio(expected, before=4 * expected) == pytest.approx(poisson, rel=0.08)
    assert detectable_ratio(expected, before=4 * expected, spread=2) == pytest.approx(
        twice, rel=0.08
    )


def test_nothing_expected_shows_nothing() -> None:
    assert math.isinf(detectable_ratio(0))
    assert math.isinf(detectable_ratio(5, before=0))
    assert doctest.testmod(power).failed == 0
