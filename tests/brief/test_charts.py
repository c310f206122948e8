"""The timeline: a gap is hatched and never a zero, nothing runs, marks keep apart and lead to their rows."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from steelyard.brief.timeline import (
    RADIUS,
    TOLD,
    Scale,
    acts_in_words,
    acts_that_matter,
    short,
    stacked,
    timeline,
    view,
)
from steelyard.records import Brief, Window


def test_a_gap_of_the_record_is_hatched(brief: Brief) -> None:
    gap = Window(date(2018, 3, 1), date(2018, 9, 1))
    holed = replace(brief, case=replace(brief.case, gaps=(gap,)))
    dashes = re.compile(r'stroke-dasharray="2,3"')
    assert not dashes.search(timeline(brief, "SRB", close=False))
    assert len(dashes.findall(timeline(holed, "SRB", close=False))) > 10


def test_a_timeline_without_events_is_drawn_all_the_same(brief: Brief) -> None:
    empty = replace(brief, timeline=())
    assert "shock, 18 October 2019" in timeline(empty, "SRB", close=True)


def test_every_mark_links_to_its_row_and_says_what_it_is(brief: Brief) -> None:
    drawn = timeline(brief, "SRB", close=False)
    linked = set(re.findall(r'href="#(e[0-9a-f]{15})"', drawn))
    rows = [r for r in brief.timeline if r["client"] == "SRB" and r["pole_role"] != "other"]
    span = view(brief, close=False)
    inside = {
        r["event_id"]
        for r in rows
        if span.meets(date.fromisoformat(r["start"]), date.fromisoformat(r["end"]))
    }
    assert linked == inside
    assert drawn.count("<title>") == len(re.findall("<a ", drawn))


@pytest.mark.parametrize("width", [360, 760])
def test_it_is_sound_svg_within_its_width(brief: Brief, width: float) -> None:
    root = ET.fromstring(timeline(brief, "SRB", close=True, width=width))
    assert root.get("viewBox", "").split()[2] == f"{width:g}"
    for mark in root.iter("{http://www.w3.org/2000/svg}line"):
        assert 0 <= float(mark.get("x1", "0")) <= width


def test_marks_of_one_lane_do_not_touch(brief: Brief) -> None:
    scale = Scale(view(brief, close=True), 760)
    rows = [row for row in brief.timeline if row["client"] == "SRB"]
    lanes: dict[int, list[float]] = defaultdict(list)
    for lane, row in stacked(rows, scale, "rival"):
        lanes[lane].append(scale.at(date.fromisoformat(row["start"])))
    assert lanes
    for marks in lanes.values():
        inside = [at for at in marks if scale.margin < at < scale.width - scale.margin]
        assert all(b - a >= 2 * RADIUS for a, b in itertools.pairwise(inside))


def test_a_day_that_is_not_known_is_no_mark(brief: Brief) -> None:
    vague = [
        row
        for row in brief.timeline
        if row["client"] == "SRB" and row["pole_role"] == "rival" and row["precision"] != "day"
    ]
    assert vague
    root = ET.fromstring(timeline(replace(brief, timeline=tuple(vague)), "SRB", close=False))
    kinds = {path.get("class") for path in root.iter("{http://www.w3.org/2000/svg}path")}
    assert kinds == {"vague rival"}


def test_the_acts_that_matter_are_told_in_words(brief: Brief) -> None:
    told = acts_in_words(brief, "SRB")
    assert len(told) == TOLD
    assert [act["number"] for act in told] == [1, 2, 3, 4, 5]
    loud = {f.strongest_for for f in brief.findings if f.client == "SRB"}
    assert loud & {act["id"] for act in told}
    drawn = timeline(brief, "SRB", close=True)
    for row in acts_that_matter(brief, "SRB", view(brief, close=True)):
        assert short(row["text"]).split()[0] in drawn


def test_the_name_of_a_code_is_told_with_who_acts_on_whom(brief: Brief) -> None:
    rows = tuple({**row, "text": "(EXTEND ECON AID)"} for row in brief.timeline)
    (told, *_) = acts_in_words(replace(brief, timeline=rows), "SRB")
    assert told["text"].endswith(": extend econ aid")
    assert "Serbia" in told["text"]
    assert "SRB" not in told["text"]
    assert "Extend econ aid" in timeline(replace(brief, timeline=rows), "SRB", close=True)


def test_a_short_sentence_keeps_its_capitals(brief: Brief) -> None:
    rows = tuple({**row, "text": "TurkStream pipeline inaugurated"} for row in brief.timeline)
    (told, *_) = acts_in_words(replace(brief, timeline=rows), "SRB")
    assert told["text"].endswith(": TurkStream pipeline inaugurated")
    assert "nobody" not in told["text"]


def test_long_words_are_cut_between_words() -> None:
    assert short("A visit.") == "A visit"
    cut = short("The prime minister of the one met the president of the other", 30)
    assert cut == "The prime minister of the one…"
