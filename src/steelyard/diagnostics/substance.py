"""Substance: words or deeds, and how much of what was planned or rumoured came to be?

Idea: a state that moves does things; one that signals says things. Contrast how friendly deeds
changed with how friendly words did (the ratio of their rate ratios is the odds ratio of a friendly
act being a deed, so that effort cancels), clusters counting for fewer; deeds must have risen
themselves, and the contrast be rarer than one in twenty among earlier windows of the same
length. Follow each plan and rumour to its end.
Misleads when: deeds are slow, so that the window ends before they come; or when they are kept out
of the news that words are made for.
Source: words against deeds as quad classes, Schrodt and Gerner 1994, American Journal of
Political Science 38:825; odds ratio under Jeffreys priors; placebo in time, Abadie, Diamond and
Hainmueller 2010, JASA 105:493.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from steelyard.diagnostics import grounds
from steelyard.records import Archive, Case, Diagnostic, Exhibit, Finding, Grade, Measure
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
QUESTION = "Words or deeds, and how much of what was planned or rumoured came to be?"
PROPOSITION = "deeds rose, not only words"

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


def gather(archive: Archive, case: Case, client: str) -> Arrays:
    """Return the pair's events and the fate of each plan and rumour."""
    windows = split(archive, case, client, "rival", NAME)
    return Arrays(windows, _promises(archive, windows))


def judge(arrays: Arrays) -> Finding:
    """Grade whether deeds gained on words among the pair's friendly acts."""
    windows = arrays.split
    before, after = _friendly(windows.before), _friendly(windows.after)
    counts = _deeds_words(before) + _deeds_words(after)
    time = _in_time(windows)
    found = grounds.clustered_odds(counts, time)
    plain = grounds.clustered_odds(counts, UNRANKED)
    grade, reasons = _grade(windows, found, time)
    exhibits = [_counts(windows, before, after)]
    if arrays.promises:
        exhibits.append(_follow_through(arrays.promises))
    return Finding(
        diagnostic=NAME,
        client=windows.client,
        question=QUESTION,
        proposition=PROPOSITION,
        sentence=_sentence(arrays, before, after),
        grade=grade,
        effect=plain.effect if plain else None,
        unit="odds ratio, deeds to words, after to before",
        scale="ratio",
        null=1.0,
        low=found.low if found else None,
        high=found.high if found else None,
        n_before=len(before),
        n_after=len(after),
        smallest_detectable=found.smallest_detectable if found else None,
        reasons=(*reasons, *grounds.caveats(windows)),
        needed=_needed(windows) if grade == "cannot_tell" else None,
        evidence=first(
            after.select(after.deeds).ids,
            after.ids,
            [promise.event_id for promise in arrays.promises],
            [promise.end for promise in arrays.promises if promise.end],
            before.ids,
        ),
        measures=(
            *_measures(arrays),
            *_rates(windows, before, after),
            *grounds.rank_of_odds(time, after),
        ),
        exhibits=tuple(exhibits),
        strongest_for=grounds.heaviest(after.select(after.deeds)),
        strongest_against=grounds.heaviest(after.select(~after.deeds)),
        would_change=_would_change(grade, counts, time),
    )


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


def _promises(archive: Archive, windows: Split) -> tuple[Promise, ...]:
    rows = [
        (events, at)
        for events in (windows.before, windows.after)
        for at in np.flatnonzero(np.isin(events.status, OPEN))
    ]
    ends = {str(events.plan_of[at]) for events, at in rows if events.plan_of[at]}
    found = archive.events.filter(archive.events.event_id.isin(sorted(ends)))
    status = {row["event_id"]: row["status"] for row in found.to_pyarrow().to_pylist()}
    return tuple(_promise(events, int(at), status) for events, at in rows)


def _promise(events: DyadEvents, at: int, status: dict[str, str]) -> Promise:
    end = events.plan_of[at]
    outcome = {"happened": "carried out", "denied": "denied"}.get(status.get(end or "", ""))
    return Promise(
        event_id=str(events.event_id[at]),
        day=events.when(at),
        status=str(events.status[at]),
        text=str(events.sentence[at] or ""),
        outcome=outcome or ("followed up" if end in status else "no later row"),
        end=str(end) if end in status else None,
    )


def _grade(windows: Split, found: Estimate | None, time: InTime) -> tuple[Grade, tuple[str, ...]]:
    if found is None:
        return "cannot_tell", ("one of the windows holds no friendly event of the pair",)
    if grounds.gap_too_large(windows):
        return "cannot_tell", (grounds.GAP,)
    least = min(len(_friendly(windows.before)), len(_friendly(windows.after)))
    if few := grounds.too_few(
        least, "friendly act in one of the windows", "friendly acts in one of the windows"
    ):
        return "cannot_tell", (few,)
    grade: Grade = grade_ratio(found)
    if grade == "cannot_tell":
        return grade, grounds.unsure(found)
    if windows.selective:
        return grade, (grounds.SELECTIVE_SHARE,)
    if grade == "supports" and not _deeds_rose(windows):
        return "cannot_tell", ("deeds did not become more frequent themselves: words became rarer",)
    return grounds.ranked(grade, time.rank, time.windows)


def _deeds_rose(windows: Split) -> bool:
    """Whether friendly deeds are a more frequent than before, at their middle estimate."""
    parts = [_friendly(events) for events in (windows.before, windows.after)]
    deeds = [int(part.deeds.sum()) for part in parts]
    found = rate_ratio(deeds[0], deeds[1], windows.days_before, windows.days_after)
    return found is not None and found.effect > 1


def _would_change(grade: Grade, counts: tuple[int, int, int, int], time: InTime) -> str | None:
    """The number of later deeds at which the grade would no longer be given."""
    if grade != "supports":
        return None
    least = grounds.fewest_of_first(counts, time)
    return (
        f"fewer than {least} friendly deeds after the shock (there were {counts[2]})"
        if least
        else None
    )


def _rates(windows: Split, before: DyadEvents, after: DyadEvents) -> tuple[Measure, ...]:
    """How friendly words and friendly deeds changed by themselves, as rates a day."""
    return tuple(
        measure
        for act in ("words", "deeds")
        for measure in grounds.rate(
            windows,
            before.select(before.act == act),
            after.select(after.act == act),
            f"friendly {act}",
        )
    )


def _needed(windows: Split) -> str:
    return f"{grounds.wanted(windows)}, words and deeds apart"


def _sentence(arrays: Arrays, before: DyadEvents, after: DyadEvents) -> str:
    name = actor_name(arrays.split.client, arrays.split.shock)
    (d0, w0), (d1, w1) = _deeds_words(before), _deeds_words(after)
    text = (
        f"Among friendly acts of {name} with {arrays.split.pole}, {d1} of {d1 + w1} were deeds "
        f"after the shock and {d0} of {d0 + w0} before."
    )
    if arrays.promises:
        done = sum(promise.outcome == "carried out" for promise in arrays.promises)
        denied = sum(promise.outcome == "denied" for promise in arrays.promises)
        text += (
            f" Of {count(len(arrays.promises), 'plan or rumour', 'plans and rumours')} in both "
            f"windows, {done or 'none'} came to be and {denied or 'none'} "
            f"{'were' if denied > 1 else 'was'} denied."
        )
    return text


def _measures(arrays: Arrays) -> tuple[Measure, ...]:
    if not arrays.promises:
        return ()
    done = [p for p in arrays.promises if p.outcome == "carried out"]
    return (
        Measure(
            name="plans carried out",
            kind="level",
            label="share of plans and rumours that a later row shows carried out",
            value=len(done) / len(arrays.promises),
            unit="share",
            evidence=tuple(promise.event_id for promise in arrays.promises),
        ),
    )


def _counts(windows: Split, before: DyadEvents, after: DyadEvents) -> Exhibit:
    rows, evidence = [], []
    for window, events in (("before", before), ("after", after)):
        deeds, words = _deeds_words(events)
        rows.append((window, words, deeds))
        evidence.append(events.ids)
    return Exhibit(
        title=f"Friendly acts with {windows.pole}",
        columns=("window", "words", "deeds"),
        rows=tuple(rows),
        evidence=tuple(evidence),
    )


def _follow_through(promises: tuple[Promise, ...]) -> Exhibit:
    return Exhibit(
        title="What became of plans and rumours",
        columns=("due or said", "status", "what", "outcome"),
        rows=tuple((p.day, p.status, p.text, p.outcome) for p in promises),
        evidence=tuple((p.event_id, p.end) if p.end else (p.event_id,) for p in promises),
        note="'No later row' is a gap of the record: the act may have come to be unreported.",
    )


DIAGNOSTIC = Diagnostic(NAME, QUESTION, PROPOSITION, gather, judge)
