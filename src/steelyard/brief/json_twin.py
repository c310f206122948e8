"""The JSON twin: everything that the page shows, for programs; brief.schema.json describes it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from steelyard.brief.first_screen import decision
from steelyard.brief.labels import by_chance, decibans
from steelyard.records import Brief, ClaimCheck, FamilyVerdict, Finding

#: Significant digits of numbers: enough for any reader, few enough to be the same everywhere.
DIGITS = 6


def to_json(brief: Brief) -> str:
    """Return the brief as JSON text."""
    return json.dumps(to_dict(brief), ensure_ascii=False, indent=1) + "\n"


def to_dict(brief: Brief) -> dict[str, Any]:
    """Return the brief as plain values, in the shape of brief.schema.json."""
    case, verdict = brief.case, brief.verdict
    whole = {
        "case": case.name,
        "title": case.title,
        "question": case.question,
        "answer": verdict.answer,
        "sentences": verdict.sentences,
        "key_points": verdict.key_points,
        "confidence": verdict.confidence,
        "confidence_level": verdict.confidence_level,
        "track_record": dict(verdict.track_record),
        "clients": case.clients,
        "shock": {
            "day": case.shock.day.isoformat(),
            "actor": case.shock.actor,
            "recipient": case.shock.recipient,
            "what": case.shock.what,
        },
        "windows": {
            name: [window.start.isoformat(), window.end.isoformat()]
            for name, window in case.windows.items()
        },
        "poles": {
            pole.name: {
                "role": pole.role,
                "title": pole.title,
                "actors": pole.actors,
                "members_of": pole.members_of,
            }
            for pole in case.poles
        },
        "gaps": [[gap.start.isoformat(), gap.end.isoformat()] for gap in case.gaps],
        "notes": case.notes,
        "verdict": {
            client: {f.family: f.probabilities for f in verdict.families if f.client == client}
            for client in case.clients
        },
        "weighing": [_weighing(family) for family in verdict.families],
        "readings": [asdict(reading) for reading in brief.readings],
        "supports": by_chance(brief.findings),
        "findings": [_finding(finding, verdict.families) for finding in brief.findings],
        "claims": [_claim(claim) for claim in brief.claims],
        "decision": decision(brief),
        "would_change": [asdict(post) for post in verdict.would_change],
        "timeline": brief.timeline,
        "acts": brief.acts,
        "rungs": brief.rungs,
        "weeks": brief.weeks,
        "publishers": brief.publishers,
        "evidence": brief.evidence,
        "sources": [asdict(card) for card in brief.sources],
        "inputs": brief.inputs,
        "settings": brief.settings,
        "record": brief.record,
        "seed": brief.seed,
        "version": brief.version,
    }
    plain: dict[str, Any] = _plain(whole)
    return plain


def _weighing(family: FamilyVerdict) -> dict[str, Any]:
    return {
        "client": family.client,
        "family": family.family,
        "prior": family.prior,
        "probabilities": family.probabilities,
        "declared": family.declared,
        "applied": family.decibans,
        "caps": family.caps,
        "sensitivity": [asdict(run) for run in family.sensitivity],
        "learned": family.learned,
        "labels": family.labels,
        "narrow": family.narrow,
        "held": family.mild_words,
        "likeness": asdict(family.likeness) if family.likeness else None,
        "fragile": asdict(family.fragile) if family.fragile else None,
        "hinge": asdict(family.hinge) if family.hinge else None,
        "ends": {name: family.ends(name) for name in family.probabilities},
    }


def _finding(finding: Finding, families: Sequence[FamilyVerdict]) -> dict[str, Any]:
    shown = asdict(replace(finding, weights=(), behind=None))
    del shown["behind"], shown["weights"]  # the readings that they speak for have them
    if shown["effort"] is not None:
        del shown["effort"]["along"]  # what it works out is in the points
    return {**shown, "decibans": decibans(finding, families)}


def _claim(claim: ClaimCheck) -> dict[str, Any]:
    return asdict(claim)


def _plain(value: Any) -> Any:
    """Lists for tuples, rounded numbers, None for what is not finite."""
    if isinstance(value, bool) or value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, Sequence):
        return [_plain(part) for part in value]
    msg = f"{type(value).__name__} cannot stand in a brief"
    raise TypeError(msg)
