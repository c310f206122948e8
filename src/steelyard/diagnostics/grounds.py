"""Grounds on which a finding stands down, in the same words for every diagnostic."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from steelyard.records import Grade, Measure, MeasureKind
from steelyard.series import DyadEvents, InTime, Split, Yearly
from steelyard.statistics import (
    PLACEBO,
    Estimate,
    grade_ratio,
    odds_ratio,
    rate_ratio,
)
from steelyard.wording import actor_name, count, figure, finite, percent

Mask = NDArray[np.bool_]
Numbers = NDArray[np.float64]

#: A window of which more than this share is a gap is not judged.
LARGEST_GAP = 0.5

#: A share of fewer events than this is a tale of single events, whatever its posterior says.
FEW = 5

#: A rise of a share is not believed unless the plain count is among the highest fifth of earlier
#: windows too: the rest may have become fewer.
AMONG_COUNTS = 0.2

#: Ids of rows that a finding cites at most; a page with more is read by nobody.
CITED = 2000

#: Rows that a table of a finding shows at most.
SHOWN = 60

SELECTIVE_COUNT = (
    "every row comes from a record that was searched by hand, and unevenly: how many were found "
    "says as much about the search as about what happened"
)
SELECTIVE_SHARE = (
    "the record was searched by hand: a share is only as good as the search was even-handed"
)
GAP = "more than half of a window is a gap in the record"
NOTHING_SEEN = "no change, however large, could have been told from chance with so few events"
UNSURE = "the interval holds both no change and a change that would matter"


def wanted(split: Split, start: date | None = None) -> str:
    """Return which data would settle a count: publishers, pair and span of months.

    Args:
        split: The pair and its windows.
        start: First day of the span; that of the earlier window if none is given.
    """
    first, last = start or split.earlier.start, split.later.end - timedelta(days=1)
    pair = f"{actor_name(split.client, split.shock)} with {split.pole}"
    span = f"{first:%B %Y} to {last:%B %Y}"
    if split.selective:
        return f"ICEWS, POLECAT or GDELT events of {pair}, {span}"
    return f"a longer window, or a second publisher's events of {pair}, {span}"


def caveats(split: Split) -> tuple[str, ...]:
    """Return what limits any answer from these windows."""
    said = []
    if split.undated:
        events, verb = count(split.undated, "event"), "was" if split.undated == 1 else "were"
        said.append(
            f"{events} dated to the month or year only may fall on either side and {verb} not counted"
        )
    gap = max(split.gap_before, split.gap_after)
    if gap > 0:
        said.append(f"the record has gaps over {100 * gap:.0f} % of a window")
    return tuple(said)


def too_few(number: int, what: str, plural: str | None = None) -> str | None:
    """Return the reason where a share would rest on a handful of events."""
    if number >= FEW:
        return None
    noun = count(number, what, plural)
    return f"{'there is' if number == 1 else 'there are'} only {noun}, too few to judge by"


def gap_too_large(split: Split) -> bool:
    """Say whether a gap covers more than half of a window."""
    return max(split.gap_before, split.gap_after) > LARGEST_GAP


def unsure(found: Estimate, *, share: bool = False) -> tuple[str, ...]:
    """Return why a change is neither seen nor ruled out, and what could have been seen."""
    least = found.smallest_detectable
    if least is None:
        seen = NOTHING_SEEN
    elif share:
        seen = (
            f"the smallest rise that would be seen four times in five is {100 * least:.0f} points"
        )
    else:
        seen = f"the smallest ratio that would be seen four times in five is {figure(least)}"
    return UNSURE, seen


def undecided(found: Estimate, what: str) -> tuple[str, ...]:
    """Return why a share is on neither side of its bound, and what could have been seen."""
    least = found.smallest_detectable
    if least is None:
        return (f"{what}: even all of so few would not have settled it",)
    return (
        f"{what}: only a true share of {percent(least)} or more would be seen four times in five",
    )


def ids(*parts: DyadEvents) -> tuple[str, ...]:
    """Return the event ids of several sets, each once, in order, as far as a finding cites."""
    return cited(*(part.event_id[:CITED].tolist() for part in parts))


def cited(*parts: Sequence[str]) -> tuple[str, ...]:
    """Return ids, each once, in order, at most :data:`CITED` of them."""
    found: dict[str, None] = {}
    for part in parts:
        found.update(dict.fromkeys(part[: CITED - len(found)]))
        if len(found) >= CITED:
            break
    return tuple(found)[:CITED]


def heaviest(events: DyadEvents) -> str | None:
    """Return the id of the event with the most reports; deeds before words, the latest first."""
    if not len(events):
        return None
    at = np.lexsort((events.start.astype(np.int64), events.deeds, events.reports))[-1]
    return str(events.event_id[at])


def ranked(grade: Grade, rank: float, windows: int) -> tuple[Grade, tuple[str, ...]]:
    """Hold ``supports`` to the rank of the later window among earlier ones, and say why not.

    Args:
        grade: What the interval says.
        rank: Share of the windows, the later one among them, that show as much.
        windows: How many earlier windows there are.
    """
    if grade != "supports" or rank <= PLACEBO:
        return grade, ()
    if 1 / (1 + windows) > PLACEBO:
        return "cannot_tell", (
            f"the days before hold only {count(windows, 'window')} of the same length to compare with",
        )
    return "cannot_tell", (
        f"{percent(rank)} of windows of the same length before the shock show as much by themselves",
    )


def only_in_share(after: int, rank: float, thinner: str) -> str | None:
    """Return the reason where a share rose, and the plain count hardly did.

    Args:
        after: Events after the shock.
        rank: Share of the windows, the later one among them, that hold as many events.
        thinner: What else would make a share rise.
    """
    if few := too_few(after, "event after the shock", "events after the shock"):
        return few
    if rank <= AMONG_COUNTS:
        return None
    return f"{percent(rank)} of earlier windows held as many events: {thinner}"


def clustered_odds(counts: tuple[int, int, int, int], time: InTime) -> Estimate | None:
    """Return the odds of the first kind over the second, after over before; clusters count for fewer.

    Args:
        counts: Of the first and second kind before, then of both after.
        time: How clustered they are by week.
    """
    a, b, c, d = time.fewer(*counts)
    if not (a + b and c + d):
        a, b, c, d = counts
    return odds_ratio((a, b), (c, d))


def fewest_of_first(counts: tuple[int, int, int, int], time: InTime) -> int | None:
    """Return the smallest later count of the first kind at which its odds would still support."""
    a, b, c, d = counts

    def still(number: int) -> bool:
        found = clustered_odds((a, b, number, d), time)
        return found is not None and grade_ratio(found) == "supports"

    return fewest(still, c)


def rank_of_odds(time: InTime, after: DyadEvents) -> tuple[Measure, ...]:
    """Return where the later odds stand among earlier windows, if there are any."""
    if not time.windows:
        return ()
    return (
        Measure(
            name="placebo rank",
            kind="rank",
            label="share of earlier windows of the same length whose odds rise as much",
            value=time.rank,
            unit="share",
            evidence=ids(after),
        ),
    )


def rate(windows: Split, before: DyadEvents, after: DyadEvents, what: str) -> tuple[Measure, ...]:
    """Return how often ``what`` happened a day, after over before, if it did."""
    found = rate_ratio(len(before), len(after), windows.days_before, windows.days_after)
    if found is None:
        return ()
    return (
        Measure(
            name=f"{what}, rate",
            kind="ratio",
            label=f"{what} a day, times before",
            value=finite(found.effect),
            low=found.low,
            high=finite(found.high),
            unit="times",
            evidence=ids(after),
        ),
    )


def fewest(graded: Callable[[int], bool], now: int) -> int | None:
    """Return the smallest count at which ``graded`` still holds, None where even none would do.

    Args:
        graded: Says whether a count would keep the grade; true at ``now`` and above.
        now: The count that there is.
    """
    low, high = -1, now  # graded at high, not known to be at low
    while high - low > 1:
        middle = (low + high) // 2
        if graded(middle):
            high = middle
        else:
            low = middle
    return high or None


def course(series: Yearly, name: str) -> tuple[Measure, ...]:
    """Return how a yearly series went as figures: each step, its level since, its trend.

    Args:
        series: The indicator by year.
        name: What the figures are called: ``step NAME 2008``, ``level NAME``, ``trend NAME``.
    """
    known = series.course
    if known is None:
        return ()
    unit, span = series.rows[0].unit, f"{series.rows[0].year} to {series.rows[-1].year}"
    ids = cited([row.tie_id for row in series.rows])
    steps = tuple(
        Measure(
            name=f"step {name} {series.year(step.at)}",
            kind="step",
            label=f"step in {series.when(step)}, {span}",
            value=step.size,
            low=step.low,
            high=step.high,
            unit=unit,
            evidence=series.around(step),
        )
        for step in known.steps
    )
    answers: tuple[tuple[MeasureKind, str, float, float, float], ...] = (
        (
            "level",
            f"mean since {series.year(known.since)}",
            known.level,
            known.level_low,
            known.level_high,
        ),
        ("trend", f"slope a year, {span}", known.trend, known.trend_low, known.trend_high),
    )
    return steps + tuple(
        Measure(
            name=f"{what} {name}",
            kind=what,
            label=label,
            value=value,
            low=low,
            high=high,
            unit=unit,
            evidence=ids,
        )
        for what, label, value, low, high in answers
    )
