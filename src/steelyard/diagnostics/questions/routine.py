"""Routine: is it what this dyad's calendar and history would have produced anyway?

Idea: an act is habit where the pair did the same (type, act, and mode and context where both are
known) within thirty days of the same date in earlier years: in two of the last three, or in both
where only two are covered. Where the record is even, the number of acts is held as well against
what the pair's own earlier rate would have produced, and their mix of friendly and hostile against
that of before: a pair that meets all the time has a precedent for everything.
Misleads when: the earlier years were searched less (habits then look like news), or when a habit
is kept to dress up a change.
Source: bureaucratic routine in reciprocity models, Goldstein and Freeman 1991, American
Political Science Review 85:17; calendar matching is our own simple form of it; predictive
probability, Gelman et al. 2013, Bayesian Data Analysis, section 2.6.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from steelyard.diagnostics import grounds
from steelyard.records import Archive, Case, Exhibit, Finding, Grade, Measure
from steelyard.series import (
    NEAR,
    YEARS,
    DyadEvents,
    Precedents,
    Split,
    daily,
    earlier_windows,
    precedents,
    share_in_time,
    split,
)
from steelyard.statistics import (
    INTERESTING_SHARE,
    PLACEBO,
    Estimate,
    grade_half,
    predictive_tail,
    share,
)
from steelyard.wording import actor_name, figure, percent

NAME = "routine"
QUESTION = "Is it what the pair's calendar and history would have produced anyway?"
PROPOSITION = "habit suffices"

#: Earlier years that must hold a precedent for an act to be habit.
ENOUGH = 2

#: A count that the earlier rate reaches more rarely than this is more than habit.
RARE = 0.10


@dataclass(frozen=True, slots=True)
class Arrays:
    """The pair's windows and the first day of the earlier one."""

    split: Split
    covered_from: date


def gather(archive: Archive, case: Case, client: str) -> Arrays:
    """Return the pair's events, and how far back the record goes."""
    return Arrays(split(archive, case, client, "rival", NAME), case.before.start)


def judge(arrays: Arrays) -> Finding:
    """Grade whether most acts after the shock have precedents in the pair's own calendar."""
    windows = arrays.split
    after = windows.after.select(windows.after.happened)
    before = windows.before.select(windows.before.happened)
    found_earlier = precedents(before, after, arrays.covered_from, ENOUGH)
    judged = [at for at, found in enumerate(found_earlier) if found is not None]
    habits = [at for at, found in enumerate(found_earlier) if found and found.years >= ENOUGH]
    others = np.setdiff1d(judged, habits).astype(np.intp)
    found = share(len(habits), len(judged))
    expected = _expected(windows)
    grade, reasons, needed = _grade(windows, len(judged), found, expected)
    exhibit = _exhibit(after, before, found_earlier)
    return Finding(
        diagnostic=NAME,
        client=windows.client,
        question=QUESTION,
        proposition=PROPOSITION,
        sentence=_sentence(windows, len(habits), len(judged)),
        grade=grade,
        effect=found.effect if found else None,
        unit="share of acts with precedents",
        scale="share",
        null=0.5,
        low=found.low if found else None,
        high=found.high if found else None,
        n_before=len(before),
        n_after=len(judged),
        smallest_detectable=found.smallest_detectable if found else None,
        reasons=(*reasons, *grounds.caveats(windows)),
        needed=needed,
        evidence=_cited(after, before, judged, habits, found_earlier),
        measures=_measures(windows, expected),
        exhibits=(exhibit,) if exhibit.rows else (),
        strongest_for=grounds.heaviest(after.select(np.array(habits, dtype=np.intp))),
        strongest_against=grounds.heaviest(after.select(others)),
        would_change=_would_change(grade, len(habits), len(judged)),
    )


def _would_change(grade: Grade, habits: int, judged: int) -> str | None:
    if grade != "supports":
        return None

    def still(number: int) -> bool:
        found = share(number, judged)
        return found is not None and grade_half(found) == "supports"

    least = grounds.fewest(still, habits)
    return f"fewer than {least} of the {judged} acts with precedents (there were {habits})"


def _ids(before: DyadEvents, rows: NDArray[np.intp]) -> tuple[str, ...]:
    """The ids of rows, no more than a finding cites."""
    return tuple(str(name) for name in before.event_id[rows[: grounds.CITED]])


def _cited(
    after: DyadEvents,
    before: DyadEvents,
    judged: list[int],
    habits: list[int],
    found_earlier: list[Precedents | None],
) -> tuple[str, ...]:
    """Acts of habit, then their precedents, then all that were judged."""
    named: dict[str, None] = {}
    for at in habits:
        own = found_earlier[at]
        if own is None or len(named) >= grounds.CITED:
            break
        named.update(dict.fromkeys(_ids(before, own.rows)))
    return grounds.cited(
        [str(after.event_id[at]) for at in habits[: grounds.CITED]],
        list(named),
        [str(after.event_id[at]) for at in judged[: grounds.CITED]],
    )


def _expected(windows: Split) -> tuple[int, float, float] | None:
    """Events after the shock, how many the earlier rate would have made, how rarely as many."""
    later = int(windows.countable(windows.after).sum())
    found = predictive_tail(
        int(windows.countable(windows.before).sum()),
        later,
        windows.days_before,
        windows.days_after,
    )
    return (later, *found) if found else None


def _new_mix(windows: Split) -> str | None:
    """The reason where the mix of friendly and hostile is not that of before, in an even record."""
    if windows.selective:
        return None
    parts = windows.before, windows.after
    masks = [windows.countable(part) for part in parts]
    friendly = daily(windows, masks[0] & parts[0].cooperative, masks[1] & parts[1].cooperative)
    every = daily(windows, masks[0], masks[1])
    earlier = earlier_windows(windows)
    sums = [(earlier.before(x), earlier.after(x)) for x in (friendly, every)]
    (k0, k1), (n0, n1) = sums
    if not (n0 and n1):
        return None
    change = k1 / n1 - k0 / n0
    hits = friendly if change > 0 else every - friendly
    rank = share_in_time(earlier, hits, every).rank
    if abs(change) < INTERESTING_SHARE or rank > PLACEBO:
        return None
    return (
        f"the acts are of a kind that the pair's calendar knows, but {percent(k1 / n1)} of what passed "
        f"was friendly where it had been {percent(k0 / n0)}"
    )


def _grade(
    windows: Split,
    judged: int,
    found: Estimate | None,
    expected: tuple[int, float, float] | None,
) -> tuple[Grade, tuple[str, ...], str | None]:
    reach = date(max(windows.shock.year - YEARS, 1), 1, 1)
    needed = grounds.wanted(windows, min(reach, windows.earlier.start))
    if found is None:
        reason = "no act after the shock has two earlier years of record behind it"
        return "not_applicable", (reason,), needed
    if grounds.gap_too_large(windows):
        return "cannot_tell", (grounds.GAP,), needed
    if few := grounds.too_few(judged, "act with two earlier years", "acts with two earlier years"):
        return "cannot_tell", (few,), needed
    grade: Grade = grade_half(found)
    if grade == "opposes" and windows.selective:
        reason = (
            "the record was searched by hand and less for the earlier years: that no precedent "
            "was found does not mean that there was none"
        )
        return "cannot_tell", (reason,), needed
    if grade == "supports" and not windows.selective and expected and expected[2] < RARE:
        reason = (
            f"the acts are of a kind that the pair's calendar knows, but there were {expected[0]} "
            f"where its earlier rate would have made {figure(expected[1])}"
        )
        return "cannot_tell", (reason,), needed
    if grade == "supports" and (mix := _new_mix(windows)):
        return "cannot_tell", (mix,), needed
    if grade == "cannot_tell":
        even = grounds.undecided(found, "too few acts to tell a majority from a half")
        return grade, even, needed
    return grade, (grounds.SELECTIVE_SHARE,) if windows.selective else (), None


def _sentence(windows: Split, habits: int, judged: int) -> str:
    name = actor_name(windows.client, windows.shock)
    if not judged:
        return f"No act of {name} with {windows.pole} after the shock can be held against its calendar."
    part = f"{habits} ({percent(habits / judged)}) had" if habits else "none is known to have had"
    return (
        f"Of {judged} {'act' if judged == 1 else 'acts'} of {name} with {windows.pole} after the "
        f"shock, {part} the like at the same season of two earlier years."
    )


def _measures(windows: Split, expected: tuple[int, float, float] | None) -> tuple[Measure, ...]:
    if expected is None:
        return ()
    later, mean, rarely = expected
    searched = ", search effort not allowed for" if windows.selective else ""
    return (
        Measure(
            name="expected events",
            kind="level",
            label=f"events that the pair's earlier rate would have made ({later} came{searched})",
            value=mean,
            unit="events",
            evidence=grounds.ids(windows.after.select(windows.countable(windows.after))),
        ),
        Measure(
            name="predictive probability",
            kind="rank",
            label=f"probability of as many events at the earlier rate{searched}",
            value=rarely,
            unit="probability",
            evidence=grounds.ids(windows.before.select(windows.countable(windows.before))),
        ),
    )


def _reading(found: Precedents) -> str:
    if found.years >= ENOUGH:
        return "habit"
    return "in one earlier year only" if len(found.rows) else "no precedent found"


def _exhibit(
    after: DyadEvents, before: DyadEvents, found_earlier: list[Precedents | None]
) -> Exhibit:
    rows, evidence = [], []
    shown = ((at, found) for at, found in enumerate(found_earlier) if found is not None)
    for at, found in islice(shown, grounds.SHOWN):
        rows.append(
            (
                after.when(at),
                after.type[at],
                after.act[at],
                len(found.rows),
                _reading(found),
                str(after.sentence[at] or ""),
            )
        )
        evidence.append((str(after.event_id[at]), *_ids(before, found.rows)))
    return Exhibit(
        title="Acts after the shock and their precedents in earlier years",
        columns=("day", "type", "act", "like it in earlier years", "reading", "what"),
        rows=tuple(rows),
        evidence=tuple(evidence),
        note=f"Like it: same type, act, mode and context within {NEAR} days of the same date.",
    )


DIAGNOSTIC = grounds.in_one_piece(
    (NAME, QUESTION, PROPOSITION),
    "share",
    gather,
    judge,
    from_splits=lambda splits: Arrays(splits.rival, splits.rival.earlier.start),
)
