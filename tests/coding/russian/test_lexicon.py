"""The tables hold together: types, modes, codes, lemmas and sources."""

from __future__ import annotations

from importlib.resources import files

import pytest

from steelyard import vocabulary
from steelyard.coding.russian import lexicon

DATA = files("steelyard.coding.russian") / "data"
TABLES = sorted(
    path.name.removesuffix(".csv") for path in DATA.iterdir() if path.name.endswith(".csv")
)


@pytest.mark.parametrize("table", TABLES)
def test_a_row_is_whole_and_names_its_source(table: str) -> None:
    reason = "reason" if table == "confidence" else "source"
    for row in lexicon.rows(table):
        assert None not in row
        assert row[reason].strip()


def test_a_rule_names_a_type_and_mode_of_the_ontology() -> None:
    for some in lexicon.rules().values():
        for rule in some:
            assert rule.type in vocabulary.TYPES
            assert rule.mode is None or rule.mode in vocabulary.modes(rule.type)
            assert 0 < rule.weight < 1
    for noun in lexicon.event_nouns().values():
        assert noun.type in {*vocabulary.TYPES, "STOP"}


def test_a_name_stands_for_an_actor_of_the_vocabulary() -> None:
    codes = {code for name in lexicon.names() for code in name.actor.split(";")}
    codes |= set(lexicon.places().values())
    codes |= {person.actor for person in lexicon.persons()}
    assert all(map(vocabulary.known, codes))


def test_a_class_of_a_frame_is_known() -> None:
    special = {
        "act",
        "party",
        "land",
        "org",
        "several",
        "opp",
        "none",
        "coop",
        "conf",
        "unanswered",
    }
    for some in lexicon.rules().values():
        for rule in some:
            for condition in rule.conditions:
                assert condition.classes <= special | set(lexicon.classes())


def test_every_type_has_verbs_and_nouns() -> None:
    verbs = {rule.type for some in lexicon.rules().values() for rule in some}
    nouns = {noun.type for noun in lexicon.event_nouns().values()}
    assert verbs == set(vocabulary.TYPES)
    assert nouns >= set(vocabulary.TYPES)


def test_every_sign_of_a_statement_has_a_weight() -> None:
    assert {"base", "rule", "other topic"} <= set(lexicon.weights())
