"""Findings as numbers: what the learned weights look at, and what they do not.

Of every finding: its grade, its effect with both ends (ratios as logs), and how many events stand behind
it. A ratio of which only a bound is known, as where a pair never met before, lies amid what that leaves.
What is not known stays unknown. The figures of a finding without a grade are looked at too: how far those of
a searched record can be trusted is learned from worlds that were searched as unevenly.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from steelyard.records import Answer, Scale

Array = NDArray[np.float64]

#: Columns of the values of one finding.
GRADE, EFFECT, LOW, HIGH, N_BEFORE, N_AFTER = range(6)
COLUMNS = 6

#: Codes of the grades; 0 stands for a question that was not asked or does not apply.
UNASKED, CANNOT_TELL, SUPPORTS, OPPOSES = 0.0, 1.0, 2.0, 3.0
_CODES = {"cannot_tell": CANNOT_TELL, "supports": SUPPORTS, "opposes": OPPOSES}

#: No log of a ratio of event counts is taken for more than this.
FAR = 4.0

#: Nodes of the splines, in standard deviations of a shrunken effect.
KNOTS = (-0.8, 0.8)


#: What the classifier looks at in each finding: its grade, its effect, bent in several ways so that a large
#: effect need not count as so many small ones, and how many events stand behind it. All of it once more for
#: records that people searched, where the same figures say something else.
PARTS = (
    "supports",
    "opposes",
    "known",
    "effect",
    "effect below",
    "effect above",
    "effect squared",
    "effect bent",
    "effect bent below",
    "effect bent above",
    "events",
    "events squared",
    "effect by events",
)


#: What it looks at besides in records that people searched: what the bounds rule out on either side, whether an answer is
#: short of a grade, and on which side of the shock the occasions lie.
SEARCHED_PARTS = ("at least", "at most", "no grade", "occasions after to before", "occasions after")


@dataclass(frozen=True, slots=True)
class Spreads:
    """Middle and spread of each diagnostic's effect over the worlds of the calibration."""

    diagnostics: tuple[str, ...]
    middle: Array
    spread: Array


def values(answers: Iterable[tuple[str, Scale, Answer]], diagnostics: Sequence[str]) -> Array:
    """Return the values of the answers on one client, ``(diagnostics, columns)``; NaN is unknown.

    Args:
        answers: Diagnostic, scale of its effect, and what was judged.
        diagnostics: Those that are looked at, in order.
    """
    found = np.full((len(diagnostics), COLUMNS), np.nan)
    found[:, GRADE] = UNASKED
    for name, scale, answer in answers:
        if name in diagnostics and answer.grade in _CODES:
            at = diagnostics.index(name)
            found[at] = _of(answer, ratio=scale == "ratio")
    return found


def _of(answer: Answer, *, ratio: bool) -> Array:
    effect, low, high = (_number(x, ratio) for x in (answer.effect, answer.low, answer.high))
    if ratio and not (math.isnan(effect) and math.isnan(low) and math.isnan(high)):
        low, high = (-FAR if math.isnan(low) else low), (FAR if math.isnan(high) else high)
        effect = (low + high) / 2 if math.isnan(effect) else effect
    counts = [math.nan if n is None else float(n) for n in (answer.n_before, answer.n_after)]
    return np.array([_CODES[answer.grade], effect, low, high, *counts])


def _number(value: float | None, ratio: bool) -> float:
    if value is None or math.isnan(value):
        return math.nan
    if not ratio:
        return value
    return max(-FAR, min(FAR, math.log(value))) if value > 0 else -FAR


def scale_of(known: Array, diagnostics: Sequence[str]) -> Spreads:
    """Measure middle and spread of each effect over worlds, ``(worlds, diagnostics, columns)``."""
    effects = known[:, :, EFFECT]
    middle, spread = np.zeros(len(diagnostics)), np.ones(len(diagnostics))
    for at in range(len(diagnostics)):
        seen = effects[:, at][~np.isnan(effects[:, at])]
        if len(seen) > 1:
            middle[at], spread[at] = np.median(seen), max(float(np.std(seen)), 1e-6)
    return Spreads(tuple(diagnostics), np.round(middle, 4), np.round(spread, 4))


def shrunken(known: Array, scale: Spreads) -> tuple[Array, Array]:
    """Return effects in standard deviations, drawn to the middle as far as they are unsure.

    An effect with the standard error of the spread itself counts half (the posterior mean under a
    normal prior of that spread). The second array is that factor; both are 0 where nothing is known.

    Args:
        known: ``(worlds, diagnostics, columns)``.
        scale: Of the calibration.
    """
    effect = (known[:, :, EFFECT] - scale.middle) / scale.spread
    error = (known[:, :, HIGH] - known[:, :, LOW]) / 3.29 / scale.spread  # 90 % interval
    error = np.where(np.isnan(error), 1.0, error)
    trust = np.where(np.isnan(effect), 0.0, 1 / (1 + error**2))
    return np.clip(np.nan_to_num(effect) * trust, -3, 3), trust


def feature_names(diagnostics: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the columns of :func:`features`."""
    single = [f"{name}: {part}" for part in PARTS for name in diagnostics]
    searched = [f"{name}, searched" for name in single]
    besides = [f"{name}: {part}, searched" for part in SEARCHED_PARTS for name in diagnostics]
    pairs = [f"{a} x {b}" for at, a in enumerate(diagnostics) for b in diagnostics[at + 1 :]]
    return ("constant", "searched", *single, *searched, *besides, *pairs)


def features(known: Array, scale: Spreads, searched: NDArray[np.bool_]) -> Array:
    """Return what the classifier looks at, ``(worlds, features)``; see :func:`feature_names`."""
    effect, trust = shrunken(known, scale)
    number = np.log1p(np.nan_to_num(known[:, :, N_BEFORE]) + np.nan_to_num(known[:, :, N_AFTER]))
    number = np.where(known[:, :, GRADE] == UNASKED, 0.0, number / 5)
    low, high = KNOTS
    flag = searched.astype(np.float64)[:, None]
    first, second = np.triu_indices(known.shape[1], 1)
    single = np.concatenate(
        [
            known[:, :, GRADE] == SUPPORTS,
            known[:, :, GRADE] == OPPOSES,
            trust,
            effect,
            np.maximum(low - effect, 0.0),
            np.maximum(effect - high, 0.0),
            effect**2,
            np.tanh(effect),
            np.tanh(2 * effect + 1),
            np.tanh(2 * effect - 1),
            number,
            number**2,
            effect * number,
        ],
        axis=1,
    )
    pairs = effect[:, first] * effect[:, second]
    besides = _besides(known, scale) * flag
    return np.concatenate([np.ones_like(flag), flag, single, single * flag, besides, pairs], axis=1)


def _besides(known: Array, scale: Spreads) -> Array:
    """The parts of :data:`SEARCHED_PARTS`, ``(worlds, parts of all diagnostics)``; 0 where a question was not asked."""
    asked = known[:, :, GRADE] != UNASKED
    low, high = (
        np.clip((known[:, :, at] - scale.middle) / scale.spread, -3, 3) for at in (LOW, HIGH)
    )
    before, after = (np.nan_to_num(known[:, :, at]) for at in (N_BEFORE, N_AFTER))
    parts = (
        (np.maximum(np.where(np.isnan(low), -3.0, low), -1) + 1) / 2,
        (1 - np.minimum(np.where(np.isnan(high), 3.0, high), 1)) / 2,
        np.where(known[:, :, GRADE] == CANNOT_TELL, 1.0, 0.0),
        np.log((after + 1) / (before + 1)) / 2,
        np.log1p(after) / 4,
    )
    return np.concatenate([np.where(asked, part, 0.0) for part in parts], axis=1)
