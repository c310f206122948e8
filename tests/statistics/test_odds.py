"""Odds ratios and differences of shares beside independent computations."""

from __future__ import annotations

import numpy as np
import pytest

from steelyard.statistics import odds_ratio, share_difference

TABLES = [((10, 10), (15, 5)), ((16, 13), (5, 2)), ((4, 16), (4, 3)), ((100, 80), (60, 90))]


@pytest.mark.parametrize(("before", "after"), TABLES)
def test_the_interval_lies_within_fishers(before: tuple[int, int], after: tuple[int, int]) -> None:
    """The conditional exact interval is the cautious one; a Jeffreys interval is a little shorter."""
    from scipy.stats.contingency import odds_ratio as conditional

    ours = odds_ratio(before, after)
    exact = conditional([list(after), list(before)]).confidence_interval(0.90)
    assert ours is not None
    assert exact.low * 0.98 <= ours.low <= ours.effect <= ours.high <= exact.high * 1.02


@pytest.mark.parametrize(("before", "after"), TABLES)
def test_quadrature_agrees_with_a_million_draws(
    before: tuple[int, int], after: tuple[int, int]
) -> None:
    rng = np.random.default_rng(7)
    p = rng.beta(before[0] + 0.5, before[1] + 0.5, 1_000_000)
    q = rng.beta(after[0] + 0.5, after[1] + 0.5, 1_000_000)
    odds, shares = (
        odds_ratio(before, after),
        share_difference(before[0], sum(before), after[0], sum(after)),
    )
    assert odds is not None
    assert shares is not None
    ratio = q / (1 - q) / (p / (1 - p))
    assert odds.p_more == pytest.approx((ratio > 1.1).mean(), abs=2e-3)
    assert (odds.low, odds.high) == pytest.approx(np.quantile(ratio, [0.05, 0.95]), rel=0.01)
    assert shares.p_more == pytest.approx((q - p > 0.02).mean(), abs=2e-3)
    assert (shares.low, shares.high) == pytest.approx(np.quantile(q - p, [0.05, 0.95]), abs=2e-3)


def test_the_smallest_detectable_odds_have_the_power_that_they_claim() -> None:
    found = odds_ratio((50, 50), (20, 20))
    assert found is not None
    assert found.smallest_detectable is not None
    share = found.smallest_detectable / (1 + found.smallest_detectable)
    rng = np.random.default_rng(8)
    seen = []
    for hits in rng.binomial(40, share, size=300):
        again = odds_ratio((50, 50), (int(hits), 40 - int(hits)))
        seen.append(again is not None and again.p_more >= 0.9)
    assert abs(np.mean(seen) - 0.8) < 0.08
