"""Tempo: the pair's share of the record, its rank among earlier windows, and what it rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from math import log

import pytest

from steelyard.records import Case, CompleteList, Event, Finding, Window

SHOCK = date(2019, 10, 18)
LATER = [SHOCK + timedelta(days=5 * n) for n in range(10)]
EARLIER = [SHOCK - timedelta(days=90 * n + 10) for n in range(10)]

Make = Callable[..., Event]
Ask = Callable[..., Finding]


#: Days on which other states met: one in four, so that the volume of the record is even.
OTHERS = [SHOCK + timedelta(days=4 * n) for n in range(-255, 18)]


def record(make: Make, before: int, after: int, **values: str) -> list[Event]:
    """So many events of the pair on either side, and those of others throughout."""
    pair = [make(d, "RUS", "SRB", **values) for d in EARLIER[:before] + LATER[:after]]
    return pair + [make(d, "USA", "MKD", **values) for d in OTHERS]


def test_the_rate_is_a_share_of_the_record(ask: Ask, make_event: Make) -> None:
    found = ask("tempo", record(make_event, 9, 9))
    assert (found.n_before, found.n_after) == (9, 9)
    assert found.effect == pytest.approx((9 / 18) / (9 / 255), rel=0.4)  # noise may have a part
    assert found.low is not None
    assert found.high is not None
    assert found.low < 14 < found.high
    assert found.grade == "supports"
    assert found.strongest_for in found.evidence[:9]
    assert found.would_change is not None
    plain = next(m for m in found.measures if m.name == "rate a day")
    assert plain.value == pytest.approx((9 / 75) / (9 / 1020))


def test_the_rank_counts_every_earlier_window_of_the_same_length(
    ask: Ask, make_event: Make
) -> None:
    found = ask("tempo", record(make_event, 9, 9))
    rank = next(m for m in found.measures if m.name == "placebo rank")
    # The weeks before hold more than a hundred windows of eleven; none holds nine events.
    assert rank.value is not None
    assert rank.value < 1 / 100


def test_a_burst_like_earlier_bursts_is_no_change(ask: Ask, make_event: Make) -> None:
    bursts = [date(2017, 2, 1), date(2017, 9, 1), date(2018, 3, 1)]
    past = [day + timedelta(days=4 * n) for day in bursts for n in range(14)]
    events = [make_event(d, "RUS", "SRB") for d in past + LATER]
    found = ask("tempo", [*events, *(make_event(d, "USA", "MKD") for d in OTHERS)])
    rank = next(m for m in found.measures if m.name == "placebo rank")
    assert rank.value is not None
    assert rank.value > 0.02
    assert found.grade != "supports"


def test_a_region_that_grew_as_much_is_named(ask: Ask, make_event: Make) -> None:
    weekly = [SHOCK - timedelta(days=7 * n + 1) for n in range(140)]
    later = [SHOCK + timedelta(days=7 * n) for n in range(10)]
    often = [SHOCK + timedelta(days=n) for n in range(60)]
    pair = [make_event(d, "RUS", "SRB") for d in weekly + often]
    others = [make_event(d, "USA", "BRA", number=n) for d in weekly + later for n in range(30)]
    near = [make_event(d, "SRB", "BIH") for d in weekly[:20]]
    region = [make_event(d, "BIH", "MNE", number=n) for d in weekly for n in range(8)]
    region += [make_event(d, "BIH", "MNE", number=n) for d in often for n in range(2)]
    quiet = ask("tempo", pair + others + near + region)
    assert quiet.grade == "supports", quiet.reasons
    region += [make_event(d, "BIH", "MNE", number=100 + n) for d in often for n in range(7)]
    loud = ask("tempo", pair + others + near + region)
    assert loud.grade == "cannot_tell", loud.reasons
    assert any("neighbours" in reason for reason in loud.reasons)
    beside = next(m for m in loud.measures if m.name == "beside the region")
    assert "Bosnia and Herzegovina" in beside.label


def test_searched_rows_do_not_enter_a_rate_that_a_wire_can_give(ask: Ask, make_event: Make) -> None:
    wired = record(make_event, 4, 4, source="wire")
    searched = [make_event(d, "RUS", "SRB", source="searched", number=7) for d in LATER]
    alone, both = ask("tempo", wired), ask("tempo", wired + searched)
    assert (both.n_after, both.effect, both.grade) == (alone.n_after, alone.effect, alone.grade)
    assert any("10 events from searched records" in reason for reason in both.reasons)
    assert ask("tempo", searched).grade == "cannot_tell"


def test_a_month_is_no_day(ask: Ask, make_event: Make) -> None:
    month = make_event(date(2019, 11, 1), "RUS", "SRB", precision="month")
    found = ask("tempo", [*record(make_event, 3, 3), month])
    assert found.n_after == 3
    assert any("one event without an exact day" in reason for reason in found.reasons)
    searched = ask("tempo", [*record(make_event, 3, 3), month], sampling="selective")
    assert searched.n_after == 4  # a search has no weeks, and the month lies whole after the shock


def test_a_threat_made_is_an_event(ask: Ask, make_event: Make) -> None:
    threat = make_event(LATER[0], "RUS", "SRB", "THREATEN", status="threatened")
    assert ask("tempo", [threat]).n_after == 1
    assert ask("tempo", [replace(threat, status="denied")]).n_after == 0


@pytest.mark.parametrize(
    "gap", [Window(SHOCK, date(2019, 12, 1)), Window(date(2017, 1, 1), date(2019, 3, 1))]
)
def test_most_of_a_window_missing_is_no_answer(
    ask: Ask, make_event: Make, small_case: Case, gap: Window
) -> None:
    case = replace(small_case, gaps=(gap,))
    assert ask("tempo", record(make_event, 9, 9)).grade == "supports"
    found = ask("tempo", record(make_event, 9, 9), case=case)
    assert found.grade == "cannot_tell"
    assert found.needed


def test_what_is_needed_names_pair_and_months(ask: Ask, make_event: Make) -> None:
    found = ask("tempo", record(make_event, 1, 1), sampling="selective")
    wanted = "ICEWS, POLECAT or GDELT events of Serbia with Russia, January 2017 to December 2019"
    assert (found.grade, found.needed) == ("cannot_tell", wanted)


def test_what_is_excluded_is_said_and_opposes(ask: Ask, make_event: Make) -> None:
    """Eight a week before and after, every week alike: a rise by half is excluded."""
    days = [SHOCK + timedelta(days=n) for n in range(-1019, 75)]
    others = [make_event(day, "USA", "MKD", number=n) for n, day in enumerate(days * 4)]
    pair = [make_event(day, "RUS", "SRB", number=n) for n, day in enumerate(days)]
    found = ask("tempo", others + pair)
    assert found.high is not None
    assert found.high < 1.5
    assert found.grade == "opposes"
    assert found.reasons[0].startswith("a rise beyond 1.")
    fewer = [event for n, event in enumerate(pair) if n % 14 == 0]
    unsure = ask("tempo", others + fewer)
    assert unsure.grade == "cannot_tell"
    assert unsure.high is not None
    assert unsure.high > 1.5
    assert any(reason.endswith("times is excluded") for reason in unsure.reasons)


def test_a_pair_that_fell_silent_did_not_speed_up(ask: Ask, make_event: Make) -> None:
    """A fall is no rise, however unsure its size."""
    days = [SHOCK + timedelta(days=n) for n in range(-1019, 75)]
    others = [make_event(day, "USA", "MKD", number=n) for n, day in enumerate(days * 4)]
    pair = [make_event(day, "RUS", "SRB") for day in days if day < SHOCK][::3]
    pair += [make_event(SHOCK + timedelta(days=30), "RUS", "SRB")]
    assert ask("tempo", others + pair).grade == "opposes"


@pytest.mark.parametrize(("pace", "grade"), [(7, "cannot_tell"), (2, "supports")])
def test_a_share_of_a_record_that_became_thinner_is_no_rise(
    ask: Ask, make_event: Make, pace: int, grade: str
) -> None:
    """Once a week before; after the shock every ``pace`` days, in a fifth of what was printed before."""
    before = [SHOCK - timedelta(days=n) for n in range(1, 1000)]
    after = [SHOCK + timedelta(days=n) for n in range(75)]
    others = [make_event(day, "USA", "BRA", number=n) for day in before for n in range(10)]
    others += [make_event(day, "USA", "BRA", number=n) for day in after for n in range(2)]
    pair = [make_event(day, "RUS", "SRB") for day in before[::7] + after[::pace]]
    found = ask("tempo", others + pair)
    assert found.grade == grade, found.reasons
    assert any("became thinner" in reason for reason in found.reasons) == (pace == 7)


@pytest.mark.parametrize(
    ("days", "kind", "most"),
    [
        ((0, 3, 13), "SUPPORT", 3),
        ((0, 3, 14), "SUPPORT", 2),  # the fifteenth day is beyond the fortnight
        ((0, 3, 13), "CONSULT", 0),  # who only meets binds nobody
        ((0, 30, 60), "AGREE", 1),
    ],
)
def test_the_burst_is_the_most_that_fell_within_a_fortnight(
    *, ask: Ask, make_event: Make, days: tuple[int, ...], kind: str, most: int
) -> None:
    """One agreement a quarter before the shock; of the days after it those that lie close together count."""
    before = [make_event(day, "RUS", "SRB", "AGREE") for day in EARLIER[:4]]
    after = [make_event(SHOCK + timedelta(days=n), "SRB", "RUS", kind) for n in days]
    found = ask("tempo", before + after)
    assert found.numbers["burst"] == pytest.approx(log((most + 1) / 2))


def test_a_complete_list_opposes_where_a_rise_by_half_is_ruled_out(
    ask: Ask, make_event: Make, small_case: Case
) -> None:
    """Its lower end may be anything, as that of any other count."""
    shock = small_case.shock.day
    days = [shock + timedelta(days=n) for n in (*range(-1000, 0, 25), *range(0, 420, 30))]
    rows = [make_event(day, "SRB", "RUS", number=n) for n, day in enumerate(days)]
    windows = {**small_case.windows, "concession": Window(shock, date(2021, 1, 1))}
    whole = CompleteList(
        what="meetings",
        listed_by="a counter",
        window=Window(date(2017, 1, 1), date(2021, 1, 1)),
        source="test",
    )
    case = replace(small_case, windows=windows, lists=(whole,))
    found = ask("tempo", rows, sampling="selective", case=case)
    assert (found.n_before, found.n_after) == (40, 14)
    assert found.low is not None
    assert found.low < 1 / 1.5
    assert found.grade == "opposes"
    assert found.reasons[0] == "counted by a complete list: meetings (a counter)"
