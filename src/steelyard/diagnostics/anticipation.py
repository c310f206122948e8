"""Anticipation: how much of the burst had been announced or scheduled before the shock?

Idea: what was public before the shock cannot be an answer to it. Of the acts after the shock
that can be scheduled (visits and talks, drills, deliveries, signings), count those whose
announcement, or whose plan, is older than the shock.
Misleads when: announcements were not looked for: an act without one may have had one, so the
share is a lower bound. What was planned before may still have been enlarged or hastened after.
Source: the essay's own sequence (Samorukov 2019, The Moscow Times); interval of a share,
Clopper and Pearson 1934, Biometrika 26:404.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from steelyard.diagnostics import grounds
from steelyard.records import Archive, Case, Diagnostic, Exhibit, Finding, Grade, Measure
from steelyard.series import DyadEvents, Split, split
from steelyard.statistics import Estimate, grade_half, share
from steelyard.wording import actor_name, capital, count, day_text, first, percent

NAME = "anticipation"
QUESTION = "How much of what followed the shock had been announced before it?"
PROPOSITION = "most of it was public before"

#: Types of act that somebody has to schedule.
SCHEDULED = ("CONSULT", "COOPERATE", "AID", "RETREAT")

#: Types that are scheduled where both sides act together: a signing, not a word of praise.
SCHEDULED_JOINTLY = ("AGREE", "SUPPORT")


@dataclass(frozen=True, slots=True)
class Arrays:
    """The pair's windows; ``known[i]`` is the day on which the i-th later event was public.

    NaT where no announcement is known. ``plans[i]`` are the ids of the rows that tell of it.
    """

    split: Split
    known: np.ndarray[tuple[int], np.dtype[np.datetime64]]
    plans: tuple[tuple[str, ...], ...]


def gather(archive: Archive, case: Case, client: str) -> Arrays:
    """Return the pair's events, each with the first day on which it was announced."""
    windows = split(archive, case, client, "rival", NAME)
    known: list[np.datetime64] = []
    plans: list[tuple[str, ...]] = []
    for at, name in enumerate(windows.after.event_id):
        day, rows = windows.after.announced[at], []
        for events in (windows.before, windows.after):
            for row in np.flatnonzero(events.plan_of == name):
                said = events.announced[row]
                said = events.start[row] if np.isnat(said) else said
                day = said if np.isnat(day) else min(day, said)
                rows.append(str(events.event_id[row]))
        known.append(day)
        plans.append(tuple(rows))
    return Arrays(windows, np.array(known, dtype="datetime64[D]"), tuple(plans))


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
        low=found.low if found else None,
        high=found.high if found else None,
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


def schedulable(events: DyadEvents) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """True for acts that somebody has to schedule: talks, drills, deliveries, signings."""
    jointly = np.isin(events.type, SCHEDULED_JOINTLY) & (
        (events.direction == "mutual") | events.deeds
    )
    mask: np.ndarray[tuple[int], np.dtype[np.bool_]] = np.isin(events.type, SCHEDULED) | jointly
    return mask


def _grade(
    arrays: Arrays, burst: np.ndarray[tuple[int], np.dtype[np.bool_]], found: Estimate | None
) -> tuple[Grade, tuple[str, ...], str | None]:
    dates = "the day on which each of the remaining acts was first announced"
    if found is None:
        reason = "no act that can be scheduled followed the shock"
        return "not_applicable", (reason,), "events of the pair after the shock"
    unknown = int((burst & np.isnat(arrays.known)).sum())
    missing = (
        f"of {count(unknown, 'act')} the record does not say when it was announced, "
        "so that the share is a lower bound"
    )
    grade: Grade = grade_half(found)
    if grade == "supports":
        return grade, (missing,) if unknown else (), None
    if unknown:
        return "cannot_tell", (missing,), dates
    if grade == "opposes":
        return grade, (), None
    return grade, ("too few acts to tell a majority from a half",), "more acts with their days"


def _sentence(
    arrays: Arrays,
    burst: np.ndarray[tuple[int], np.dtype[np.bool_]],
    early: np.ndarray[tuple[int], np.dtype[np.bool_]],
) -> str:
    name, pole = actor_name(arrays.split.client, arrays.split.shock), arrays.split.pole
    if not burst.any():
        return f"No visit, drill, delivery or signing of {name} with {pole} followed the shock."
    whole = count(int(burst.sum()), "scheduled act")
    if not early.any():
        return (
            f"Of {whole} of {name} with {pole}, none is known to have been public before the shock."
        )
    oldest = arrays.known[early].min().item()
    return (
        f"Of {whole} of {name} with {pole} after the shock, at least {int(early.sum())} "
        f"({percent(early.sum() / burst.sum())}) had been public before it, "
        f"the earliest since {day_text(oldest)}."
    )


def _measures(
    arrays: Arrays,
    burst: np.ndarray[tuple[int], np.dtype[np.bool_]],
    early: np.ndarray[tuple[int], np.dtype[np.bool_]],
) -> tuple[Measure, ...]:
    after = arrays.split.after
    deeds = after.deeds
    found = [
        Measure(
            name="announced before",
            label="acts known to have been public before the shock",
            value=float(early.sum()),
            unit="acts",
            evidence=after.select(early).ids,
        ),
    ]
    if (burst & deeds).any():
        value = float((early & deeds).sum() / (burst & deeds).sum())
        found.append(
            Measure(
                name="share of deeds announced before",
                label="share of the deeds that was public before the shock, at least",
                value=value,
                unit="share",
                evidence=after.select(burst & deeds).ids,
            )
        )
    return tuple(found)


def _exhibit(arrays: Arrays, burst: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Exhibit:
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
                after.start[at].item().isoformat(),
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
