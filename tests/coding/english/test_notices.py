"""What stands around a report gives no event, and takes none away."""

from __future__ import annotations

from datetime import date

import pytest

from steelyard.coding import Coder
from steelyard.coding.english.article import without_slug
from steelyard.coding.english.article.notices import is_notice
from steelyard.records import Article

DAY = date(2024, 3, 18)


@pytest.mark.parametrize(
    "slug",
    [
        *(
            "UPDATE 2-",
            "CORRECTED-",
            "WRAPUP 1-",
            "UPDATE 1-CORRECTED-",
            "BREAKING: ",
            "Breaking: ",
        ),
        *("CORRECTED (OFFICIAL)-", "*FLASH: ", "Live updates | ", "RPT-INSIGHT-", "LIVE UPDATES: "),
    ],
)
def test_a_slug_is_no_part_of_a_headline(slug: str) -> None:
    assert without_slug(f"{slug}Serbia expels envoy") == "Serbia expels envoy"


def test_a_headline_sent_anew_is_a_headline() -> None:
    text = "Correction: Serbia expels two Russian diplomats"
    assert not is_notice(text)
    assert without_slug(text) == "Serbia expels two Russian diplomats"


def test_only_what_follows_a_slug_says_what_was_changed() -> None:
    assert without_slug("REFILE-Serbia expels three (Corrects number)") == "Serbia expels three"
    for text in ("Serbia expels three (with Hungary)", "Update on talks", "Lead-free Serbia"):
        assert without_slug(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "This article was corrected on 20 March to say that Hungary, not Austria, attacked the plan.",
        "*An earlier version of this story said that Austria attacked Hungary.",
        "Correction (May 3): An earlier version of this story said that Austria attacked Hungary.",
        "Correction: Hungary, not Austria, attacked the plan.",
        "Clarification, 20 March: Hungary attacked the plan.",
        "Correction: Serbia-Diplomats story",
        "(This March 18 story has been refiled to say Hungary attacked Austria)",
        "(Corrects paragraph 2 to show Germany sanctioned Iran)",
        "FILE PHOTO: Russian President Vladimir Putin meets Serbian President Aleksandar Vucic.",
        "FILE - Putin meets Vucic in Moscow.",
        "(Reporting by Georgia Paris; editing by Israel London)",
        "Reporting by Jordan Chadwick in Paris",
    ],
)
def test_a_notice_is_known(text: str) -> None:
    assert is_notice(text)


@pytest.mark.parametrize(
    "text",
    [
        "An earlier version of the treaty was rejected by Iran.",
        "The report was criticised by Iran.",
        "Reporting by diplomats in Belgrade shows that Serbia has attacked Kosovo again.",
        "Photos of the raid were released by Iran.",
    ],
)
def test_news_is_no_notice(text: str) -> None:
    assert not is_notice(text)


def test_a_whole_note_is_passed_over_and_the_news_around_it_is_not(coder: Coder) -> None:
    text = (
        "UPDATE 2-Serbia expels two Russian diplomats\n\n"
        "Correction: An earlier version was wrong. Hungary attacked Austria.\n\n"
        "Turkey praised Romania for the new road."
    )
    coded = coder.read_article(Article(id="n", text=text, date=DAY))
    told = [(event.actor, event.type, event.recipient) for event in coded.events]
    assert told == [(("SRB",), "SANCTION", ("RUS",)), (("TUR",), "SUPPORT", ("ROU",))]
    assert coded.events[0].sentence == text.split("\n", maxsplit=1)[0]
    note = [report for report in coded.sentences if "Correction" in report.text]
    assert [report.skipped for report in note] == ["a caption, a credit or a note of the editors"]
