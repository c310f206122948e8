"""Amplification: is it more events, or more reports of the same events?

Idea: one event is counted once however many report it, so reports for each event say how loudly
it was told. Compare them after and before, beside what the whole record did; a rise must be
rarer than one in twenty among earlier windows of the same length. Tempo is computed from
reports and from events, and the smaller of the two is the one that speaks of the pair.
Misleads when: duplicates were not found, so that reports pass for events, or when a larger event
(a state visit) is rightly told by more publishers than a smaller one.
Source: ratio estimator with over-dispersion by week (quasi-Poisson with an offset, McCullagh and
Nelder 1989, Generalized Linear Models, section 6.2); echo as a property of coverage, Galtung and
Ruge 1965, Journal of Peace Research 2:64; placebo in time, Abadie, Diamond and Hainmueller 2010,
JASA 105:493.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from steelyard.diagnostics import grounds
from steelyard.diagnostics.splits import rival_split
from steelyard.records import Archive, Case, Exhibit, Finding, Grade, Measure
from steelyard.series import DyadEvents, Earlier, Split, change, daily, earlier_windows, split
from steelyard.statistics import (
    LEVEL,
    MINIMAL_RATIO,
    POWER,
    SURE,
    Estimate,
    RateChange,
    dispersion,
    grade_ratio,
    placebo_rank,
)
from steelyard.wording import actor_name, count, figure, finite, times

NAME = "amplification"
QUESTION = "Is it more events, or more reports of the same events?"
PROPOSITION = "coverage outgrew events"


@dataclass(frozen=True, slots=True)
class _Loudness:
    """Reports for each event, after over before, and its rank among earlier windows."""

    found: Estimate
    rank: float
    windows: int
    record: float


def gather(archive: Archive, case: Case, client: str) -> Split:
    """Return the pair's events before and after, and how much the record holds of each day."""
    return split(archive, case, client, "rival", NAME)


def judge(arrays: Split) -> Finding:
    """Grade whether reports for each event rose more than in the rest of the record."""
    masks = arrays.countable(arrays.before), arrays.countable(arrays.after)
    before = arrays.before.select(masks[0] & arrays.before.dated)
    after = arrays.after.select(masks[1] & arrays.after.dated)
    earlier = earlier_windows(arrays)
    events, reports = daily(arrays, *masks), daily(arrays, *masks, reports=True)
    loud = _loudness(arrays, earlier, events, reports)
    grade, reasons, needed = _grade(arrays, before, after, loud)
    found = loud.found if loud else None
    return Finding(
        diagnostic=NAME,
        client=arrays.client,
        question=QUESTION,
        proposition=PROPOSITION,
        sentence=_sentence(arrays, before, after, loud),
        grade=grade,
        effect=finite(found.effect) if found else None,
        unit="times the earlier reports for each event",
        scale="ratio",
        null=1.0,
        low=found.low if found else None,
        high=finite(found.high) if found else None,
        n_before=len(before),
        n_after=len(after),
        smallest_detectable=found.smallest_detectable if found else None,
        reasons=(*reasons, *grounds.caveats(arrays)),
        needed=needed,
        evidence=grounds.ids(_loudest_first(after), before),
        measures=_measures(arrays, earlier, events, reports, loud),
        exhibits=_exhibits(before, after),
        strongest_for=grounds.heaviest(after),
        strongest_against=grounds.heaviest(before),
        would_change=_would_change(grade, loud, after),
    )


def _loudest_first(events: DyadEvents) -> DyadEvents:
    return events.select(np.argsort(-events.reports, kind="stable"))


def _loudness(
    arrays: Split, earlier: Earlier, events: grounds.Numbers, reports: grounds.Numbers
) -> _Loudness | None:
    """How reports for each event changed beside those of all other events."""
    e0, e1 = earlier.before(events), earlier.after(events)
    r0, r1 = earlier.before(reports), earlier.after(reports)
    if not (e0 and e1):
        return None
    record = _record(arrays, earlier, events, reports)
    log = math.log(r1 / e1) - math.log(r0 / e0) - math.log(record)
    spread = _spread(earlier, events, reports, (r0 / e0, r1 / e1))
    found = _estimate(log, math.sqrt(spread * (1 / r0 + 1 / r1)))
    e, r = earlier.windows(events), earlier.windows(reports)
    scores = _scores(e, r, e0 - e, r0 - r)
    observed = float(_scores(np.array([e1]), np.array([r1]), np.array([e0]), np.array([r0]))[0])
    return _Loudness(found, placebo_rank(scores, observed), int(np.isfinite(scores).sum()), record)


def _scores(
    e: grounds.Numbers, r: grounds.Numbers, e0: grounds.Numbers, r0: grounds.Numbers
) -> grounds.Numbers:
    """Log ratio of reports for each event, in rough standard errors; NaN without events."""
    with np.errstate(divide="ignore", invalid="ignore"):
        log = np.log(r / e) - np.log(r0 / e0)
        return np.where((e > 0) & (e0 > 0), log / np.sqrt(1 / e + 1 / e0), np.nan)


def _record(
    arrays: Split, earlier: Earlier, events: grounds.Numbers, reports: grounds.Numbers
) -> float:
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
    events: grounds.Numbers,
    reports: grounds.Numbers,
    means: tuple[float, float],
) -> float:
    """Over-dispersion of reports by week, given the events."""
    e, r = earlier.weeks(events), earlier.weeks(reports)
    expected = np.concatenate([e[side] * means[side] for side in (0, 1)])
    return dispersion(np.concatenate(r), expected, expected, lost=2)


def _estimate(log: float, error: float) -> Estimate:
    """A log ratio with its normal error as an estimate of the ratio."""
    from scipy.special import ndtr, ndtri  # scipy.stats takes a second to import

    half = float(ndtri(0.5 + LEVEL / 2)) * error
    least = math.log(MINIMAL_RATIO) + float(ndtri(SURE) + ndtri(POWER)) * error
    return Estimate(
        effect=math.exp(log),
        low=math.exp(log - half),
        high=math.exp(log + half),
        p_more=float(ndtr((log - math.log(MINIMAL_RATIO)) / error)),
        p_less=float(ndtr((-math.log(MINIMAL_RATIO) - log) / error)),
        smallest_detectable=math.exp(least),
    )


def _grade(
    arrays: Split, before: DyadEvents, after: DyadEvents, loud: _Loudness | None
) -> tuple[Grade, tuple[str, ...], str | None]:
    wanted = f"{grounds.wanted(arrays)}, with every report of each event"
    if loud is None:
        return "cannot_tell", ("one of the windows holds no event of the pair",), wanted
    if arrays.selective:
        reason = (
            "the record was searched by hand, so that one row stands for an event however often it "
            "was reported"
        )
        return "not_applicable", (reason,), wanted
    if int(arrays.calendar.reports.sum()) <= int(arrays.calendar.events.sum()):
        return "not_applicable", ("no event of this record has a second report",), wanted
    if grounds.gap_too_large(arrays):
        return "cannot_tell", (grounds.GAP,), wanted
    least = min(len(before), len(after))
    if few := grounds.too_few(least, "event in one of the windows", "events in one of the windows"):
        return "cannot_tell", (few,), wanted
    grade: Grade = grade_ratio(loud.found)
    if grade == "cannot_tell":
        return grade, grounds.unsure(loud.found), wanted
    grade, reasons = grounds.ranked(grade, loud.rank, loud.windows)
    return grade, reasons, wanted if grade == "cannot_tell" else None


def _would_change(grade: Grade, loud: _Loudness | None, after: DyadEvents) -> str | None:
    if grade != "supports" or loud is None:
        return None
    had = int(after.reports.sum())
    least = math.ceil(had * MINIMAL_RATIO / loud.found.low)
    return f"about {least} reports of these {count(len(after), 'event')} instead of {had}"


def _sentence(arrays: Split, before: DyadEvents, after: DyadEvents, loud: _Loudness | None) -> str:
    name = actor_name(arrays.client, arrays.shock)
    if loud is None:
        return (
            f"The record holds no events of {name} with {arrays.pole} on both sides of the shock."
        )
    told = [figure(part.reports.sum() / len(part)) for part in (after, before)]
    return (
        f"{count(len(after), 'event').capitalize()} of {name} with {arrays.pole} after the shock had "
        f"{int(after.reports.sum()):,} reports, {told[0]} each where it was {told[1]} before: "
        f"{times(loud.found.effect)} as loud beside the rest of the record "
        f"({figure(loud.found.low)} to {figure(loud.found.high)})."
    )


def _measures(
    arrays: Split,
    earlier: Earlier,
    events: grounds.Numbers,
    reports: grounds.Numbers,
    loud: _Loudness | None,
) -> tuple[Measure, ...]:
    if arrays.selective or loud is None:
        return ()
    evidence = grounds.ids(arrays.after.select(arrays.after.happened))
    changes = [
        ("events", change(arrays, earlier, events, arrays.calendar.events)),
        ("reports", change(arrays, earlier, reports, arrays.calendar.reports)),
    ]
    slower = min(changes, key=lambda named: np.nan_to_num(named[1].ratio))[0]
    rank = Measure(
        name="placebo rank",
        kind="rank",
        label="share of earlier windows of the same length that are as loud for each event",
        value=loud.rank,
        unit="share",
        evidence=evidence,
    )
    return (rank, *(_tempo(name, found, slower, evidence) for name, found in changes))


def _tempo(name: str, found: RateChange, slower: str, evidence: tuple[str, ...]) -> Measure:
    speaks = ", the smaller, which speaks" if name == slower else ""
    return Measure(
        name=f"tempo of {name}",
        kind="ratio",
        label=f"times the earlier share of the record, counted in {name}{speaks}",
        value=finite(found.ratio),
        low=finite(found.low),
        high=finite(found.high),
        unit="times",
        evidence=evidence,
    )


def _exhibits(before: DyadEvents, after: DyadEvents) -> tuple[Exhibit, ...]:
    if not len(after):
        return ()
    loudest = _loudest_first(after).select(np.arange(min(len(after), 10)))
    totals = Exhibit(
        title="Events of the pair and the reports of them",
        columns=("window", "events", "reports", "reports for each event"),
        rows=tuple(
            (name, len(part), int(part.reports.sum()), _each(part))
            for name, part in (("before", before), ("after", after))
        ),
        evidence=(grounds.ids(before), grounds.ids(after)),
    )
    return totals, Exhibit(
        title="The loudest events after the shock",
        columns=("day", "type", "reports", "what"),
        rows=tuple(
            (
                loudest.when(at),
                str(loudest.type[at]),
                int(loudest.reports[at]),
                str(loudest.sentence[at] or ""),
            )
            for at in range(len(loudest))
        ),
        evidence=tuple((name,) for name in loudest.ids),
    )


def _each(events: DyadEvents) -> float | None:
    return round(float(events.reports.mean()), 2) if len(events) else None


DIAGNOSTIC = grounds.in_one_piece(
    (NAME, QUESTION, PROPOSITION),
    "ratio",
    gather,
    judge,
    from_splits=rival_split,
    depends_on="kind",
)
