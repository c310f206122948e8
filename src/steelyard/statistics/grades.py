"""The rule of grading, fixed before any record was examined.

``supports`` requires a probability of nine in ten that the effect is more than negligible.
``opposes`` requires the whole interval to lie in the uninteresting range, or the same probability of
the opposite direction, so that absence of evidence is not mistaken for evidence of absence.
Everything else is ``cannot_tell``.
"""

from __future__ import annotations

import math
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

#: The smallest error that an interval is read as: none is exact.
LEAST_ERROR = 1e-6

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


def normal_estimate(
    value: float, error: float, *, minimal: float, ends: tuple[float, float] | None = None
) -> Estimate:
    """Return an estimate with a normal error.

    Args:
        value: The effect: a difference, or the log of a ratio.
        error: Its standard error.
        minimal: The size of a change that nobody would notice.
        ends: Those of an interval that was worked out another way.
    """
    from scipy.special import ndtr, ndtri  # scipy.stats takes a second to import

    half = float(ndtri(0.5 + LEVEL / 2)) * error
    low, high = ends or (value - half, value + half)
    return Estimate(
        effect=value,
        low=min(low, value),
        high=max(high, value),
        p_more=float(ndtr((value - minimal) / error)),
        p_less=float(ndtr((-minimal - value) / error)),
        smallest_detectable=minimal + float(ndtri(SURE) + ndtri(POWER)) * error,
    )


def error_of(low: float, high: float) -> float:
    """Return the standard error that an interval of :data:`LEVEL` has if its error is normal."""
    from scipy.special import ndtri

    return max((high - low) / (2 * float(ndtri(0.5 + LEVEL / 2))), LEAST_ERROR)


def ratio_of_logs(found: Estimate) -> Estimate:
    """Return the estimate of a log ratio as that of the ratio."""
    least = found.smallest_detectable
    return Estimate(
        math.exp(found.effect),
        math.exp(found.low),
        math.exp(found.high),
        found.p_more,
        found.p_less,
        None if least is None else math.exp(least),
    )


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
