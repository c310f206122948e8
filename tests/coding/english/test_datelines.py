"""Datelines say where a report was filed: their city acts in nothing, their day counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from steelyard.coding import Coder
from steelyard.coding.english.article import without_dateline

Coded = Callable[..., set[str]]


@pytest.mark.parametrize(
    "dateline",
    [
        "ROME (AP) — ",
        "ROME — ",
        "LAGOS, Nigeria -- ",
        "BERLIN/VIENNA (Reuters) - ",
        "Lima/Quito - ",
        "(dpa) ",
        "Belgrad (dpa) - ",
        "Wien/Brüssel (APA/Reuters) - ",
        "Lima | ",
        "[Lisbon] ",
    ],
)
def test_a_dateline_is_taken_off(dateline: str) -> None:
    assert without_dateline(f"{dateline}Chad thanked Benin.") == "Chad thanked Benin."


def test_a_dateline_leaves_its_day() -> None:
    for dateline in ("Lima, 18 March 2024 - ", "LIMA, 18 March 2024 (AP) - "):
        told = without_dateline(f"{dateline}Chad thanked Benin.")
        assert told == "On 18 March 2024, Chad thanked Benin."


@pytest.mark.parametrize(
    "text",
    [
        "NATO - the alliance - met Chad.",
        "Chad (AP) - the poor - thanked Benin.",
        "UN (New York) thanked Benin.",
        "Chad - a poor country - thanked Benin.",
        "US-China talks collapse",
        "The US (and UK) thanked Benin.",
    ],
)
def test_what_only_looks_like_a_dateline_stays(text: str) -> None:
    assert without_dateline(text) == text


def test_the_city_of_a_dateline_is_no_actor(coded: Coded) -> None:
    assert coded("ROME (AP) — Chad thanked Benin for its help.") == {"TCD SUPPORT BEN happened"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("ROME, March 18 (Reuters) - Chad thanked Benin.", date(2024, 3, 18)),
        ("ROME, March 18 (Reuters) - Chad thanked Benin on Sunday.", date(2024, 3, 17)),
        ("UNITED NATIONS, March 18 (Xinhua) -- Chad thanked Benin.", date(2024, 3, 18)),
        ("ROME, 18 March. /TASS/. Chad thanked Benin.", date(2024, 3, 18)),
    ],
)
def test_the_day_of_a_dateline_is_that_of_the_act(coder: Coder, text: str, day: date) -> None:
    assert {event.day for event in coder.code_sentence(text, date(2024, 3, 19))} == {day}
