"""The tables of data/: nothing in them that the code does not know, and no two rows at odds."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from steelyard import vocabulary
from steelyard.coding import english
from steelyard.coding.english import lexicon
from steelyard.errors import CodingError

CODE = Path(english.__file__).parent
DATA = CODE / "data"
TABLES = sorted(path.stem for path in DATA.glob("*.csv"))
SLOTS = {
    "obj",
    "subj",
    "!obj",
    "oprd",
    "prt",
    "own",
    "!own",
    "comp",
    "to-inf",
    "that",
    "ahead",
    "neg",
}


def predicates() -> list[dict[str, str]]:
    return lexicon.rows("predicates")


def test_every_rule_has_a_known_type_mode_weight_and_a_reason() -> None:
    for row in predicates():
        # A rule without a type is an idiom that names no act.
        assert row["type"] in ("", *vocabulary.TYPES), row
        assert not row["mode"] or row["mode"] in vocabulary.modes(row["type"]), row
        assert 0 < float(row["weight"]) < 1, row
        assert row["act"] in ("", "words", "deeds"), row
        assert row["reason"], row


def test_frames_name_slots_or_prepositions_only() -> None:
    for row in predicates():
        for word in row["frame"].split():
            slot = re.split("[:=]", word)[0]
            assert slot in SLOTS or all(
                part.isalpha() or " " in part for part in slot.split(",")
            ), row


def test_no_two_rules_say_different_things_of_one_frame() -> None:
    types: dict[tuple[str, frozenset[str]], set[str]] = {}
    for row in predicates():
        key = (row["lemma"], frozenset(row["frame"].split()))
        types.setdefault(key, set()).add(row["type"])
    assert {key: found for key, found in types.items() if len(found) > 1} == {}


def test_no_two_rules_ask_for_the_same() -> None:
    asked = Counter(
        (rule.lemma, frozenset(rule.conditions))
        for rules in lexicon.predicates().values()
        for rule in rules
    )
    assert [frame for frame, n in asked.items() if n > 1] == []


@pytest.mark.parametrize("table", TABLES)
def test_no_row_stands_twice(table: str) -> None:
    rows = [tuple(row.values()) for row in lexicon.rows(table)]
    assert [row for row, n in Counter(rows).items() if n > 1] == []


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_described(table: str) -> None:
    assert f"`{table}.csv`" in (DATA / "README.md").read_text(encoding="utf-8")


def test_nouns_that_name_acts_have_known_types_and_weights() -> None:
    for noun in lexicon.nouns().values():
        if noun.type:
            assert noun.type in vocabulary.TYPES, noun
            assert noun.mode is None or noun.mode in vocabulary.modes(noun.type), noun
            assert 0 < noun.weight < 1, noun


def test_every_operator_has_a_known_status() -> None:
    for (kind, _), operator in lexicon.operators().items():
        assert kind in ("verb", "noun", "adj", "adv", "light")
        assert operator.status in vocabulary.STATUSES
        assert operator.reason


def test_the_code_uses_every_list_of_words_and_no_other() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in CODE.rglob("*.py"))
    used = set(re.findall(r'lexicon\.(?:words|ordered)\(\s*"([^"]+)"', code))
    assert used == {row["list"] for row in lexicon.rows("words")}


def test_a_list_that_is_not_there_is_named() -> None:
    with pytest.raises(CodingError, match="no list 'colours' in data/words"):
        lexicon.words("colours")


def test_agents_and_titles_have_roles_of_the_vocabulary() -> None:
    known = set(vocabulary.roles())
    assert {role for role, _ in lexicon.agents().values()} <= known
    assert set(lexicon.titles().values()) <= known


def test_groups_and_places_belong_to_known_actors() -> None:
    for row in lexicon.rows("places"):
        assert vocabulary.known(row["actor"]), row
        assert row["source"]
    for row in lexicon.rows("groups"):
        assert row["actor"] and row["source"], row
