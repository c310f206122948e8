"""The Bayesian state space beside the light estimator: same question, same shape of answer."""

from __future__ import annotations

import math
from importlib.util import find_spec

import numpy as np
import pytest
from evaluation.counts import World, series

from steelyard.errors import SteelyardError
from steelyard.statistics import RateChange, bayes, rate_change

needs_numpyro = pytest.mark.skipif(
    find_spec("numpyro") is None, reason="numpyro is not installed: pip install 'steelyard[bayes]'"
)


def test_without_the_extra_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bayes, "find_spec", lambda _: None)
    with pytest.raises(SteelyardError, match=r"pip install 'steelyard\[bayes\]'") as caught:
        bayes.rate_change([1, 2, 3], [4, 5, 6])
    assert "\n" not in str(caught.value)


@needs_numpyro
@pytest.mark.filterwarnings("default")  # of the sampler's own dependencies
def test_it_agrees_with_the_light_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer steps than usual, of one chain: the ends of the interval are then known to a tenth."""
    for name, few in (("CHAINS", 1), ("WARMUP", 150), ("KEPT", 200)):
        monkeypatch.setattr(bayes, name, few)
    before, after = series(np.random.default_rng(0), World(8.0, 52, 13), 3)
    before[3] = np.nan
    light, full = rate_change(before, after), bayes.rate_change(before, after)
    assert isinstance(full, RateChange)
    assert full.grade == light.grade == "supports"
    for one, other in ((full.ratio, light.ratio), (full.low, light.low), (full.high, light.high)):
        assert abs(math.log(one / other)) < 0.3
    assert full.p_increase > 0.95
    assert 1 < full.smallest_detectable < 4


@needs_numpyro
def test_chains_that_do_not_agree_tell_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    apart = {"step": np.array([[0.0] * 50 + [1.0] * 50] * 2), "season": np.zeros((2, 100, 1))}
    monkeypatch.setattr(bayes, "_samples", lambda *_: apart)
    found = bayes.rate_change([3.0] * 30, [5.0] * 10)
    assert math.isnan(found.ratio)
    assert found.grade == "cannot_tell"


@needs_numpyro
@pytest.mark.parametrize(
    ("before", "after"),
    [([], []), ([0] * 20, [0] * 5), ([1] + [0] * 20, [0] * 5), ([-1.0] * 20, [1.0] * 5)],
)
def test_what_cannot_be_told_needs_no_sampling(before: list[float], after: list[float]) -> None:
    assert bayes.rate_change(before, after).grade == "cannot_tell"


def test_chains_that_part_company_are_told_from_those_that_mix() -> None:
    rng = np.random.default_rng(4)
    mixed = rng.normal(size=(2, 400))
    assert bayes.split_factor(mixed) < 1.02
    assert bayes.split_factor(mixed + np.array([[0.0], [2.0]])) > 1.2
    assert bayes.split_factor(np.ones((2, 10))) == math.inf
