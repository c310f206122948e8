"""Routine: is it what this dyad's calendar and history would have produced anyway?

Idea: an act is habit where the pair did the same (same type and act, and same mode and context
where both are known) within thirty days of the same date in earlier years: in two of the last
three, or in both where the record covers only two. In a systematic record the number of acts is
also compared with what the pair's earlier rate predicts, and the mix of friendly and hostile acts
with the earlier mix: a pair that meets all the time has a precedent for everything.
Misleads when: the earlier years were searched less, so that habits look new; or a habit is kept up
to disguise a change.
Source: bureaucratic routine in reciprocity models, Goldstein and Freeman 1991, American
Political Science Review 85:17; calendar matching is our own simple form of it; predictive
probability, Gelman et al. 2013, Bayesian Data Analysis, section 2.6.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from steelyard.diagnostics import evidence, measures, odds, reasons
from steelyard.diagnostics.assemble import judgement, weights_of
from steelyard.diagnostics.splits import gather_splits, rival_split
from steelyard.records import Account, Diagnostic, Grade, Judgement, Measure
from steelyard.series import (
    NEAR,
    YEARS,
    DyadEvents,
    Listed,
    Precedents,
    Split,
    daily,
    earlier_windows,
    precedents,
    share_in_time,
)
from steelyard.statistics import (
    DETECTABLE,
    INTERESTING_SHARE,
    PLACEBO,
    Estimate,
    fewer_than,
    grade_half,
    predictive_tail,
    share,
)
from steelyard.wording import actor_name, figure, percent

NAME = "routine"

#: Earlier years that must hold a precedent for an act to be habit.
ENOUGH = 2

#: A count that the earlier rate reaches more rarely than this is more than habit.
RARE = 0.10


@dataclass(frozen=True, slots=True)
class _Basis:
    """What happened, the precedents of each later act, and what the earlier rate would have made.

    ``found[i]`` is None where the i-th later act has not enough earlier years behind it;
    ``judged`` are the places of the others, ``habits`` of those with precedents enough.
    ``expected`` are the later events, how many the earlier rate would have made, and how rarely
    as many.
    """

    before: DyadEvents
    after: DyadEvents
    found: list[Precedents | None]
    judged: list[int]
    habits: list[int]
    expected: tuple[int, float, float] | None


def judge(arrays: Split) -> Judgement:
    """Grade whether most acts after the shock have precedents in the pair's own calendar."""
    before, after = (part.select(part.happened) for part in (arrays.before, arrays.after))
    found = precedents(before, after, arrays.earlier.start, ENOUGH)
    judged = [at for at, own in enumerate(found) if own is not None]
    habits = [at for at, own in enumerate(found) if own and own.years >= ENOUGH]
    basis = _Basis(before, after, found, judged, habits, _expected(arrays))
    reach = date(max(arrays.shock.year - YEARS, 1), 1, 1)
    part = share(len(habits), len(judged))
    decided = _grade(arrays, basis, part)
    counted = _listed(arrays)
    if counted is not None and decided[0] not in ("supports", "opposes"):
        decided = _by_list(counted)
    if part is not None and arrays.selective:
        # Precedents that nobody looked for are missing: what was found is the least there was.
        part = replace(part, high=1.0)
    return judgement(
        decided,
        part,
        (len(before), len(judged)),
        needed=reasons.data_needed(arrays, min(reach, arrays.earlier.start)),
        caveats=reasons.caveats(arrays),
        basis=basis,
    )


def _listed(windows: Split) -> Listed | None:
    """The longest complete list of a searched record, if there is one."""
    if not windows.selective:
        return None
    return max(windows.lists, key=lambda one: len(one.before) + len(one.after), default=None)


def _by_list(counted: Listed) -> reasons.Decision:
    """The grade of a complete list: as many as the earlier rate makes, and too few for three times that rate."""
    before, after = len(counted.before), len(counted.after)
    expected, tail = predictive_tail(before, after, counted.days_before, counted.days_after) or (
        0,
        0,
    )
    tripled = fewer_than(after, DETECTABLE * expected)
    whole = (
        f"the complete list of {counted.what} ({counted.listed_by}) has {after} in {counted.days_after} days after "
        f"the shock where the earlier rate makes {figure(expected)}; at three times that rate so few would come in "
        f"{percent(tripled)} of cases"
    )
    if tail < PLACEBO:
        return "opposes", (whole,)
    if tail >= RARE and tripled <= PLACEBO:
        return "supports", (whole, "it says nothing of other acts of the pair")
    return "cannot_tell", (whole,)


def _expected(windows: Split) -> tuple[int, float, float] | None:
    """Events after the shock, how many the earlier rate would have made, how rarely as many."""
    later = int(windows.countable(windows.after).sum())
    found = predictive_tail(
        int(windows.countable(windows.before).sum()),
        later,
        windows.days_before,
        windows.days_after,
    )
    return (later, *found) if found else None


def _new_mix(windows: Split) -> str | None:
    """The reason where the mix of friendly and hostile is not that of before, in an even record."""
    if windows.selective:
        return None
    parts = windows.before, windows.after
    masks = [windows.countable(part) for part in parts]
    friendly = daily(windows, masks[0] & parts[0].cooperative, masks[1] & parts[1].cooperative)
    every = daily(windows, masks[0], masks[1])
    earlier = earlier_windows(windows)
    sums = [(earlier.before(x), earlier.after(x)) for x in (friendly, every)]
    (k0, k1), (n0, n1) = sums
    if not (n0 and n1):
        return None
    change = k1 / n1 - k0 / n0
    hits = friendly if change > 0 else every - friendly
    rank = share_in_time(earlier, hits, every).rank
    if abs(change) < INTERESTING_SHARE or rank > PLACEBO:
        return None
    return (
        f"the acts are of a kind that the pair's calendar knows, but {percent(k1 / n1)} of what passed "
        f"was friendly where it had been {percent(k0 / n0)}"
    )


def _grade(windows: Split, basis: _Basis, found: Estimate | None) -> reasons.Decision:
    if found is None:
        reason = "no act after the shock has two earlier years of record behind it"
        return "not_applicable", (reason,)
    one, several = (f"{word} with two earlier years" for word in ("act", "acts"))
    few = reasons.small_number(len(basis.judged), one, several)
    if stopped := reasons.stand_down(reasons.large_gap(windows), few):
        return stopped
    grade: Grade = grade_half(found)
    if grade == "cannot_tell":
        return grade, reasons.near_bound(found, "too few acts to tell a majority from a half")
    if grade == "opposes" and windows.selective:
        reason = (
            "the record was searched by hand and less for the earlier years: that no precedent "
            "was found does not mean that there was none"
        )
        return "cannot_tell", (reason,)
    more = (_too_many(windows, basis), _new_mix(windows)) if grade == "supports" else ()
    return reasons.stand_down(*more) or (
        grade,
        (reasons.SELECTIVE_SHARE,) if windows.selective else (),
    )


def _too_many(windows: Split, basis: _Basis) -> str | None:
    """The reason where there were more acts than the earlier rate makes, in an even record."""
    expected = basis.expected
    if windows.selective or not expected or expected[2] >= RARE:
        return None
    return (
        f"the acts are of a kind that the pair's calendar knows, but there were {expected[0]} "
        f"where its earlier rate would have made {figure(expected[1])}"
    )


def tell(arrays: Split, judged: Judgement) -> Account:
    """Tell how many acts had precedents, and which."""
    basis: _Basis = judged.basis
    after, habits = basis.after, np.array(basis.habits, dtype=np.intp)
    others = np.setdiff1d(basis.judged, basis.habits).astype(np.intp)
    return Account(
        sentence=f"{_sentence(arrays, len(habits), len(basis.judged))}{_list_sentence(arrays)}",
        evidence=_cited(basis),
        measures=tuple(_measures(arrays, basis.expected)),
        exhibits=evidence.table(
            "Acts after the shock and their precedents in earlier years",
            ("day", "type", "act", "like it in earlier years", "reading", "what"),
            islice(_lines(basis), evidence.SHOWN),
            f"Like it: same type, act, mode and context within {NEAR} days of the same date.",
        ),
        strongest_for=evidence.most_reported(after.select(habits)),
        strongest_against=evidence.most_reported(after.select(others)),
        would_change=_would_change(judged.grade, len(habits), len(basis.judged)),
    )


def _would_change(grade: Grade, habits: int, judged: int) -> str | None:
    if grade != "supports":
        return None
    least = odds.smallest_majority(habits, judged)
    return f"fewer than {least} of the {judged} acts with precedents (there were {habits})"


def _ids(before: DyadEvents, rows: NDArray[np.intp]) -> tuple[str, ...]:
    """The ids of rows, no more than a finding cites."""
    return tuple(str(name) for name in before.event_id[rows[: evidence.CITED]])


def _cited(basis: _Basis) -> tuple[str, ...]:
    """Acts of habit, then their precedents, then all that were judged."""
    named: dict[str, None] = {}
    for at in basis.habits:
        own = basis.found[at]
        if own is None or len(named) >= evidence.CITED:
            break
        named.update(dict.fromkeys(_ids(basis.before, own.rows)))
    habits, judged = (
        _ids(basis.after, np.array(places, dtype=np.intp))
        for places in (basis.habits, basis.judged)
    )
    return evidence.join_ids(habits, list(named), judged)


def _sentence(windows: Split, habits: int, judged: int) -> str:
    name = actor_name(windows.client, windows.shock)
    if not judged:
        return f"No act of {name} with {windows.pole} after the shock can be held against its calendar."
    part = f"{habits} ({percent(habits / judged)}) had" if habits else "none is known to have had"
    return (
        f"Of {judged} {'act' if judged == 1 else 'acts'} of {name} with {windows.pole} after the "
        f"shock, {part} the like at the same season of two earlier years."
    )


def _list_sentence(windows: Split) -> str:
    """What a complete list shows, if there is one."""
    counted = _listed(windows)
    if counted is None:
        return ""
    rate = len(counted.before) * counted.days_after / counted.days_before
    return (
        f" The complete list of {counted.what} has {len(counted.after)} since, in {counted.days_after} days; at "
        f"the earlier pace it would be {figure(rate)}."
    )


def _measures(windows: Split, expected: tuple[int, float, float] | None) -> Iterator[Measure]:
    if expected is None:
        return
    later, mean, rarely = expected
    searched = ", search effort not allowed for" if windows.selective else ""
    before, after = (
        evidence.ids(part.select(windows.countable(part)))
        for part in (windows.before, windows.after)
    )
    label = f"events that the pair's earlier rate would have made ({later} came{searched})"
    yield measures.level("expected events", label, mean, after, unit="events")
    yield Measure(
        name="predictive probability",
        kind="rank",
        label=f"probability of as many events at the earlier rate{searched}",
        value=rarely,
        unit="probability",
        evidence=before,
    )


def _lines(basis: _Basis) -> Iterator[evidence.Line]:
    after = basis.after
    for at, found in enumerate(basis.found):
        if found is not None:
            known = "in one earlier year only" if len(found.rows) else "no precedent found"
            known = "habit" if found.years >= ENOUGH else known
            row, ids = evidence.line(
                after, at, after.type[at], after.act[at], len(found.rows), known
            )
            yield row, (*ids, *_ids(basis.before, found.rows))


DIAGNOSTIC = Diagnostic(
    name=NAME,
    question="Is it what the pair's calendar and history would have produced anyway?",
    subject="the usual calendar of the two",
    proposition="habit suffices",
    scale="share",
    unit="share of acts with precedents",
    gather=gather_splits(NAME, rival_split),
    judge=judge,
    tell=tell,
    from_splits=rival_split,
    weights=weights_of(NAME),
)
