"""Plots: the record that a finding judged, and its answer with the interval, as Altair charts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import altair as alt

from steelyard.records.findings import NULLS
from steelyard.records.views.notebook import FAMILIES, GRADES, interval

if TYPE_CHECKING:
    from steelyard.records.case import Case
    from steelyard.records.findings import Behind, Finding
    from steelyard.records.verdict import Brief

#: Colours of Okabe and Ito (2008), told apart by nearly everybody: deeds and words, the answer.
DEEDS, WORDS, ANSWER, SOFT = "#0072B2", "#8DB8D6", "#D55E00", "#666666"

WIDTH, HEIGHT = 640, 110

_ACTS = alt.Scale(domain=["deeds", "words"], range=[DEEDS, WORDS])
_SHAPES = alt.Scale(
    domain=["happened", "planned", "rumoured", "denied", "threatened", "hypothetical"],
    range=["circle", "triangle-right", "diamond", "cross", "triangle-down", "square"],
)


def finding_plot(finding: Finding, behind: Behind) -> Any:
    """Return the record over time, the shock in it, and below it the effect with its interval."""
    parts = [_record(behind.case, behind.weeks(), behind.timeline())]
    if finding.effect is not None:
        parts.append(_effect(finding))
    title = f"{finding.diagnostic}, {finding.client}: {GRADES[finding.grade]}"
    return _together(parts, title, finding.sentence)


def brief_plot(brief: Brief, client: str) -> Any:
    """Return the record of a client over time, and below it the readings of both families."""
    weeks = [row for row in brief.weeks if row["client"] == client]
    rows = [row for row in brief.timeline if row["client"] == client]
    parts = [_record(brief.case, weeks, rows), _readings(brief, client)]
    return _together(parts, brief.verdict.answer, brief.case.question)


def _together(parts: Sequence[Any], title: str, below: str) -> Any:
    head = alt.TitleParams(
        text=wrap(title, 90), subtitle=wrap(below, 110), anchor="start", subtitleColor=SOFT
    )
    return alt.vconcat(*parts, title=head).resolve_scale(color="independent")


def _record(
    case: Case, weeks: Sequence[Mapping[str, Any]], timeline: Sequence[Mapping[str, Any]]
) -> Any:
    """Counts a week where the record is a systematic count, else its events one by one."""
    poles = {
        pole.name: f"with {pole.title or pole.name}" for pole in case.poles if pole.role != "other"
    }
    after = case.after()
    shock = alt.Chart(
        alt.InlineData([{"a": case.shock.day.isoformat(), "b": after.end.isoformat()}])
    )
    rule = shock.mark_rule(color="black", strokeDash=[5, 3]).encode(x="a:T")
    shade = shock.mark_rect(color="#EEEEEE").encode(x=alt.X("a:T", title=None), x2="b:T")
    panels = []
    for name, title in poles.items():
        drawn = (
            _weeks([row for row in weeks if row["pole"] == name])
            if weeks
            else _events([row for row in timeline if row["pole"] == name])
        )
        panels.append(
            alt.layer(shade, drawn, rule).properties(width=WIDTH, height=HEIGHT, title=title)
        )
    return alt.vconcat(*panels).resolve_scale(x="shared")


def _weeks(rows: Sequence[Mapping[str, Any]]) -> Any:
    """Bars of a week, deeds and words stacked; a week that nobody counted has none."""
    data = [
        {"week": row["week"], "act": act, "events": row[act]}
        for row in rows
        for act in ("deeds", "words")
        if row[act] is not None
    ]
    size = max(1.0, min(10.0, 0.8 * WIDTH / max(1, len(rows))))
    return (
        alt.Chart(alt.InlineData(data))
        .mark_bar(size=size)
        .encode(
            x=alt.X("week:T", title=None),
            y=alt.Y("sum(events):Q", title="events a week"),
            color=alt.Color("act:N", scale=_ACTS, title=None),
        )
    )


def _events(rows: Sequence[Mapping[str, Any]]) -> Any:
    """A mark for each event, in a lane for each type."""
    kept = ("start", "type", "act", "status", "text")
    data = [{name: row[name] for name in kept} for row in rows]
    return (
        alt.Chart(alt.InlineData(data))
        .mark_point(filled=True, size=42, opacity=0.8)
        .encode(
            x=alt.X("start:T", title=None),
            y=alt.Y("type:N", title=None),
            color=alt.Color("act:N", scale=_ACTS, title=None),
            shape=alt.Shape("status:N", title=None, scale=_SHAPES),
            tooltip=[alt.Tooltip(f"{name}:N") for name in kept],
        )
    )


def _effect(finding: Finding) -> Any:
    """The effect as a dot on its interval, beside the value that would speak neither way."""
    values = [finding.effect, finding.low, finding.high, finding.null]
    known = [value for value in values if value is not None and math.isfinite(value)]
    ratio = finding.scale == "ratio" and all(value > 0 for value in known)
    least, most = min(known), max(known)
    # An end that is not bounded is drawn to the edge of the chart.
    room = (most / least) ** 0.25 if ratio else (most - least) / 4 or 1.0
    edges = (least / room, most * room) if ratio else (least - room, most + room)
    if finding.scale == "share":
        edges = (0.0, 1.0)
    ends = [
        edge if end is None or not math.isfinite(end) else end
        for end, edge in zip((finding.low, finding.high), edges, strict=True)
    ]
    scale = alt.Scale(type="log" if ratio else "linear", domain=[*edges], nice=False, zero=False)
    axis = alt.X("value:Q", scale=scale, title=f"{interval(finding)}; 90 % interval")
    row = {"low": ends[0], "high": ends[1], "value": finding.effect}
    base = alt.Chart(alt.InlineData([row]))
    none = alt.Chart(alt.InlineData([{"value": finding.null}]))
    span = base.mark_rule(color=ANSWER, strokeWidth=3).encode(x=alt.X("low:Q"), x2="high:Q")
    dot = base.mark_point(filled=True, size=120, color=ANSWER, opacity=1).encode(x=axis)
    neither = none.mark_rule(color="black", strokeDash=[2, 2]).encode(x="value:Q")
    title = "The answer; the dotted line speaks neither way"
    if finding.null == NULLS["ratio"] and ratio:
        title = "The answer; the dotted line is no change"
    return alt.layer(neither, span, dot).properties(width=WIDTH, height=44, title=title)


def _readings(brief: Brief, client: str) -> Any:
    """A bar for each reading, with the range over the checks that change one thing at a time."""
    titles = {reading.name: reading.title for reading in brief.readings}
    panels = []
    for family in brief.verdict.families:
        if family.client != client:
            continue
        data = []
        for name, share in family.probabilities.items():
            low, high = family.span(name)
            title = titles.get(name, "None of these")
            data.append({"reading": title, "share": share, "low": low, "high": high})
        scale = alt.Scale(domain=[0, 1])
        base = alt.Chart(alt.InlineData(data)).encode(
            y=alt.Y("reading:N", sort="-x", title=None, axis=alt.Axis(labelLimit=240))
        )
        bars = base.mark_bar(color=WORDS).encode(
            x=alt.X("share:Q", scale=scale, title="probability", axis=alt.Axis(format="%"))
        )
        spans = base.mark_rule(color=SOFT).encode(x=alt.X("low:Q", scale=scale), x2="high:Q")
        panels.append(
            alt.layer(bars, spans).properties(
                width=WIDTH / 2 - 130, title=f"{FAMILIES[family.family]} {client}"
            )
        )
    return alt.hconcat(*panels)
