"""Tempo: did client-rival events speed up, against their own past and the record's volume?

Idea: compare the share that the pair's events have of all events of the record after the shock
with the share before it, so that more printing is not taken for more happening.
Misleads when: the record was searched for this very pair or these very weeks (a count then
measures the search), or the pair's events come in clusters (one visit makes a dozen rows): the
exact interval is then too short, and the rank among earlier windows is the safer guide.
Source: conditional test of two Poisson rates, Przyborowski and Wilenski 1940, Biometrika
31:313; rank among earlier windows, Abadie, Diamond and Hainmueller 2010, JASA 105:493.
"""

from __future__ import annotations

import numpy as np

from steelyard.diagnostics import grounds
from steelyard.records import Archive, Case, Diagnostic, Exhibit, Finding, Grade, Measure
from steelyard.series import DyadEvents, Split, split
from steelyard.statistics import Estimate, grade_ratio, rate_ratio
from steelyard.wording import actor_name, count, figure, finite, percent, times

NAME = "tempo"
QUESTION = "Did events between the client and the rival speed up?"
PROPOSITION = "they became more frequent"

#: Largest share of earlier windows of the same length that may reach the later count.
PLACEBO = 0.10

#: Days between the starts of two earlier windows that are compared.
STEP = 7

#: Fewer earlier windows than this make no rank below PLACEBO.
FEWEST = 9


def gather(archive: Archive, case: Case, client: str) -> Split:
    """Return the pair's events before and after, and how many others the record holds."""
    return split(archive, case, client, "rival", NAME)


def judge(arrays: Split) -> Finding:
    """Grade whether the pair's events became a larger share of the record."""
    before, after = _counted(arrays, arrays.before), _counted(arrays, arrays.after)
    found = rate_ratio(len(before), len(after), arrays.others_before, arrays.others_after)
    plain = rate_ratio(len(before), len(after), arrays.days_before, arrays.days_after)
    rank = placebo_rank(arrays)
    grade, reasons = _grade(arrays, found, rank)
    return Finding(
        diagnostic=NAME,
        client=arrays.client,
        question=QUESTION,
        proposition=PROPOSITION,
        sentence=_sentence(arrays, len(before), len(after), found),
        grade=grade,
        effect=finite(found.effect) if found else None,
        unit="times the earlier share of the record",
        low=found.low if found else None,
        high=finite(found.high) if found else None,
        n_before=len(before),
        n_after=len(after),
        smallest_detectable=found.smallest_detectable if found else None,
        reasons=(*reasons, *_left_out(arrays, before, after), *grounds.caveats(arrays)),
        needed=grounds.wanted(arrays) if grade == "cannot_tell" else None,
        evidence=grounds.ids(after, before),
        measures=_measures(plain, rank, after),
        exhibits=(_exhibit(arrays, before, after),),
    )


def placebo_rank(arrays: Split) -> float | None:
    """Return the share of earlier windows of the same length that hold as many events.

    The later window counts as one of them (so that the share is never zero); windows that a gap
    touches are left out. None where fewer than two earlier windows are left.
    """
    days = _counted(arrays, arrays.before).start
    length = arrays.later.days
    first, end = np.datetime64(arrays.earlier.start), np.datetime64(arrays.earlier.end)
    starts = first + np.arange(0, arrays.earlier.days, STEP)
    for gap in arrays.gaps:
        touched = (starts < np.datetime64(gap.end)) & (starts + length > np.datetime64(gap.start))
        starts = starts[~touched]
    starts = starts[starts + length <= end]
    if length <= 0 or len(starts) < FEWEST:
        return None
    held = np.array([((days >= s) & (days < s + length)).sum() for s in starts])
    reached = int((held >= len(_counted(arrays, arrays.after))).sum())
    return (1 + reached) / (1 + len(starts))


def _counted(arrays: Split, events: DyadEvents) -> DyadEvents:
    """Events that happened on a known day, as the volume of the record counts them."""
    return events.select(arrays.countable(events) & (events.precision == "day"))


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
    arrays: Split, found: Estimate | None, rank: float | None
) -> tuple[Grade, tuple[str, ...]]:
    if found is None:
        return "cannot_tell", ("there is nothing to compare: no event of the pair, or no other",)
    if grounds.gap_too_large(arrays):
        return "cannot_tell", (grounds.GAP,)
    if arrays.selective:
        return "cannot_tell", (grounds.SELECTIVE_COUNT,)
    events = len(_counted(arrays, arrays.before)) + len(_counted(arrays, arrays.after))
    if few := grounds.too_few(events, "event of the pair", "events of the pair"):
        return "cannot_tell", (few,)
    grade: Grade = grade_ratio(found)
    if grade == "supports" and rank is None:
        return "cannot_tell", (
            "the days before hold too few windows of the same length to compare",
        )
    if grade == "supports" and rank is not None and rank > PLACEBO:
        reason = f"{percent(rank)} of windows of the same length held as many events by themselves"
        return "cannot_tell", (reason,)
    if grade == "opposes" and (blunt := grounds.too_blunt(found)):
        return "cannot_tell", (blunt,)
    if grade == "cannot_tell":
        return grade, grounds.unsure(found)
    return grade, ()


def _sentence(arrays: Split, before: int, after: int, found: Estimate | None) -> str:
    name = actor_name(arrays.client, arrays.shock)
    if found is None:
        return f"The record holds no events of {name} with {arrays.pole} that could be compared."
    return (
        f"{name} and {arrays.pole} had {count(after, 'event')} in the {arrays.days_after} days after "
        f"the shock and {before} in the {arrays.days_before} days before: "
        f"{times(found.effect)} the earlier share of what this record holds "
        f"({figure(found.low)} to {figure(found.high)})."
    )


def _measures(plain: Estimate | None, rank: float | None, after: DyadEvents) -> tuple[Measure, ...]:
    found = []
    if plain is not None:
        found.append(
            Measure(
                name="rate a day",
                label="ratio of the plain rates a day, search effort not allowed for",
                value=finite(plain.effect),
                low=plain.low,
                high=finite(plain.high),
                unit="times",
                evidence=after.ids,
            )
        )
    if rank is not None:
        label = "share of earlier windows of the same length that hold as many events"
        found.append(
            Measure(name="placebo rank", label=label, value=rank, unit="share", evidence=after.ids)
        )
    return tuple(found)


def _exhibit(arrays: Split, before: DyadEvents, after: DyadEvents) -> Exhibit:
    return Exhibit(
        title="Events of the pair and of the whole record",
        columns=("window", "days", "events of the pair", "other events of the record"),
        rows=(
            ("before", arrays.days_before, len(before), arrays.others_before),
            ("after", arrays.days_after, len(after), arrays.others_after),
        ),
        evidence=(before.ids, after.ids),
    )


DIAGNOSTIC = Diagnostic(NAME, QUESTION, PROPOSITION, gather, judge)
