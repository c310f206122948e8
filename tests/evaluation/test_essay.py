"""The essay that the project began with: the coder finds most of its events and few besides."""

from __future__ import annotations

import pytest
from evaluation import essay


@pytest.mark.skipif(not essay.ESSAY.exists(), reason="the essay lies beside the project only")
def test_three_fifths_of_the_essays_events_are_found_and_few_that_are_not_there() -> None:
    told, beside = essay.compared(essay.expected(), essay.coded())
    # 24 until rules 4: two of the three lost are merged with another act of their type, pair and day,
    # the third is no longer sure enough. 28 are wanted.
    assert sum(event is not None for event in told.values()) >= 21
    assert len(beside) <= 5
