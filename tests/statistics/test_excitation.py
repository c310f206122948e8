"""Mutual excitation: the truth is found, quickly, and not by a likelihood in continuous time."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from steelyard.statistics import excitation, lead
from steelyard.statistics.lags.leads import decay

Floats = NDArray[np.float64]

#: W calls forth C, C calls forth R; R calls forth nothing of C's. Rows are excited by columns.
TRUTH = np.array([[0.25, 0.0, 0.0], [0.35, 0.25, 0.0], [0.0, 0.45, 0.25]])
C, R = 1, 2


def _counts(seed: int, matrix: Floats, base: Floats, days: int, half_life: float) -> Floats:
    rng = np.random.default_rng(seed)
    keep = 0.5 ** (1 / half_life)
    past, out = np.zeros(len(base)), np.zeros((days, len(base)))
    for day in range(days):
        out[day] = rng.poisson(base + matrix @ past)
        past = keep * past + (1 - keep) * out[day]
    return out


def _times(seed: int, events: int, half_life: float) -> tuple[Floats, NDArray[np.int_], int]:
    """Exact times of a continuous Hawkes process by its families (Hawkes and Oakes 1974)."""
    rng = np.random.default_rng(seed)
    base = np.array([0.5, 0.3, 0.2]) / 2
    days = round(events / np.linalg.solve(np.eye(3) - TRUTH, base).sum())
    born = [
        (float(t), kind)
        for kind in range(3)
        for t in rng.uniform(0, days, rng.poisson(base[kind] * days))
    ]
    living = born
    while living:
        living = [
            (at + float(rng.exponential(half_life / math.log(2))), kind)
            for at, parent in living
            for kind in range(3)
            for _ in range(rng.poisson(TRUTH[kind, parent]))
        ]
        born += living
    held = sorted(event for event in born if event[0] < days)
    return np.array([t for t, _ in held]), np.array([kind for _, kind in held]), days


@dataclass
class Continuous:
    """The textbook estimator: maximum likelihood in continuous time, one decay for all."""

    matrix: Floats
    decay: float


def _continuous(times: Floats, kinds: NDArray[np.int_], days: int) -> Continuous:
    from scipy.optimize import minimize, minimize_scalar

    def at(decay: float) -> tuple[float, Floats]:
        past, excited = np.zeros(3), np.zeros((len(times), 3))
        for k, (t, kind) in enumerate(zip(times, kinds, strict=True)):
            if k:
                past = past * math.exp(-decay * (t - times[k - 1]))
            excited[k] = past
            past = past + decay * (np.arange(3) == kind)
        reached = np.array(
            [(1 - np.exp(-decay * (days - times[kinds == j]))).sum() for j in range(3)]
        )
        total, matrix = 0.0, np.zeros((3, 3))
        for own in range(3):
            design = np.column_stack([np.ones((kinds == own).sum()), excited[kinds == own]])
            mass = np.concatenate([[days], reached])

            def loss(
                w: Floats, design: Floats = design, mass: Floats = mass
            ) -> tuple[float, Floats]:
                rate = np.maximum(design @ w, 1e-12)
                return float(mass @ w - np.log(rate).sum()), mass - design.T @ (1 / rate)

            found = minimize(
                loss, np.full(4, 0.2), jac=True, method="L-BFGS-B", bounds=[(0, None)] * 4
            )
            total += float(found.fun)
            matrix[own] = found.x[1:]
        return total, matrix

    best = minimize_scalar(lambda log: at(math.exp(log))[0], bounds=(-4, 3.9), method="bounded")
    return Continuous(at(math.exp(float(best.x)))[1], math.exp(float(best.x)))


def _daily(times: Floats, kinds: NDArray[np.int_], days: int) -> Floats:
    counts = np.zeros((days, 3))
    np.add.at(counts, (times.astype(int), kinds), 1)
    return counts


def test_continuous_time_likelihood_on_stamps_of_a_day_is_wrong() -> None:
    """Exact times tell who leads; cut to days, the same likelihood does not, and counts do."""
    exact, stamped, counted = [], [], []
    for seed in range(3):
        times, kinds, days = _times(seed, 1000, half_life=0.5)
        days_only = np.floor(times)
        order = np.lexsort((np.random.default_rng(seed).random(len(times)), days_only))
        exact.append(_continuous(times, kinds, days).matrix)
        wrong = _continuous(days_only[order], kinds[order], days)
        assert wrong.decay > 10 * math.log(2) / 0.5  # the likelihood runs after the ties
        stamped.append(wrong.matrix)
        found = excitation(_daily(times, kinds, days))
        assert found is not None
        counted.append(found.matrix)
    spurious = [np.mean([m[C, R] for m in kind]) for kind in (exact, stamped, counted)]
    real = [np.mean([m[R, C] for m in kind]) for kind in (exact, stamped, counted)]
    assert spurious[0] <= 0.06 and real[0] == pytest.approx(0.45, abs=0.08)
    assert spurious[1] > 0.1 and real[1] < 0.25
    assert spurious[2] <= 0.06 and real[2] > 4 * spurious[2]


@pytest.mark.parametrize(
    ("half_life", "events"), [(0.5, 1500), (2.0, 1500), (2.0, 300), (7.0, 300)]
)
def test_lead_invents_nothing_on_stamps_of_a_day(half_life: float, events: int) -> None:
    back, wrong, right = [], 0, 0
    replicates = 80
    for seed in range(replicates):
        counts = _daily(*_times(1000 + seed, events, half_life))
        found = lead(counts[:, C], counts[:, R])
        back.append(found.b_to_a)
        wrong += found.grade == "b_leads"
        right += found.grade == "a_leads"
    assert abs(np.nanmean(back)) <= 0.06
    assert wrong / replicates <= 0.06
    assert right > wrong


def test_the_truth_is_found_in_ten_dimensions_in_two_seconds() -> None:
    rng = np.random.default_rng(3)
    matrix = rng.uniform(size=(10, 10)) * (rng.uniform(size=(10, 10)) < 0.3)
    matrix *= 0.6 / np.abs(np.linalg.eigvals(matrix)).max()
    counts = _counts(4, matrix, rng.uniform(0.1, 0.3, 10), 3650, 3.0)
    start = time.process_time()
    found = excitation(counts)
    assert time.process_time() - start < 2.0
    assert found is not None
    assert found.half_life == pytest.approx(3.0, rel=0.25)
    assert np.sqrt(np.mean((found.matrix - matrix) ** 2)) < 0.06
    inside = np.abs(found.matrix - matrix) <= 1.645 * found.errors
    assert inside.mean() > 0.8


def test_the_past_is_hand_worked() -> None:
    """Half-life one: weights 1/2, 1/4, 1/8; the present is left out."""
    assert decay(np.array([8.0, 0.0, 4.0, 0.0]), 1.0) == pytest.approx([0, 4, 2, 3])


def test_a_control_takes_the_common_driver() -> None:
    rng = np.random.default_rng(5)
    driver = np.exp(np.sin(np.arange(1500) / 20))
    counts = rng.poisson(0.5 * driver[:, None], (1500, 2)).astype(float)
    alone, controlled = excitation(counts), excitation(counts, control=driver)
    assert alone is not None and controlled is not None
    assert alone.matrix.sum() > 0.4
    assert controlled.matrix.sum() < 0.25


def test_what_cannot_be_fitted_is_not() -> None:
    assert excitation(np.zeros((50, 2))) is None
    assert excitation(np.full((50, 2), np.nan)) is None
    assert excitation(-np.ones((50, 2))) is None
    assert excitation(np.empty((0, 2))) is None
    one = np.zeros((50, 2))
    one[7, 0] = 1
    found = excitation(one)
    assert found is not None
    assert np.isfinite(found.matrix).all()
