"""The seed reaches every draw of chance: two seeds, two sets of intervals, each within the other's error."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from steelyard.archive import MemoryArchive, archive_of
from steelyard.pipeline import diagnose
from steelyard.records import TIE, Case, Event, Finding, SourceCard, event_table

SHOCK = date(2019, 10, 18)
DRAWN = ("tempo", "amplification", "priority")


@pytest.fixture
def store(make_event: Callable[..., Event], selective: SourceCard) -> MemoryArchive:
    """A wire on which the pair meets weekly, then every second day, amid the traffic of others."""
    weekly = [SHOCK - timedelta(days=7 * n + 3) for n in range(140)]
    later = [SHOCK + timedelta(days=2 * n) for n in range(37)]
    wire = [SHOCK + timedelta(days=n) for n in range(-1000, 75)]
    events = [make_event(d, "RUS", "SRB", number=n) for n, d in enumerate(weekly + later)]
    events += [make_event(d, "RUS", "BIH", number=1000 + n) for n, d in enumerate(wire)]
    events += [make_event(d, "USA", "BIH", number=3000 + n) for n, d in enumerate(wire)]
    card = replace(selective, sampling="systematic")
    return archive_of(event_table(events), TIE.empty_table(), (card,))


def found(store: MemoryArchive, case: Case, seed: int) -> dict[str, Finding]:
    findings = diagnose(case, only=DRAWN, archive=store, seed=seed)
    return {finding.diagnostic: finding for finding in findings}


def intervals(finding: Finding) -> list[tuple[float, float]]:
    """Every interval that the finding shows, as logs: the ones drawn here are of ratios."""
    pairs = [
        (finding.low, finding.high),
        *((m.low, m.high) for m in finding.measures if m.name.startswith("tempo of")),
    ]
    return [(math.log(a), math.log(b)) for a, b in pairs if a and b]


def test_the_same_seed_gives_the_same_findings(store: MemoryArchive, small_case: Case) -> None:
    assert found(store, small_case, 7) == found(store, small_case, 7)


@pytest.mark.parametrize("name", DRAWN)
def test_another_seed_gives_another_interval_within_its_error(
    store: MemoryArchive, small_case: Case, name: str
) -> None:
    one, other = (found(store, small_case, seed)[name] for seed in (1, 2))
    assert one.grade == other.grade
    here, there = intervals(one), intervals(other)
    assert here
    assert here != there
    for (low, high), (least, most) in zip(here, there, strict=True):
        assert abs(low - least) < 0.1 * (high - low)
        assert abs(high - most) < 0.1 * (high - low)
