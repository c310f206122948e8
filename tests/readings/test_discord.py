"""A record that warms and quarrels at once: "none of these" gains by what the two have in common."""

from __future__ import annotations

import pytest

from steelyard.readings import joint
from steelyard.readings.declared import ASKED, NONE


@pytest.mark.parametrize(
    ("turned", "broke", "gained"), [(5.0, 3.0, 3.0), (2.0, 7.0, 2.0), (5.0, -3.0, 0.0)]
)
def test_none_of_these_gains_the_smaller_of_a_turn_and_a_quarrel(
    turned: float, broke: float, gained: float
) -> None:
    said = {"tempo": {ASKED: turned}, "distrust": {joint.BROKE: broke}}
    found = joint._with_discord(said)
    assert sum(by.get(NONE, 0.0) for by in found.values()) == gained
