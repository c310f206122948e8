"""Sensitivity: a family weighed for a client, and weighed again with one thing changed at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from steelyard.readings.declared import NONE_PRIOR, readings_for, weights_for
from steelyard.readings.joint import probabilities_if, weigh_joint
from steelyard.readings.learned import Learned
from steelyard.readings.measured import Measured
from steelyard.readings.weighing import SAME_ROWS, weigh
from steelyard.records import Case, CheckKind, Family, FamilyVerdict, Finding, Reading, Sensitivity

#: Name of the run with equal priors.
FLAT = "with flat priors"

#: Priors that differ by less than this are equal.
SAME = 1e-9

#: How the runs with another day begin.
DAY = "with the day"

#: Name of the run with weights learned from less noisy worlds.
NARROW = "with weights from worlds with less noise"


def weigh_case(
    case: Case,
    findings: Sequence[Finding],
    *,
    client: str,
    family: Family,
    alternatives: Mapping[str, Sequence[Finding]] | None = None,
    model: Learned | None = None,
) -> FamilyVerdict:
    """Weigh a family of readings for a client, then again with one thing changed at a time.

    Args:
        case: Gives priors and weights of its own, if any.
        findings: What the diagnostics found, for every client.
        client: The client.
        family: ``what`` or ``driver``.
        alternatives: Findings from parts of the record, by what was left out.
        model: Learned weights; without them the declared ones are used throughout.
    """
    over = readings_for(case, measured=model is not None)
    readings = [reading for reading in over if reading.family == family]

    def again(some: Iterable[Finding], over: Sequence[Reading] = readings) -> dict[str, float]:
        """The probabilities alone: no run needs more."""
        found = list(some)
        if model is not None:
            return probabilities_if(case, found, model, client=client, family=family, readings=over)
        return dict(weigh_once(case, found, over, client=client, family=family).probabilities)

    verdict = weigh_once(case, findings, readings, client=client, family=family, model=model)
    runs = [
        Sensitivity(
            f"without {finding.diagnostic}",
            again([f for f in findings if f.diagnostic != finding.diagnostic]),
            "question",
        )
        for finding in findings
        if finding.client == client and finding.diagnostic in verdict.decibans
    ]
    for pair in _sharing([f for f in findings if f.client == client], verdict):
        rest = [f for f in findings if f.diagnostic not in pair]
        change = f"without {pair[0]} and {pair[1]}, which rest on the same rows"
        runs.append(Sensitivity(change, again(rest), "group"))
    for change, found in (alternatives or {}).items():
        kind: CheckKind = "day" if change.startswith(DAY) else "publishers"
        runs.append(Sensitivity(change, again(found), kind))
    flat = (1 - NONE_PRIOR) / len(readings)
    if any(abs(reading.prior - flat) > SAME for reading in readings):
        level = [Reading(r.name, r.family, r.title, r.sentence, flat) for r in readings]
        runs.append(Sensitivity(FLAT, again(findings, level), "priors"))
    if verdict.narrow is not None:
        runs.append(Sensitivity(NARROW, verdict.narrow, "noise"))
    return replace(verdict, sensitivity=tuple(runs))


def _sharing(findings: Sequence[Finding], verdict: FamilyVerdict) -> Iterator[tuple[str, str]]:
    """Pairs of findings that weigh and share most of the rows of the smaller one."""
    rows = {f.diagnostic: set(f.evidence) for f in findings if f.diagnostic in verdict.decibans}
    for first, second in combinations(rows, 2):
        smaller = min(len(rows[first]), len(rows[second]))
        if smaller and len(rows[first] & rows[second]) >= SAME_ROWS * smaller:
            yield first, second


def weigh_once(
    case: Case,
    findings: Sequence[Finding],
    readings: Sequence[Reading],
    *,
    client: str,
    family: Family,
    model: Learned | None = None,
    history: Measured | None = None,
) -> FamilyVerdict:
    """Weigh once, with learned weights if given; ``history`` as in ``weigh_joint``."""
    if model is not None:
        return weigh_joint(
            case, findings, model, client=client, family=family, readings=readings, history=history
        )
    return weigh(
        findings,
        readings,
        weights_for(case, findings),
        client=client,
        family=family,
        searched=case.searched,
    )
