"""The bounds of the words, and what holds a verdict back: each on both sides of its bound."""

from __future__ import annotations

import math

import pytest

from steelyard.readings.joint import UNLIKE, none_factor
from steelyard.readings.words import MILD, SUREST, WORDS, likelihood, number, phrase


@pytest.mark.parametrize(("bound", "word"), WORDS)
def test_a_word_holds_up_to_its_bound(bound: float, word: str) -> None:
    assert likelihood(bound)[0] == word
    if bound < 1:
        assert likelihood(bound + 1e-6)[0] != word


@pytest.mark.parametrize(
    ("probability", "word"),
    [(0.0, "unlikely"), (0.1, "unlikely"), (0.5, "roughly even chance"), (0.99, "likely")],
)
def test_a_held_likelihood_is_no_stronger_than_likely_or_unlikely(
    probability: float, word: str
) -> None:
    found, (low, high) = likelihood(probability, held=True)
    assert found == word
    assert low >= MILD[0] - 0.01 and high <= MILD[1]
    assert phrase(probability, held=True).startswith(word)


def test_no_number_is_nothing_or_everything() -> None:
    assert number(0.0) == number(1 - SUREST - 1e-9) == "under 1\u00a0%"
    assert number(1.0) == number(SUREST + 1e-9) == "over 99\u00a0%"
    assert number(0.5) == "50\u00a0%"


def test_a_record_unlike_every_world_speaks_for_none_of_these() -> None:
    assert none_factor(None) == 0.0
    assert none_factor(UNLIKE - 1e-6) == pytest.approx(math.log(10))
    assert none_factor(UNLIKE) < math.log(10)
    assert none_factor(0.0001) >= none_factor(0.5) >= none_factor(1.0)
    assert none_factor(1.0) < 0 < none_factor(0.02)
