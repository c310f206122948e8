"""Counterfactuals from donors: published numbers, oracles, and what cannot be compared."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from steelyard.statistics import (
    Counterfactual,
    difference_in_differences,
    predictor_importance,
    simplex_weights,
    synthetic_control,
    synthetic_did,
)
from steelyard.statistics.panels.simplex import sparse_simplex_weights

Floats = NDArray[np.float64]
GERMANY = Path("../shared/data/synth/germany.csv")
DONORS = [
    "USA",
    "UK",
    "Austria",
    "Belgium",
    "Denmark",
    "France",
    "Italy",
    "Netherlands",
    "Norway",
    "Switzerland",
    "Japan",
    "Greece",
    "Portugal",
    "Spain",
    "Australia",
    "New_Zealand",
]


@pytest.fixture(scope="module")
def california() -> tuple[Floats, Floats]:
    """Cigarette packs a head, 1970 to 2000: California and 38 states (Proposition 99)."""
    text = files("synthdid").joinpath("data/california_prop99.csv").read_text(encoding="utf-8")
    delimiter = ";" if ";" in text.splitlines()[0] else ","
    sold: dict[str, list[float]] = defaultdict(list)
    for row in sorted(
        csv.DictReader(text.splitlines(), delimiter=delimiter), key=lambda r: r["Year"]
    ):
        sold[row["State"]].append(float(row["PacksPerCapita"]))
    own = np.array(sold.pop("California"))
    return own, np.array(list(sold.values()))


def test_california_in_the_published_numbers(california: tuple[Floats, Floats]) -> None:
    for estimator, published in (
        (synthetic_did, -15.60383),
        (synthetic_control, -19.61966),
        (difference_in_differences, -27.34911),
    ):
        found = estimator(*california, 19)
        assert found is not None
        assert found.effect == pytest.approx(published, abs=5e-4)
        assert found.low < found.effect < found.high
        assert 1 / 39 <= found.p_value <= 1


def test_california_beside_synthdid(california: tuple[Floats, Floats]) -> None:
    from synthdid import synthdid_estimate

    own, donors = california
    theirs: Any = synthdid_estimate(np.vstack([donors, own]), 38, 19)
    ours = synthetic_did(own, donors, 19)
    assert ours is not None
    assert ours.effect == pytest.approx(float(theirs), abs=1e-5)
    assert ours.donor_weights == pytest.approx(np.asarray(theirs.weights.omega), abs=1e-5)
    assert ours.period_weights == pytest.approx(np.asarray(theirs.weights.lambda_), abs=1e-5)


def _germany(years: range, schooling: tuple[int, int], invest: str) -> Floats:
    """Predictors of Abadie, Diamond and Hainmueller (2015), donors first, West Germany last."""
    rows = list(csv.DictReader(GERMANY.read_text(encoding="utf-8").splitlines()))

    def mean(unit: str, what: str, when: tuple[int, ...]) -> float:
        held = [
            float(row[what])
            for row in rows
            if row["country"] == unit and int(row["year"]) in when and row[what]
        ]
        return float(np.mean(held))

    span = tuple(years)
    asked: list[tuple[str, tuple[int, ...]]] = [
        (name, span) for name in ("gdp", "trade", "infrate")
    ]
    asked += [("industry", span), ("schooling", schooling), (invest, (1980,))]
    units = [*(name.replace("_", " ") for name in DONORS), "West Germany"]
    return np.array([[mean(unit, what, when) for unit in units] for what, when in asked])


def _gdp() -> Floats:
    rows = list(csv.DictReader(GERMANY.read_text(encoding="utf-8").splitlines()))
    by = {(row["country"], int(row["year"])): float(row["gdp"]) for row in rows}
    units = [*(name.replace("_", " ") for name in DONORS), "West Germany"]
    return np.array([[by[unit, year] for year in range(1960, 2004)] for unit in units])


@pytest.mark.skipif(not GERMANY.exists(), reason="needs ../shared/data/synth/germany.csv")
def test_west_germany_in_the_published_numbers() -> None:
    training = _germany(range(1971, 1981), (1970, 1975), "invest70")
    predictors = _germany(range(1981, 1991), (1980, 1985), "invest80")
    gdp = _gdp()
    years = slice(1981 - 1960, 1991 - 1960)
    importance = predictor_importance(
        training[:, -1], training[:, :-1], gdp[-1, years], gdp[:-1, years].T
    )
    found = synthetic_control(
        gdp[-1],
        gdp[:-1],
        30,
        predictors=predictors[:, -1],
        donor_predictors=predictors[:, :-1],
        importance=importance,
    )
    assert found is not None
    shares = dict(zip(DONORS, found.donor_weights, strict=True))
    published = {
        "Austria": 0.4145,
        "USA": 0.2162,
        "Japan": 0.1632,
        "Switzerland": 0.1077,
        "Netherlands": 0.0984,
    }
    for donor, share in shares.items():
        assert share == pytest.approx(published.get(donor, 0.0), abs=0.005)
    assert found.effect == pytest.approx(-1555.1, rel=0.01)


def test_the_closest_shares_are_those_of_a_general_optimiser() -> None:
    from scipy.optimize import LinearConstraint, minimize

    rng = np.random.default_rng(1)
    for _ in range(5):
        columns, target = rng.normal(size=(8, 5)), rng.normal(size=8)
        ours = simplex_weights(columns, target)

        def loss(w: Floats, columns: Floats = columns, target: Floats = target) -> float:
            return float(np.sum((columns @ w - target) ** 2))

        theirs = minimize(
            loss,
            np.full(5, 0.2),
            method="SLSQP",
            bounds=[(0, 1)] * 5,
            constraints=LinearConstraint(np.ones(5), 1, 1),
            options={"ftol": 1e-12},
        )
        assert ours.sum() == pytest.approx(1)
        assert (ours >= 0).all()
        assert loss(ours) <= loss(theirs.x) + 1e-8


def test_a_planted_effect_is_found_and_none_is_not() -> None:
    rng = np.random.default_rng(2)
    factors = rng.normal(size=(2, 30)).cumsum(axis=1)
    loads = rng.uniform(0, 1, (13, 2))
    loads[:2] = 0.5  # what the treated follow, the donors can add up to
    panel = loads @ factors + rng.normal(scale=0.3, size=(13, 30))
    panel[0, 22:] += 3
    for estimator in (synthetic_did, synthetic_control):
        found = estimator(panel[0], panel[1:], 22)
        assert found is not None
        assert found.effect == pytest.approx(3, abs=0.8)
        assert found.low > 0
        assert found.p_value <= 0.1
        none = estimator(panel[1], panel[2:], 22)
        assert none is not None
        assert none.low < 0 < none.high


def test_gaps_are_left_out_and_never_filled() -> None:
    rng = np.random.default_rng(3)
    panel = rng.normal(size=(6, 20)).cumsum(axis=1)
    whole = difference_in_differences(panel[0], panel[1:], 12)
    holes = panel.copy()
    holes[0, 5] = np.nan
    holes[3, 2] = np.nan
    found = difference_in_differences(holes[0], holes[1:], 12)
    by_hand = difference_in_differences(
        np.delete(panel[0], 5), np.delete(np.delete(panel[1:], 2, 0), 5, 1), 11
    )
    assert whole is not None and found is not None and by_hand is not None
    assert found.effect == pytest.approx(by_hand.effect)
    assert found.donor_weights[2] == 0
    assert np.isnan(found.gaps[5]) and found.period_weights[5] == 0


@pytest.mark.parametrize("estimator", [difference_in_differences, synthetic_control, synthetic_did])
def test_what_cannot_be_compared_is_not(
    estimator: Callable[[Floats, Floats, int], Counterfactual | None],
) -> None:
    flat, donors = np.ones(10), np.ones((3, 10))
    assert estimator(np.full(10, np.nan), donors, 5) is None
    assert estimator(flat, np.ones((1, 10)), 5) is None
    assert estimator(flat, donors, 1) is None
    assert estimator(flat, donors, 10) is None
    assert estimator(flat, np.ones((3, 9)), 5) is None
    still = estimator(flat, donors, 5)
    assert still is not None
    assert still.effect == pytest.approx(0)


def test_placebos_matched_exactly_have_the_spread_of_those_matched_by_steps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Forty placebos are matched without the published steps, which take ten times as long."""
    rng = np.random.default_rng(3)
    swell = rng.normal(size=30).cumsum() * 0.3
    levels = np.exp(1 + rng.normal(size=(16, 1)) + swell * rng.uniform(size=(16, 1)))
    logs = np.log(rng.poisson(levels) + 0.5)
    fast = synthetic_did(logs[0], logs[1:], 26)

    def steps(columns: Floats, target: Floats, *, ridge: float) -> Floats:
        return sparse_simplex_weights(columns, target, ridge=ridge, tolerance=1e-6)

    monkeypatch.setattr("steelyard.statistics.panels.counterfactuals.simplex_weights", steps)
    slow = synthetic_did(logs[0], logs[1:], 26)
    assert fast is not None
    assert slow is not None
    assert fast.effect == slow.effect
    assert fast.high - fast.low == pytest.approx(slow.high - slow.low, rel=0.01)
    assert fast.p_value == slow.p_value
