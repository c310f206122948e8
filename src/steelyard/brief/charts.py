"""Charts: Altair specifications rendered to SVG offline, coloured by the page's own variables.

Each chart is a picture for the eye; the page sets a table beside it that says the same. Colours
in the specifications are stand-ins that the page's light and dark schemes fill in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import altair as alt
import vl_convert as vlc

from steelyard.records import Brief, Window

#: Stand-in colours and the custom properties of page.css that take their place.
COLOURS = {
    "#010101": "var(--ink)",
    "#020202": "var(--soft)",
    "#030303": "var(--line)",
    "#040404": "var(--partner)",
    "#050505": "var(--rival)",
    "#060606": "var(--paper)",
    "#070707": "var(--shade)",
    "#080808": "var(--other)",
}
INK, SOFT, LINE, PARTNER, RIVAL, PAPER, SHADE, OTHER = COLOURS
_ROLE = alt.Scale(domain=["partner", "rival", "other"], range=[PARTNER, RIVAL, OTHER])
_SHAPES = alt.Scale(
    domain=["happened", "planned", "rumoured", "denied", "threatened", "hypothetical"],
    range=["circle", "triangle-right", "diamond", "cross", "triangle-down", "square"],
)

#: Days before the shock at which the close view of the timeline begins.
CLOSE = 110

#: Height beyond which the lanes of a timeline are pressed together.
TALLEST = 700

#: Days that are left free on either side of a mark, in the far and in the close view.
APART = (9, 1)


def timeline(brief: Brief, client: str, *, close: bool) -> str:
    """Return what passed with either pole, the partner above the line and the rival below it.

    Filled marks are deeds, hollow ones words; the shape is the status; a thin line leads from the
    day on which an act was announced to the act; a bar spans a month or year that is all that is
    known of a day. Gaps of the record are hatched.
    """
    case = brief.case
    end = case.after().end
    start = case.shock.day - timedelta(days=CLOSE) if close else case.before.start
    span = Window(start, end)
    rows = _stacked(
        [row for row in brief.timeline if row["client"] == client and _inside(row, span)],
        APART[close],
    )
    layers: list[Any] = [_shade(case.shock.day, end, rows), *_gaps(brief, span, rows)]
    if rows:
        layers += _marks(rows, span)
    layers += _shock(case.shock.day, rows)
    chart = alt.layer(*layers).properties(
        width=820, height=max(150, min(TALLEST, 26 * _reach(rows)))
    )
    return _svg(chart, "timeline")


def weeks(brief: Brief, client: str) -> str:
    """Return counts a week, the partner above the line and the rival below it.

    Bars are stacked, deeds full and words pale; a week of which no day is covered is hatched.
    """
    rows = [row for row in brief.weeks if row["client"] == client]
    bars, bare = [], set()
    for row in rows:
        if row["words"] is None:
            bare.add(row["week"])
            continue
        sign = 1 if row["pole_role"] == "partner" else -1
        deeds, words = sign * row["deeds"], sign * row["words"]
        common = {"week": row["week"], "pole_role": row["pole_role"]}
        bars += [
            {**common, "from": 0, "to": deeds, "opacity": 1.0},
            {**common, "from": deeds, "to": deeds + words, "opacity": 0.45},
        ]
    top = max([4, *(abs(bar["to"]) for bar in bars)])
    height = alt.Scale(domain=[-top, top])
    axis = alt.Axis(
        title="events a week", labelExpr="abs(datum.value)", labelColor=SOFT, grid=False
    )
    drawn = alt.Chart(alt.InlineData(bars)).mark_bar(size=_bar_width(len(rows)))
    hatch = alt.Chart(
        alt.InlineData([{"week": week, "a": -top, "b": top} for week in sorted(bare)])
    )
    shock = alt.Chart(alt.InlineData([{"day": brief.case.shock.day.isoformat()}]))
    zero = (
        alt.Chart(alt.InlineData([{"y": 0}]))
        .mark_rule(color=LINE)
        .encode(y=alt.Y("y:Q", axis=axis))
    )
    chart = alt.layer(
        hatch.mark_rule(color=SOFT, strokeDash=[2, 3]).encode(
            x=_days("week:T"), y=alt.Y("a:Q", scale=height, axis=axis), y2="b:Q"
        ),
        drawn.encode(
            x=_days("week:T"),
            y=alt.Y("from:Q", scale=height, axis=axis),
            y2="to:Q",
            color=alt.Color("pole_role:N", scale=_ROLE, legend=None),
            opacity=alt.Opacity("opacity:Q", scale=None, legend=None),
        ),
        zero,
        shock.mark_rule(color=INK, strokeWidth=1.5, strokeDash=[5, 3]).encode(x=_days("day:T")),
    ).properties(width=800, height=220)
    return _svg(chart, "weeks")


def _bar_width(rows: int) -> float:
    """Two poles share the weeks; bars touch where there are many."""
    return max(1.0, min(12.0, 700 / max(1, rows / 2)))


def _inside(row: Mapping[str, Any], span: Window) -> bool:
    return span.meets(date.fromisoformat(row["start"]), date.fromisoformat(row["end"])) and row[
        "pole_role"
    ] in ("partner", "rival")


def _stacked(rows: Sequence[Mapping[str, Any]], apart: int) -> list[dict[str, Any]]:
    """Rows with a height: each in the lane next to the line that is free around its days.

    Exact days come first, so that bars of a month or a year lie outside them.
    """
    placed = []
    for role, sign in (("partner", 1), ("rival", -1)):
        lanes: list[list[tuple[int, int]]] = []
        mine = [row for row in rows if row["pole_role"] == role]
        for row in sorted(mine, key=lambda r: (r["precision"] != "day", r["start"], r["event_id"])):
            first = min(row["start"], row["announced"] or row["start"])
            start = date.fromisoformat(first).toordinal() - apart
            end = date.fromisoformat(row["end"]).toordinal() + apart
            lane = next(
                (
                    at
                    for at, taken in enumerate(lanes)
                    if all(end <= a or b <= start for a, b in taken)
                ),
                len(lanes),
            )
            if lane == len(lanes):
                lanes.append([])
            lanes[lane].append((start, end))
            placed.append({**row, "lane": sign * (lane + 1)})
    return placed


def _reach(rows: Sequence[Mapping[str, Any]]) -> int:
    return max([3, *(abs(int(row["lane"])) for row in rows)]) + 1


def _lane(rows: Sequence[Mapping[str, Any]]) -> alt.Y:
    reach = _reach(rows)
    axis = alt.Axis(labels=False, ticks=False, domain=False, grid=False, title=None)
    return alt.Y("lane:Q", scale=alt.Scale(domain=[-reach, reach]), axis=axis)


def _days(field: str) -> alt.X:
    axis = alt.Axis(
        title=None,
        grid=False,
        labelColor=SOFT,
        domainColor=LINE,
        tickColor=LINE,
        labelOverlap="greedy",
        labelSeparation=8,
    )
    return alt.X(field, axis=axis)


def _shade(start: date, end: date, rows: Sequence[Mapping[str, Any]]) -> Any:
    reach = _reach(rows)
    data = [{"a": start.isoformat(), "b": end.isoformat(), "lane": -reach, "top": reach}]
    return (
        alt.Chart(alt.InlineData(data))
        .mark_rect(color=SHADE)
        .encode(x=_days("a:T"), x2="b:T", y=_lane(rows), y2="top:Q")
    )


def _gaps(brief: Brief, span: Window, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    reach = _reach(rows)
    data = []
    for gap in brief.case.gaps:
        if not gap.meets(span.start, span.end):
            continue
        day = max(gap.start, span.start)
        while day < min(gap.end, span.end):
            data.append({"a": day.isoformat(), "lane": -reach, "top": reach})
            day += timedelta(days=max(1, span.days // 160))
    if not data:
        return []
    hatch = alt.Chart(alt.InlineData(data)).mark_rule(color=SOFT, strokeDash=[2, 3])
    return [hatch.encode(x=_days("a:T"), y=_lane(rows), y2="top:Q")]


def _marks(rows: list[dict[str, Any]], span: Window) -> list[Any]:
    points = [{**row, "href": f"#{row['event_id']}", "deed": row["act"] == "deeds"} for row in rows]
    exact = [row for row in points if row["precision"] == "day"]
    vague = [
        {
            **row,
            "start": max(row["start"], span.start.isoformat()),
            "end": min(row["end"], span.end.isoformat()),
        }
        for row in points
        if row["precision"] != "day"
    ]
    known = [
        {**row, "announced": max(row["announced"], span.start.isoformat())}
        for row in exact
        if row["announced"] and row["announced"] < row["start"]
    ]
    colour = alt.Color("pole_role:N", scale=_ROLE, legend=None)
    layers: list[Any] = [
        alt.Chart(alt.InlineData(known))
        .mark_rule(strokeWidth=1.2, opacity=0.8)
        .encode(x=_days("announced:T"), x2="start:T", y=_lane(rows), color=colour),
        alt.Chart(alt.InlineData(vague))
        .mark_bar(height=3, opacity=0.55)
        .encode(x=_days("start:T"), x2="end:T", y=_lane(rows), color=colour, href="href:N"),
    ]
    for deed in (True, False):
        chosen = [row for row in exact if row["deed"] is deed]
        mark = alt.Chart(alt.InlineData(chosen)).mark_point(size=46, filled=deed, strokeWidth=1.6)
        shape = alt.Shape("status:N", scale=_SHAPES, legend=None)
        layers.append(
            mark.encode(
                x=_days("start:T"),
                y=_lane(rows),
                color=colour,
                shape=shape,
                href="href:N",
                fill=alt.value(PAPER) if not deed else alt.Undefined,
            )
        )
    return layers


def _shock(day: date, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    reach = _reach(rows)
    data = [{"day": day.isoformat(), "lane": reach, "label": f"shock, {day.isoformat()}"}]
    base = alt.Chart(alt.InlineData(data))
    rule = base.mark_rule(color=INK, strokeWidth=1.5, strokeDash=[5, 3]).encode(x=_days("day:T"))
    text = base.mark_text(align="right", dx=-5, dy=7, color=INK, fontSize=11)
    zero = alt.Chart(alt.InlineData([{"lane": 0}])).mark_rule(color=LINE).encode(y=_lane(rows))
    return [zero, rule, text.encode(x=_days("day:T"), y=_lane(rows), text="label:N")]


def words_and_deeds(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return words against deeds per client and pole as bars of shares on one scale.

    ``rows`` hold panel, window, role, act, events and share.
    """
    order = list(dict.fromkeys(str(row["panel"]) for row in rows))
    data = alt.InlineData([dict(row) for row in rows])
    base = alt.Chart(data).encode(
        y=alt.Y("window:N", sort=["before", "after"], axis=_plain_axis()),
        x=alt.X(
            "share:Q",
            stack="zero",
            scale=alt.Scale(domain=[0, 1]),
            axis=alt.Axis(format="%", title=None, values=[0, 0.5, 1], grid=False, labelColor=SOFT),
        ),
        order=alt.Order("act:N", sort="ascending"),
    )
    bars = base.mark_bar(stroke=PAPER).encode(
        color=alt.Color("role:N", scale=_ROLE, legend=None),
        opacity=alt.Opacity(
            "act:N", scale=alt.Scale(domain=["deeds", "words"], range=[1, 0.4]), legend=None
        ),
    )
    text = base.mark_text(fontSize=11, dx=-10).encode(
        text="label:N",
        color=alt.Color(
            "act:N", scale=alt.Scale(domain=["deeds", "words"], range=[PAPER, INK]), legend=None
        ),
    )
    chart = (
        alt.layer(bars, text).resolve_scale(color="independent").properties(width=300, height=52)
    )
    header = alt.Header(
        title=None, labelColor=INK, labelAlign="left", labelAnchor="start", labelFontSize=12
    )
    return _svg(
        chart.facet(facet=alt.Facet("panel:N", header=header, sort=order), columns=2), "acts"
    )


def balance(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return how many times the rival's ties the partner's are, on a logarithmic scale.

    ``rows`` hold label, value and period (``before`` or ``after`` the year of the shock).
    """
    largest = max([16.0, *(float(row["value"]) * 1.3 for row in rows)])
    smallest = min([0.5, *(float(row["value"]) / 1.3 for row in rows)])
    scale = alt.Scale(type="log", domain=[smallest, largest])
    data = alt.InlineData([dict(row) for row in rows])
    ticks = [
        tick for tick in (0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64) if smallest <= tick <= largest
    ]
    axis = alt.Axis(
        values=ticks, title="times the rival's", titleColor=SOFT, labelColor=SOFT, gridColor=LINE
    )
    base = alt.Chart(data).encode(
        x=alt.X("value:Q", scale=scale, axis=axis),
        y=alt.Y("label:N", sort=None, axis=_plain_axis(420)),
    )
    one = alt.Chart(alt.InlineData([{"value": 1}])).mark_rule(color=INK).encode(x="value:Q")
    dots = base.mark_point(size=70, filled=True, color=PARTNER).encode(
        shape=alt.Shape(
            "period:N",
            scale=alt.Scale(domain=["before", "after"], range=["circle", "triangle-up"]),
            legend=None,
        ),
        href="href:N",
    )
    text = base.mark_text(align="left", dx=9, color=INK, fontSize=11).encode(text="shown:N")
    chart = alt.layer(one, dots, text).properties(width=380, height={"step": 21})
    return _svg(chart, "balance")


def sensitivity(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the probability of each reading in every check, the verdict's own as a full dot.

    ``rows`` hold reading, change, probability and whether it is the verdict's own (``own``).
    """
    data = alt.InlineData([dict(row) for row in rows])
    axis = alt.Axis(
        format="%", title=None, labelColor=SOFT, gridColor=LINE, values=[0, 0.25, 0.5, 0.75, 1]
    )
    base = alt.Chart(data).encode(
        x=alt.X("probability:Q", scale=alt.Scale(domain=[0, 1]), axis=axis),
        y=alt.Y("reading:N", sort=None, axis=_plain_axis(160)),
    )
    runs = base.transform_filter("!datum.own").mark_tick(color=SOFT, thickness=1.5, height=12)
    own = base.transform_filter("datum.own").mark_point(size=80, filled=True, color=INK)
    return _svg(alt.layer(runs, own).properties(width=380, height={"step": 22}), "checks")


def _plain_axis(limit: int = 90) -> alt.Axis:
    return alt.Axis(
        title=None,
        ticks=False,
        domain=False,
        grid=False,
        labelColor=INK,
        labelLimit=limit,
        labelFontSize=12,
    )


def _svg(chart: Any, name: str) -> str:
    """The chart as SVG that stands alone in the page: no ids that clash, the page's colours."""
    spec = chart.configure(
        background="transparent",
        font="system-ui, sans-serif",
        view=alt.ViewConfig(stroke=None),
        # The reader's fonts may be wider than those that the renderer measured labels with.
        padding={"left": 42, "right": 60, "top": 4, "bottom": 4} if name == "balance" else 4,
    ).to_dict()
    svg = vlc.vegalite_to_svg(spec)
    for stand_in, colour in COLOURS.items():
        svg = svg.replace(stand_in, colour)
    svg = re.sub(r'\b(id=")([^"]+)"', rf'\1{name}-\2"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", svg)
    svg = re.sub(
        r'\s(?:xmlns:xlink|version|aria-\w+|role|aria-roledescription|tabindex)="[^"]*"', "", svg
    )
    # The renderer sets an address of its own before links within the page.
    svg = re.sub(r'<a (?:xlink:)?href="[^"#]*#', '<a tabindex="-1" href="#', svg)
    width, height = re.search(r'width="([\d.]+)" height="([\d.]+)"', svg).groups()  # type: ignore[union-attr]
    return re.sub(
        r"<svg[^>]*>",
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" aria-hidden="true" focusable="false" style="max-width:{width}px">',
        svg,
        count=1,
    )
