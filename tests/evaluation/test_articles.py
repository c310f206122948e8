"""Whole articles: their labels hold together, and pairing counts each event once."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from evaluation import articles
from evaluation.labelled import DATA
from evaluation.measures import Stated

from steelyard import vocabulary
from steelyard.records import Article, Event


def rows(part: str) -> list[dict[str, Any]]:
    """The labelled articles of a part."""
    text = (DATA / f"whole.{part}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("part", ["dev", "blind"])
def test_every_label_quotes_a_sentence_of_its_article(part: str) -> None:
    for row in rows(part):
        date.fromisoformat(row["date"])
        for event in row["events"]:
            assert event["sentence"] in row["text"], row["id"]
            assert vocabulary.quad(event["type"]) if event["type"] != "*" else True


def test_a_third_of_at_least_forty_is_blind() -> None:
    dev, blind = rows("dev"), rows("blind")
    assert len(dev) + len(blind) >= 40
    assert len(blind) / (len(dev) + len(blind)) > 0.3
    assert not {row["id"] for row in dev} & {row["id"] for row in blind}


def event(actor: str, recipient: str, kind: str) -> Event:
    """An event between two states."""
    return Event(
        event_id=f"{actor}{recipient}{kind}",
        day=date(2024, 3, 18),
        precision="day",
        actor=(actor,) if actor else (),
        recipient=(recipient,),
        type=kind,
        quad=vocabulary.quad(kind),
        act="words",
        status="happened",
        source="text",
        source_id="s",
        coder="test",
    )


def stated(actor: str, recipient: str, kind: str) -> Stated:
    """What a label states of two states."""
    return Stated.of(
        {
            "actor": [actor],
            "recipient": [recipient],
            "type": kind,
            "status": "happened",
            "act": "words",
        }
    )


def test_faults_are_told_apart() -> None:
    label = articles.Labelled(
        Article(id="a", text="", date=date(2024, 3, 18)),
        (stated("SRB", "RUS", "ACCUSE"), stated("RUS", "SRB", "REJECT")),
    )
    said = [
        event("SRB", "RUS", "ACCUSE"),
        event("SRB", "RUS", "ACCUSE"),
        event("SRB", "RUS", "AID"),
        event("SRB", "HUN", "AID"),
        event("RUS", "RUS", "AID"),
        event("", "RUS", "AID"),
    ]
    counts = articles._counted(label, said, errors=False)
    assert (counts["full"], counts["stated"], counts["read"]) == (1, 2, 6)
    assert (counts["duplicates"], counts["invented"], counts["self"], counts["half"]) == (
        1,
        1,
        1,
        1,
    )


@pytest.mark.skipif(not articles.NINE.exists(), reason="the nine lie beside the project")
def test_the_nine_are_read_from_their_files() -> None:
    found = list(articles.nine())
    assert len(found) == 9
    assert all(one.article.text and one.article.date and one.stated for one in found)
