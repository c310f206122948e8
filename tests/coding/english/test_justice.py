"""Crime and courts: what thieves, police and judges do to private people is no act of states."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Coded = Callable[[str], set[str]]


@pytest.mark.parametrize(
    "text",
    [
        "Portuguese police arrested a Danish man over the theft of a sailing boat.",
        "Customs officers in Antwerp seized a tonne of cocaine from Ecuador.",
        "A Kenyan court jailed two Ghanaians for smuggling ivory.",
        "A Hungarian dentist was murdered on a beach in Kenya.",
        "Two Latvians robbed a jeweller in Lisbon.",
        "A court in Oslo fined a Korean shipowner for misleading its crew.",
        "A judge in Oslo let a Swedish heiress keep her villa but told her to pay the gardener.",
        "German police returned a stolen violin to its Swedish owner.",
        "Norwegian police detained a Swedish man over the killing of a Danish woman.",
        "A Swedish lorry driver was fined in Norway for driving without rest.",
        "The High Court in Pretoria threw out the complaint of a Swiss investor.",
    ],
)
def test_ordinary_crime_and_civil_courts_are_of_no_state(coded: Coded, text: str) -> None:
    assert coded(text) == set()


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Latvian police arrested two Russians on suspicion of spying.", "LVA COERCE RUS happened"),
        ("A court in Minsk jailed a Polish journalist.", "BLR COERCE POL happened"),
        ("China executed two Canadians for smuggling heroin.", "CHN ASSAULT CAN happened"),
        ("A Danish surfer stabbed a Swedish policeman.", "DNK ASSAULT SWE happened"),
    ],
)
def test_spies_the_press_and_those_who_serve_a_state_are(
    coded: Coded, text: str, event: str
) -> None:
    assert event in coded(text)
