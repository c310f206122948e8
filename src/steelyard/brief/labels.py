"""The words and figures that page, Markdown and charts share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from steelyard.records import Finding
from steelyard.wording import actor_name, figure

GRADES = {
    "supports": "supports",
    "opposes": "opposes",
    "cannot_tell": "cannot tell",
    "not_applicable": "not applicable",
}
OUTCOMES = {
    "borne_out": "borne out",
    "qualified": "borne out in part",
    "contradicted": "not borne out",
    "cannot_tell": "cannot tell",
}


def value_text(value: object) -> str:
    """Return a cell as text: numbers with the digits a reader can use, a dash for a gap."""
    if value is None:
        return "–"
    if isinstance(value, float):
        return figure(value)
    return str(value)


def range_text(finding: Finding) -> str:
    """Return the effect with its interval and unit."""
    if finding.effect is None and finding.low is None and finding.high is None:
        return "not measured"
    effect = value_text(finding.effect)
    if finding.low is None and finding.high is None:
        return f"{effect} {finding.unit or ''}".strip()
    high = value_text(finding.high) if finding.high is not None else "no upper bound"
    return f"{effect} ({value_text(finding.low)} to {high}) {finding.unit or ''}".strip()


def evidence_label(row: Mapping[str, Any]) -> str:
    """Return what a reader calls a row: the id that its source gives it."""
    return str(row["source_id"])


def parties(row: Mapping[str, Any]) -> str:
    """Return who acts on whom, or whose tie with whom it is."""
    if row["kind"] == "tie":
        return f"{row['state']} – {row['partner']}"
    actor, recipient = row["actor"], row["recipient"]
    if sorted(actor) == sorted(recipient):
        return f"{', '.join(actor)} together"
    return f"{', '.join(actor)} → {', '.join(recipient) or 'nobody named'}"


def client_title(code: str) -> str:
    """Return the name of a client for a heading."""
    return actor_name(code)


#: A question is graded `supports` where nothing happened at most this often: the rule of grading
#: asks for a place among the top twentieth of earlier windows. docs/diagnostics/README.md has
#: what was measured.
FALSE_ALARM = 0.05


def by_chance(findings: Sequence[Finding]) -> dict[str, float]:
    """Return how many questions that apply were asked, were supported, and would be by chance."""
    asked = [finding for finding in findings if finding.grade != "not_applicable"]
    supported = sum(finding.grade == "supports" for finding in asked)
    return {"asked": len(asked), "supported": supported, "by_chance": FALSE_ALARM * len(asked)}
