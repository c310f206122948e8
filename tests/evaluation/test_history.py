"""The bench of real cases: its labels hang together, and its scoring tells good rules from bad."""

from __future__ import annotations

import csv
from importlib.resources import files

import numpy as np
import pytest
from evaluation.history import scores
from evaluation.history.bench import SHARED, agreement, known
from evaluation.history.counts import Counts, Tally
from evaluation.history.rules import RULES, evidence, quarrel

from steelyard.pipeline.history import own

WHAT = {"realignment", "leverage", "routine", "audience", "rupture"}
DRIVERS = {"", "client_pull", "patron_push", "reactive"}


def counts(**tallies: Tally) -> Counts:
    usual = Tally(friendly=20, costly=4)
    return Counts(
        {"before": 200, "after": 200},
        {
            ("rival", "before"): tallies.get("rival_before", usual),
            ("rival", "after"): tallies.get("rival_after", usual),
            ("partner", "before"): tallies.get("partner_before", usual),
            ("partner", "after"): tallies.get("partner_after", usual),
        },
    )


def test_every_label_hangs_together() -> None:
    cases = list(own())
    assert len({one.name for one in cases}) == len(cases) >= 39
    for one in cases:
        assert one.turned == (one.what == "realignment"), one.name
        assert one.what in WHAT, one.name
        assert one.driver in DRIVERS, one.name
        assert 0.5 < one.confidence < 1, one.name
        assert one.case.before.end == one.case.shock.day == one.case.after().start, one.name
        rival, partner = (set(one.case.pole(role).actors) for role in ("rival", "partner"))
        assert not rival & partner, one.name
        assert one.client not in rival | partner, one.name


def test_a_label_says_how_it_is_known() -> None:
    path = files("steelyard.readings") / "data" / "cases.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    for row in rows:
        assert row["known"] == ("page" if row["source"] else "memory"), row["name"]
        assert row["end"], row["name"]


@pytest.mark.skipif(not (SHARED / "history").exists(), reason="the cases beside the project")
def test_the_given_cases_join_the_bench() -> None:
    given = [one for one in known() if one.batch == "given"]
    assert len(given) == 28
    assert {one.what for one in given if one.kind == "war"} == {"rupture"}


def test_stronger_evidence_never_speaks_against_a_turn() -> None:
    usual = evidence(counts())
    warmer = evidence(counts(rival_after=Tally(friendly=40, costly=0)))
    colder = evidence(counts(partner_after=Tally(friendly=5, costly=30)))
    signed = evidence(counts(rival_after=Tally(friendly=20, costly=4, commitments=9)))
    dense = evidence(counts(rival_after=Tally(friendly=20, costly=4, densest=5)))
    assert warmer[0] > usual[0] and colder[1] > usual[1] and signed[2] > usual[2]
    assert dense[3] > usual[3]


def test_a_line_without_events_says_nothing() -> None:
    empty = counts(rival_before=Tally(), rival_after=Tally())
    assert evidence(empty)[0] == 0
    assert evidence(empty)[2] == pytest.approx(0)


def test_a_war_is_a_quarrel() -> None:
    war = quarrel(counts(rival_after=Tally(friendly=10, reproaches=20, costly=120)))
    assert war[0] > quarrel(counts())[0]
    assert war[1] > quarrel(counts())[1]


def test_every_rule_gives_as_many_numbers_for_every_case() -> None:
    sizes = {name: len(rule(counts())) for name, rule in RULES.items()}
    again = {
        name: len(rule(counts(rival_after=Tally(), partner_after=Tally())))
        for name, rule in RULES.items()
    }
    assert sizes == again


def test_a_case_is_scored_by_a_rule_that_never_saw_its_state() -> None:
    rng = np.random.default_rng(0)
    numbers = rng.normal(size=(40, 1))
    turned = numbers[:, 0] > 0
    states = [f"S{at % 10}" for at in range(40)]
    flipped = turned.copy()
    flipped[::10] = ~flipped[::10]
    one = scores.left_out(numbers, turned, states)[::10]
    two = scores.left_out(numbers, flipped, states)[::10]
    assert np.allclose(one, two)


def test_scores_of_known_answers() -> None:
    turned = np.array([True, True, False, False])
    assert scores.auc(turned, np.array([0.9, 0.8, 0.2, 0.1])) == 1
    assert scores.auc(turned, np.full(4, 0.5)) == 0.5
    assert scores.brier(turned, np.full(4, 0.5)) == 0.25
    assert scores.at_prior(np.array([0.0]), 0.15)[0] == pytest.approx(0.15)


def test_a_second_reader_agrees_on_turns() -> None:
    labels, turns, what = agreement()
    assert labels == len(list(own()))
    assert turns / labels > 0.95
    assert what / labels > 0.85
