"""Reversal: did a leader turn round, and was the other pole reaffirmed the same week?

Idea: a turn needs something to turn from. Where the client was mostly hostile to the rival before
the shock and friendly words follow it (in a systematic record: where its friendly share rose more
than in nineteen of twenty earlier windows), check whether the client courted the partner within
seven days of each friendly word. A state that turns for good does not reassure the one it leaves. A
lasting turn shows in the later half of the window as much as in the earlier half; the ratio of the
two, and the half-life it implies, are given.
Misleads when: the government changed hands (a new leader is no reversal), or reassurance is routine
and goes unreported.
Source: the essay's own sequence (Samorukov 2019, The Moscow Times); mixed signals as hedging,
Lim and Cooper 2015, Security Studies 24:696; exact rate ratio, Przyborowski and Wilenski 1940,
Biometrika 31:313.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from steelyard.diagnostics import evidence, measures, odds, reasons
from steelyard.diagnostics.assemble import judgement, weights_of
from steelyard.diagnostics.splits import Splits, gather_splits
from steelyard.records import Account, Diagnostic, Grade, Judgement, Measure, Window
from steelyard.series import (
    UNRANKED,
    DyadEvents,
    InTime,
    Split,
    daily,
    earlier_windows,
    exposure_days,
    share_in_time,
)
from steelyard.statistics import PLACEBO, Estimate, grade_half, rate_ratio, share
from steelyard.wording import actor_name, count

NAME = "reversal"

#: Days on either side of a friendly word within which the partner counts as reaffirmed.
WEEK = 7

#: Fewer acts than this toward the rival before the shock show no stance.
STANCE = 3


@dataclass(frozen=True, slots=True)
class Arrays:
    """What passed with the rival and with the partner."""

    rival: Split
    partner: Split


def from_splits(splits: Splits) -> Arrays:
    """Return the client's events with each pole."""
    return Arrays(splits.rival, splits.partner)


@dataclass(frozen=True, slots=True)
class _Basis:
    """The client's earlier stance, its friendly words since, and what the partner heard that week.

    ``reassured[i]`` are the ids of friendly acts toward the partner within a week of the i-th of
    ``turns``; ``words`` are the turns with those whose day is not known.
    """

    stance: DyadEvents
    words: DyadEvents
    turns: DyadEvents
    courting: DyadEvents
    reassured: list[tuple[str, ...]]

    @property
    def bare(self) -> int:
        """The turns without reassurance."""
        return sum(not near for near in self.reassured)


def judge(arrays: Arrays) -> Judgement:
    """Grade whether the friendly words to the rival came without reassurance to the partner."""
    basis = _basis(arrays)
    found = share(basis.bare, len(basis.turns))
    decided, needed = _grade(arrays, basis, found)
    judged = judgement(
        decided,
        found,
        (len(basis.stance), len(basis.turns)),
        needed=needed,
        caveats=(*_undated(basis), *reasons.caveats(arrays.rival)),
        basis=basis,
    )
    if judged.grade == "not_applicable":
        return replace(judged, effect=None, low=None, high=None)
    if arrays.partner.selective and judged.low is not None:
        # Reassurance that nobody looked for is missing: the share without it is the most there was.
        return replace(judged, low=0.0)
    return judged


def _basis(arrays: Arrays) -> _Basis:
    before, after, partner = arrays.rival.before, arrays.rival.after, arrays.partner.after
    words = after.select(
        after.happened & (after.direction != "pole") & after.cooperative & ~after.deeds
    )
    turns = words.select(words.precision == "day")
    courting = partner.select(
        partner.happened & partner.cooperative & (partner.direction != "pole")
    )
    stance = before.select(before.happened & (before.direction == "client"))
    return _Basis(stance, words, turns, courting, _reassurances(turns, courting))


def _reassurances(turns: DyadEvents, courting: DyadEvents) -> list[tuple[str, ...]]:
    week = np.timedelta64(WEEK, "D")
    dated = courting.select(courting.dated)
    low = np.searchsorted(dated.start, turns.start - week)
    high = np.searchsorted(dated.start, turns.end + week)
    names = dated.ids
    return [names[a:b] for a, b in zip(low.tolist(), high.tolist(), strict=True)]


def _turn(rival: Split) -> InTime:
    """How the friendly share of the client's own acts ranks among earlier windows."""
    if rival.selective:
        return UNRANKED
    masks = [
        rival.countable(part) & (part.direction != "pole") for part in (rival.before, rival.after)
    ]
    friendly = daily(rival, masks[0] & rival.before.cooperative, masks[1] & rival.after.cooperative)
    return share_in_time(earlier_windows(rival), friendly, daily(rival, *masks))


def _undated(basis: _Basis) -> tuple[str, ...]:
    """Friendly words of which nobody knows the week."""
    left = len(basis.words) - len(basis.turns)
    if not left:
        return ()
    return (f"{count(left, 'friendly word')} without an exact day cannot be held against a week",)


def _grade(arrays: Arrays, basis: _Basis, found: Estimate | None) -> tuple[reasons.Decision, str]:
    """The grade, and what would settle it where it is open."""
    stance, friendly = len(basis.stance), int(basis.stance.cooperative.sum())
    more = "the leaders' own words toward both poles, day by day, on either side of the shock"
    if stance < STANCE:
        said = count(stance, "act")
        unknown = f"with {said} toward the rival before, no stance is known"
        return ("not_applicable", (unknown,)), more
    if friendly > stance / 2:
        reason = (
            f"there was no turn: already friendly, {friendly} of {stance} earlier acts of its own"
        )
        return ("not_applicable", (reason,)), f"{more}, if an earlier hostility was missed"
    if found is None:
        silent = "no friendly word toward the rival followed the shock"
        return ("not_applicable", (silent,)), more
    one, several = "friendly word with a known day", "friendly words with known days"
    few = reasons.small_number(len(basis.turns), one, several)
    if stopped := reasons.stand_down(reasons.large_gap(arrays.rival), few):
        return stopped, more
    if not arrays.rival.selective and _turn(arrays.rival).rank > PLACEBO:
        reason = "the friendly share of its own acts did not rise beyond what earlier windows show"
        return ("not_applicable", (f"there was no turn: {reason}",)), more
    grade: Grade = grade_half(found)
    if grade == "supports" and arrays.partner.selective:
        reason = "that no reassurance was found in a record searched by hand does not mean none was given"
        return ("cannot_tell", (reason,)), more
    if grade == "cannot_tell":
        even = "too few friendly words to tell a majority from a half"
        return (grade, reasons.near_bound(found, even)), more
    return (grade, (reasons.SELECTIVE_SHARE,) if arrays.partner.selective else ()), more


def tell(arrays: Arrays, judged: Judgement) -> Account:
    """Tell what the rival was told, and what the partner heard the same week."""
    basis: _Basis = judged.basis
    turns, kept = basis.turns, np.array([bool(near) for near in basis.reassured], dtype=np.bool_)
    return Account(
        sentence=_sentence(arrays, basis),
        evidence=evidence.join_ids(
            turns.ids, [name for near in basis.reassured for name in near], basis.stance.ids
        ),
        measures=tuple(_lasting(arrays.rival, turns)),
        exhibits=evidence.table(
            "Friendly words to the rival, and what the partner heard that week",
            ("day", "to the rival", "to the partner within a week", "how many"),
            _lines(basis),
        ),
        strongest_for=evidence.most_reported(turns.select(~kept)),
        strongest_against=evidence.most_reported(turns.select(kept)),
        would_change=_would_change(judged.grade, basis),
    )


def _would_change(grade: Grade, basis: _Basis) -> str | None:
    bare, turns = basis.bare, len(basis.turns)
    if grade != "supports":
        return None
    least = odds.smallest_majority(bare, turns)
    return f"fewer than {least} of {turns} words without reassurance (there were {bare})"


def _sentence(arrays: Arrays, basis: _Basis) -> str:
    name, rival = actor_name(arrays.rival.client, arrays.rival.shock), arrays.rival.pole
    stance, turns = basis.stance, basis.turns
    friendly = int(stance.cooperative.sum())
    if not len(stance):
        return f"The record holds no earlier act of {name} by itself toward {rival}."
    if len(stance) >= STANCE and friendly > len(stance) / 2:
        return (
            f"{name} had nothing to turn from: {friendly} of {len(stance)} acts of its own toward "
            f"{rival} before the shock were friendly."
        )
    before = f"{friendly} of {len(stance)} acts of {name} toward {rival} were friendly"
    if not len(turns):
        return f"Before the shock {before}; no friendly word with a known day followed."
    kept = len(turns) - basis.bare
    return (
        f"Before the shock {before}; of {len(turns)} friendly "
        f"{'word' if len(turns) == 1 else 'words'} after it, {kept} came within a week of a "
        f"friendly act toward {arrays.partner.pole}."
    )


def _lasting(rival: Split, turns: DyadEvents) -> Iterator[Measure]:
    """Friendly words in the later half of the window beside the earlier, and the half-life."""
    middle = rival.later.start + (rival.later.end - rival.later.start) / 2
    halves = (Window(rival.later.start, middle), Window(middle, rival.later.end))
    days = [exposure_days(half, rival.gaps) for half in halves]
    early, late = (int(turns.within(half).sum()) for half in halves)
    found, ids = rate_ratio(early, late, *days), evidence.ids(turns)
    if found is None or rival.selective:
        return
    label = "friendly words a day in the later half of the window, times the earlier half"
    yield measures.ratio("later half to earlier", label, found.effect, found, ids)
    if 0 < found.effect < 1:
        # An exponential decline by this ratio over half of the window.
        life = rival.later.days / 2 * np.log(2) / -np.log(found.effect)
        label = "days in which the friendly words would halve at this decline"
        yield measures.level("half-life", label, float(life), ids, unit="days")


def _lines(basis: _Basis) -> Iterator[evidence.Line]:
    turns, courting = basis.turns, basis.courting
    texts = dict(zip(courting.ids, courting.sentence, strict=True))
    for at, name in enumerate(turns.ids[: evidence.SHOWN]):
        near = basis.reassured[at]
        heard = str(texts[near[0]] or "") if near else "none found"
        yield (turns.when(at), str(turns.sentence[at] or ""), heard, len(near)), (name, *near)


DIAGNOSTIC = Diagnostic(
    name=NAME,
    question="Did the client turn round, and was the partner reaffirmed the same week?",
    subject="its turns back to its partner",
    proposition="the turn was made without reaffirming the partner",
    scale="share",
    unit="share of friendly words without reassurance to the partner",
    gather=gather_splits(NAME, from_splits),
    judge=judge,
    tell=tell,
    from_splits=from_splits,
    weights=weights_of(NAME),
)
