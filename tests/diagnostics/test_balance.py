"""Balance: rival beside partner, events and drills, and when a search could have made the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from steelyard.records import Case, Event, Finding, Tie, Window

SHOCK = date(2019, 10, 18)
LATER = [SHOCK + timedelta(days=n) for n in range(30)]
EARLIER = [SHOCK - timedelta(days=33 * n + 1) for n in range(30)]

Make = Callable[..., Event]
MakeTie = Callable[..., Tie]
Ask = Callable[..., Finding]


def both(make: Make, rival: tuple[int, int], partner: tuple[int, int]) -> list[Event]:
    """So many friendly events with each pole before and after."""
    events = []
    for who, (before, after) in (("RUS", rival), ("EU", partner)):
        events += [make(day, who, "SRB") for day in EARLIER[:before] + LATER[:after]]
    return events


def test_the_odds_are_those_of_the_rival_over_the_partner(ask: Ask, make_event: Make) -> None:
    found = ask("balance", both(make_event, (10, 15), (10, 5)))
    assert found.effect == pytest.approx((15.5 / 5.5) / (10.5 / 10.5))
    assert (found.n_before, found.n_after) == (20, 20)
    assert found.grade == "supports"
    assert "15 friendly events with Russia and 5 with the West" in found.sentence


def test_both_growing_alike_is_balance_kept(ask: Ask, make_event: Make) -> None:
    few = ask("balance", both(make_event, (10, 5), (10, 5)))
    assert few.grade == "cannot_tell"
    assert any("the smallest ratio that would be seen" in reason for reason in few.reasons)
    assert ask("balance", both(make_event, (10, 5), (5, 25))).grade == "opposes"


def test_a_search_for_one_side_is_not_graded_unless_drills_agree(
    ask: Ask, make_event: Make, make_tie: MakeTie
) -> None:
    earlier = [SHOCK - timedelta(days=4 * n + 4) for n in range(20)]
    later = [SHOCK + timedelta(days=4 * n) for n in range(18)]
    events = [
        make_event(day, who, "SRB")
        for who, days in (("RUS", earlier[:8] + later[:13]), ("EU", earlier[:12] + later[:4]))
        for day in days
    ]
    alone = ask("balance", events, sampling="selective")
    assert alone.grade == "cannot_tell"

    def drills(nato: tuple[float, float], russia: tuple[float, float]) -> list[Tie]:
        return [
            make_tie(who, value, "exercises.count", year=year, unit="exercises")
            for who, values in (("NATO", nato), ("RUS", russia))
            for year, value in zip((2019, 2020), values, strict=True)
        ]

    agree = ask("balance", events, drills((20, 10), (4, 8)), sampling="selective")
    assert agree.grade == "supports"
    other = ask("balance", events, drills((20, 20), (4, 4)), sampling="selective")
    assert other.grade == "cannot_tell"


@pytest.mark.parametrize(("met", "grade"), [(1, "supports"), (0, "cannot_tell")])
def test_a_partner_that_a_search_did_not_find_supports_nothing(
    ask: Ask, make_event: Make, met: int, grade: str
) -> None:
    earlier = [SHOCK - timedelta(days=4 * n + 4) for n in range(40)]
    later = [SHOCK + timedelta(days=4 * n) for n in range(18)]
    sides = (("RUS", earlier[:8] + later), ("EU", earlier + later[:met]))
    events = [make_event(day, who, "SRB") for who, days in sides for day in days]
    found = ask("balance", events, sampling="selective")
    assert found.grade == grade, found.reasons
    assert any("finds nothing is no evidence" in reason for reason in found.reasons) == (met == 0)


def test_drills_are_never_mixed_across_counters(
    ask: Ask, make_event: Make, make_tie: MakeTie
) -> None:
    ties = [
        make_tie("NATO", 13.0, "exercises.count", reporter="A", unit="exercises"),
        make_tie("RUS", 4.0, "exercises.count", reporter="A", unit="exercises"),
        make_tie("NATO", 23.0, "exercises.count", reporter="B", unit="exercises"),
        make_tie("RUS", 96.0, "exercises.count", reporter="C", unit="activities"),
    ]
    found = ask("balance", both(make_event, (6, 6), (6, 6)), ties)
    ratios = {m.name: m.value for m in found.measures if m.name.startswith("exercises")}
    assert ratios == {"exercises NATO:RUS 2019 A": pytest.approx(3.25)}
    assert "13 to 4 (A)" in found.sentence


def test_military_deeds_are_shown_beside_each_other(ask: Ask, make_event: Make) -> None:
    drill = {"act": "deeds", "context": ("military",)}
    events = [
        make_event(LATER[0], "RUS;SRB", "RUS;SRB", "COOPERATE", **drill),
        make_event(LATER[1], "USA;SRB", "USA;SRB", "COOPERATE", **drill),
        make_event(EARLIER[1], "USA;SRB", "USA;SRB", "COOPERATE", **drill),
        make_event(LATER[2], "EU", "SRB", "COOPERATE", act="deeds", context=("economic",)),
    ]
    rows = {row[:2]: row[2:] for row in ask("balance", events).exhibits[0].rows}
    assert rows["Russia", "drills and other military deeds"] == (0, 1)
    assert rows["the West", "drills and other military deeds"] == (1, 1)
    assert rows["the West", "deeds"] == (1, 2)


#: States that are in no pole, and whose dealings with both are compared.
STATES = (
    "ARM AZE BLR CUB EGY IND IRN IRQ ISR JPN KAZ KGZ KOR MDA MNG PRK SYR TJK TKM UKR VEN VNM MKD"
)


@pytest.mark.parametrize(
    ("states", "rising", "grade", "reason"),
    [
        (22, 0, "supports", ""),
        (22, 4, "cannot_tell", "of 11 earlier windows and 22 other states"),
        # too few to rank among, but none of 11 windows shows as much, and the odds rose for certain
        (5, 0, "supports", "the days before hold only 11 windows"),
        (0, 0, "supports", "the days before hold only 11 windows"),
    ],
)
def test_with_a_short_past_other_states_are_compared(
    *,
    ask: Ask,
    make_event: Make,
    small_case: Case,
    states: int,
    rising: int,
    grade: str,
    reason: str,
) -> None:
    """A hundred and fifty days before hold 11 windows of 75: one in twenty cannot be seen in them."""
    case = replace(
        small_case,
        windows={
            "before": Window(SHOCK - timedelta(days=150), SHOCK),
            "after": Window(SHOCK, SHOCK + timedelta(days=75)),
        },
    )
    past = [SHOCK - timedelta(days=15 * n + 1) for n in range(10)]
    later = [SHOCK + timedelta(days=7 * n) for n in range(10)]
    much = [SHOCK + timedelta(days=n) for n in range(40)]
    events = []
    for number, state in enumerate(["SRB", *STATES.split()[:states]]):
        rises = number <= rising
        for pole, days in (("RUS", past + (much if rises else later)), ("USA", past + later)):
            events += [make_event(day, pole, state) for day in days]
    found = ask("balance", events, case=case)
    assert found.grade == grade, found.reasons
    assert reason in found.reasons[0] if reason else not found.reasons
    shown = {measure.name: measure.value for measure in found.measures}
    # itself and those that rose, among 11 windows (none of which did) and the states
    expected = (1 + rising) / (12 + states) if states else None
    assert shown.get("rank among other states") == (pytest.approx(expected) if states else None)


@pytest.mark.parametrize(
    ("days", "much", "grade"),
    [(150, 40, "supports"), (150, 18, "cannot_tell"), (130, 40, "cannot_tell")],
)
def test_ten_windows_do_where_the_whole_interval_matters(
    *, ask: Ask, make_event: Make, small_case: Case, days: int, much: int, grade: str
) -> None:
    """Of 150 days before 11 windows of 75 can be made, of 130 only eight."""
    case = replace(
        small_case,
        windows={
            "before": Window(SHOCK - timedelta(days=days), SHOCK),
            "after": Window(SHOCK, SHOCK + timedelta(days=75)),
        },
    )
    past = [SHOCK - timedelta(days=9 * n + 1) for n in range(15)]
    later = [SHOCK + timedelta(days=7 * n) for n in range(10)]
    events = [make_event(day, "USA", "SRB") for day in past + later]
    events += [make_event(day, "RUS", "SRB") for day in past]
    events += [make_event(SHOCK + timedelta(days=n), "RUS", "SRB") for n in range(much)]
    found = ask("balance", events, case=case)
    assert found.grade == grade, (found.low, found.reasons)
