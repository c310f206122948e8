"""What an article leaves to its context: recipients, and one event told in a headline and below it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from steelyard.coding import Coder
from steelyard.records import Article

Coded = Callable[..., set[str]]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        (
            "Chad expelled two diplomats of Benin. Benin said it would respond in kind.",
            "BEN THREATEN TCD threatened",
        ),
        (
            "Chad signed a pact with Benin. Benin praised the agreement.",
            "BEN SUPPORT TCD happened",
        ),
        (
            "Chad and Benin signed a truce. Norway welcomed the deal.",
            "NOR SUPPORT BEN+TCD happened",
        ),
        (
            "Chad and Togo accused Benin of spying. Benin denied the charge.",
            "BEN REJECT TCD+TGO happened",
        ),
        (
            "Benin expelled two Togolese envoys. Foreign Minister Tomas Varela accused Togo of spying.",
            "BEN ACCUSE TGO happened",
        ),
        (
            "Chad deported half a million Togolese, a campaign that Benin has criticised.",
            "BEN ACCUSE TCD happened",
        ),
        (
            "Chad and Togo applied to join NATO. Benin accused the two countries of haste.",
            "BEN ACCUSE TCD+TGO happened",
        ),
        (
            "Chad recalled its ambassador and accused Benin of spying.",
            "TCD SANCTION BEN happened",
        ),
        (
            "The Chadian premier flew to Oslo and dined with his host.",
            "TCD CONSULT NOR happened",
        ),
        (
            "Benin's army took power. Benin shut its airports. Norway condemned the killings.",
            "NOR ACCUSE BEN happened",
        ),
        (
            "Chad shut the crossings with Benin, accusing Benin of hiding cholera.",
            "TCD ACCUSE BEN happened",
        ),
        (
            "Ukraine's parliament gave Poles in Ukraine the right to work.",
            "UKR CONCEDE POL happened",
        ),
        (
            "Chad signed a pact with Benin. Chad will supply its neighbour with rice.",
            "TCD AID BEN planned",
        ),
    ],
)
def test_a_recipient_left_to_the_context_is_found(coded: Coded, text: str, event: str) -> None:
    assert event in coded(text)


def article(text: str) -> Article:
    return Article(id="a1", text=text, date=date(2020, 1, 15))


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Chad is to withdraw its soldiers from the east.", "TCD RETREAT TCD"),
        (
            "Chad and Togo quarrelled. Chad barred Togolese beef. Chad thanked the Commission.",
            "SUPPORT TGO",
        ),
        ("Benin made Togo a candidate in June.", "AID"),
        ("Chad and Togo welcomed the text.", "TCD+TGO SUPPORT TCD+TGO"),
        ("Chad and Togo applied to join NATO, and Stoltenberg called it a step.", "CONSULT"),
        ("William Hague blamed Togo for the delay.", "NLD"),
        ("The secretary of Chad's Security Council blamed Togo.", "UN "),
    ],
)
def test_what_no_context_says_is_not_told(coded: Coded, text: str, event: str) -> None:
    assert not any(event in told for told in coded(text))


@pytest.mark.parametrize(
    ("text", "event"),
    [
        (
            "Chadian officials said Togolese tanks had shelled the town of Batkenia.",
            "TGO ASSAULT TCD",
        ),
        (
            "Chad told the Security Council that Togo had shelled villages near Batkenia.",
            "TGO ASSAULT TCD",
        ),
    ],
)
def test_force_at_an_unknown_place_is_on_whoever_reports_it(
    coded: Coded, text: str, event: str
) -> None:
    assert f"{event} happened" in coded(text)


def test_who_reports_force_at_no_place_is_not_struck(coded: Coded) -> None:
    assert "TGO ASSAULT  happened" in coded("Chad said Togolese forces had bombed a hospital.")


def test_whom_the_actor_never_dealt_with_is_no_recipient(coded: Coded) -> None:
    text = "Chad expelled two diplomats of Benin. Norway said it would respond in kind."
    assert not any(found.startswith("NOR THREATEN TCD") for found in coded(text))


def test_a_headline_and_its_sentence_are_one_event(coder: Coder) -> None:
    text = (
        "Chad expels Beninese envoy\n\nChad on Monday expelled the Beninese envoy over a dispute."
    )
    events = coder.code_article(article(text))
    assert [(event.actor, event.type, event.day) for event in events] == [
        (("TCD",), "SANCTION", date(2020, 1, 13))
    ]


def test_a_pact_told_from_one_side_and_from_both_is_one_event(coder: Coder) -> None:
    text = "Chad signed a pact with Benin.\n\nChad and Benin signed the pact in Oslo."
    assert len(coder.code_article(article(text))) == 1


def test_an_unsure_judgement_of_nobody_named_is_not_told(coded: Coded) -> None:
    text = "No sooner had he raised his hand in the square than Chad and Togo hailed him as leader, witnesses said."
    assert not any(event.endswith("SUPPORT  happened") for event in coded(text))
