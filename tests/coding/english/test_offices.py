"""The gazetteer of offices: every row with a source that was opened, and days in order."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from evaluation.offices import table

from steelyard import vocabulary
from steelyard.coding.english import lexicon
from steelyard.coding.english.parties import actors
from steelyard.coding.english.text import Sentence, Word


def test_every_row_names_the_page_it_is_from_and_what_was_seen_there() -> None:
    for row in lexicon.rows("offices"):
        assert row["source"].startswith("http"), row
        assert row["seen"], row
        assert vocabulary.known(row["country"]), row
        assert row["precision"] in ("day", "month", "year"), row


def test_terms_end_after_they_begin() -> None:
    for row in lexicon.rows("offices"):
        first = lexicon.day(row["start"])
        assert not row["end"] or first <= lexicon.day(row["end"], last=True), row


def name(text: str) -> Sentence:
    words, start = [], 0
    for i, part in enumerate(text.split()):
        head = len(text.split()) - 1
        words.append(
            Word(i, part, part.lower(), "NNP", "compound" if i < head else "ROOT", head, start)
        )
        start += len(part) + 1
    return Sentence.of(text, tuple(words))


@pytest.mark.parametrize(
    ("text", "day", "code"),
    [
        ("Ivica Dacic", date(2019, 10, 20), "SRB"),
        ("Emmanuel Macron", date(2019, 10, 20), "FRA"),
        ("Zoran Zaev", date(2019, 10, 20), "MKD"),
        ("Sergey Lavrov", date(2019, 10, 20), "RUS"),
        ("Federica Mogherini", date(2019, 10, 20), "EU"),
    ],
)
def test_office_holders_speak_for_their_country_on_that_day(
    text: str, day: date, code: str
) -> None:
    found = actors.mentions(name(text), day)
    assert [mention.code for mention in found] == [code]
    assert found[0].kind == "person"


def test_out_of_office_the_country_stays() -> None:
    assert actors.mentions(name("Theresa May"), date(2022, 1, 1))[0].code == "GBR"


def test_the_published_coverage_is_that_of_the_table() -> None:
    docs = Path(__file__).parents[3] / "docs" / "coding.md"
    assert "\n".join(table()) in docs.read_text(encoding="utf-8")
