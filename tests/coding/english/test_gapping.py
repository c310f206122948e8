"""What others did as well, told without a verb of its own; and two acts side by side."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from steelyard.coding import Coder

Coded = Callable[..., set[str]]


@pytest.mark.parametrize(
    ("text", "events"),
    [
        (
            "Canada recognised the opposition leader as president of Chad, as did Brazil and Peru.",
            {"CAN SUPPORT TCD happened", "BRA+PER SUPPORT TCD happened"},
        ),
        (
            "Algeria condemned Chad's decision, and so did Togo.",
            {"DZA ACCUSE TCD happened", "TGO ACCUSE TCD happened"},
        ),
        (
            "Vietnam's premier spoke to his Cambodian peer on Monday and to the Laotian one on Tuesday.",
            {"VNM CONSULT KHM happened", "VNM CONSULT LAO happened"},
        ),
        (
            "Germany promised to buy more Kazakh oil and called on Chad to leave the pipeline alone.",
            {"DEU AGREE KAZ happened", "DEU REQUEST TCD happened"},
        ),
    ],
)
def test_each_of_several_acts_is_an_event(coded: Coded, text: str, events: set[str]) -> None:
    assert coded(text) == events


def test_who_did_not_is_told_apart_from_who_did(coded: Coded) -> None:
    found = coded("Algeria condemned Chad, but Togo did not.")
    assert found == {"DZA ACCUSE TCD happened", "TGO ACCUSE TCD denied"}


@pytest.mark.parametrize("to", ["reporters", "a crowd", "the Cambodian king", "a Vietnamese envoy"])
def test_who_is_nobody_else_is_not_spoken_to_again(coder: Coder, to: str) -> None:
    text = f"Vietnam's premier spoke to his Cambodian peer on Monday and to {to} on Tuesday."
    events = coder.code_sentence(text, date(2020, 1, 15))
    assert [(e.type, e.actor, e.recipient) for e in events] == [("CONSULT", ("VNM",), ("KHM",))]


def test_two_acts_of_one_type_side_by_side_are_two_events(coder: Coder) -> None:
    text = "Algeria cut ties with Morocco and recalled its ambassador from Rabat."
    events = coder.code_sentence(text, date(2020, 1, 15))
    assert [(e.type, e.actor, e.recipient) for e in events] == [
        ("SANCTION", ("DZA",), ("MAR",)),
        ("SANCTION", ("DZA",), ("MAR",)),
    ]


def test_one_act_told_by_two_verbs_is_one_event(coder: Coder) -> None:
    text = "Chadian troops ambushed a Togolese patrol and killed three soldiers."
    assert len(coder.code_sentence(text, date(2020, 1, 15))) == 1
