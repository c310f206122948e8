"""Audience: gestures before an election count against chance calendars, not against other days alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from steelyard import diagnostics
from steelyard.records import CalendarDay, Case, Event, Finding, Tie, Window

#: Serbia's presidential election; its campaign, from 2 January, is the only one in the windows.
VOTE = date(2017, 4, 2)
START, SHOCK, END = date(2017, 1, 1), date(2019, 10, 18), date(2020, 1, 1)
QUIET = date(2018, 3, 1)

Ask = Callable[..., Finding]
OnDays = Callable[..., list[Event]]


def days(first: date, step: int, number: int) -> list[date]:
    return [first + timedelta(days=step * n) for n in range(number)]


#: Thirty gestures from the first day of the campaign to the day of the vote, ten on other days.
CAMPAIGN = [*days(date(2017, 1, 2), 3, 30), VOTE]
ELSEWHERE = days(QUIET, 60, 10)


def measures(found: Finding) -> dict[str, float | None]:
    return {measure.name: measure.value for measure in found.measures}


def test_gestures_that_fill_the_campaign_are_seen(ask: Ask, on_days: OnDays) -> None:
    events = on_days(CAMPAIGN, "SRB", "RUS", "SUPPORT")
    events += on_days(ELSEWHERE, "SRB", "RUS", "SUPPORT")
    found = ask("audience", events)
    assert found.grade == "supports"
    assert (found.n_before, found.n_after) == (41, 0)
    # 31 gestures on the 91 days of the campaign, 10 on the other 1,004
    assert "31 gestures toward Russia on 91 days" in found.sentence
    assert "2 April 2017, and 10 on the other 1004" in found.sentence
    assert found.effect is not None and found.effect > 10
    assert found.low is not None and found.low > 3
    # none of the 156 other turns of the calendar by whole weeks holds all 31
    assert measures(found)["placebo rank"] == pytest.approx(1 / 157)
    # 10 gestures on 1,004 days are about one on 91
    assert found.would_change == (
        "about 1 gestures in the campaigns, as on other days, instead of 31"
    )
    assert [row[:3] for row in found.exhibits[0].rows] == [
        ("2017-04-02", "2017-01-02", "presidential")
    ]
    assert set(found.evidence) == {event.event_id for event in events}


def test_a_burst_that_many_calendars_would_hold_is_no_campaign(ask: Ask, on_days: OnDays) -> None:
    """Thirty days in a campaign of ninety-one: every turn by up to thirty days holds them too."""
    burst = days(VOTE - timedelta(days=60), 1, 31)  # from 1 February to 3 March
    events = on_days(burst, "SRB", "RUS", "SUPPORT")
    events += on_days(ELSEWHERE, "SRB", "RUS", "SUPPORT")
    found = ask("audience", events)
    # itself, four turns by 7 to 28 days toward the start, and four toward the end
    assert measures(found)["placebo rank"] == pytest.approx(9 / 157)
    assert found.grade == "cannot_tell"
    assert any("election calendars that never were" in reason for reason in found.reasons)
    assert (found.effect, found.low, found.high) == (None, None, None)
    assert measures(found)["campaigns to other days"] is not None


def test_gestures_spread_evenly_track_nothing(ask: Ask, on_days: OnDays) -> None:
    """One a week: the campaign holds no more than any other ninety-one days, and all turns tie."""
    found = ask("audience", on_days(days(START, 7, 156), "SRB", "RUS", "SUPPORT"))
    assert found.grade in ("opposes", "cannot_tell")
    rank = measures(found)["placebo rank"]
    assert rank is not None and rank > 0.9
    # 13 of 91 days beside 143 of 1,004
    assert measures(found)["campaigns to other days"] == pytest.approx((13 / 91) / (143 / 1004))


def test_gestures_everywhere_but_before_the_vote_oppose(ask: Ask, on_days: OnDays) -> None:
    """Every fourth day outside the campaign, from 3 April 2017 on."""
    found = ask("audience", on_days(days(date(2017, 4, 3), 4, 250), "SRB", "RUS", "SUPPORT"))
    assert found.grade == "opposes"
    assert found.effect == 0
    assert found.would_change is None


def test_only_friendly_acts_of_the_client_on_a_known_day_are_gestures(
    ask: Ask, on_days: OnDays
) -> None:
    others = [
        *on_days(CAMPAIGN, "RUS", "SRB", "SUPPORT"),
        *on_days(CAMPAIGN, "SRB", "RUS", "ACCUSE"),
        *on_days(CAMPAIGN, "SRB", "RUS", "SUPPORT", status="planned"),
        *on_days(CAMPAIGN, "SRB", "USA", "SUPPORT"),
        *on_days(days(date(2017, 2, 1), 0, 20), "SRB", "RUS", "SUPPORT", precision="month"),
    ]
    gestures = on_days(days(date(2017, 3, 1), 7, 4), "SRB", "RUS", "SUPPORT")
    gestures += on_days([date(2017, 3, 2)], "SRB;RUS", "SRB;RUS", "CONSULT")
    found = ask("audience", [*others, *gestures])
    assert "five gestures" in found.sentence
    assert set(found.evidence) == {event.event_id for event in gestures}


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (VOTE, 1),
        (VOTE + timedelta(days=1), 0),
        (VOTE - timedelta(days=90), 1),
        (VOTE - timedelta(days=91), 0),
    ],
)
def test_a_campaign_is_the_ninety_days_before_and_the_day(
    ask: Ask, on_days: OnDays, day: date, inside: int
) -> None:
    found = ask("audience", on_days([day], "SRB", "RUS", "SUPPORT"))
    assert ("made one gesture" if inside else "made no gestures") in found.sentence
    assert f"and {1 - inside} on the other 1004" in found.sentence
    assert found.grade == "cannot_tell"


def test_the_loudest_gestures_in_and_out_of_a_campaign_are_named(
    ask: Ask, on_days: OnDays, small_case: Case
) -> None:
    """The parliamentary vote of 21 June 2020 has its campaign from 23 March."""
    case = replace(
        small_case,
        windows={"before": Window(START, SHOCK), "after": Window(SHOCK, date(2020, 7, 1))},
    )
    quiet = on_days(days(date(2019, 11, 1), 1, 3), "SRB", "RUS", "SUPPORT")
    loud = on_days([date(2019, 12, 1)], "SRB", "RUS", "SUPPORT", reports=4)
    campaign = on_days([date(2020, 3, 23)], "SRB", "RUS", "SUPPORT", reports=2)
    found = ask("audience", [*quiet, *loud, *campaign], case=case)
    assert found.strongest_for == campaign[0].event_id
    assert found.strongest_against == loud[0].event_id
    assert "2 April 2017 and 21 June 2020" in found.sentence


def test_four_gestures_are_too_few(ask: Ask, on_days: OnDays) -> None:
    four = ask("audience", on_days(CAMPAIGN[:4], "SRB", "RUS", "SUPPORT"))
    assert four.reasons[0].startswith("there are only four gestures")
    five = ask("audience", on_days(CAMPAIGN[:5], "SRB", "RUS", "SUPPORT"))
    assert "too few" not in " ".join(five.reasons)


def test_gestures_that_come_together_count_as_fewer(ask: Ask, on_days: OnDays) -> None:
    """As many gestures: each on a week of its own, or five on a day."""
    elsewhere = on_days(days(QUIET, 30, 20), "SRB", "RUS", "SUPPORT")
    single = on_days(days(date(2017, 1, 3), 7, 10), "SRB", "RUS", "SUPPORT")
    heaped = on_days(days(date(2017, 2, 1), 0, 5), "SRB", "RUS", "SUPPORT")
    heaped += on_days(days(date(2017, 3, 1), 0, 5), "SRB", "RUS", "SUPPORT")
    ends = [
        {m.name: m for m in ask("audience", [*elsewhere, *part]).measures}[
            "campaigns to other days"
        ]
        for part in (single, heaped)
    ]
    assert ends[0].low is not None and ends[1].low is not None
    assert ends[1].low < ends[0].low


@pytest.mark.parametrize(("gestures", "graded"), [(2, False), (len(CAMPAIGN), True)])
def test_a_searched_record_grades_gestures_where_any_effort_says_the_same(
    ask: Ask, on_days: OnDays, gestures: int, *, graded: bool
) -> None:
    events = on_days([*CAMPAIGN[:gestures], *ELSEWHERE], "SRB", "RUS", "SUPPORT")
    found = ask("audience", events, sampling="selective")
    assert found.effort is not None
    assert found.effort.comparison == "campaigns to other days"
    assert (found.answered == "graded") == graded
    low, _ = found.effort.bounds
    assert low is not None
    assert (low > 1) == graded


def test_days_of_a_gap_are_not_counted(ask: Ask, on_days: OnDays, small_case: Case) -> None:
    events = on_days([*CAMPAIGN, *ELSEWHERE], "SRB", "RUS", "SUPPORT")
    half = replace(small_case, gaps=(Window(date(2017, 2, 1), date(2017, 3, 1)),))
    found = ask("audience", events, case=half)
    assert "on 63 days of campaigns" in found.sentence
    assert found.grade == "supports"
    most = replace(small_case, gaps=(Window(date(2018, 1, 1), date(2019, 10, 1)),))
    assert ask("audience", events, case=most).reasons[0] == (
        "more than half of a window is a gap in the record"
    )


def test_days_between_the_windows_are_not_counted(
    ask: Ask, on_days: OnDays, small_case: Case
) -> None:
    """The record between the windows is no part of the question: 365 days and 75."""
    case = replace(
        small_case,
        windows={"before": Window(START, date(2018, 1, 1)), "after": Window(SHOCK, END)},
    )
    found = ask("audience", on_days(CAMPAIGN, "SRB", "RUS", "SUPPORT"), case=case)
    assert "on 91 days" in found.sentence
    assert "the other 349" in found.sentence


def asked(case: Case, client: str, start: date, shock: date, end: date) -> Case:
    return replace(
        case,
        clients=(client,),
        shock=replace(case.shock, day=shock),
        windows={"before": Window(start, shock), "after": Window(shock, end)},
    )


def test_where_the_calendar_is_known_and_nobody_campaigned_it_does_not_apply(
    ask: Ask, on_days: OnDays, small_case: Case
) -> None:
    case = asked(small_case, "SRB", date(2018, 1, 1), SHOCK, END)
    found = ask("audience", on_days(ELSEWHERE, "SRB", "RUS", "SUPPORT"), case=case)
    assert found.grade == "not_applicable"
    assert found.sentence == "No national election of Serbia had its campaign in the windows."
    assert found.measures == ()


def test_an_election_that_is_not_listed_may_hide_beyond_the_calendar(
    ask: Ask, on_days: OnDays, small_case: Case
) -> None:
    case = asked(small_case, "SRB", date(2004, 9, 1), date(2005, 9, 1), date(2006, 1, 1))
    found = ask("audience", on_days(ELSEWHERE, "SRB", "RUS", "SUPPORT"), case=case)
    assert found.reasons == ("no election listed for the client has its campaign in the windows",)
    assert found.sentence.startswith("No election of Serbia is known")
    assert found.needed is not None
    assert found.needed.startswith("a calendar of")
    assert "September 2004 to April 2006" in found.needed


@pytest.mark.parametrize("client", [None, "SRB", "MKD"])
def test_a_case_adds_days_to_the_calendar(
    ask: Ask, on_days: OnDays, small_case: Case, client: str | None
) -> None:
    vote = CalendarDay(date(2018, 9, 1), "referendum", "a gazette", client)
    case = replace(small_case, calendar=(vote,))
    found = ask("audience", on_days(ELSEWHERE, "SRB", "RUS", "SUPPORT"), case=case)
    rows = [row for table in found.exhibits for row in table.rows]
    told = ("2018-09-01", "2018-06-03", "referendum", "a gazette")
    assert (told in rows) == (client != "MKD")


def test_a_state_without_a_calendar_says_what_is_needed(
    gather: Callable[..., Any],
) -> None:
    arrays = replace(gather("audience"), elections=(), complete=False)
    found = diagnostics.finding(diagnostics.get("audience"), "SRB", arrays)
    assert found.grade == "cannot_tell"
    assert found.reasons == ("no calendar of the client's elections is known",)
    assert found.sentence == "No calendar of Serbia's national elections is known."
    assert found.needed is not None
    assert "[[calendar]]" in found.needed


def test_windows_that_are_all_campaign_compare_nothing(
    ask: Ask, on_days: OnDays, small_case: Case
) -> None:
    case = replace(
        small_case,
        shock=replace(small_case.shock, day=date(2017, 3, 1)),
        windows={
            "before": Window(date(2017, 1, 10), date(2017, 3, 1)),
            "after": Window(date(2017, 3, 1), date(2017, 4, 1)),
        },
    )
    found = ask("audience", on_days(CAMPAIGN, "SRB", "RUS", "SUPPORT"), case=case)
    assert found.reasons[0] == "all days of the windows belong to campaigns"


def test_polls_are_shown_and_not_graded(ask: Ask, make_tie: Callable[..., Tie]) -> None:
    poll = make_tie("RUS", 57.0, "opinion.influence", unit="percent")
    found = ask("audience", ties=[poll, make_tie("RUS", 1.0, "trade.total")])
    (table,) = (t for t in found.exhibits if t.title.startswith("What people at home think"))
    assert table.rows == (("Russia", 2019, "influence", "57", "percent", "Office"),)
    assert found.evidence == (poll.tie_id,)
    assert found.grade == "cannot_tell"
