"""People and firms who act for themselves, whatever their nationality, are no states."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Coded = Callable[..., set[str]]


@pytest.mark.parametrize(
    "text",
    [
        "A Norwegian surfer thanked the Swedish fishermen who pulled him from the water.",
        "A Norwegian shipyard signed a deal with a Swedish utility.",
        "Norwegian knitters are invading Swedish living rooms.",
        "A Norwegian pensioner attacked his Swedish landlord with a broom.",
        "A Norwegian doctor criticised her Swedish colleagues.",
        "A Norwegian furniture chain pulled out of Sweden.",
        "Two men robbed a Norwegian tourist in Stockholm.",
        "Norway surrendered to the Swedish hamburger.",
        "Norwegian police arrested a gang that stole phones.",
        "A court in Oslo sentenced a baker for tax fraud.",
        "Japan's Orbix met founders in Stockholm.",
        "Norway's hotels welcomed their Swedish guests.",
        "The Austrian who shot a Norwegian barber has been found unfit to stand trial.",
        "Norway's Telco won a contract to build Sweden's new network.",
        "Thai Union agreed to stop buying tuna from a Swedish fleet.",
        "Two Norwegians attacked a Swedish waiter in Rome.",
        "A court in Oslo barred a Swedish supermarket from selling milk.",
        "Armed men in Norway held up a bus of Swedish hikers.",
        "A Norwegian couple sued an agency in Sweden over a lion that did not appear.",
        "A faculty in Oslo barred a Swedish student for cheating.",
        "Norway's former king flew to Stockholm.",
        "A Norwegian father took his children from Sweden and will not return them.",
        "A Swedish priest was stabbed outside a church in Oslo.",
        "Born in Rome, she fled when Norway expelled its Swedes, and became a designer.",
        "He keeps the medal that Norway gave his father for fighting Sweden.",
    ],
)
def test_nobody_acts_for_a_state(coded: Coded, text: str) -> None:
    assert coded(text) == set()


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("A Norwegian surfer stabbed a Swedish policeman.", "NOR ASSAULT SWE happened"),
        ("Norwegian settlers attacked Swedish villagers.", "NOR PROTEST SWE happened"),
        ("Norwegian fishermen demanded an apology from Sweden.", "NOR REQUEST SWE happened"),
        ("Oslo's man in Stockholm thanked Sweden.", "NOR SUPPORT SWE happened"),
        ("The Norwegians thanked Sweden.", "NOR SUPPORT SWE happened"),
        ("The Dutch thanked Sweden.", "NLD SUPPORT SWE happened"),
        ("Norway's king flew to Stockholm.", "NOR CONSULT SWE happened"),
        ("A Swedish priest was stabbed by Norwegian soldiers.", "NOR ASSAULT SWE happened"),
        ("Norway jailed a Swedish teacher.", "NOR COERCE SWE happened"),
        ("Sweden received Norwegian food.", "NOR COOPERATE SWE happened"),
    ],
)
def test_states_crowds_and_victims_in_office_are_parties(
    coded: Coded, text: str, event: str
) -> None:
    assert event in coded(text)
