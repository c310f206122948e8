"""Placebo in time, by hand: windows that reach as much count against the later one."""

from __future__ import annotations

import math

import numpy as np
import pytest

from steelyard.statistics import placebo_rank
from steelyard.statistics.rates.placebo import earlier_rates, placebos, rank, smallest_rank
from steelyard.statistics.rates.windows import windows


def test_a_window_that_reaches_as_much_counts_against_the_later_one() -> None:
    rates = np.array([0.5, 1.0, 2.0, 3.0])
    assert rank(rates, 2.0) == pytest.approx(3 / 5)
    assert rank(rates, 2.1) == pytest.approx(2 / 5)
    assert rank(rates, 3.1) == pytest.approx(1 / 5) == smallest_rank(rates)
    assert rank(np.full(19, 1.0), 1.0) == 1.0


def test_without_windows_nothing_is_beaten() -> None:
    assert rank(np.zeros(0), 5.0) == 1.0
    assert smallest_rank(np.zeros(0)) == math.inf


def test_scores_that_are_equal_count_against_the_observed_one() -> None:
    assert placebo_rank([1.0, 2.0, np.nan, 3.0], 2.0) == pytest.approx(3 / 4)
    assert placebo_rank([1.0, 2.0, 3.0], 2.5) == pytest.approx(2 / 4)
    assert placebo_rank([np.nan], 2.0) == placebo_rank([1.0], np.nan) == 1.0


def test_windows_overlap_and_thin_ones_are_left_out() -> None:
    counts = np.array([1.0, 2.0, 3.0, 4.0])
    assert earlier_rates(counts, np.ones(4), 2).tolist() == [1.5, 2.5, 3.5]
    thin = np.array([1.0, 1.0, 0.0, 0.2])
    assert earlier_rates(counts, thin, 2).tolist() == [1.5, 5.0]
    assert earlier_rates(counts, np.ones(4), 0).size == 0
    assert earlier_rates(counts, np.ones(4), 5).size == 0


def test_the_later_window_is_compared_with_those_of_its_length() -> None:
    record = windows([1, 2, 3, 4, np.nan, 6], [5, 5], None, None)
    assert record is not None
    rates, later = placebos(record, np.full(len(record.counts), 2.0))
    assert later == pytest.approx(10 / 4)
    assert rates.tolist() == pytest.approx([3 / 4, 5 / 4, 7 / 4, 4 / 2, 6 / 2])
