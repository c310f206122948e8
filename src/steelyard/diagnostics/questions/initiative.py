"""Initiative: who moves first, client or rival?

Idea: leave out what both sides did together, including talks that a record lists once in each
direction. Count whose friendly moves and requests remain: the client's toward the rival, or the
rival's toward the client. In a systematic record a leader is named where, since the shock, one
side's moves are followed by the other's more than the reverse, day by day, after the region's
volume has been removed (the same for the days before is shown beside it); or where the client's
share of the moves exceeds a half and exceeds what it was before. A searched record has the second
way alone: the whole interval of the change must lie beyond two points on that side, and the first
move after the shock must be that side's too. Say who was first after the shock.
Misleads when: a visitor counts as the actor although the host invited; or only one side's moves are
reported. Being first is never proof of being the cause.
Source: who initiates, who responds, Goldstein and Freeman 1990, Three-Way Street; counts that
excite one another in discrete time, Fokianos, Rahbek and Tjøstheim 2009, JASA 104:1430; interval
of a share, Clopper and Pearson 1934, Biometrika 26:404.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from steelyard.diagnostics import effort, evidence, measures, reasons
from steelyard.diagnostics.assemble import judgement, weights_of
from steelyard.diagnostics.splits import gather_splits, rival_split
from steelyard.records import (
    Account,
    Diagnostic,
    Grade,
    Judgement,
    Measure,
    UnderEffort,
    Window,
)
from steelyard.series import (
    UNRANKED,
    DyadEvents,
    InTime,
    Split,
    earlier_windows,
    share_in_time,
)
from steelyard.series.calendar import Numbers
from steelyard.statistics import (
    MINIMAL_SHARE,
    PLACEBO,
    Estimate,
    Lead,
    grade_half,
    lead,
    share,
    share_difference,
)
from steelyard.wording import actor_name, capital, finite, listing, percent, period_text

NAME = "initiative"

VISITS = "a visitor counts as the one who acts, whoever invited; to be first is not to be the cause"
NOT_FIRST = "most moves since the shock are the {most}'s, but the first was not: who acts more need not act first"
EVEN = "the moves are too evenly shared, or too few, to name a first mover"


@dataclass(frozen=True, slots=True)
class _Past:
    """Who led in either window; the client's share before, how the later shares rank in time, and the change.

    Leads and ranks are those of a record that counts evenly; ``change`` is that of a record that people searched.
    """

    led: Lead | None
    led_before: Lead | None
    client: InTime
    rival: InTime
    share: Estimate | None
    change: Estimate | None = None


@dataclass(frozen=True, slots=True)
class _Basis:
    """The one-sided moves: all before the shock, and those of either side after it."""

    before: DyadEvents
    after: DyadEvents
    mine: DyadEvents
    theirs: DyadEvents
    past: _Past


def judge(arrays: Split) -> Judgement:
    """Grade whether most one-sided moves after the shock are the client's."""
    before, after = _moves(arrays.before), _moves(arrays.after)
    mine = after.select(after.direction == "client")
    theirs = after.select(after.direction == "pole")
    found, past = share(len(mine), len(after)), _past(arrays, before, after)
    decided, searched = _grade(arrays, (mine, theirs), found, past)
    return judgement(
        decided,
        found,
        (len(before), len(after)),
        needed=f"{reasons.data_needed(arrays)}, dense enough to see who answers whom day by day",
        caveats=reasons.caveats(arrays),
        basis=_Basis(before, after, mine, theirs, past),
        effort=searched,
    )


def _moves(events: DyadEvents) -> DyadEvents:
    """One-sided friendly moves and requests that happened; what both did is nobody's first move."""
    overture = events.cooperative | (events.type == "REQUEST")
    chosen = events.select(events.happened & overture & (events.direction != "mutual"))
    kinds = np.unique(chosen.type.astype(str), return_inverse=True)[1]
    at = chosen.start.astype(np.int64) * 100 + kinds
    client = chosen.direction == "client"
    both = np.intersect1d(at[client], at[~client])
    # Talks that a record has in each direction of the same day are one meeting, not two moves.
    joint = (chosen.type == "CONSULT") & chosen.dated & np.isin(at, both)
    return chosen.select(~joint)


def _past(arrays: Split, before: DyadEvents, after: DyadEvents) -> _Past:
    client_before, client_after = (int((p.direction == "client").sum()) for p in (before, after))
    earlier_share = share(client_before, len(before))
    if arrays.selective:
        change = share_difference(client_before, len(before), client_after, len(after))
        return _Past(None, None, UNRANKED, UNRANKED, earlier_share, change)
    earlier = earlier_windows(arrays)
    mine, theirs = (
        np.sum(
            [
                arrays.calendar.daily(
                    part.start[(part.direction == side) & part.dated & arrays.countable(part)]
                )
                for part in (before, after)
            ],
            axis=0,
        )
        for side in ("client", "pole")
    )
    return _Past(
        _led(arrays, arrays.later, mine, theirs),
        _led(arrays, arrays.earlier, mine, theirs),
        share_in_time(earlier, mine, mine + theirs),
        share_in_time(earlier, theirs, mine + theirs),
        earlier_share,
    )


def _led(arrays: Split, window: Window, mine: Numbers, theirs: Numbers) -> Lead:
    """Who led over the days of a window, the region's volume taken out."""
    days, at = arrays.calendar, arrays.calendar.slots(window)
    region = days.region if days.region.any() else np.maximum(days.events - mine - theirs, 0.0)
    volume, gap = region[at], np.where(days.covered[at], 0.0, np.nan)
    control = volume + gap if volume.any() else None
    return lead(mine[at] + gap, theirs[at] + gap, control=control)


def _grade(
    arrays: Split, sides: tuple[DyadEvents, DyadEvents], found: Estimate | None, past: _Past
) -> tuple[reasons.Decision, UnderEffort | None]:
    if found is None:
        nothing = "no one-sided move between the two followed the shock"
        return ("cannot_tell", (nothing,)), None
    few = reasons.small_number(sum(map(len, sides)), "one-sided move")
    if stopped := reasons.stand_down(reasons.large_gap(arrays), few):
        return stopped, _searched(arrays, sides, past)[1] if arrays.selective else None
    if arrays.selective:
        return _searched(arrays, sides, past)
    return _by_days(found, past), None


def _by_days(found: Estimate, past: _Past) -> reasons.Decision:
    """The grade of a systematic record."""
    led = past.led
    if led is not None and led.grade != "cannot_tell":
        answers = (
            "since the shock one side's moves are followed by the other's more than the reverse"
        )
        return "supports" if led.grade == "a_leads" else "opposes", (answers, VISITS)
    grade: Grade = grade_half(found)
    if grade == "cannot_tell":
        return grade, reasons.near_bound(found, EVEN)
    known = past.share is not None and past.client.windows >= reasons.FEW
    rank = (past.client if grade == "supports" else past.rival).rank
    if known and rank > PLACEBO:
        return "cannot_tell", (_nothing_new(grade, past.share),)
    return grade, (VISITS,)


def _searched(
    arrays: Split, sides: tuple[DyadEvents, DyadEvents], past: _Past
) -> tuple[reasons.Decision, UnderEffort | None]:
    """The answer of a record that people searched, as far as it holds for any effort."""
    moves = len(sides[0]), len(sides[1])
    decided, answer = effort.under_effort(
        "client to rival",
        arrays.effort.of("client to rival"),
        lambda gamma: share(moves[0], sum(moves), effort=gamma),
        grade_half,
    )
    assert decided is not None  # there is something to compare
    if min(moves) == 0:
        return ("cannot_tell", (reasons.ABSENCE,)), answer
    if decided[0] == "cannot_tell":
        return decided, answer
    if past.change is not None and not _became(decided[0], past.change):
        return ("cannot_tell", (_nothing_new(decided[0], past.share),)), answer
    client_first, rival_first = (side.end.min() for side in sides)
    if not (client_first < rival_first if decided[0] == "supports" else rival_first < client_first):
        most = "client" if decided[0] == "supports" else "rival"
        return ("cannot_tell", (NOT_FIRST.format(most=most),)), answer
    return (decided[0], (*decided[1], VISITS)), answer


def _became(grade: Grade, change: Estimate) -> bool:
    """Whether the client's share surely moved the way that the grade says, by more than is nothing."""
    return change.low > MINIMAL_SHARE if grade == "supports" else change.high < -MINIMAL_SHARE


def _nothing_new(grade: Grade, before: Estimate | None) -> str:
    side = "client" if grade == "supports" else "rival"
    was = percent(before.effect) if before else "as many"
    return (
        f"that most moves are the {side}'s is nothing new (the client's were {was} before), and "
        "who answers whom cannot be seen day by day"
    )


def tell(arrays: Split, judged: Judgement) -> Account:
    """Tell whose the moves were, and who came first."""
    basis: _Basis = judged.basis
    mine, theirs = basis.mine, basis.theirs
    return Account(
        sentence=_sentence(arrays, mine, theirs),
        evidence=evidence.ids(mine, theirs, basis.before),
        measures=tuple(_measures(basis)),
        exhibits=evidence.table(
            "One-sided moves after the shock, in order",
            ("day", "who moved", "type", "act", "what"),
            _lines(arrays, basis.after),
        ),
        strongest_for=evidence.most_reported(mine),
        strongest_against=evidence.most_reported(theirs),
        would_change=_would_change(judged.grade, len(mine), len(basis.after)),
    )


def _would_change(grade: Grade, mine: int, moves: int) -> str | None:
    if grade not in ("supports", "opposes"):
        return None
    return f"moves of the other side that went unreported (the client's were {mine} of {moves})"


def _sentence(arrays: Split, mine: DyadEvents, theirs: DyadEvents) -> str:
    name = actor_name(arrays.client, arrays.shock)
    total = len(mine) + len(theirs)
    if not total:
        return f"No one-sided friendly move between {name} and {arrays.pole} followed the shock."
    moves = (
        "one-sided friendly move or request"
        if total == 1
        else ("one-sided friendly moves and requests")
    )
    sides = [(who, events) for who, events in ((name, mine), (arrays.pole, theirs)) if len(events)]
    sides.sort(key=lambda side: side[1].end.min())
    firsts = [f"{_owner(who)} first came {_first(events)}" for who, events in sides]
    return (
        f"Of {total} {moves} after the shock, {len(mine)} came from {name} and {len(theirs)} from "
        f"{arrays.pole}; {listing(firsts)}."
    )


def _owner(pole: str) -> str:
    return f"{pole}'" if pole.endswith("s") else f"{pole}'s"


def _first(events: DyadEvents) -> str:
    """When the first of ``events`` was: the earliest by the end of what its precision leaves open."""
    at = int(events.end.argmin())
    precision = str(events.precision[at])
    word = "on" if precision == "day" else "in"
    return f"{word} {period_text(events.start[at].item(), precision)}"


def _measures(basis: _Basis) -> Iterator[Measure]:
    past, was = basis.past, basis.past.share
    before, after = evidence.ids(basis.before), evidence.ids(basis.after)
    if was is not None:
        label = "the client's share of one-sided moves before the shock, 90 % interval"
        yield measures.level(
            "client's share before", label, was.effect, before, low=was.low, high=was.high
        )
    label = "moves of the rival that one of the client's calls forth, less the reverse"
    for name, led, ids in (
        ("lead of the client", past.led, after),
        ("lead of the client before", past.led_before, before),
    ):
        if led is not None and np.isfinite(led.difference):
            when = "before the shock" if led is past.led_before else "since the shock"
            ends = {"low": finite(led.low), "high": finite(led.high)}
            yield measures.level(
                name, f"{label}, {when}", led.difference, ids, unit="moves", **ends
            )


def _lines(arrays: Split, after: DyadEvents) -> Iterator[evidence.Line]:
    names = {"client": actor_name(arrays.client, arrays.shock), "pole": arrays.pole}
    for at in range(min(len(after), evidence.SHOWN)):
        mover = capital(names[str(after.direction[at])])
        yield evidence.line(after, at, mover, str(after.type[at]), str(after.act[at]))


DIAGNOSTIC = Diagnostic(
    name=NAME,
    question="Who moves first, the client or the rival?",
    subject="who moves first",
    proposition="the client moves first",
    scale="share",
    unit="share of one-sided moves that are the client's",
    gather=gather_splits(NAME, rival_split),
    judge=judge,
    tell=tell,
    from_splits=rival_split,
    weights=weights_of(NAME),
)
