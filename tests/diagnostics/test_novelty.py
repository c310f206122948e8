"""Novelty: whether a bond goes deeper; else what an agreement adds by trade, by goods, by members."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from steelyard.records import Event, Finding, Tie

BEFORE, AFTER = date(2018, 5, 4), date(2019, 11, 5)

Make = Callable[..., Event]
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
        "depth before": 3.0,
        "depth since": 3.0,
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
        ("", "", {}, None, "cannot_tell"),  # no row at all: the lists of members alone speak
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
    assert found.sentence == "The record holds no new agreement of Serbia to compare."
    assert found.needed is not None
    assert "DESTA" in found.needed


def told(make: Make, day: date, text: str, kind: str = "SUPPORT", **values: object) -> Event:
    return make(day, "SRB", "RUS", kind, sentence=text, quad=values.pop("quad", 1), **values)


@pytest.mark.parametrize(
    ("before", "since", "grade"),
    [
        (None, "Treaty of accession to the Eurasian Economic Union signed", "supports"),
        (None, "The parliament ratified the mutual defence treaty", "supports"),
        (None, "Serbia and Russia signed a free trade agreement", "supports"),
        ("A free trade agreement was signed", "A customs union entered into force", "supports"),
        ("A free trade agreement was signed", "They signed a mutual defence treaty", "supports"),
        ("A free trade agreement was signed", "Another free trade agreement was signed", "opposes"),
        ("A customs union was signed", "They signed a free trade agreement", "opposes"),
        ("They signed a naval base agreement", "The base agreement was extended", "opposes"),
        (None, "The free trade agreement was extended", "opposes"),
        (None, "A memorandum on free trade was signed", "cannot_tell"),
        (None, "The parliament ratified the gas deal", "cannot_tell"),
        (None, "Serbia left the free trade agreement", "opposes"),
        (None, "The two presidents met", "not_applicable"),
        ("They signed a mutual defence treaty", "The two presidents met", "not_applicable"),
    ],
)
def test_a_bond_is_new_where_it_goes_deeper_in_its_field(
    *, ask: Ask, make_event: Make, before: str | None, since: str, grade: str
) -> None:
    events = [told(make_event, AFTER, since)]
    events += [told(make_event, BEFORE, before)] if before else []
    found = ask("novelty", events)
    assert found.grade == grade
    if grade != "not_applicable":
        assert events[0].event_id in found.evidence


def test_a_deeper_bond_says_what_it_is_on_top_of(ask: Ask, make_event: Make) -> None:
    events = [
        told(make_event, BEFORE, "A free trade agreement was signed"),
        told(make_event, AFTER, "A customs union entered into force"),
    ]
    found = ask("novelty", events)
    assert found.sentence == (
        "New between Serbia and Russia: a customs union (5 November 2019) on top of free trade (4 May 2018)."
    )
    assert {m.name: m.value for m in found.measures} == {"depth before": 3.0, "depth since": 4.0}
    assert found.strongest_for == events[1].event_id
    assert found.effect is None


@pytest.mark.parametrize("status", ["planned", "rumoured", "denied", "hypothetical"])
def test_what_did_not_happen_binds_nobody(ask: Ask, make_event: Make, status: str) -> None:
    event = told(make_event, AFTER, "Treaty of accession signed", status=status)
    assert ask("novelty", [event]).grade == "not_applicable"


def test_bonds_with_others_are_no_bonds_with_the_rival(ask: Ask, make_event: Make) -> None:
    event = make_event(AFTER, "SRB", "USA", "SUPPORT", sentence="They signed an alliance treaty")
    assert ask("novelty", [event]).grade == "not_applicable"


def test_a_coded_signing_without_a_text_is_of_unknown_depth(ask: Ask, make_event: Make) -> None:
    signing = make_event(AFTER, "SRB", "RUS", "SUPPORT", context=("legal",), sentence=None)
    found = ask("novelty", [signing, make_event(AFTER, "SRB", "RUS", "SUPPORT", sentence=None)])
    assert found.grade == "cannot_tell"
    assert found.reasons == ("one signed agreement on record, of unknown content",)
    assert found.needed is not None
    assert "Treaty Series" in found.needed


@pytest.mark.parametrize(
    ("indicator", "grade"),
    [
        ("treaty.preference", "opposes"),
        ("treaty.fta", "opposes"),
        ("treaty.customs_union", "supports"),
        ("treaty.alliance", "supports"),
        ("treaty.accession", "supports"),
    ],
)
def test_a_deeper_treaty_with_the_same_members_adds_a_bond(
    ask: Ask, make_tie: MakeTie, indicator: str, grade: str
) -> None:
    """A customs union on top of free trade binds nobody new, and binds more."""
    ties = [
        make_tie("RUS", 1.0, "treaty.fta", method="prior: old agreement", unit="flag", year=2000),
        make_tie("RUS", 1.0, indicator, method="new: agreement of 2019", unit="flag"),
        *coverage(make_tie, 95.0, 99.5),
    ]
    assert ask("novelty", ties=ties).grade == grade


@pytest.mark.parametrize(("year", "grade"), [(2018, "cannot_tell"), (2020, "supports")])
def test_rows_of_a_list_are_old_or_new_by_their_year(
    ask: Ask, make_tie: MakeTie, year: int, grade: str
) -> None:
    """That of the shock's own year says nothing without a method: it is on neither side."""
    rows = [make_tie("RUS", 1.0, "alliance.defense", year=y, unit="flag") for y in (year, 2019)]
    assert ask("novelty", ties=rows).grade == grade
    both = [make_tie("RUS", 1.0, "alliance.defense", year=y, unit="flag") for y in (2018, 2020)]
    assert ask("novelty", ties=both).grade == "opposes"
