"""Two windows made ready: gaps, exposure and bins, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from steelyard.statistics import rate_change
from steelyard.statistics.rates.windows import windows


def test_a_gap_is_neither_a_count_nor_an_exposure() -> None:
    record = windows([1, np.nan, 3], [4, 5], [10, 10, 0], [10, 10])
    assert record is not None
    assert record.counts.tolist() == [1, 4, 5]
    assert record.exposure.tolist() == [10, 10, 10]
    assert record.time.tolist() == [-2.5, 0.5, 1.5]
    assert record.later.tolist() == [False, True, True]
    assert record.missing_before == pytest.approx(2 / 3)
    assert record.missing_after == 0.0
    assert (record.total(later=False), record.exposed(later=True)) == (1, 20)


def test_long_records_are_binned_and_no_bin_spans_the_shock() -> None:
    record = windows(np.ones(5), np.ones(4), None, None, most=4)
    assert record is not None
    assert record.width == 3
    assert record.counts.tolist() == [2, 3, 3, 1]
    assert record.later.tolist() == [False, False, True, True]


@pytest.mark.parametrize(
    ("before", "after", "exposure"),
    [
        ([-1.0, 2.0], [1.0], None),
        ([np.inf, 2.0], [1.0], None),
        ([1.0, 2.0], [1.0], [1.0, -1.0]),
        ([1.0, 2.0], [1.0], [1.0, np.inf]),
        ([1.0, 2.0], [1.0], [1.0, 1.0, 1.0]),
    ],
)
def test_numbers_that_are_no_counts_make_the_whole_unusable(
    before: list[float], after: list[float], exposure: list[float] | None
) -> None:
    assert windows(before, after, exposure, None) is None


def test_a_window_that_is_mostly_a_gap_is_not_graded() -> None:
    past = np.tile([2.0, 1.0, 3.0, 2.0], 26)
    burst = np.full(13, 9.0)
    assert rate_change(past, burst).grade == "supports"
    half = np.where(np.arange(13) < 7, np.nan, burst)
    assert rate_change(past, half).grade == "cannot_tell"
    gone = np.where(np.arange(104) < 53, np.nan, past)
    assert rate_change(gone, burst).grade == "cannot_tell"
