"""The views of a notebook: plain HTML that Jupyter and marimo style themselves; static, no script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from steelyard.records.case import Case
    from steelyard.records.findings import Finding
    from steelyard.records.verdict import Brief, FamilyVerdict, Verdict

#: What the grades are called.
GRADES = {
    "supports": "supports",
    "opposes": "opposes",
    "cannot_tell": "cannot tell",
    "not_applicable": "not applicable",
}
FAMILIES = {"what": "What is it?", "driver": "Who drives it?"}


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return a table of escaped cells."""
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def number(value: float | None) -> str:
    """Return a number with three digits, a dash for none."""
    return "–" if value is None else f"{value:,.3g}"


def interval(finding: Finding) -> str:
    """Return the effect of a finding with its interval and unit; empty where it has none."""
    if finding.effect is None:
        return ""
    ends = f" ({number(finding.low)} to {number(finding.high)})" if finding.low is not None else ""
    return f"{number(finding.effect)}{ends} {finding.unit or ''}".strip()


def shares(family: FamilyVerdict) -> str:
    """Return the readings of a family with their probabilities, the likeliest first."""
    ranked = sorted(family.probabilities.items(), key=lambda item: -item[1])
    return ", ".join(f"{name.replace('_', ' ')} {100 * share:.0f} %" for name, share in ranked)


def case(asked: Case) -> str:
    """Return a case: what is asked, of whom, when, between which poles."""
    windows = [
        (f"window {name}", f"{window.start} to {window.end}")
        for name, window in asked.windows.items()
    ]
    poles = [
        (
            f"{pole.role}: {pole.title or pole.name}",
            ", ".join((*pole.actors, *(f"members of {name}" for name in pole.members_of))),
        )
        for pole in asked.poles
    ]
    rows = [
        ("question", asked.question),
        ("clients", ", ".join(asked.clients)),
        ("shock", f"{asked.shock.day}: {asked.shock.what}"),
        *windows,
        *poles,
    ]
    return f"<h3>{escape(asked.title)}</h3>{table(('', ''), rows)}"


def finding(found: Finding) -> str:
    """Return a finding: its question, its grade, its sentence and figures."""
    reasons = "".join(f"<li>{escape(reason)}</li>" for reason in found.reasons)
    head = f"<b>{escape(found.diagnostic)}</b>, {escape(found.client)}"
    parts = [
        f"<p>{head}: {escape(found.question)}</p>",
        f"<p>{escape(found.sentence)} <b>[{GRADES[found.grade]}]</b></p>",
    ]
    if found.effect is not None:
        parts.append(f"<p>{escape(interval(found))}</p>")
    if reasons:
        parts.append(f"<ul>{reasons}</ul>")
    if found.needed:
        parts.append(f"<p>Needed: {escape(found.needed)}</p>")
    return "".join(parts)


def verdict(said: Verdict) -> str:
    """Return a verdict: the answer, a sentence a client, the confidence, the probabilities."""
    sentences = "".join(f"<p>{escape(sentence)}</p>" for sentence in said.sentences)
    rows = [(f.client, FAMILIES[f.family], shares(f)) for f in said.families]
    return (
        f"<h3>{escape(said.answer)}</h3>{sentences}<p>{escape(said.confidence)}</p>"
        f"{table(('client', 'question', 'readings'), rows)}"
    )


def brief(made: Brief) -> str:
    """Return the first screen of a brief: the verdict, its points, the grades of the findings."""
    points = "".join(f"<li>{escape(point)}</li>" for point in made.verdict.key_points)
    rows = [(f.client, f.diagnostic, GRADES[f.grade], interval(f)) for f in made.findings]
    return (
        f"{verdict(made.verdict)}<ul>{points}</ul>"
        f"<details><summary>{len(rows)} findings</summary>"
        f"{table(('client', 'diagnostic', 'grade', 'effect'), rows)}</details>"
    )


class Summary(str):
    """A text that shows itself at the prompt, and as HTML in a notebook."""

    __slots__ = ("html",)
    html: str

    def __new__(cls, text: str, html: str) -> Self:
        """Make the text, with the HTML beside it."""
        made = super().__new__(cls, text)
        made.html = html
        return made

    def __repr__(self) -> str:
        """The text itself."""
        return str(self)

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return self.html


def verdict_text(said: Verdict) -> str:
    """Return a verdict in a few lines: the answer, the readings, how sure it is."""
    readings = [f"{f.client}, {FAMILIES[f.family]} {shares(f)}" for f in said.families]
    return "\n".join((said.answer, "", *readings, "", f"Confidence: {said.confidence_level}."))


def summary(made: Brief) -> Summary:
    """Return the first screen of a brief in plain lines."""
    wide = max((len(f.diagnostic) for f in made.findings), default=0)
    said = made.verdict
    lines = [said.answer, "", *said.sentences, "", said.confidence, ""]
    lines += [f"- {point}" for point in said.key_points]
    lines += ["", "Readings:"]
    lines += [f"  {f.client}  {FAMILIES[f.family]:<17} {shares(f)}" for f in said.families]
    lines += ["", "Findings:"]
    lines += [
        f"  {f.client}  {f.diagnostic:<{wide}}  {GRADES[f.grade]:<14}  {interval(f)}".rstrip()
        for f in made.findings
    ]
    return Summary("\n".join(lines), brief(made))
