"""Both ways from a world to findings agree: the arrays made at once, and the event table gathered."""

from __future__ import annotations

import pytest
from evaluation.both_ways import both_ways

from steelyard.readings import worlds

#: Worlds compared here, one of each truth; ``python -m evaluation.both_ways`` compares 200.
SAMPLE = (0, 1, 2, 3, 5, 6, 7, 11, 12, 14, 15)


@pytest.mark.parametrize("seed", SAMPLE)
def test_the_event_table_of_a_world_gives_the_findings_of_its_arrays(seed: int) -> None:
    long_way, short_way = both_ways(seed)
    for gathered, made in zip(long_way, short_way, strict=True):
        assert gathered == made


def test_the_same_seed_makes_the_same_world() -> None:
    first, second = (worlds.simulate(worlds.draw(7)) for _ in range(2))
    assert worlds.world_table(first).equals(worlds.world_table(second))
    other = worlds.simulate(worlds.draw(8))
    assert not worlds.world_table(first).equals(worlds.world_table(other))


def test_a_wanted_truth_is_what_is_drawn() -> None:
    truth = worlds.Truth("audience", "reactive")
    assert {worlds.draw(seed, truth=truth).truth for seed in range(5)} == {truth}
