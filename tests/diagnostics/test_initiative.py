"""Initiative: one-sided moves, whose they are, and how early each side's first was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from steelyard.records import Event, Finding

SHOCK = date(2019, 10, 18)
LATER = [SHOCK + timedelta(days=n) for n in range(60)]

Make = Callable[..., Event]
Ask = Callable[..., Finding]


def moves(make: Make, mine: int, theirs: int) -> list[Event]:
    return [make(day, "SRB", "RUS") for day in LATER[:mine]] + [
        make(day, "RUS", "SRB") for day in LATER[-theirs:] if theirs
    ]


@pytest.mark.parametrize(
    ("mine", "theirs", "sampling", "grade"),
    [
        (20, 5, "systematic", "supports"),
        (5, 20, "systematic", "opposes"),
        (10, 9, "systematic", "cannot_tell"),
        (20, 5, "selective", "supports"),
        (20, 4, "selective", "cannot_tell"),  # four moves of one side: it was not looked for
        (9, 5, "selective", "cannot_tell"),  # the interval of 9 in 14 holds a half
        (4, 0, "systematic", "cannot_tell"),
    ],
)
def test_whose_moves_they_are(
    *, ask: Ask, make_event: Make, mine: int, theirs: int, sampling: str, grade: str
) -> None:
    found = ask("initiative", moves(make_event, mine, theirs), sampling=sampling)
    assert found.effect == pytest.approx(mine / (mine + theirs))
    assert found.grade == grade


def test_what_is_a_one_sided_move(ask: Ask, make_event: Make) -> None:
    events = [
        make_event(LATER[0], "SRB;RUS", "SRB;RUS", "SUPPORT"),
        make_event(LATER[1], "SRB", "RUS", "ACCUSE"),
        make_event(LATER[2], "SRB", "RUS", "REQUEST", quad=3),
        make_event(LATER[3], "RUS", "SRB", "AID", act="deeds"),
        make_event(LATER[4], "RUS", "SRB", status="planned"),
    ]
    found = ask("initiative", events)
    assert (found.n_after, found.effect) == (2, 0.5)


def test_a_month_is_not_given_a_day(ask: Ask, make_event: Make) -> None:
    events = [
        make_event(date(2019, 11, 1), "RUS", "SRB", precision="month"),
        make_event(date(2019, 11, 14), "SRB", "RUS"),
    ]
    found = ask("initiative", events)
    assert "Serbia's first came on 14 November 2019" in found.sentence
    assert "Russia's first came in November 2019" in found.sentence
    assert [row[0] for row in found.exhibits[0].rows] == ["2019-11", "2019-11-14"]
