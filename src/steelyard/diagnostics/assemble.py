"""Assembling: judgements from their parts, findings from judgement and account, weights from tables."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.resources import files
from typing import Any

from steelyard.diagnostics.effort import answered, effort_reasons, spelled_out
from steelyard.diagnostics.reasons import Decision
from steelyard.records import (
    NULLS,
    Archive,
    Case,
    Diagnostic,
    Finding,
    Grade,
    Judgement,
    Measure,
    UnderEffort,
    Weight,
)
from steelyard.statistics import Estimate
from steelyard.wording import capital, finite

#: Grades that leave a question open, and therefore say what would settle it.
OPEN: tuple[Grade, ...] = ("cannot_tell", "not_applicable")


def judgement(
    decided: Decision,
    found: Estimate | None,
    numbers: tuple[int | None, int | None],
    *,
    needed: str,
    caveats: Sequence[str] = (),
    basis: Any = None,
    effort: UnderEffort | None = None,
) -> Judgement:
    """Return a judgement from its parts.

    Args:
        decided: The grade, and why it is no other.
        found: The effect with its interval, if there is one.
        numbers: Events before and after.
        needed: What would settle the question; kept where it is left open.
        caveats: What limits any answer, after the reasons of the grade.
        basis: What ``tell`` needs of what was worked out.
        effort: The answer as a function of how unevenly a record was searched.
    """
    grade, reasons = decided
    return Judgement(
        grade=grade,
        effect=finite(found.effect) if found else None,
        low=finite(found.low) if found else None,
        high=finite(found.high) if found else None,
        n_before=numbers[0],
        n_after=numbers[1],
        smallest_detectable=finite(found.smallest_detectable) if found else None,
        reasons=(*reasons, *caveats),
        needed=needed if grade in OPEN else None,
        basis=basis,
        effort=effort,
    )


def ask(diagnostic: Diagnostic, archive: Archive, case: Case, client: str) -> Finding:
    """Put one question to an archive."""
    return finding(diagnostic, client, diagnostic.gather(archive, case, client))


def judged_of(diagnostic: Diagnostic, arrays: Any) -> Judgement:
    """Judge arrays, and work out the gauges beside."""
    return replace(diagnostic.judge(arrays), numbers=numbers_of(diagnostic, arrays))


def numbers_of(diagnostic: Diagnostic, arrays: Any) -> dict[str, float]:
    """Return the gauges of a diagnostic that can be told, by name."""
    measured = {gauge.name: gauge.measure(arrays) for gauge in diagnostic.gauges}
    return {name: value for name, value in measured.items() if value is not None}


def finding(diagnostic: Diagnostic, client: str, arrays: Any) -> Finding:
    """Judge arrays, and tell of it."""
    judged = judged_of(diagnostic, arrays)
    told = diagnostic.tell(arrays, judged)
    effort = spelled_out(judged.effort)
    said = effort_reasons(judged, effort, diagnostic.scale)
    return Finding(
        diagnostic=diagnostic.name,
        client=client,
        question=diagnostic.question,
        subject=diagnostic.subject,
        proposition=diagnostic.proposition,
        sentence=capital(told.sentence),
        grade=judged.grade,
        effect=judged.effect,
        unit=told.unit or diagnostic.unit,
        scale=diagnostic.scale,
        null=NULLS[diagnostic.scale] if judged.null is None else judged.null,
        low=judged.low,
        high=judged.high,
        n_before=judged.n_before,
        n_after=judged.n_after,
        smallest_detectable=judged.smallest_detectable,
        reasons=(*judged.reasons, *said),
        needed=judged.needed,
        evidence=told.evidence,
        measures=(*told.measures, *_shown(diagnostic, judged)),
        exhibits=told.exhibits,
        strongest_for=told.strongest_for,
        strongest_against=told.strongest_against,
        would_change=told.would_change,
        key_point=told.key_point,
        chart=diagnostic.chart,
        weights=diagnostic.weights,
        numbers=judged.numbers,
        answered=answered(judged, diagnostic.scale),
        effort=effort,
    )


def with_judgement(finding: Finding, judged: Judgement) -> Finding:
    """Return the finding as another judgement would have it; what it tells stays as it is."""
    return replace(
        finding,
        grade=judged.grade,
        effect=judged.effect,
        low=judged.low,
        high=judged.high,
        n_before=judged.n_before,
        n_after=judged.n_after,
        smallest_detectable=judged.smallest_detectable,
        reasons=judged.reasons,
        needed=judged.needed,
        numbers=judged.numbers,
        answered=answered(judged, finding.scale),
        effort=judged.effort,
    )


def _shown(diagnostic: Diagnostic, judged: Judgement) -> Iterator[Measure]:
    """The gauges as figures of the finding, so that a reader sees what decides."""
    for gauge in diagnostic.gauges:
        if gauge.name in judged.numbers:
            yield Measure(
                name=gauge.name,
                kind="level" if gauge.level else "step",
                label=f"{gauge.label} ({f'{gauge.counts}, ' if gauge.counts else ''}weighed by real cases)",
                value=judged.numbers[gauge.name],
                unit="natural logs of a ratio",
            )


def weights_of(name: str) -> tuple[Weight, ...]:
    """Read the declared weights of a diagnostic from its table, ``questions/weights/NAME.csv``."""
    table = files("steelyard.diagnostics.questions") / "weights" / f"{name}.csv"
    return tuple(
        Weight(name, row["grade"], row["reading"], float(row["decibans"]), row["reason"])
        for row in csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    )
