"""What a brief shows of a record too large to be shown whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

import steelyard as sy
from steelyard.archive import archive_of
from steelyard.brief import to_html
from steelyard.case_file import load_case
from steelyard.pipeline import brief_rows
from steelyard.records import Brief, Case, Event, SourceCard, Window, event_table, tie_table


@pytest.fixture(scope="module")
def case() -> Case:
    return replace(load_case("balkans-2019"), clients=("SRB",), claims=())


def event(at: int, day: date, actor: str, act: str) -> Event:
    return Event(
        event_id=f"e{at:015x}",
        day=day,
        precision="day",
        actor=(actor,),
        recipient=("SRB",),
        type="CONSULT" if act == "words" else "AID",
        quad=1 if act == "words" else 2,
        act="words" if act == "words" else "deeds",
        status="happened",
        source="wire",
        source_id=str(at),
        coder="test",
    )


@pytest.fixture(scope="module")
def brief(case: Case) -> Brief:
    """Three events a day with Russia and one with the EU, of a wire that missed a month."""
    events, at = [], 0
    missed = Window(date(2018, 3, 1), date(2018, 4, 1))
    day = case.before.start
    while day < case.after().end:
        if not missed.holds(day, day + timedelta(days=1)):
            for actor, act in (
                ("RUS", "words"),
                ("RUS", "words"),
                ("RUS", "deeds"),
                ("EU", "words"),
            ):
                events.append(event(at, day, actor, act))
                at += 1
        day += timedelta(days=1)
    card = SourceCard(
        name="wire",
        title="A wire",
        publisher="Nobody",
        address=None,
        licence="none",
        citation="",
        coverage="all",
        limitation="made up for a test",
        sampling="systematic",
    )
    store = archive_of(event_table(events), tie_table([]), (card,))
    alone = replace(case, gaps=(missed,), events=(), ties=())  # no chronology beside the wire
    return sy.weigh(alone, archive=store)


def test_numbers_stay_whole_where_their_rows_are_too_many_to_name(brief: Brief) -> None:
    before = next(
        row
        for row in brief.acts
        if (row["pole"], row["window"], row["act"]) == ("russia", "before", "words")
    )
    days = (brief.case.before.days - 31) * 2
    assert before["events"] == days
    assert len(before["evidence"]) == brief_rows.NAMED
    largest = max(brief.findings, key=lambda finding: finding.evidence_total or 0)
    assert largest.evidence_total is not None
    assert largest.evidence_total > brief_rows.NAMED == len(largest.evidence)


def test_the_timeline_shows_the_rows_nearest_to_the_shock(brief: Brief) -> None:
    russia = [row for row in brief.timeline if row["pole"] == "russia"]
    assert len(russia) == brief_rows.NAMED
    apart = [abs((date.fromisoformat(row["start"]) - brief.case.shock.day).days) for row in russia]
    assert max(apart) == brief_rows.NAMED // 6


def test_weeks_hold_counts_and_a_gap_is_not_zero(brief: Brief) -> None:
    russia = [row for row in brief.weeks if row["pole"] == "russia"]
    whole = [row for row in russia if row["days"] == 7]
    assert {(row["words"], row["deeds"]) for row in whole} == {(14, 7)}
    bare = [row for row in russia if row["days"] == 0]
    assert len(bare) in (3, 4)
    assert {(row["words"], row["deeds"]) for row in bare} == {(None, None)}


def test_the_page_stays_small_and_says_what_it_leaves_out(brief: Brief, tmp_path: Path) -> None:
    page = to_html(brief)
    assert len(page.encode()) < 1_500_000
    assert f"{brief_rows.NAMED} of " in page
    assert "Events a week" in page
    assert "searched by hand" not in page  # the wire was not
    assert len((brief.save(tmp_path / "out")[1]).read_bytes()) < 8_000_000


def test_a_chronology_has_no_weeks(case: Case) -> None:
    found = sy.weigh(case)
    assert found.weeks == ()
    assert all((finding.evidence_total or 0) == len(finding.evidence) for finding in found.findings)
