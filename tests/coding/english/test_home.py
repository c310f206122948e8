"""At home: a state acts on itself only where the words name both sides of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Coded = Callable[[str], set[str]]


@pytest.mark.parametrize(
    "text",
    [
        "Oman closed its ports in March.",
        "Thailand's foreign ministry accused the West of arrogance.",
        "Burmese guns shelled the town of Myawaddy.",
        "Brazil urged all foreign forces to leave.",
    ],
)
def test_nobody_at_home_is_spoken_of(coded: Coded, text: str) -> None:
    sides = [event.split() for event in coded(text)]
    assert all(len(side) < 4 or side[0] != side[2] for side in sides)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Peruvian police fired on miners in Puno.", "PER ASSAULT PER happened"),
        ("Thailand imposed a curfew in Bangkok.", "THA COERCE THA happened"),
        ("The Kenyan parliament rejected the president's budget.", "KEN REJECT KEN happened"),
    ],
)
def test_people_and_measures_at_home_are(coded: Coded, text: str, event: str) -> None:
    assert event in coded(text)
