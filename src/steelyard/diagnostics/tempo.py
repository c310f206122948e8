"""Tempo: did client-rival events speed up, against their own past and the record's volume?

Idea: compare the share that the pair's events have of all events of the record after the shock
with the share before it, so that more printing is not taken for more happening. Where the
publishers' effort is even this is done week by week, with an interval that allows for clusters,
slow swells and the season; a rise must be rarer than one in twenty among earlier windows of the
same length in the share, and than one in five in the plain count, and more than the client's
neighbours show.
Misleads when: the record was searched for this very pair or these very weeks (a count then
measures the search), or one visit is reported as a dozen different acts.
Source: counts with over-dispersion and a latent autoregression, Zeger 1988, Biometrika 75:621;
rank among earlier windows, Abadie, Diamond and Hainmueller 2010, JASA 105:493; for searched
records the conditional test of two Poisson rates, Przyborowski and Wilenski 1940, Biometrika
31:313.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from steelyard.diagnostics import grounds
from steelyard.records import Archive, Case, Diagnostic, Exhibit, Finding, Grade, Measure
from steelyard.series import DyadEvents, Earlier, Split, change, daily, earlier_windows, split
from steelyard.statistics import (
    DETECTABLE,
    MINIMAL_RATIO,
    Estimate,
    RateChange,
    placebo_rank,
    rate_ratio,
)
from steelyard.wording import actor_name, capital, count, figure, finite, listing, times

NAME = "tempo"
QUESTION = "Did events between the client and the rival speed up?"
PROPOSITION = "they became more frequent"

#: Events of the neighbours a week, on average, that make the region worth comparing with.
REGION = 5


@dataclass(frozen=True, slots=True)
class _Told:
    """The ratio with its interval, and where it comes from the weeks, the whole of their answer."""

    effect: float
    low: float
    high: float
    smallest: float | None
    weeks: RateChange | None
    windows: int


def gather(archive: Archive, case: Case, client: str) -> Split:
    """Return the pair's events before and after, and how much the record holds of each day."""
    return split(archive, case, client, "rival", NAME)


def judge(arrays: Split) -> Finding:
    """Grade whether the pair's events became a larger share of the record."""
    before, after = _counted(arrays, arrays.before), _counted(arrays, arrays.after)
    earlier = earlier_windows(arrays)
    found = _told(arrays, earlier, before, after)
    plain = rate_ratio(len(before), len(after), arrays.days_before, arrays.days_after)
    region = _region(arrays, earlier, len(before), len(after))
    own = daily(arrays, *_masks(arrays))
    rank = placebo_rank(earlier.windows(own), earlier.after(own))
    grade, reasons = _grade(arrays, found, region, rank, (len(before), len(after)))
    return Finding(
        diagnostic=NAME,
        client=arrays.client,
        question=QUESTION,
        proposition=PROPOSITION,
        sentence=_sentence(arrays, len(before), len(after), found),
        grade=grade,
        effect=finite(found.effect) if found else None,
        unit="times the earlier share of the record",
        scale="ratio",
        null=1.0,
        low=found.low if found else None,
        high=finite(found.high) if found else None,
        n_before=len(before),
        n_after=len(after),
        smallest_detectable=finite(found.smallest) if found else None,
        reasons=(*reasons, *_left_out(arrays, before, after), *grounds.caveats(arrays)),
        needed=grounds.wanted(arrays) if grade == "cannot_tell" else None,
        evidence=grounds.ids(after, before),
        measures=(
            *_ratios(arrays, plain, region, after),
            *(
                _ranks(found.weeks.placebo_p, rank, after)
                if found and found.windows and found.weeks
                else ()
            ),
        ),
        exhibits=(_exhibit(arrays, before, after),),
        strongest_for=grounds.heaviest(after),
        strongest_against=_busiest(earlier, own, before),
        would_change=_would_change(grade, found, len(after)),
    )


def _masks(arrays: Split) -> tuple[grounds.Mask, grounds.Mask]:
    return arrays.countable(arrays.before), arrays.countable(arrays.after)


def _counted(arrays: Split, events: DyadEvents) -> DyadEvents:
    """Events that happened on a known day, as the volume of the record counts them."""
    return events.select(arrays.countable(events) & events.dated)


def _told(arrays: Split, earlier: Earlier, before: DyadEvents, after: DyadEvents) -> _Told | None:
    """The change of the pair's share of the record: by week, or exactly where nothing is even."""
    exact = rate_ratio(len(before), len(after), arrays.others_before, arrays.others_after)
    if exact is None:
        return None
    if arrays.selective:
        return _Told(exact.effect, exact.low, exact.high, exact.smallest_detectable, None, 0)
    own = daily(arrays, *_masks(arrays))
    weeks = change(arrays, earlier, own, arrays.calendar.events)
    if np.isnan(weeks.ratio):
        return _Told(exact.effect, exact.low, exact.high, exact.smallest_detectable, weeks, 0)
    return _Told(weeks.ratio, weeks.low, weeks.high, weeks.smallest_detectable, weeks, len(earlier))


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


def _grade(
    arrays: Split,
    found: _Told | None,
    region: Estimate | None,
    rank: float,
    events: tuple[int, int],
) -> tuple[Grade, tuple[str, ...]]:
    if found is None:
        return "cannot_tell", ("there is nothing to compare: no event of the pair, or no other",)
    if grounds.gap_too_large(arrays):
        return "cannot_tell", (grounds.GAP,)
    if arrays.selective:
        return "cannot_tell", (grounds.SELECTIVE_COUNT,)
    if few := grounds.too_few(sum(events), "event of the pair", "events of the pair"):
        return "cannot_tell", (few,)
    weeks = found.weeks
    if weeks is None or weeks.grade == "cannot_tell":
        return "cannot_tell", _why_not(found)
    if weeks.grade != "supports":
        return weeks.grade, ()
    thinner = "the rise is in the share of a record that became thinner"
    if reason := grounds.only_in_share(events[1], rank, thinner):
        return "cannot_tell", (reason,)
    if region is not None and region.effect <= MINIMAL_RATIO:
        return "cannot_tell", (
            "the client's neighbours became as frequent in the record: it may be the region",
        )
    return "supports", ()


def _why_not(found: _Told) -> tuple[str, ...]:
    """Why the weeks settle nothing: too blunt, too common in the past, or simply unsure."""
    weeks = found.weeks
    if weeks is not None and weeks.low > MINIMAL_RATIO:
        grade, reasons = grounds.ranked("supports", weeks.placebo_p, found.windows)
        if grade != "supports":
            return reasons
    least = finite(found.smallest)
    if least is None:
        return grounds.UNSURE, grounds.NOTHING_SEEN
    if least > DETECTABLE:
        return (f"only a change of {figure(least)} times or more could have been seen",)
    return (
        grounds.UNSURE,
        f"the smallest ratio that would be seen four times in five is {figure(least)}",
    )


def _busiest(earlier: Earlier, own: grounds.Numbers, before: DyadEvents) -> str | None:
    """The heaviest event of the earlier window that held most: what a rise is held against."""
    held = earlier.windows(own)
    if not len(held) or not held.max():
        return grounds.heaviest(before)
    first = np.datetime64(earlier.calendar.start) + int(earlier.starts[int(held.argmax())])
    inside = (before.start >= first) & (before.start < first + earlier.length)
    return grounds.heaviest(before.select(inside))


def _would_change(grade: Grade, found: _Told | None, after: int) -> str | None:
    """How few later events would leave the interval where no change is noticed."""
    if grade == "supports" and found is not None:
        least = int(np.ceil(after * MINIMAL_RATIO / found.low))
        return f"about {least} events after the shock instead of {after}, or a second earlier window as busy"
    if grade == "opposes" and found is not None:
        return (
            f"more than {round(after * 1.5 / found.high)} events after the shock instead of {after}"
        )
    return None


def _sentence(arrays: Split, before: int, after: int, found: _Told | None) -> str:
    name = actor_name(arrays.client, arrays.shock)
    if found is None:
        return f"The record holds no events of {name} with {arrays.pole} that could be compared."
    return (
        f"{name} and {arrays.pole} had {count(after, 'event')} in the {arrays.days_after} days after "
        f"the shock and {before} in the {arrays.days_before} days before: "
        f"{times(found.effect)} the earlier share of what this record holds "
        f"({figure(found.low)} to {figure(found.high)})."
    )


def _ratios(
    arrays: Split, plain: Estimate | None, region: Estimate | None, after: DyadEvents
) -> tuple[Measure, ...]:
    """The ratio by days, and beside the neighbours' events."""
    rows = []
    if plain is not None:
        label = "ratio of the plain rates a day, search effort not allowed for"
        rows.append(_ratio("rate a day", label, plain, after))
    if region is not None:
        near = listing(actor_name(code, arrays.shock) for code in arrays.calendar.neighbours)
        label = f"ratio beside the events of {near}"
        rows.append(_ratio("beside the region", capital(label), region, after))
    return tuple(rows)


def _ranks(shares: float, counts: float, after: DyadEvents) -> tuple[Measure, ...]:
    """Where the later window stands among earlier ones of its length."""
    return tuple(
        Measure(
            name=name,
            kind="rank",
            label=f"share of earlier windows of the same length that hold {what}",
            value=rank,
            unit="share",
            evidence=grounds.ids(after),
        )
        for name, rank, what in (
            ("placebo rank", shares, "as large a share of the record"),
            ("placebo rank of counts", counts, "as many events"),
        )
    )


def _ratio(name: str, label: str, found: Estimate, after: DyadEvents) -> Measure:
    return Measure(
        name=name,
        kind="ratio",
        label=label,
        value=finite(found.effect),
        low=found.low,
        high=finite(found.high),
        unit="times",
        evidence=grounds.ids(after),
    )


def _exhibit(arrays: Split, before: DyadEvents, after: DyadEvents) -> Exhibit:
    return Exhibit(
        title="Events of the pair and of the whole record",
        columns=("window", "days", "events of the pair", "other events of the record"),
        rows=(
            ("before", arrays.days_before, len(before), arrays.others_before),
            ("after", arrays.days_after, len(after), arrays.others_after),
        ),
        evidence=(grounds.ids(before), grounds.ids(after)),
    )


DIAGNOSTIC = Diagnostic(NAME, QUESTION, PROPOSITION, gather, judge)
