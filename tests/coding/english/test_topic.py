"""What the article was about: reactions to it, both sides of it, its country and its people at home."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.coding.conftest import DAY, short

from steelyard.coding import Coder
from steelyard.coding.english import article
from steelyard.records import Article

Coded = Callable[..., set[str]]


@pytest.mark.parametrize(
    ("before", "sentence", "event"),
    [
        ("Peru expelled the Mexican envoy.", "Chad deplored the decision.", "TCD ACCUSE PER"),
        ("Chad and Benin signed a treaty.", "Togo welcomed the deal.", "TGO SUPPORT BEN+TCD"),
        (
            "Peru expelled the Mexican envoy.",
            "The EU urged both sides to talk.",
            "EU REQUEST MEX+PER",
        ),
        (
            "Chad and Benin signed a treaty.",
            "Togo voiced its disappointment.",
            "TGO ACCUSE BEN+TCD",
        ),
        (
            "Tunisia accused migrants of a plot.",
            "Italy promised the country a loan.",
            "ITA AGREE TUN",
        ),
        (
            "Bolivia arrested two judges.",
            "The opposition accused the government of theft.",
            "BOL ACCUSE BOL",
        ),
        ("Malawian minister Nancy Tembo flew to Chad.", "Tembo thanked Benin.", "MWI SUPPORT BEN"),
    ],
)
def test_what_was_told_before_says_who_is_meant(
    coder: Coder, before: str, sentence: str, event: str
) -> None:
    article = Article(id="a", text=f"{before} {sentence}", date=DAY)
    assert any(short(found).startswith(event) for found in coder.code_article(article))


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Latvia and Belarus expelled each other's envoys.", "BLR+LVA SANCTION BLR+LVA happened"),
        ("Serbs in Kosovo thanked Norway.", "XKX SUPPORT NOR happened"),
        (
            "After talks with Egypt's president, Jordan's king flew home.",
            "JOR CONSULT EGY happened",
        ),
    ],
)
def test_who_acts(coded: Coded, text: str, event: str) -> None:
    assert event in coded(text)


def test_a_reaction_to_nothing_told_has_no_recipient(coded: Coded) -> None:
    assert coded("Chad deplored the decision.") == {"TCD ACCUSE  happened"}


@pytest.mark.parametrize(
    ("text", "first"),
    [("The striker and the whale", "sport"), ("The whale and the striker", "nature")],
)
def test_of_two_topics_alike_the_one_first_named_counts(text: str, first: str) -> None:
    assert article.topic(text) == first
