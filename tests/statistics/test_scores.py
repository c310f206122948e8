"""Scores rank windows: they grow with the difference and with what stands behind it."""

from __future__ import annotations

import numpy as np
import pytest

from steelyard.statistics import dispersion, odds_score, placebo_rank, rate_score, share_score


def test_a_score_is_the_difference_in_standard_errors() -> None:
    pooled = 40.5 / 61
    error = (pooled * (1 - pooled) * (1 / 20 + 1 / 40)) ** 0.5
    assert share_score(20, 20, 20, 40) == pytest.approx((1 - 0.5) / error)
    assert rate_score(10, 1.0, 10, 2.0) == pytest.approx(np.log(2) / (2 / 10.5) ** 0.5)
    assert odds_score(9, 1, 9, 1) == pytest.approx(0)


def test_more_behind_the_same_difference_scores_higher() -> None:
    small, large = share_score([4, 40], [5, 50], [10, 100], [20, 200])
    assert large > small > 0
    small, large = odds_score([4, 40], [1, 10], [10, 100], [10, 100])
    assert large > small > 0


def test_what_cannot_be_scored_is_nan() -> None:
    assert np.isnan(share_score(0, 0, 3, 5))
    assert np.isnan(odds_score(0, 0, 3, 5))
    assert np.isnan(rate_score(1, 0, 3, 5))


def test_the_rank_counts_the_window_itself_and_no_unknown_ones() -> None:
    assert placebo_rank([0.0, 1.0, 2.0, np.nan], 1.5) == pytest.approx(2 / 4)
    assert placebo_rank([0.0] * 19, 1.0) == pytest.approx(0.05)
    assert placebo_rank([], 1.0) == 1.0
    assert placebo_rank([1.0], np.nan) == 1.0


def test_clusters_count_as_one_and_evenness_as_no_more() -> None:
    mean = np.full(200, 4.0)
    rng = np.random.default_rng(1)
    clustered = 8 * rng.poisson(0.5, 200)
    assert dispersion(clustered, mean, mean) == pytest.approx(8, rel=0.3)
    assert dispersion(mean, mean, mean) == 1.0
    assert dispersion([3.0], [4.0], [4.0]) == 1.0
