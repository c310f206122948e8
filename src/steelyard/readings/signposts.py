"""Signposts: which answers would change the verdict, found by weighing again as if they were known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from steelyard.readings.declared import ASKED, NONE, TELLING, readings_for, title_of
from steelyard.readings.joint import probabilities_if
from steelyard.readings.learned import Learned
from steelyard.readings.measured import shipped_history
from steelyard.readings.sensitivity import weigh_once
from steelyard.readings.words import number
from steelyard.records import (
    Case,
    FamilyVerdict,
    Finding,
    Grade,
    Signpost,
)
from steelyard.wording import actor_name, listing

#: An open question that can move the question asked by no more than this is not shown.
NOTICED = 0.03


class _Move(NamedTuple):
    """Where a reading stands now, and where it would if an open question came out either way."""

    reading: str
    now: float
    supports: float
    opposes: float

    @property
    def size(self) -> float:
        """The larger of the two changes, as a difference of probabilities."""
        return max(abs(self.supports - self.now), abs(self.opposes - self.now))


def signposts(
    case: Case,
    findings: Sequence[Finding],
    families: Sequence[FamilyVerdict],
    model: Learned | None = None,
) -> tuple[Signpost, ...]:
    """Return the open questions, largest possible effect on a reading first.

    Args:
        case: Gives readings, weights and names.
        findings: What the diagnostics found, for every client.
        families: Both families weighed for every client.
        model: Learned weights, if any.
    """
    now = {(verdict.client, verdict.family): verdict for verdict in families}
    found: list[tuple[float, Signpost]] = []
    for finding in findings:
        if finding.grade != "cannot_tell" or not finding.needed:
            continue
        verdict = now[finding.client, "what"]
        moves = _moves(verdict, _outcomes(case, findings, finding, verdict, model))
        asked = next(move for move in moves if move.reading == ASKED)
        if asked.size >= NOTICED:
            found.append((asked.size, _signpost(case, finding, [asked])))
    found.sort(key=lambda item: -item[0])
    return tuple(post for _, post in found)


def _signpost(case: Case, finding: Finding, moves: Sequence[_Move]) -> Signpost:
    """One sentence: the reading that would move most, and the one that the case asks about."""
    name = actor_name(finding.client, case.shock.day)
    found = [
        f"“{title_of(case, move.reading)}” {'at' if at else 'would stand at'} {number(move.supports)}"
        for at, move in enumerate(moves)
    ]
    sentence = (
        f"The question “{finding.diagnostic}” is open for {name}. If it were found that "
        f"{finding.proposition}, {listing(found)}; if the contrary, at "
        f"{listing(number(move.opposes) for move in moves)} (now "
        f"{listing(number(move.now) for move in moves)}). "
        f"Needed: {(finding.needed or '').rstrip('.')}. Shown by: steelyard weigh {case.name} --archive "
        "FILE, with these data in it."
    )
    return Signpost(
        client=finding.client,
        diagnostic=finding.diagnostic,
        sentence=sentence,
        move=max(move.size for move in moves),
    )


def _outcomes(
    case: Case,
    findings: Sequence[Finding],
    question: Finding,
    verdict: FamilyVerdict,
    model: Learned | None,
) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """The probabilities if one open question were answered for and against its proposition."""

    def probabilities(grade: Grade) -> Mapping[str, float]:
        as_if = model.as_if(question, grade) if model else replace(question, grade=grade)
        as_if = replace(as_if, numbers=_numbers_if(question, grade))
        return reweighed(case, [as_if if f is question else f for f in findings], verdict, model)

    supports, opposes = TELLING
    return probabilities(supports), probabilities(opposes)


def _numbers_if(question: Finding, grade: Grade) -> dict[str, float]:
    """The gauges of a question answered either way: half as far as real cases reach, or as far as they are."""
    history = shipped_history()
    gauges = {**history.searched, **history.gauges}
    found = dict(question.numbers)
    for name, value in question.numbers.items():
        weight = gauges.get(f"{question.diagnostic}.{name}")
        if weight is not None and weight.reading == ASKED:
            end, further = (weight.high, max) if grade == "supports" else (weight.low, min)
            found[name] = further(value, (weight.neutral + end) / 2)
    return found


def reweighed(
    case: Case, findings: Sequence[Finding], verdict: FamilyVerdict, model: Learned | None
) -> Mapping[str, float]:
    """Return the probabilities of the family of ``verdict`` if these were the findings.

    The likeness of the record to simulated worlds is kept from ``verdict``.
    """
    if model is not None:
        return probabilities_if(case, findings, model, client=verdict.client, family=verdict.family)
    over = [reading for reading in readings_for(case) if reading.family == verdict.family]
    return weigh_once(
        case, findings, over, client=verdict.client, family=verdict.family
    ).probabilities


def _moves(
    verdict: FamilyVerdict, outcomes: tuple[Mapping[str, float], Mapping[str, float]]
) -> list[_Move]:
    supports, opposes = outcomes
    return [
        _Move(name, p, supports[name], opposes[name])
        for name, p in verdict.probabilities.items()
        if name != NONE
    ]
