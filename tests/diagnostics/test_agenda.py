"""Agenda: topics repeat where later meetings are more like the pair's own than like others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from steelyard import diagnostics
from steelyard.diagnostics.questions import agenda
from steelyard.records import Event, Finding

SHOCK = date(2019, 10, 18)
PAST = [SHOCK - timedelta(days=20 * n + 3) for n in range(40)]
LATER = [SHOCK + timedelta(days=2 * n + 1) for n in range(12)]

Make = Callable[..., Event]
Ask = Callable[..., Finding]

OWN = ("the gas pipeline through Bulgaria", "a loan for the railway to the coast")
OTHER = ("wheat and maize", "the census", "a museum of chess", "river ferries", "trout farming")
#: Words that a meeting may be about, and how many of them one is.
WORDS, ABOUT = 15, 6


def told(topic: str, number: int) -> str:
    return f"They talked at length of {topic} and of what remains to be done this year, {number}."


def meetings(
    make: Make, days: list[date], who: str, topics: tuple[str, ...], first: int = 0
) -> list[Event]:
    return [
        make(day, "SRB", who, number=first + n, sentence=told(topics[n % len(topics)], n))
        for n, day in enumerate(days)
    ]


def bag(arrays: Any, seed: int, later: int, own: int, others: int) -> Any:
    """Meetings about words that are drawn from one bag, whoever meets."""
    rng = np.random.default_rng(seed)
    about = rng.permuted(np.tile(np.arange(WORDS) < ABOUT, (later + own + others, 1)), axis=1)
    alike = about[:later].astype(float) @ about[later:].T / ABOUT
    return replace(
        arrays,
        later=arrays.later[:later],
        likeness=alike,
        own=np.arange(own + others) < own,
        earlier=tuple(f"e{n}" for n in range(own + others)),
        texts=tuple(f"text {n}" for n in range(own + others)),
    )


@pytest.fixture
def arrays(gather: Callable[..., Any], make_event: Make) -> Any:
    """Ten earlier meetings with the rival, twelve later ones, forty with others."""
    events = meetings(make_event, PAST[:10], "RUS", OWN)
    events += meetings(make_event, LATER, "RUS", OWN, 100)
    events += meetings(make_event, PAST, "USA", OTHER, 200)
    return gather("agenda", events)


def finding(arrays: Any) -> Any:
    return diagnostics.finding(agenda.DIAGNOSTIC, "SRB", arrays)


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
    arrays: Any, others: int
) -> None:
    """With fewer meetings with others than with the rival the nearest of them is not nearer by chance."""
    found = [finding(bag(arrays, seed, 12, 20, others)) for seed in range(25)]
    effects = np.array([one.effect for one in found])
    assert abs(effects.mean()) < 3 * effects.std() / np.sqrt(len(effects))
    assert sum(one.grade == "supports" for one in found) <= 3


def test_a_likeness_that_chance_shows_too_is_no_repetition(arrays: Any) -> None:
    """The interval may lie above the margin by luck; the random divisions then stand in the way."""
    refused = 0
    for seed in range(40):
        found = finding(bag(arrays, seed, 6, 8, 8))
        surely = found.low > 0 and found.effect >= 0.02
        refused += surely and found.grade != "supports"
        assert surely or found.grade != "supports"
    assert refused


@pytest.mark.parametrize(("more", "grade"), [(0.015, "opposes"), (0.03, "supports")])
def test_a_little_more_alike_is_not_enough(arrays: Any, more: float, grade: str) -> None:
    """Surely more alike, but by less than the margin."""
    noise = np.random.default_rng(1).uniform(0, 0.01, arrays.likeness.shape)
    assert finding(replace(arrays, likeness=0.3 + noise + more * arrays.own)).grade == grade


def test_an_interval_that_holds_no_difference_tells_nothing(arrays: Any) -> None:
    """Two of twelve later meetings repeat an earlier one word for word; ten are like any other."""
    alike = np.full(arrays.likeness.shape, 0.3)
    alike[:2, 0] = 1.0
    found = finding(replace(arrays, likeness=alike))
    # 2 of 12 are 0.7 more alike, all ten meetings of each kind being looked through
    assert found.effect == pytest.approx(2 * 0.7 / 12)
    assert found.low == pytest.approx(0)
    assert found.grade == "cannot_tell"


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
    assert (found.low, found.high) == (None, None)


def test_one_meeting_that_repeats_the_past_is_no_agenda(arrays: Any) -> None:
    """One of twelve is like all earlier meetings of the pair and like none with others."""
    alike = np.full(arrays.likeness.shape, 0.2)
    alike[0, arrays.own] = 0.9
    found = finding(replace(arrays, likeness=alike))
    assert found.effect == pytest.approx(0.7 / 12)
    assert found.low == pytest.approx(0)  # one resample in three has none of it
    assert found.measures[0].value == pytest.approx(0.001)
    assert found.grade == "cannot_tell"


@pytest.mark.parametrize(("own", "others"), [(4, 20), (20, 4)])
def test_four_earlier_meetings_of_a_kind_are_too_few(arrays: Any, own: int, others: int) -> None:
    found = finding(bag(arrays, 1, 12, own, others))
    assert found.grade == "cannot_tell"
    assert found.reasons[0].startswith("there are only four meetings to compare")


def test_a_large_gap_is_not_judged(arrays: Any) -> None:
    found = finding(replace(arrays, split=replace(arrays.split, gap_after=0.6)))
    assert found.grade == "cannot_tell"
    assert found.reasons[0] == "more than half of a window is a gap in the record"


def test_the_same_few_texts_again_and_again_are_labels(ask: Ask, make_event: Make) -> None:
    """Long as they are: fewer than half of them differ."""
    label = told(OWN[0], 1)
    events = [make_event(d, "SRB", "RUS", number=n, sentence=label) for n, d in enumerate(PAST)]
    events += meetings(make_event, LATER, "RUS", OWN, 100)
    assert "no texts" in ask("agenda", events).sentence


def test_what_only_one_side_did_and_what_did_not_happen_is_no_meeting(
    gather: Callable[..., Any], make_event: Make
) -> None:
    events = [
        make_event(day, *pair, kind, number=n, status=status, sentence=told(OWN[n % 2], n))
        for n, (day, pair, kind, status) in enumerate(
            [
                (LATER[0], ("SRB", "RUS"), "CONSULT", "happened"),
                (LATER[1], ("SRB;RUS", "SRB;RUS"), "SUPPORT", "happened"),
                (LATER[2], ("SRB", "RUS"), "SUPPORT", "happened"),
                (LATER[3], ("SRB", "RUS"), "CONSULT", "planned"),
                (LATER[4], ("SRB;RUS", "SRB;RUS"), "COOPERATE", "happened"),
                (PAST[0], ("SRB", "RUS"), "CONSULT", "happened"),
            ]
        )
    ]
    found = gather("agenda", events)
    assert [found.split.after.when(at) for at in found.later] == ["2019-10-19", "2019-10-21"]
    assert found.own.tolist() == [True]


def test_who_met_says_nothing_of_what_about(gather: Callable[..., Any], make_event: Make) -> None:
    """Names of the pair's states, and phrases that most of its meetings share, are no topic."""
    later = "Serbia and Russia in Belgrade: held talks about bees and honey, {}"
    events = [
        make_event(day, "SRB", "RUS", number=n, sentence=later.format(word))
        for n, (day, word) in enumerate(
            zip(LATER, ("ant", "bat", "cow", "dog", "eel"), strict=False)
        )
    ]
    earlier = (
        "Serbia and Russia in Belgrade: quarrel over tariffs",
        "Exports of quince by rail, then",
    )
    events.append(make_event(PAST[0], "SRB", "RUS", number=50, sentence=earlier[0]))
    events.append(make_event(PAST[1], "SRB", "USA", number=51, sentence=earlier[1]))
    found = gather("agenda", events)
    assert found.likeness[:, 0].max() < 0.25


def test_the_earlier_meeting_that_each_is_most_like_is_shown(arrays: Any) -> None:
    alike = np.full(arrays.likeness.shape, 0.1)
    alike[:, 3] = 0.5
    alike[4, 7] = 0.9
    alike[6] = 0.05
    judged = finding(replace(arrays, likeness=alike))
    assert [row[2] for row in judged.exhibits[0].rows[:5]] == [arrays.texts[3]] * 4 + [
        arrays.texts[7]
    ]
    assert [row[3] for row in judged.exhibits[0].rows[3:7]] == [0.5, 0.9, 0.5, 0.05]
    assert judged.exhibits[0].evidence[4][1] == arrays.earlier[7]
    ids = arrays.split.after.select(arrays.later).ids
    assert (judged.strongest_for, judged.strongest_against) == (ids[4], ids[6])


def test_the_seed_moves_the_interval_and_not_the_effect(arrays: Any) -> None:
    drawn = bag(arrays, 1, 12, 20, 40)
    one, same, other = (
        finding(replace(drawn, split=replace(drawn.split, seed=seed))) for seed in (1, 1, 2)
    )
    assert one == same
    assert one.effect == other.effect
    assert (one.low, one.high) != (other.low, other.high)
    width = one.high - one.low
    assert abs(one.low - other.low) < 0.1 * width


def test_the_chance_of_being_the_largest_of_some() -> None:
    assert agenda._chances(3, 1) == pytest.approx([1 / 3, 1 / 3, 1 / 3])
    assert agenda._chances(3, 3) == pytest.approx([0, 0, 1])
    assert agenda._chances(4, 2) == pytest.approx([0, 1 / 6, 2 / 6, 3 / 6])
