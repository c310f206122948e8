"""Similarity of profiles: numbers worked out by hand, published traps, and laws."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from steelyard.statistics.choices import similarity as sim
from steelyard.statistics.choices.splits import splits, voice

VOTES = arrays.arrays(np.int8, (4, 12), elements=st.integers(-1, 2))


def row(*choices: int) -> sim.Choices:
    return np.array([choices], dtype=np.int8)


def test_sparse_portfolios_fool_s_but_not_kappa() -> None:
    """Two states with five allies each, none in common, among a hundred: Häge 2011's point."""
    one, other = np.zeros((1, 100), np.int8), np.zeros((1, 100), np.int8)
    one[0, :5] = other[0, 5:10] = 3
    table = sim.joint(one, other, 4)
    assert sim.s_score(table)[0, 0] == pytest.approx(0.8)
    assert sim.kappa(table)[0, 0] == pytest.approx(-0.0526, abs=5e-5)
    assert sim.pi(table)[0, 0] == pytest.approx(-0.0526, abs=5e-5)


def test_absence_is_no_disagreement() -> None:
    table = sim.joint(row(0, 0, 2, 1, -1), row(0, 2, 2, -1, 0), 3)
    assert sim.common_items(table)[0, 0] == 3
    assert sim.agreement(table)[0, 0] == pytest.approx(2 / 3)
    # distances 0, 4, 0; one chose 0, 0, 2 and the other 0, 2, 2
    expected = 4 / 3 + 8 / 3 - 2 * (2 / 3) * (4 / 3)
    assert sim.kappa(table)[0, 0] == pytest.approx(1 - (4 / 3) / expected)
    assert sim.pi(table)[0, 0] == pytest.approx(1 - (4 / 3) / (2 * (2 - 1)))
    assert sim.s_score(table)[0, 0] == pytest.approx(1 - 2 * (4 / 3) / 4)


def test_nothing_in_common_is_not_a_number() -> None:
    table = sim.joint(row(0, -1), row(-1, 0), 3)
    for measure in (sim.agreement, sim.kappa, sim.pi, sim.s_score):
        assert np.isnan(measure(table)[0, 0])
    low, high = sim.bootstrap(row(), row(), 3, sim.agreement)
    assert np.isnan(low).all() and np.isnan(high).all()


def test_choices_that_never_vary_have_no_kappa() -> None:
    table = sim.joint(row(0, 0, 0), row(0, 0, 0), 3)
    assert sim.agreement(table)[0, 0] == 1
    assert np.isnan(sim.kappa(table)[0, 0])


@given(VOTES)
def test_all_pairs_at_once_are_the_pairs_one_by_one(votes: sim.Choices) -> None:
    whole = sim.joint(votes, votes, 3)
    for measure in (sim.agreement, sim.kappa, sim.pi, sim.s_score):
        square = measure(whole)
        np.testing.assert_allclose(square, square.T)
        one = measure(sim.joint(votes[:1], votes[1:2], 3))
        np.testing.assert_allclose(one[0, 0], square[0, 1])
    held = sim.agreement(whole)
    known = np.isfinite(held)
    assert ((held[known] >= 0) & (held[known] <= 1)).all()
    kappas = sim.kappa(whole)
    assert (kappas[np.isfinite(kappas)] <= 1 + 1e-12).all()


def test_weights_are_repeated_items() -> None:
    votes = np.random.default_rng(1).integers(-1, 3, (3, 9)).astype(np.int8)
    counts = np.array([0, 1, 2, 1, 0, 3, 1, 1, 0])
    weighted = sim.joint(votes, votes, 3, counts)
    twice = np.repeat(votes, counts, axis=1)
    repeated = sim.joint(twice, twice, 3)
    np.testing.assert_array_equal(weighted, repeated)


def test_the_interval_covers_as_often_as_it_says() -> None:
    """Ninety intervals of a hundred should hold the true agreement of 0.7; 0.80 to 0.97 do."""
    rng = np.random.default_rng(7)
    held = 0
    for seed in range(120):
        one = rng.integers(0, 3, (1, 80)).astype(np.int8)
        other = np.where(rng.random((1, 80)) < 0.7, one, (one + 1) % 3).astype(np.int8)
        low, high = sim.bootstrap(one, other, 3, sim.agreement, seed=seed)
        held += bool(low[0, 0] <= 0.7 <= high[0, 0])
    assert 0.80 <= held / 120 <= 0.97


def test_the_same_seed_gives_the_same_interval() -> None:
    votes = np.random.default_rng(2).integers(-1, 3, (4, 30)).astype(np.int8)
    one = sim.bootstrap(votes, votes, 3, sim.kappa, seed=5)
    np.testing.assert_array_equal(one, sim.bootstrap(votes, votes, 3, sim.kappa, seed=5))


def test_a_pole_has_a_voice_only_where_enough_of_it_agree() -> None:
    members = np.array([[0, 0, -1, 2], [0, 2, 0, -1], [0, 0, -1, -1]], np.int8)
    assert voice(members, quorum=2).tolist() == [0, -1, -1, -1]
    assert voice(members, quorum=1).tolist() == [0, -1, 0, 2]
    assert voice(members[:1], quorum=20).tolist() == [0, 0, -1, 2]  # all of a small pole


def test_absence_from_a_split_is_its_own_class() -> None:
    pole = np.zeros((2, 5), np.int8)
    leader = np.array([2, 2, 2, 0, -1], np.int8)  # the fourth is no split, nor is the fifth
    states = np.array([[0, 2, -1, 0, 0], [1, 1, 1, 1, 1]], np.int8)
    found = splits(states, pole, leader, quorum=2)
    assert found.items.tolist() == [0, 1, 2]
    assert found.with_pole.sum(axis=1).tolist() == [1, 0]
    assert found.with_leader.sum(axis=1).tolist() == [1, 0]
    assert found.absent.sum(axis=1).tolist() == [1, 0]
    assert found.neither.sum(axis=1).tolist() == [0, 3]


@given(VOTES)
def test_every_cell_of_a_split_has_one_class(votes: sim.Choices) -> None:
    found = splits(votes, votes[:2], votes[2], quorum=1)
    classes = [found.with_pole, found.with_leader, found.absent, found.neither]
    assert (np.sum(classes, axis=0) == 1).all()


@pytest.mark.parametrize("measure", [sim.kappa, sim.pi, sim.s_score, sim.agreement])
def test_the_jackknife_is_what_drawing_converges_to(
    measure: Callable[[sim.Array], sim.Array],
) -> None:
    rng = np.random.default_rng(11)
    one = rng.integers(0, 3, (1, 120)).astype(np.int8)
    other = np.where(rng.random((1, 120)) < 0.6, one, rng.integers(0, 3, (1, 120))).astype(np.int8)
    table = sim.joint(one, other, 3)
    low, high = sim.bootstrap(one, other, 3, measure, draws=1500, seed=1)
    drawn = float((high - low)[0, 0]) / (2 * sim.NORMAL)
    assert float(sim.error(table, measure)[0, 0]) == pytest.approx(drawn, rel=0.1)


def test_wilson_agrees_with_a_published_interval() -> None:
    """81 of 263, Newcombe 1998, Statistics in Medicine 17:857: .2553 to .3662 at 95 %."""
    low, high = sim.wilson(np.array([81 / 263]), np.array([263.0]), level=0.95)
    assert (round(float(low[0]), 4), round(float(high[0]), 4)) == (0.2553, 0.3662)
