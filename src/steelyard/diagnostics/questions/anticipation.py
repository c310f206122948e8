"""Anticipation: how much of the burst had been announced or scheduled before the shock?

Idea: what was public before the shock cannot be a response to it. Take the acts after the shock
that somebody has to schedule (visits and talks, drills, deliveries, signings), and count those that
were announced or planned before it.
Misleads when: nobody looked for announcements: an act without one may have had one, so the share is
a lower bound. A plan made before the shock may still have been enlarged or brought forward after
it.
Source: the essay's own sequence (Samorukov 2019, The Moscow Times); interval of a share,
Clopper and Pearson 1934, Biometrika 26:404, its upper end taken as if all unknown acts had been
announced (bounds for missing data: Manski 1989, Journal of Human Resources 24:343).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from steelyard.diagnostics import evidence, measures, reasons
from steelyard.diagnostics.assemble import judgement, weights_of
from steelyard.diagnostics.splits import Splits, gather_splits
from steelyard.records import Account, Diagnostic, Grade, Judgement, Measure
from steelyard.series import Days, DyadEvents, Mask, Split
from steelyard.statistics import Estimate, grade_half, share
from steelyard.wording import (
    actor_name,
    capital,
    count,
    day_text,
    first,
    listing,
    percent,
    period_text,
)

NAME = "anticipation"

#: Types of act that somebody has to schedule: visits and talks, drills, deliveries.
SCHEDULED = ("CONSULT", "COOPERATE", "AID")

#: Modes of those types that need no schedule: a call is made when it is wanted.
UNSCHEDULED_MODES = ("phone",)

#: Types that are scheduled where both sides act together or something is done: a signing or a
#: ratification, not a word of praise.
SCHEDULED_JOINTLY = ("AGREE", "SUPPORT")

EARLIEST = (
    "the earliest announcement that a search found is not known to be the first there was: what was public before "
    "can only be more"
)

#: Days of acts that are named where their announcements are missing; the rest is counted.
LISTED = 12


@dataclass(frozen=True, slots=True)
class Arrays:
    """The pair's windows; ``known[i]`` is the day on which the i-th later event was public.

    NaT where no announcement is known. ``plans[i]`` are the ids of the rows that tell of it.
    """

    split: Split
    known: Days
    plans: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Basis:
    """Which later acts could be scheduled, which of those were public early, and which nobody knows."""

    burst: Mask
    early: Mask
    unknown: Mask


def from_splits(splits: Splits) -> Arrays:
    """Return the pair's events, each with the first day on which it was announced."""
    windows = splits.rival
    said = _plans(windows)
    known, plans = windows.after.announced.copy(), []
    for at, name in enumerate(windows.after.event_id):
        rows = said.get(name, ())
        days = [day for _, day in rows if not np.isnat(day)]
        if not np.isnat(known[at]):
            days.append(known[at])
        known[at] = min(days, default=np.datetime64("NaT"))
        plans.append(tuple(row for row, _ in rows))
    return Arrays(windows, known, tuple(plans))


def _plans(windows: Split) -> dict[str, list[tuple[str, np.datetime64]]]:
    """The rows that plan each event, and the day on which each was known."""
    found: dict[str, list[tuple[str, np.datetime64]]] = {}
    for events in (windows.before, windows.after):
        for row in np.flatnonzero(events.plan_of.astype(bool)):
            day = events.announced[row]
            day = events.start[row] if np.isnat(day) else day
            found.setdefault(events.plan_of[row], []).append((str(events.event_id[row]), day))
    return found


def judge(arrays: Arrays) -> Judgement:
    """Grade whether most of the burst was public before the shock."""
    after = arrays.split.after
    burst = after.happened & schedulable(after)
    early = burst & (arrays.known < np.datetime64(arrays.split.shock))
    basis = _Basis(burst, early, burst & np.isnat(arrays.known))
    found = share(int(early.sum()), int(burst.sum()))
    decided, needed = _grade(arrays, basis, found)
    judged = judgement(
        decided,
        found,
        (int(early.sum()), int(burst.sum())),
        needed=needed,
        caveats=reasons.caveats(arrays.split),
        basis=basis,
    )
    # The upper end is that which holds if every act of unknown announcement had been announced.
    most = share(int((early | basis.unknown).sum()), int(burst.sum()))
    return replace(judged, high=most.high if most else None)


def schedulable(events: DyadEvents) -> Mask:
    """True for acts that somebody has to schedule: talks, drills, deliveries, signings."""
    jointly = np.isin(events.type, SCHEDULED_JOINTLY) & (
        (events.direction == "mutual") | events.deeds
    )
    called = np.isin(events.mode, UNSCHEDULED_MODES)
    mask: Mask = (np.isin(events.type, SCHEDULED) & ~called) | jointly
    return mask


def _grade(arrays: Arrays, basis: _Basis, found: Estimate | None) -> tuple[reasons.Decision, str]:
    """The grade, and what would settle it where it is open."""
    if found is None:
        reason = "no act that can be scheduled followed the shock"
        return ("not_applicable", (reason,)), "acts of the pair after the shock, with their days"
    wanted = reasons.data_needed(arrays.split)
    if stopped := reasons.stand_down(reasons.large_gap(arrays.split)):
        return stopped, wanted
    unknown = int(basis.unknown.sum())
    missing = (
        f"of {count(unknown, 'act')} the record does not say when it was announced, "
        "so that the share is a lower bound"
    )
    acts = int(basis.burst.sum())
    few = reasons.small_number(acts, "act that can be scheduled", "acts that can be scheduled")
    grade: Grade = "cannot_tell" if few else grade_half(found)
    if grade == "supports":
        return (grade, (missing,) if unknown else ()), wanted
    if unknown:
        return ("cannot_tell", (missing,)), _dates_wanted(arrays.split.after, basis.unknown)
    if grade == "opposes" and arrays.split.selective:
        return ("cannot_tell", (EARLIEST,)), wanted
    even = reasons.near_bound(found, "too few acts to tell a majority from a half")
    return (grade, () if grade == "opposes" else (few,) if few else even), wanted


def _dates_wanted(after: DyadEvents, unknown: Mask) -> str:
    """Which announcements are missing, by the days of the acts."""
    rows = [(after.start[at].item(), str(after.precision[at])) for at in np.flatnonzero(unknown)]
    days = list(dict.fromkeys(period_text(day, precision) for day, precision in rows))
    rest = len(days) - LISTED
    if rest > 1:
        days = [*days[:LISTED], f"{rest} other days"]
    return f"the day on which the acts of {listing(days)} were first announced"


def tell(arrays: Arrays, judged: Judgement) -> Account:
    """Tell how much of what followed was public, and since when."""
    basis: _Basis = judged.basis
    after = arrays.split.after
    return Account(
        sentence=_sentence(arrays, basis),
        evidence=first(
            after.select(basis.early).ids,
            *[arrays.plans[at] for at in np.flatnonzero(basis.early)],
            after.select(basis.burst).ids,
        ),
        measures=tuple(_measures(arrays, basis)),
        exhibits=evidence.table(
            "What followed the shock, and since when it was public",
            ("public since", "days before the shock", "day of the act", "act", "what"),
            _lines(arrays, basis.burst),
            "A negative number is days after the shock; 'not known' is a gap, not a no.",
        ),
        key_point=bool(judged.n_before),
    )


def _sentence(arrays: Arrays, basis: _Basis) -> str:
    name, pole = actor_name(arrays.split.client, arrays.split.shock), arrays.split.pole
    acts, known = int(basis.burst.sum()), int(basis.early.sum())
    if not acts:
        return f"No visit, drill, delivery or signing of {name} with {pole} followed the shock."
    whole = f"{acts} scheduled {'act' if acts == 1 else 'acts'} of {name} with {pole}"
    if not known:
        return f"Of {whole} after the shock, none is known to have been public before it."
    return (
        f"Of {whole} after the shock, {'at least ' if basis.unknown.any() else ''}{known} "
        f"({percent(known / acts)}) had been public before it, "
        f"the earliest since {day_text(arrays.known[basis.early].min().item())}."
    )


def _measures(arrays: Arrays, basis: _Basis) -> Iterator[Measure]:
    after, early = arrays.split.after, basis.early
    ids, deeds = after.select(early).ids, basis.burst & after.deeds
    label = "acts known to have been public before the shock"
    yield measures.level("announced before", label, float(early.sum()), ids, unit="acts")
    if early.any():
        notice = int((np.datetime64(arrays.split.shock) - arrays.known[early]).max().astype(int))
        label = "days before the shock on which the first of them became public"
        yield measures.level("longest notice", label, float(notice), ids, unit="days")
    if deeds.any():
        label = "share of the deeds that was public before the shock, at least"
        value = float((early & deeds).sum() / deeds.sum())
        name = "share of deeds announced before"
        yield measures.level(name, label, value, after.select(deeds).ids)


def _lines(arrays: Arrays, burst: Mask) -> Iterator[evidence.Line]:
    """The acts, those first that were public first, and last those of which that is not known."""
    after, shock = arrays.split.after, arrays.split.shock
    days: list[date | None] = [day.item() for day in arrays.known]
    order = sorted(
        np.flatnonzero(burst), key=lambda at: (days[at] or date.max, after.start[at].item())
    )
    for at in order:
        known = days[at]
        yield (
            (
                known.isoformat() if known else "not known",
                (shock - known).days if known else None,
                after.when(int(at)),
                after.act[at],
                capital(str(after.sentence[at] or after.type[at])),
            ),
            (str(after.event_id[at]), *arrays.plans[at]),
        )


DIAGNOSTIC = Diagnostic(
    name=NAME,
    question="How much of what followed the shock had been announced before it?",
    subject="what had been announced before",
    proposition="most of it was public before",
    scale="share",
    unit="share announced before the shock (a lower bound)",
    gather=gather_splits(NAME, from_splits),
    judge=judge,
    tell=tell,
    from_splits=from_splits,
    weights=weights_of(NAME),
)
