"""The words and figures that page, Markdown and charts share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import exp
from typing import Any

from steelyard.records import Brief, FamilyVerdict, Finding, language_of
from steelyard.wording import actor_name, capital, count, figure, listing

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
        return figure(value).replace("-", "−")
    return str(value)


def range_text(finding: Finding) -> str:
    """Return the effect with its interval and unit."""
    if finding.effect is None and finding.low is None and finding.high is None:
        return "not measured"
    if finding.effect is None:
        return f"{_ends_text(finding.low, finding.high)} {finding.unit or ''}".strip()
    effect = value_text(finding.effect)
    # A list of members is no sample: where both ends are the effect, nothing is left to chance.
    if finding.low == finding.high and finding.low in (None, finding.effect):
        return f"{effect} {finding.unit or ''}".strip()
    high = value_text(finding.high) if finding.high is not None else "no upper bound"
    return f"{effect} ({value_text(finding.low)} to {high}) {finding.unit or ''}".strip()


def _ends_text(low: float | None, high: float | None) -> str:
    """What is known where there are bounds and no figure between them."""
    if high is None:
        return f"at least {value_text(low)}"
    return f"{value_text(low)} to {value_text(high)}" if low else f"at most {value_text(high)}"


def weighed_text(finding: Finding) -> str:
    """Return the figures of a finding whose weight real cases gave; empty where it has none.

    They are natural logs of ratios; a reader gets the ratio itself.
    """
    return "; ".join(
        f"{measure.label}: {_ratio_text(exp(measure.value), level=measure.kind == 'level')}"
        for measure in finding.measures
        if measure.name in finding.numbers and measure.value is not None
    )


def _ratio_text(ratio: float, *, level: bool) -> str:
    """A change as times, a level as so many to one or, where it is below one, as one to so many."""
    if not level:
        return f"{value_text(ratio)} times"
    return f"{value_text(ratio)} to 1" if ratio >= 1 else f"1 to {value_text(1 / ratio)}"


def evidence_label(row: Mapping[str, Any]) -> str:
    """Return what a reader calls a row: the id that its source gives it."""
    return str(row["source_id"])


def named_parties(row: Mapping[str, Any], day: date) -> str:
    """Return who acts on whom by name, as a sentence has it: ``Sweden → NATO``, ``Serbia and Russia``."""
    actor, recipient = (
        listing(dict.fromkeys(actor_name(code, day) for code in row[side]))
        for side in ("actor", "recipient")
    )
    one = not recipient or sorted(row["actor"]) == sorted(row["recipient"])
    return actor if one else f"{actor} → {recipient}"


def is_code(row: Mapping[str, Any], text: str) -> bool:
    """Whether the text of a row is the name that a data set gives a code, not a sentence about it."""
    if text.isupper():
        return True
    return not row["document_id"] and not str(row["coder"] or "").startswith("table ")


def code_name(text: str) -> str:
    """Return the name of a code as a reader has it: ``(EXTEND ECON AID)`` is ``Extend econ aid``."""
    name = text.strip("()")
    return capital(name.lower() if name.isupper() else name)


def parties(row: Mapping[str, Any]) -> str:
    """Return who acts on whom, or whose tie with whom it is."""
    if row["kind"] == "tie":
        return f"{row['state']} – {row['partner']}"
    actor, recipient = row["actor"], row["recipient"]
    if sorted(actor) == sorted(recipient):
        return f"{', '.join(actor)} together"
    return f"{', '.join(actor)} → {', '.join(recipient) or 'nobody named'}"


#: Where the weights come from: declared alone, or measured and learned as well.
WEIGHTS: Mapping[bool, str] = {
    False: "The weights are declared, with a reason for each. Prior odds and the decibans in a column give the odds of "
    "its reading.",
    True: "Prior odds and the decibans in a column give the odds of its reading. How much warmth, the partner's line, "
    "commitments, hostility and costly acts say of a turn or a quarrel was measured on real cases with known ends; "
    "simulated worlds tell routine, leverage and audience apart, and who drives it; what neither covers is declared, "
    "with a reason. Findings enter one after the other, and each gets what it adds to those before it. No probability of "
    "a turn goes below 3 % or above 97 %.",
}

#: The reading that every case asks about; the track record bears no figure for it beyond these.
ASKED, LEAST, MOST = "realignment", 0.03, 0.97


def percent_shown(p: float, reading: str = "") -> str:
    """Return a probability as a reader may be shown it: ``<3 %`` where real cases bear no less."""
    low, high = (LEAST, MOST) if reading == ASKED else (0.005, 0.995)
    if p < low + 1e-6:
        return f"<{max(1, round(100 * low))}\u00a0%"
    if p > high - 1e-6:
        return f">{min(99, round(100 * high))}\u00a0%"
    return f"{100 * p:.0f}\u00a0%"


def span_shown(low: float, high: float, reading: str = "") -> str:
    """Return a range of probabilities as a reader may be shown it: ``<3 to 9 %``."""
    start = percent_shown(low, reading).removesuffix("\u00a0%")
    return f"{start} to {percent_shown(high, reading)}"


def search_text(finding: Finding) -> str:
    """Return the bounds of a figure over how unevenly a record may have been searched; empty for none."""
    effort = finding.effort
    if effort is None or effort.bounds == (None, None):
        return ""
    low, high = effort.bounds
    return f"{value_text(low)} to {'no bound' if high is None else value_text(high)}"


def effort_text(finding: Finding) -> str:
    """Return in a sentence how the answer hangs on how unevenly the record was searched."""
    effort, bounds = finding.effort, search_text(finding)
    if effort is None or not bounds:
        return ""
    ends = (
        "any number of" if effort.high is None else f"{figure(effort.low)} to {figure(effort.high)}"
    )
    said = ", which is assumed" if effort.assumed else ""
    text = f"searched {ends} times as hard ({effort.comparison}{said}), the figure lies at {bounds}"
    if effort.overturned is not None and finding.grade in ("supports", "opposes"):
        text += f"; the grade would fall at {figure(effort.overturned)} times"
    elif effort.overturned is not None:
        text += f"; at {figure(effort.overturned)} times it would have another grade"
    return f"{text}. This is no interval of chance."


#: Languages other than English that rows are read from.
LANGUAGES = {"ru": "Russian"}


def read_from(row: Mapping[str, Any]) -> str:
    """Return the language that a machine read a row from, empty for English and for data sets."""
    code = language_of(str(row.get("coder") or ""))
    return "" if code in ("", "en") else LANGUAGES.get(code, code)


#: What the press of a side is called.
SIDES = {
    "partner": "of the partner's side",
    "rival": "of the rival's side",
    "client": "of the client's own",
    "other": "of others or of several sides",
}


def press_text(brief: Brief, finding: Finding) -> str:
    """Return from whose press the events behind a finding come; empty where it rests on no event."""
    found = next(
        (
            row
            for row in brief.publishers
            if (row["client"], row["diagnostic"]) == (finding.client, finding.diagnostic)
        ),
        None,
    )
    if found is None or not found["events"]:
        return ""
    rated = found["rated"]
    text = (
        f"of {count(found['events'], 'event')}, {rated or 'none'} {'comes' if rated <= 1 else 'come'} from "
        "publishers that somebody has rated"
    )
    if not rated:
        return f"{text}."
    sides = [f"{n} from the press {SIDES[side]}" for side, n in found["sides"].items() if n]
    text += f": {listing(sides)}; {found['state']} from state outlets or governments."
    if found["rests_on"]:
        text += f" All of these are {SIDES[found['rests_on']]}: the finding rests on one side."
    return text


#: A question is graded `supports` where nothing happened at most this often: the rule of grading
#: asks for a place among the top twentieth of earlier windows. docs/diagnostics/README.md has
#: what was measured.
FALSE_ALARM = 0.05


def by_chance(findings: Sequence[Finding]) -> dict[str, float]:
    """Return how many questions that apply were asked, were supported, and would be by chance."""
    asked = [finding for finding in findings if finding.grade != "not_applicable"]
    supported = sum(finding.grade == "supports" for finding in asked)
    return {"asked": len(asked), "supported": supported, "by_chance": FALSE_ALARM * len(asked)}


def decibans(finding: Finding, families: Sequence[FamilyVerdict]) -> dict[str, float]:
    """Return what a finding adds to each reading of both families, zero where nothing."""
    said: dict[str, float] = {}
    for family in families:
        if family.client == finding.client:
            added = family.decibans.get(finding.diagnostic, {})
            said |= {name: added.get(name, 0.0) for name in family.prior if name != "none"}
    return said
