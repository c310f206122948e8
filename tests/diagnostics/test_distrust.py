"""Distrust: hostile acts that happened, against the friction of any two states."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from steelyard.records import Case, Event, Finding, Window

SHOCK = date(2019, 10, 18)
LATER = [SHOCK + timedelta(days=n) for n in range(60)]

Make = Callable[..., Event]
Ask = Callable[..., Finding]


@pytest.mark.parametrize(
    ("hostile", "friendly", "grade"),
    [
        (6, 14, "supports"),
        (0, 40, "opposes"),
        (2, 14, "cannot_tell"),
        (3, 1, "cannot_tell"),  # four events are a tale
        (0, 0, "cannot_tell"),
    ],
)
def test_the_hostile_share(
    ask: Ask, make_event: Make, hostile: int, friendly: int, grade: str
) -> None:
    kinds = ["ACCUSE"] * hostile + ["CONSULT"] * friendly
    events = [make_event(d, "SRB", "RUS", kind) for d, kind in zip(LATER, kinds, strict=False)]
    found = ask("distrust", events)
    assert found.grade == grade
    assert found.n_after == hostile + friendly
    if events:
        assert found.effect == pytest.approx(hostile / len(events))


def test_three_of_twelve_by_hand(ask: Ask, make_event: Make) -> None:
    kinds = ["ACCUSE"] * 3 + ["CONSULT"] * 9
    days = [LATER[0], LATER[0], *LATER[1:11]]
    events = [make_event(d, "SRB", "RUS", k) for d, k in zip(days, kinds, strict=True)]
    events[1] = make_event(LATER[0], "RUS", "SRB", "ACCUSE")
    found = ask("distrust", events)
    # Clopper and Pearson's 90 % interval of 3 in 12.
    assert found.low == pytest.approx(0.0719, abs=1e-4)
    assert found.high == pytest.approx(0.5273, abs=1e-4)
    days_share = next(m for m in found.measures if m.name == "hostile share of days")
    assert days_share.value == pytest.approx(2 / 11)  # two of the three fell on one day


def test_what_is_hostile(ask: Ask, make_event: Make) -> None:
    events = [
        make_event(LATER[0], "RUS", "SRB", "THREATEN", status="threatened", quad=3),
        make_event(LATER[1], "SRB", "RUS", "REQUEST", quad=3),
        make_event(LATER[2], "RUS", "SRB", "SANCTION", status="threatened", act="deeds"),
        make_event(LATER[3], "RUS", "SRB", "ASSAULT", act="deeds"),
        make_event(LATER[4], "RUS", "SRB", "COERCE", status="denied", act="deeds"),
        make_event(LATER[5], "SRB", "RUS", "CONSULT"),
    ]
    found = ask("distrust", events)
    assert (found.n_after, found.effect) == (4, 0.5)
    counted = {(row[2], row[4]) for row in found.exhibits[0].rows}
    assert counted == {
        ("THREATEN", "yes"),
        ("ASSAULT", "yes"),
        ("COERCE", "denied, not counted"),
    }


def test_one_affair_told_in_many_rows_is_said_to_be_so(ask: Ask, make_event: Make) -> None:
    together = [make_event(LATER[0], "SRB", "RUS", "ACCUSE", number=n) for n in range(5)]
    apart = [make_event(LATER[n], "SRB", "RUS", "ACCUSE") for n in range(5)]
    calm = [make_event(day, "SRB", "RUS") for day in LATER[10:22]]
    said = "by days rather than events"
    for hostile, told in ((together, True), (apart, False)):
        found = ask("distrust", hostile + calm)
        assert found.grade == "supports"
        assert any(said in reason for reason in found.reasons) == told


def test_that_none_was_found_is_no_evidence_in_a_searched_record(
    ask: Ask, make_event: Make
) -> None:
    events = [make_event(day, "SRB", "RUS") for day in LATER[:40]]
    assert ask("distrust", events).grade == "opposes"
    weeks = [SHOCK + timedelta(days=4 * n) for n in range(18)]
    calm = [make_event(day, "SRB", "RUS") for day in weeks]
    found = ask("distrust", calm + calm[:1], sampling="selective")
    assert found.grade == "cannot_tell"
    assert found.n_after == 18
    assert "no evidence" in found.reasons[0]
    one = [make_event(weeks[0], "RUS", "SRB", "ACCUSE"), *calm[1:]]
    found = ask("distrust", one, sampling="selective")
    assert found.grade == "cannot_tell"
    assert not any("none was found" in reason for reason in found.reasons)
    quarrels = [make_event(day, "SRB", "RUS", "ACCUSE") for day in weeks]
    few = [make_event(day, "SRB", "RUS") for day in (weeks[0], weeks[5])]
    assert ask("distrust", few + quarrels, sampling="selective").grade == "supports"


@pytest.mark.parametrize(("friendly", "grade"), [(2, "not_applicable"), (30, "supports")])
def test_a_pair_that_always_quarrelled_is_in_no_embrace(
    ask: Ask, make_event: Make, friendly: int, grade: str
) -> None:
    """Twelve accusations in forty days after the shock; before it twelve, beside so many meetings."""
    earlier = [SHOCK - timedelta(days=20 * n + 1) for n in range(12)]
    meetings = [SHOCK - timedelta(days=9 * n + 5) for n in range(friendly)]
    events = [make_event(day, "SRB", "RUS", "ACCUSE") for day in earlier + LATER[:12]]
    events += [make_event(day, "SRB", "RUS") for day in meetings + LATER[20:24]]
    found = ask("distrust", events)
    assert found.grade == grade
    assert any("a quarrel" in reason for reason in found.reasons) == (grade == "not_applicable")


@pytest.mark.parametrize(
    ("gap", "grade"),
    [
        (Window(date(2017, 1, 1), date(2017, 2, 1)), "supports"),
        (Window(date(2017, 1, 1), date(2019, 3, 1)), "cannot_tell"),
        (Window(SHOCK, date(2019, 12, 1)), "cannot_tell"),
    ],
)
def test_most_of_a_window_missing_is_no_answer(
    ask: Ask, make_event: Make, small_case: Case, gap: Window, grade: str
) -> None:
    events = [make_event(day, "SRB", "RUS", "ACCUSE") for day in LATER[45:57]]
    found = ask("distrust", events, case=replace(small_case, gaps=(gap,)))
    assert found.grade == grade
