"""Concession: did the partner soften after the gestures, and did the gestures then stop?

Idea: gestures meant to win something stop when it is won. Find the partner's first softening act
toward the client after the shock (a concession before a gift), and compare the rate of the client's
gestures toward the rival before and after that day, within the window. In an even record softening
must be more frequent than before the shock, and the fall deeper than in nineteen of twenty
earlier windows cut at the same day.
Misleads when: the softening had other causes (a timetable, a change of government), or the gestures
stopped for other reasons (an epidemic, an election).
Source: inverse response in triangles of states, Goldstein and Pevehouse 1997, American Political
Science Review 91:515; exact rate ratio, Przyborowski and Wilenski 1940, Biometrika 31:313; placebo
in time, Abadie, Diamond and Hainmueller 2010, JASA 105:493.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from steelyard.diagnostics import grounds
from steelyard.records import Archive, Case, Exhibit, Finding, Grade, Window
from steelyard.series import DyadEvents, Split, daily, earlier_windows, exposure_days, split
from steelyard.statistics import (
    SURE,
    Estimate,
    grade_ratio,
    placebo_rank,
    rate_ratio,
    rate_score,
    smallest_fall,
)
from steelyard.wording import actor_name, capital, count, day_text, finite

NAME = "concession"
QUESTION = "Did the partner soften after the gestures, and did the gestures then stop?"
PROPOSITION = "the partner softened, and the gestures stopped"

#: Acts by which a partner gives way, in words or in deeds.
SOFTENING = ("CONCEDE", "RETREAT")

#: Acts that give something, counted where they are deeds.
GIVING = ("AID", "AGREE", "SUPPORT")


@dataclass(frozen=True, slots=True)
class Arrays:
    """What passed with the rival and with the partner in the window of this diagnostic."""

    rival: Split
    partner: Split


@dataclass(frozen=True, slots=True)
class _Rates:
    """Gestures and days on either side of the first softening."""

    before: int
    after: int
    days_before: int
    days_after: int
    found: Estimate | None


def gather(archive: Archive, case: Case, client: str) -> Arrays:
    """Return the client's events with each pole over the window of this diagnostic."""
    return Arrays(
        split(archive, case, client, "rival", NAME),
        split(archive, case, client, "partner", NAME),
    )


def judge(arrays: Arrays) -> Finding:
    """Grade whether the partner softened and the client's gestures then became rarer."""
    softening = _softening(arrays.partner.after)
    gestures = _gestures(arrays.rival.after)
    turn = _turn(softening)
    rates = _rates(arrays.rival, gestures, turn)
    found = rates.found
    grade, reasons, needed = _grade(arrays, turn, rates)
    return Finding(
        diagnostic=NAME,
        client=arrays.rival.client,
        question=QUESTION,
        proposition=PROPOSITION,
        sentence=_sentence(arrays, softening, turn, rates),
        grade=grade,
        effect=finite(found.effect) if found else None,
        unit="times the earlier rate of gestures",
        scale="ratio",
        null=1.0,
        low=found.low if found else None,
        high=finite(found.high) if found else None,
        n_before=rates.before,
        n_after=rates.after,
        smallest_detectable=smallest_fall(rates.before, rates.days_before, rates.days_after),
        reasons=(*reasons, *grounds.caveats(arrays.rival)),
        needed=needed,
        evidence=grounds.ids(softening, gestures),
        exhibits=_exhibits(softening, gestures, turn),
        strongest_for=grounds.heaviest(softening),
        strongest_against=_went_on(gestures, turn),
        would_change=_would_change(grade, rates),
    )


def _went_on(gestures: DyadEvents, turn: date | None) -> str | None:
    """The heaviest gesture that followed the softening."""
    if turn is None:
        return grounds.heaviest(gestures)
    return grounds.heaviest(gestures.select(gestures.start > np.datetime64(turn)))


def _would_change(grade: Grade, rates: _Rates) -> str | None:
    if grade != "supports":
        return None
    return (
        f"gestures after the softening at the earlier rate, about "
        f"{round(rates.before * rates.days_after / max(rates.days_before, 1))} instead of {rates.after}"
    )


def _softening(events: DyadEvents) -> DyadEvents:
    """The partner's own acts toward the client that give way or give something."""
    giving = np.isin(events.type, GIVING) & events.deeds
    kind = np.isin(events.type, SOFTENING) | giving
    return events.select(events.happened & kind & (events.direction == "pole"))


def _gestures(events: DyadEvents) -> DyadEvents:
    """The client's friendly acts toward the rival, alone or together with it."""
    return events.select(events.happened & events.cooperative & (events.direction != "pole"))


def _turn(softening: DyadEvents) -> date | None:
    """The day of the first concession, or of the first gift where nothing was conceded."""
    dated = softening.select(softening.precision == "day")
    conceded = dated.select(np.isin(dated.type, SOFTENING))
    chosen = conceded if len(conceded) else dated
    return chosen.start.min().item() if len(chosen) else None


def _rates(rival: Split, gestures: DyadEvents, turn: date | None) -> _Rates:
    """Gestures on either side of the first softening; the day itself is on neither."""
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
    arrays: Arrays, turn: date | None, rates: _Rates
) -> tuple[Grade, tuple[str, ...], str | None]:
    needed = grounds.wanted(arrays.rival, arrays.rival.later.start)
    if grounds.gap_too_large(arrays.rival):
        return "cannot_tell", (grounds.GAP,), needed
    if turn is None:
        if arrays.partner.selective:
            reason = "no softening act was found, in a record that was searched by hand"
            return (
                "cannot_tell",
                (reason,),
                grounds.wanted(arrays.partner, arrays.partner.later.start),
            )
        return "opposes", ("the partner did not soften in the window",), None
    if rates.found is None or not rates.before:
        reason = "no gesture before the first softening whose rate could fall"
        return "cannot_tell", (reason,), needed
    if arrays.rival.selective:
        return "cannot_tell", (grounds.SELECTIVE_COUNT,), needed
    if few := grounds.too_few(rates.before + rates.after, "gesture"):
        return "cannot_tell", (few,), needed
    fall: Grade = grade_ratio(_reversed(rates.found))
    if fall == "cannot_tell":
        return "cannot_tell", (grounds.UNSURE,), needed
    if fall == "supports" and not _softer(arrays.partner):
        reason = "the partner gave way about as often before the shock"
        return "cannot_tell", (reason,), needed
    fall, reasons = grounds.ranked(fall, *_rank(arrays.rival, turn))
    return fall, reasons, needed if fall == "cannot_tell" else None


def _softer(partner: Split) -> bool:
    """Whether softening acts are surely more frequent than before the shock."""
    before, after = (len(_softening(part)) for part in (partner.before, partner.after))
    found = rate_ratio(before, after, partner.days_before, partner.days_after)
    return found is not None and found.p_more >= SURE


def _rank(rival: Split, turn: date) -> tuple[float, int]:
    """The rank of the fall among earlier windows cut at the same day, and how many there are."""
    masks = [
        rival.countable(part) & part.cooperative & (part.direction != "pole")
        for part in (rival.before, rival.after)
    ]
    counted = daily(rival, masks[0], masks[1])
    earlier = earlier_windows(rival)
    cut = min(max((turn - rival.later.start).days, 1), earlier.length - 1)
    total = np.concatenate([[0.0], np.cumsum(counted)])

    def fall(starts: np.ndarray[tuple[int], np.dtype[np.intp]]) -> grounds.Numbers:
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


def _sentence(arrays: Arrays, softening: DyadEvents, turn: date | None, rates: _Rates) -> str:
    name = actor_name(arrays.rival.client, arrays.rival.shock)
    if turn is None:
        return (
            f"The record shows no softening of {arrays.partner.pole} toward {name} in the window."
        )
    return (
        f"{capital(arrays.partner.pole)} first softened toward {name} on {day_text(turn)} "
        f"({count(len(softening), 'softening act')} in all); gestures toward {arrays.rival.pole} "
        f"numbered {rates.before} in the {rates.days_before} days before that and {rates.after} in "
        f"the {rates.days_after} days after."
    )


def _exhibits(
    softening: DyadEvents, gestures: DyadEvents, turn: date | None
) -> tuple[Exhibit, ...]:
    tables = []
    for title, events in (
        ("Softening acts of the partner", softening),
        ("Gestures of the client toward the rival", gestures),
    ):
        if len(events):
            tables.append(_table(title, events, turn))
    return tuple(tables)


def _table(title: str, events: DyadEvents, turn: date | None) -> Exhibit:
    events = events.select(np.arange(min(len(events), grounds.SHOWN)))
    return Exhibit(
        title=title,
        columns=("day", "type", "act", "before or after the first softening", "what"),
        rows=tuple(
            (
                events.when(at),
                str(events.type[at]),
                str(events.act[at]),
                _side(events, at, turn),
                str(events.sentence[at] or ""),
            )
            for at in range(len(events))
        ),
        evidence=tuple((name,) for name in events.ids),
    )


def _side(events: DyadEvents, at: int, turn: date | None) -> str:
    """Where an act lies beside the first softening, as far as its precision tells."""
    day = None if turn is None else np.datetime64(turn)
    if day is None or events.end[at] <= day:
        return "before"
    if events.start[at] > day:
        return "after"
    return "the same day" if events.precision[at] == "day" else "not known"


DIAGNOSTIC = grounds.in_one_piece(
    (NAME, QUESTION, PROPOSITION),
    "ratio",
    gather,
    judge,
    from_splits=lambda splits: Arrays(splits.rival, splits.partner),
)
