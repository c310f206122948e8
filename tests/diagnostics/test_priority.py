"""Priority: the client's part of the rival's dealings, and what a rise of it rests on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from steelyard.records import Event, Finding

SHOCK = date(2019, 10, 18)
BEFORE = [SHOCK - timedelta(days=n + 1) for n in range(900)]
AFTER = [SHOCK + timedelta(days=n) for n in range(75)]

Make = Callable[..., Event]
Ask = Callable[..., Finding]


def dealings(make: Make, days: list[date], other: str, every: int) -> list[Event]:
    """One event of Russia with ``other`` every so many days."""
    return [make(day, "RUS", other) for day in days[::every]]


def test_more_with_the_client_is_a_gain(ask: Ask, make_event: Make) -> None:
    others = dealings(make_event, BEFORE, "ARM", 1) + dealings(make_event, AFTER, "ARM", 1)
    past, later = dealings(make_event, BEFORE, "SRB", 20), dealings(make_event, AFTER, "SRB", 3)
    found = ask("priority", others + past + later)
    assert found.grade == "supports", found.reasons
    assert (found.n_before, found.n_after) == (45, 25)
    assert found.low is not None
    assert found.low > 2


def test_less_with_others_is_none(ask: Ask, make_event: Make) -> None:
    """The rival falls silent elsewhere; the client meets it as often as in every earlier window."""
    others = dealings(make_event, BEFORE, "ARM", 1) + dealings(make_event, BEFORE, "BLR", 1)
    others += dealings(make_event, AFTER, "ARM", 8)
    pair = dealings(make_event, BEFORE, "SRB", 10) + dealings(make_event, AFTER, "SRB", 10)
    found = ask("priority", others + pair)
    assert found.effect is not None
    assert found.effect > 5
    assert found.grade == "cannot_tell"
    assert any("less with others" in reason for reason in found.reasons), found.reasons


def test_a_handful_after_the_shock_is_none(ask: Ask, make_event: Make) -> None:
    others = dealings(make_event, BEFORE, "ARM", 1) + dealings(make_event, AFTER, "ARM", 1)
    past, later = dealings(make_event, BEFORE, "SRB", 300), dealings(make_event, AFTER, "SRB", 20)
    found = ask("priority", others + past + later)
    assert found.n_after == 4
    assert found.grade == "cannot_tell"


def test_as_much_as_before_excludes_a_gain(ask: Ask, make_event: Make) -> None:
    others = dealings(make_event, BEFORE, "ARM", 1) + dealings(make_event, AFTER, "ARM", 1)
    pair = dealings(make_event, BEFORE, "SRB", 2) + dealings(make_event, AFTER, "SRB", 2)
    found = ask("priority", others + pair)
    assert found.grade == "opposes"
    assert found.reasons[0].startswith("a rise beyond 1.")
    thin = dealings(make_event, BEFORE, "SRB", 30) + dealings(make_event, AFTER, "SRB", 30)
    unsure = ask("priority", others + thin)
    assert unsure.grade == "cannot_tell"
    assert unsure.reasons[1].endswith("times is excluded")


def test_a_record_of_one_state_does_not_set_it_beside_others(ask: Ask, make_event: Make) -> None:
    """Three third states make a record of a region, of which the search leaves the rest open."""
    pair = dealings(make_event, BEFORE, "SRB", 60) + dealings(make_event, AFTER, "SRB", 10)
    near = [dealings(make_event, BEFORE, other, 100) for other in ("ARM", "BLR", "KAZ")]
    for asked in ("priority", "donors"):
        alone = ask(asked, pair + near[0] + near[1], sampling="selective")
        assert alone.grade == "not_applicable"
        assert "searched for Serbia" in alone.reasons[0]
        assert (
            ask(asked, [*pair, *near[0], *near[1], *near[2]], sampling="selective").grade
            == "cannot_tell"
        )
        assert ask(asked, pair).grade == "cannot_tell"
