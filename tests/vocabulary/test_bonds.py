"""Bonds: what a sentence does to a treaty, base or membership, and how deep that goes."""

from __future__ import annotations

import re

import pytest

from steelyard.vocabulary import bond_indicators, bond_of_indicator, bond_of_text
from steelyard.vocabulary.tables import rows


@pytest.mark.parametrize(
    ("text", "act", "bond", "depth"),
    [
        ("Treaty of accession to the Eurasian Economic Union signed", "makes", "accession", 6),
        ("The parliament ratifies the Accession Treaty", "makes", "accession", 6),
        ("Armenia joins the Eurasian Economic Union", "makes", "accession", 6),
        ("Sweden joined NATO", "makes", "accession", 6),
        ("Montenegro became the alliance's twenty-ninth member", "makes", "accession", 6),
        ("They signed a mutual defence treaty", "makes", "alliance", 5),
        ("Russia opened a naval base at Tartus", "makes", "base", 5),
        ("Manila grants access to four bases", "makes", "base", 5),
        ("A customs union entered into force", "makes", "customs-union", 4),
        ("The two signed a free trade agreement", "makes", "free-trade", 3),
        ("They signed a defence cooperation agreement", "makes", "military", 2),
        ("San Salvador established diplomatic relations with Beijing", "makes", "recognition", 2),
        # A roadmap of accession to a customs union is neither of the two.
        ("Roadmap of accession to the Customs Union signed in Moscow", "makes", "paper", 1),
        ("A memorandum on free trade was signed", "makes", "paper", 1),
        ("The parliament ratifies the gas deal", "makes", "agreement", 0),
        ("Sign formal agreement", "makes", "agreement", 0),
        ("The base agreement was extended to 2044", "renews", "base", 5),
        ("Manila terminated the Visiting Forces Agreement", "ends", "military", 2),
        ("Moldova left the free trade agreement", "ends", "free-trade", 3),
    ],
)
def test_what_a_sentence_does_to_a_bond(text: str, act: str, bond: str, depth: int) -> None:
    found = bond_of_text(text)
    assert found is not None
    assert (found[0], found[1].bond, found[1].depth) == (act, bond, depth)


@pytest.mark.parametrize(
    "text",
    [
        "Putin says the accession deal can be prepared",
        "The government decides to join the Customs Union",
        "Serbia wants to sign a free trade agreement",
        "Serbia joined the drill Slavic Brotherhood",
        "The minister recognised the difficulties",
        "He visited the memorial",
        "",
    ],
)
def test_plans_and_other_acts_make_no_bond(text: str) -> None:
    assert bond_of_text(text) is None


def test_indicators_of_ties_are_bonds() -> None:
    free_trade = bond_of_indicator("treaty.fta")
    union = bond_of_indicator("treaty.customs_union")
    assert free_trade is not None
    assert union is not None
    assert free_trade.field == union.field
    assert free_trade < union
    assert bond_of_indicator("trade.total") is None
    assert {"treaty.fta", "treaty.in_force", "alliance.defense"} <= set(bond_indicators())


@pytest.mark.parametrize("table", ["bonds", "bond_acts"])
def test_every_row_has_a_reason_and_a_source(table: str) -> None:
    for row in rows(table):
        assert re.search(r"[A-Za-z]{3}", row["source"])
        assert re.search(r"[a-z]{3}", row["reason"])


def test_a_bond_has_one_depth_and_one_field() -> None:
    known: dict[str, tuple[str, str, str]] = {}
    for row in rows("bonds"):
        said = (row["name"], row["field"], row["depth"])
        assert known.setdefault(row["bond"], said) == said
