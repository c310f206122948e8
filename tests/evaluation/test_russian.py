"""Russian: floors that hold, probes, and one event told in two languages."""

from __future__ import annotations

import json
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest
from evaluation import gate, russian
from evaluation.coding import rows

from steelyard.coding import Coder

pytestmark = pytest.mark.skipif(
    find_spec("slovnet") is None, reason="the extra ru is not installed"
)


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder(language="ru")


def test_every_measure_is_at_its_floor(coder: Coder) -> None:
    floors = json.loads(russian.FLOORS.read_text(encoding="utf-8"))
    figures = {part: russian.measure(part, coder=coder).figures() for part in ("tune", "fresh")}
    assert gate.check(floors, figures, russian.OWN) == []


def test_the_sentences_are_what_they_claim() -> None:
    found = rows(russian.OWN)
    texts = Counter(row["text"] for row in found)
    assert len(found) >= 400
    assert [text for text, n in texts.items() if n > 1] == []
    assert sum(not row["events"] for row in found) >= len(found) / 3
    assert sum(row["split"] == "blind" for row in found) >= len(found) // 3 - 1


def test_other_words_tell_the_same_event(coder: Coder) -> None:
    found = russian.probes(coder)
    assert sum(probe.same for probe in found) >= 0.95 * len(found)


def test_an_event_told_in_two_languages_is_one(tmp_path: Path) -> None:
    reports = russian.pairs()
    score = russian.joined(reports, russian.read_pairs(reports, tmp_path))
    assert score.precision == 1.0
    assert score.recall >= 0.95
