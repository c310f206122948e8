"""What is told in passing, by unknown hands, of strangers, or of figures, is told of no state."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Coded = Callable[..., set[str]]


@pytest.mark.parametrize(
    "text",
    [
        "Five others were wounded in a bomb blast in Benin.",
        "A bus crash in Bolivia killed nine Argentine tourists.",
        "Exports of Chadian cotton to Benin rose by a third.",
        "Argentina defeated France in Doha.",
        "Italian wine is conquering China.",
        "Whether Greece may turn back Turkish boats is for a court to say.",
        "The blockade of 1916, in which Britain starved Greece, is still remembered.",
        "An Indian bank sued a Finnish supplier.",
        "The accounts offer a glimpse of Chad's relations with Benin.",
        "Chad's parents said their son had gone to Benin.",
        "Imagine Canada invades Denmark.",
        "Germans who visit Croatia pay more.",
        "Chad and Benin are no friends, six in ten say in a poll that Togo paid for.",
        "Serbia ambushed Greece in the last quarter.",
    ],
)
def test_no_event_between_states(coded: Coded, text: str) -> None:
    assert coded(text) == set()


@pytest.mark.parametrize(
    ("text", "event"),
    [
        # The junta acts through those it sends.
        ("The Niger junta ordered police to expel the French envoy.", "NER SANCTION FRA happened"),
        # "They" are strangers, not the state spoken of.
        ("Chad promised Benin aid before the migrants said they needed it.", "TCD AGREE BEN"),
        # Whoever is embraced is invited, not the embracer.
        ("In Luanda the Chadian president embraced his host and invited him.", "TCD AGREE AGO"),
        # An envoy recalled after another broke with a third is recalled from the third.
        ("Bolivia broke with Israel, and Peru recalled its ambassador.", "PER SANCTION ISR"),
        ("Chad's request met with an objection from Benin.", "BEN REJECT TCD happened"),
        ("Tajikistan asked its allies in the CSTO for help.", "TJK REQUEST CSTO happened"),
        ("Macron spoke to Putin on Monday.", "FRA CONSULT RUS happened"),
        ("Lula thanked Chad.", "BRA SUPPORT TCD happened"),
    ],
)
def test_who_acts_on_whom(coded: Coded, text: str, event: str) -> None:
    assert any(found.startswith(event) for found in coded(text))


def test_a_surname_beside_another_given_name_is_another_person(coded: Coded) -> None:
    assert coded("Sadiq Khan thanked Chad.") == set()
    assert coded("Imran Khan thanked Chad.") == {"PAK SUPPORT TCD happened"}
