"""Brent's method is SciPy's, to the last bit."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq as scipys
from scipy.special import betainc, pdtr

from steelyard.statistics.roots import brentq


@given(st.integers(0, 300), st.floats(0.001, 0.999), st.sampled_from([2e-12, 1e-9]))
def test_roots_are_scipys(count: int, chance: float, near: float) -> None:
    for function, low, high in (
        (lambda mean: float(pdtr(count, mean)) - chance, 1e-9, 2_000.0),
        (lambda share: float(betainc(count + 1, 3, share)) - chance, 0.0, 1.0),
        (lambda x: math.exp(x) - chance * (count + 1), -40.0, 40.0),
    ):
        assert brentq(function, low, high, xtol=near) == scipys(function, low, high, xtol=near)


def test_one_sign_at_both_ends_is_an_error_and_an_end_may_be_the_root() -> None:
    with pytest.raises(ValueError, match="different signs"):
        brentq(lambda x: x * x + 1, -1, 1)
    assert brentq(lambda x: x, 0.0, 1.0) == 0.0
    assert brentq(lambda x: x - 1, 0.0, 1.0) == 1.0
    with pytest.raises(RuntimeError, match="100"):
        brentq(lambda x: math.copysign(1, x - 1e-300), -1.0, 1e300)
