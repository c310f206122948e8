"""Concession: did the partner soften after the gestures, and did the gestures then stop?

Idea: gestures meant to win something stop once it is won. Find the partner's first concession to
the client after the shock, and compare the rate of the client's gestures toward the rival before
and after that day, within the window. Concessions must be more frequent than before the shock, and
the fall deeper than in nineteen of twenty earlier windows cut at the same day. Where nobody gave
way the question does not arise. Aid is no concession, since it flows whatever the client does.
Misleads when: the concession had other causes (a timetable, a change of government), or the
gestures stopped for other reasons (an epidemic, an election).
Source: inverse response in triangles of states, Goldstein and Pevehouse 1997, American Political
Science Review 91:515; exact rate ratio, Przyborowski and Wilenski 1940, Biometrika 31:313; placebo
in time, Abadie, Diamond and Hainmueller 2010, JASA 105:493.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from steelyard.diagnostics import effort, evidence, reasons
from steelyard.diagnostics.assemble import judgement, weights_of
from steelyard.diagnostics.splits import Splits, gather_splits
from steelyard.records import Account, Diagnostic, Grade, Judgement, UnderEffort, Window
from steelyard.series import DyadEvents, Split, daily, earlier_windows, exposure_days
from steelyard.series.calendar import Numbers
from steelyard.statistics import (
    SURE,
    Estimate,
    grade_ratio,
    placebo_rank,
    rate_ratio,
    rate_score,
    smallest_fall,
)
from steelyard.wording import actor_name, capital, count, day_text

NAME = "concession"

#: Acts by which a partner gives way, in words or in deeds.
CONCESSIONS = ("CONCEDE", "RETREAT")


@dataclass(frozen=True, slots=True)
class Arrays:
    """What passed with the rival and with the partner in the window of this diagnostic."""

    rival: Split
    partner: Split


@dataclass(frozen=True, slots=True)
class _Rates:
    """Gestures and days on either side of the first concession."""

    before: int
    after: int
    days_before: int
    days_after: int
    found: Estimate | None


def from_splits(splits: Splits) -> Arrays:
    """Return the client's events with each pole over the window of this diagnostic."""
    return Arrays(splits.rival, splits.partner)


@dataclass(frozen=True, slots=True)
class _Basis:
    """Concessions, gestures, the day of the first concession, and the rates on either side."""

    conceded: DyadEvents
    gestures: DyadEvents
    turn: date | None
    rates: _Rates


def judge(arrays: Arrays) -> Judgement:
    """Grade whether the partner gave way and the client's gestures then became rarer."""
    conceded, gestures = _concessions(arrays.partner.after), _gestures(arrays.rival.after)
    turn = _turn(conceded)
    rates = _rates(arrays.rival, gestures, turn)
    decided, needed, searched = _grade(arrays, conceded, turn, rates)
    judged = judgement(
        decided,
        rates.found,
        (rates.before, rates.after),
        needed=needed,
        caveats=reasons.caveats(arrays.rival),
        basis=_Basis(conceded, gestures, turn, rates),
        effort=searched,
    )
    least = smallest_fall(rates.before, rates.days_before, rates.days_after)
    return replace(judged, smallest_detectable=least)


def _concessions(events: DyadEvents) -> DyadEvents:
    """The partner's own acts toward the client by which it gives way."""
    gives_way = np.isin(events.type, CONCESSIONS) & (events.direction == "pole")
    return events.select(events.happened & gives_way)


def _gestures(events: DyadEvents) -> DyadEvents:
    """The client's friendly acts toward the rival, alone or together with it."""
    return events.select(events.happened & events.cooperative & (events.direction != "pole"))


def _turn(conceded: DyadEvents) -> date | None:
    """The day of the first concession whose day is known."""
    dated = conceded.select(conceded.dated)
    return dated.start.min().item() if len(dated) else None


def _rates(rival: Split, gestures: DyadEvents, turn: date | None) -> _Rates:
    """Gestures on either side of the first concession; the day itself is on neither."""
    gestures = gestures.select(rival.countable(gestures))
    if turn is None:
        return _Rates(len(gestures), 0, rival.days_after, 0, None)
    at = np.datetime64(turn)
    before, after = int((gestures.end <= at).sum()), int((gestures.start > at).sum())
    next_day = turn + timedelta(days=1)
    days_before = exposure_days(Window(rival.later.start, turn), rival.gaps)
    days_after = exposure_days(Window(next_day, max(next_day, rival.later.end)), rival.gaps)
    found = rate_ratio(before, after, days_before, days_after)
    return _Rates(before, after, days_before, days_after, found)


def _grade(
    arrays: Arrays, conceded: DyadEvents, turn: date | None, rates: _Rates
) -> tuple[reasons.Decision, str, UnderEffort | None]:
    """The grade, what would settle it where it is open, and the answer by effort of a searched record."""
    rival, partner = arrays.rival, arrays.partner
    needed = reasons.data_needed(rival, rival.later.start)
    if stopped := reasons.stand_down(reasons.large_gap(partner)):
        return stopped, needed, None
    if not len(conceded):
        reason = (
            f"no concession of {partner.pole} is on record that the gestures could have ended for"
        )
        return (
            ("not_applicable", (reason,)),
            reasons.data_needed(partner, partner.later.start),
            None,
        )
    if turn is None:
        return ("cannot_tell", ("the day of the concession is not known",)), needed, None
    if rates.found is None or not rates.before:
        reason = "no gesture before the first concession whose rate could fall"
        return ("cannot_tell", (reason,)), needed, None
    few = reasons.small_number(rates.before + rates.after, "gesture")
    searched = None
    if rival.selective:
        decided, searched = _searched(rival, rates)
        stopped = reasons.stand_down(few) or decided
    else:
        stopped = reasons.stand_down(few) or _by_days(rival, turn, rates.found)
    if stopped[0] == "supports" and not _gave_way_more(partner):
        reason = "the partner gave way about as often before the shock"
        return ("cannot_tell", (reason,)), needed, searched
    return stopped, needed, searched


def _by_days(rival: Split, turn: date, found: Estimate) -> reasons.Decision:
    """The grade of a systematic record."""
    fall: Grade = grade_ratio(_reversed(found))
    if fall == "cannot_tell":
        return fall, (reasons.UNSURE,)
    return reasons.hold_to_past(fall, *_rank(rival, turn))


def _searched(rival: Split, rates: _Rates) -> tuple[reasons.Decision, UnderEffort | None]:
    """The answer of a record that people searched, as far as it holds for any effort."""
    decided, answer = effort.under_effort(
        "later to earlier",
        rival.effort.of("later to earlier"),
        lambda gamma: rate_ratio(
            rates.before, rates.after, rates.days_before, rates.days_after, effort=gamma
        ),
        lambda found: grade_ratio(_reversed(found)),
    )
    assert decided is not None  # there is something to compare
    if decided[0] == "supports" and not rates.after:
        decided = "cannot_tell", (reasons.ABSENCE,)
    return decided, answer


def _gave_way_more(partner: Split) -> bool:
    """Whether concessions are surely more frequent than before the shock."""
    before, after = (len(_concessions(part)) for part in (partner.before, partner.after))
    found = rate_ratio(before, after, partner.days_before, partner.days_after)
    return found is not None and found.p_more >= SURE


def _rank(rival: Split, turn: date) -> tuple[float, int]:
    """The rank of the fall among earlier windows cut at the same day, and how many there are."""
    masks = (
        rival.countable(part) & part.cooperative & (part.direction != "pole")
        for part in (rival.before, rival.after)
    )
    counted = daily(rival, *masks)
    earlier = earlier_windows(rival)
    cut = min(max((turn - rival.later.start).days, 1), earlier.length - 1)
    total = np.concatenate([[0.0], np.cumsum(counted)])

    def fall(starts: np.ndarray[tuple[int], np.dtype[np.intp]]) -> Numbers:
        early = total[starts + cut] - total[starts]
        late = total[starts + earlier.length] - total[np.minimum(starts + cut + 1, len(total) - 1)]
        return -rate_score(late, max(earlier.length - cut - 1, 1), early, cut)

    observed = fall(np.array([earlier.later.start], dtype=np.intp))
    return placebo_rank(fall(earlier.starts), float(observed[0])), len(earlier)


def _reversed(found: Estimate) -> Estimate:
    """The estimate as that of a fall: earlier rate over later."""
    effect, low, high = (
        1 / x if x > 0 else math.inf for x in (found.effect, found.high, found.low)
    )
    return Estimate(effect, low, high, found.p_less, found.p_more, None)


def tell(arrays: Arrays, judged: Judgement) -> Account:
    """Tell when the partner first gave way, and how many gestures came before and after."""
    basis: _Basis = judged.basis
    conceded, gestures = basis.conceded, basis.gestures
    columns = ("day", "type", "act", "before or after the first concession", "what")
    return Account(
        sentence=_sentence(arrays, basis),
        evidence=evidence.ids(conceded, gestures),
        exhibits=(
            *evidence.table("Concessions of the partner", columns, _lines(conceded, basis.turn)),
            *evidence.table(
                "Gestures of the client toward the rival", columns, _lines(gestures, basis.turn)
            ),
        ),
        strongest_for=evidence.most_reported(conceded),
        strongest_against=_went_on(gestures, basis.turn),
        would_change=_would_change(judged.grade, basis.rates),
    )


def _went_on(gestures: DyadEvents, turn: date | None) -> str | None:
    """The heaviest gesture that followed the concession."""
    if turn is None:
        return evidence.most_reported(gestures)
    return evidence.most_reported(gestures.select(gestures.start > np.datetime64(turn)))


def _would_change(grade: Grade, rates: _Rates) -> str | None:
    if grade != "supports":
        return None
    return (
        f"gestures after the concession at the earlier rate, about "
        f"{round(rates.before * rates.days_after / max(rates.days_before, 1))} instead of {rates.after}"
    )


def _sentence(arrays: Arrays, basis: _Basis) -> str:
    name = actor_name(arrays.rival.client, arrays.rival.shock)
    turn, rates = basis.turn, basis.rates
    if turn is None:
        dated = "dated " if len(basis.conceded) else ""
        return f"The record holds no {dated}concession of {arrays.partner.pole} to {name} in the window."
    return (
        f"{capital(arrays.partner.pole)} first gave way to {name} on {day_text(turn)} "
        f"({count(len(basis.conceded), 'concession')} in all); gestures toward {arrays.rival.pole} "
        f"numbered {rates.before} in the {rates.days_before} days before that and {rates.after} in "
        f"the {rates.days_after} days after."
    )


def _lines(events: DyadEvents, turn: date | None) -> Iterator[evidence.Line]:
    for at in range(min(len(events), evidence.SHOWN)):
        side = _side(events, at, turn)
        yield evidence.line(events, at, str(events.type[at]), str(events.act[at]), side)


def _side(events: DyadEvents, at: int, turn: date | None) -> str:
    """Where an act lies beside the first concession, as far as its precision tells."""
    day = None if turn is None else np.datetime64(turn)
    if day is None or events.end[at] <= day:
        return "before"
    if events.start[at] > day:
        return "after"
    return "the same day" if events.precision[at] == "day" else "not known"


DIAGNOSTIC = Diagnostic(
    name=NAME,
    question="Did the partner soften after the gestures, and did the gestures then stop?",
    subject="what its partner conceded",
    proposition="the partner softened, and the gestures stopped",
    scale="ratio",
    unit="times the earlier rate of gestures",
    gather=gather_splits(NAME, from_splits),
    judge=judge,
    tell=tell,
    from_splits=from_splits,
    weights=weights_of(NAME),
)
