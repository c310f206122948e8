"""Novelty: what an agreement adds, by trade and by goods where they are known, else by members."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from steelyard.records import Finding, Tie

MakeTie = Callable[..., Tie]
Ask = Callable[..., Finding]


def treaty(make: MakeTie, prior: str, new: str) -> list[Tie]:
    rows = [(code, "prior: old agreement") for code in prior.split()]
    rows += [(code, "new: agreement") for code in new.split()]
    return [make(code, 1.0, "treaty.fta", method=method, unit="flag") for code, method in rows]


def within(make: MakeTie, partner: str, percent: float, **values: str) -> Tie:
    method = "of trade with the EAEU"
    return make(partner, percent, "trade.share", method=method, unit="percent", **values)


def coverage(make: MakeTie, before: float, after: float) -> list[Tie]:
    return [
        make("RUS", before, "treaty.coverage", method="prior agreements", unit="percent"),
        make("EAEU", after, "treaty.coverage", method="new agreement", unit="percent"),
    ]


def test_what_is_with_the_old_members_bounds_the_new_from_above(
    ask: Ask, make_tie: MakeTie
) -> None:
    ties = [
        *treaty(make_tie, "RUS BLR", "RUS BLR ARM KGZ"),
        within(make_tie, "RUS", 83.1, reporter="one"),
        within(make_tie, "RUS", 90.0, reporter="other"),
        *coverage(make_tie, 95.0, 99.5),
    ]
    found = ask("novelty", ties=ties)
    assert found.effect == pytest.approx(0.169)
    assert found.low == 0.0
    assert found.high == pytest.approx(0.169)
    assert found.grade == "opposes"
    for part in ("Armenia and Kyrgyzstan", "Belarus and Russia", "17", "from 95 to 99.5"):
        assert part in found.sentence
    assert {m.name: m.value for m in found.measures} == {
        "members added": 2.0,
        "duty-free prior agreements": 95.0,
        "duty-free new agreement": 99.5,
        "coverage gained": pytest.approx(4.5),
        "trade newly covered": pytest.approx(0.169),
    }


@pytest.mark.parametrize(
    ("prior", "new", "shares", "covered", "grade"),
    [
        ("RUS", "RUS", {}, None, "opposes"),  # nobody is added
        ("", "RUS ARM", {}, None, "supports"),  # everybody is
        ("RUS", "RUS ARM", {}, None, "cannot_tell"),  # one of two, of unknown weight
        ("RUS", "RUS ARM", {"RUS": 90.0}, None, "opposes"),
        ("RUS", "RUS ARM", {"RUS": 40.0}, None, "supports"),  # all of the old members counted
        ("RUS BLR", "RUS BLR ARM", {"RUS": 40.0}, None, "cannot_tell"),  # Belarus may be the rest
        ("RUS", "RUS ARM", {"ARM": 60.0}, None, "supports"),
        ("RUS", "RUS ARM", {}, (95.0, 99.0), "opposes"),
        ("RUS", "RUS ARM", {}, (10.0, 90.0), "supports"),
        ("RUS", "RUS ARM", {"RUS": 90.0}, (10.0, 90.0), "cannot_tell"),  # they disagree
        ("RUS", "", {}, None, "not_applicable"),
        ("", "", {}, None, "not_applicable"),
    ],
)
def test_the_rule_of_grading(
    *,
    ask: Ask,
    make_tie: MakeTie,
    prior: str,
    new: str,
    shares: dict[str, float],
    covered: tuple[float, float] | None,
    grade: str,
) -> None:
    ties = treaty(make_tie, prior, new)
    ties += [within(make_tie, partner, value) for partner, value in shares.items()]
    ties += coverage(make_tie, *covered) if covered else []
    assert ask("novelty", ties=ties).grade == grade


def test_without_a_new_agreement_nothing_is_said_of_one(ask: Ask, make_tie: MakeTie) -> None:
    found = ask("novelty", ties=treaty(make_tie, "RUS", ""))
    assert found.sentence == "The record holds no new trade agreement of Serbia to compare."
    assert found.needed is not None
    assert "DESTA" in found.needed
