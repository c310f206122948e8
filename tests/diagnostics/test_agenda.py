"""Agenda: topics repeat where later meetings are more like the pair's own than like others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from steelyard import diagnostics
from steelyard.records import Case, Event, Finding

SHOCK = date(2019, 10, 18)
PAST = [SHOCK - timedelta(days=20 * n + 3) for n in range(40)]
LATER = [SHOCK + timedelta(days=2 * n + 1) for n in range(12)]

Make = Callable[..., Event]
Ask = Callable[..., Finding]

OWN = ("the gas pipeline through Bulgaria", "a loan for the railway to the coast")
OTHER = ("wheat and maize", "the census", "a museum of chess", "river ferries", "trout farming")
WORDS = [
    "alder",
    "beech",
    "cedar",
    "dogwood",
    "elder",
    "fir",
    "gorse",
    "hazel",
    "ivy",
    "juniper",
    "larch",
    "maple",
    "oak",
    "pine",
    "rowan",
]


def told(topic: str, number: int) -> str:
    return f"They talked at length of {topic} and of what remains to be done this year, {number}."


def meetings(
    make: Make, days: list[date], who: str, topics: tuple[str, ...], first: int = 0
) -> list[Event]:
    return [
        make(day, "SRB", who, number=first + n, sentence=told(topics[n % len(topics)], n))
        for n, day in enumerate(days)
    ]


def random_meetings(make: Make, days: list[date], who: str, seed: int) -> list[Event]:
    """Meetings whose topics are drawn from one bag, whoever meets."""
    rng = np.random.default_rng(seed)
    return [
        make(day, "SRB", who, number=1000 * seed + n, sentence=" ".join(rng.choice(WORDS, 9)))
        for n, day in enumerate(days)
    ]


def test_the_same_topics_again_are_seen(ask: Ask, make_event: Make) -> None:
    events = meetings(make_event, PAST[:10], "RUS", OWN)
    events += meetings(make_event, LATER, "RUS", OWN, 100)
    events += meetings(make_event, PAST, "USA", OTHER, 200)
    found = ask("agenda", events)
    assert found.grade == "supports"
    assert found.low is not None
    assert found.low > 0
    assert (found.n_before, found.n_after) == (10, 12)


def test_the_topics_of_others_are_no_repetition(ask: Ask, make_event: Make) -> None:
    events = meetings(make_event, PAST[:10], "RUS", OWN)
    events += meetings(make_event, LATER, "RUS", OTHER, 100)
    events += meetings(make_event, PAST, "USA", OTHER, 200)
    assert ask("agenda", events).grade == "opposes"


@pytest.mark.parametrize("others", [8, 20, 40])
def test_one_bag_of_topics_tells_nothing_however_rarely_others_are_met(
    ask: Ask, make_event: Make, others: int
) -> None:
    """With fewer meetings with others than with the rival the nearest of them is not nearer by chance."""
    effects, fired = [], 0
    for seed in range(1, 31):
        events = random_meetings(make_event, PAST[:20], "RUS", seed)
        events += random_meetings(make_event, LATER, "RUS", 100 + seed)
        events += random_meetings(make_event, PAST[:others], "USA", 200 + seed)
        found = ask("agenda", events)
        assert found.effect is not None
        effects.append(found.effect)
        fired += found.grade == "supports"
    error = float(np.std(effects)) / np.sqrt(len(effects))
    assert abs(float(np.mean(effects))) < 3 * error
    assert fired <= 4


def test_a_likeness_that_chance_shows_too_is_no_repetition(ask: Ask, make_event: Make) -> None:
    """The interval may lie above the margin by luck; the random divisions then stand in the way."""
    refused = 0
    for seed in range(1, 41):
        events = random_meetings(make_event, PAST[:8], "RUS", seed)
        events += random_meetings(make_event, LATER[:6], "RUS", 100 + seed)
        events += random_meetings(make_event, PAST[:8], "USA", 200 + seed)
        found = ask("agenda", events)
        rank = found.measures[0].value
        assert rank is not None
        if rank > 0.05:
            assert found.grade != "supports"
            refused += found.low is not None and found.low > 0 and (found.effect or 0) >= 0.02
    assert refused


@pytest.mark.parametrize(("more", "grade"), [(0.015, "opposes"), (0.03, "supports")])
def test_a_little_more_alike_is_not_enough(
    gather: Callable[..., Any], make_event: Make, more: float, grade: str
) -> None:
    """Surely more alike, but by less than the margin."""
    events = meetings(make_event, PAST[:10], "RUS", OWN)
    events += meetings(make_event, LATER, "RUS", OWN, 100)
    events += meetings(make_event, PAST, "USA", OTHER, 200)
    arrays = gather("agenda", events)
    noise = np.random.default_rng(1).uniform(0, 0.01, arrays.likeness.shape)
    judge = diagnostics.get("agenda").judge
    found = judge(replace(arrays, likeness=0.3 + noise + more * arrays.own))
    assert found.grade == grade


def test_labels_are_no_texts(ask: Ask, make_event: Make) -> None:
    events = [make_event(d, "SRB", "RUS", number=n, sentence="Meeting") for n, d in enumerate(PAST)]
    found = ask("agenda", events)
    assert found.grade == "cannot_tell"
    assert "no texts" in found.sentence


def test_a_handful_of_meetings_is_too_few(ask: Ask, make_event: Make) -> None:
    events = meetings(make_event, PAST[:10], "RUS", OWN)
    events += meetings(make_event, LATER[:4], "RUS", OWN, 100)
    events += meetings(make_event, PAST, "USA", OTHER, 200)
    found = ask("agenda", events)
    assert found.grade == "cannot_tell"
    assert any("too few" in reason for reason in found.reasons)


def test_the_seed_moves_the_interval_and_not_the_effect(
    ask: Ask, make_event: Make, small_case: Case
) -> None:
    events = random_meetings(make_event, PAST[:20], "RUS", 1)
    events += random_meetings(make_event, LATER, "RUS", 2)
    events += random_meetings(make_event, PAST, "USA", 3)
    one, same, other = (
        ask("agenda", events, case=replace(small_case, seed=seed)) for seed in (1, 1, 2)
    )
    assert one == same
    assert one.effect == other.effect
    assert (one.low, one.high) != (other.low, other.high)
    width = (one.high or 0) - (one.low or 0)
    assert abs((one.low or 0) - (other.low or 0)) < 0.1 * width


def test_the_chance_of_being_the_largest_of_some() -> None:
    agenda = pytest.importorskip(diagnostics.get("agenda").judge.__module__)
    assert agenda._chances(3, 1) == pytest.approx([1 / 3, 1 / 3, 1 / 3])
    assert agenda._chances(3, 3) == pytest.approx([0, 0, 1])
    assert agenda._chances(4, 2) == pytest.approx([0, 1 / 6, 2 / 6, 3 / 6])
