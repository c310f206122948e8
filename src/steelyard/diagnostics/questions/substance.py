"""Substance: words or deeds, and how much of what was planned or rumoured came to be?

Idea: a state that moves does things; one that signals says things. Compare how friendly deeds
changed with how friendly words did (the ratio of their rate ratios is the odds ratio of a friendly
act being a deed, so that reporting effort cancels), with clusters counting for less. Deeds
themselves must have risen, and the contrast must be rarer than one in twenty among earlier windows
of the same length. Follow each plan and rumour to its end.
Misleads when: deeds are slow, so that the window ends before they come; or they are kept out of the
news, while words are made for it.
Source: words against deeds as quad classes, Schrodt and Gerner 1994, American Journal of
Political Science 38:825; odds ratio under Jeffreys priors; placebo in time, Abadie, Diamond and
Hainmueller 2010, JASA 105:493.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from steelyard.diagnostics import effort, evidence, gauges, measures, odds, reasons
from steelyard.diagnostics.assemble import judgement, weights_of
from steelyard.diagnostics.splits import Splits
from steelyard.records import (
    Account,
    Archive,
    Case,
    Diagnostic,
    Grade,
    Judgement,
    Measure,
    UnderEffort,
)
from steelyard.series import (
    UNRANKED,
    DyadEvents,
    InTime,
    Split,
    daily,
    earlier_windows,
    share_in_time,
    split,
)
from steelyard.statistics import (
    Estimate,
    grade_ratio,
    rate_ratio,
)
from steelyard.wording import actor_name, count, first

NAME = "substance"

#: How costly an act is and how hard to undo, and what such acts are called together.
RUNGS = {"talk": "talk", "commitment": "commitments", "delivery": "deliveries"}

#: Where fewer of the friendly acts than this are deeds, the record does not show them.
HARDLY = 0.01

#: Statuses of what was said of an act that had not happened yet.
OPEN = ("planned", "rumoured")


@dataclass(frozen=True, slots=True)
class Promise:
    """A plan or rumour and what became of it."""

    event_id: str
    day: str
    status: str
    text: str
    outcome: str
    end: str | None


@dataclass(frozen=True, slots=True)
class Arrays:
    """The pair's windows, and the plans and rumours that fell due in them."""

    split: Split
    promises: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class _Basis:
    """Friendly acts on either side; deeds and words before, then after; how clustered they are."""

    before: DyadEvents
    after: DyadEvents
    counts: tuple[int, int, int, int]
    time: InTime


def gather(archive: Archive, case: Case, client: str) -> Arrays:
    """Return the pair's events and the fate of each plan and rumour."""
    windows = split(archive, case, client, "rival", NAME)
    ends = {str(events.plan_of[at]) for events, at in _open(windows) if events.plan_of[at]}
    found = archive.events.filter(archive.events.event_id.isin(sorted(ends)))
    rows = found.to_pyarrow().to_pylist()
    return _arrays(windows, {row["event_id"]: row["status"] for row in rows})


def from_splits(splits: Splits) -> Arrays:
    """Return the same of the pair's events alone, as far as they tell the fate of a plan."""
    windows, statuses = splits.rival, dict(splits.statuses)
    for events in (windows.before, windows.after):
        statuses |= dict(zip(events.event_id, events.status, strict=True))
    return _arrays(windows, statuses)


def _open(windows: Split) -> list[tuple[DyadEvents, int]]:
    """The plans and rumours of both windows."""
    return [
        (events, int(at))
        for events in (windows.before, windows.after)
        for at in np.flatnonzero(np.isin(events.status, OPEN))
    ]


def _arrays(windows: Split, statuses: Mapping[str, str]) -> Arrays:
    return Arrays(windows, tuple(_promise(*row, statuses) for row in _open(windows)))


def _promise(events: DyadEvents, at: int, statuses: Mapping[str, str]) -> Promise:
    end = events.plan_of[at]
    outcome = {"happened": "carried out", "denied": "denied"}.get(statuses.get(end or "", ""))
    return Promise(
        event_id=str(events.event_id[at]),
        day=events.when(at),
        status=str(events.status[at]),
        text=str(events.sentence[at] or ""),
        outcome=outcome or ("followed up" if end in statuses else "no later row"),
        end=str(end) if end in statuses else None,
    )


def judge(arrays: Arrays) -> Judgement:
    """Grade whether deeds gained on words among the pair's friendly acts."""
    windows = arrays.split
    before, after = _friendly(windows.before), _friendly(windows.after)
    basis = _Basis(before, after, _deeds_words(before) + _deeds_words(after), _in_time(windows))
    found = odds.clustered_odds(basis.counts, basis.time)
    plain = odds.clustered_odds(basis.counts, UNRANKED)
    decided, searched = _grade(windows, basis, found)
    judged = judgement(
        decided,
        found,
        (len(before), len(after)),
        needed=f"{reasons.data_needed(windows)}, words and deeds apart",
        caveats=reasons.caveats(windows),
        basis=basis,
        effort=searched,
    )
    return replace(judged, effect=plain.effect if plain else None)


def _in_time(windows: Split) -> InTime:
    """How clustered deeds are by week, and the rank of the odds among earlier windows."""
    if windows.selective:
        return UNRANKED
    masks = [
        windows.countable(events) & events.cooperative for events in (windows.before, windows.after)
    ]
    deeds = daily(windows, masks[0] & windows.before.deeds, masks[1] & windows.after.deeds)
    return share_in_time(earlier_windows(windows), deeds, daily(windows, *masks))


def _friendly(events: DyadEvents) -> DyadEvents:
    return events.select(events.happened & events.cooperative)


def _deeds_words(events: DyadEvents) -> tuple[int, int]:
    deeds = int(events.deeds.sum())
    return deeds, len(events) - deeds


def _grade(
    windows: Split, basis: _Basis, found: Estimate | None
) -> tuple[reasons.Decision, UnderEffort | None]:
    if found is None:
        return ("cannot_tell", ("one of the windows holds no friendly event of the pair",)), None
    few = reasons.small_number(
        min(len(basis.before), len(basis.after)),
        "friendly act in one of the windows",
        "friendly acts in one of the windows",
    )
    if stopped := reasons.stand_down(reasons.large_gap(windows), few):
        return stopped, _searched(windows, basis)[1] if windows.selective else None
    if windows.selective:
        return _searched(windows, basis)
    return _by_weeks(windows, basis, found), None


def _searched(windows: Split, basis: _Basis) -> tuple[reasons.Decision, UnderEffort | None]:
    """The answer of a record that people searched, as far as it holds for any effort."""
    decided, answer = effort.under_effort(
        "deeds to words",
        windows.effort.of("deeds to words"),
        lambda gamma: odds.clustered_odds(basis.counts, basis.time, effort=gamma),
        effort.ratio_rose,
    )
    assert decided is not None  # there is something to compare
    if decided[0] == "opposes" and not basis.counts[2]:
        decided = "cannot_tell", (reasons.ABSENCE,)
    return decided, answer


def _by_weeks(windows: Split, basis: _Basis, found: Estimate) -> reasons.Decision:
    """The grade of a systematic record."""
    grade: Grade = grade_ratio(found)
    if grade == "cannot_tell":
        return grade, reasons.wide_interval(found)
    deeds, words = basis.counts[0] + basis.counts[2], basis.counts[1] + basis.counts[3]
    if grade == "opposes" and deeds < HARDLY * (deeds + words):
        reason = f"the record holds hardly any deed of the pair ({deeds} of {deeds + words} friendly acts)"
        return "cannot_tell", (f"{reason}: that they became rarer cannot be seen in it",)
    if grade == "supports" and not _deeds_rose(windows, basis):
        return "cannot_tell", ("deeds did not become more frequent themselves: words became rarer",)
    return reasons.hold_to_past(grade, basis.time.rank, basis.time.windows)


def _deeds_rose(windows: Split, basis: _Basis) -> bool:
    """Whether friendly deeds are a more frequent than before, at their middle estimate."""
    found = rate_ratio(basis.counts[0], basis.counts[2], windows.days_before, windows.days_after)
    return found is not None and found.effect > 1


def tell(arrays: Arrays, judged: Judgement) -> Account:
    """Tell how many friendly acts were deeds, and what became of plans and rumours."""
    basis: _Basis = judged.basis
    before, after, promises = basis.before, basis.after, arrays.promises
    return Account(
        sentence=_sentence(arrays, basis),
        evidence=first(
            after.select(after.deeds).ids,
            after.ids,
            [promise.event_id for promise in promises],
            [promise.end for promise in promises if promise.end],
            before.ids,
        ),
        measures=tuple(_measures(arrays, basis)),
        exhibits=(
            *evidence.table(
                f"Friendly acts with {arrays.split.pole}",
                ("window", "words", "deeds"),
                (
                    ((window, words, deeds), events.ids)
                    for window, events in (("before", before), ("after", after))
                    for deeds, words in (_deeds_words(events),)
                ),
            ),
            *evidence.table(
                "What became of plans and rumours",
                ("due or said", "status", "what", "outcome"),
                (
                    (
                        (p.day, p.status, p.text, p.outcome),
                        (p.event_id, p.end) if p.end else (p.event_id,),
                    )
                    for p in promises
                ),
                "'No later row' is a gap of the record: the act may have come to be unreported.",
            ),
            *evidence.table(
                "The same acts by how costly they are and how hard to undo",
                ("window", *RUNGS.values()),
                (
                    ((window, *(int((events.rung == rung).sum()) for rung in RUNGS)), events.ids)
                    for window, events in (("before", before), ("after", after))
                ),
                "A rung without any act on either side may be one that the source does not code.",
            ),
        ),
        strongest_for=evidence.most_reported(after.select(after.deeds)),
        strongest_against=evidence.most_reported(after.select(~after.deeds)),
        would_change=odds.would_change(judged.grade, basis.counts, basis.time, "friendly deeds"),
    )


def _sentence(arrays: Arrays, basis: _Basis) -> str:
    name = actor_name(arrays.split.client, arrays.split.shock)
    d0, w0, d1, w1 = basis.counts
    before, after = (int((part.rung == "commitment").sum()) for part in (basis.before, basis.after))
    text = (
        f"Among friendly acts of {name} with {arrays.split.pole}, {d1:,} of {d1 + w1:,} "
        f"{'was a deed' if d1 == 1 else 'were deeds'} after the shock and {d0:,} of {d0 + w0:,} before"
        f"{f'; {after} and {before} were commitments' if after or before else ''}."
    )
    if arrays.promises:
        done = sum(promise.outcome == "carried out" for promise in arrays.promises)
        denied = sum(promise.outcome == "denied" for promise in arrays.promises)
        if len(arrays.promises) == 1:
            end = "came to be" if done else "was denied" if denied else "has no later row"
            return f"{text} The one plan or rumour in the two windows {end}."
        text += (
            f" Of {count(len(arrays.promises), 'plan or rumour', 'plans and rumours')} in the two "
            f"windows, {done or 'none'} came to be and {denied or 'none'} "
            f"{'were' if denied > 1 else 'was'} denied."
        )
    return text


def _measures(arrays: Arrays, basis: _Basis) -> Iterator[Measure]:
    if arrays.promises:
        done = sum(promise.outcome == "carried out" for promise in arrays.promises)
        label = "share of plans and rumours that a later row shows carried out"
        ids = (promise.event_id for promise in arrays.promises)
        yield measures.level("plans carried out", label, done / len(arrays.promises), ids)
    for act in ("words", "deeds"):
        parts = [part.select(part.act == act) for part in (basis.before, basis.after)]
        yield from measures.rate(arrays.split, parts[0], parts[1], f"friendly {act}")
    for rung, name in RUNGS.items():
        parts = [part.select(part.rung == rung) for part in (basis.before, basis.after)]
        yield from measures.rate(arrays.split, parts[0], parts[1], f"friendly {name}")
    yield from measures.rank_of_odds(basis.time, basis.after)


DIAGNOSTIC = Diagnostic(
    name=NAME,
    question="Words or deeds, and how much of what was planned or rumoured came to be?",
    subject="its commitments and deeds",
    proposition="deeds rose, not only words",
    scale="ratio",
    unit="odds ratio, deeds to words, after to before",
    gather=gather,
    judge=judge,
    tell=tell,
    from_splits=from_splits,
    depends_on="kind",
    weights=weights_of(NAME),
    gauges=(gauges.COMMITMENTS,),
)
