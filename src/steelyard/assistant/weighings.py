"""Tools that ask questions of a case: its verdict, a finding explained, what if, two runs compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from steelyard import diagnostics, vocabulary
from steelyard.assistant.budget import DEFAULT, fitted
from steelyard.assistant.coverage import coverage
from steelyard.assistant.events import rows_of
from steelyard.assistant.materials import Materials
from steelyard.assistant.quoting import NOTICE, plain, visible
from steelyard.errors import CaseError
from steelyard.pipeline import diagnose, what_if
from steelyard.records import Brief, FamilyVerdict, Finding

#: Rows that are quoted for a finding; the others are named by id.
QUOTED = 8

#: Rows of a finding's table that an answer shows.
TABLED = 40

#: Ids that an answer names for one finding.
NAMED = 30

#: An event that may be supposed, as :data:`steelyard.pipeline.what_if.FORM` has it: never a path.
_SUPPOSED = re.compile(
    rf"({'|'.join(vocabulary.TYPES)}) [A-Z;]{{2,60}} [A-Z;]{{2,60}} (words|deeds) \d{{4}}-\d\d-\d\d"
    rf"( ({'|'.join(vocabulary.STATUSES)}))?"
)


def weigh_case(
    materials: Materials, *, case: str, archive: str = "", seed: int = 0, budget: int = DEFAULT
) -> dict[str, Any]:
    """Return the verdict of a case: the answer, how likely each reading is, and what each finding says.

    Args:
        materials: What the server was started on.
        case: A case.
        archive: An archive whose rows stand beside its own.
        seed: Feeds whatever is random.
        budget: Tokens that the answer may take.

    Raises:
        CaseError: There is no such case here, or it lacks evidence.
        ArchiveError: The archive is not one for this case.
    """
    with materials.lock:
        brief = materials.brief(case, archive, seed)
        record = materials.record(case, archive)
        verdict = brief.verdict
        strongest = [name for f in brief.findings if f.key_point for name in f.evidence[:2]]
        answer = {
            "answer": verdict.answer,
            "sentences": list(verdict.sentences),
            "confidence": verdict.confidence_level,
            "probabilities": _probabilities(verdict.families),
            "rests_on_one_affair": [_fragile(one) for one in verdict.families if one.fragile],
            "key_points": list(verdict.key_points),
            "findings": [_line(finding, brief) for finding in _by_weight(brief)],
            "would_change": [plain(post.sentence) for post in verdict.would_change],
            "confidence_reasons": list(verdict.confidence_reasons),
            "rows": rows_of(record, strongest[:QUOTED])[0],
            "coverage": coverage(record, materials.case(case)),
            "seed": seed,
            "version": brief.version,
            "notice": NOTICE,
        }
    shed = ("rows", "would_change", "findings", "confidence_reasons", "key_points", "coverage")
    return fitted(plain(answer, 2000), budget, (*shed, "rests_on_one_affair", "sentences"))


def _probabilities(families: Iterable[FamilyVerdict]) -> dict[str, dict[str, dict[str, float]]]:
    found: dict[str, dict[str, dict[str, float]]] = {}
    for family in families:
        rounded = {reading: round(p, 3) for reading, p in family.probabilities.items()}
        found.setdefault(family.client, {})[family.family] = rounded
    return found


def _by_weight(brief: Brief) -> list[Finding]:
    """The findings, those that moved a reading most first."""
    return sorted(
        brief.findings, key=lambda f: -max(map(abs, _decibans(f, brief).values()), default=0)
    )


def _decibans(finding: Finding, brief: Brief) -> dict[str, float]:
    return {
        reading: round(added, 1)
        for family in brief.verdict.families
        if family.client == finding.client
        for reading, added in family.decibans.get(finding.diagnostic, {}).items()
        if abs(added) >= 0.05
    }


def _line(finding: Finding, brief: Brief) -> dict[str, Any]:
    return {
        "diagnostic": finding.diagnostic,
        "client": finding.client,
        "grade": finding.grade,
        "answered": finding.answered,
        "sentence": finding.sentence,
        "decibans": _decibans(finding, brief),
        "row_ids": list(finding.evidence[:3]),
    }


def explain_finding(
    materials: Materials,
    *,
    case: str,
    diagnostic: str,
    client: str = "",
    archive: str = "",
    budget: int = DEFAULT,
) -> dict[str, Any]:
    """Return one diagnostic's answer with its interval, reasons, tables and the rows behind it.

    Args:
        materials: What the server was started on.
        case: A case.
        diagnostic: The name of a diagnostic.
        client: A client of the case; may be left out where there is one.
        archive: An archive whose rows stand beside its own.
        budget: Tokens that the answer may take.

    Raises:
        CaseError: A name is not one of those allowed.
        ArchiveError: The archive is not one for this case.
    """
    with materials.lock:
        checked = materials.case(case)
        asked = diagnostics.get(diagnostic)
        whom = client or (checked.clients[0] if len(checked.clients) == 1 else "")
        if whom not in checked.clients:
            found = f"'{client[:20]}' is no client" if client else "no client is named"
            msg = f"Of case '{case}' {found}; allowed are {', '.join(checked.clients)}."
            raise CaseError(msg)
        findings = diagnose(checked, only=[asked.name], archive=materials.archive(archive))
        finding = next(f for f in findings if f.client == whom)
        record = materials.record(case, archive)
        named = finding.evidence[:NAMED]
        answer = {
            "diagnostic": finding.diagnostic,
            "client": finding.client,
            "question": finding.question,
            "proposition": finding.proposition,
            "grade": finding.grade,
            "sentence": finding.sentence,
            "answered": finding.answered,
            "figures": _figures(finding),
            "under_uneven_search": _effort(finding),
            "reasons": list(finding.reasons),
            "needed": finding.needed,
            "would_change": finding.would_change,
            "strongest_for": finding.strongest_for,
            "strongest_against": finding.strongest_against,
            "row_ids": list(named),
            "rows_in_all": len(finding.evidence),
            "quoted_tables": [
                {
                    "title": table.title,
                    "columns": list(table.columns),
                    "rows": [
                        {"cells": plain(list(cells)), "row_ids": list(ids[:NAMED])}
                        for cells, ids in list(zip(table.rows, table.evidence, strict=True))[
                            :TABLED
                        ]
                    ],
                    "rows_in_all": len(table.rows),
                    "note": table.note,
                }
                for table in finding.exhibits
            ],
            "rows": rows_of(record, named[:QUOTED])[0],
            "measures": [_measure(measure) for measure in finding.measures],
            "coverage": coverage(record, checked),
            "notice": NOTICE,
        }
    shed = ("measures", "rows", "quoted_tables", "row_ids", "coverage", "reasons")
    return fitted(plain(answer, 2000), budget, shed)


def _figures(finding: Finding) -> dict[str, Any]:
    return {
        "effect": finding.effect,
        "low": finding.low,
        "high": finding.high,
        "interval": "90 %",
        "unit": finding.unit,
        "says_nothing_at": finding.null,
        "n_before": finding.n_before,
        "n_after": finding.n_after,
        "smallest_detectable": finding.smallest_detectable,
    }


def _effort(finding: Finding) -> dict[str, Any] | None:
    """The answer over the whole range of how unevenly the record may have been searched."""
    effort = finding.effort
    if effort is None:
        return None
    return {
        "searched": effort.comparison,
        "from_times": effort.low,
        "to_times": effort.high,
        "assumed": effort.assumed,
        "effect_between": list(effort.bounds),
        "grade_overturned_at": effort.overturned,
    }


def _fragile(family: FamilyVerdict) -> dict[str, Any]:
    """The affair without which the answer would be another word, and what would be said then."""
    assert family.fragile is not None
    return {
        "client": family.client,
        "quoted_affair": family.fragile.what,
        "row_ids": list(family.fragile.rows),
        "probability_without_it": round(family.fragile.probability, 3),
        "word_without_it": family.fragile.word,
    }


def _measure(measure: Any) -> dict[str, Any]:
    return {
        "label": measure.label,
        "value": measure.value,
        "low": measure.low,
        "high": measure.high,
        "unit": measure.unit,
        "row_ids": list(measure.evidence[:3]),
    }


def suppose(
    materials: Materials,
    *,
    case: str,
    event: str,
    archive: str = "",
    seed: int = 0,
    budget: int = DEFAULT,
) -> dict[str, Any]:
    """Return what would move if an event happened: grades, effects and readings, now and then.

    Args:
        materials: What the server was started on.
        case: A case.
        event: ``TYPE ACTOR RECIPIENT ACT DAY [STATUS]``.
        archive: An archive whose rows stand beside its own.
        seed: Feeds whatever is random.
        budget: Tokens that the answer may take.

    Raises:
        CaseError: The event cannot be read, or lies before every window of the case.
        VocabularyError: An actor is not in the vocabulary.
        ArchiveError: The archive is not one for this case.
    """
    if not _SUPPOSED.fullmatch(event):
        msg = (
            f"'{visible(event, 80)}' is no event to suppose: write {what_if.FORM}. Types: "
            f"{', '.join(vocabulary.TYPES)}; acts: words, deeds; statuses: {', '.join(vocabulary.STATUSES)}."
        )
        raise CaseError(msg)
    from steelyard.readings import shipped

    with materials.lock:
        checked = materials.case(case)
        moved = what_if.suppose(
            checked, [event], archive=materials.archive(archive), model=shipped(), seed=seed
        )
        record = materials.record(case, archive)
        changed = moved.moved_findings()
        ids = [name for _, then in changed for name in then.evidence[:2]]
        answer = {
            "supposed": event,
            "widened_window": moved.widened
            and [moved.widened.start.isoformat(), moved.widened.end.isoformat()],
            "findings_that_move": [
                {
                    "diagnostic": now.diagnostic,
                    "client": now.client,
                    "unit": now.unit,
                    "now": _state(now),
                    "then": _state(then),
                    "row_ids": list(now.evidence[:3]),
                }
                for now, then in changed
            ],
            "readings": [
                {
                    "client": now.client,
                    "family": now.family,
                    "now_then": {
                        reading: [round(p, 3), round(then.probabilities[reading], 3)]
                        for reading, p in now.probabilities.items()
                    },
                }
                for now, then in moved.families
            ],
            "rows": rows_of(record, ids[:QUOTED])[0],
            "coverage": coverage(record, checked),
            "notice": NOTICE,
        }
    return fitted(plain(answer), budget, ("rows", "findings_that_move", "coverage", "readings"))


def _state(finding: Finding) -> dict[str, Any]:
    return {"grade": finding.grade, "effect": finding.effect, "n_after": finding.n_after}
