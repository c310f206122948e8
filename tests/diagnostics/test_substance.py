"""Substance: deeds beside words, and every plan followed to its end."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from steelyard.records import Event, Finding

SHOCK = date(2019, 10, 18)
LATER = [SHOCK + timedelta(days=n) for n in range(40)]
EARLIER = [SHOCK - timedelta(days=25 * n + 1) for n in range(40)]

Make = Callable[..., Event]
Ask = Callable[..., Finding]


def acts(make: Make, days: list[date], deeds: int, words: int) -> list[Event]:
    """Deeds and words in no order: in a cluster they would count for fewer."""
    kinds = ["deeds"] * deeds + ["words"] * words
    random.Random(1).shuffle(kinds)
    return [make(day, "RUS", "SRB", act=act) for day, act in zip(days, kinds, strict=False)]


@pytest.mark.parametrize(
    ("before", "after", "grade"),
    [
        ((5, 20), (20, 5), "supports"),
        ((20, 5), (5, 20), "opposes"),
        ((10, 10), (5, 5), "cannot_tell"),
        ((1, 3), (4, 0), "cannot_tell"),
    ],
)
def test_the_odds_of_a_deed(
    ask: Ask, make_event: Make, before: tuple[int, int], after: tuple[int, int], grade: str
) -> None:
    events = acts(make_event, EARLIER, *before) + acts(make_event, LATER, *after)
    found = ask("substance", events)
    halves = [(deeds + 0.5) / (words + 0.5) for deeds, words in (before, after)]
    assert found.effect == pytest.approx(halves[1] / halves[0])
    assert found.grade == grade


def test_quarrels_are_no_friendly_deeds(ask: Ask, make_event: Make) -> None:
    events = [make_event(day, "RUS", "SRB", "COERCE", act="deeds") for day in LATER]
    assert ask("substance", events).n_after == 0


def test_plans_and_rumours_are_followed_to_their_end(ask: Ask, make_event: Make) -> None:
    done = make_event(LATER[5], "RUS", "SRB", "COOPERATE", act="deeds")
    denied = make_event(LATER[9], "SRB", "RUS", "COOPERATE", act="deeds", status="denied")
    due_later = make_event(date(2020, 1, 2), "RUS", "SRB", status="planned", number=1)
    events = [
        done,
        denied,
        due_later,
        make_event(LATER[5], "RUS", "SRB", status="planned", plan_of=done.event_id, number=2),
        make_event(LATER[2], "RUS", "SRB", status="rumoured", plan_of=denied.event_id, number=3),
        make_event(EARLIER[3], "RUS", "SRB", status="planned", number=4),
    ]
    found = ask("substance", events)
    outcomes = sorted(str(row[3]) for row in found.exhibits[1].rows)
    assert outcomes == ["carried out", "denied", "no later row"]
    carried = next(m for m in found.measures if m.name == "plans carried out")
    assert carried.value == pytest.approx(1 / 3)
    assert "Of three plans and rumours in the two windows, 1 came to be and 1 was denied" in (
        found.sentence
    )
    assert due_later.event_id not in found.evidence


@pytest.mark.parametrize(("deeds", "grade"), [(24, "opposes"), (9, "cannot_tell")])
def test_a_record_that_hardly_shows_deeds_cannot_say_that_they_became_rarer(
    ask: Ask, make_event: Make, deeds: int, grade: str
) -> None:
    """Of 1,000 friendly acts before so many are deeds, of 600 after the shock none is."""
    acts = [
        "deeds" if n * deeds // 1000 < (n + 1) * deeds // 1000 else "words" for n in range(1000)
    ]
    events = [
        make_event(SHOCK - timedelta(days=1 + n), "RUS", "SRB", act=act)
        for n, act in enumerate(acts)
    ]
    events += [
        make_event(SHOCK + timedelta(days=n % 75), "RUS", "SRB", act="words", number=n)
        for n in range(600)
    ]
    found = ask("substance", events)
    assert found.effect is not None
    assert found.effect < 0.2
    assert found.grade == grade
    assert any("hardly any deed" in reason for reason in found.reasons) == (grade != "opposes")


def test_commitments_and_deliveries_are_told_against_their_own_past(
    ask: Ask, make_event: Make
) -> None:
    counts = {"talk": (20, 5), "commitment": (2, 6), "delivery": (0, 0)}
    events = [
        make_event(day, "RUS", "SRB", rung=rung, number=n)
        for rung, sides in counts.items()
        for number, days in zip(sides, (EARLIER, LATER), strict=True)
        for n, day in enumerate(days[:number])
    ]
    found = ask("substance", events)
    rates = {m.name: m.value for m in found.measures if m.name.startswith("friendly")}
    # 6 in 75 days after 2 in 1,020; of deliveries the source shows none, which is no rate
    assert rates["friendly commitments, rate"] == pytest.approx((6 / 75) / (2 / 1020))
    assert rates["friendly talk, rate"] == pytest.approx((5 / 75) / (20 / 1020))
    assert "friendly deliveries, rate" not in rates
    (table,) = (one for one in found.exhibits if one.title.startswith("The same acts"))
    assert table.rows == (("before", 20, 2, 0), ("after", 5, 6, 0))


@pytest.mark.parametrize(("deeds", "grade"), [(12, "cannot_tell"), (60, "supports")])
def test_that_words_became_rarer_is_no_substance(
    ask: Ask, make_event: Make, deeds: int, grade: str
) -> None:
    """A deed every five days and a word a day before; so many deeds and six words in 75 days after."""
    past = [SHOCK - timedelta(days=n) for n in range(1, 1000)]
    later = [SHOCK + timedelta(days=n) for n in range(75)]
    events = [make_event(day, "RUS", "SRB", act="deeds", number=1) for day in past[::5]]
    events += [make_event(day, "RUS", "SRB", act="words") for day in past]
    events += [make_event(later[n * 75 // deeds], "RUS", "SRB", act="deeds") for n in range(deeds)]
    events += [make_event(day, "RUS", "SRB", act="words", number=2) for day in later[::13]]
    others = [make_event(day, "USA", "BRA", number=n) for day in past + later for n in range(10)]
    found = ask("substance", events + others)
    assert found.effect is not None and found.effect > 4
    assert found.grade == grade, found.reasons
    assert any("words became rarer" in reason for reason in found.reasons) == (deeds == 12)
