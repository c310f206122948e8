"""Unseen characters are taken out before coding, and the sentence shown is the sentence printed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, strategies

from steelyard.coding import Coder
from steelyard.coding.characters import clean
from steelyard.coding.sentences import split
from steelyard.records import Article

PLAIN = "Serbia expelled two Russian officials."


@pytest.mark.parametrize(
    "text",
    [
        "Ser\u00adbia ex\u00adpelled two Rus\u00adsian offi\u00adcials.",
        "Serbia\u200b expelled two Russian\u200b officials.",
        "\ufeffSerbia\u2060 expelled two Rus\u200csian officials.",
        "\u200eSerbia expelled two \u202aRussian\u202c officials.",
        "Serbia expelled two Russian o\ufb03cials.",
        "Serbia ex-\npelled two Rus-\r\nsian offi\u2010\n  cials.",
        "Serbia ex\u00ac\npelled two Rus\u00ad\nsian officials.",
        "S\u0435rbia expelled two Russian \u043efficials.",
        "\uff33\uff45\uff52\uff42\uff49\uff41 expelled two Russian officials.",
        "\U0001d412\U0001d41e\U0001d42b\U0001d41b\U0001d422\U0001d41a expelled two Russian officials.",
        "Serbia\u00a0expelled\u2028two\tRussian\u202fofficials.",
    ],
)
def test_a_sentence_is_read_as_a_reader_sees_it(text: str) -> None:
    (span,) = split(text, "en")
    assert span.plain == PLAIN
    assert text.strip("\ufeff\u200e") == text[span.start : span.end]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Tu\u0308rkiye", "T\u00fcrkiye"),
        ("Vuc\u030cic\u0301", "Vu\u010di\u0107"),
        ("the Serbia-\nRussia talks", "the Serbia-Russia talks"),
        ("a self-\nproclaimed state", "a self-proclaimed state"),
        ("two-\nday talks", "two-day talks"),
        ("\u0421\u0440\u0431\u0438\u0458\u0430", "\u0421\u0440\u0431\u0438\u0458\u0430"),
        ("two- and three-day talks -\nand more", "two- and three-day talks -\nand more"),
    ],
)
def test_letters_are_made_whole_and_true_hyphens_kept(text: str, read: str) -> None:
    assert clean(text).text == read


@given(strategies.text(alphabet="ab \n-.\u00ad\u200b\u0308\ufb01A", max_size=40))
def test_every_character_knows_where_it_stood(text: str) -> None:
    found = clean(text)
    places = [found.printed(i, i + 1) for i in range(len(found.text))]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert clean(found.text).text == found.text or "-" in text or "\u0308" in text


def test_the_sentence_shown_is_the_sentence_printed(coder: Coder) -> None:
    text = "France praised Ser-\nbia for the move. Ser\u00adbia thanked Tu\u0308rkiye."
    events = coder.code_article(Article(id="n", text=text, date=date(2024, 3, 18)))
    assert [(e.actor, e.recipient) for e in events] == [(("FRA",), ("SRB",)), (("SRB",), ("TUR",))]
    assert [text[e.start : e.end] for e in events] == [e.sentence for e in events]
    assert events[0].sentence == "France praised Ser-\nbia for the move."
