"""Amplification: louder coverage of the same number of events, beside the record and the past."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from steelyard.records import Case, Event, Finding, Window

START, SHOCK, END = date(2017, 1, 1), date(2019, 10, 18), date(2020, 1, 1)

#: An event every twelve days before the shock, and every five days after it.
BEFORE = [SHOCK - timedelta(days=12 * n + 3) for n in range(80)]
AFTER = [SHOCK + timedelta(days=5 * n) for n in range(15)]

Ask = Callable[..., Finding]
OnDays = Callable[..., list[Event]]


def measures(found: Finding) -> dict[str, float | None]:
    return {measure.name: measure.value for measure in found.measures}


def labels(found: Finding) -> dict[str, str]:
    return {measure.name: measure.label for measure in found.measures}


def test_more_reports_of_each_event_are_seen(ask: Ask, on_days: OnDays) -> None:
    early = on_days(BEFORE, "RUS", "SRB")
    late = on_days(AFTER, "RUS", "SRB", reports=6)
    found = ask("amplification", early + late)
    assert found.grade == "supports"
    assert found.effect == pytest.approx(6.0)  # six reports for each where it was one
    assert found.low is not None and found.low > 3
    assert (found.n_before, found.n_after) == (80, 15)
    assert "15 events of Serbia with Russia after the shock had 90 reports" in found.sentence
    assert "6 each where it was 1 before: 6 times as loud" in found.sentence
    # 136 windows of 75 days begin in the 1,020 days before; none is as loud
    assert measures(found)["placebo rank"] == pytest.approx(1 / 136, abs=0.0003)
    assert found.strongest_for in {event.event_id for event in late}
    assert found.strongest_against in {event.event_id for event in early}
    assert set(found.evidence) == {event.event_id for event in early + late}


def test_what_the_whole_record_did_is_taken_out(ask: Ask, on_days: OnDays) -> None:
    """Three reports for each event where it was one, and two for each of all others."""
    pair = on_days(BEFORE, "RUS", "SRB") + on_days(AFTER, "RUS", "SRB", reports=3)
    others = on_days(BEFORE, "USA", "ARM") + on_days(AFTER, "USA", "ARM", reports=2)
    assert ask("amplification", pair).effect == pytest.approx(3.0)
    assert ask("amplification", pair + others).effect == pytest.approx(1.5)


def test_as_loud_as_ever_is_no_amplification(ask: Ask, on_days: OnDays) -> None:
    """Five times as many events, with two reports each as before."""
    pair = on_days(BEFORE, "RUS", "SRB", reports=2)
    pair += on_days([SHOCK + timedelta(days=n) for n in range(75)], "RUS", "SRB", reports=2)
    found = ask("amplification", pair)
    assert found.effect == pytest.approx(1.0)
    assert found.grade == "opposes"
    assert found.would_change is None


def test_a_past_that_was_as_loud_stands_in_the_way(ask: Ask, on_days: OnDays) -> None:
    """Two earlier spells of 110 days with four reports for each event hold a dozen such windows."""
    steady = [SHOCK - timedelta(days=5 * n + 1) for n in range(200)]
    spells = [(SHOCK - timedelta(days=d), SHOCK - timedelta(days=d - 110)) for d in (400, 800)]
    loud = [day for day in steady if any(first <= day < end for first, end in spells)]
    quiet = [day for day in steady if day not in loud]
    pair = on_days(quiet, "RUS", "SRB") + on_days(loud, "RUS", "SRB", reports=4)
    pair += on_days(AFTER, "RUS", "SRB", reports=4)
    found = ask("amplification", pair)
    # the interval alone would have said yes
    assert found.low is not None and found.low > 1.5
    rank = measures(found)["placebo rank"]
    assert rank is not None and 0.05 < rank < 0.15
    assert found.grade == "cannot_tell"
    assert any("windows of the same length before the shock" in reason for reason in found.reasons)


def test_the_same_loudness_is_seen_without_such_a_past(ask: Ask, on_days: OnDays) -> None:
    steady = [SHOCK - timedelta(days=5 * n + 1) for n in range(200)]
    pair = on_days(steady, "RUS", "SRB") + on_days(AFTER, "RUS", "SRB", reports=4)
    found = ask("amplification", pair)
    assert found.grade == "supports"
    assert found.effect == pytest.approx(4.0)


def test_a_past_of_a_few_windows_is_not_enough(ask: Ask, on_days: OnDays, small_case: Case) -> None:
    """With 150 days before, a dozen windows of 75 days cannot say one in twenty."""
    case = replace(
        small_case,
        windows={
            "before": Window(SHOCK - timedelta(days=150), SHOCK),
            "after": Window(SHOCK, END),
        },
    )
    early = [SHOCK - timedelta(days=3 * n + 1) for n in range(50)]
    pair = on_days(early, "RUS", "SRB") + on_days(AFTER, "RUS", "SRB", reports=6)
    found = ask("amplification", pair, case=case)
    assert found.grade == "cannot_tell"
    assert any("the days before hold only 11 windows" in reason for reason in found.reasons)


def test_reports_that_come_in_heaps_widen_the_interval(ask: Ask, on_days: OnDays) -> None:
    """Sixteen reports of ten events before the shock: one or two of each, or seven of one of them."""
    even = on_days(BEFORE[:4], "RUS", "SRB") + on_days(BEFORE[4:10], "RUS", "SRB", reports=2)
    heap = on_days(BEFORE[:9], "RUS", "SRB") + on_days(BEFORE[9:10], "RUS", "SRB", reports=7)
    late = on_days(AFTER, "RUS", "SRB", reports=3)
    narrow, wide = (ask("amplification", early + late) for early in (even, heap))
    assert narrow.effect == pytest.approx(3 / 1.6)
    assert wide.effect == pytest.approx(3 / 1.6)
    assert narrow.low is not None and wide.low is not None
    assert wide.low < narrow.low


def test_tempo_is_told_from_events_and_from_reports_and_the_slower_speaks(
    ask: Ask, on_days: OnDays
) -> None:
    wire = [START + timedelta(days=3 * n) for n in range(365)]
    others = on_days(wire, "USA", "ARM")
    pair = on_days(BEFORE, "RUS", "SRB") + on_days(AFTER, "RUS", "SRB", reports=6)
    found = ask("amplification", others + pair)
    events, reports = (measures(found)[f"tempo of {what}"] for what in ("events", "reports"))
    assert events is not None and reports is not None
    assert events < reports
    assert labels(found)["tempo of events"].endswith("the smaller, which speaks")
    assert "speaks" not in labels(found)["tempo of reports"]
    softer = [replace(event, reports=1) for event in pair]
    loud = [replace(event, reports=8) for event in others if event.day >= SHOCK]
    quiet = [event for event in others if event.day < SHOCK]
    found = ask("amplification", softer + loud + quiet)
    assert labels(found)["tempo of reports"].endswith("the smaller, which speaks")


def test_what_would_change_it_is_a_number_of_reports(ask: Ask, on_days: OnDays) -> None:
    pair = on_days(BEFORE, "RUS", "SRB") + on_days(AFTER, "RUS", "SRB", reports=6)
    found = ask("amplification", pair)
    assert found.low is not None and found.would_change is not None
    least = -(-90 * 1.1 // found.low)  # so many that the lower end comes down to a tenth more
    assert found.would_change == f"about {least:.0f} reports of these 15 events instead of 90"
    again = on_days(BEFORE, "RUS", "SRB") + on_days(AFTER, "RUS", "SRB", reports=1)
    again[-1] = replace(again[-1], reports=round(least) - 14)
    assert ask("amplification", again).grade != "supports"


def test_the_loudest_events_are_shown_first(ask: Ask, on_days: OnDays) -> None:
    early = on_days(BEFORE, "RUS", "SRB")
    late = on_days(AFTER[:12], "RUS", "SRB", reports=2)
    top = on_days([AFTER[13]], "RUS", "SRB", reports=9)
    found = ask("amplification", early + late + top)
    assert found.evidence[0] == found.strongest_for == top[0].event_id
    totals, loudest = found.exhibits
    assert totals.rows == (("before", 80, 80, 1.0), ("after", 13, 33, round(33 / 13, 2)))
    assert len(loudest.rows) == 10
    assert loudest.rows[0][2] == 9
    assert loudest.evidence[0] == (top[0].event_id,)


@pytest.mark.parametrize("of", ["before", "after"])
def test_four_events_in_a_window_are_too_few(ask: Ask, on_days: OnDays, of: str) -> None:
    early, late = (BEFORE[:4], AFTER) if of == "before" else (BEFORE, AFTER[:4])
    pair = on_days(early, "RUS", "SRB") + on_days(late, "RUS", "SRB", reports=6)
    found = ask("amplification", pair)
    assert found.grade == "cannot_tell"
    assert found.reasons[0].startswith("there are only four events in one of the windows")
    more = on_days(BEFORE[4:5] if of == "before" else AFTER[4:5], "RUS", "SRB", reports=2)
    assert "too few" not in " ".join(ask("amplification", pair + more).reasons)


def test_one_empty_window_compares_nothing(ask: Ask, on_days: OnDays) -> None:
    for days in (BEFORE, AFTER):
        found = ask("amplification", on_days(days, "RUS", "SRB", reports=2))
        assert found.grade == "cannot_tell"
        assert found.reasons == ("one of the windows holds no event of the pair",)
        assert found.effect is None
        assert found.measures == ()


def test_a_record_of_single_reports_cannot_be_asked(ask: Ask, on_days: OnDays) -> None:
    found = ask("amplification", on_days(BEFORE + AFTER, "RUS", "SRB"))
    assert found.grade == "not_applicable"
    assert found.reasons == ("no event of this record has a second report",)


def test_a_searched_record_cannot_be_asked(ask: Ask, on_days: OnDays) -> None:
    pair = on_days(BEFORE, "RUS", "SRB") + on_days(AFTER, "RUS", "SRB", reports=6)
    found = ask("amplification", pair, sampling="selective")
    assert found.grade == "not_applicable"
    assert "searched by hand" in found.reasons[0]
    assert found.measures == ()


def test_a_large_gap_is_not_judged(ask: Ask, on_days: OnDays, small_case: Case) -> None:
    pair = on_days(BEFORE, "RUS", "SRB") + on_days(AFTER, "RUS", "SRB", reports=6)
    gap = Window(SHOCK + timedelta(days=30), END)
    found = ask("amplification", pair, case=replace(small_case, gaps=(gap,)))
    assert found.grade == "cannot_tell"
    assert found.reasons[0] == "more than half of a window is a gap in the record"


def test_what_did_not_happen_is_not_counted(ask: Ask, on_days: OnDays) -> None:
    pair = on_days(BEFORE, "RUS", "SRB") + on_days(AFTER, "RUS", "SRB", reports=2)
    noise = on_days(AFTER, "RUS", "SRB", reports=50, status="rumoured")
    noise += on_days([date(2019, 10, 1)] * 3, "RUS", "SRB", reports=50, precision="month")
    noise += on_days(AFTER, "USA", "SRB", "CONSULT", status="denied", reports=50)
    found = ask("amplification", pair + noise)
    assert found.effect == pytest.approx(2.0)
    assert found.n_after == 15
    assert found.reasons[-1].startswith("three events dated to the month or year only")
