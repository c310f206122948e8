"""Estimators: published numbers, hand-worked ones, and laws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.statistics import (
    Estimate,
    grade_half,
    grade_ratio,
    grade_share,
    odds_ratio,
    rate_ratio,
    share,
    share_difference,
)

counts = st.integers(min_value=0, max_value=60)


def test_rate_ratio_of_nine_in_six_months_against_twenty_in_twenty_four() -> None:
    found = rate_ratio(20, 9, 24, 6, level=0.95)
    assert found is not None
    assert found.effect == pytest.approx(1.8)
    assert found.low == pytest.approx(0.7217, abs=1e-4)
    assert found.high == pytest.approx(4.1354, abs=1e-4)


def test_rate_ratio_at_the_edges() -> None:
    assert rate_ratio(0, 0, 10, 10) is None
    assert rate_ratio(3, 3, 0, 10) is None
    none_before = rate_ratio(0, 5, 10, 10)
    assert none_before is not None
    assert math.isinf(none_before.effect)
    assert none_before.smallest_detectable is None
    none_after = rate_ratio(5, 0, 10, 10)
    assert none_after is not None
    assert (none_after.effect, none_after.low) == (0, 0)


@given(counts, counts, st.floats(0.1, 50), st.floats(0.1, 50))
def test_an_interval_holds_its_effect(before: int, after: int, first: float, second: float) -> None:
    found = rate_ratio(before, after, first, second)
    if found is not None:
        assert found.low <= found.effect <= found.high
        assert 0 <= found.p_more <= 1
        assert 0 <= found.p_less <= 1


@given(counts, counts)
def test_swapping_the_windows_inverts_the_ratio(before: int, after: int) -> None:
    one, other = rate_ratio(before, after, 3, 2), rate_ratio(after, before, 2, 3)
    if one is not None and other is not None and before and after:
        assert one.effect == pytest.approx(1 / other.effect)
        assert one.low == pytest.approx(1 / other.high)
        assert one.p_more == pytest.approx(other.p_less)


def test_the_interval_of_a_rate_covers_what_it_says() -> None:
    rng = np.random.default_rng(3)
    hits = 0
    for _ in range(400):
        found = rate_ratio(int(rng.poisson(40)), int(rng.poisson(20)), 40, 10)
        assert found is not None
        hits += found.low <= 2.0 <= found.high
    assert 0.87 <= hits / 400 <= 0.97  # exact intervals cover at least their level


def test_the_smallest_detectable_rate_has_the_power_that_it_claims() -> None:
    found = rate_ratio(40, 10, 40, 10)
    assert found is not None
    assert found.smallest_detectable is not None
    rng = np.random.default_rng(4)
    seen = 0
    for count in rng.poisson(10 * found.smallest_detectable, size=400):
        again = rate_ratio(40, int(count), 40, 10)
        seen += again is not None and grade_ratio(again) == "supports"
    assert 0.74 <= seen / 400 <= 0.86


def test_shares_match_clopper_and_pearson() -> None:
    found = share(9, 12)
    assert found is not None
    assert found.low == pytest.approx(0.4727, abs=1e-4)
    assert found.high == pytest.approx(0.9281, abs=1e-4)
    assert share(0, 0) is None


def test_a_difference_of_shares_is_symmetric() -> None:
    one, other = share_difference(20, 30, 9, 10), share_difference(9, 10, 20, 30)
    assert one is not None
    assert other is not None
    assert one.effect == pytest.approx(-other.effect)
    assert one.low == pytest.approx(-other.high, abs=2e-3)
    assert one.p_more == pytest.approx(other.p_less, abs=2e-3)


def test_odds_do_not_change_when_both_kinds_grow_alike() -> None:
    same = odds_ratio((20, 30), (40, 60))
    assert same is not None
    assert same.effect == pytest.approx(1, abs=0.02)
    assert same.low < 1 < same.high
    assert odds_ratio((0, 0), (1, 1)) is None


@given(counts, counts, counts, counts)
def test_odds_ratios_are_finite_and_ordered(a: int, b: int, c: int, d: int) -> None:
    found = odds_ratio((a, b), (c, d))
    if found is not None:
        assert 0 < found.low <= found.high < math.inf
        assert math.isfinite(found.effect)


def test_noise_is_rarely_graded() -> None:
    rng = np.random.default_rng(5)
    graded = 0
    for _ in range(300):
        found = rate_ratio(int(rng.poisson(30)), int(rng.poisson(8)), 30, 8)
        graded += found is not None and grade_ratio(found) == "supports"
    assert graded / 300 <= 0.12


def test_grades_follow_the_rule() -> None:
    def estimate(low: float, high: float, more: float, less: float) -> Estimate:
        return Estimate((low + high) / 2, low, high, more, less, None)

    assert grade_ratio(estimate(1.2, 3, 0.95, 0.0)) == "supports"
    assert grade_ratio(estimate(0.8, 1.3, 0.5, 0.3)) == "opposes"
    assert grade_ratio(estimate(0.2, 0.7, 0.0, 0.99)) == "opposes"
    assert grade_ratio(estimate(0.5, 3, 0.6, 0.2)) == "cannot_tell"
    assert grade_share(estimate(-0.05, 0.05, 0.2, 0.2)) == "opposes"
    assert grade_share(estimate(-0.3, 0.3, 0.5, 0.4)) == "cannot_tell"
    assert grade_half(estimate(0.6, 0.9, 0.97, 0.03)) == "supports"
    assert grade_half(estimate(0.1, 0.4, 0.02, 0.98)) == "opposes"
