"""Where two sides meet is not whom they meet: towns, capitals and bodies stand beside a meeting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

Coded = Callable[..., set[str]]

DAY = date(2019, 12, 5)

#: Towns of neither side, capitals of great powers and seats of organisations among them.
WHERE = (
    "in Berlin",
    "in Paris on Wednesday",
    "in Brussels",
    "in Geneva",
    "in Sochi",
    "in Istanbul late on Monday",
    "at the United Nations in New York",
    "at NATO headquarters in Brussels",
    "at the Munich conference",
    "on the sidelines of an EU summit in Sofia",
    "in Berlin to discuss energy",
)

#: The president of one state met the one of another, in several ways.
MEETINGS = (
    "{one} met {other} {where}.",
    "{one} met with {other} {where}.",
    "{one} has met {other} {where}.",
    "{one} held talks with {other} {where}.",
    "{one} conferred with {other} {where}.",
)


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("meeting", MEETINGS)
def test_a_meeting_is_with_whom_it_names_wherever_it_was(
    coded: Coded, meeting: str, where: str
) -> None:
    one = "Serbian President Aleksandar Vucic"
    other = "Russian President Vladimir Putin"
    found = coded(meeting.format(one=one, other=other, where=where), DAY)
    assert found == {"SRB CONSULT RUS happened"}


@pytest.mark.parametrize("where", WHERE)
def test_names_alone_and_titles_alone_meet_alike(coded: Coded, where: str) -> None:
    assert coded(f"Vucic met Putin {where}.", DAY) == {"SRB CONSULT RUS happened"}
    assert coded(f"The Peruvian foreign minister met the Omani prime minister {where}.", DAY) == {
        "PER CONSULT OMN happened"
    }


@pytest.mark.parametrize("where", WHERE)
def test_sides_that_meet_somewhere_are_all_actors(coded: Coded, where: str) -> None:
    assert coded(f"Vucic and Putin met {where}.", DAY) == {"RUS+SRB CONSULT RUS+SRB happened"}


def test_who_meets_nobody_else_meets_the_host(coded: Coded) -> None:
    assert coded("The Omani sultan arrived in Tehran for talks.", DAY) == {
        "OMN CONSULT IRN happened"
    }
