"""brief.html: one page that opens from disk, without a network; its one script only copies and unfolds."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from steelyard import vocabulary
from steelyard.brief import charts
from steelyard.brief.first_screen import (
    anchor,
    decision,
    first_screen,
    headline,
    name_of,
    question_text,
    quotation,
)
from steelyard.brief.labels import (
    ASKED,
    GRADES,
    OUTCOMES,
    WEIGHTS,
    by_chance,
    decibans,
    effort_text,
    percent_shown,
    press_text,
    range_text,
    read_from,
    value_text,
)
from steelyard.brief.open_questions import open_questions, shared_lines
from steelyard.brief.pictures import pictures
from steelyard.brief.rendering import template, text_of
from steelyard.brief.timeline import acts_in_words, timeline
from steelyard.records import Brief, FamilyVerdict, Finding, Scale, Signpost
from steelyard.wording import listing

FAMILY = {"what": "What is it?", "driver": "Who drives it?"}

#: Rows of evidence up to which the page holds all; of more, those that it links to.
WHOLE = 600

#: Width of the timeline on a phone.
NARROW = 360

#: Where the table of rows goes once it is known which of them the page links to.
_PLACE = "<!--rows-->"

#: What a reader who has not met a word is told when the pointer rests on it, and at the end of the page.
WORDS = {
    "decibans": "the unit in which evidence is weighed: 3 decibans double the odds of a reading, 10 make them ten "
    "times as large; negative ones do the reverse",
    "smallest": "the smallest effect that this record would have shown four times in five",
    "checks": "the lowest and highest probability when one thing is changed at a time: one question or one family of "
    "publishers left out, other starting points, another day",
}


def to_html(brief: Brief, *, appendix: bool = False) -> str:
    """Return the brief as one self-contained page.

    Args:
        brief: What is shown.
        appendix: Whether all parts stand open, as for print with everything.
    """
    page = _rendered(brief, appendix=appendix)
    linked = set(re.findall(r'href="#([et][0-9a-f]{15})"', page))
    rows = [
        row
        for name, row in brief.evidence.items()
        if len(brief.evidence) <= WHOLE or name in linked
    ]
    table: str = template("evidence.html.j2").render(rows=rows, whole=len(brief.evidence))
    return page.replace(_PLACE, table, 1)


def _rendered(brief: Brief, *, appendix: bool) -> str:
    clients = [_client(brief, client) for client in brief.case.clients]
    found = [finding for client in clients for finding in client["findings"]]
    left = open_questions(brief)
    script = text_of("page.js")
    rendered: str = template("page.html.j2").render(
        brief=brief,
        case=brief.case,
        verdict=brief.verdict,
        appendix=appendix,
        css=Markup(text_of("page.css")),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        script_hash=script_hash(script),
        evidence_place=Markup(_PLACE),  # noqa: S704 - our own words
        first=_first(brief),
        headline=headline(brief),
        drawn={
            name: base64.b64encode(svg.encode()).decode() for name, svg in pictures(brief).items()
        },
        question_text=question_text(brief),
        clients=clients,
        has_ties=any(client["ratios"] for client in clients),
        acts=_acts(brief),
        open=left,
        shared=shared_lines(left, brief),
        # What would settle an open question stands in the table of what cannot be told.
        change=[_signpost(post) for post in brief.verdict.would_change],
        decision=decision(brief),
        weights_text=WEIGHTS[any(family.learned for family in brief.verdict.families)],
        words=WORDS | vocabulary.terms("rung") | {"rungs": _rungs()},
        graded=[f for f in found if f["record"].grade in ("supports", "opposes")],
        ungraded=[f for f in found if f["record"].grade not in ("supports", "opposes")],
        claims=brief.claims,
        chance=by_chance(brief.findings),
        asked={finding.diagnostic for finding in brief.findings},
        grades=GRADES,
        outcomes=OUTCOMES,
        family_title=FAMILY,
    )
    return rendered


def _signpost(post: Signpost) -> tuple[str, str]:
    """What would change the verdict, and the command that shows it where it is an event."""
    said, _, command = post.sentence.partition(" Shown by: ")
    return said.partition(" Needed: ")[0], command if post.supposed else ""


def script_hash(script: str) -> str:
    """Return what the page's policy calls the one script that may run."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _rungs() -> str:
    return "; ".join(f"{name}: {meaning}" for name, meaning in vocabulary.terms("rung").items())


def _first(brief: Brief) -> dict[str, Any]:
    found = first_screen(brief)
    for item in found["decisive"]:
        item["strip"] = _strip(item["record"])
        item["quotation"] = quotation(brief, item["record"])
    for one in found["panels"]:
        one["pushes"] = any(row["pieces"] for row in one["rows"])
    return found


def _client(brief: Brief, client: str) -> dict[str, Any]:
    findings = [finding for finding in brief.findings if finding.client == client]
    ratios = _ratio_rows(brief, [f for f in findings if f.chart == "ratios"])
    return {
        "code": client,
        "name": name_of(brief, client),
        "findings": [_finding(brief, finding) for finding in findings],
        "families": [
            _family(brief, f, findings) for f in brief.verdict.families if f.client == client
        ],
        "close": timeline(brief, client, close=True),
        "close_narrow": timeline(brief, client, close=True, width=NARROW, words=False),
        "timeline": timeline(brief, client, close=False),
        "timeline_narrow": timeline(brief, client, close=False, width=NARROW),
        "acts": acts_in_words(brief, client),
        "weeks": Markup(charts.weeks(brief, client)) if brief.weeks else "",  # noqa: S704
        "nearest": _nearest(brief, client),
        "poles": _poles(brief, client),
        "ratios": ratios,
        "balance": Markup(charts.balance(ratios)) if ratios else "",  # noqa: S704
    }


def _nearest(brief: Brief, client: str) -> int | None:
    """How many rows of a pole the timeline shows where it cannot show all of them."""
    for pole in brief.case.poles:
        here = (client, pole.name)
        there = sum((row["client"], row["pole"]) == here for row in brief.timeline)
        counts = (int(row["events"]) for row in brief.acts if (row["client"], row["pole"]) == here)
        if sum(counts) > there:
            return there
    return None


#: What a rung is called in a heading.
RUNGS = {"talk": "Talk", "commitment": "Commitments", "delivery": "Deliveries"}


def _poles(brief: Brief, client: str) -> list[dict[str, Any]]:
    """What happened by rung and pole, before and after, on one scale of events a hundred days."""
    mine = [row for row in brief.rungs if row["client"] == client]
    titles = {pole.name: pole.title for pole in brief.case.poles}
    rates = [100 * row["events"] / max(1, row["days"]) for row in mine]
    top = max([*rates, 0.0]) or 1.0
    cells: dict[tuple[str, str], dict[str, Any]] = {}
    for row, rate in zip(mine, rates, strict=True):
        cell = cells.setdefault(
            (row["rung"], row["pole"]),
            {
                "rung": RUNGS[row["rung"]],
                "pole": titles[row["pole"]],
                "role": row["pole_role"],
                "bars": [],
            },
        )
        cell["bars"].append(
            {
                "window": row["window"],
                "events": row["events"],
                "friendly": row["friendly"],
                "rate": rate,
                "width": 100 * rate / top,
                "ids": row["evidence"],
            }
        )
    order = {name: at for at, name in enumerate(RUNGS)}
    return [cells[key] for key in sorted(cells, key=lambda key: order[key[0]])]


def _finding(brief: Brief, finding: Finding) -> dict[str, Any]:
    added = decibans(finding, brief.verdict.families)
    titles = {reading.name: reading.title for reading in brief.readings}
    return {
        "record": finding,
        "client": name_of(brief, finding.client),
        "anchor": anchor(finding),
        "range": range_text(finding),
        "decibans": {name: number for name, number in added.items() if abs(number) >= SHOWN},
        "titles": {name: titles.get(name, name) for name in added},
        "evidence": [brief.evidence[name] for name in finding.evidence],
        "strip": _strip(finding),
        "strongest": _strongest(brief, finding),
        "quotation": quotation(brief, finding),
        "effort": effort_text(finding),
        "press": press_text(brief, finding),
        "languages": Counter(
            filter(None, (read_from(brief.evidence[name]) for name in finding.evidence))
        ),
    }


#: Fewer decibans than this are not shown beside a finding.
SHOWN = 0.05


def _strongest(brief: Brief, finding: Finding) -> list[tuple[str, Any]]:
    """The single rows that speak loudest for and against the proposition."""
    named = (("for it", finding.strongest_for), ("against it", finding.strongest_against))
    return [(side, brief.evidence[name]) for side, name in named if name is not None]


def _strip(finding: Finding) -> dict[str, float] | None:
    """Where the interval lies on a strip from 0 to 100, on the scale of its effect.

    A count has no scale that strips of several findings could share, so that it has none.
    """
    place = _PLACES.get(finding.scale)
    if place is None or finding.effect is None or finding.low is None:
        return None
    high = 1e9 if finding.high is None else finding.high
    return {
        "low": place(finding.low),
        "high": place(high),
        "effect": place(finding.effect),
        "none": place(finding.null),
    }


def _on_log(value: float) -> float:
    """A ratio on a strip from one eighth to sixteen."""
    from math import log2

    return 100 * min(1.0, max(0.0, (log2(max(value, 1e-9)) + 3) / 7))


def _on_difference(value: float) -> float:
    return 100 * min(1.0, max(0.0, (value + 1) / 2))


def _on_share(value: float) -> float:
    return 100 * min(1.0, max(0.0, value))


#: How an effect of each scale is placed on a strip.
_PLACES: Mapping[Scale, Callable[[float], float]] = {
    "ratio": _on_log,
    "difference": _on_difference,
    "share": _on_share,
}


def _family(brief: Brief, family: FamilyVerdict, findings: Sequence[Finding]) -> dict[str, Any]:
    readings = {reading.name: reading for reading in brief.readings}
    names = list(family.probabilities)
    titles = {n: readings[n].title if n in readings else "None of these" for n in names}
    rows = []
    for finding in findings:
        added = family.decibans.get(finding.diagnostic, {})
        cells = [x if abs(x := added.get(name, 0.0)) >= SHOWN else 0.0 for name in names]
        rows.append({"finding": finding, "cells": cells, "tells": any(cells)})
    totals = [sum(said.get(name, 0.0) for said in family.decibans.values()) for name in names]
    checks: list[dict[str, Any]] = [
        {
            "reading": titles[name],
            "change": run.change,
            "probability": run.probabilities[name],
            "own": False,
        }
        for run in family.sensitivity
        for name in names
    ]
    checks += [
        {"reading": titles[name], "change": "the verdict", "probability": p, "own": True}
        for name, p in family.probabilities.items()
    ]
    order = {title: at for at, title in enumerate(titles.values())}
    checks.sort(key=lambda row: order[row["reading"]])
    return {
        "record": family,
        "names": names,
        "titles": titles,
        "sentences": {n: readings[n].sentence for n in names if n in readings},
        "rows": rows,
        "totals": totals,
        "spans": {name: family.span(name) for name in names},
        "ends": _checks(family),
        "checks": Markup(charts.sensitivity(checks)),  # noqa: S704 - our own SVG
    }


def _checks(family: FamilyVerdict) -> str:
    """Which checks reach the lowest and the highest probability of the reading asked about."""
    if ASKED not in family.probabilities:
        return ""
    ends = zip(("lowest", "highest"), family.span(ASKED), family.ends(ASKED), strict=True)
    return listing(f"{end} ({percent_shown(p, ASKED)}) {check}" for end, p, check in ends if check)


def _ratio_rows(brief: Brief, findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """The ratios of the partner's ties to the rival's, whichever findings have them drawn."""
    shock = brief.case.shock.day.year
    rows = []
    for measure in (m for finding in findings for m in finding.measures):
        if measure.kind != "ratio" or not measure.value:
            continue
        year = int(brief.evidence[measure.evidence[0]]["year"])
        rows.append(
            {
                "label": measure.name,
                "value": measure.value,
                "shown": f"{value_text(float(measure.value))}  {_counter(brief, measure.evidence[0])}",
                "period": "after" if year > shock else "before",
                "year": year,
                "href": f"#{measure.evidence[0]}",
                "ids": list(measure.evidence),
            }
        )
    return rows


def _counter(brief: Brief, tie_id: str) -> str:
    """Who counted a tie, for a label: the reporter, or the address of the page."""
    row = brief.evidence[tie_id]
    return str(row["reporter"] or urlsplit(row["url"] or "").hostname or row["source"])


def _acts(brief: Brief) -> list[dict[str, Any]]:
    """Words and deeds per client, pole and window, with the rows behind each count."""
    titles = {pole.name: pole.title for pole in brief.case.poles}
    return [
        {
            "client": name_of(brief, row["client"]),
            "pole": titles[row["pole"]],
            "window": row["window"],
            "act": row["act"],
            "events": row["events"],
            "ids": row["evidence"],
        }
        for row in brief.acts
    ]
