"""Tone: shares of counts, never sums of scores."""

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


def mixed(make: Make, days: list[date], friendly: int, hostile: int, who: str) -> list[Event]:
    """Friendly and hostile events in no order: in a cluster they would count for fewer."""
    kinds = ["CONSULT"] * friendly + ["ACCUSE"] * hostile
    random.Random(1).shuffle(kinds)
    return [make(day, who, "SRB", kind) for day, kind in zip(days, kinds, strict=False)]


@pytest.mark.parametrize(
    ("before", "after", "grade"),
    [
        ((10, 20), (18, 2), "supports"),
        ((20, 10), (4, 16), "opposes"),
        ((10, 10), (5, 5), "cannot_tell"),
        ((0, 20), (4, 0), "cannot_tell"),  # four events are a tale, not a share
    ],
)
def test_the_friendly_share(
    ask: Ask, make_event: Make, before: tuple[int, int], after: tuple[int, int], grade: str
) -> None:
    events = mixed(make_event, EARLIER, *before, "RUS") + mixed(make_event, LATER, *after, "RUS")
    found = ask("tone", events)
    assert found.effect == pytest.approx(after[0] / sum(after) - before[0] / sum(before))
    assert (found.n_before, found.n_after) == (sum(before), sum(after))
    assert found.grade == grade


def test_the_partner_is_shown_for_contrast(ask: Ask, make_event: Make) -> None:
    events = mixed(make_event, EARLIER, 8, 2, "USA") + mixed(make_event, LATER, 3, 7, "USA")
    found = ask("tone", events)
    assert found.grade == "cannot_tell"
    partner = next(m for m in found.measures if "the West" in m.name)
    assert partner.value == pytest.approx(-0.5)
    rows = {row[:3]: row[3:] for row in found.exhibits[0].rows}
    assert rows["the West", "after", "words"] == (3, 7)
    assert rows["Russia", "after", "words"] == (0, 0)


def test_plans_rumours_and_denials_have_no_tone(ask: Ask, make_event: Make) -> None:
    events = [
        make_event(day, "RUS", "SRB", status=status)
        for day in LATER
        for status in ("planned", "rumoured", "denied", "hypothetical")
    ]
    assert ask("tone", events).n_after == 0


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ((35, 5), (26, 10), None),  # there was room to rise, and it fell
        ((39, 1), (10, 8), None),  # there was none, but it fell by more than ten points
        ((39, 1), (17, 1), "nearly all of it had been friendly before"),
        ((39, 1), (18, 0), "a large rise is ruled out"),
    ],
)
def test_a_search_opposes_where_a_rise_could_have_been_seen_and_was_not(
    *,
    ask: Ask,
    make_event: Make,
    before: tuple[int, int],
    after: tuple[int, int],
    reason: str | None,
) -> None:
    apart = [SHOCK + timedelta(days=4 * n) for n in range(36)]
    events = mixed(make_event, EARLIER, *before, "RUS") + mixed(make_event, apart, *after, "RUS")
    found = ask("tone", events, sampling="selective")
    assert found.grade == ("opposes" if reason is None else "cannot_tell"), found.reasons
    if reason is not None:
        assert any(reason in said for said in found.reasons)
