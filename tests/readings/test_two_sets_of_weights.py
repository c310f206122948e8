"""Two sets of weights: where those from less noisy worlds disagree, the words are mild."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.readings.test_weighing import finding

from steelyard import readings
from steelyard.readings.features import GRADE, UNASKED
from steelyard.readings.joint import APART, TEMPER
from steelyard.readings.learned import Learned
from steelyard.records import Case, FamilyVerdict

MODEL = readings.shipped()


def weighed(case: Case, monkeypatch: pytest.MonkeyPatch, wide: float, narrow: float) -> Any:
    """A verdict under weights that add so much to leverage, with more noise and with less."""

    def supports(self: Learned, known: Any, *_: object, narrow: bool = False, **__: object) -> Any:
        seen = (known[:, :, GRADE] != UNASKED).any(axis=1)
        found = np.zeros((len(known), len(self.wide["what"].classes)))
        found[seen, self.wide["what"].classes.index("leverage")] = (
            less if narrow else more
        ) / TEMPER
        return found

    more, less = wide, narrow
    monkeypatch.setattr(Learned, "supports", supports)
    found = [finding("tempo", "supports")]
    return readings.weigh_case(case, found, client="SRB", family="what", model=MODEL)


def test_where_both_agree_nothing_is_held(
    small_case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    verdict: FamilyVerdict = weighed(small_case, monkeypatch, 1.0, 1.0)
    assert verdict.mild_words == ()
    assert verdict.narrow == pytest.approx(dict(verdict.probabilities))


def test_where_they_disagree_the_reading_is_held_and_it_is_said(
    small_case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    verdict: FamilyVerdict = weighed(small_case, monkeypatch, 3.0, -3.0)
    assert verdict.narrow is not None
    assert verdict.probabilities["leverage"] - verdict.narrow["leverage"] > APART
    assert "leverage" in verdict.mild_words
    assert any(said.startswith("leverage: worlds with less noise") for said in verdict.caps)
