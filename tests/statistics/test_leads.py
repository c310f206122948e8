"""Who leads: not the common driver, not the calendar of stamps, and sometimes a leader."""

from __future__ import annotations

import math
import warnings
from dataclasses import replace

import numpy as np
import pytest
from evaluation.exchanges import Exchange, exchange

from steelyard.statistics import Lead, lead


def _many(world: Exchange, replicates: int) -> list[Lead]:
    found = []
    for at in range(replicates):
        a, b, control = exchange(np.random.default_rng((41, at)), world)
        found.append(lead(a, b, control=control))
    return found


def _graded(found: list[Lead], grade: str) -> float:
    return float(np.mean([f.grade == grade for f in found]))


def test_a_common_driver_leads_nobody() -> None:
    found = _many(Exchange(), 150)
    assert _graded(found, "a_leads") + _graded(found, "b_leads") <= 0.08
    assert abs(np.mean([f.a_to_b for f in found])) < 0.06


def test_unequal_rates_under_a_driver_without_control_lead_nobody() -> None:
    """The coefficients differ, since the busier side shows the driver better; the grade knows."""
    found = _many(Exchange(rates=(0.6, 0.1), control=None), 100)
    assert np.mean([f.b_to_a - f.a_to_b for f in found]) > 0.2
    assert _graded(found, "cannot_tell") >= 0.9


def test_a_leader_is_found_and_turned_round_with_the_sides() -> None:
    world = Exchange(a_to_b=0.3)
    found = _many(world, 100)
    assert _graded(found, "a_leads") >= 0.5
    assert _graded(found, "b_leads") == 0
    assert np.mean([f.a_to_b for f in found]) == pytest.approx(0.3, abs=0.05)
    a, b, control = exchange(np.random.default_rng(1), world)
    one, other = lead(a, b, control=control), lead(b, a, control=control)
    assert one.a_to_b == pytest.approx(other.b_to_a)
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low))


def test_both_answering_alike_leads_nobody() -> None:
    found = _many(Exchange(a_to_b=0.3, b_to_a=0.3), 80)
    assert _graded(found, "cannot_tell") >= 0.87


def test_weeks_will_do() -> None:
    world = replace(Exchange(a_to_b=0.4, half_life=1.0), rates=(1.5, 1.5), days=208, factor=0.5)
    found = _many(world, 60)
    assert _graded(found, "a_leads") > 0.3
    assert _graded(found, "b_leads") <= 0.02


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ([0.0] * 200, [0.0] * 200),
        ([1.0] + [0.0] * 199, [0.0] * 200),
        ([], []),
        ([1.0] * 200, [2.0] * 200),
        ([math.nan] * 200, [1.0] * 200),
        ([-1.0] * 200, [1.0, 2.0] * 100),
        ([math.inf] * 200, [1.0, 2.0] * 100),
        ([1.0, 2.0] * 100, [1.0, 2.0] * 99),
        ([5.0] * 10, [5.0] * 10),
    ],
)
def test_what_cannot_be_told_is_not_told(a: list[float], b: list[float]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for control in (None, np.zeros(len(a)), np.full(len(a), math.nan)):
            found = lead(a, b, control=control)
            assert found.grade == "cannot_tell"
            assert not found.low > found.high


def test_gaps_are_left_out() -> None:
    a, b, control = exchange(np.random.default_rng(2), Exchange(a_to_b=0.3, control=20.0))
    holes = a.copy()
    holes[100:160] = np.nan
    found = lead(holes, b, control=control)
    assert found.a_to_b == pytest.approx(lead(a, b, control=control).a_to_b, abs=0.15)
