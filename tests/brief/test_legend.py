"""The page explains the words of likelihood by the bounds that the verdict uses."""

from __future__ import annotations

from importlib.resources import files

import pytest

from steelyard.readings.words import SUREST, WORDS

PAGE = (files("steelyard.brief") / "templates" / "page.html.j2").read_text(encoding="utf-8")

LOWS = (1 - SUREST, *(high for high, _ in WORDS[:-1]))
HIGHS = (*(high for high, _ in WORDS[:-1]), SUREST)


ROWS = list(zip(LOWS, HIGHS, (word for _, word in WORDS), strict=True))


@pytest.mark.parametrize(("low", "high", "word"), ROWS)
def test_the_legend_gives_the_bounds_of_each_word(low: float, high: float, word: str) -> None:
    assert f"{word} ({100 * low:.0f} to {100 * high:.0f} %)" in PAGE
