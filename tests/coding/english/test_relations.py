"""A neighbour, partner or envoy is not the actor's own country, police and protesters are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Coded = Callable[..., set[str]]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Norway criticised its neighbour.", "NOR ACCUSE  happened"),
        ("Norway criticised its ally Sweden.", "NOR ACCUSE SWE happened"),
        ("The king of Norway thanked his successor.", "NOR SUPPORT  happened"),
        ("Albania expelled two diplomats.", "ALB SANCTION  happened"),
        ("Serbia vs Russia: Belgrade expels two diplomats", "SRB SANCTION RUS happened"),
        ("Norwegian police arrested protesters.", "NOR COERCE NOR happened"),
        ("Norway criticised its parliament.", "NOR ACCUSE NOR happened"),
    ],
)
def test_only_people_at_home_are_the_actors_own(coded: Coded, text: str, event: str) -> None:
    assert coded(text) == {event}
