"""Reasons for which a finding stands down, in the same words for every diagnostic."""

from __future__ import annotations

from datetime import date, timedelta
from math import isfinite

from steelyard.records import Grade
from steelyard.series import Split
from steelyard.statistics import PLACEBO, Estimate
from steelyard.wording import actor_name, count, figure, percent

#: A grade, and why it is no other.
Decision = tuple[Grade, tuple[str, ...]]

#: A window of which more than this share is a gap is not judged.
LARGEST_GAP = 0.5

#: A share of fewer events than this is a tale of single events, whatever its posterior says.
FEW = 5

#: A rise of a share is not believed unless the plain count is among the highest fifth of earlier
#: windows too: the rest may have become fewer.
AMONG_COUNTS = 0.2

#: Earlier windows with which a past that is too short for a rank says something all the same.
SHORT_PAST = 10

#: A searched record that knows the rival's dealings with fewer third states than this was searched for its clients.
ONE_STATE = 3

SELECTIVE_COUNT = (
    "every row comes from a record that was searched by hand, and unevenly: how many were found "
    "says as much about the search as about what happened"
)
SHORT = "the days before hold only"
SELECTIVE_SHARE = (
    "the record was searched by hand: a share is only as good as the search was even-handed"
)
ABSENCE = "none was found, and a search that finds nothing is no evidence that nothing was there"
FEWNESS = "few were found, and a search that may have missed some is no evidence that they were few"
GAP = "more than half of a window is a gap in the record"
NOTHING_SEEN = "no change, however large, could have been told from chance with so few events"
UNSURE = "the interval holds both no change and a change that would matter"


def data_needed(split: Split, start: date | None = None) -> str:
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
    said = [
        f"{name} does not cover both windows and is set aside where it matters how often things happened"
        for name in split.aside
    ]
    if split.undated:
        events, verb = count(split.undated, "event"), "was" if split.undated == 1 else "were"
        said.append(
            f"{events} dated to the month or year only may fall on either side and {verb} not counted"
        )
    gap = max(split.gap_before, split.gap_after)
    if gap > 0:
        said.append(f"the record has gaps over {100 * gap:.0f} % of a window")
    return tuple(said)


def small_number(number: int, what: str, plural: str | None = None) -> str | None:
    """Return the reason where a share would rest on a handful of events."""
    if number >= FEW:
        return None
    noun = count(number, what, plural)
    return f"{'there is' if number == 1 else 'there are'} only {noun}, too few to judge by"


def no_comparison(split: Split, others: int) -> Decision:
    """Return why a searched record does not set the client beside other states.

    Args:
        split: The pair.
        others: The states outside the poles and the case with which the rival dealt in the record.
    """
    if others >= ONE_STATE:
        return "cannot_tell", (SELECTIVE_COUNT,)
    name = actor_name(split.client, split.shock)
    return "not_applicable", (
        f"the record was searched for {name}: what {split.pole} did with states outside the case is not in it",
    )


def has_large_gap(split: Split) -> bool:
    """Say whether a gap covers more than half of a window."""
    return max(split.gap_before, split.gap_after) > LARGEST_GAP


def large_gap(split: Split) -> str | None:
    """Return the reason where a gap covers more than half of a window."""
    return GAP if has_large_gap(split) else None


def stand_down(*obstacles: str | None) -> Decision | None:
    """Return ``cannot_tell`` with the first obstacle that stands in the way, None where none does."""
    for why in obstacles:
        if why:
            return "cannot_tell", (why,)
    return None


def wide_interval(found: Estimate, *, share: bool = False) -> tuple[str, ...]:
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


def upper_limit(high: float) -> tuple[str, ...]:
    """Return which rise there surely was not, by the upper end of an interval, if it has one."""
    return (f"a rise beyond {figure(high)} times is excluded",) if isfinite(high) else ()


def near_bound(found: Estimate, what: str) -> tuple[str, ...]:
    """Return why a share is on neither side of its bound, and what could have been seen."""
    least = found.smallest_detectable
    if least is None:
        return (f"{what}: even all of so few would not have settled it",)
    return (
        f"{what}: only a true share of {percent(least)} or more would be seen four times in five",
    )


def hold_to_past(grade: Grade, rank: float, windows: int, *, beyond: bool = False) -> Decision:
    """Hold ``supports`` to the rank of the later window among earlier ones, and say why not.

    A past with fewer than nineteen windows cannot show one in twenty. With at least ten it is enough
    that none of them shows as much, if the interval itself lies wholly beyond what would matter.

    Args:
        grade: What the interval says.
        rank: Share of the windows, the later one among them, that show as much.
        windows: How many earlier windows there are.
        beyond: Whether the whole interval is beyond what an analyst would call a change.
    """
    if grade != "supports" or rank <= PLACEBO:
        return grade, ()
    if 1 / (1 + windows) <= PLACEBO:
        return "cannot_tell", (
            f"{percent(rank)} of windows of the same length before the shock show as much by themselves",
        )
    held = f"{SHORT} {count(windows, 'window')} of the same length to compare with"
    if windows >= SHORT_PAST and beyond and rank <= 1 / (1 + windows) + 1e-9:
        return grade, (f"{held}; none of them shows as much",)
    return "cannot_tell", (held,)


def thinner_record(after: int, rank: float, thinner: str) -> str | None:
    """Return the reason where a share rose, and the plain count hardly did.

    Args:
        after: Events after the shock.
        rank: Share of the windows, the later one among them, that hold as many events.
        thinner: What else would make a share rise.
    """
    if few := small_number(after, "event after the shock", "events after the shock"):
        return few
    if rank <= AMONG_COUNTS:
        return None
    return f"{percent(rank)} of earlier windows held as many events: {thinner}"
