"""Tempo: did client-rival events speed up, against their own past and the record's volume?

Idea: compare the pair's share of all events in the record before and after the shock, so that more
reporting is not mistaken for more events. Where the publishers' effort is even, the comparison is
weekly, with an interval that allows for clusters, slow swells and the season. A rise must be rarer
than one in twenty among earlier windows of the same length as a share, rarer than one in five as a
plain count, and larger than that of the client's neighbours.
Misleads when: somebody searched the record for this very pair or these very weeks (a count then
measures the search), or one visit is reported as a dozen different acts.
Source: counts with over-dispersion and a latent autoregression, Zeger 1988, Biometrika 75:621;
rank among earlier windows, Abadie, Diamond and Hainmueller 2010, JASA 105:493; for searched
records the odds of the pair's rows among all rows, both shares with Jeffreys posteriors, since the
other rows are a matter of chance as well.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from steelyard.diagnostics import effort, evidence, gauges, measures, reasons
from steelyard.diagnostics.assemble import judgement, weights_of
from steelyard.diagnostics.splits import gather_splits, rival_split
from steelyard.records import Account, Diagnostic, Grade, Judgement, Measure, UnderEffort
from steelyard.series import DyadEvents, Earlier, Listed, Split, change, daily, earlier_windows
from steelyard.series.calendar import Numbers
from steelyard.series.dyads import Mask
from steelyard.statistics import (
    DETECTABLE,
    INTERESTING_RATIO,
    MINIMAL_RATIO,
    Estimate,
    RateChange,
    odds_ratio,
    placebo_rank,
    rate_ratio,
)
from steelyard.wording import actor_name, capital, count, figure, finite, listing, times

NAME = "tempo"

#: Events of the neighbours a week, on average, that make the region worth comparing with.
REGION = 5

#: Friendly events before that a share of cooperation can be compared with.
FRIENDLY = 10


@dataclass(frozen=True, slots=True)
class _Basis:
    """What is counted, the ratio found, and what else the record shows of it.

    ``weeks`` is the whole answer of the weeks where the ratio is theirs; ``rank`` is the place of
    the plain count among earlier windows.
    """

    before: DyadEvents
    after: DyadEvents
    earlier: Earlier
    own: Numbers
    found: Estimate | None
    weeks: RateChange | None
    region: Estimate | None
    rank: float
    listed: Listed | None = None


def judge(arrays: Split) -> Judgement:
    """Grade whether the pair's events became a larger share of the record."""
    basis = _basis(arrays)
    before, after = basis.before, basis.after
    decided, searched = _grade(arrays, basis)
    return judgement(
        decided,
        basis.found,
        (len(before), len(after)),
        needed=reasons.data_needed(arrays),
        caveats=(
            ()
            if basis.listed is not None
            else (*_left_out(arrays, before, after), *reasons.caveats(arrays))
        ),
        basis=basis,
        effort=searched,
    )


def _basis(arrays: Split) -> _Basis:
    """The change of the pair's share of the record: by week, or exactly where nothing is even."""
    if arrays.selective and arrays.lists:
        return _counted(arrays, max(arrays.lists, key=lambda one: len(one.before) + len(one.after)))
    masks = arrays.countable(arrays.before), arrays.countable(arrays.after)
    before, after = (part.select(_counts(arrays, part)) for part in (arrays.before, arrays.after))
    earlier, own = earlier_windows(arrays), daily(arrays, *masks)
    found = (
        _by_odds(arrays, len(before), len(after))
        if arrays.selective
        else rate_ratio(len(before), len(after), arrays.others_before, arrays.others_after)
    )
    weeks = None
    if found is not None and not arrays.selective:
        weeks = change(arrays, earlier, own, arrays.calendar.events)
        if not np.isnan(weeks.ratio):
            found = replace(
                found,
                effect=weeks.ratio,
                low=weeks.low,
                high=weeks.high,
                smallest_detectable=weeks.smallest_detectable,
            )
    region = _region(arrays, earlier, len(before), len(after))
    rank = placebo_rank(earlier.windows(own), earlier.after(own))
    return _Basis(before, after, earlier, own, found, weeks, region, rank)


def _counts(arrays: Split, part: DyadEvents) -> Mask:
    """True for what the change counts: by the week only what has a day, in a search all that lies in the window."""
    countable = arrays.countable(part)
    return countable if arrays.selective else countable & part.dated


def _by_odds(arrays: Split, before: int, after: int, *, effort: float = 1.0) -> Estimate | None:
    """The odds of the pair's rows among all rows of a searched record, after over before.

    The other rows of such a record are as few and as much a matter of chance as the pair's own: to take them
    for a known exposure would make the interval too short. They too tell of affairs, and a count of rows would again.
    """
    others = tuple(
        round(number / _rows_an_affair(arrays))
        for number in (arrays.others_before, arrays.others_after)
    )
    if min(others) <= 0:
        return None
    return odds_ratio((before, others[0]), (after, others[1]), effort=effort)


def _rows_an_affair(arrays: Split) -> float:
    """How many rows tell of one affair: the pair's own, which stands for that of all others."""
    rows, affairs = (
        sum(int(_counts(arrays, part).sum()) for part in parts)
        for parts in ((arrays.rows_before, arrays.rows_after), (arrays.before, arrays.after))
    )
    return max(rows / affairs, 1.0) if affairs else 1.0


def _counted(arrays: Split, counted: Listed) -> _Basis:
    """The change of what a complete list counts: a rate by days, whatever else was searched for."""
    found = rate_ratio(
        len(counted.before), len(counted.after), counted.days_before, counted.days_after
    )
    masks = arrays.countable(arrays.before), arrays.countable(arrays.after)
    own = daily(arrays, *masks)
    earlier = earlier_windows(arrays)
    return _Basis(counted.before, counted.after, earlier, own, found, None, None, 1.0, counted)


def _region(arrays: Split, earlier: Earlier, before: int, after: int) -> Estimate | None:
    """The change beside the neighbours' events, where there are enough of them."""
    region = arrays.calendar.region
    volume = earlier.before(region), earlier.after(region)
    if arrays.selective or min(volume) == 0 or volume[0] * 7 < REGION * arrays.earlier.days:
        return None
    return rate_ratio(before, after, *volume)


def _left_out(arrays: Split, before: DyadEvents, after: DyadEvents) -> tuple[str, ...]:
    """What happened in the windows and was not counted."""
    happened = int(arrays.before.happened.sum() + arrays.after.happened.sum())
    countable = int(arrays.countable(arrays.before).sum() + arrays.countable(arrays.after).sum())
    undated, searched = countable - len(before) - len(after), happened - countable
    said = []
    if undated:
        said.append(f"{count(undated, 'event')} without an exact day not counted in the rate")
    if searched:
        said.append(f"{count(searched, 'event')} from searched records not counted in the rate")
    return tuple(said)


def _grade(arrays: Split, basis: _Basis) -> tuple[reasons.Decision, UnderEffort | None]:
    if basis.found is None:
        nothing = "there is nothing to compare: no event of the pair, or no other"
        return ("cannot_tell", (nothing,)), None
    before, after = len(basis.before), len(basis.after)
    if stopped := reasons.stand_down(
        reasons.large_gap(arrays),
        reasons.small_number(before + after, "event of the pair", "events of the pair"),
    ):
        return stopped, _searched(arrays, before, after)[1] if arrays.selective else None
    if basis.listed is not None:
        return _by_list(basis, basis.listed), None
    if arrays.selective:
        return _searched(arrays, before, after)
    return _by_weeks(basis, basis.found), None


def _by_list(basis: _Basis, counted: Listed) -> reasons.Decision:
    """The grade of a complete list, which is a count."""
    assert basis.found is not None
    whole = f"counted by a complete list: {counted.what} ({counted.listed_by})"
    grade = effort.ratio_rose(basis.found)
    if grade == "cannot_tell":
        return grade, (whole, *reasons.upper_limit(basis.found.high))
    return grade, (whole,)


def _searched(
    arrays: Split, before: int, after: int
) -> tuple[reasons.Decision, UnderEffort | None]:
    """The answer of a record that people searched: by occasion, and as far as it holds for any effort."""
    decided, answer = effort.under_effort(
        "after to before",
        arrays.effort.of("after to before"),
        lambda gamma: _by_odds(arrays, before, after, effort=gamma),
        effort.ratio_rose,
    )
    assert decided is not None  # there is something to compare
    if decided[0] == "opposes" and not after:
        decided = "cannot_tell", (reasons.ABSENCE,)
    if decided[0] != "cannot_tell":
        return decided, answer
    return ("cannot_tell", (reasons.SELECTIVE_COUNT, *decided[1])), answer


def _by_weeks(basis: _Basis, found: Estimate) -> reasons.Decision:
    """The grade of a systematic record, week by week."""
    after, weeks = len(basis.after), basis.weeks
    if weeks is not None and weeks.high < INTERESTING_RATIO:
        return "opposes", reasons.upper_limit(weeks.high)
    if weeks is None or weeks.grade != "supports":
        return "cannot_tell", _why_not(found, weeks, len(basis.earlier))
    thinner = "the rise is in the share of a record that became thinner"
    near = "the client's neighbours became as frequent in the record: it may be the region"
    only_near = basis.region is not None and basis.region.effect <= MINIMAL_RATIO
    return reasons.stand_down(
        reasons.thinner_record(after, basis.rank, thinner), near if only_near else None
    ) or ("supports", ())


def _why_not(found: Estimate, weeks: RateChange | None, windows: int) -> tuple[str, ...]:
    """Why the weeks settle nothing: too blunt, too common in the past, or simply unsure."""
    if weeks is not None and weeks.low > MINIMAL_RATIO:
        grade, why = reasons.hold_to_past("supports", weeks.placebo_p, windows)
        if grade != "supports":
            return why
    excluded = reasons.upper_limit(weeks.high) if weeks is not None else ()
    least = finite(found.smallest_detectable)
    if least is not None and least > DETECTABLE:
        return (f"only a change of {figure(least)} times or more could have been seen", *excluded)
    return (*reasons.wide_interval(replace(found, smallest_detectable=least)), *excluded)


def tell(arrays: Split, judged: Judgement) -> Account:
    """Tell how often the pair met, and how large a part of the record that was."""
    basis: _Basis = judged.basis
    before, after = evidence.ids(basis.before), evidence.ids(basis.after)
    return Account(
        sentence=_sentence(arrays, judged, basis),
        evidence=evidence.ids(basis.after, basis.before),
        measures=tuple(_measures(arrays, basis, after)),
        exhibits=evidence.table(
            "Events of the pair and of the whole record",
            ("window", "days", "events of the pair", "other events of the record"),
            (
                (("before", arrays.days_before, judged.n_before, arrays.others_before), before),
                (("after", arrays.days_after, judged.n_after, arrays.others_after), after),
            ),
        ),
        strongest_for=evidence.most_reported(basis.after),
        strongest_against=_busiest(basis),
        would_change=_would_change(judged.grade, basis.found, len(basis.after)),
    )


def _busiest(basis: _Basis) -> str | None:
    """The heaviest event of the earlier window that held most: what a rise is held against."""
    before, earlier = basis.before, basis.earlier
    counts = earlier.windows(basis.own)
    if not len(counts) or not counts.max():
        return evidence.most_reported(before)
    first = np.datetime64(earlier.calendar.start) + int(earlier.starts[int(counts.argmax())])
    inside = (before.start >= first) & (before.start < first + earlier.length)
    return evidence.most_reported(before.select(inside))


def _would_change(grade: Grade, found: Estimate | None, after: int) -> str | None:
    """How few later events would leave the interval where no change is noticed."""
    if grade == "supports" and found is not None:
        least = int(np.ceil(after * MINIMAL_RATIO / found.low))
        return f"about {least} events after the shock instead of {after}, or a second earlier window as busy"
    if grade == "opposes" and found is not None:
        return (
            f"more than {round(after * 1.5 / found.high)} events after the shock instead of {after}"
        )
    return None


def _sentence(arrays: Split, judged: Judgement, basis: _Basis) -> str:
    found = basis.found
    name = actor_name(arrays.client, arrays.shock)
    if found is None:
        return f"The record holds no events of {name} with {arrays.pole} that could be compared."
    if (counted := basis.listed) is not None:
        return (
            f"Of {counted.what} the complete list of {counted.listed_by} has {len(counted.before)} in the "
            f"{counted.days_before} days before the shock and {len(counted.after)} in the "
            f"{counted.days_after} days after: {times(found.effect)} the earlier rate "
            f"({figure(found.low)} to {figure(found.high)})."
        )
    kind = "occasion" if arrays.selective else "event"
    return (
        f"{name} had {count(judged.n_after or 0, kind)} with {arrays.pole} in the "
        f"{arrays.days_after} days after the shock and {judged.n_before or 0:,} in the "
        f"{arrays.days_before} days before: "
        f"{times(found.effect)} the earlier share of what this record holds "
        f"({figure(found.low)} to {figure(found.high)})."
    )


def _measures(arrays: Split, basis: _Basis, ids: tuple[str, ...]) -> list[Measure]:
    """The ratio by days and beside the neighbours' events, and the ranks among earlier windows."""
    shown, counts = [], (len(basis.before), len(basis.after))
    if (plain := rate_ratio(*counts, arrays.days_before, arrays.days_after)) is not None:
        label = "ratio of the plain rates a day, search effort not allowed for"
        shown.append(measures.ratio("rate a day", label, plain.effect, plain, ids))
    if (region := basis.region) is not None:
        near = listing(actor_name(code, arrays.shock) for code in arrays.calendar.neighbours)
        label = capital(f"ratio beside the events of {near}")
        shown.append(measures.ratio("beside the region", label, region.effect, region, ids))
    friends = [part.select(part.cooperative) for part in (basis.before, basis.after)]
    if len(friends[0]) >= FRIENDLY and not arrays.selective:
        parts = len(friends[0]), len(friends[1])
        friendly = rate_ratio(*parts, arrays.others_before, arrays.others_after)
        if friendly is not None:
            label = "Friendly events alone, times their earlier share of the record"
            shown.append(
                measures.ratio("share of cooperation", label, friendly.effect, friendly, ids)
            )
    weeks = basis.weeks
    if weeks is not None and not np.isnan(weeks.ratio) and len(basis.earlier):
        held = "share of earlier windows of the same length that hold"
        label = f"{held} as large a share of the record"
        shown.append(measures.rank("placebo rank", label, weeks.placebo_p, ids))
        label = f"{held} as many events"
        shown.append(measures.rank("placebo rank of counts", label, basis.rank, ids))
    return shown


DIAGNOSTIC = Diagnostic(
    name=NAME,
    question="Did events between the client and the rival speed up?",
    subject="the pace of events",
    proposition="they became more frequent",
    scale="ratio",
    unit="times the earlier share of the record",
    gather=gather_splits(NAME, rival_split),
    judge=judge,
    tell=tell,
    from_splits=rival_split,
    depends_on="kind",
    weights=weights_of(NAME),
    gauges=(gauges.BURST,),
)
