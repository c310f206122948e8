"""The gate on the coder: floors hold, and are lowered by nobody in silence."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from evaluation import gate
from evaluation.coding import OWN, rows

from steelyard import vocabulary


@pytest.fixture(scope="module")
def floors() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(gate.FLOORS.read_text(encoding="utf-8"))
    return read


def test_every_measure_is_at_its_floor(floors: dict[str, Any]) -> None:
    # What takes longest is left to the command: half a thousand fresh sentences.
    assert gate.check(floors, gate.measured(("wire", "articles", "prose"))) == []


def test_a_fallen_measure_is_told(floors: dict[str, Any]) -> None:
    worse = {split: dict(found) for split, found in floors["floors"].items()}
    worse["held"]["type F1"] -= 0.01
    worse["held"]["sign errors per 100"] += 1
    lines = gate.check(floors, worse)
    assert [line.split(" is ")[0] for line in lines] == [
        "held: type F1",
        "held: sign errors per 100",
    ]


def test_floors_are_raised_freely_and_lowered_only_with_a_reason(floors: dict[str, Any]) -> None:
    better = {split: dict(found) for split, found in floors["floors"].items()}
    better["held"]["type F1"] += 0.01
    assert gate.updated(floors, better, "")["floors"] == better
    worse = {split: dict(found) for split, found in floors["floors"].items()}
    worse["held"]["type F1"] -= 0.01
    with pytest.raises(ValueError, match="--lower and the reason"):
        gate.updated(floors, worse, "")
    lowered = gate.updated(floors, worse, "a label was wrong")
    assert lowered["lowered"][-1]["why"] == "a label was wrong"


def test_other_sentences_need_other_floors(
    floors: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "corpus_hash", lambda _: "other")
    assert "have changed" in gate.check(floors, floors["floors"])[0]


def test_the_sentences_cover_what_they_claim() -> None:
    found = rows(OWN)
    texts = Counter(row["text"] for row in found)
    assert len(found) >= 600
    assert [text for text, n in texts.items() if n > 1] == []
    assert sum(not row["events"] for row in found) * 3 >= len(found)
    events = [event for row in found for event in row["events"]]
    assert {event["type"] for event in events} == set(vocabulary.TYPES)
    assert {event["status"] for event in events} == set(vocabulary.STATUSES)
    for event in events:
        assert all(vocabulary.known(code) for code in [*event["actor"], *event["recipient"]]), event
