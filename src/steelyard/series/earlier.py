"""Earlier windows: what the same question would have found at other days before the shock.

A change after the shock means little where windows of the same length before it show as much by
themselves. Sums over every such window, a week apart, come from running totals of the days.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from steelyard.series.calendar import Calendar, Numbers
from steelyard.series.dyads import Mask
from steelyard.series.windows import Split
from steelyard.statistics import dispersion, placebo_rank, share_score

#: Days between the starts of two earlier windows.
STEP = 7

#: An earlier window of which a smaller share is covered than this is not compared.
LEAST_COVERED = 0.5


@dataclass(frozen=True, slots=True)
class Earlier:
    """Windows of the later one's length before the shock, and sums over them.

    ``starts`` are positions in the arrays of the calendar; ``length`` is in days.
    """

    calendar: Calendar
    earlier: slice
    later: slice
    starts: NDArray[np.intp]
    length: int

    def __len__(self) -> int:
        """The number of earlier windows."""
        return len(self.starts)

    def windows(self, daily: Numbers) -> Numbers:
        """Return the sum over each earlier window."""
        total = np.concatenate([[0.0], np.cumsum(daily)])
        sums: Numbers = total[self.starts + self.length] - total[self.starts]
        return sums

    def before(self, daily: Numbers) -> float:
        """Return the sum over all days before."""
        return float(daily[self.earlier].sum())

    def after(self, daily: Numbers) -> float:
        """Return the sum over the later window."""
        return float(daily[self.later].sum())

    def weeks(self, daily: Numbers, width: int = STEP) -> tuple[Numbers, Numbers]:
        """Return sums by week before and after, weeks being counted away from the shock.

        A week of which no day is covered is NaN; what is left at the far end of the earlier
        window is left out, the last later week may be short.
        """
        seen = np.where(self.calendar.covered, daily, 0.0)
        days = self.calendar.covered.astype(np.float64)
        first = self.earlier.start + (self.earlier.stop - self.earlier.start) % width
        back = _blocks(seen, days, first, self.earlier.stop, width)
        return back, _blocks(seen, days, self.later.start, self.later.stop, width)


def earlier_windows(split: Split) -> Earlier:
    """Return the windows before the shock that are as long as the one after it."""
    calendar = split.calendar
    before, later = calendar.slots(split.earlier), calendar.slots(split.later)
    length = max(later.stop - later.start, 1)
    starts = np.arange(before.start, before.stop - length + 1, STEP, dtype=np.intp)
    covered = np.concatenate([[0], np.cumsum(calendar.covered)])
    enough = covered[starts + length] - covered[starts] >= LEAST_COVERED * length
    return Earlier(calendar, before, later, starts[enough], length)


@dataclass(frozen=True, slots=True)
class InTime:
    """What a rise of a share is worth beside the pair's own past.

    ``spread`` is how many events count as one, since they come in clusters by week; ``rank`` the
    share of earlier windows whose share rises as much above the rest, the later one among them;
    ``windows`` how many of them could be compared.
    """

    spread: float = 1.0
    rank: float = 1.0
    windows: int = 0

    def fewer(self, *counts: int) -> tuple[int, ...]:
        """Return counts divided by the spread."""
        return tuple(round(number / self.spread) for number in counts)


#: What is known where no past can be trusted: nothing.
UNRANKED = InTime()


def share_in_time(earlier: Earlier, hits: Numbers, of: Numbers) -> InTime:
    """Say what a rise of the share of ``hits`` in ``of`` is worth.

    Args:
        earlier: The windows.
        hits: Events of the kind asked about, by day of the calendar.
        of: All events that it is a share of, by day.
    """
    k, n = earlier.windows(hits), earlier.windows(of)
    before = earlier.before(hits), earlier.before(of)
    after = earlier.after(hits), earlier.after(of)
    scores = share_score(k, n, before[0] - k, before[1] - n)
    observed = float(share_score(*after, *before))
    weeks = earlier.weeks(hits), earlier.weeks(of)
    shares = [k / n if n else 0.5 for k, n in (before, after)]
    expected = np.concatenate([weeks[1][side] * shares[side] for side in (0, 1)])
    variance = np.concatenate(
        [weeks[1][side] * shares[side] * (1 - shares[side]) for side in (0, 1)]
    )
    spread = dispersion(np.concatenate(weeks[0]), expected, variance, lost=2)
    return InTime(spread, placebo_rank(scores, observed), int(np.isfinite(scores).sum()))


def daily(split: Split, before: Mask, after: Mask, *, reports: bool = False) -> Numbers:
    """Count chosen events by day; those without an exact day are left out.

    Args:
        split: The pair and its windows.
        before: True for the earlier events to count.
        after: The same for the later ones.
        reports: Count the reports of each event instead.
    """
    counted = np.zeros(len(split.calendar))
    for events, mask in ((split.before, before), (split.after, after)):
        chosen = events.select(mask & events.dated)
        counted += split.calendar.daily(chosen.start, chosen.reports if reports else None)
    return counted


def _blocks(values: Numbers, days: Numbers, first: int, stop: int, width: int) -> Numbers:
    at = np.arange(first, stop, width)
    if not len(at):
        return np.zeros(0)
    sums = np.add.reduceat(values[:stop], at)
    seen = np.add.reduceat(days[:stop], at)
    return np.where(seen > 0, sums, np.nan)
