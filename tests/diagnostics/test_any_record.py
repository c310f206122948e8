"""Whatever a record holds, every diagnostic answers in finite numbers and a short sentence."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from steelyard import diagnostics
from steelyard.archive import archive_of
from steelyard.records import (
    Case,
    Event,
    Finding,
    SourceCard,
    Tie,
    Window,
    event_table,
    tie_table,
)
from steelyard.series import Record

Make = Callable[..., Event]
MakeTie = Callable[..., Tie]

TYPES = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), 1),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), 2),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), 3),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), 4),
}
STATUSES = ("happened",) * 5 + ("planned", "threatened", "rumoured", "denied", "hypothetical")
ACTORS = ("SRB", "RUS", "EAEU", "EU", "DEU", "NATO", "USA", "GBR", "MKD", "YUG", "CHN")
INDICATORS = (
    "trade.total",
    "trade.share",
    "trade.ratio",
    "exercises.count",
    "treaty.fta",
    "treaty.coverage",
    "gas.imports",
    "unga.lean_change",
    "unga.lean_gap",
    "unga.kappa_lean_gap",
    "unga.split_absent",
    "cfsp.alignment",
    "visits.received",
    "treaty.in_force",
    "arms.tiv_share",
)
METHODS = (None, "prior: old", "new: deal", "of trade with the EAEU", "EU:EAEU", "to October")

#: A sentence longer than this is not read.
LONGEST = 50


def pick(rng: np.random.Generator, values: Sequence[Any]) -> Any:
    """One of ``values`` as it is: ``Generator.choice`` would turn None and numbers into text."""
    return values[int(rng.integers(len(values)))]


def random_events(make: Make, rng: np.random.Generator) -> list[Event]:
    events: list[Event] = []
    for number in range(int(rng.integers(0, 120))):
        kind = str(rng.choice(list(TYPES)))
        precision = str(rng.choice(["day"] * 6 + ["month", "year"]))
        day = date(2016, 6, 1) + timedelta(days=int(rng.integers(0, 1500)))
        if precision != "day":
            day = day.replace(day=1, month=1 if precision == "year" else day.month)
        said = day - timedelta(days=int(rng.integers(0, 90)))
        sides = [";".join(rng.choice(ACTORS, size=rng.integers(1, 3))) for _ in range(2)]
        events.append(
            make(
                day,
                *sides,
                kind,
                number=number,
                quad=TYPES[kind],
                act=str(rng.choice(["words", "deeds"])),
                status=str(rng.choice(STATUSES)),
                precision=precision,
                announced=said if rng.random() < 0.3 else None,
                context=tuple(rng.choice(["military", "economic"], size=rng.integers(0, 2))),
                mode=pick(rng, (None, "visit", "phone")),
                plan_of=events[-1].event_id if events and rng.random() < 0.1 else None,
                sentence=None if rng.random() < 0.2 else "Something happened.",
                source=str(rng.choice(["test", "wire"])),
            )
        )
    return events


def random_ties(make: MakeTie, rng: np.random.Generator) -> list[Tie]:
    ties = {}
    for _ in range(int(rng.integers(0, 40))):
        indicator = str(rng.choice(INDICATORS))
        row = make(
            str(rng.choice(["EU", "DEU", "NATO", "RUS", "EAEU", "BLR", "RUS;BLR", "WLD"])),
            pick(rng, (None, 0.0, 1.0, 4.5, 60.0, 99.5)),
            indicator,
            year=int(rng.integers(2013, 2023)),
            unit="percent" if "share" in indicator else "units",
            method=pick(rng, METHODS),
            reporter=pick(rng, (None, "Office")),
        )
        ties[row.tie_id] = row
    return list(ties.values())


def numbers(found: Finding) -> list[float]:
    values = [found.effect, found.low, found.high, found.smallest_detectable]
    values += [v for m in found.measures for v in (m.value, m.low, m.high)]
    values += [v for t in found.exhibits for row in t.rows for v in row if isinstance(v, float)]
    return [value for value in values if value is not None]


def named(found: Finding) -> set[str]:
    return {
        *found.evidence,
        *(name for measure in found.measures for name in measure.evidence),
        *(name for table in found.exhibits for row in table.evidence for name in row),
    }


@pytest.mark.parametrize("seed", range(30))
def test_any_record_gets_an_answer(
    make_event: Make, make_tie: MakeTie, small_case: Case, selective: SourceCard, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    events, ties = random_events(make_event, rng), random_ties(make_tie, rng)
    cards = [(selective,), (selective, replace(selective, name="wire", sampling="systematic"))]
    store = archive_of(event_table(events), tie_table(ties), cards[seed % 2])
    start = date(2017, 1, 1) + timedelta(days=int(rng.integers(0, 1200)))
    gap = Window(start, start + timedelta(days=int(rng.integers(1, 400))))
    case = replace(small_case, gaps=(gap,) if seed % 3 == 0 else ())
    known = {event.event_id for event in events} | {row.tie_id for row in ties}
    record = Record(store, case)
    for diagnostic in diagnostics.ALL:
        found = diagnostics.ask(diagnostic, record, case, "SRB")
        assert all(math.isfinite(value) for value in numbers(found)), diagnostic.name
        assert named(found) <= known
        assert found.sentence.endswith(".")
        assert "None" not in found.sentence
        assert len(found.sentence.split()) <= LONGEST, found.sentence
        if found.low is not None and found.high is not None and found.effect is not None:
            assert found.low <= found.effect <= found.high, diagnostic.name
