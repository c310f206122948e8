"""Anticipation: how much of the burst had been announced or scheduled before the shock?

Idea: what was public before the shock cannot be an answer to it. Of the acts after the shock
that can be scheduled (visits and talks, drills, deliveries, signings), count those whose
announcement, or whose plan, is older than the shock.
Misleads when: announcements were not looked for: an act without one may have had one, so the
share is a lower bound. What was planned before may still have been enlarged or hastened after.
Source: the essay's own sequence (Samorukov 2019, The Moscow Times); interval of a share,
Clopper and Pearson 1934, Biometrika 26:404, its upper end taken as if all unknown acts had been
announced (bounds for missing data: Manski 1989, Journal of Human Resources 24:343).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from steelyard.diagnostics import grounds
from steelyard.records import Archive, Case, Diagnostic, Exhibit, Finding, Grade, Measure
from steelyard.series import Days, DyadEvents, Mask, Split, split
from steelyard.statistics import Estimate, grade_half, share
from steelyard.wording import (
    actor_name,
    capital,
    count,
    day_text,
    first,
    listing,
    percent,
    period_text,
)

NAME = "anticipation"
QUESTION = "How much of what followed the shock had been announced before it?"
PROPOSITION = "most of it was public before"

#: Types of act that somebody has to schedule: visits and talks, drills, deliveries.
SCHEDULED = ("CONSULT", "COOPERATE", "AID")

#: Modes of those types that need no schedule: a call is made when it is wanted.
UNSCHEDULED_MODES = ("phone",)

#: Types that are scheduled where both sides act together or something is done: a signing or a
#: ratification, not a word of praise.
SCHEDULED_JOINTLY = ("AGREE", "SUPPORT")

#: Days of acts that are named where their announcements are missing; the rest is counted.
LISTED = 12


@dataclass(frozen=True, slots=True)
class Arrays:
    """The pair's windows; ``known[i]`` is the day on which the i-th later event was public.

    NaT where no announcement is known. ``plans[i]`` are the ids of the rows that tell of it.
    """

    split: Split
    known: Days
    plans: tuple[tuple[str, ...], ...]


def gather(archive: Archive, case: Case, client: str) -> Arrays:
    """Return the pair's events, each with the first day on which it was announced."""
    return arrays_of(split(archive, case, client, "rival", NAME))


def arrays_of(windows: Split) -> Arrays:
    """Return the arrays that follow from the pair's events alone."""
    said = _plans(windows)
    known, plans = windows.after.announced.copy(), []
    for at, name in enumerate(windows.after.event_id):
        rows = said.get(name, ())
        days = [day for _, day in rows if not np.isnat(day)]
        if not np.isnat(known[at]):
            days.append(known[at])
        known[at] = min(days, default=np.datetime64("NaT"))
        plans.append(tuple(row for row, _ in rows))
    return Arrays(windows, known, tuple(plans))


def _plans(windows: Split) -> dict[str, list[tuple[str, np.datetime64]]]:
    """The rows that plan each event, and the day on which each was known."""
    found: dict[str, list[tuple[str, np.datetime64]]] = {}
    for events in (windows.before, windows.after):
        for row in np.flatnonzero(events.plan_of.astype(bool)):
            day = events.announced[row]
            day = events.start[row] if np.isnat(day) else day
            found.setdefault(events.plan_of[row], []).append((str(events.event_id[row]), day))
    return found


def judge(arrays: Arrays) -> Finding:
    """Grade whether most of the burst was public before the shock."""
    after, shock = arrays.split.after, np.datetime64(arrays.split.shock)
    burst = after.happened & schedulable(after)
    early = burst & (arrays.known < shock)
    found = share(int(early.sum()), int(burst.sum()))
    grade, reasons, needed = _grade(arrays, burst, found)
    exhibit = _exhibit(arrays, burst)
    return Finding(
        diagnostic=NAME,
        client=arrays.split.client,
        question=QUESTION,
        proposition=PROPOSITION,
        sentence=_sentence(arrays, burst, early),
        grade=grade,
        effect=found.effect if found else None,
        unit="share announced before the shock (a lower bound)",
        scale="share",
        null=0.5,
        low=found.low if found else None,
        high=_highest(arrays, burst, early),
        n_before=int(early.sum()),
        n_after=int(burst.sum()),
        smallest_detectable=found.smallest_detectable if found else None,
        reasons=(*reasons, *grounds.caveats(arrays.split)),
        needed=needed,
        evidence=first(
            after.select(early).ids,
            *[arrays.plans[i] for i in np.flatnonzero(early)],
            after.select(burst).ids,
        ),
        measures=_measures(arrays, burst, early),
        exhibits=(exhibit,) if exhibit.rows else (),
    )


def _highest(arrays: Arrays, burst: Mask, early: Mask) -> float | None:
    """The upper end of the interval if every act of unknown announcement had been announced."""
    most = early | (burst & np.isnat(arrays.known))
    found = share(int(most.sum()), int(burst.sum()))
    return found.high if found else None


def schedulable(events: DyadEvents) -> Mask:
    """True for acts that somebody has to schedule: talks, drills, deliveries, signings."""
    jointly = np.isin(events.type, SCHEDULED_JOINTLY) & (
        (events.direction == "mutual") | events.deeds
    )
    called = np.isin(events.mode, UNSCHEDULED_MODES)
    mask: Mask = (np.isin(events.type, SCHEDULED) & ~called) | jointly
    return mask


def _grade(
    arrays: Arrays, burst: Mask, found: Estimate | None
) -> tuple[Grade, tuple[str, ...], str | None]:
    if found is None:
        reason = "no act that can be scheduled followed the shock"
        return "not_applicable", (reason,), "acts of the pair after the shock, with their days"
    if grounds.gap_too_large(arrays.split):
        return "cannot_tell", (grounds.GAP,), grounds.wanted(arrays.split)
    unknown = burst & np.isnat(arrays.known)
    missing = (
        f"of {count(int(unknown.sum()), 'act')} the record does not say when it was announced, "
        "so that the share is a lower bound"
    )
    few = grounds.too_few(
        int(burst.sum()), "act that can be scheduled", "acts that can be scheduled"
    )
    grade: Grade = "cannot_tell" if few else grade_half(found)
    if grade == "supports":
        return grade, (missing,) if unknown.any() else (), None
    if unknown.any():
        return "cannot_tell", (missing,), _dates_wanted(arrays.split.after, unknown)
    if grade == "opposes":
        return grade, (), None
    even = grounds.undecided(found, "too few acts to tell a majority from a half")
    return grade, (few,) if few else even, grounds.wanted(arrays.split)


def _dates_wanted(after: DyadEvents, unknown: Mask) -> str:
    """Which announcements are missing, by the days of the acts."""
    rows = [(after.start[at].item(), str(after.precision[at])) for at in np.flatnonzero(unknown)]
    days = list(dict.fromkeys(period_text(day, precision) for day, precision in rows))
    rest = len(days) - LISTED
    if rest > 1:
        days = [*days[:LISTED], f"{rest} other days"]
    return f"the day on which the acts of {listing(days)} were first announced"


def _sentence(arrays: Arrays, burst: Mask, early: Mask) -> str:
    name, pole = actor_name(arrays.split.client, arrays.split.shock), arrays.split.pole
    acts, known = int(burst.sum()), int(early.sum())
    if not acts:
        return f"No visit, drill, delivery or signing of {name} with {pole} followed the shock."
    whole = f"{acts} scheduled {'act' if acts == 1 else 'acts'} of {name} with {pole}"
    if not known:
        return f"Of {whole} after the shock, none is known to have been public before it."
    unknown = bool((burst & np.isnat(arrays.known)).any())
    return (
        f"Of {whole} after the shock, {'at least ' if unknown else ''}{known} "
        f"({percent(known / acts)}) had been public before it, "
        f"the earliest since {day_text(arrays.known[early].min().item())}."
    )


def _measures(
    arrays: Arrays,
    burst: Mask,
    early: Mask,
) -> tuple[Measure, ...]:
    after = arrays.split.after
    deeds = after.deeds
    found = [
        Measure(
            name="announced before",
            kind="level",
            label="acts known to have been public before the shock",
            value=float(early.sum()),
            unit="acts",
            evidence=after.select(early).ids,
        ),
    ]
    if early.any():
        notice = int((np.datetime64(arrays.split.shock) - arrays.known[early]).max().astype(int))
        found.append(
            Measure(
                name="longest notice",
                kind="level",
                label="days before the shock on which the first of them became public",
                value=float(notice),
                unit="days",
                evidence=after.select(early).ids,
            )
        )
    if (burst & deeds).any():
        value = float((early & deeds).sum() / (burst & deeds).sum())
        found.append(
            Measure(
                name="share of deeds announced before",
                kind="level",
                label="share of the deeds that was public before the shock, at least",
                value=value,
                unit="share",
                evidence=after.select(burst & deeds).ids,
            )
        )
    return tuple(found)


def _exhibit(arrays: Arrays, burst: Mask) -> Exhibit:
    after = arrays.split.after
    order = sorted(
        np.flatnonzero(burst),
        key=lambda at: (_later(arrays.known[at].item()), after.start[at].item()),
    )
    rows, evidence = [], []
    for at in order:
        known: date | None = arrays.known[at].item()
        rows.append(
            (
                known.isoformat() if known else "not known",
                _notice(known, arrays.split.shock),
                after.when(int(at)),
                after.act[at],
                capital(str(after.sentence[at] or after.type[at])),
            )
        )
        evidence.append((str(after.event_id[at]), *arrays.plans[at]))
    return Exhibit(
        title="What followed the shock, and since when it was public",
        columns=("public since", "days before the shock", "day of the act", "act", "what"),
        rows=tuple(rows),
        evidence=tuple(evidence),
        note="A negative number is days after the shock; 'not known' is a gap, not a no.",
    )


def _later(day: object) -> date:
    """The day, or the end of time where it is not known."""
    return day if isinstance(day, date) else date.max


def _notice(known: date | None, shock: date) -> int | None:
    return (shock - known).days if known else None


DIAGNOSTIC = Diagnostic(NAME, QUESTION, PROPOSITION, gather, judge)
