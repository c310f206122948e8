"""brief.html: one page that opens from disk, without a network and without scripts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from altair.utils.schemapi import debug_mode
from markupsafe import Markup

from steelyard.brief import charts
from steelyard.brief.json_twin import decibans
from steelyard.brief.labels import (
    GRADES,
    OUTCOMES,
    by_chance,
    client_title,
    range_text,
    value_text,
)
from steelyard.brief.rendering import template, text_of
from steelyard.records import Brief, FamilyVerdict, Finding, Scale

FAMILY = {"what": "What is it?", "driver": "Who drives it?"}


def to_html(brief: Brief) -> str:
    """Return the brief as one self-contained page."""
    # Altair checks each part of a chart against its schema, which takes longer than all the rest;
    # the tests of the charts have it checked.
    with debug_mode(False):
        return _rendered(brief)


def _rendered(brief: Brief) -> str:
    rendered: str = template("page.html.j2").render(
        brief=brief,
        case=brief.case,
        verdict=brief.verdict,
        css=Markup(text_of("page.css")),  # noqa: S704 - our own file
        clients=[_client(brief, client) for client in brief.case.clients],
        words=_words_rows(brief),
        words_chart=_words_chart(brief),
        evidence=list(brief.evidence.values()),
        claims=brief.claims,
        learned=any(family.learned for family in brief.verdict.families),
        chance=by_chance(brief.findings),
        asked={finding.diagnostic for finding in brief.findings},
        grades=GRADES,
        outcomes=OUTCOMES,
        family_title=FAMILY,
    )
    return rendered


def _client(brief: Brief, client: str) -> dict[str, Any]:
    findings = [finding for finding in brief.findings if finding.client == client]
    ratios = _ratio_rows(brief, [f for f in findings if f.chart == "ratios"])
    return {
        "code": client,
        "name": client_title(client),
        "findings": [_finding(brief, finding) for finding in findings],
        "families": [
            _family(brief, f, findings) for f in brief.verdict.families if f.client == client
        ],
        "timeline": Markup(charts.timeline(brief, client, close=False)),  # noqa: S704 - our own SVG
        "weeks": Markup(charts.weeks(brief, client)) if brief.weeks else "",  # noqa: S704
        "close": Markup(charts.timeline(brief, client, close=True)),  # noqa: S704
        "nearest": _nearest(brief, client),
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


def _finding(brief: Brief, finding: Finding) -> dict[str, Any]:
    added = decibans(finding, brief.verdict.families)
    return {
        "record": finding,
        "anchor": f"{finding.client}-{finding.diagnostic}",
        "range": range_text(finding),
        "decibans": {name: number for name, number in added.items() if number},
        "evidence": [brief.evidence[name] for name in finding.evidence],
        "strip": _strip(finding),
        "strongest": _strongest(brief, finding),
    }


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
        cells = [added.get(name, 0.0) for name in names]
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
        "checks": Markup(charts.sensitivity(checks)),  # noqa: S704 - our own SVG
    }


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


def _words_rows(brief: Brief) -> list[dict[str, Any]]:
    """Friendly words and deeds per client, pole and window, with the rows behind each count."""
    titles = {pole.name: pole.title for pole in brief.case.poles}
    return [
        {
            "client": client_title(row["client"]),
            "pole": titles[row["pole"]],
            "role": row["pole_role"],
            "window": row["window"],
            "act": row["act"],
            "events": row["events"],
            "of": row["of"],
            "ids": row["evidence"],
        }
        for row in brief.acts
    ]


def _words_chart(brief: Brief) -> str:
    rows = [
        {
            "panel": f"{row['client']} and {row['pole']}",
            "window": row["window"],
            "role": row["role"],
            "act": row["act"],
            "share": row["events"] / row["of"],
            "label": str(row["events"]) if row["events"] else "",
        }
        for row in _words_rows(brief)
        if row["of"]
    ]
    return Markup(charts.words_and_deeds(rows)) if rows else ""  # noqa: S704 - our own SVG
