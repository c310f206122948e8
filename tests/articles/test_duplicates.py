"""Near-duplicates: wire copies are one document, other reports of the same thing are not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from steelyard.articles.duplicates import DuplicateIndex
from steelyard.records import Article

WORDS = [f"word{n}" for n in range(300)]


def article(name: str, text: str, day: date | None = date(2019, 12, 4)) -> Article:
    return Article(id=name, text=text, date=day)


def test_a_cut_and_retitled_copy_is_the_same_document() -> None:
    whole = " ".join(WORDS)
    with DuplicateIndex() as index:
        assert index.document_of(article("a", whole)) == "a"
        copy = "BELGRADE (Wire) " + " ".join(WORDS[:260])
        assert index.document_of(article("b", copy, date(2019, 12, 6))) == "a"


def test_another_text_or_another_week_is_another_document() -> None:
    whole = " ".join(WORDS)
    with DuplicateIndex() as index:
        index.document_of(article("a", whole))
        half = " ".join(WORDS[:100] + [f"other{n}" for n in range(200)])
        assert index.document_of(article("b", half)) == "b"
        assert index.document_of(article("c", whole, date(2019, 12, 12))) == "c"
        assert index.document_of(article("d", whole, None)) == "d"


def test_pieces_of_one_text_are_no_copies_of_each_other() -> None:
    whole = " ".join(WORDS)
    with DuplicateIndex() as index:
        assert index.document_of(article("a/1", whole)) == "a/1"
        assert index.document_of(article("a/2", whole)) == "a/2"
        assert index.document_of(article("b/2", whole)) == "a/1"


def test_short_texts_are_never_alike() -> None:
    with DuplicateIndex() as index:
        index.document_of(article("a", "Talks held."))
        assert index.document_of(article("b", "Talks held.")) == "b"


def test_a_word_that_turns_a_short_text_makes_it_another() -> None:
    said = "Belgrade said on Monday that it would sign the agreement with the union next week"
    with DuplicateIndex() as index:
        index.document_of(article("a", said))
        assert index.document_of(article("b", said.replace("next week", "next month"))) == "b"
        assert index.document_of(article("c", said.upper())) == "a"


def test_the_index_is_kept_on_disk(tmp_path: Path) -> None:
    whole = " ".join(WORDS)
    with DuplicateIndex(tmp_path / "index") as index:
        index.document_of(article("a", whole))
    with DuplicateIndex(tmp_path / "index") as index:
        assert index.document_of(article("b", whole)) == "a"
