"""Names of places that stand for no state: people, firms, treaties, towns of American states."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Coded = Callable[..., set[str]]


@pytest.mark.parametrize(
    "text",
    [
        "Chad Miller condemned Benin.",
        "Mr Jordan condemned Benin.",
        "The singer Paris Holmes thanked Benin.",
        "The Lisbon Herald criticised Benin.",
        "The Rome Statute binds Benin, a lawyer said.",
        "New Mexico accused Benin of theft.",
        "The Central Jordan Morning Post praised Benin.",
        "The Lisbon-based Gazeta accused Benin of theft.",
        "Jordan opened fire on Beninese coffee in a tasting row.",
        "Chad and Jordan signed a deal to play a friendly in Porto-Novo.",
        "Jordan will host Chad at Wembley on Tuesday.",
    ],
)
def test_a_place_in_the_name_of_something_else_is_no_actor(coded: Coded, text: str) -> None:
    actors = {found.split(" ")[0] for found in coded(text)}
    assert not actors & {"TCD", "JOR", "FRA", "PRT", "ITA", "MEX"}


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Police in Moscow, Idaho, arrested a Chadian student.", "USA COERCE TCD happened"),
        ("Officials in Athens, Georgia, condemned Chad.", "USA ACCUSE TCD happened"),
        ("Officials in Tbilisi, Georgia, condemned Chad.", "GEO ACCUSE TCD happened"),
        ("Georgia's governor condemned Chad.", "USA ACCUSE TCD happened"),
        ("Georgia's president condemned Chad.", "GEO ACCUSE TCD happened"),
        ("Chad condemned Benin.", "TCD ACCUSE BEN happened"),
        ("Eastern Chad was bombed by Sudan.", "SDN ASSAULT TCD happened"),
    ],
)
def test_a_place_stands_for_its_state(coded: Coded, text: str, event: str) -> None:
    assert event in coded(text)


@pytest.mark.parametrize(
    "text",
    ["The governor of New Mexico met Canada's ambassador.", "The mayor met Chad's envoy."],
)
def test_an_envoy_is_met_by_no_governor_of_his_own(coded: Coded, text: str) -> None:
    assert not any(
        found.startswith(("CAN CONSULT CAN", "TCD CONSULT TCD")) for found in coded(text)
    )


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("President Putin condemned Benin.", "RUS"),
        ("President Putin Milleroff condemned Benin.", ""),
        ("Erdogan condemned Benin.", "TUR"),
        ("Erdogan Milleroff condemned Benin.", ""),
        ("The Trump Administration condemned Benin.", "USA"),
    ],
)
def test_a_surname_may_be_another_persons_first_name(coded: Coded, text: str, actor: str) -> None:
    assert {found.split(" ")[0] for found in coded(text)} <= {actor}
    assert not actor or coded(text)
