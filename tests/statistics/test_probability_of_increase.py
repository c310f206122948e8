"""The probability of an increase is that of a ratio above one, whatever the ratio is."""

from __future__ import annotations

import numpy as np
import pytest

from steelyard.statistics import contrast, rate_change

PAST = np.tile([4.0, 6.0, 5.0, 5.0], 26)


@pytest.mark.parametrize(
    ("after", "low", "high"), [(10.0, 0.99, 1.0), (5.0, 0.3, 0.7), (2.0, 0.0, 0.02)]
)
def test_of_a_rate(after: float, low: float, high: float) -> None:
    found = rate_change(PAST, np.full(26, after))
    assert low <= found.p_increase <= high
    assert (found.low > 1) == (found.p_increase > 0.95)
    assert (found.high < 1) == (found.p_increase < 0.05)


@pytest.mark.parametrize(
    ("after", "low", "high"), [(10.0, 0.99, 1.0), (5.0, 0.3, 0.7), (2.0, 0.0, 0.02)]
)
def test_of_odds(after: float, low: float, high: float) -> None:
    found = contrast(PAST, np.full(104, 8.0), np.full(26, after), np.full(26, 8.0))
    assert low <= found.p_increase <= high
    assert (found.low > 1) == (found.p_increase > 0.95)
    assert (found.high < 1) == (found.p_increase < 0.05)
