"""Both ways from a world to findings agree: the arrays made at once, and the event table gathered."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from steelyard.archive import archive_of
from steelyard.pipeline import ask
from steelyard.pipeline.worlds import findings_of, simulated
from steelyard.readings import worlds
from steelyard.records import EVENT, TIE, Finding

#: Worlds whose third parties are few, so that their event tables are quickly written.
SAMPLE = tuple(range(24))


def _gathered(seed: int) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    world = worlds.simulate(replace(worlds.draw(seed), volume=2.0))
    table = worlds.world_table(world)
    assert table.schema == EVENT
    case = worlds.case_of(world.parameters)
    archive = archive_of(table, pa.Table.from_batches([], TIE), case.sources)
    return (
        tuple(ask(diagnostic, archive, case, worlds.CLIENT) for diagnostic in simulated()),
        findings_of(world),
    )


@pytest.mark.parametrize("seed", SAMPLE)
def test_the_event_table_of_a_world_gives_the_findings_of_its_arrays(seed: int) -> None:
    long_way, short_way = _gathered(seed)
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
