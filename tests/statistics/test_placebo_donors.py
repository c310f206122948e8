"""Placebo donors by hand: difference in differences with effects that can be counted."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import t as student

from steelyard.statistics import difference_in_differences

BEFORE = 3
#: Donors whose change after the shock is 0, 1, 2, 3, 4; level before 10.
CHANGES = np.arange(5.0)
DONORS = np.array([[10.0, 10.0, 10.0, 10.0 + change, 10.0 + change] for change in CHANGES])


def treated(change: float) -> list[float]:
    return [10.0, 10.0, 10.0, 10.0 + change, 10.0 + change]


def placebo_effects() -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([c - np.delete(CHANGES, at).mean() for at, c in enumerate(CHANGES)])


@pytest.mark.parametrize(
    ("change", "rank"),
    [
        (12.0, 1 / 6),  # larger than every placebo effect
        (4.5, 3 / 6),  # as large as those of the outermost donors
        (2.5, 5 / 6),  # an effect of a half: all but the donor in the middle
    ],
)
def test_the_rank_counts_the_treated_itself(change: float, rank: float) -> None:
    found = difference_in_differences(treated(change), DONORS, BEFORE)
    assert found is not None
    assert found.effect == pytest.approx(change - CHANGES.mean())
    assert sorted(abs(placebo_effects())) == pytest.approx([0, 1.25, 1.25, 2.5, 2.5])
    assert found.p_value == pytest.approx(rank)


def test_the_interval_is_the_spread_of_the_placebos_and_units_average_it() -> None:
    one = difference_in_differences(treated(12.0), DONORS, BEFORE)
    four = difference_in_differences([treated(12.0)] * 4, DONORS, BEFORE)
    assert one is not None and four is not None
    reach = student.ppf(0.95, len(CHANGES) - 1) * placebo_effects().std()
    assert one.high - one.effect == one.effect - one.low == pytest.approx(reach)
    assert four.high - four.low == pytest.approx((one.high - one.low) / 2)
