"""Rates: what an earlier rate predicts, and the mildest fall that would be seen."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.statistics import (
    MINIMAL_RATIO,
    POWER,
    SURE,
    predictive_tail,
    rate_ratio,
    rates,
    smallest_fall,
)

counts = st.integers(min_value=0, max_value=60)


def test_the_numbers_of_the_docstrings() -> None:
    assert doctest.testmod(rates).failed == 0


@given(counts, counts, st.floats(0.1, 50), st.floats(0.1, 50))
def test_the_prediction_is_negative_binomial(
    before: int, after: int, first: float, second: float
) -> None:
    from scipy.stats import nbinom

    found = predictive_tail(before, after, first, second)
    assert found is not None
    expected, rarely = found
    law = nbinom(before + 0.5, first / (first + second))
    assert expected == pytest.approx(law.mean())
    assert rarely == pytest.approx(law.sf(after - 1), abs=1e-9)


def test_nothing_is_predicted_without_exposure() -> None:
    assert predictive_tail(3, 3, 0, 10) is None
    assert predictive_tail(3, 3, 10, 0) is None


def test_the_smallest_fall_has_the_power_that_it_claims() -> None:
    fall = smallest_fall(40, 40, 20)
    assert fall is not None
    rng = np.random.default_rng(6)
    seen = 0
    for count in rng.poisson(20 * fall, size=500):
        found = rate_ratio(40, int(count), 40, 20)
        seen += found is not None and found.p_less >= SURE
    assert abs(seen / 500 - POWER) < 0.06
    assert fall < 1 / MINIMAL_RATIO


def test_where_even_silence_says_nothing_no_fall_is_seen() -> None:
    assert smallest_fall(1, 100, 1) is None
    assert smallest_fall(0, 10, 10) is None
    assert smallest_fall(5, 0, 10) is None
