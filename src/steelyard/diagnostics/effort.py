"""Answers from a searched record: how far they hold however unevenly it was searched.

What people found is what happened times how hard they looked. A comparison of two sides is therefore off by
one factor: how much harder one side was searched than the other (Γ, after Rosenbaum 2002, Observational
Studies, chapter 4). The answer is given at several Γ, a grade only where it holds over the whole range, and
else the bounds that hold over it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from steelyard.diagnostics.reasons import Decision
from steelyard.records import (
    UNLIMITED,
    Answered,
    EffortPoint,
    Grade,
    Judgement,
    Scale,
    Span,
    UnderEffort,
)
from steelyard.statistics import (
    INTERESTING_RATIO,
    INTERESTING_SHARE,
    Estimate,
    grade_ratio,
    grade_share,
)
from steelyard.wording import figure, finite

#: The efforts at which an answer is shown, as far as the range holds them.
GRID = (1 / 3, 1 / 2, 2 / 3, 1.0, 1.5, 2.0, 3.0)

#: Efforts beyond this are not tried when looking for the one that overturns a grade.
FARTHEST = 100.0

#: A bound is worth saying where it rules out a factor of five, a quarter of all, or fifty points.
RATIO_BOUND, SHARE_BOUND, DIFFERENCE_BOUND = 5.0, 0.25, 0.50

#: What one looks for on either side of a comparison, in words.
SIDES = {
    "after to before": ("what followed the shock", "what came before it"),
    "rival to partner": ("contacts with the rival", "those with the partner"),
    "deeds to words": ("deeds", "words"),
    "friendly to hostile": ("friendly acts", "hostile ones"),
    "hostile to friendly": ("hostile acts", "friendly ones"),
    "client to rival": ("the client's moves", "the rival's"),
    "campaigns to other days": ("acts of campaigns", "those of other days"),
    "later to earlier": ("what followed the concession", "what came before it"),
}

At = Callable[[float], Estimate | None]
Graded = Callable[[Estimate], Grade]


def under_effort(
    comparison: str, span: Span, found: At, graded: Graded
) -> tuple[Decision | None, UnderEffort | None]:
    """Return what a searched record says over a range of efforts.

    Args:
        comparison: Which side to which: one of the comparisons that a case may declare.
        span: The range.
        found: Gives the estimate at an effort; None where there is nothing to compare.
        graded: Grades an estimate.

    Returns:
        The grade with its reason, ``cannot_tell`` where the whole range does not share one; and the answer
        as a function of the effort. Both None where there is nothing to compare.
    """
    even = found(1.0)
    if even is None:
        return None, None
    at_even = graded(even)
    ends = [found(end) for end in (span.low, span.high)]
    grades = {graded(end) for end in ends if end is not None}
    if any(end is None for end in ends):
        grades.add("cannot_tell")
    answer = UnderEffort(
        comparison=comparison,
        low=span.low,
        high=None if span.high >= UNLIMITED else span.high,
        assumed=span.assumed,
        bounds=(
            finite(ends[1].low) if ends[1] else None,
            finite(ends[0].high) if ends[0] else None,
        ),
        along=lambda: (
            tuple(_point(gamma, found(gamma), graded) for gamma in _grid(span)),
            _overturned(found, graded, at_even),
        ),
    )
    if len(grades) == 1 and (grade := grades.pop()) != "cannot_tell":
        return (grade, (f"it holds {_range(answer)}",)), answer
    return ("cannot_tell", _why_not(answer, at_even)), answer


def ratio_rose(found: Estimate) -> Grade:
    """Grade "it became more", and oppose where a rise that would count is ruled out, whatever the lower end."""
    grade = grade_ratio(found)
    ruled_out = grade == "cannot_tell" and found.high < INTERESTING_RATIO
    return "opposes" if ruled_out else grade


def share_rose(found: Estimate) -> Grade:
    """The same of a difference of shares."""
    grade = grade_share(found)
    ruled_out = grade == "cannot_tell" and found.high < INTERESTING_SHARE
    return "opposes" if ruled_out else grade


def _grid(span: Span) -> tuple[float, ...]:
    ends = [end for end in (span.low, span.high) if 1 / UNLIMITED < end < UNLIMITED]
    inside = [gamma for gamma in GRID if span.low <= gamma <= span.high]
    return tuple(sorted({*ends, *inside, 1.0}))


def _point(gamma: float, found: Estimate | None, graded: Graded) -> EffortPoint:
    if found is None:
        return EffortPoint(gamma, None, None, None, "cannot_tell")
    return EffortPoint(
        gamma, finite(found.effect), finite(found.low), finite(found.high), graded(found)
    )


def _overturned(found: At, graded: Graded, grade: Grade) -> float | None:
    """The effort nearest to an even one at which a grade would no longer be given."""
    if grade == "cannot_tell":
        return None

    def lost(gamma: float) -> bool:
        estimate = found(gamma)
        return estimate is None or graded(estimate) != grade

    reached = [
        edge
        for far in (FARTHEST, 1 / FARTHEST)
        if lost(far) and (edge := _edge(lost, far)) is not None
    ]
    return min(reached, key=lambda gamma: abs(math.log(gamma)), default=None)


def _edge(lost: Callable[[float], bool], far: float) -> float:
    """Where between an even effort and ``far`` a grade is lost, by halving."""
    near, beyond = 0.0, math.log(far)
    for _ in range(20):
        middle = (near + beyond) / 2
        near, beyond = (near, middle) if lost(math.exp(middle)) else (middle, beyond)
    return math.exp(beyond)


def sides(comparison: str) -> tuple[str, str]:
    """Return what one looks for on either side of a comparison."""
    return SIDES[comparison]


def _range(answer: UnderEffort) -> str:
    """The range in words: what was searched harder, by how much, and who says so."""
    first, second = sides(answer.comparison)
    told = "our assumption" if answer.assumed else "declared in the case"
    if answer.high is None:
        return f"however much harder one looked for {first} than for {second} ({told})"
    return (
        f"whether one looked for {first} {figure(answer.low)} or {figure(answer.high)} times as hard as for "
        f"{second} ({told})"
    )


def _why_not(answer: UnderEffort, at_even: Grade) -> tuple[str, ...]:
    first, second = sides(answer.comparison)
    if at_even == "cannot_tell":
        return ("too few occasions to tell even if both sides had been searched alike",)
    word = "supported" if at_even == "supports" else "opposed"
    return (
        (
            f"had one looked as hard for {first} as for {second} it would be {word}, and the search is not "
            "known to have been that even"
        ),
    )


def spelled_out(answer: UnderEffort | None) -> UnderEffort | None:
    """Return the answer with its grid and the effort that overturns it, which take longest."""
    if answer is None or answer.along is None:
        return answer
    points, overturned = answer.along()
    return replace(answer, points=points, overturned=overturned, along=None)


def answered(judged: Judgement, scale: Scale) -> Answered:
    """Say which kind of answer a judgement is: a grade, bounds, an effect alone, or none."""
    if judged.grade in ("supports", "opposes"):
        return "graded"
    if judged.grade == "not_applicable":
        return "open"
    ends = (judged.low, judged.high) if judged.effort is None else judged.effort.bounds
    if bounded(ends, scale):
        return "bounded"
    return "open" if judged.effect is None else "estimated"


def bounded(bounds: tuple[float | None, float | None], scale: Scale) -> bool:
    """Say whether bounds rule out something worth saying."""
    low, high = bounds
    if scale == "ratio":
        return (low is not None and low >= 1 / RATIO_BOUND) or (
            high is not None and high <= RATIO_BOUND
        )
    if scale == "share":
        return (low is not None and low >= SHARE_BOUND) or (
            high is not None and high <= 1 - SHARE_BOUND
        )
    return (low is not None and low >= -DIFFERENCE_BOUND) or (
        high is not None and high <= DIFFERENCE_BOUND
    )


def bounds_text(answer: UnderEffort, scale: Scale) -> str | None:
    """Return the bounds as a sentence, None where they rule out nothing worth saying."""
    if not bounded(answer.bounds, scale):
        return None
    low, high = answer.bounds
    unit = {"ratio": " times", "share": "", "difference": ""}.get(scale, "")
    parts = []
    for end, word in ((low, "at least"), (high, "at most")):
        one = (end, None) if word == "at least" else (None, end)
        if end is not None and bounded(one, scale):
            value = figure(end) if scale == "ratio" else f"{100 * end:.0f} %"
            if scale == "difference":
                value = f"{100 * end:+.0f} points"
            parts.append(f"{word} {value}{unit}")
    return f"{' and '.join(parts)}, {_range(answer)}"


def effort_reasons(judged: Judgement, answer: UnderEffort | None, scale: Scale) -> tuple[str, ...]:
    """Return the bounds that hold over the range, and what effort would overturn the grade at even effort."""
    if answer is None:
        return ()
    said = []
    if judged.grade == "cannot_tell" and (text := bounds_text(answer, scale)):
        said.append(text)
    if answer.overturned is not None:
        first, second = sides(answer.comparison)
        said.append(
            f"overturned if one looked for {first} {figure(answer.overturned)} times as hard as for {second}"
        )
    return tuple(said)
