"""Pictures for a slide: SVG and PNG of 1280 by 720, each with its title, dates, source and filters on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from textwrap import wrap
from typing import Any

import vl_convert as vlc
from markupsafe import escape

from steelyard.brief.first_screen import name_of, panel, spans, warrant
from steelyard.brief.labels import ASKED, percent_shown
from steelyard.brief.timeline import acts_in_words, short, timeline
from steelyard.records import Brief, FamilyVerdict
from steelyard.wording import capital, listing

#: Size of a picture, its margin, and the room between head and foot.
WIDTH, HEIGHT, MARGIN, HEAD, FOOT = 1280, 720, 48, 132, 644

#: What the classes and custom properties of the page look like on white.
INK, SOFT, LINE, SHADE = "#1b1f24", "#59626e", "#d5dae0", "#f1efe9"
SIDE = {"partner": "#1d5fa6", "rival": "#b4490f"}
GOOD, BAD, OTHER = "#1c6b3c", "#9b2226", "#6b6f76"

_TIMELINE = (
    f".tl text{{font:11px sans-serif;fill:{INK}}}.tl .tick{{fill:{SOFT}}}.tl .shade{{fill:{SHADE}}}"
    f".tl .axis,.tl .gap{{stroke:{SOFT};stroke-width:1}}"
    f".tl .shock{{stroke:{INK};stroke-width:1.5;stroke-dasharray:5 3}}.tl .side{{font-weight:bold}}"
    f".tl text.partner{{fill:{SIDE['partner']}}}.tl text.rival{{fill:{SIDE['rival']}}}"
    f".tl path.partner{{stroke:{SIDE['partner']};fill:{SIDE['partner']};stroke-width:1.5}}"
    f".tl path.rival{{stroke:{SIDE['rival']};fill:{SIDE['rival']};stroke-width:1.5}}"
    ".tl path.word{fill:#fff}.tl path.known{fill:none;stroke-width:1;opacity:.7}"
    ".tl path.vague{fill:none;stroke-width:1;opacity:.55}"
    ".tl .digit{font-size:9px;text-anchor:middle;font-weight:bold}"
)


def pictures(brief: Brief) -> dict[str, str]:
    """Return SVG pictures by name: for each client the weighing, the timeline and how each pole moved."""
    makers: Mapping[str, Callable[[Brief, str], str]] = {
        "weighing": _weighing,
        "timeline": _timeline,
        "poles": _poles,
    }
    return {
        f"{name}-{client}.svg": make(brief, client)
        for client in brief.case.clients
        for name, make in makers.items()
    }


def png(svg: str, *, scale: float = 1.5) -> bytes:
    """Return a picture as PNG, 1920 pixels wide."""
    return bytes(vlc.svg_to_png(svg, scale=scale))


def _framed(brief: Brief, title: str, note: str, body: Iterable[str]) -> str:
    """A picture with its title and what it leaves out above, and its source below."""
    case = brief.case
    sources = listing(card.title for card in brief.sources[:3])
    more = f" and {len(brief.sources) - 3} more" if len(brief.sources) > 3 else ""
    lines = wrap(title, 74)[:2]
    head = [
        _text(MARGIN, 56 + 36 * at, line, size=30, weight="bold") for at, line in enumerate(lines)
    ]
    head.append(_text(MARGIN, 56 + 36 * len(lines) - 6, note, size=15, colour=SOFT))
    said = f"{case.title} {spans(brief)}. Source: {sources}{more}. {warrant(brief)}"
    foot = [
        _text(MARGIN, FOOT + 20 + 18 * at, line, size=13, colour=SOFT)
        for at, line in enumerate(wrap(said, 172)[:3])
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif"><rect width="{WIDTH}" height="{HEIGHT}" '
        f'fill="#fff"/>{"".join((*head, *body, *foot))}</svg>\n'
    )


def _text(
    x: float,
    y: float,
    text: object,
    *,
    size: float = 16,
    colour: str = INK,
    weight: str = "normal",
    anchor: str = "start",
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{colour}" font-weight="{weight}" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )


def _rect(  # noqa: PLR0917 - what a box has, in the order of SVG
    x: float, y: float, width: float, height: float, colour: str, more: str = ""
) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(0.0, width):.1f}" height="{height:.1f}" '
        f'fill="{colour}"{more}/>'
    )


def _weighing(brief: Brief, client: str) -> str:
    family: FamilyVerdict = brief.verdict.family(client, "what")
    shown = panel(brief, family)
    asked = next(row for row in shown["rows"] if row["name"] == "realignment")
    title = (
        f"{capital(name_of(brief, client))}: {percent_shown(asked['p'], ASKED)} that it was really turning to {brief.case.pole('rival').title} "
        f"({100 * asked['low']:.0f} to {100 * asked['high']:.0f} % across the checks)"
    )
    note = (
        "Left: how probable each reading is; the line is lowest to highest across the checks, the tick is before "
        "any evidence. Right: what each finding adds or takes away, in decibans."
    )
    step = (FOOT - HEAD - 20) / max(1, len(shown["rows"]))
    body: list[str] = []
    for at, row in enumerate(shown["rows"]):
        body += _bar_row(row, HEAD + 20 + at * step, shown["zero"])
    return _framed(brief, title, note, body)


#: Where the bars of a weighing stand: probabilities, then what the findings add.
_LEFT, _BARS, _RIGHT, _PUSHES = 220.0, 330.0, 660.0, 570.0


def _bar_row(row: Mapping[str, Any], y: float, zero: float) -> Iterable[str]:
    weight = "bold" if row["name"] == "realignment" else "normal"
    colour = SIDE["rival"] if row["name"] == "realignment" else OTHER
    yield _text(MARGIN, y + 32, row["title"], size=18, weight=weight)
    yield _rect(_LEFT, y + 16, _BARS, 22, SHADE)
    yield _rect(_LEFT, y + 16, _BARS * row["p"], 22, colour)
    low, high = (_LEFT + _BARS * row[end] for end in ("low", "high"))
    yield _rect(low, y + 26, max(2.0, high - low), 2, INK)
    yield _rect(_LEFT + _BARS * row["prior"] - 1, y + 12, 2.5, 30, INK)
    yield _text(
        _LEFT + _BARS + 14, y + 34, percent_shown(row["p"], row["name"]), size=20, weight="bold"
    )
    middle = _RIGHT + _PUSHES * zero / 100
    for piece in row["pieces"]:
        x, wide = _RIGHT + _PUSHES * piece["left"] / 100, _PUSHES * piece["width"] / 100
        up = piece["decibans"] > 0
        yield _rect(x + 0.5, y + 16, wide - 1, 22, GOOD if up else BAD, ' fill-opacity=".28"')
        yield _rect(x + 0.5, y + 36, wide - 1, 2, GOOD if up else BAD)
        name = f"{piece['diagnostic']} {piece['decibans']:+.1f}"
        if wide > 7.2 * len(name):
            yield _text(x + wide / 2, y + 31, name, size=13, anchor="middle")
        elif wide > 7.2 * len(piece["diagnostic"]):
            yield _text(x + wide / 2, y + 31, piece["diagnostic"], size=12, anchor="middle")
    yield _rect(middle - 0.5, y + 10, 1, 34, SOFT)


def _timeline(brief: Brief, client: str) -> str:
    drawn = timeline(brief, client, close=True, width=860, words=False)
    acts = acts_in_words(brief, client)
    room = FOOT - HEAD - 8 - 25 * len(acts)
    found = re.search(r'viewBox="0 0 (\S+) (\S+)"', drawn)
    wide, high = (float(found[1]), float(found[2])) if found else (860.0, 300.0)
    scale = min((WIDTH - 2 * MARGIN) / wide, room / high)
    inner = re.sub(r"^<svg[^>]*>|</svg>$", "", drawn)
    inner = re.sub(r"<a [^>]*>|</a>|<title>.*?</title>", "", inner)
    case = brief.case
    note = (
        f"Above: {case.pole('partner').title}; below: {case.pole('rival').title}. Full: deeds; hollow: words. "
        "Circle: happened; triangle: planned or threatened; diamond: rumoured; cross: denied; bracket: day not known."
    )
    body = [
        f"<style>{_TIMELINE}</style>",
        f'<g class="tl" transform="translate({MARGIN} {HEAD}) scale({scale:.3f})">{inner}</g>',
        *(
            _text(MARGIN, HEAD + scale * high + 24 + 25 * at, _told(act), size=16)
            for at, act in enumerate(acts)
        ),
    ]
    title = f"{capital(name_of(brief, client))} between {case.pole('partner').title} and {case.pole('rival').title}"
    return _framed(brief, title, note, body)


def _told(act: Mapping[str, Any]) -> str:
    return short(f"{act['number']}  {act['day']}: {act['text']}", 150)


def _poles(brief: Brief, client: str) -> str:
    mine = [row for row in brief.rungs if row["client"] == client]
    rates = [100 * row["events"] / max(1, row["days"]) for row in mine]
    top = max([*rates, 0.0]) or 1.0
    case = brief.case
    body: list[str] = []
    columns = (("talk", "Talk"), ("commitment", "Commitments"), ("delivery", "Deliveries"))
    for at, (rung, head) in enumerate(columns):
        x = MARGIN + at * 400
        body.append(_text(x, HEAD + 30, head, size=20, weight="bold"))
        y = HEAD + 56.0
        for role in ("partner", "rival"):
            body.append(
                _text(x, y + 18, f"with {case.pole(role).title}", size=16, colour=SIDE[role])
            )
            y += 30
            for row, rate in zip(mine, rates, strict=True):
                if (row["rung"], row["pole_role"]) == (rung, role):
                    body += _rate(row, rate / top, x, y)
                    y += 44
            y += 34
    title = f"{capital(name_of(brief, client))}: what happened with each pole, by how costly it is"
    note = (
        "Bars: events in a hundred days, before and after the shock, on one scale. Figures: events."
    )
    return _framed(brief, title, note, body)


def _rate(row: Mapping[str, Any], share: float, x: float, y: float) -> Sequence[str]:
    pale = ' fill-opacity=".5"' if row["window"] == "before" else ""
    return (
        _text(x, y + 22, row["window"], size=15, colour=SOFT),
        _rect(x + 60, y + 4, 240, 26, SHADE),
        _rect(x + 60, y + 4, 240 * share, 26, SIDE[row["pole_role"]], pale),
        _text(x + 310, y + 23, row["events"], size=17, weight="bold"),
    )
