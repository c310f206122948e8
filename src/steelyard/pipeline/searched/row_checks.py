"""How much a verdict rests on single rows: affairs left out, and rows that a search may have missed.

A record that people searched is small, so that one affair may carry it. Each is left out in turn, with all its
rows and, where it has several, row by row; and three rows of one kind are put in, of a kind that the record
holds itself. Judges are asked of the changed rows alone, without an archive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from steelyard import diagnostics, vocabulary
from steelyard.pipeline.judge_splits import SplitOf, judge_split, on_events
from steelyard.readings import ASKED, Learned, likelihood, reweighed
from steelyard.records import (
    Archive,
    Case,
    CheckKind,
    FamilyVerdict,
    Finding,
    Fragile,
    Judgement,
    PoleRole,
    Sensitivity,
)
from steelyard.series import Act, DyadEvents, Side, Split, split, with_rows, without_rows
from steelyard.wording import count, period_text, shortened

ROLES: tuple[PoleRole, ...] = ("rival", "partner")
SIDES: tuple[Side, ...] = ("before", "after")

#: More affairs than this, and no single one carries the record.
MANY = 400

#: Rows that a search may have missed, of one kind.
MISSED = 3

#: A kind of act is put in where at least this share of the pole's rows is of it.
PLAUSIBLE = 0.10


@dataclass(frozen=True, slots=True)
class _Trial:
    """One change of the record: its name, the rows that it takes away, and the windows with it."""

    change: str
    gone: tuple[str, ...]
    splits: SplitOf
    #: The pole whose rows are changed.
    role: PoleRole
    #: Whether a whole affair is left out.
    affair: bool = False


def row_checks(
    record: Archive,
    case: Case,
    findings: Sequence[Finding],
    families: Sequence[FamilyVerdict],
    model: Learned | None,
) -> tuple[FamilyVerdict, ...]:
    """Return the verdicts with the checks of single rows among their sensitivity runs.

    Args:
        record: The record of the case.
        case: Gives clients, windows and poles.
        findings: What the diagnostics found, for every client.
        families: Both families weighed for every client.
        model: The learned weights; the declared ones where there are none.
    """
    found: list[FamilyVerdict] = []
    for client in case.clients:
        mine = [verdict for verdict in families if verdict.client == client]

        def splits(role: PoleRole, name: str, client: str = client) -> Split:
            return split(record, case, client, role, name)

        now = [splits(role, "after") for role in ROLES]
        few = sum(len(part.before) + len(part.after) for part in now) <= MANY
        if all(part.selective for part in now) and few:
            client_findings = {f.diagnostic: f for f in findings if f.client == client}
            runs = list(_runs(case, client_findings, splits, mine, model))
            mine = [_checked(verdict, runs) for verdict in mine]
        found += mine
    return tuple(found)


_Run = tuple[_Trial, Mapping[str, Mapping[str, float]]]


def _runs(
    case: Case,
    findings: Mapping[str, Finding],
    splits: SplitOf,
    verdicts: Sequence[FamilyVerdict],
    model: Learned | None,
) -> Iterator[_Run]:
    """Each trial with the probabilities of both families."""
    asked = [d for d in on_events() if d.name in findings]
    seen: dict[str, set[PoleRole]] = {}
    now = {d.name: judge_split(d, _noted(splits, seen.setdefault(d.name, set()))) for d in asked}
    known: dict[tuple[object, ...], Mapping[str, Mapping[str, float]]] = {}
    for trial in _trials(splits):
        changed: dict[str, Finding] = {}
        for diagnostic in asked:
            if trial.role not in seen[diagnostic.name]:
                continue  # whoever does not look at the pole whose rows are changed says the same
            then = judge_split(diagnostic, trial.splits)
            if _looked_at(then) != _looked_at(now[diagnostic.name]):
                changed[diagnostic.name] = diagnostics.with_judgement(
                    findings[diagnostic.name], then
                )
        for name, finding in findings.items():
            if name not in now and _rests_on(finding, trial.gone):
                changed[name] = replace(
                    finding,
                    grade="cannot_tell",
                    reasons=("a row that it rests on is left out",),
                    needed=finding.needed or "the row that is left out",
                )
        key = tuple((name, _looked_at(finding)) for name, finding in changed.items())
        if key not in known:
            would_be = [changed.get(name, finding) for name, finding in findings.items()]
            known[key] = {
                verdict.family: reweighed(case, would_be, verdict, model) for verdict in verdicts
            }
        yield trial, known[key]


def _noted(splits: SplitOf, roles: set[PoleRole]) -> SplitOf:
    """What ``splits`` gives, with each pole that is asked for put among ``roles``."""

    def noted(role: PoleRole, name: str) -> Split:
        roles.add(role)
        return splits(role, name)

    return noted


def _looked_at(answer: Finding | Judgement) -> tuple[object, ...]:
    """What the weights look at."""
    numbers = tuple(sorted(answer.numbers.items()))
    ends = answer.effect, answer.low, answer.high
    return answer.grade, *ends, answer.n_before, answer.n_after, numbers


def _rests_on(finding: Finding, gone: Sequence[str]) -> bool:
    """Whether a graded finding names a row that is left out."""
    return finding.grade in ("supports", "opposes") and not set(gone).isdisjoint(finding.evidence)


def _trials(splits: SplitOf) -> Iterator[_Trial]:
    now = {role: splits(role, "after") for role in ROLES}
    for role in ROLES:
        for side in SIDES:
            events: DyadEvents = getattr(now[role], side)
            for at in map(int, np.flatnonzero(events.happened)):
                rows = tuple(events.rows[at])
                text = shortened(str(events.sentence[at] or events.type[at]).rstrip("."))
                day = period_text(
                    events.start[at].astype("datetime64[D]").item(), events.precision[at]
                )
                what = f"“{text}” of {day} ({events.source_id[at]}"
                several = f", {count(len(rows), 'row')}" if len(rows) > 1 else ""
                named = f"without {what}{several})"
                yield _Trial(named, rows, _without(splits, role, rows), role, affair=True)
                if len(rows) > 1:
                    for one in rows:
                        change = f"without one row of {what})"
                        yield _Trial(change, (one,), _without(splits, role, (one,)), role)
    for role in ROLES:
        for act, told in _kinds(now[role]):
            for side in SIDES:
                change = f"with three more rows of {told} with {now[role].pole} {side} the shock"
                yield _Trial(change, (), _with(splits, role, act, side), role)


def _without(splits: SplitOf, role: PoleRole, rows: Sequence[str]) -> SplitOf:
    return _changed(splits, role, lambda now: without_rows(now, rows))


def _with(splits: SplitOf, role: PoleRole, act: Act, side: Side) -> SplitOf:
    return _changed(splits, role, lambda now: with_rows(now, act, side, MISSED))


def _changed(splits: SplitOf, role: PoleRole, change: Callable[[Split], Split]) -> SplitOf:
    """What ``splits`` gives with a pole's rows changed, each window once: a record gives it as one object."""
    known: dict[int, Split] = {}

    def changed(asked: PoleRole, name: str) -> Split:
        now = splits(asked, name)
        if asked != role:
            return now
        if id(now) not in known:
            known[id(now)] = change(now)
        return known[id(now)]

    return changed


def _kinds(windows: Split) -> Iterator[tuple[Act, str]]:
    """The kinds of act that a pole's rows are of, each with the type that it has most often."""
    parts = [part.select(part.happened) for part in (windows.before, windows.after)]
    whole = sum(len(part) for part in parts)
    for quad in (1, 2, 3, 4):
        counted: dict[tuple[str, str], int] = {}
        for part in parts:
            for kind, direction in zip(part.type, part.direction, strict=True):
                if vocabulary.quad(str(kind)) == quad:
                    key = (str(kind), str(direction))
                    counted[key] = counted.get(key, 0) + 1
        if counted and sum(counted.values()) >= PLAUSIBLE * whole:
            kind, direction = max(counted, key=lambda key: (counted[key], key))
            done = "words" if quad % 2 else "deeds"
            yield Act(direction, kind, quad, done), f"{vocabulary.QUADS[quad]} ({kind})"


def _checked(verdict: FamilyVerdict, runs: Sequence[_Run]) -> FamilyVerdict:
    """The verdict with the runs that reach farthest for some reading, and what makes it fragile."""
    if not runs:  # nothing happened between the client and either pole
        return verdict
    farthest: dict[str, Sensitivity] = {}
    for name in verdict.probabilities:
        for ends in (min, max):
            trial, p = ends(runs, key=lambda run: run[1][verdict.family][name])
            kind: CheckKind = "affair" if trial.gone else "missed"
            run = Sensitivity(trial.change, p[verdict.family], kind)
            farthest.setdefault(trial.change, run)
    fragile = _fragile(verdict, runs) if verdict.family == "what" else None
    return replace(verdict, sensitivity=(*verdict.sensitivity, *farthest.values()), fragile=fragile)


def _fragile(verdict: FamilyVerdict, runs: Sequence[_Run]) -> Fragile | None:
    """The affair whose loss moves the question asked across a word of the scale, and farthest."""
    p = verdict.probabilities[ASKED]
    word = likelihood(p)[0]
    moved = [
        (abs(would_be[verdict.family][ASKED] - p), trial, would_be[verdict.family][ASKED])
        for trial, would_be in runs
        if trial.affair and likelihood(would_be[verdict.family][ASKED])[0] != word
    ]
    if not moved:
        return None
    _, trial, then = max(moved, key=lambda one: one[0])
    return Fragile(trial.change.removeprefix("without "), trial.gone, then, likelihood(then)[0])
