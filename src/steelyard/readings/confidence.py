"""Confidence: how far the weighing can be trusted, by a rule fixed in advance.

It concerns the record and the method, never the answer (ICD 203): how many questions the record
could answer, how its rows were collected, and how far the result moves when one thing changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Literal

from steelyard.readings.declared import ASKED, TELLING
from steelyard.readings.measured import shipped_history
from steelyard.readings.sensitivity import DAY
from steelyard.records import Case, CheckKind, FamilyVerdict, Finding
from steelyard.wording import actor_name, count, listing

Level = Literal["low", "moderate", "high"]
LEVELS: tuple[Level, Level, Level] = ("low", "moderate", "high")

#: Share of the questions that must be answered for moderate and for high confidence.
SOME, MOST = 0.35, 0.70

#: A probability that moves by no more than this in any check is steady; by more than that, shaky.
STEADY, SHAKY = 0.10, 0.20

DECLARED = "the weights are declared by judgement, not learned from cases with known ends"
LEARNED = "whether it was a turn is weighed by real cases, which other reading by simulated worlds"


def confidence(
    case: Case, findings: Sequence[Finding], what: Sequence[FamilyVerdict]
) -> tuple[Level, tuple[str, ...]]:
    """Return the level and its reasons.

    The share of questions answered sets the level. A record searched by hand throughout limits it to
    moderate, and so does a probability of realignment that moves by more than ten points when one
    question, one family of publishers or the case's own priors are left out. A move of more than
    twenty points makes it low.

    Args:
        case: States how its sources were collected.
        findings: What the diagnostics found, for every client.
        what: The family "what is it?" weighed for every client, with its sensitivity.
    """
    applicable = [finding for finding in findings if finding.grade != "not_applicable"]
    answered = [finding for finding in applicable if finding.grade in TELLING]
    reasons = [_answered(applicable, len(answered)), *_sampling(case)]
    if not answered:
        return "low", tuple(reasons)
    score = (len(answered) >= SOME * len(applicable)) + (len(answered) >= MOST * len(applicable))
    if case.searched:
        score = min(score, 1)
    for reason, largest in _swings(case, what):
        reasons.append(reason)
        score = 0 if largest > SHAKY else min(score, 1) if largest > STEADY else score
    learned = any(verdict.learned for verdict in what)
    return LEVELS[score], (*reasons, LEARNED if learned else DECLARED)


def _answered(applicable: Sequence[Finding], answered: int) -> str:
    """How many of the questions that apply the record answers, and how far it goes with the others."""
    parts = [
        f"the record answers {answered or 'none'} of {count(len(applicable), 'question')} that apply"
    ]
    held = (("bounded", "bounds {} more"), ("estimated", "measures {} without bounds"))
    for how, said in held:
        number = sum(
            finding.answered == how and finding.grade == "cannot_tell" for finding in applicable
        )
        if number:
            parts.append(said.format(number))
    return listing(parts)


def record_of_cases() -> dict[str, Any]:
    """Return the track record as values for brief.json."""
    history = shipped_history()
    return {
        "cases": history.cases,
        "turns": history.turns,
        "prior": history.prior,
        "bands": [asdict(band) for band in history.bands],
    }


def track_record(case: Case, what: Sequence[FamilyVerdict]) -> str:
    """Return how real cases turned out that were given the same probability as each client here."""
    history = shipped_history()
    parts = []
    for band in dict.fromkeys(history.band(verdict.probabilities[ASKED]) for verdict in what):
        of = [v.client for v in what if history.band(v.probabilities[ASKED]) is band]
        whose = (
            f" (as {listing(actor_name(c, case.shock.day) for c in of)})" if len(what) > 1 else ""
        )
        parts.append(
            f"those given {100 * band.low:.0f} to {100 * band.high:.0f}\u00a0%{whose} were lasting turns "
            f"in {band.turns} of {band.cases}, which at the prior used here is {100 * band.rate:.0f}\u00a0% "
            f"(90\u00a0% interval {100 * band.rate_low:.0f} to {100 * band.rate_high:.0f})"
        )
    return (
        f"Of the {history.cases} real cases on which this was tried, {history.turns} of them turns, each by "
        f"weights that had not seen its state, {'; '.join(parts)} (docs/verdict.md)."
    )


def _sampling(case: Case) -> list[str]:
    if case.searched:
        return ["all of its rows were searched by hand, and none is part of a systematic count"]
    if any(card.sampling == "selective" for card in case.sources):
        return ["part of its rows were searched by hand"]
    return []


def _swings(case: Case, what: Sequence[FamilyVerdict]) -> list[tuple[str, float]]:
    """The largest effect of each kind of check, in words and as a difference of probabilities."""
    questions = _largest(what, "question")
    priors, noise = _largest(what, "priors"), _largest(what, "noise")
    days, publishers = _largest(what, "day"), _largest(what, "publishers")
    affairs = _largest(what, "affair")
    swings = []
    if questions is not None:
        client, change, size = questions
        left_out = f"{change.removeprefix('without ')} for {actor_name(client, case.shock.day)}"
        swings.append(
            (f"leaving out one question ({left_out}) moves realignment by {_points(size)}", size)
        )
    if publishers is None:
        swings.append(
            ("no family of publishers could be left out to see how much rests on it", 0.0)
        )
    else:
        client, change, size = publishers
        name = f" for {actor_name(client, case.shock.day)}" if size >= 0.005 else ""
        swings.append(
            (
                f"leaving out {change.removeprefix('without ')} moves it by {_points(size)}{name}",
                size,
            )
        )
    if days is not None:
        client, change, size = days
        name = f" for {actor_name(client, case.shock.day)}" if size >= 0.005 else ""
        moved = change.removeprefix(DAY).strip()
        swings.append((f"the day moved ({moved}) moves it by {_points(size)}{name}", size))
    if affairs is not None:
        client, change, size = affairs
        name = f" for {actor_name(client, case.shock.day)}" if size >= 0.005 else ""
        left_out = change.removeprefix("without ")
        swings.append(
            (f"leaving out one affair ({left_out}) moves it by {_points(size)}{name}", size)
        )
    if priors is not None:
        swings.append((f"flat priors move it by {_points(priors[2])}", priors[2]))
    if noise is not None:
        swings.append(
            (f"weights from worlds with less noise move it by {_points(noise[2])}", noise[2])
        )
    return swings


def _largest(what: Sequence[FamilyVerdict], kind: CheckKind) -> tuple[str, str, float] | None:
    """Client, change and size of the largest move of realignment among the runs that count."""
    moves = [
        (
            verdict.client,
            run.change,
            abs(run.probabilities[ASKED] - verdict.probabilities[ASKED]),
        )
        for verdict in what
        for run in verdict.sensitivity
        if run.kind == kind
    ]
    return max(moves, key=lambda move: move[2], default=None)


def _points(size: float) -> str:
    points = round(100 * size)
    if points == 0:
        return "less than a point"
    return "one point" if points == 1 else f"{points} points"
