"""The bounds of the words, and what holds a verdict back: each on both sides of its bound."""

from __future__ import annotations

import pytest

from steelyard.readings.words import MILD, SUREST, WORDS, likelihood, number, phrase


@pytest.mark.parametrize(("bound", "word"), WORDS)
def test_a_word_holds_up_to_its_bound(bound: float, word: str) -> None:
    assert likelihood(bound)[0] == word
    if bound < 1:
        assert likelihood(bound + 1e-6)[0] != word


@pytest.mark.parametrize(
    ("probability", "word", "printed"),
    [
        (0.0, "unlikely", "at best unlikely"),
        (0.2, "unlikely", "at best unlikely"),
        (0.21, "unlikely", "unlikely"),
        (0.5, "roughly even chance", "roughly even chance"),
        (0.8, "likely", "likely"),
        (0.99, "likely", "at least likely"),
    ],
)
def test_a_held_likelihood_is_no_stronger_than_likely_or_unlikely(
    probability: float, word: str, printed: str
) -> None:
    found, (low, high) = likelihood(probability, mild=True)
    assert found == word
    assert low >= MILD[0] - 0.01 and high <= MILD[1]
    assert phrase(probability, mild=True).startswith(f"{printed} (")


def test_no_number_is_nothing_or_everything() -> None:
    assert number(0.0) == number(1 - SUREST - 1e-9) == "under 3\u00a0%"
    assert number(1.0) == number(SUREST + 1e-9) == "over 97\u00a0%"
    assert number(1 - SUREST) == "under 3\u00a0%" and number(SUREST) == "over 97\u00a0%"
    assert number(0.5) == "50\u00a0%"
