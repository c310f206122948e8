"""Donors: what the client did beyond comparable states, and how many of those did as much."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from steelyard import diagnostics
from steelyard.records import Case, Event, Finding, Window

START, SHOCK, END = date(2017, 1, 1), date(2019, 10, 18), date(2020, 1, 1)

#: The window after the shock has 75 days; thirteen such periods lie before it.
LENGTH, PERIODS = 75, 13

STATES = [
    "ARM",
    "AZE",
    "BLR",
    "CUB",
    "EGY",
    "IND",
    "IRN",
    "IRQ",
    "ISR",
    "JPN",
    "KAZ",
    "KGZ",
    "KOR",
    "MDA",
    "MNG",
    "PRK",
    "SYR",
    "TJK",
    "TKM",
    "UKR",
    "VEN",
    "VNM",
]

Ask = Callable[..., Finding]
Gather = Callable[..., Any]
OnDays = Callable[..., list[Event]]


def in_period(period: int, number: int) -> list[date]:
    """``number`` days, evenly spread, of a period; 0 is the one after the shock."""
    first = SHOCK + timedelta(days=LENGTH * period)
    return [first + timedelta(days=LENGTH * n // number) for n in range(number)]


def dealings(on_days: OnDays, other: str, before: int, after: int) -> list[Event]:
    """As many events of Russia with ``other`` in each period before, and after the shock."""
    days = [day for n in range(PERIODS) for day in in_period(n - PERIODS, before)]
    return on_days(days + in_period(0, after), "RUS", other)


def judge(arrays: Any) -> Any:
    return diagnostics.finding(diagnostics.get("donors"), "SRB", arrays)


@pytest.fixture
def steady(gather: Gather, on_days: OnDays) -> Any:
    """Twenty-two donors and the client, all with seven events a period, before and after."""
    events = [e for other in [*STATES, "SRB"] for e in dealings(on_days, other, 7, 7)]
    return gather("donors", events)


def after(arrays: Any, client: float, **others: float) -> Any:
    """The same record with other counts after the shock."""
    treated, counts = arrays.treated.copy(), arrays.counts.copy()
    treated[PERIODS:] = client
    for state, number in others.items():
        counts[arrays.donors.index(state), PERIODS:] = number
    return replace(arrays, treated=treated, counts=counts)


def test_the_periods_are_as_long_as_the_window_after(steady: Any) -> None:
    assert sorted(steady.donors) == sorted(STATES)
    assert steady.before == PERIODS
    assert steady.treated.tolist() == [7.0] * (PERIODS + 1)
    assert steady.counts.tolist() == [[7.0] * (PERIODS + 1)] * len(STATES)


def test_long_windows_are_cut_into_periods_of_a_quarter(
    gather: Gather, on_days: OnDays, small_case: Case
) -> None:
    case = replace(
        small_case,
        windows={
            "before": Window(SHOCK - timedelta(days=400), SHOCK),
            "after": Window(SHOCK, SHOCK + timedelta(days=200)),
        },
    )
    days = [SHOCK + timedelta(days=n) for n in range(-400, 200)]
    arrays = gather(
        "donors", [*on_days(days, "RUS", "ARM"), *on_days(days, "RUS", "SRB")], case=case
    )
    assert arrays.before == 4
    assert arrays.treated.tolist() == [91.0] * 6


def test_a_client_that_alone_doubled_departed(ask: Ask, on_days: OnDays) -> None:
    events = [e for other in STATES for e in dealings(on_days, other, 7, 7)]
    events += dealings(on_days, "SRB", 7, 14)
    found = ask("donors", events)
    assert found.grade == "supports"
    assert found.effect == pytest.approx(14.5 / 7.5)  # half an event is added to each count
    assert (found.n_before, found.n_after) == (7 * PERIODS, 14)
    assert found.measures[0].value == pytest.approx(1 / 23)
    assert found.measures[1].value == pytest.approx(0.0, abs=1e-9)
    assert "Serbia dealt with Russia 1.9 times as often as" in found.sentence
    assert "and 19 other states" in found.sentence
    assert found.exhibits[0].rows[0] == ("Serbia", None, 7.0, 14.0)
    assert len(found.exhibits[0].rows) == 11


def test_what_all_states_did_is_no_departure(steady: Any) -> None:
    """The rival was busier with everybody."""
    found = judge(after(steady, 14, **dict.fromkeys(STATES, 14.0)))
    assert found.effect == pytest.approx(1.0)
    assert found.grade == "opposes"


def test_noise_is_no_departure(steady: Any) -> None:
    rng = np.random.default_rng(0)
    fired = 0
    for _ in range(40):
        noisy = replace(
            steady,
            treated=rng.poisson(7.0, steady.treated.shape).astype(float),
            counts=rng.poisson(7.0, steady.counts.shape).astype(float),
        )
        fired += judge(noisy).grade == "supports"
    assert fired <= 4


def test_as_large_a_jump_of_a_donor_stands_in_the_way(steady: Any) -> None:
    """One in 23 shows as much where the client alone jumps; with a donor that does, two do."""
    rng = np.random.default_rng(0)
    uneven = replace(
        steady,
        treated=rng.poisson(50.0, steady.treated.shape).astype(float),
        counts=rng.poisson(50.0, steady.counts.shape).astype(float),
    )
    found = judge(after(uneven, 200, ARM=220))
    assert found.grade == "cannot_tell"
    assert found.low > 1.5
    assert found.reasons == ("9\u00a0% of donors show as much by themselves",)
    assert judge(after(uneven, 200, ARM=70)).grade == "supports"


def test_a_few_donors_cannot_say_one_in_twenty(steady: Any) -> None:
    few = replace(steady, donors=steady.donors[:18], counts=steady.counts[:18])
    found = judge(after(few, 28))
    assert found.grade == "cannot_tell"
    assert found.reasons == ("only 18 donors, where 19 are needed to say it",)
    enough = replace(steady, donors=steady.donors[:19], counts=steady.counts[:19])
    assert judge(after(enough, 28)).grade == "supports"


def test_a_wide_interval_tells_nothing(steady: Any) -> None:
    """Donors that go up and down by themselves: a half more is inside of it."""
    found = judge(after(steady, 10, ARM=14, AZE=4, BLR=14, CUB=4, EGY=14, IND=4))
    assert found.grade == "cannot_tell"
    assert any("smallest ratio that would be seen" in reason for reason in found.reasons)


def test_states_with_hardly_an_event_are_no_donors(gather: Gather, on_days: OnDays) -> None:
    """Less than one event a period before the shock, on average, however many after it."""
    events = dealings(on_days, "ARM", 2, 2) + dealings(on_days, "SRB", 7, 7)
    first = [day for n in range(PERIODS) for day in in_period(n - PERIODS, 1)]
    events += on_days(first, "RUS", "AZE")  # one a period: enough
    events += on_days(first[1:], "RUS", "BLR")  # 12 in 13 periods
    events += on_days(in_period(0, 30), "RUS", "CUB")  # all of them after
    assert gather("donors", events).donors == ("ARM", "AZE")


def test_of_many_states_those_with_most_events_are_donors(
    gather: Gather, on_days: OnDays, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = [e for n, s in enumerate(STATES[:5], start=1) for e in dealings(on_days, s, n, n)]
    monkeypatch.setattr("steelyard.diagnostics.questions.donors.MOST", 3)
    assert gather("donors", events).donors == ("EGY", "CUB", "BLR")


def test_poles_clients_and_those_of_the_shock_are_no_donors(
    gather: Gather, on_days: OnDays, small_case: Case
) -> None:
    """The shock is a veto of France on North Macedonia; Germany and France are of the West."""
    others = ("ARM", "DEU", "FRA", "USA", "MKD", "ALB", "SRB", "SCG", "GBR")
    events = [e for other in others for e in dealings(on_days, other, 2, 2)]
    assert gather("donors", events).donors == ("ALB", "ARM")
    two = replace(small_case, clients=("SRB", "ALB"))
    assert gather("donors", events, case=two).donors == ("ARM",)


def test_a_client_with_hardly_an_event_is_not_compared(steady: Any) -> None:
    thin = replace(steady, treated=np.where(np.arange(PERIODS + 1) < PERIODS, 0.5, 28.0))
    found = judge(thin)
    assert found.reasons[0] == "the client itself has too few events before the shock"
    enough = replace(steady, treated=np.where(np.arange(PERIODS + 1) < PERIODS, 1.0, 28.0))
    assert judge(enough).grade == "supports"


def test_without_donors_or_periods_nothing_is_compared(
    steady: Any, ask: Ask, on_days: OnDays
) -> None:
    one = replace(steady, donors=steady.donors[:1], counts=steady.counts[:1])
    assert judge(one).reasons == ("too little to compare with: one donor and 13 earlier periods",)
    found = ask("donors", dealings(on_days, "SRB", 7, 14))
    assert found.grade == "cannot_tell"
    assert found.effect is None
    assert "too little" in found.sentence
    assert (found.measures, found.exhibits, found.would_change) == ((), (), None)


def test_a_searched_record_and_a_gap_are_not_judged(steady: Any) -> None:
    jump = after(steady, 28)
    searched = judge(replace(jump, split=replace(jump.split, selective=True)))
    assert searched.grade == "cannot_tell"
    assert "searched by hand" in searched.reasons[0]
    gap = judge(replace(jump, split=replace(jump.split, gap_after=0.6)))
    assert gap.reasons[0] == "more than half of a window is a gap in the record"
    assert "events of comparable states and of Serbia with Russia" in str(gap.needed)


def test_what_would_change_it(ask: Ask, on_days: OnDays) -> None:
    same = [e for other in STATES for e in dealings(on_days, other, 7, 7)]
    rose = ask("donors", same + dealings(on_days, "SRB", 7, 14))
    assert rose.would_change == "donors that rose 1.8 times as much"  # 14.5 / 7.5 over 1.1
    stayed = ask("donors", same + dealings(on_days, "SRB", 7, 7))
    assert stayed.grade == "opposes"
    assert stayed.would_change == "a rise beyond the donors' of 1.5 times more"
