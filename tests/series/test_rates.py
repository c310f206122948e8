"""Rates: a week's own volume is its exposure only where there is enough of it."""

from __future__ import annotations

import numpy as np

from steelyard.series.rates import DENSE, _exposure

DAYS = np.array([7.0, 7.0, 3.0, 0.0])


def test_a_busy_record_gives_each_week_its_own_exposure() -> None:
    others = np.array([30.0, 50.0, 20.0, np.nan])
    assert _exposure(others, DAYS).tolist() == [30.0, 50.0, 20.0, 0.0]


def test_a_thin_record_gives_each_week_its_share_of_the_window() -> None:
    others = np.array([5.0, 10.0, 2.0, np.nan])
    assert np.median(others[:3]) < DENSE
    np.testing.assert_allclose(_exposure(others, DAYS), [7.0, 7.0, 3.0, 0.0])


def test_an_empty_record_and_one_of_gaps_have_no_exposure() -> None:
    assert _exposure(np.zeros(4), DAYS).tolist() == [0.0] * 4
    assert _exposure(np.full(2, np.nan), np.zeros(2)).tolist() == [0.0, 0.0]
