"""The labelled sentences hold together, and their measures count what a label allows."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from evaluation import labelled, learn
from evaluation.labelled import DATA, SETS
from evaluation.measures import ANY, Stated, Tally

from steelyard import vocabulary
from steelyard.records import Event

PARTS = [(name, part) for name in SETS for part in ("dev", "blind")]


def rows(name: str, part: str) -> list[dict[str, Any]]:
    """The rows of a part as they are on disk."""
    text = (DATA / f"{name}.{part}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize(("name", "part"), PARTS)
def test_labels_use_known_codes_types_and_statuses(name: str, part: str) -> None:
    for row in rows(name, part):
        date.fromisoformat(row["date"])
        for event in row["events"]:
            for kind in (event["type"], *event.get("also", [])):
                assert kind == ANY or vocabulary.quad(kind)
            sides = [[event["actor"], event["recipient"]], *event.get("also_pairs", [])]
            codes = {code for pair in sides for side in pair for code in side} - {ANY, "IMG"}
            assert all(vocabulary.actor(code) for code in codes), row["id"]


def test_what_is_taught_is_labelled_alike_and_blind_nowhere() -> None:
    taught = [json.loads(line) for line in learn.TAUGHT.read_text(encoding="utf-8").splitlines()]
    for row in taught:
        date.fromisoformat(row["date"])
        for event in (Stated.of(event) for event in row["events"]):
            assert all(vocabulary.quad(kind) for kind in event.types), row["id"]
            codes = {code for pair in event.pairs for side in pair for code in side}
            assert all(vocabulary.actor(code) for code in codes - {ANY, "IMG"}), row["id"]
    texts = [row["text"] for row in taught]
    blind = {row.get("text") for name in SETS for row in rows(name, "blind")}
    assert len(texts) == len(set(texts))
    assert not blind & set(texts)


@pytest.mark.parametrize("name", SETS)
def test_a_fifth_or_more_is_blind_and_no_sentence_is_in_both_parts(name: str) -> None:
    dev, blind = rows(name, "dev"), rows(name, "blind")
    assert not {row["id"] for row in dev} & {row["id"] for row in blind}
    dev = [row for row in dev if not row.get("tried")]  # batches run and mended at once
    assert 0.2 < len(blind) / (len(dev) + len(blind)) < 0.5


def test_real_articles_are_labelled_by_place_only() -> None:
    found = [row for part in ("dev", "blind") for row in rows("articles", part)]
    assert {key for row in found for key in row} == {
        "id",
        "article",
        "start",
        "end",
        "hash",
        "date",
        "kind",
        "events",
    }
    assert sum(len(rows(name, part)) for name, part in PARTS) >= 1200


@pytest.mark.skipif(not labelled.ARTICLES.exists(), reason="the articles lie beside the project")
def test_every_labelled_place_is_found_again() -> None:
    for part in ("dev", "blind"):
        found = labelled.sentences("articles", part)
        assert len(found) == len(rows("articles", part))
        assert all(row["text"].strip() for row in found)


def event(actor: str, recipient: str, kind: str, **other: Any) -> Event:
    """An event of two states."""
    fields: dict[str, Any] = {
        "event_id": "e",
        "day": date(2024, 3, 18),
        "precision": "day",
        "actor": (actor,),
        "recipient": (recipient,),
        "type": kind,
        "quad": vocabulary.quad(kind),
        "act": "words",
        "status": "happened",
        "source": "text",
        "source_id": "s",
        "coder": "test",
        "confidence": 0.9,
    }
    return Event(**{**fields, **other})


def label(**other: Any) -> Stated:
    """The label of an accusation."""
    plain = {"actor": ["SRB"], "recipient": ["RUS"], "type": "ACCUSE", "status": "happened"}
    return Stated.of({**plain, "act": "words", **other})


def test_an_optional_event_is_neither_asked_for_nor_punished() -> None:
    optional = label(optional=True)
    silent, spoken = Tally(), Tally()
    silent.add([optional], [])
    spoken.add([optional], [event("SRB", "RUS", "ACCUSE"), event("SRB", "RUS", "AID")])
    assert (silent.eventless, silent.false) == (1, 0)
    assert (spoken.eventless, spoken.false) == (1, 1)


def test_a_star_allows_any_other_side_and_any_type() -> None:
    star = label(recipient=[ANY], also=[ANY])
    assert star.by(event("SRB", "HUN", "AID"))
    assert star.typed(event("SRB", "HUN", "AID"))
    assert not star.by(event("RUS", "HUN", "AID"))


def test_days_and_self_dyads_are_counted() -> None:
    tally = Tally()
    tally.add(
        [label(days=[["2024-03-18", "day"]])],
        [event("SRB", "RUS", "ACCUSE"), event("SRB", "SRB", "ACCUSE")],
    )
    assert tally.figures()["day accuracy"] == 1.0
    assert tally.self_dyads == 1
    tally.add([label(days=[["2024-03-01", "month"]])], [event("SRB", "RUS", "ACCUSE")])
    assert tally.figures()["day accuracy"] == 0.5
