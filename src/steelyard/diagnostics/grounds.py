"""Grounds on which a finding stands down, in the same words for every diagnostic."""

from __future__ import annotations

from steelyard.series import DyadEvents, Split
from steelyard.statistics import DETECTABLE, Estimate
from steelyard.wording import count, figure

#: A window of which more than this share is a gap is not judged.
LARGEST_GAP = 0.5

#: Fewer events than this on a side of a share, and its words are about single events.
FEW = 5

SELECTIVE_COUNT = (
    "every row comes from a record that was searched by hand, and unevenly: how many were found "
    "says as much about the search as about what happened"
)
SELECTIVE_SHARE = (
    "the record was searched by hand: a share is only as good as the search was even-handed"
)
SYSTEMATIC = "event data that are collected whatever the topic, such as ICEWS, POLECAT or GDELT"


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


def gap_too_large(split: Split) -> bool:
    """Say whether a gap covers more than half of a window."""
    return max(split.gap_before, split.gap_after) > LARGEST_GAP


def too_blunt(found: Estimate) -> str | None:
    """Return the reason where only a change too large to be missed could have been seen."""
    least = found.smallest_detectable
    if least is None:
        return "no change, however large, could have been told from chance with so few events"
    if least > DETECTABLE:
        return f"only a change of {figure(least)} times or more could have been seen"
    return None


def ids(*parts: DyadEvents) -> tuple[str, ...]:
    """Return the event ids of several sets, each once, in order."""
    return tuple(dict.fromkeys(name for part in parts for name in part.ids))
