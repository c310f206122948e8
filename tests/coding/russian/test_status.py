"""How far an act is: tense, aspect, negation, "бы", governors and those who only say so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CASES = [
    ("Президент Сербии посетит Минск.", "planned"),
    ("Президент Сербии будет посещать Минск.", "planned"),
    ("Президент Сербии намерен посетить Минск.", "planned"),
    ("Президент Сербии завтра прибывает в Минск.", "planned"),
    ("Президент Сербии не посещал Минск.", "denied"),
    ("Президент Сербии не планирует посетить Минск.", "denied"),
    ("Президент Сербии посетил бы Минск.", "hypothetical"),
    ("Президент Сербии может посетить Минск.", "hypothetical"),
    ("Президент Сербии посетил бы Минск, если бы получил приглашение.", "hypothetical"),
    ("Президент Сербии якобы посетил Минск.", "rumoured"),
    ("Сообщается, что президент Сербии посетил Минск.", "rumoured"),
    ("По данным СМИ, президент Сербии посетил Минск.", "rumoured"),
    ("По данным The New York Times, президент Сербии посетил Минск.", "rumoured"),
    ("Президент Сербии посетил Минск, сообщили в МИД Белоруссии.", "happened"),
    ("По словам министра, президент Сербии посетил Минск.", "happened"),
]


@pytest.mark.parametrize(("text", "status"), CASES, ids=[text for text, _ in CASES])
def test_a_visit_has_its_status(coded: Callable[[str], set[str]], text: str, status: str) -> None:
    assert f"SRB CONSULT BLR {status}" in coded(text)


def test_what_is_only_asked_for_is_no_act_of_its_own(coded: Callable[[str], set[str]]) -> None:
    assert coded("Чехия призвала Венгрию ввести санкции против Ирана.") == {
        "CZE REQUEST HUN happened"
    }


def test_a_denied_report_is_a_denied_act(coded: Callable[[str], set[str]]) -> None:
    assert coded("Минск опроверг поставки оружия в Ливию.") == {"BLR COOPERATE LBY denied"}
