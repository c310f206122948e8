"""Who moves first? Whether one side's events are followed by the other's more than the reverse.

The unit is a day or a week. A date says nothing about the order within the day, and a likelihood in
continuous time mistakes ties for answers (``tests/statistics/test_leads.py`` demonstrates this).
Each side's count is regressed on the past of both sides, decayed with a common half-life: the
discrete-time Hawkes process with identity link (Hawkes 1971, Biometrika 58:83; as a count
autoregression Fokianos, Rahbek and Tjøstheim 2009, JASA 104:1430).

Anything that moves both sides at once (coverage, a summit season) makes each seem to answer the
other. A control removes the part of it that it captures. The rest looks the same from either side:
the lagged covariance of two series with a common stationary driver is symmetric in time. The grade
therefore concerns the difference of the two directions, never one direction alone, and a second test
checks that asymmetry directly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from steelyard.statistics.grades import LEVEL
from steelyard.statistics.lags.baseline import baseline

Floats = NDArray[np.float64]
Led = Literal["a_leads", "b_leads", "cannot_tell"]

#: Candidate half-lives, in periods, of the response to an event; the best for the sum of both is used.
HALF_LIVES = (1.5, 3.0, 6.0)

#: Level in each direction at which a leader is named. The t test over blocks is slightly overconfident
#: with rare events; at this level at most one leader in twenty is false, counting both directions.
SURE_LEAD = 0.985

#: Level at which the asymmetry has to agree. It is the less sensitive test and can only veto.
SURE_ASYMMETRY = 0.95

#: Fewest periods, and fewest events of either side, that can name a leader.
FEWEST_PERIODS, FEWEST_EVENTS = 40, 10

#: Half-life, in periods, of the busy spells that the weights allow for.
BUSY = 3.0

#: Number of blocks of time for the variance, and the fewest periods in a block.
BLOCKS, SHORTEST_BLOCK = 120, 5

#: Smallest share of the usual baseline that the weights allow for.
_LEAST_BASELINE = 0.2

#: Rounding, as a share of the sum of squares.
_NOTHING = 1e-12


@dataclass(frozen=True, slots=True)
class Lead:
    """How far each side's events trigger the other's.

    Attributes:
        a_to_b: Events of b triggered by one event of a, beyond habit and control.
        b_to_a: Events of a triggered by one event of b.
        difference: ``a_to_b - b_to_a``.
        low: Lower end of the 90 % interval of the difference.
        high: Upper end of the 90 % interval of the difference.
        grade: ``a_leads``, ``b_leads`` or ``cannot_tell``.
    """

    a_to_b: float
    b_to_a: float
    difference: float
    low: float
    high: float
    grade: Led


#: The answer where the counts allow none.
SILENT = Lead(np.nan, np.nan, np.nan, -np.inf, np.inf, "cannot_tell")


@dataclass(frozen=True, slots=True)
class _Pair:
    """Counts of two sides minus their baselines; arrays have shape (n,), gaps are zero."""

    a: Floats
    b: Floats
    weight: Floats
    seen: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Answers:
    """Regression of each side on the decayed past of both.

    ``on_a`` holds what past events of a and of b add to a, ``on_b`` what they add to b.
    """

    past: Floats
    moments: Floats
    on_a: Floats
    on_b: Floats


def lead(a: ArrayLike, b: ArrayLike, *, control: ArrayLike | None = None, seed: int = 0) -> Lead:
    """Return who leads, from counts of the same days or weeks.

    A leader is named where the difference of the two directions is significantly different from zero
    and the asymmetry of the lagged covariance agrees, both by t tests over blocks of time.

    Args:
        a: Counts of one side per period, oldest first, shape (n,); NaN is a gap.
        b: Counts of the other side, of the same periods.
        control: Counts of what moves both (all events of the region but theirs), or None.
        seed: Not used: nothing is drawn. It is there because every estimator takes one.

    Returns:
        Never raises on numbers: values that cannot be estimated are NaN or infinite, and the grade
        is ``cannot_tell``. So it is for negative or infinite counts and series of unequal length.
    """
    del seed
    pair = _pair(a, b, control)
    if pair is None:
        return SILENT
    found = _answers(pair, max(HALF_LIVES, key=lambda half_life: _fit(pair, half_life)))
    a_to_b, b_to_a = float(found.on_b[0]), float(found.on_a[1])
    difference = a_to_b - b_to_a
    error, freedom = _error(pair, found)
    if not np.isfinite(difference) or error <= 0:
        return SILENT
    from scipy.special import stdtrit

    reach = error * float(stdtrit(freedom, (1 + LEVEL) / 2))
    sure = abs(difference) > error * float(stdtrit(freedom, SURE_LEAD))
    agreed = _asymmetry(pair, found) * np.sign(difference) > float(stdtrit(freedom, SURE_ASYMMETRY))
    leader: Led = "a_leads" if difference > 0 else "b_leads"
    return Lead(
        a_to_b,
        b_to_a,
        difference,
        difference - reach,
        difference + reach,
        leader if sure and agreed else "cannot_tell",
    )


def _pair(a: ArrayLike, b: ArrayLike, control: ArrayLike | None) -> _Pair | None:
    """Counts minus their baselines, or None where they are too few or unusable."""
    one, two = np.asarray(a, dtype=np.float64).ravel(), np.asarray(b, dtype=np.float64).ravel()
    third = None if control is None else np.asarray(control, dtype=np.float64).ravel()
    given = [one, two] if third is None else [one, two, third]
    if len({len(x) for x in given}) > 1 or any((x < 0).any() or np.isinf(x).any() for x in given):
        return None
    seen = np.isfinite(np.sum(given, axis=0))
    few = min(one[seen].sum(), two[seen].sum()) < FEWEST_EVENTS if seen.any() else True
    if few or seen.sum() < FEWEST_PERIODS:
        return None
    usual_a, usual_b = baseline(one, seen, third), baseline(two, seen, third)
    if not (_moves(one[seen], usual_a[seen]) and _moves(two[seen], usual_b[seen])):
        return None
    rest = np.where(seen, one - usual_a, 0.0), np.where(seen, two - usual_b, 0.0)
    return _Pair(*rest, np.where(seen, 1 / _spread(one, two, usual_a + usual_b, seen), 0.0), seen)


def _spread(one: Floats, two: Floats, usual: Floats, seen: NDArray[np.bool_]) -> Floats:
    """How widely both sides together vary in each period, against their mean.

    Counts vary as much as there are of them to be expected: by the baseline, and after a busy spell. The sum of
    both sides says nothing of which leads, so that the weights favour neither.
    """
    busy = decay(np.where(seen, one + two, 0.0), BUSY)
    expected = (usual + busy) / 2
    mean = usual[seen].mean()
    spread: Floats = np.maximum(expected, _LEAST_BASELINE * mean) / mean
    return spread


def _moves(counts: Floats, usual: Floats) -> bool:
    """Whether anything remains after the baseline is removed."""
    return float(np.square(counts - usual).sum()) > _NOTHING * float(np.square(counts).sum())


def _fit(pair: _Pair, half_life: float) -> float:
    """How well its own past explains the sum of both sides.

    The sum contains no information about which side leads, so this choice favours neither.
    """
    both = pair.a / np.sqrt(pair.weight @ pair.a**2) + pair.b / np.sqrt(pair.weight @ pair.b**2)
    past = decay(both, half_life)
    size = float(pair.weight @ past**2)
    return float(pair.weight @ (past * both)) ** 2 / size if size > 0 else 0.0


def _answers(pair: _Pair, half_life: float) -> _Answers:
    """Regress both sides on the same two columns with the same weights, which keeps the null symmetric."""
    past = np.column_stack([decay(pair.a, half_life), decay(pair.b, half_life)])
    weighed = past * pair.weight[:, None]
    inverse = np.asarray(np.linalg.pinv(weighed.T @ past), dtype=np.float64)
    return _Answers(past, inverse, inverse @ (weighed.T @ pair.a), inverse @ (weighed.T @ pair.b))


def decay(values: Floats, half_life: float) -> Floats:
    """Return the exponentially weighted sum of all earlier values, without the present one.

    The weights halve every ``half_life`` periods and sum to one, so a coefficient on this sum is the
    total number of events that one event triggers.
    """
    from scipy.signal import lfilter

    keep = 0.5 ** (1 / half_life)
    out: Floats = lfilter([0.0, 1 - keep], [1.0, -keep], values)
    return out


def _error(pair: _Pair, found: _Answers) -> tuple[float, int]:
    """Standard error of the difference, clustered in blocks of time (Liang and Zeger 1986)."""
    left_a = pair.weight * (pair.a - found.past @ found.on_a)
    left_b = pair.weight * (pair.b - found.past @ found.on_b)
    influence = found.past @ found.moments
    sums = _blocks(left_b * influence[:, 0] - left_a * influence[:, 1], pair.seen)
    count = len(sums)
    return float(np.sqrt((sums**2).sum() * count / (count - 1))), count - 1


def _asymmetry(pair: _Pair, found: _Answers) -> float:
    """Lagged covariance of b with past a, minus that of a with past b, as a t statistic.

    The effect of each side on itself is removed first. Under a common driver the two are equal,
    whatever the rates of the two sides.
    """
    rest_a = pair.a - found.on_a[0] * found.past[:, 0]
    rest_b = pair.b - found.on_b[1] * found.past[:, 1]
    gap = pair.weight * (rest_b * found.past[:, 0] - rest_a * found.past[:, 1])
    sums = _blocks(gap, pair.seen)
    spread = float(sums.std(ddof=1)) * np.sqrt(len(sums))
    return float(sums.sum()) / spread if spread > 0 else 0.0


def _blocks(values: Floats, seen: NDArray[np.bool_]) -> Floats:
    length = max(len(values) // BLOCKS, SHORTEST_BLOCK)
    starts = np.arange(0, len(values), length)
    sums: Floats = np.add.reduceat(values, starts)
    return sums[np.add.reduceat(seen.astype(float), starts) > 0]
