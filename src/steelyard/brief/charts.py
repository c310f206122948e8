"""Charts: Altair specifications rendered to SVG offline, coloured by the page's own variables.

Each chart is a picture for the eye; the page sets a table beside it that says the same. Colours
in the specifications are stand-ins that the page's light and dark schemes fill in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import vl_convert as vlc

from steelyard.records import Brief

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
        padding={"left": 42, "right": 60, "top": 4, "bottom": 4} if name != "weeks" else 4,
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
