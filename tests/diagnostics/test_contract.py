"""What every diagnostic promises, whatever the record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from ibis.expr.types.core import Expr
from tests.diagnostics.conftest import record_of

from steelyard import diagnostics
from steelyard.archive import MemoryArchive, archive_of
from steelyard.errors import CaseError
from steelyard.records import (
    Case,
    Diagnostic,
    Event,
    Finding,
    Pole,
    SourceCard,
    Tie,
    Window,
    event_table,
    tie_table,
)

SHOCK = date(2019, 10, 18)
KINDS = ("CONSULT", "SUPPORT", "COOPERATE", "AGREE", "ACCUSE", "REJECT", "AID")
Make = Callable[..., Event]

every = pytest.mark.parametrize("diagnostic", diagnostics.ALL, ids=lambda d: d.name)


#: Diagnostics about a change; "distrust persists" and "the client moves first" are about a
#: level, which noise has too.
CHANGES = [d for d in diagnostics.ALL if d.name not in ("distrust", "initiative")]


def archive(events: list[Event], card: SourceCard, ties: list[Tie] | None = None) -> MemoryArchive:
    return archive_of(event_table(events), tie_table(ties or []), (card,))


def noise(make: Make, seed: int, *, before: int = 80, after: int = 8) -> list[Event]:
    """Events between Serbia and both poles without any change at the shock."""
    rng = np.random.default_rng(seed)
    events = []
    for number in range(before + after):
        back = number < before
        day = SHOCK + timedelta(days=int(rng.integers(-1000, -1) if back else rng.integers(0, 75)))
        other = str(rng.choice(["RUS", "USA", "EU", "DEU"]))
        kind = str(rng.choice(KINDS))
        act = "deeds" if kind in ("COOPERATE", "AID") else "words"
        pair = ("SRB", other) if rng.random() < 0.5 else (other, "SRB")
        events.append(make(day, *pair, kind, act=act, number=number))
    return events


def tie(partner: str, value: float, indicator: str = "trade.total", **values: Any) -> Tie:
    return Tie(
        **{
            "tie_id": f"t{partner}{indicator}{values.get('method', '')}",
            "state": "SRB",
            "partner": partner,
            "year": 2019,
            "indicator": indicator,
            "value": value,
            "unit": "million EUR",
            "reporter": "Office",
            "source": "test",
            "source_id": partner,
            **values,
        }
    )


def ask(
    diagnostic: Diagnostic,
    events: list[Event],
    card: SourceCard,
    case: Case,
    ties: list[Tie] | None = None,
) -> Finding:
    return diagnostics.ask(diagnostic, record_of(case, events, (card,), ties or []), case, "SRB")


@pytest.fixture
def systematic(selective: SourceCard) -> SourceCard:
    return replace(selective, sampling="systematic")


@every
def test_it_never_raises_on_a_thin_record(
    diagnostic: Diagnostic, make_event: Make, small_case: Case, selective: SourceCard
) -> None:
    one = make_event(SHOCK, "RUS", "SRB")
    gap = replace(small_case, gaps=(Window(date(2017, 1, 1), date(2020, 1, 1)),))
    far = replace(
        small_case,
        windows={
            "before": Window(date(1950, 1, 1), date(1951, 1, 1)),
            "after": Window(SHOCK, SHOCK + timedelta(days=1)),
        },
    )
    for events in ([], [one], [make_event(SHOCK, "USA", "SRB")], noise(make_event, 1)):
        for case in (small_case, gap, far):
            found = ask(diagnostic, events, selective, case)
            if not events:
                assert found.grade in ("cannot_tell", "not_applicable")


@every
def test_one_event_is_never_a_finding(
    diagnostic: Diagnostic, make_event: Make, small_case: Case, systematic: SourceCard
) -> None:
    found = ask(diagnostic, [make_event(SHOCK, "RUS", "SRB")], systematic, small_case)
    assert found.grade != "supports"


@every
def test_it_repeats_itself(
    diagnostic: Diagnostic, make_event: Make, small_case: Case, selective: SourceCard
) -> None:
    store = archive(noise(make_event, 2), selective)
    one, other = (diagnostics.ask(diagnostic, store, small_case, "SRB") for _ in range(2))
    assert one == other


@every
def test_the_order_of_rows_does_not_matter(
    diagnostic: Diagnostic, make_event: Make, small_case: Case, selective: SourceCard
) -> None:
    events = noise(make_event, 3)
    one = ask(diagnostic, events, selective, small_case)
    other = ask(diagnostic, events[::-1], selective, small_case)
    assert one == other


@every
def test_evidence_is_in_the_archive(
    diagnostic: Diagnostic, make_event: Make, small_case: Case, systematic: SourceCard
) -> None:
    events = noise(make_event, 4)
    ties = [tie("EU", 100.0), tie("RUS", 10.0)]
    found = ask(diagnostic, events, systematic, small_case, ties)
    known = {event.event_id for event in events} | {row.tie_id for row in ties}
    assert set(found.evidence) <= known
    assert {name for m in found.measures for name in m.evidence} <= known
    assert {name for t in found.exhibits for row in t.evidence for name in row} <= known


@every
def test_shifting_all_days_shifts_nothing_else(
    diagnostic: Diagnostic, make_event: Make, small_case: Case, systematic: SourceCard
) -> None:
    events = noise(make_event, 5)
    one = ask(diagnostic, events, systematic, small_case)
    years = timedelta(days=1461)  # four years, so that seasons stay where they are
    moved = [replace(event, day=event.day + years) for event in events]
    case = replace(
        small_case,
        shock=replace(small_case.shock, day=SHOCK + years),
        windows={
            name: Window(w.start + years, w.end + years) for name, w in small_case.windows.items()
        },
    )
    other = ask(diagnostic, moved, systematic, case)
    assert (one.grade, one.effect, one.low, one.high) == (
        other.grade,
        other.effect,
        other.low,
        other.high,
    )


@every
def test_relabelling_the_rival_relabels_the_answer(
    diagnostic: Diagnostic, make_event: Make, small_case: Case, systematic: SourceCard
) -> None:
    events = noise(make_event, 6)
    one = ask(diagnostic, events, systematic, small_case)

    def swap(codes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple("CHN" if code == "RUS" else code for code in codes)

    renamed = [replace(e, actor=swap(e.actor), recipient=swap(e.recipient)) for e in events]
    west, _ = small_case.poles
    case = replace(small_case, poles=(west, Pole("china", "rival", ("CHN",), (), "Russia")))
    other = ask(diagnostic, renamed, systematic, case)
    assert (one.grade, one.effect, one.sentence) == (other.grade, other.effect, other.sentence)


@pytest.mark.parametrize("diagnostic", CHANGES, ids=lambda d: d.name)
def test_it_rarely_fires_on_noise(
    diagnostic: Diagnostic, make_event: Make, small_case: Case, systematic: SourceCard
) -> None:
    fired = [
        ask(diagnostic, noise(make_event, seed), systematic, small_case).grade == "supports"
        for seed in range(10, 30)
    ]
    assert sum(fired) <= 4


def planted(name: str, make: Make) -> tuple[list[Event], list[Tie], str]:
    """A record in which the proposition of a diagnostic is plainly true, or plainly false."""
    days = [SHOCK + timedelta(days=2 * n) for n in range(30)]
    past = [SHOCK - timedelta(days=30 * n + 3) for n in range(30)]
    ties: list[Tie] = []
    background = [make(day, "USA", "MKD", number=900 + n) for n, day in enumerate(past + days)]
    grade = "supports"
    if name == "tempo":
        weekly = [SHOCK - timedelta(days=7 * n + 3) for n in range(140)]
        daily = [SHOCK + timedelta(days=n) for n in range(75)]
        events = [make(d, "RUS", "SRB", number=n) for n, d in enumerate(weekly + daily)]
        wire = [SHOCK - timedelta(days=n + 1) for n in range(1000)] + daily
        background += [make(d, "USA", "BIH", number=2000 + n) for n, d in enumerate(wire)]
    elif name == "amplification":
        quiet = [SHOCK - timedelta(days=12 * n + 3) for n in range(80)]
        events = [make(d, "RUS", "SRB", number=n) for n, d in enumerate(quiet)]
        events += [
            make(d, "RUS", "SRB", reports=9, number=100 + n) for n, d in enumerate(days[:12])
        ]
    elif name == "tone":
        events = [make(d, "RUS", "SRB", "ACCUSE", number=n) for n, d in enumerate(past)]
        events += [make(d, "RUS", "SRB", number=100 + n) for n, d in enumerate(days)]
    elif name == "anticipation":
        said = SHOCK - timedelta(days=20)
        events = [make(d, "RUS", "SRB", announced=said, number=n) for n, d in enumerate(days[:10])]
    elif name == "routine":
        first = date(2017, 1, 2)
        steady = [first + timedelta(days=9 * n) for n in range(121)]
        events = [make(d, "RUS", "SRB", number=n) for n, d in enumerate(steady)]
    elif name == "balance":
        events = [make(d, "USA", "SRB", number=n) for n, d in enumerate(past)]
        events += [make(d, "RUS", "SRB", number=100 + n) for n, d in enumerate(days)]
    elif name == "breach":
        events = [make(d, "SRB", "USA", number=n) for n, d in enumerate(past + days)]
        events += [
            make(d, "SRB", "USA", "SANCTION", act="deeds", number=100 + n)
            for n, d in enumerate(days)
        ]
    elif name == "substance":
        events = [make(d, "RUS", "SRB", number=n) for n, d in enumerate(past)]
        events += [
            make(d, "RUS", "SRB", "AID", act="deeds", number=100 + n) for n, d in enumerate(days)
        ]
    elif name == "novelty":
        events = []
        ties = [
            tie("BLR", 1.0, "treaty.fta", method="prior: old"),
            *(tie(p, 1.0, "treaty.fta", method="new: deal") for p in ("RUS", "ARM", "KGZ")),
            tie("BLR", 20.0, "trade.share", method="of trade with the EAEU", unit="percent"),
        ]
    elif name == "weight":
        events = []
        ties = [tie("EU", 100.0), tie("RUS", 10.0)]
    elif name == "votes":
        events = []
        ties = [
            tie(
                "RUS", 0.2, "unga.lean_change", low=0.1, high=0.3, unit="share", method="votes.csv"
            ),
            tie("RUS", 0.3, "unga.lean_gap", low=0.2, high=0.4, unit="share", method="votes.csv"),
        ]
    elif name == "priority":
        steady = [SHOCK - timedelta(days=3 * n + 1) for n in range(330)]
        events = [make(d, "RUS", "ARM", number=n) for n, d in enumerate(steady + days)]
        events += [make(d, "RUS", "SRB", number=400 + n) for n, d in enumerate(past + days)]
    elif name == "donors":
        arenas = "ARM AZE BLR CUB EGY IND IRN IRQ ISR JPN KAZ KGZ KOR MDA MNG PRK SYR TJK TKM UKR VEN VNM"
        steady = [SHOCK - timedelta(days=11 * n + 1) for n in range(90)]
        steady += [SHOCK + timedelta(days=11 * n + 3) for n in range(7)]
        events = [
            make(d, "RUS", other, number=1000 * place + n)
            for place, other in enumerate([*arenas.split(), "SRB"], start=1)
            for n, d in enumerate(steady)
        ]
        events += [make(d, "RUS", "SRB", number=50_000 + n) for n, d in enumerate(days)]
    elif name == "agenda":
        topics = ["the gas pipeline through Bulgaria", "a loan for the railway to the coast"]
        others = ["wheat and maize", "the census", "a museum", "river ferries", "trout", "chess"]
        told = "They talked at length of {} and of what remains to be done about it this year."
        events = [
            make(d, "SRB;RUS", "SRB;RUS", number=n, sentence=told.format(topics[n % 2]) + f" {n}")
            for n, d in enumerate([*past[:10], *days[:8]])
        ]
        events += [
            make(d, "SRB", "USA", number=n, sentence=told.format(others[n % 6]) + f" {n}")
            for n, d in enumerate(past)
        ]
    elif name == "audience":
        vote = date(2017, 4, 2)  # Serbia's, with its campaign inside the earlier window
        campaign = [vote - timedelta(days=2 * n) for n in range(30)]
        events = [make(d, "SRB", "RUS", "SUPPORT", number=n) for n, d in enumerate(campaign)]
        events += [make(d, "SRB", "RUS", "SUPPORT", number=n) for n, d in enumerate(past)]
    elif name == "distrust":
        events = [make(d, "RUS", "SRB", "ACCUSE", number=n) for n, d in enumerate(days[:9])]
    elif name == "reversal":
        events = [make(d, "SRB", "RUS", "ACCUSE", number=n) for n, d in enumerate(past)]
        events += [make(d, "SRB", "RUS", "SUPPORT", number=100 + n) for n, d in enumerate(days)]
    elif name == "initiative":
        events = [make(d, "SRB", "RUS", "REQUEST", number=n) for n, d in enumerate(days[:20])]
    else:
        events = [make(d, "SRB", "RUS", "SUPPORT", number=n) for n, d in enumerate(days[:15])]
        events.append(make(days[15], "EU", "SRB", "CONCEDE", number=99))
    return events + background, ties, grade


@every
def test_it_sees_what_was_planted(
    diagnostic: Diagnostic, make_event: Make, small_case: Case, systematic: SourceCard
) -> None:
    events, ties, grade = planted(diagnostic.name, make_event)
    found = ask(diagnostic, events, systematic, small_case, ties)
    assert found.grade == grade, found.reasons
    assert found.evidence


@pytest.mark.parametrize("name", ["tempo", "concession"])
def test_a_searched_record_tells_no_tempo(
    name: str, make_event: Make, small_case: Case, selective: SourceCard
) -> None:
    events, ties, _ = planted(name, make_event)
    found = ask(diagnostics.get(name), events, selective, small_case, ties)
    assert found.grade == "cannot_tell"
    assert found.effect is not None


@every
def test_the_docstring_has_its_four_parts(diagnostic: Diagnostic) -> None:
    module = import_module(f"steelyard.diagnostics.questions.{diagnostic.name}")
    text = module.__doc__ or ""
    assert text.splitlines()[0].lower().startswith(diagnostic.name)
    for part in ("Idea:", "Misleads when:", "Source:"):
        assert part in text


@every
def test_judge_has_the_arrays_and_nothing_else(
    diagnostic: Diagnostic,
    make_event: Make,
    small_case: Case,
    systematic: SourceCard,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Once the arrays are gathered no archive answers any more, and judging changes none of them."""
    events, ties, _ = planted(diagnostic.name, make_event)
    store = archive(events, systematic, ties)
    arrays = diagnostic.gather(store, small_case, "SRB")

    def refuse(*_: Any, **__: Any) -> None:
        msg = "an archive was asked after gathering"
        raise AssertionError(msg)

    for way in ("to_pyarrow", "to_pyarrow_batches", "execute"):
        monkeypatch.setattr(Expr, way, refuse)
    with pytest.raises(AssertionError, match="after gathering"):
        store.events.to_pyarrow()
    first = diagnostics.finding(diagnostic, "SRB", arrays)
    assert diagnostics.finding(diagnostic, "SRB", arrays) == first
    assert diagnostic.judge(arrays) == diagnostic.judge(arrays)


def test_what_can_be_asked_of_worlds_says_on_what_it_depends() -> None:
    asked = [d for d in diagnostics.ALL if d.from_splits is not None]
    assert len(asked) == 12
    assert {d.depends_on for d in asked} == {"type", "kind"}


@every
def test_its_weights_are_its_own(diagnostic: Diagnostic) -> None:
    assert diagnostic.weights
    assert {weight.diagnostic for weight in diagnostic.weights} == {diagnostic.name}


def test_an_unknown_diagnostic_names_the_nearest() -> None:
    assert diagnostics.get("tempo").name == "tempo"
    with pytest.raises(CaseError, match="Did you mean 'tempo'"):
        diagnostics.get("temp")


def test_an_empty_table_of_ties_is_no_error(small_case: Case, selective: SourceCard) -> None:
    assert ask(diagnostics.get("weight"), [], selective, small_case).grade == "cannot_tell"
