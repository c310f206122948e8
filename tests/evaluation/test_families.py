"""An act known in one form is known in all, and what does not touch it leaves it as it is."""

from __future__ import annotations

from evaluation import families, reliability

from steelyard import vocabulary
from steelyard.coding.english import lexicon


def test_families_are_made_of_the_lexicon_s_own_entries() -> None:
    for family in families.families():
        assert family.lemma in lexicon.predicates(), family
        assert not family.noun or family.noun in lexicon.nouns(), family


def test_every_type_has_families() -> None:
    assert {family.type for family in families.families()} == set(vocabulary.TYPES)


def test_a_family_is_coded_in_all_its_forms() -> None:
    found, wrong = families.shares()
    missed = [form for form, least in families.FLOORS.items() if found[form] < least]
    assert not missed, wrong


def test_what_does_not_touch_the_act_leaves_the_event() -> None:
    found, lost = reliability.shares()
    assert min(found.values()) >= 0.85, lost
    assert found["names"] >= 0.98, lost
    assert found["wire style"] >= 0.98, lost
    assert found["all"] >= 0.98, lost
