"""The rule of grading, fixed before any record was examined.

``supports`` requires a probability of nine in ten that the effect is more than negligible.
``opposes`` requires the whole interval to lie in the uninteresting range, or the same probability of
the opposite direction, so that absence of evidence is not mistaken for evidence of absence.
Everything else is ``cannot_tell``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: Probability mass of every interval: the custom of the field for small event counts.
LEVEL = 0.90

#: Probability that a direction needs to be graded.
SURE = 0.90

#: A rate or odds ratio that an analyst would call a change.
INTERESTING_RATIO = 1.5

#: A ratio too small for anybody to notice.
MINIMAL_RATIO = 1.1

#: A change of a share, in points (0.10 is ten), that an analyst would call a change.
INTERESTING_SHARE = 0.10

#: A change of a share too small for anybody to notice.
MINIMAL_SHARE = 0.02

#: Power at which the smallest detectable effect is stated.
POWER = 0.80

#: Where only a larger ratio was detectable, "no change" is indistinguishable from "change".
DETECTABLE = 3.0

Graded = Literal["supports", "opposes", "cannot_tell"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """An effect with its 90 % interval.

    ``p_more`` is the probability that the effect is more than negligible in the direction of
    the proposition, ``p_less`` in the other. ``smallest_detectable`` is the smallest effect
    that these counts could have shown with a power of 80 %, None where no effect could.
    """

    effect: float
    low: float
    high: float
    p_more: float
    p_less: float
    smallest_detectable: float | None


def grade_ratio(found: Estimate) -> Graded:
    """Grade "it became more": a ratio against :data:`INTERESTING_RATIO`."""
    if found.p_more >= SURE:
        return "supports"
    inside = found.low > 1 / INTERESTING_RATIO and found.high < INTERESTING_RATIO
    if inside or (found.p_less >= SURE and found.high < INTERESTING_RATIO):
        return "opposes"
    return "cannot_tell"


def grade_share(found: Estimate) -> Graded:
    """Grade "the share rose": a difference of shares against :data:`INTERESTING_SHARE`."""
    if found.p_more >= SURE:
        return "supports"
    inside = found.low > -INTERESTING_SHARE and found.high < INTERESTING_SHARE
    if inside or (found.p_less >= SURE and found.high < INTERESTING_SHARE):
        return "opposes"
    return "cannot_tell"


def grade_half(found: Estimate) -> Graded:
    """Grade "most of them": a share against one half (``p_more`` and ``p_less`` are of that)."""
    if found.p_more >= SURE:
        return "supports"
    return "opposes" if found.p_less >= SURE else "cannot_tell"
