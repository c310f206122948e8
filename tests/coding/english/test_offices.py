"""The gazetteer of offices: every row with a source that was opened, and days in order."""

from __future__ import annotations

from datetime import date, timedelta
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
        start, end = lexicon.term(row["start"], row["end"])
        assert end is None or start < end, row


@pytest.mark.parametrize(
    ("start", "end", "last_day"),
    [
        ("2012-01-10", "2017-01-17", date(2017, 1, 16)),
        ("2012-01", "2017-01", date(2017, 1, 31)),
        ("2012-01", "2016-02", date(2016, 2, 29)),
        ("2018", "2022", date(2022, 12, 31)),
        ("2018", "2021-12", date(2021, 12, 31)),
    ],
)
def test_a_term_runs_to_the_last_day_of_the_month_or_year_given(
    start: str, end: str, last_day: date
) -> None:
    _, after = lexicon.term(start, end)
    assert after == last_day + timedelta(days=1)


def test_who_left_in_a_month_holds_the_office_to_its_last_day() -> None:
    (presidency,) = lexicon.offices()[
        "Martin Schulz"
    ]  # of the European Parliament, to January 2017
    assert presidency.end == date(2017, 2, 1)


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
