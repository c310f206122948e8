"""The coder as callers see it: spans, identity, labels, explanations, what is told twice."""

from __future__ import annotations

import time
from datetime import date

import pytest

from steelyard import vocabulary
from steelyard.coding import Coder
from steelyard.coding.sentences import split
from steelyard.errors import CodingError
from steelyard.records import Event

from .conftest import DAY, article, short

TEXT = """Serbia's president flew to Sochi on Tuesday.

"We thank Russia", the minister said.
Norway beat Sweden 3-1 in the final.
Chad expelled a Belgian diplomat, and Belgium recalled its ambassador from N'Djamena.
Chad expelled a Belgian diplomat on Wednesday.
"""


def test_every_event_walks_back_to_its_sentence(coder: Coder) -> None:
    given = article(TEXT, url="https://example.org/1", publisher="Example")
    events = coder.code_article(given)
    assert events
    for event in events:
        assert event.start is not None
        assert event.end is not None
        assert TEXT[event.start : event.end] == event.sentence
        assert (event.document_id, event.url, event.publishers) == ("a1", given.url, ("Example",))
        assert event.quad == vocabulary.quad(event.type)
        assert 0 <= (event.confidence or 0) <= 1


def test_same_article_same_events(coder: Coder) -> None:
    assert coder.code_article(article(TEXT)) == coder.code_article(article(TEXT))
    assert Coder().code_article(article(TEXT)) == coder.code_article(article(TEXT))


def test_one_event_told_twice_is_one(coder: Coder) -> None:
    found = [e for e in coder.code_article(article(TEXT)) if e.type == "SANCTION"]
    assert sorted(short(e) for e in found) == [
        "BEL SANCTION TCD happened",
        "TCD SANCTION BEL happened",
    ]


def test_another_day_is_another_event(coder: Coder) -> None:
    text = "Chad expelled a Belgian diplomat on 3 May 2019. Chad expelled a Belgian diplomat on 7 June 2019."
    assert len(coder.code_article(article(text))) == 2


def test_reports_say_why_a_sentence_gave_nothing(coder: Coder) -> None:
    reports = coder.read_article(
        article("Hello there. It rained. Rome straddles the Tiber.")
    ).sentences
    assert [report.skipped for report in reports] == [
        "too short",
        "too short",
        "no act named",
    ]


def test_explanations_name_rule_words_and_roles(coder: Coder) -> None:
    report = coder.read_article(article("Chad expelled a Belgian diplomat.")).sentences[0]
    told = "\n".join(report.lines())
    for word in ("expel", "SANCTION", "TCD 'Chad'", "BEL 'Belgian'", "2020-01-15 (day)"):
        assert word in told
    assert report.explanations[0].event_id in {
        e.event_id for e in coder.code_article(article("Chad expelled a Belgian diplomat."))
    }


@pytest.mark.parametrize(
    "text", ["", " \n\n ", "...", "\x00\x01", "?!" * 500, "A" * 5000, "\u202e\ufeff"]
)
def test_odd_texts_hold_nothing(coder: Coder, text: str) -> None:
    assert coder.code_article(article(text)) == []


@pytest.mark.parametrize(
    "said", ["expelled a Belgian diplomat", "attacked Belgium", "visited Belgium"]
)
@pytest.mark.parametrize("end", ["today", "yesterday", "Monday", "last night", "this week"])
def test_a_text_that_breaks_off_is_read_like_one_with_a_full_stop(
    coder: Coder, said: str, end: str
) -> None:
    broken = {short(event) for event in coder.code_sentence(f"Chad {said} {end}", DAY)}
    assert broken
    assert broken == {short(event) for event in coder.code_sentence(f"Chad {said} {end}.", DAY)}


@pytest.mark.parametrize("length", range(1, 15))
def test_a_sentence_may_break_off_at_any_word(coder: Coder, length: int) -> None:
    text = (
        "Instead of talks yesterday Chad, Niger and Mali test - fired rockets at Belgium no longer"
    )
    words = text.split()
    coder.code_sentence(" ".join(words[:length]), DAY)
    coder.code_sentence(" ".join(words[-length:]), DAY)


def test_a_line_without_an_end_is_no_sentence(coder: Coder) -> None:
    long = "Chad expelled a Belgian diplomat and " * 200
    reports = coder.read_article(article(long)).sentences
    assert {report.skipped for report in reports} == {"too long to be a sentence"}


def one(text: str, **options: object) -> Event:
    return Coder(**options).code_sentence(text, DAY)[0]  # type: ignore[arg-type]


def test_plover_labels_write_what_is_announced_as_a_pledge_or_a_threat() -> None:
    assert one("Chad will expel a Belgian diplomat.", labels="plover").type == "THREATEN"
    assert one("Chad will visit Belgium.", labels="plover").type == "AGREE"
    assert one("Chad praised Belgium.", labels="plover").type == "SUPPORT"
    assert one("Chad will visit Belgium.").type == "CONSULT"


def test_plover_labels_keep_groups_without_a_country() -> None:
    text = "Students demanded a new rector."
    assert Coder().code_sentence(text, DAY) == []
    assert one(text, labels="plover").type == "REQUEST"


def test_unknown_labels_and_pipelines_are_named() -> None:
    with pytest.raises(CodingError, match="Allowed are steelyard and plover"):
        Coder(labels="cameo")  # type: ignore[arg-type]
    with pytest.raises(CodingError, match="'en_no_such' is not installed"):
        Coder("en_no_such")


def test_a_planned_event_keeps_the_day_it_was_announced(coder: Coder) -> None:
    event = coder.code_sentence("Chad's president will visit Belgium on 3 March.", DAY)[0]
    assert (event.day, event.announced) == (date(2020, 3, 3), DAY)
    event = coder.code_sentence("Chad's president visited Belgium on 3 January.", DAY)[0]
    assert (event.day, event.announced) == (date(2020, 1, 3), None)


def test_a_visit_was_where_the_visitor_went(coder: Coder) -> None:
    assert coder.code_sentence("Chad's president visited Belgium.", DAY)[0].place == "BEL"


def test_a_paragraph_without_end_is_cut_at_a_sentence_and_takes_no_minute() -> None:
    sentence = "Serbia expelled two Russian diplomats on Monday."
    spans = list(split(" ".join([sentence] * 400), "en"))
    assert [span.plain for span in spans] == [sentence] * 400
    before = time.process_time()
    for marks in ("[" * 60_000, "\"\u201c'" * 4_000):
        assert list(split(marks + sentence, "en"))
    assert time.process_time() - before < 10
