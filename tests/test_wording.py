"""Names, possessives and days as a sentence has them."""

from __future__ import annotations

import pytest

from steelyard.wording import actor_name, possessive, unbroken


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("PHL", "the Philippines"),
        ("NLD", "the Netherlands"),
        ("ARE", "the United Arab Emirates"),
        ("OSCE", "the Organization for Security and Co-operation in Europe"),
        ("SRB", "Serbia"),
        ("CYP", "Cyprus"),
        ("NATO", "NATO"),
    ],
)
def test_a_name_has_the_article_that_it_takes(code: str, name: str) -> None:
    assert actor_name(code) == name


@pytest.mark.parametrize(
    ("name", "whose"),
    [
        ("Serbia", "Serbia's"),
        ("Cyprus", "Cyprus's"),
        ("the Philippines", "the Philippines'"),
        ("the Congo", "the Congo's"),
    ],
)
def test_what_belongs_to_a_name(name: str, whose: str) -> None:
    assert possessive(name) == whose


def test_a_day_stays_on_one_line() -> None:
    text = unbroken("From 18 October 2019 to May 2020, not May I or 18 Octobers.")
    assert text == "From 18\u00a0October\u00a02019 to May\u00a02020, not May I or 18 Octobers."
