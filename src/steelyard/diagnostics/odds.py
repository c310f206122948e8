"""Odds of one kind of event over another, and counts at which a grade would no longer be given."""

from __future__ import annotations

from collections.abc import Callable

from steelyard.records import Grade
from steelyard.series import InTime
from steelyard.statistics import Estimate, grade_half, grade_ratio, odds_ratio, share


def clustered_odds(
    counts: tuple[int, int, int, int], time: InTime, *, effort: float = 1.0
) -> Estimate | None:
    """Return the odds of the first kind over the second, after over before; clusters count for fewer.

    Args:
        counts: Of the first and second kind before, then of both after.
        time: How clustered they are by week.
        effort: How many times harder was looked for the first kind after.
    """
    a, b, c, d = time.fewer(*counts)
    if not (a + b and c + d):
        a, b, c, d = counts
    return odds_ratio((a, b), (c, d), effort=effort)


def smallest_first_count(counts: tuple[int, int, int, int], time: InTime) -> int | None:
    """Return the smallest later count of the first kind at which its odds would still support."""
    a, b, c, d = counts

    def still(number: int) -> bool:
        found = clustered_odds((a, b, number, d), time)
        return found is not None and grade_ratio(found) == "supports"

    return smallest_count(still, c)


def would_change(
    grade: Grade, counts: tuple[int, int, int, int], time: InTime, what: str
) -> str | None:
    """Say below which later count of the first kind, called ``what``, its odds would no longer support."""
    least = smallest_first_count(counts, time) if grade == "supports" else None
    if least is None:
        return None
    return f"fewer than {least} {what} after the shock (there were {counts[2]})"


def smallest_majority(hits: int, of: int, against: float = 0.5) -> int | None:
    """Return the smallest count whose share of ``of`` would still be graded as beyond ``against``."""

    def still(number: int) -> bool:
        found = share(number, of, against=against)
        return found is not None and grade_half(found) == "supports"

    return smallest_count(still, hits)


def smallest_count(graded: Callable[[int], bool], now: int) -> int | None:
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
