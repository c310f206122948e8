"""Claims: what the author of a case asserts, each compared with a finding.

A claim names a diagnostic and either one of its figures (a measure, with the span that still counts
as agreement) or the grade that would confirm it. A claim that nothing measures is ``cannot_tell``;
it is never skipped.
"""

from __future__ import annotations

from collections.abc import Sequence

from steelyard.records import Case, Claim, ClaimCheck, Finding, Measure
from steelyard.records.verdict import Outcome
from steelyard.wording import figure

#: A figure within a fifth of the claimed one agrees with it, unless the claim says otherwise.
TOLERANCE = 0.2

_OPPOSITE = {"supports": "opposes", "opposes": "supports"}


def check_claims(case: Case, findings: Sequence[Finding]) -> tuple[ClaimCheck, ...]:
    """Compare every claim of ``case`` with the findings on its diagnostic and client."""
    return tuple(_check(claim, findings) for claim in case.claims)


def _check(claim: Claim, findings: Sequence[Finding]) -> ClaimCheck:
    about = [
        finding
        for finding in findings
        if finding.diagnostic == claim.diagnostic and claim.client in (None, finding.client)
    ]
    if not about:
        return _cannot(claim, f"No diagnostic '{claim.diagnostic}' has been asked of this record.")
    if claim.measure is not None and claim.value is not None:
        return _by_figure(claim, about)
    if claim.grade is not None:
        return _by_grade(claim, about)
    return _cannot(claim, "The claim gives no figure that could be held against the record.")


def _by_figure(claim: Claim, about: Sequence[Finding]) -> ClaimCheck:
    assert claim.measure is not None
    assert claim.value is not None
    found = [
        measure
        for finding in about
        for measure in finding.measures
        if measure.name.startswith(claim.measure) and measure.value is not None
    ]
    if not found:
        needed = next((f.needed for f in about if f.needed), None)
        missing = f"The record holds no figure for it ({claim.measure})."
        return _cannot(claim, f"{missing} Needed: {needed}" if needed else missing)
    values = [measure.value for measure in found if measure.value is not None]
    low, high = _span(claim)
    agree = [low <= value <= high for value in values]
    open_above = any(_at_least(measure) and (measure.value or 0.0) < low for measure in found)
    outcome: Outcome = "contradicted"
    if all(agree):
        outcome = "borne_out"
    elif any(agree) or open_above:
        outcome = "qualified"
    return ClaimCheck(
        id=claim.id,
        text=claim.text,
        diagnostic=claim.diagnostic,
        client=claim.client,
        outcome=outcome,
        sentence=_sentence(claim, found, outcome, low, high),
        claimed=claim.value,
        found=values[0] if len(values) == 1 else None,
        low=min(values),
        high=max(values),
        unit=found[0].unit,
        evidence=tuple(dict.fromkeys(i for measure in found for i in measure.evidence)),
    )


def _at_least(measure: Measure) -> bool:
    """Whether a figure was published as a lower bound, "over eight times"."""
    return measure.low is not None and measure.low == measure.value and measure.high is None


def _span(claim: Claim) -> tuple[float, float]:
    """The figures that still agree with the claim."""
    assert claim.value is not None
    if claim.low is not None or claim.high is not None:
        low = claim.low if claim.low is not None else float("-inf")
        return low, claim.high if claim.high is not None else float("inf")
    slack = abs(claim.value) * TOLERANCE
    return claim.value - slack, claim.value + slack


def _sentence(
    claim: Claim, found: Sequence[Measure], outcome: Outcome, low: float, high: float
) -> str:
    figures = "; ".join(
        f"{measure.label}: {'at least ' if _at_least(measure) else ''}{_number(measure.value)}"
        for measure in found[:4]
    )
    more = f"; and {len(found) - 4} more" if len(found) > 4 else ""
    verb = {
        "borne_out": "agrees with",
        "qualified": "agrees only in part with",
        "contradicted": "does not agree with",
    }[outcome]
    if low == float("-inf"):
        claimed = f"at most {_number(high)}"
    elif high == float("inf"):
        claimed = f"at least {_number(low)}"
    elif low == high:
        claimed = _number(claim.value)
    else:
        claimed = f"{_number(claim.value)} (from {_number(low)} to {_number(high)} would do)"
    return f"The record {verb} the claimed {claimed}: {figures}{more}."


def _by_grade(claim: Claim, about: Sequence[Finding]) -> ClaimCheck:
    assert claim.grade is not None
    agree = [f for f in about if f.grade == claim.grade]
    against = [f for f in about if f.grade == _OPPOSITE.get(claim.grade or "")]
    if not agree and not against:
        return _cannot(claim, " ".join(f"{finding.sentence}" for finding in about), about)
    outcome: Outcome = "qualified"
    if len(agree) == len(about):
        outcome = "borne_out"
    elif against and not agree:
        outcome = "contradicted"
    return ClaimCheck(
        id=claim.id,
        text=claim.text,
        diagnostic=claim.diagnostic,
        client=claim.client,
        outcome=outcome,
        sentence=" ".join(finding.sentence for finding in (*agree, *against)),
        evidence=tuple(dict.fromkeys(i for f in (*agree, *against) for i in f.evidence)),
    )


def _cannot(claim: Claim, sentence: str, about: Sequence[Finding] = ()) -> ClaimCheck:
    return ClaimCheck(
        id=claim.id,
        text=claim.text,
        diagnostic=claim.diagnostic,
        client=claim.client,
        outcome="cannot_tell",
        sentence=sentence,
        claimed=claim.value,
        evidence=tuple(dict.fromkeys(i for finding in about for i in finding.evidence)),
    )


def _number(value: float | None) -> str:
    return "none" if value is None else figure(value)
