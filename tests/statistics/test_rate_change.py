"""Rate changes: what the numbers mean on series whose truth is known, and on bad ones."""

from __future__ import annotations

import math
import time
import warnings

import numpy as np
import pytest
from evaluation.counts import World, series
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.statistics import RateChange, rate_change, rate_ratio

CELLS = [World(mean, 104, after) for mean in (0.5, 2.0, 8.0) for after in (8, 13)]
NONE = [0.0] * 13


def _many(world: World, ratio: float, replicates: int) -> list[RateChange]:
    found = []
    for at in range(replicates):
        before, after = series(np.random.default_rng((31, at)), world, ratio)
        found.append(rate_change(before, after))
    return found


def _held(found: list[RateChange], ratio: float) -> float:
    return float(np.mean([f.low <= ratio <= f.high for f in found]))


def _supported(found: list[RateChange]) -> float:
    return float(np.mean([f.grade == "supports" for f in found]))


@pytest.mark.parametrize("world", CELLS, ids=lambda w: f"{w.mean:g}-{w.after}")
def test_intervals_cover_and_noise_is_not_graded(world: World) -> None:
    """The fast version of evaluation/tempo.py; its bounds are those of the grid and two errors of 150 series."""
    found = _many(world, 1.0, 150)
    assert 0.80 <= _held(found, 1.0) <= 0.98
    assert _supported(found) <= 0.10


def test_the_exact_test_fails_where_ours_does_not() -> None:
    alarms = 0
    for at in range(150):
        before, after = series(np.random.default_rng((31, at)), World(8.0, 104, 13), 1.0)
        exact = rate_ratio(int(before.sum()), int(after.sum()), 104, 13)
        alarms += exact is not None and exact.low > 1
    assert alarms / 150 > 0.17


def test_a_doubling_is_seen() -> None:
    found = _many(World(8.0, 104, 13), 2.0, 150)
    assert _supported(found) >= 0.75
    assert 0.85 <= _held(found, 2.0) <= 0.97
    assert np.median([f.ratio for f in found]) == pytest.approx(2.0, rel=0.08)


def test_the_smallest_detectable_ratio_has_the_power_that_it_claims() -> None:
    world = World(4.0, 104, 13)
    least = float(np.median([f.smallest_detectable for f in _many(world, 1.0, 40)]))
    assert abs(_supported(_many(world, least, 120)) - 0.8) < 0.1


def test_a_season_is_not_a_change() -> None:
    assert _supported(_many(World(4.0, 104, 13, yearly=0.5), 1.0, 100)) <= 0.10


def test_a_burst_after_silence_does_not_run_away() -> None:
    """The link is made linear at what was counted: steps from the last fit gave a ratio of 219."""
    before = [0.0] * 32 + [2, 0, 0, 0, 0, 7, 0, 1, 3, 7]
    found = rate_change(before, [7, 1, 0, 4, 3, 0, 0, 0])
    assert 0.1 < found.ratio < 10
    assert found.low < 15 / 8 / (20 / 42) < found.high
    assert found.grade == "cannot_tell"


def test_a_blunt_record_needs_a_flood() -> None:
    """Ten events in two years: three times as many are not believed, thirty times as many are."""
    before = [1.0 if week % 10 == 0 else 0.0 for week in range(104)]
    rise = rate_change(before, [1.0, 0, 1, 0, 1, 0, 1, 0])
    flood = rate_change(before, [3.0] * 8)
    assert rise.smallest_detectable > 3.5
    assert rise.low < 2
    assert rise.grade == "cannot_tell"
    assert flood.low > 2
    assert flood.grade == "supports"


def test_days_and_gaps() -> None:
    days = World(0.6, 730, 91, phi=2.0, memory=0.93, year=365.25, gaps=0.2)
    found = _many(days, 1.0, 60)
    assert _held(found, 1.0) >= 0.8
    assert _supported(found) <= 0.12


def test_more_printing_is_not_more_happening() -> None:
    """Where the record doubles, its exposure says so, and nothing has changed."""
    rng = np.random.default_rng(5)
    before, after = rng.poisson(5, 104), rng.poisson(10, 13)
    plain = rate_change(before, after)
    fair = rate_change(before, after, exposure_before=np.full(104, 100), exposure_after=[200] * 13)
    assert plain.grade == "supports"
    assert fair.grade != "supports"
    assert fair.ratio == pytest.approx(plain.ratio / 2, rel=0.02)


def test_a_gap_is_not_a_zero() -> None:
    rng = np.random.default_rng(6)
    before, after = rng.poisson(5, 104).astype(float), rng.poisson(5, 13).astype(float)
    holes = after.copy()
    holes[4:9] = np.nan
    exposure = np.ones(13)
    exposure[4:9] = 0
    by_nan = rate_change(before, holes)
    by_exposure = rate_change(before, after, exposure_after=exposure)
    assert by_nan == by_exposure
    assert by_nan.ratio == pytest.approx(np.nanmean(holes) / before.mean(), rel=0.1)


def test_no_change_can_be_said() -> None:
    rng = np.random.default_rng(7)
    assert rate_change(rng.poisson(60, 104), rng.poisson(60, 26)).grade == "opposes"


def test_a_record_too_short_for_placebos_supports_nothing() -> None:
    found = rate_change([4] * 20, [40] * 13)
    assert found.grade == "cannot_tell"
    assert found.placebo_p > 0.05
    assert math.isinf(found.smallest_detectable)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (NONE * 8, NONE),
        (NONE * 8, [1.0, *NONE[1:]]),
        ([1.0, *NONE * 8], NONE),
        ([], []),
        ([], [3.0] * 13),
        ([3.0] * 104, []),
        ([math.nan] * 104, [9.0] * 13),
        ([1.0] * 104, [math.nan] * 13),
        ([1.0, -1.0] * 52, [9.0] * 13),
        ([1.0] * 104, [9.0, -1.0]),
        ([1.0] * 104, [math.inf] * 13),
        ([1.0] * 104, [9.0] * 6 + [math.nan] * 7),
        ([1.0] * 104, [9.0] * 200),
        ([2.0], [9.0]),
    ],
)
def test_what_cannot_be_told_is_not_told(before: list[float], after: list[float]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = rate_change(before, after)
    assert found.grade == "cannot_tell"
    assert not found.low > found.high


@pytest.mark.parametrize("exposure", [0, [0.0] * 104, [math.nan] * 104, [-1.0] * 104, [1.0] * 7])
def test_exposures_that_cannot_be(exposure: object) -> None:
    found = rate_change([1] * 104, [9] * 13, exposure_before=exposure)  # type: ignore[arg-type]  # wrong on purpose
    assert found.grade == "cannot_tell"
    assert math.isnan(found.ratio)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.one_of(st.integers(0, 30), st.just(math.nan)), max_size=60),
    st.lists(st.one_of(st.integers(0, 30), st.just(math.nan)), max_size=20),
)
def test_it_never_raises(before: list[float], after: list[float]) -> None:
    found = rate_change(before, after)
    assert not found.low > found.ratio
    assert not found.high < found.ratio
    assert 0 < found.placebo_p <= 1


def test_it_repeats_itself_and_is_light() -> None:
    before, after = series(np.random.default_rng(1), World(8.0, 137, 13), 1.0)
    assert rate_change(before, after, seed=3) == rate_change(before, after, seed=3)
    start = time.process_time()
    for _ in range(10):
        rate_change(before, after)
    assert (time.process_time() - start) / 10 < 0.05
