"""The names that questions still written in one piece import; it goes when the last is in three parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from steelyard.diagnostics.assemble import weights_of
from steelyard.diagnostics.evidence import CITED, SHOWN, cited, heaviest, ids
from steelyard.diagnostics.measures import course, rank_of_odds, rate
from steelyard.diagnostics.odds import clustered_odds, fewest, fewest_of_first
from steelyard.diagnostics.reasons import (
    AMONG_COUNTS,
    FEW,
    GAP,
    LARGEST_GAP,
    NOTHING_SEEN,
    SELECTIVE_COUNT,
    SELECTIVE_SHARE,
    UNSURE,
    caveats,
    gap_too_large,
    only_in_share,
    ranked,
    too_few,
    undecided,
    unsure,
    wanted,
)
from steelyard.records import Account, Archive, Case, Diagnostic, Finding, Judgement, Scale
from steelyard.series import Mask
from steelyard.series.calendar import Numbers

__all__ = [
    "AMONG_COUNTS",
    "CITED",
    "FEW",
    "GAP",
    "LARGEST_GAP",
    "NOTHING_SEEN",
    "SELECTIVE_COUNT",
    "SELECTIVE_SHARE",
    "SHOWN",
    "UNSURE",
    "Mask",
    "Numbers",
    "caveats",
    "cited",
    "clustered_odds",
    "course",
    "fewest",
    "fewest_of_first",
    "gap_too_large",
    "heaviest",
    "ids",
    "in_one_piece",
    "only_in_share",
    "rank_of_odds",
    "ranked",
    "rate",
    "too_few",
    "undecided",
    "unsure",
    "wanted",
]


def in_one_piece(
    words: tuple[str, str, str],
    scale: Scale,
    gather: Callable[[Archive, Case, str], Any],
    found: Callable[..., Finding],
    *,
    from_splits: Callable[..., Any] | None = None,
    depends_on: Literal["type", "kind"] = "type",
    chart: Literal["ratios"] | None = None,
) -> Diagnostic:
    """Return a diagnostic whose one function both judges and tells."""
    name, question, proposition = words

    def judge(arrays: Any) -> Judgement:
        one = found(arrays)
        return Judgement(
            grade=one.grade,
            effect=one.effect,
            null=one.null,
            low=one.low,
            high=one.high,
            n_before=one.n_before,
            n_after=one.n_after,
            smallest_detectable=one.smallest_detectable,
            reasons=one.reasons,
            needed=one.needed,
            basis=one,
        )

    def tell(arrays: Any, judged: Judgement) -> Account:  # noqa: ARG001 - the form of every tell
        one: Finding = judged.basis
        return Account(
            sentence=one.sentence,
            unit=one.unit,
            evidence=one.evidence,
            measures=one.measures,
            exhibits=one.exhibits,
            strongest_for=one.strongest_for,
            strongest_against=one.strongest_against,
            would_change=one.would_change,
        )

    return Diagnostic(
        name=name,
        question=question,
        proposition=proposition,
        scale=scale,
        unit="",
        gather=gather,
        judge=judge,
        tell=tell,
        from_splits=from_splits,
        depends_on=depends_on,
        weights=weights_of(name),
        chart=chart,
    )
