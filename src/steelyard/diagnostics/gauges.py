"""Gauges: the figures whose weights come from real cases with known ends.

Ninety-two cases were counted by many rules (``python -m evaluation.history``); six figures were left that
told turns and quarrels from the rest on states, publishers and archives that they were not fitted on. Words of
reproach are the noise of every close relation and say little; what tells is engagement (cooperation and
requests) beside costly hostile acts (quad 4). A thin record says little: usual events are counted in, and a
change speaks in proportion to the events after the shock.
"""

from __future__ import annotations

from math import log

import numpy as np

from steelyard.records import Gauge
from steelyard.series import DyadEvents, Mask, Split

#: Events counted in besides, as a usual pair of states has them: of ten two are costly hostile ones.
USUAL_ENGAGED, USUAL_COSTLY = 8.0, 2.0

#: With as many events after the shock as this, a change of tone speaks at half its weight.
HALF = 10.0

#: Quads up to this are cooperation.
FRIENDLY = 2

#: Events counted in besides for a rate, shared out by the days of the windows.
BESIDES = 2.0

#: Acts by which two sides bind or back each other, and days within which they count as a burst.
BINDING, BURST_DAYS = ("AGREE", "SUPPORT"), 14


def line(windows: Split, events: DyadEvents) -> float:
    """Log of what the client and a pole have with each other to what they do to each other at cost."""
    mine = windows.countable(events)
    engaged, costly = (int((mine & mask).sum()) for mask in (events.engaged, events.costly))
    return log((engaged + USUAL_ENGAGED) / (costly + USUAL_COSTLY))


def warmth(windows: Split) -> float:
    """How much warmer the line became after the shock, in proportion to the events after it."""
    after = int((windows.countable(windows.after)).sum())
    change = line(windows, windows.after) - line(windows, windows.before)
    return change * after / (after + HALF)


def coldness(windows: Split) -> float:
    """How cold the line is after the shock."""
    return -line(windows, windows.after)


def commitments(windows: Split) -> float | None:
    """Log rate ratio of friendly commitments; None where the source codes none on either side."""
    counts = [_count(windows, events, "committed") for events in (windows.before, windows.after)]
    return _ratio(windows, *counts) if any(counts) else None


def burst(windows: Split) -> float:
    """Log ratio of the most agreements, signatures and backing that fell within two weeks, after to before."""
    most = [_densest(windows, events) for events in (windows.before, windows.after)]
    return log((most[1] + 1) / (most[0] + 1))


def _densest(windows: Split, events: DyadEvents) -> int:
    """The most friendly acts that bind or back within :data:`BURST_DAYS` days."""
    mine = windows.countable(events) & events.cooperative & np.isin(events.type, BINDING)
    days = np.sort(events.start[mine].astype("datetime64[D]").astype(np.int64))
    if not len(days):
        return 0
    ends = np.searchsorted(days, days + BURST_DAYS)
    return int((ends - np.arange(len(days))).max())


def broken(windows: Split, events: DyadEvents) -> Mask:
    """True for what the client does to a pole that is dear to undo: evictions, expulsions, exits, sanctions."""
    own = np.isin(events.direction, ("client", "mutual")) & (events.quad > FRIENDLY)
    mask: Mask = windows.countable(events) & own & (events.deeds | (events.rung == "commitment"))
    return mask


def mended(windows: Split, events: DyadEvents) -> Mask:
    """True for what the client takes back: a break that is lifted is none."""
    own = (events.direction == "client") & np.isin(events.type, ("CONCEDE", "RETREAT"))
    mask: Mask = windows.countable(events) & own & events.deeds
    return mask


def breaks(windows: Split) -> float:
    """Log rate ratio of the client's breaks with a pole, those that it took back left out."""
    counts = [
        max(int(broken(windows, part).sum()) - int(mended(windows, part).sum()), 0)
        for part in (windows.before, windows.after)
    ]
    return _ratio(windows, *counts)


def hostility(windows: Split) -> float:
    """Log of hostile acts, words among them, to friendly ones after the shock."""
    after = windows.after
    mine = windows.countable(after)
    friendly = int((mine & after.cooperative).sum())
    return log((int(mine.sum()) - friendly + 2) / (friendly + 2))


def force(windows: Split) -> float:
    """Log rate ratio of costly hostile acts."""
    counts = [_count(windows, events, "costly") for events in (windows.before, windows.after)]
    return _ratio(windows, *counts)


def _count(windows: Split, events: DyadEvents, mask: str) -> int:
    return int((windows.countable(events) & getattr(events, mask)).sum())


def _ratio(windows: Split, before: int, after: int) -> float:
    days = max(windows.days_before, 1), max(windows.days_after, 1)
    parts = [BESIDES * one / sum(days) for one in days]
    return log((after + parts[1]) / days[1]) - log((before + parts[0]) / days[0])


#: What a turn looks like in the pair's tone.
WARMTH = Gauge(
    name="warmth",
    reading="realignment",
    label="how much warmer client and rival became",
    measure=lambda arrays: warmth(arrays.rival),
    low=-1.5,
    high=2.0,
)

#: What a turn looks like toward the partner. A level: old quarrels are cold too.
PARTNER_LINE = Gauge(
    name="partner_line",
    reading="realignment",
    label="how cold client and partner are after the shock",
    measure=lambda arrays: coldness(arrays.partner),
    low=-3.0,
    high=0.5,
    neutral=None,
    level=True,
    counts="costly hostile acts to cooperation and requests",
)

#: What a turn looks like where people searched: the client breaks with its partner.
BREAKS = Gauge(
    name="breaks",
    reading="realignment",
    label="how much faster the client breaks with its partner",
    measure=breaks,
    low=-0.5,
    high=2.5,
    searched=True,
)

#: What a turn looks like in costly acts that are hard to undo.
COMMITMENTS = Gauge(
    name="commitments",
    reading="realignment",
    label="how much faster client and rival commit themselves",
    measure=lambda arrays: commitments(arrays.split),
    low=-1.0,
    high=3.0,
    binds=True,
)

#: What a turn looks like in time: a quarrel is patched up word by word, a turn is signed in a fortnight. Where people
#: searched, a visit with its signatures is one occasion, so that nothing there falls close together.
BURST = Gauge(
    name="burst",
    reading="realignment",
    label="how many agreements and words of backing fell within two weeks",
    measure=burst,
    low=-1.5,
    high=2.0,
    counted=True,
    binds=True,
)

#: What a quarrel looks like: hostile acts outnumber friendly ones after the shock ...
HOSTILITY = Gauge(
    name="hostility",
    reading="rupture",
    label="how hostile client and rival are after the shock",
    measure=hostility,
    low=-2.0,
    high=1.5,
    neutral=None,
)

#: ... and costly ones come faster than before.
FORCE = Gauge(
    name="force",
    reading="rupture",
    label="how much faster client and rival act against each other at cost",
    measure=force,
    low=-0.5,
    high=2.5,
)
