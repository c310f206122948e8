"""Signposts from single events: they are what `--suppose` would say, ranked by size and chance."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

import steelyard as sy
from steelyard import readings
from steelyard.pipeline import event_signposts as signposts_of_events
from steelyard.pipeline.event_signposts import NOTICED, SHOWN, SHOWN_IN_ALL, event_signposts
from steelyard.pipeline.judge_splits import judge_split, on_events
from steelyard.pipeline.measuring import measured
from steelyard.pipeline.weighing import evidence
from steelyard.pipeline.what_if import suppose
from steelyard.records import FAMILIES, Brief, Case, PoleRole, Signpost
from steelyard.series import Act, Record, Split, beside_act, last_day, split, with_act


@pytest.fixture(scope="module")
def case() -> Case:
    return sy.load_case("balkans-2019")


def events(brief: Brief) -> list[Signpost]:
    return [post for post in brief.verdict.would_change if post.supposed]


@pytest.mark.parametrize(
    ("said", "role", "act"),
    [
        ("COOPERATE SRB RUS deeds 2019-12-31", "rival", Act("client", "COOPERATE", 2, "deeds")),
        ("ACCUSE RUS SRB words 2019-12-31", "rival", Act("pole", "ACCUSE", 3, "words")),
        ("CONCEDE EU SRB words 2019-12-31", "partner", Act("pole", "CONCEDE", 1, "words")),
    ],
)
def test_an_act_put_into_a_split_is_an_event_put_into_the_record(
    case: Case, said: str, role: PoleRole, act: Act
) -> None:
    rows = evidence(case)
    held = replace(case, sources=rows.sources)
    record = Record(rows, held)

    def splits(asked: PoleRole, name: str) -> Split:
        now = split(record, held, "SRB", asked, name)
        return (with_act if asked == role else beside_act)(now, act, date(2019, 12, 31))

    found = suppose(case, [said], model=readings.shipped())
    then = {(b.diagnostic, b.client): b for _, b in found.findings}
    for diagnostic in on_events():
        made, asked = judge_split(diagnostic, splits), then[diagnostic.name, "SRB"]
        assert (made.grade, made.effect, made.low, made.high, made.n_after) == (
            asked.grade,
            asked.effect,
            asked.low,
            asked.high,
            asked.n_after,
        ), diagnostic.name


def test_the_last_day_is_the_last_that_the_record_covers(case: Case) -> None:
    record = evidence(case)
    held = replace(case, sources=record.sources)
    assert last_day(split(record, held, "SRB", "rival")) == date(2019, 12, 31)


def test_the_largest_stand_first_and_say_how_far(case: Case, brief: Brief) -> None:
    posts = events(brief)
    assert posts
    moves = [post.move for post in brief.verdict.would_change]
    assert moves == sorted(moves, reverse=True)
    assert len(moves) <= SHOWN_IN_ALL
    for post in posts:
        assert post.move >= NOTICED
        # The record was searched by hand: its pace would be that of the search.
        assert post.chance is None
        assert "At the pace" not in post.sentence
        assert re.search(r"\(now .*, [+-]\d+ points?\)", post.sentence)
    for client in case.clients:
        assert sum(post.client == client for post in posts) <= SHOWN


def test_a_signpost_is_what_suppose_says(case: Case, brief: Brief) -> None:
    for post in events(brief)[:2]:
        assert post.supposed
        found = suppose(case, [post.supposed], model=readings.shipped())
        moved = next(
            abs(then.probabilities["realignment"] - now.probabilities["realignment"])
            for now, then in found.families
            if now.client == post.client and now.family == "what"
        )
        assert moved == pytest.approx(post.move, abs=0.02)  # the others are not asked again


def test_only_what_would_be_noticed_is_shown_by_declared_weights_too(
    case: Case, brief: Brief, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = measured(evidence(case), case)
    held = replace(case, sources=rows.sources, clients=("SRB",))
    record = Record(rows, held)
    asked = {diagnostic.name for diagnostic in on_events()}
    found = [f for f in brief.findings if f.client == "SRB" and f.diagnostic in asked]
    families = [
        readings.weigh_case(held, found, client="SRB", family=family) for family in FAMILIES
    ]
    monkeypatch.setattr(signposts_of_events, "NOTICED", 1.0)
    assert event_signposts(record, held, found, families, None) == ()
    monkeypatch.setattr(signposts_of_events, "NOTICED", 0.0)
    posts = event_signposts(record, held, found, families, None)
    assert posts
    assert all(post.client == "SRB" and (post.supposed or "-") in post.sentence for post in posts)
