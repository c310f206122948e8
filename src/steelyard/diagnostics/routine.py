"""Routine: is it what this dyad's calendar and history would have produced anyway?

Idea: an act is habit where the pair did the same (type and act) within thirty days of the same
date in earlier years: in two of the last three, or in both where only two are covered.
Misleads when: the earlier years were searched less (habits then look like news), or when a habit
is kept to dress up a change.
Source: bureaucratic routine in reciprocity models, Goldstein and Freeman 1991, American
Political Science Review 85:17; calendar matching is our own simple form of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from steelyard.diagnostics import grounds
from steelyard.records import Archive, Case, Diagnostic, Exhibit, Finding, Grade
from steelyard.series import Split, split
from steelyard.statistics import Estimate, grade_half, share
from steelyard.wording import actor_name, count, first, percent

NAME = "routine"
QUESTION = "Is it what the pair's calendar and history would have produced anyway?"
PROPOSITION = "habit suffices"

#: Days on either side of the anniversary within which an act counts as its precedent.
NEAR = 30

#: Earlier years that are looked at, and how many of them must hold a precedent.
YEARS, ENOUGH = 3, 2


@dataclass(frozen=True, slots=True)
class Arrays:
    """The pair's windows and the first day of the earlier one."""

    split: Split
    covered_from: date


def gather(archive: Archive, case: Case, client: str) -> Arrays:
    """Return the pair's events, and how far back the record goes."""
    return Arrays(split(archive, case, client, "rival", NAME), case.before.start)


def judge(arrays: Arrays) -> Finding:
    """Grade whether most acts after the shock have precedents in the pair's own calendar."""
    windows = arrays.split
    after = windows.after.select(windows.after.happened)
    before = windows.before.select(windows.before.happened)
    precedents = [_precedents(arrays, after.start[at].item(), at) for at in range(len(after))]
    judged = [at for at, found in enumerate(precedents) if found is not None]
    habits = [at for at in judged if len({y for y, _ in precedents[at] or ()}) >= ENOUGH]
    found = share(len(habits), len(judged))
    grade, reasons, needed = _grade(windows, found)
    own = {at: tuple(name for _, name in precedents[at] or ()) for at in judged}
    exhibit = _exhibit(arrays, judged, habits, own)
    return Finding(
        diagnostic=NAME,
        client=windows.client,
        question=QUESTION,
        proposition=PROPOSITION,
        sentence=_sentence(windows, len(habits), len(judged)),
        grade=grade,
        effect=found.effect if found else None,
        unit="share of acts with precedents",
        low=found.low if found else None,
        high=found.high if found else None,
        n_before=len(before),
        n_after=len(judged),
        smallest_detectable=found.smallest_detectable if found else None,
        reasons=(*reasons, *grounds.caveats(windows)),
        needed=needed,
        evidence=first(
            [str(after.event_id[at]) for at in habits],
            *[own[at] for at in habits],
            [str(after.event_id[at]) for at in judged],
        ),
        exhibits=(exhibit,) if exhibit.rows else (),
    )


def _precedents(arrays: Arrays, day: date, at: int) -> list[tuple[int, str]] | None:
    """Years back and ids of the same act near the same date; None where too few years are covered."""
    windows = arrays.split
    after = windows.after.select(windows.after.happened)
    before = windows.before.select(windows.before.happened)
    same = (before.type == after.type[at]) & (before.act == after.act[at])
    found, covered = [], 0
    for back in range(1, YEARS + 1):
        there = _years_earlier(day, back)
        low, high = there - timedelta(days=NEAR), there + timedelta(days=NEAR + 1)
        if low < arrays.covered_from:
            break
        covered += 1
        meets = same & (before.start < np.datetime64(high)) & (before.end > np.datetime64(low))
        found += [(back, str(name)) for name in before.event_id[meets]]
    return found if covered >= ENOUGH else None


def _years_earlier(day: date, years: int) -> date:
    """The same date in an earlier year; 29 February becomes 28 February."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(day.year - years, day.month, last)


def _grade(windows: Split, found: Estimate | None) -> tuple[Grade, tuple[str, ...], str | None]:
    years = "at least two full years of the pair's events before the shock"
    if found is None:
        reason = "no act after the shock has two earlier years of record behind it"
        return "not_applicable", (reason,), years
    if grounds.gap_too_large(windows):
        return "cannot_tell", ("more than half of a window is a gap in the record",), years
    grade: Grade = grade_half(found)
    if grade == "opposes" and windows.selective:
        reason = (
            "the record was searched by hand and less for the earlier years: that no precedent "
            "was found does not mean that there was none"
        )
        return "cannot_tell", (reason,), f"{grounds.SYSTEMATIC}, for three earlier years"
    if grade == "cannot_tell":
        return grade, ("too few acts to tell a majority from a half",), years
    return grade, (grounds.SELECTIVE_SHARE,) if windows.selective else (), None


def _sentence(windows: Split, habits: int, judged: int) -> str:
    name = actor_name(windows.client, windows.shock)
    if not judged:
        return f"No act of {name} with {windows.pole} after the shock can be held against its calendar."
    return (
        f"Of {count(judged, 'act')} of {name} with {windows.pole} after the shock, {habits} "
        f"({percent(habits / judged)}) had the like at the same season of two earlier years."
    )


def _exhibit(
    arrays: Arrays, judged: list[int], habits: list[int], own: dict[int, tuple[str, ...]]
) -> Exhibit:
    after = arrays.split.after.select(arrays.split.after.happened)
    rows, evidence = [], []
    for at in judged:
        rows.append(
            (
                after.start[at].item().isoformat(),
                after.type[at],
                after.act[at],
                len(own[at]),
                "habit" if at in habits else "no precedent found",
                str(after.sentence[at] or ""),
            )
        )
        evidence.append((str(after.event_id[at]), *own[at]))
    return Exhibit(
        title="Acts after the shock and their precedents in earlier years",
        columns=("day", "type", "act", "like it in earlier years", "reading", "what"),
        rows=tuple(rows),
        evidence=tuple(evidence),
        note=f"Like it: same type and act within {NEAR} days of the same date.",
    )


DIAGNOSTIC = Diagnostic(NAME, QUESTION, PROPOSITION, gather, judge)
