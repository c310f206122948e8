"""What somebody only thinks, fears or claims has not happened for sure."""

from __future__ import annotations

from datetime import date

import pytest

from steelyard.coding import Coder
from steelyard.records import Article


@pytest.mark.parametrize(
    "text",
    [
        "A daily claimed that Serbia expelled a Russian diplomat.",
        "Police think that Russia poisoned a British agent.",
        "Officials in Zagreb think that Serbia will sign a deal with Russia.",
    ],
)
def test_an_act_that_somebody_only_thinks_is_rumoured(coder: Coder, text: str) -> None:
    (event,) = coder.code_article(Article(id="a1", text=text, date=date(2019, 5, 5)))
    assert event.status == "rumoured"


def test_an_act_that_is_told_outright_has_happened(coder: Coder) -> None:
    article = Article(id="a1", text="Serbia expelled a Russian diplomat.", date=date(2019, 5, 5))
    (event,) = coder.code_article(article)
    assert event.status == "happened"
