"""brief.md: the brief for a mail or a repository, in the order of the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from steelyard.brief.first_screen import decision, first_screen, name_of, question_text
from steelyard.brief.labels import (
    GRADES,
    OUTCOMES,
    WEIGHTS,
    decibans,
    evidence_label,
    percent_shown,
    range_text,
    span_shown,
    value_text,
)
from steelyard.brief.open_questions import known_text, open_questions, shared_lines
from steelyard.brief.timeline import acts_in_words
from steelyard.records import Brief, Exhibit, Finding
from steelyard.wording import capital

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def to_markdown(brief: Brief) -> str:
    """Return the brief as Markdown: what a reader needs on three screens, then the appendix."""
    first, left = first_screen(brief), open_questions(brief)
    parts = [
        f"# {_safe(brief.verdict.answer)}",
        _safe(first["warrant"]),
        f"**Why.** {_safe(first['why'])}",
        f"**What it rests on.** {_safe(first['rests'])}",
        _bars(first["panels"]),
        "## The findings that decide" if first["decisive"] else "",
        _list(
            f"{item['record'].diagnostic}, {item['client']}: {item['sentence']} "
            f"[{range_text(item['record'])}] {item['pull']}"
            + (f", from {item['weighed']}" if item["weighed"] else "")
            for item in first["decisive"]
        ),
        "## What happened",
        _safe(question_text(brief)),
        *(_told(brief, client) for client in brief.case.clients),
        *_open(brief, left),
        "## What would change our mind",
        _list(
            post.sentence.partition(" Needed: ")[0] for post in brief.verdict.would_change[:CHANGES]
        ),
        *_decision(brief),
        "---",
        "# Appendix",
        *(_safe(sentence) for sentence in brief.verdict.sentences),
        _safe(brief.verdict.confidence),
        "## The readings",
        _safe(WEIGHTS[any(family.learned for family in brief.verdict.families)]),
        *_readings(brief),
        "## Findings",
        *(_finding(brief, finding) for finding in brief.findings),
    ]
    if brief.claims:
        parts += ["## Claims", *(_claims(brief))]
    parts += [
        "## Sources",
        *(_source(card) for card in brief.sources),
        f"Steelyard {brief.version}, seed {brief.seed}. Every id stands in brief.json with its row and address.",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


#: What would change the verdict: as many as stand before the appendix.
CHANGES = 5


def _decibans(size: float) -> str:
    """A weight with its sign; what rounds to nothing is 0."""
    return "0" if abs(size) < 0.05 else f"{size:+.1f}".replace("-", "−")


def _bars(panels: Sequence[dict[str, Any]]) -> str:
    """The readings of every client, with ranges and the findings that push each most."""
    rows = [
        [
            panel["name"],
            row["title"],
            percent_shown(row["p"], row["name"]),
            span_shown(row["low"], row["high"], row["name"]),
            f"{100 * row['prior']:.0f} %",
            ", ".join(f"{p['diagnostic']} {_decibans(p['decibans'])}" for p in row["pieces"][:3]),
        ]
        for panel in panels
        for row in panel["rows"]
    ]
    columns = ["client", "reading", "probability", "across the checks", "before", "pushed by"]
    return _table(columns, rows)


def _decision(brief: Brief) -> list[str]:
    found = decision(brief)
    if found is None:
        return []
    rows = [
        [
            row["client"],
            f"{100 * row['p']:.0f} %",
            f"{100 * row['low']:.0f} to {100 * row['high']:.0f} %",
            row["choice"],
            "yes" if row["crosses"] else "no",
        ]
        for row in found["rows"]
    ]
    columns = ["client", "probability", "range", "the better choice", "does the range cross it?"]
    return ["## What a wrong call costs", _safe(found["sentence"]), _table(columns, rows)]


def _told(brief: Brief, client: str) -> str:
    acts = acts_in_words(brief, client)
    lines = (f"{act['day']}: {act['text']} ({act['label']})" for act in acts)
    return f"**{_safe(capital(name_of(brief, client)))}**\n\n{_list(lines)}" if acts else ""


def _open(brief: Brief, left: dict[str, Any]) -> list[str]:
    """What the record bounds, and what cannot be told, each in one table."""
    parts = [_list(shared_lines(left, brief))]
    if left["held"]:
        parts += [
            "## What the record bounds",
            _safe(left["said"]),
            _unsettled(left["held"], "figure and bounds"),
        ]
    parts.append("## What cannot be told")
    if left["rows"]:
        parts += [
            f"{left['open']} of {left['of']} answers stay open or do not apply.",
            _unsettled(left["rows"], "what little is known"),
        ]
    else:
        parts.append("Every question that was asked could be told.")
    return parts


def _unsettled(found: Sequence[dict[str, Any]], known: str) -> str:
    rows = [
        [
            row["diagnostic"],
            known_text(row),
            "; ".join(row["wants"]),
        ]
        for row in found
    ]
    return _table(["question", known, "what would settle it"], rows)


def _safe(text: object) -> str:
    """Text that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", " ".join(str(text).split()))


def _list(points: Iterable[str]) -> str:
    return "\n".join(f"- {_safe(point)}" for point in points)


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [f"| {' | '.join(map(_safe, columns))} |", f"|{'---|' * len(columns)}"]
    lines += [f"| {' | '.join(_safe(value_text(cell)) for cell in row)} |" for row in rows]
    return "\n".join(lines)


def _readings(brief: Brief) -> list[str]:
    titles = {reading.name: reading.title for reading in brief.readings} | {"none": "none of these"}
    tables = []
    for family in brief.verdict.families:
        names = list(family.probabilities)
        rows: list[list[object]] = []
        for finding in brief.findings:
            if finding.client == family.client:
                added = family.decibans.get(finding.diagnostic, {})
                rows.append(
                    [
                        finding.diagnostic,
                        GRADES[finding.grade],
                        *(_decibans(added[n]) if added.get(n) else "" for n in names),
                    ]
                )
        rows.append(["prior", "", *(f"{100 * family.prior[n]:.0f} %" for n in names)])
        rows.append(
            ["probability", "", *(percent_shown(family.probabilities[n], n) for n in names)]
        )
        kind = "what is it" if family.family == "what" else "who drives it"
        tables.append(
            f"**{_safe(capital(name_of(brief, family.client)))}: {kind}?** (decibans per finding)"
        )
        tables.append(_table(["finding", "grade", *(titles[name] for name in names)], rows))
        tables += [_safe(cap) for cap in family.caps]
    return tables


def _finding(brief: Brief, finding: Finding) -> str:
    added = {n: x for n, x in decibans(finding, brief.verdict.families).items() if x}
    parts = [
        f"### {_safe(capital(name_of(brief, finding.client)))} · {finding.diagnostic}: {GRADES[finding.grade]}",
        f"*{_safe(finding.question)}* {_safe(finding.sentence)}",
        (
            f"Size: {_safe(range_text(finding))}. Before {value_text(finding.n_before)}, after "
            f"{value_text(finding.n_after)}; smallest detectable {value_text(finding.smallest_detectable)}."
        ),
    ]
    if finding.precedent:
        parts.append(_safe(finding.precedent))
    if finding.reasons:
        parts.append(f"Reasons: {_safe('; '.join(finding.reasons))}.")
    if finding.needed:
        parts.append(f"Needed: {_safe(finding.needed)}.")
    if added:
        parts.append(
            f"Decibans: {_safe(', '.join(f'{n} {_decibans(x)}' for n, x in added.items()))}."
        )
    parts += [_exhibit(brief, exhibit) for exhibit in finding.exhibits]
    ids = ", ".join(evidence_label(brief.evidence[name]) for name in finding.evidence)
    parts.append(f"Evidence: {_safe(ids) if ids else 'none'}.")
    return "\n\n".join(parts)


def _exhibit(brief: Brief, exhibit: Exhibit) -> str:
    rows = [
        [*row, ", ".join(evidence_label(brief.evidence[name]) for name in ids)]
        for row, ids in zip(exhibit.rows, exhibit.evidence, strict=True)
    ]
    note = f"\n\n{_safe(exhibit.note)}" if exhibit.note else ""
    return f"{_safe(exhibit.title)}\n\n{_table([*exhibit.columns, 'rows'], rows)}{note}"


def _claims(brief: Brief) -> list[str]:
    rows = [
        [claim.text, OUTCOMES[claim.outcome], claim.sentence, claim.diagnostic]
        for claim in brief.claims
    ]
    return [_table(["claim", "outcome", "what the record says", "diagnostic"], rows)]


def _source(card: Any) -> str:
    return (
        f"**{_safe(card.title)}** ({_safe(card.publisher)}; {card.rows} rows; {card.sampling}). "
        f"Covers {_safe(card.coverage)}. Limitation: {_safe(card.limitation)} Licence: {_safe(card.licence)}."
    )
