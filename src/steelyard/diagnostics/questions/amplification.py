"""Amplification: is it more events, or more reports of the same events?

Idea: the record counts an event once, however many publishers report it, so the number of reports
for each event measures how loud the coverage was. Compare that number before and after the shock,
relative to the rest of the record. A rise counts only if fewer than one in twenty earlier windows
of the same length show as much. Tempo is computed from reports and from events, and the smaller of
the two describes the pair.
Misleads when: duplicates were not found, so that reports pass for events, or a larger event (a
state visit) is rightly covered by more publishers than a smaller one.
Source: ratio estimator with over-dispersion by week (quasi-Poisson with an offset, McCullagh and
Nelder 1989, Generalized Linear Models, section 6.2); echo as a property of coverage, Galtung and
Ruge 1965, Journal of Peace Research 2:64; placebo in time, Abadie, Diamond and Hainmueller 2010,
JASA 105:493.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from steelyard.diagnostics import evidence, measures, reasons
from steelyard.diagnostics.assemble import judgement, weights_of
from steelyard.diagnostics.splits import countable_events, gather_splits, rival_split
from steelyard.records import Account, Diagnostic, Grade, Judgement, Measure
from steelyard.series import DyadEvents, Earlier, Split, change, daily, earlier_windows
from steelyard.series.calendar import Numbers
from steelyard.statistics import MINIMAL_RATIO, Estimate, dispersion, grade_ratio, placebo_rank
from steelyard.statistics.grades import normal_estimate, ratio_of_logs
from steelyard.wording import actor_name, count, figure, times

NAME = "amplification"

#: Events that the table of the loudest shows.
LOUDEST = 10


@dataclass(frozen=True, slots=True)
class _Basis:
    """Events and reports by day; reports for each event, after over before, and its rank in time."""

    before: DyadEvents
    after: DyadEvents
    earlier: Earlier
    events: Numbers
    reports: Numbers
    found: Estimate | None
    rank: float
    windows: int


def judge(arrays: Split) -> Judgement:
    """Grade whether reports for each event rose more than in the rest of the record."""
    basis = _basis(arrays)
    return judgement(
        _grade(arrays, basis),
        basis.found,
        (len(basis.before), len(basis.after)),
        needed=f"{reasons.data_needed(arrays)}, with every report of each event",
        caveats=reasons.caveats(arrays),
        basis=basis,
    )


def _basis(arrays: Split) -> _Basis:
    """How reports for each event changed beside those of all other events."""
    masks = arrays.countable(arrays.before), arrays.countable(arrays.after)
    before, after = countable_events(arrays)
    earlier = earlier_windows(arrays)
    events, reports = daily(arrays, *masks), daily(arrays, *masks, reports=True)
    e0, e1 = earlier.before(events), earlier.after(events)
    r0, r1 = earlier.before(reports), earlier.after(reports)
    if not (e0 and e1):
        return _Basis(before, after, earlier, events, reports, None, 1.0, 0)
    log = (
        math.log(r1 / e1) - math.log(r0 / e0) - math.log(_record(arrays, earlier, events, reports))
    )
    spread = _spread(earlier, events, reports, (r0 / e0, r1 / e1))
    error = math.sqrt(spread * (1 / r0 + 1 / r1))
    found = ratio_of_logs(normal_estimate(log, error, minimal=math.log(MINIMAL_RATIO)))
    e, r = earlier.windows(events), earlier.windows(reports)
    scores = _scores(e, r, e0 - e, r0 - r)
    observed = float(_scores(np.array([e1]), np.array([r1]), np.array([e0]), np.array([r0]))[0])
    rank, windows = placebo_rank(scores, observed), int(np.isfinite(scores).sum())
    return _Basis(before, after, earlier, events, reports, found, rank, windows)


def _scores(e: Numbers, r: Numbers, e0: Numbers, r0: Numbers) -> Numbers:
    """Log ratio of reports for each event, in rough standard errors; NaN without events."""
    with np.errstate(divide="ignore", invalid="ignore"):
        log = np.log(r / e) - np.log(r0 / e0)
        return np.where((e > 0) & (e0 > 0), log / np.sqrt(1 / e + 1 / e0), np.nan)


def _record(arrays: Split, earlier: Earlier, events: Numbers, reports: Numbers) -> float:
    """How reports for each of all other events changed; 1 where there are no others."""
    others = np.maximum(arrays.calendar.events - events, 0.0)
    theirs = np.maximum(arrays.calendar.reports - reports, 0.0)
    sums = [
        earlier.before(theirs),
        earlier.before(others),
        earlier.after(theirs),
        earlier.after(others),
    ]
    if min(sums) <= 0:
        return 1.0
    return (sums[2] / sums[3]) / (sums[0] / sums[1])


def _spread(
    earlier: Earlier,
    events: Numbers,
    reports: Numbers,
    means: tuple[float, float],
) -> float:
    """Over-dispersion of reports by week, given the events."""
    e, r = earlier.weeks(events), earlier.weeks(reports)
    expected = np.concatenate([e[side] * means[side] for side in (0, 1)])
    return dispersion(np.concatenate(r), expected, expected, lost=2)


def _grade(arrays: Split, basis: _Basis) -> reasons.Decision:
    found = basis.found
    if found is None:
        return "cannot_tell", ("one of the windows holds no event of the pair",)
    if arrays.selective:
        reason = (
            "the record was searched by hand, so that one row stands for an event however often it "
            "was reported"
        )
        return "not_applicable", (reason,)
    if int(arrays.calendar.reports.sum()) <= int(arrays.calendar.events.sum()):
        return "not_applicable", ("no event of this record has a second report",)
    least = min(len(basis.before), len(basis.after))
    few = reasons.small_number(least, "event in one of the windows", "events in one of the windows")
    if stopped := reasons.stand_down(reasons.large_gap(arrays), few):
        return stopped
    grade: Grade = grade_ratio(found)
    if grade == "cannot_tell":
        return grade, reasons.wide_interval(found)
    return reasons.hold_to_past(grade, basis.rank, basis.windows)


def tell(arrays: Split, judged: Judgement) -> Account:
    """Tell how many reports each event had, and which events had most."""
    basis: _Basis = judged.basis
    before, after = basis.before, basis.after
    loudest = after.select(np.argsort(-after.reports, kind="stable"))
    return Account(
        sentence=_sentence(arrays, basis),
        evidence=evidence.ids(loudest, before),
        measures=tuple(_measures(arrays, basis)),
        exhibits=(
            *evidence.table(
                "Events of the pair and the reports of them",
                ("window", "events", "reports", "reports for each event"),
                (
                    (_totals(window, part), evidence.ids(part))
                    for window, part in (("before", before), ("after", after))
                    if len(after)
                ),
            ),
            *evidence.table(
                "The loudest events after the shock",
                ("day", "type", "reports", "what"),
                (
                    evidence.line(loudest, at, str(loudest.type[at]), int(loudest.reports[at]))
                    for at in range(min(len(loudest), LOUDEST))
                ),
            ),
        ),
        strongest_for=evidence.most_reported(after),
        strongest_against=evidence.most_reported(before),
        would_change=_would_change(judged.grade, basis),
    )


def _would_change(grade: Grade, basis: _Basis) -> str | None:
    if grade != "supports" or basis.found is None:
        return None
    had = int(basis.after.reports.sum())
    least = math.ceil(had * MINIMAL_RATIO / basis.found.low)
    return f"about {least} reports of these {count(len(basis.after), 'event')} instead of {had}"


def _sentence(arrays: Split, basis: _Basis) -> str:
    name, found = actor_name(arrays.client, arrays.shock), basis.found
    if found is None:
        return (
            f"The record holds no events of {name} with {arrays.pole} on both sides of the shock."
        )
    late, early = (figure(p.reports.sum() / len(p)) for p in (basis.after, basis.before))
    return (
        f"{count(len(basis.after), 'event').capitalize()} of {name} with {arrays.pole} after the "
        f"shock had {int(basis.after.reports.sum()):,} reports, {late} each where it was {early} "
        f"before: {times(found.effect)} as loud beside the rest of the record "
        f"({figure(found.low)} to {figure(found.high)})."
    )


def _measures(arrays: Split, basis: _Basis) -> Iterator[Measure]:
    if arrays.selective or basis.found is None:
        return
    ids = evidence.ids(arrays.after.select(arrays.after.happened))
    label = "share of earlier windows of the same length that are as loud for each event"
    yield measures.rank("placebo rank", label, basis.rank, ids)
    calendar = arrays.calendar
    changes = {
        "events": change(arrays, basis.earlier, basis.events, calendar.events),
        "reports": change(arrays, basis.earlier, basis.reports, calendar.reports),
    }
    slower = min(changes, key=lambda name: np.nan_to_num(changes[name].ratio))
    for name, found in changes.items():
        label = f"times the earlier share of the record, counted in {name}"
        speaks = ", the smaller, which speaks" if name == slower else ""
        yield measures.ratio(f"tempo of {name}", label + speaks, found.ratio, found, ids)


def _totals(window: str, events: DyadEvents) -> tuple[str | float | int | None, ...]:
    each = round(float(events.reports.mean()), 2) if len(events) else None
    return window, len(events), int(events.reports.sum()), each


DIAGNOSTIC = Diagnostic(
    name=NAME,
    question="Is it more events, or more reports of the same events?",
    subject="how loudly it was reported",
    proposition="coverage outgrew events",
    scale="ratio",
    unit="times the earlier reports for each event",
    gather=gather_splits(NAME, rival_split),
    judge=judge,
    tell=tell,
    from_splits=rival_split,
    depends_on="kind",
    weights=weights_of(NAME),
)
