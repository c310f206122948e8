"""Charts: a gap is hatched and never a zero, nothing runs, the page's colours are used."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from steelyard.brief import charts
from steelyard.records import Brief, Window


def test_a_gap_of_the_record_is_hatched(brief: Brief) -> None:
    gap = Window(date(2018, 3, 1), date(2018, 9, 1))
    holed = replace(brief, case=replace(brief.case, gaps=(gap,)))
    whole = charts.timeline(brief, "SRB", close=False)
    hatched = charts.timeline(holed, "SRB", close=False)
    dashes = re.compile(r'stroke-dasharray="2,3"')
    assert not dashes.search(whole)
    assert len(dashes.findall(hatched)) > 10


def test_a_timeline_without_events_is_drawn_all_the_same(brief: Brief) -> None:
    empty = replace(brief, timeline=())
    assert "shock, 2019-10-18" in charts.timeline(empty, "SRB", close=True)


def test_every_mark_links_to_its_row(brief: Brief) -> None:
    linked = set(re.findall(r'href="#(e[0-9a-f]{15})"', charts.timeline(brief, "SRB", close=False)))
    after = {
        row["event_id"]
        for row in brief.timeline
        if row["client"] == "SRB" and "2019-10-18" <= row["start"] < "2020-01-01"
    }
    assert after <= linked


def test_colours_are_those_of_the_page(brief: Brief) -> None:
    svg = charts.timeline(brief, "SRB", close=False)
    assert "var(--partner)" in svg
    assert "var(--rival)" in svg
    assert not any(stand_in in svg for stand_in in charts.COLOURS)


def test_marks_of_one_side_keep_apart(brief: Brief) -> None:
    rows = [row for row in brief.timeline if row["client"] == "SRB"]
    placed = charts._stacked(rows, 2)
    lanes: dict[int, list[tuple[str, str]]] = {}
    for row in placed:
        assert (row["lane"] > 0) is (row["pole_role"] == "partner")
        for start, end in lanes.get(row["lane"], []):
            assert row["end"] <= start or end <= row["start"]
        lanes.setdefault(row["lane"], []).append((row["start"], row["end"]))
