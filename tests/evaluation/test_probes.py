"""The probes of the lexicon: what it was widened to cover stays covered."""

from __future__ import annotations

from collections import Counter

from evaluation import probes

from steelyard import vocabulary


def test_what_the_lexicon_was_widened_to_cover_stays_covered() -> None:
    types, quads, wrong = probes.shares()
    assert (types > 0.91, quads > 0.93) == (True, True), wrong


def test_every_type_is_probed() -> None:
    kinds = Counter(kind for kind, _ in probes.probes())
    assert set(kinds) == set(vocabulary.TYPES)
    assert min(kinds.values()) >= 20
