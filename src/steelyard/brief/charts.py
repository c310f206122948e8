"""Charts: Vega-Lite specifications rendered to SVG offline, coloured by the page's own variables.

Each chart is a picture for the eye; the page sets a table beside it that says the same. Colours
in the specifications are stand-ins that the page's light and dark schemes fill in. They are
written as they stand: importing a library that would build them takes a fifth of a weighing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import vl_convert as vlc

from steelyard.records import Brief

_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"

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
_ROLE = {"domain": ["partner", "rival", "other"], "range": [PARTNER, RIVAL, OTHER]}

Spec = dict[str, Any]


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
    height = {"domain": [-top, top]}
    axis = {
        "grid": False,
        "labelColor": SOFT,
        "labelExpr": "abs(datum.value)",
        "title": "events a week",
    }
    hatched = [{"week": week, "a": -top, "b": top} for week in sorted(bare)]
    hatch = _layer(
        {"type": "rule", "color": SOFT, "strokeDash": [2, 3]},
        {"x": _days("week"), "y": _number("a", axis=axis, scale=height), "y2": {"field": "b"}},
        hatched,
    )
    drawn = _layer(
        {"type": "bar", "size": _bar_width(len(rows))},
        {
            "color": {**_name("pole_role"), "legend": None, "scale": _ROLE},
            "opacity": _number("opacity", legend=None, scale=None),
            "x": _days("week"),
            "y": _number("from", axis=axis, scale=height),
            "y2": {"field": "to"},
        },
        bars,
    )
    zero = _layer({"type": "rule", "color": LINE}, {"y": _number("y", axis=axis)}, [{"y": 0}])
    shock = _layer(
        {"type": "rule", "color": INK, "strokeDash": [5, 3], "strokeWidth": 1.5},
        {"x": _days("day")},
        [{"day": brief.case.shock.day.isoformat()}],
    )
    return _svg({"layer": [hatch, drawn, zero, shock], "height": 220, "width": 800}, "weeks")


def _bar_width(rows: int) -> float:
    """Two poles share the weeks; bars touch where there are many."""
    return max(1.0, min(12.0, 700 / max(1, rows / 2)))


def _days(field: str) -> Spec:
    axis = {
        "domainColor": LINE,
        "grid": False,
        "labelColor": SOFT,
        "labelOverlap": "greedy",
        "labelSeparation": 8,
        "tickColor": LINE,
        "title": None,
    }
    return {"axis": axis, "field": field, "type": "temporal"}


def balance(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return how many times the rival's ties the partner's are, on a logarithmic scale.

    ``rows`` hold label, value and period (``before`` or ``after`` the year of the shock).
    """
    largest = max([16.0, *(float(row["value"]) * 1.3 for row in rows)])
    smallest = min([0.5, *(float(row["value"]) / 1.3 for row in rows)])
    ticks = [
        tick for tick in (0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64) if smallest <= tick <= largest
    ]
    axis = {
        "gridColor": LINE,
        "labelColor": SOFT,
        "title": "times the rival's",
        "titleColor": SOFT,
        "values": ticks,
    }
    scale = {"domain": [smallest, largest], "type": "log"}
    place = {
        "x": _number("value", axis=axis, scale=scale),
        "y": {**_name("label"), "axis": _plain_axis(420), "sort": None},
    }
    data = [dict(row) for row in rows]
    one = _layer({"type": "rule", "color": INK}, {"x": _number("value")}, [{"value": 1}])
    shape = {"domain": ["before", "after"], "range": ["circle", "triangle-up"]}
    dots = _layer(
        {"type": "point", "color": PARTNER, "filled": True, "size": 70},
        {
            "href": _name("href"),
            "shape": {**_name("period"), "legend": None, "scale": shape},
            **place,
        },
        data,
    )
    text = _layer(
        {"type": "text", "align": "left", "color": INK, "dx": 9, "fontSize": 11},
        {"text": _name("shown"), **place},
        data,
    )
    return _svg({"layer": [one, dots, text], "height": {"step": 21}, "width": 380}, "balance")


def sensitivity(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the probability of each reading in every check, the verdict's own as a full dot.

    ``rows`` hold reading, change, probability and whether it is the verdict's own (``own``).
    """
    axis = {
        "format": "%",
        "gridColor": LINE,
        "labelColor": SOFT,
        "title": None,
        "values": [0, 0.25, 0.5, 0.75, 1],
    }
    place = {
        "x": _number("probability", axis=axis, scale={"domain": [0, 1]}),
        "y": {**_name("reading"), "axis": _plain_axis(160), "sort": None},
    }
    runs = _layer({"type": "tick", "color": SOFT, "height": 12, "thickness": 1.5}, place)
    own = _layer({"type": "point", "color": INK, "filled": True, "size": 80}, place)
    runs["transform"] = [{"filter": "!datum.own"}]
    own["transform"] = [{"filter": "datum.own"}]
    data = {"values": [dict(row) for row in rows]}
    chart = {"layer": [runs, own], "data": data, "height": {"step": 22}, "width": 380}
    return _svg(chart, "checks")


def _layer(mark: Spec, encoding: Spec, data: Sequence[Spec] | None = None) -> Spec:
    layer: Spec = {"mark": mark, "encoding": encoding}
    return layer if data is None else {"data": {"values": data}, **layer}


def _number(field: str, **more: Any) -> Spec:
    return {"field": field, "type": "quantitative", **more}


def _name(field: str) -> Spec:
    return {"field": field, "type": "nominal"}


def _plain_axis(limit: int) -> Spec:
    return {
        "domain": False,
        "grid": False,
        "labelColor": INK,
        "labelFontSize": 12,
        "labelLimit": limit,
        "ticks": False,
        "title": None,
    }


def _svg(chart: Spec, name: str) -> str:
    """The chart as SVG that stands alone in the page: no ids that clash, the page's colours."""
    # The reader's fonts may be wider than those that the renderer measured labels with.
    wide = {"left": 42, "right": 60, "top": 4, "bottom": 4}
    look = {
        "view": {"continuousWidth": 300, "continuousHeight": 300, "stroke": None},
        "background": "transparent",
        "font": "system-ui, sans-serif",
        "padding": wide if name != "weeks" else 4,
    }
    svg = vlc.vegalite_to_svg({"$schema": _SCHEMA, "config": look, **chart})
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
