"""The timeline: what passed with either pole, drawn in two widths, with the acts that matter in words.

Partner above the line, rival below. A full mark is a deed, a hollow one words; its shape is the status. A
day known to the month or year only is no mark but a thin bracket at the rim, so that it does not look like
an event. Weeks that the record does not cover are hatched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import shorten
from typing import Any

from markupsafe import Markup, escape

from steelyard.brief.labels import code_name, is_code, named_parties
from steelyard.records import Brief, Window
from steelyard.wording import capital, day_text, period_text

#: Days before the shock at which the close view begins.
CLOSE = 110

#: Acts that are told in words.
TOLD = 5

#: Lanes of one side beyond which marks lie on one another.
LANES = 14

#: Sizes in units of the drawing: radius of a mark, height of a lane, of a line of words, of the axis.
RADIUS, LANE, LINE, AXIS = 4.2, 11.0, 14.0, 30.0

#: Width of a letter of the words, about.
LETTER = 5.7

#: A text of fewer words is the name of a code, not a sentence.
WORDS = 5

#: Longest words of an act.
LONGEST = 46


@dataclass(frozen=True, slots=True)
class Scale:
    """Days on the width of the drawing."""

    span: Window
    width: float
    margin: float = 6.0

    def at(self, day: date) -> float:
        """Where a day lies."""
        part: float = (day - self.span.start).days / max(1, self.span.days)
        return self.margin + float(min(1.0, max(0.0, part))) * (self.width - 2 * self.margin)


def view(brief: Brief, *, close: bool) -> Window:
    """Return the days that a view shows: the weeks around the shock, or all of both windows."""
    case = brief.case
    start = case.shock.day - timedelta(days=CLOSE) if close else case.before.start
    return Window(max(start, case.before.start), case.after().end)


def acts_that_matter(brief: Brief, client: str, span: Window) -> list[Mapping[str, Any]]:
    """Return the acts to be told in words, by day.

    Those come first that findings name as the loudest row, that cost something, that are the rival's
    and lie after the shock; no two bear the same words.
    """
    loud = [
        name
        for finding in brief.findings
        if finding.client == client
        for name in (finding.strongest_for, finding.strongest_against)
        if name
    ]
    used = [name for f in brief.findings if f.client == client for name in set(f.evidence)]

    def matters(row: Mapping[str, Any]) -> float:
        costly: bool = brief.evidence.get(row["event_id"], {}).get("rung") in (
            "commitment",
            "delivery",
        )
        return (
            3.0 * loud.count(row["event_id"])
            + 0.2 * used.count(row["event_id"])
            + 2.0 * costly
            + float(row["pole_role"] == "rival")
            + (date.fromisoformat(row["start"]) >= brief.case.shock.day)
        )

    rows = [
        row
        for row in brief.timeline
        if row["client"] == client
        and row["precision"] == "day"
        and row["text"]
        and row["pole_role"] in ("partner", "rival")
        and span.holds(date.fromisoformat(row["start"]), date.fromisoformat(row["end"]))
    ]
    rows.sort(key=lambda row: (-matters(row), row["start"], row["event_id"]))
    chosen: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        chosen.setdefault(short(row["text"]), row)
        if len(chosen) == TOLD:
            break
    return sorted(
        (_readable(brief, row) for row in chosen.values()),
        key=lambda row: (row["start"], row["event_id"]),
    )


def _readable(brief: Brief, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """The row, the name of a code written as a reader has it."""
    if not is_code(brief.evidence[row["event_id"]], str(row["text"])):
        return row
    return {**row, "text": code_name(str(row["text"])), "coded": True}


def short(text: str, longest: int = LONGEST) -> str:
    """Return a text cut between two words."""
    return shorten(text.rstrip(". "), longest, placeholder="…")


def timeline(
    brief: Brief, client: str, *, close: bool, width: float = 760, words: bool = True
) -> str:
    """Return the timeline of a client as SVG.

    Args:
        brief: Gives the rows, the poles and the shock.
        client: The client.
        close: The weeks around the shock, else both windows whole.
        width: The width of the drawing; 360 fits a phone.
        words: Whether the acts that matter are told in the drawing; else they are numbered alone.
    """
    span = view(brief, close=close)
    scale = Scale(span, width)
    told = acts_that_matter(brief, client, span) if close else []
    numbers = {row["event_id"]: at for at, row in enumerate(told, 1)}
    rows = [r for r in brief.timeline if r["client"] == client and _inside(r, span)]
    sides = {
        role: _side(rows, told if words else [], role, scale, numbers)
        for role in ("partner", "rival")
    }
    above, below = sides["partner"].height, sides["rival"].height
    height = above + below + AXIS + LINE
    zero = above + LINE
    case = brief.case
    parts = [
        _rect(scale.at(case.shock.day), LINE, scale.at(span.end), above + below, "shade"),
        *_gaps(brief, span, scale, (LINE, zero + below)),
        f'<line class="axis" x1="0" x2="{width:g}" y1="{zero:.1f}" y2="{zero:.1f}"/>',
        *sides["partner"].drawn(zero, -1),
        *sides["rival"].drawn(zero, +1),
        *_axis(scale, zero + below + 2),
        *_shock(case.shock.day, scale, LINE, zero + below),
        f'<text class="side partner" x="{scale.margin:g}" y="{LINE + 11:.1f}">{escape(case.pole("partner").title)}</text>',
        f'<text class="side rival" x="{scale.margin:g}" y="{zero + below - 4:.1f}">{escape(case.pole("rival").title)}</text>',
    ]
    return Markup(  # noqa: S704 - our own SVG; every text in it was escaped
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tl" viewBox="0 0 {width:g} {height:.0f}" '
        f'aria-hidden="true" focusable="false" style="max-width:{width:g}px">{"".join(parts)}</svg>'
    )


def acts_in_words(brief: Brief, client: str) -> list[dict[str, Any]]:
    """Return the acts that the close view numbers, each with its day, its words and its row."""
    return [
        {
            "number": at,
            "day": period_text(date.fromisoformat(row["start"]), row["precision"]),
            "text": _in_words(brief, row),
            "id": row["event_id"],
            "label": row["source_id"],
            "role": row["pole_role"],
            "act": row["act"],
            "status": row["status"],
        }
        for at, row in enumerate(acts_that_matter(brief, client, view(brief, close=True)), 1)
    ]


def _in_words(brief: Brief, row: Mapping[str, Any]) -> str:
    """The text of a row; of a data set, whose texts are names of codes, with who acts on whom."""
    text, found = str(row["text"]), brief.evidence[row["event_id"]]
    coded = bool(row.get("coded"))
    if not coded and len(text.split()) >= WORDS:
        return text
    said = text[:1].lower() + text[1:] if coded else text
    return f"{capital(named_parties(found, date.fromisoformat(row['start'])))}: {said}"


def stacked(
    rows: Sequence[Mapping[str, Any]], scale: Scale, role: str
) -> list[tuple[int, Mapping[str, Any]]]:
    """Return the rows of a side whose day is known, each with the lane next to the line that is free."""
    free: list[float] = []
    placed = []
    exact = [r for r in rows if r["pole_role"] == role and r["precision"] == "day"]
    for row in sorted(exact, key=lambda r: (r["start"], r["event_id"])):
        at = scale.at(date.fromisoformat(row["start"]))
        lane = next((n for n, end in enumerate(free) if end <= at), len(free))
        lane = min(lane, LANES - 1)
        if lane == len(free):
            free.append(0.0)
        free[lane] = at + 2 * RADIUS + 0.8
        placed.append((lane, row))
    return placed


def _inside(row: Mapping[str, Any], span: Window) -> bool:
    return span.meets(date.fromisoformat(row["start"]), date.fromisoformat(row["end"])) and row[
        "pole_role"
    ] in ("partner", "rival")


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of the line, measured from it outwards: marks, brackets, then words."""

    placed: Sequence[tuple[int, Mapping[str, Any]]]
    vague: Sequence[Mapping[str, Any]]
    words: Sequence[tuple[int, float, Mapping[str, Any]]]
    numbers: Mapping[str, int]
    scale: Scale
    role: str

    @property
    def marks(self) -> float:
        """Height of the marks."""
        lanes = 1 + max((lane for lane, _ in self.placed), default=1)
        return lanes * LANE + RADIUS

    @property
    def rim(self) -> float:
        """Height up to the brackets of days that are not known."""
        return self.marks + (8 if self.vague else 2)

    @property
    def height(self) -> float:
        """Height of all of it, with a line for the name of the side."""
        lines = 1 + max((line for line, _, _ in self.words), default=-1)
        return self.rim + lines * LINE + LINE

    def drawn(self, zero: float, sign: int) -> Iterable[str]:
        """The side as SVG, above (-1) or below (+1) the line at ``zero``."""
        for row in self.vague:
            yield self._bracket(row, zero + sign * (self.rim - 3))
        for lane, row in self.placed:
            yield self._mark(row, zero + sign * (RADIUS + 3 + lane * LANE))
        at = {row["event_id"]: lane for lane, row in self.placed}
        for line, x, row in self.words:
            y = zero + sign * (self.rim + line * LINE + LINE / 2)
            mark = zero + sign * (RADIUS + 3 + at[row["event_id"]] * LANE)
            dot = self.scale.at(date.fromisoformat(row["start"]))
            yield (
                f'<path class="lead" d="M{dot:.1f} {mark + sign * RADIUS:.1f}V{y - sign * 5:.1f}"/>'
                f'<text class="told" x="{x:.1f}" y="{y + 4:.1f}">'
                f"<tspan>{self.numbers[row['event_id']]}</tspan> {escape(short(row['text']))}</text>"
            )

    def _bracket(self, row: Mapping[str, Any], y: float) -> str:
        a, b = (self.scale.at(date.fromisoformat(row[end])) for end in ("start", "end"))
        return (
            f'<a tabindex="-1" href="#{row["event_id"]}"><path class="vague {self.role}" '
            f'd="M{a:.1f} {y - 2:.1f}v4M{a:.1f} {y:.1f}H{b:.1f}M{b:.1f} {y - 2:.1f}v4">'
            f"<title>{_said(row)}</title></path></a>"
        )

    def _mark(self, row: Mapping[str, Any], y: float) -> str:
        x = self.scale.at(date.fromisoformat(row["start"]))
        kind = f"{self.role} {'deed' if row['act'] == 'deeds' else 'word'}"
        known = ""
        if row["announced"] and row["announced"] < row["start"]:
            since = self.scale.at(date.fromisoformat(row["announced"]))
            known = f'<path class="known {self.role}" d="M{since:.1f} {y:.1f}H{x:.1f}"/>'
        number = self.numbers.get(row["event_id"])
        digit = (
            f'<text class="digit" x="{x:.1f}" y="{y - RADIUS - 1.5:.1f}">{number}</text>'
            if number
            else ""
        )
        return (
            f'{known}<a tabindex="-1" href="#{row["event_id"]}"><path class="{kind}" '
            f'd="{_shape(row["status"], x, y)}"><title>{_said(row)}</title></path></a>{digit}'
        )


def _side(
    rows: Sequence[Mapping[str, Any]],
    told: Sequence[Mapping[str, Any]],
    role: str,
    scale: Scale,
    numbers: Mapping[str, int],
) -> _Side:
    return _Side(
        placed=stacked(rows, scale, role),
        vague=[r for r in rows if r["pole_role"] == role and r["precision"] != "day"],
        words=_lines([r for r in told if r["pole_role"] == role], scale),
        numbers=numbers,
        scale=scale,
        role=role,
    )


def _lines(
    told: Sequence[Mapping[str, Any]], scale: Scale
) -> list[tuple[int, float, Mapping[str, Any]]]:
    """Words of acts on lines, each where none before it stands; later acts come nearer to the line."""
    ends: list[float] = []
    placed = []
    for row in sorted(told, key=lambda r: r["start"], reverse=True):
        wide = LETTER * (len(short(row["text"])) + 2)
        dot = scale.at(date.fromisoformat(row["start"]))
        x = max(scale.margin, min(dot - 4, scale.width - scale.margin - wide))
        line = next((n for n, begin in enumerate(ends) if x + wide <= begin), len(ends))
        if line == len(ends):
            ends.append(0.0)
        ends[line] = x
        placed.append((line, x, row))
    return placed


def _said(row: Mapping[str, Any]) -> Markup:
    day = period_text(date.fromisoformat(row["start"]), row["precision"])
    return escape(f"{day}, {row['status']}, {row['act']}: {row['text'] or row['type']}")


def _shape(status: str, x: float, y: float) -> str:
    """The outline of a mark: a circle for what happened, other shapes for what did not (yet)."""
    r = RADIUS
    shapes = {
        "planned": f"M{x - r:.1f} {y - r:.1f}L{x + r:.1f} {y:.1f}L{x - r:.1f} {y + r:.1f}z",
        "rumoured": f"M{x:.1f} {y - r:.1f}L{x + r:.1f} {y:.1f}L{x:.1f} {y + r:.1f}L{x - r:.1f} {y:.1f}z",
        "denied": f"M{x - r:.1f} {y - r:.1f}l{2 * r:.1f} {2 * r:.1f}M{x + r:.1f} {y - r:.1f}l{-2 * r:.1f} {2 * r:.1f}",
        "threatened": f"M{x - r:.1f} {y - r:.1f}L{x + r:.1f} {y - r:.1f}L{x:.1f} {y + r:.1f}z",
        "hypothetical": f"M{x - r:.1f} {y - r:.1f}h{2 * r:.1f}v{2 * r:.1f}h{-2 * r:.1f}z",
    }
    circle = f"M{x - r:.1f} {y:.1f}a{r} {r} 0 1 0 {2 * r:.1f} 0a{r} {r} 0 1 0 {-2 * r:.1f} 0z"
    return shapes.get(status, circle)


def _rect(a: float, top: float, b: float, height: float, name: str) -> str:
    return f'<rect class="{name}" x="{a:.1f}" y="{top:.1f}" width="{max(0.0, b - a):.1f}" height="{height:.1f}"/>'


def _gaps(brief: Brief, span: Window, scale: Scale, ends: tuple[float, float]) -> Iterable[str]:
    """Hatching over what the record does not cover."""
    for gap in brief.case.gaps:
        if not gap.meets(span.start, span.end):
            continue
        a, b = scale.at(max(gap.start, span.start)), scale.at(min(gap.end, span.end))
        x = a
        while x < b:
            yield f'<line class="gap" stroke-dasharray="2,3" x1="{x:.1f}" x2="{x:.1f}" y1="{ends[0]:.1f}" y2="{ends[1]:.1f}"/>'
            x += 5


def _shock(day: date, scale: Scale, top: float, bottom: float) -> Iterable[str]:
    x = scale.at(day)
    right = x > scale.width / 2
    yield f'<line class="shock" x1="{x:.1f}" x2="{x:.1f}" y1="{top - 4:.1f}" y2="{bottom:.1f}"/>'
    yield (
        f'<text class="shocked" x="{x + (4 if not right else -4):.1f}" y="{top - 3:.1f}" '
        f'text-anchor="{"end" if right else "start"}">shock, {day_text(day)}</text>'
    )


def _axis(scale: Scale, y: float) -> Iterable[str]:
    """Ticks at the first of months, or of years where months would not fit; each label once."""
    days = _ticks(scale)
    last = -100.0
    for at, day in enumerate(days):
        x = scale.at(day)
        yield f'<line class="axis" x1="{x:.1f}" x2="{x:.1f}" y1="{y:.1f}" y2="{y + 4:.1f}"/>'
        label = f"{day:%b}" if at and day.month != 1 else f"{day:%b} {day.year}"
        wide = LETTER * len(label)
        if x - wide / 2 > last + 6 and x + wide / 2 <= scale.width:
            left = max(0.0, x - wide / 2)
            yield f'<text class="tick" x="{left:.1f}" y="{y + 16:.1f}">{label}</text>'
            last = left + wide


def _ticks(scale: Scale) -> list[date]:
    span = scale.span
    first = date(span.start.year, span.start.month, 1)
    months = (span.end.year - first.year) * 12 + span.end.month - first.month
    step = 1 if months <= 9 else 3 if months <= 30 else 6 if months <= 60 else 12
    days = []
    for month in range(0, months + 1, step):
        year, rest = divmod(first.month - 1 + month, 12)
        day = date(first.year + year, rest + 1, 1)
        if span.start <= day < span.end:
            days.append(day)
    return days
