"""Weighing: declared likelihood ratios added up, capped, and turned into probabilities.

A grade of supports or opposes adds its decibans to the readings. "None of these" stays at zero, so a
reading must gain ground against the unlisted explanations. Three rules keep many weak signs from
adding up to certainty: one diagnostic adds at most six decibans either way, diagnostics that rest on
the same rows add at most ten together, and a record that was searched by hand counts at four fifths of its weight.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from steelyard.readings.declared import LOUDEST, NONE
from steelyard.records import Family, FamilyVerdict, Finding, Reading, Weight
from steelyard.wording import percent

#: The most that diagnostics resting on the same rows add together, in decibans.
TOGETHER = 10.0

#: Two diagnostics rest on the same rows where they share this much of the smaller set.
SAME_ROWS = 0.5

#: Factor on every declared weight where the whole record was searched by hand. Grades hold over a range of
#: efforts already; what is left is that nobody knows which rows a search missed.
SEARCHED = 0.8


def weigh(
    findings: Iterable[Finding],
    readings: Sequence[Reading],
    weights: Iterable[Weight],
    *,
    client: str,
    family: Family,
    searched: bool = False,
) -> FamilyVerdict:
    """Add up the decibans of the findings on ``client`` for each reading of ``family``.

    The posterior odds of a reading against "none of these" are its prior odds times ten to the
    sum of its decibans over ten (Good 1950, Probability and the Weighing of Evidence).
    """
    of_client = sorted((f for f in findings if f.client == client), key=lambda f: f.diagnostic)
    names = [reading.name for reading in readings]
    table = {(w.diagnostic, w.grade, w.reading): w.decibans for w in weights}
    declared: dict[str, dict[str, float]] = {}
    for finding in of_client:
        by_reading = {
            name: table.get((finding.diagnostic, finding.grade, name), 0.0) for name in names
        }
        if any(by_reading.values()):
            declared[finding.diagnostic] = by_reading
    applied, caps = _capped(declared, _groups(of_client, declared), names)
    if searched and applied:
        applied = {
            diagnostic: {name: SEARCHED * x for name, x in by_reading.items()}
            for diagnostic, by_reading in applied.items()
        }
        halved = f"weights count {percent(SEARCHED)}, since all of the record was searched by hand"
        caps = (*caps, f"after that {halved}" if caps else halved)
    prior = {reading.name: reading.prior for reading in readings}
    prior[NONE] = 1 - sum(prior.values())
    return FamilyVerdict(
        client=client,
        family=family,
        prior=prior,
        probabilities=_posterior(prior, applied),
        decibans=applied,
        declared=declared,
        caps=caps,
    )


def _groups(findings: Sequence[Finding], telling: Iterable[str]) -> list[list[str]]:
    """Diagnostics that rest on the same rows, linked pair by pair."""
    rows = {f.diagnostic: set(f.evidence) for f in findings if f.diagnostic in set(telling)}
    groups: list[list[str]] = []
    for name in sorted(rows):
        linked = [g for g in groups if any(_same(rows[name], rows[other]) for other in g)]
        merged = sorted({name, *(other for group in linked for other in group)})
        groups = [group for group in groups if group not in linked]
        groups.append(merged)
    return groups


def _same(first: set[str], second: set[str]) -> bool:
    smaller = min(len(first), len(second))
    return smaller > 0 and len(first & second) / smaller >= SAME_ROWS


def _capped(
    declared: Mapping[str, Mapping[str, float]],
    groups: Iterable[Sequence[str]],
    names: Sequence[str],
) -> tuple[dict[str, dict[str, float]], tuple[str, ...]]:
    applied = {
        diagnostic: {name: max(-LOUDEST, min(LOUDEST, by_reading[name])) for name in names}
        for diagnostic, by_reading in declared.items()
    }
    caps = []
    for group in groups:
        for name in names:
            total = sum(applied[diagnostic][name] for diagnostic in group)
            if abs(total) <= TOGETHER:
                continue
            for diagnostic in group:
                applied[diagnostic][name] *= TOGETHER / abs(total)
            caps.append(
                f"{', '.join(group)} rest on the same rows: {total:+.0f} decibans for {name} "
                f"were held to {math.copysign(TOGETHER, total):+.0f}"
            )
    return applied, tuple(caps)


def _posterior(
    prior: Mapping[str, float], decibans: Mapping[str, Mapping[str, float]]
) -> dict[str, float]:
    logs = {
        name: math.log(p)
        + math.log(10) / 10 * sum(by_reading.get(name, 0.0) for by_reading in decibans.values())
        for name, p in prior.items()
        if p > 0
    }
    top = max(logs.values())
    masses = {name: math.exp(log - top) for name, log in logs.items()}
    whole = sum(masses.values())
    return {name: masses.get(name, 0.0) / whole for name in prior}
