"""One kind against another: what moved both cancels, and the odds are those of the counts."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest
from evaluation.counts import autoregression
from numpy.typing import NDArray

from steelyard.statistics import Contrast, contrast, odds_ratio

Floats = NDArray[np.float64]


def _two(seed: int, ratio: float, both: float = 2.0) -> tuple[Floats, Floats, Floats, Floats]:
    """Deeds and words that swell together and a little apart; all doubles, deeds ``ratio`` more."""
    rng = np.random.default_rng((51, seed))
    together, apart = autoregression(rng, 117, 0.5, 0.7), autoregression(rng, 117, 0.3, 0.6)
    deeds, words = 2 * np.exp(together + apart / 2), 6 * np.exp(together - apart / 2)
    deeds[104:] *= both * ratio
    words[104:] *= both
    first, second = rng.poisson(deeds).astype(float), rng.poisson(words).astype(float)
    return first[:104], second[:104], first[104:], second[104:]


def _many(ratio: float, replicates: int) -> list[Contrast]:
    return [contrast(*_two(seed, ratio)) for seed in range(replicates)]


def test_what_moves_both_is_no_contrast() -> None:
    found = _many(1.0, 120)
    assert np.mean([f.grade == "supports" for f in found]) <= 0.10
    assert 0.82 <= np.mean([f.low <= 1 <= f.high for f in found]) <= 0.98


def test_deeds_that_grow_twice_as_much_as_words_are_seen() -> None:
    found = _many(2.0, 80)
    assert np.mean([f.grade == "supports" for f in found]) >= 0.7
    assert np.median([f.ratio for f in found]) == pytest.approx(2.0, rel=0.12)
    assert 0.8 <= np.mean([f.low <= 2 <= f.high for f in found]) <= 0.99


def test_without_clusters_it_is_the_odds_ratio_of_the_sums() -> None:
    rng = np.random.default_rng(6)
    counts = [rng.binomial(40, p, n) for p, n in ((0.3, 60), (0.5, 13))]
    found = contrast(counts[0], 40 - counts[0], counts[1], 40 - counts[1])
    plain = odds_ratio(
        (int(counts[0].sum()), int((40 - counts[0]).sum())),
        (int(counts[1].sum()), int((40 - counts[1]).sum())),
    )
    assert plain is not None
    assert found.ratio == pytest.approx(plain.effect, rel=0.05)
    assert found.low <= plain.low * 1.05
    assert found.high >= plain.high * 0.95
    assert found.difference_low < found.share_after - found.share_before < found.difference_high


def test_swapping_the_kinds_inverts_the_ratio() -> None:
    a, b, c, d = _two(1, 1.5)
    one, other = contrast(a, b, c, d), contrast(b, a, d, c)
    assert one.ratio == pytest.approx(1 / other.ratio, rel=0.03)
    assert one.share_before == pytest.approx(1 - other.share_before)


def test_a_kind_that_is_rare_leaves_as_wide_a_range_seen_from_the_other() -> None:
    rng = np.random.default_rng(3)
    for _ in range(3):
        rare, common = rng.binomial(1, 0.04, 117), rng.poisson(4.0, 117)
        one = contrast(common[:104], rare[:104], common[104:], rare[104:])
        other = contrast(rare[:104], common[:104], rare[104:], common[104:])
        assert one.low * other.high == pytest.approx(1, rel=0.2)
        assert one.high * other.low == pytest.approx(1, rel=0.2)


@pytest.mark.parametrize(
    "counts",
    [
        ([], [], [], []),
        ([0.0] * 50, [0.0] * 50, [0.0] * 9, [0.0] * 9),
        ([1.0], [0.0], [0.0], [1.0]),
        ([-1.0] * 50, [1.0] * 50, [1.0] * 9, [1.0] * 9),
        ([math.nan] * 50, [1.0] * 50, [1.0] * 9, [1.0] * 9),
        ([1.0] * 50, [1.0] * 49, [1.0] * 9, [1.0] * 9),
        ([0.0] * 50, [4.0] * 50, [4.0] * 9, [math.inf] * 9),
    ],
)
def test_what_cannot_be_told_is_not_told(counts: tuple[list[float], ...]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = contrast(*counts)
    assert found.grade == "cannot_tell"
    assert math.isnan(found.ratio)


def test_none_before_and_all_after_stays_finite() -> None:
    found = contrast([0] * 104, [5] * 104, [5] * 13, [0] * 13)
    assert found.grade == "supports"
    assert 0 < found.low < found.high < math.inf


def test_a_gain_that_may_be_negligible_is_not_graded() -> None:
    """More than nothing in nine draws of ten, and more than a tenth in fewer."""
    rng = np.random.default_rng(17)
    share = 0.9 / (1 + 0.9)
    before, after = rng.binomial(6, 0.4, 104), rng.binomial(6, share, 13)
    found = contrast(before, 6 - before, after, 6 - after)
    assert found.p_increase >= 0.92
    assert found.placebo_p <= 0.05
    assert found.grade == "cannot_tell"
    lifted = contrast(before, 6 - before, np.full(13, 5), np.full(13, 1))
    assert lifted.grade == "supports"
