"""Concession: did the partner soften after the gestures, and did the gestures then stop?

Idea: gestures meant to win something stop when it is won. Find the partner's first softening act
after the shock, and compare the rate of the client's gestures toward the rival before and after
that day, within the window.
Misleads when: the softening had other causes (a timetable, a change of government), or the
gestures stopped for other reasons (an epidemic, an election).
Source: inverse response in triangles of states, Goldstein and Pevehouse 1997, American Political
Science Review 91:515; exact rate ratio, Przyborowski and Wilenski 1940, Biometrika 31:313.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from steelyard.diagnostics import grounds
from steelyard.records import Archive, Case, Diagnostic, Exhibit, Finding, Grade
from steelyard.series import DyadEvents, Split, split
from steelyard.statistics import Estimate, grade_ratio, rate_ratio
from steelyard.wording import actor_name, count, day_text, finite, first

NAME = "concession"
QUESTION = "Did the partner soften after the gestures, and did the gestures then stop?"
PROPOSITION = "the partner softened, and the gestures stopped"

#: Acts by which a partner gives way; promises and praise are not among them.
SOFTENING = ("CONCEDE", "RETREAT")

#: Acts that give something, counted where they are deeds.
GIVING = ("AID", "AGREE", "SUPPORT")


@dataclass(frozen=True, slots=True)
class Arrays:
    """What passed with the rival and with the partner; ``end`` is that of the window."""

    rival: Split
    partner: Split
    end: date


def gather(archive: Archive, case: Case, client: str) -> Arrays:
    """Return the client's events with each pole over the window of this diagnostic."""
    return Arrays(
        split(archive, case, client, "rival", NAME),
        split(archive, case, client, "partner", NAME),
        case.after(NAME).end,
    )


def judge(arrays: Arrays) -> Finding:
    """Grade whether the partner softened and the client's gestures then became rarer."""
    softening = _softening(arrays.partner.after)
    gestures = _gestures(arrays.rival.after)
    turn = _turn(softening)
    before, after, found = _rates(arrays, gestures, turn)
    grade, reasons, needed = _grade(arrays, turn, found)
    return Finding(
        diagnostic=NAME,
        client=arrays.rival.client,
        question=QUESTION,
        proposition=PROPOSITION,
        sentence=_sentence(arrays, softening, turn, before, after),
        grade=grade,
        effect=finite(found.effect) if found else None,
        unit="times the earlier rate of gestures",
        low=found.low if found else None,
        high=finite(found.high) if found else None,
        n_before=before,
        n_after=after,
        smallest_detectable=found.smallest_detectable if found else None,
        reasons=(*reasons, *grounds.caveats(arrays.rival)),
        needed=needed,
        evidence=first(softening.ids, gestures.ids),
        exhibits=_exhibits(softening, gestures, turn),
    )


def _softening(events: DyadEvents) -> DyadEvents:
    """The partner's acts toward the client, alone or with it, that give way or give something."""
    giving = np.isin(events.type, GIVING) & events.deeds
    kind = np.isin(events.type, SOFTENING) | giving
    return events.select(events.happened & kind & (events.direction != "client"))


def _gestures(events: DyadEvents) -> DyadEvents:
    """The client's friendly acts toward the rival, alone or together with it."""
    return events.select(events.happened & events.cooperative & (events.direction != "pole"))


def _turn(softening: DyadEvents) -> date | None:
    """The day of the first concession, or of the first gift where nothing was conceded."""
    dated = softening.select(softening.precision == "day")
    conceded = dated.select(np.isin(dated.type, SOFTENING))
    chosen = conceded if len(conceded) else dated
    return chosen.start.min().item() if len(chosen) else None


def _rates(
    arrays: Arrays, gestures: DyadEvents, turn: date | None
) -> tuple[int, int, Estimate | None]:
    if turn is None:
        return len(gestures), 0, None
    at = np.datetime64(turn)
    before = int((gestures.end <= at).sum())
    after = int((gestures.start > at).sum())
    days_before, days_after = (turn - arrays.rival.shock).days, (arrays.end - turn).days - 1
    return before, after, rate_ratio(before, after, days_before, days_after)


def _grade(
    arrays: Arrays, turn: date | None, found: Estimate | None
) -> tuple[Grade, tuple[str, ...], str | None]:
    needed = f"{grounds.SYSTEMATIC}, through the whole window"
    if turn is None:
        if arrays.partner.selective:
            reason = "no softening act was found, in a record that was searched by hand"
            return "cannot_tell", (reason,), "the partner's decisions on the client in the window"
        return "opposes", ("the partner did not soften in the window",), None
    if found is None:
        return "cannot_tell", ("there were no gestures whose rate could fall",), needed
    if grounds.gap_too_large(arrays.rival):
        return "cannot_tell", ("more than half of the window is a gap in the record",), needed
    if arrays.rival.selective:
        return "cannot_tell", (grounds.SELECTIVE_COUNT,), needed
    fall = grade_ratio(_reversed(found))
    if fall == "cannot_tell":
        return (
            "cannot_tell",
            ("the interval holds both no change and a fall that would matter",),
            needed,
        )
    return fall, (), None


def _reversed(found: Estimate) -> Estimate:
    """The estimate as that of a fall: earlier rate over later."""
    effect, low, high = (
        1 / x if x > 0 else float("inf") for x in (found.effect, found.high, found.low)
    )
    return Estimate(effect, low, high, found.p_less, found.p_more, found.smallest_detectable)


def _sentence(
    arrays: Arrays, softening: DyadEvents, turn: date | None, before: int, after: int
) -> str:
    name = actor_name(arrays.rival.client, arrays.rival.shock)
    if turn is None:
        return (
            f"The record shows no softening of {arrays.partner.pole} toward {name} in the window."
        )
    days = (turn - arrays.rival.shock).days, (arrays.end - turn).days - 1
    return (
        f"{arrays.partner.pole[:1].upper() + arrays.partner.pole[1:]} first softened toward {name} on "
        f"{day_text(turn)} ({count(len(softening), 'softening act')} in all); gestures toward "
        f"{arrays.rival.pole} numbered {before} in the {days[0]} days before and {after} in the "
        f"{days[1]} days after."
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
    side = np.datetime64(turn) if turn else np.datetime64("9999-12-31")
    return Exhibit(
        title=title,
        columns=("day", "type", "act", "before or after the first softening", "what"),
        rows=tuple(
            (
                events.start[at].item().isoformat(),
                str(events.type[at]),
                str(events.act[at]),
                "before" if events.start[at] < side else "after",
                str(events.sentence[at] or ""),
            )
            for at in range(len(events))
        ),
        evidence=tuple((name,) for name in events.ids),
    )


DIAGNOSTIC = Diagnostic(NAME, QUESTION, PROPOSITION, gather, judge)
