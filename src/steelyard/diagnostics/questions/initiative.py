"""Initiative: who moves first, client or rival?

Idea: leave out what both did together, also where a record has it once in each direction, and
count whose friendly moves and requests the others are: the client's toward the rival or the
rival's toward the client. In an even record a leader is named where one side's moves are followed
by the other's more than the reverse, day by day, with the region's volume taken out; or where
the client's share of the moves is beyond a half and beyond what it was before. Say who was first
after the shock.
Misleads when: a visitor counts as the one who acts though the host invited; when only one side's
moves are reported; and always in that being first is not being the cause.
Source: who initiates, who responds, Goldstein and Freeman 1990, Three-Way Street; counts that
excite one another in discrete time, Fokianos, Rahbek and Tjøstheim 2009, JASA 104:1430; interval
of a share, Clopper and Pearson 1934, Biometrika 26:404.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from steelyard.diagnostics import grounds
from steelyard.diagnostics.splits import rival_split
from steelyard.records import Archive, Case, Exhibit, Finding, Grade, Measure
from steelyard.series import (
    UNRANKED,
    DyadEvents,
    InTime,
    Split,
    earlier_windows,
    share_in_time,
    split,
)
from steelyard.statistics import PLACEBO, Estimate, Lead, grade_half, lead, share
from steelyard.wording import actor_name, capital, finite, listing, percent, period_text

NAME = "initiative"
QUESTION = "Who moves first, the client or the rival?"
PROPOSITION = "the client moves first"

#: As many moves of one side as of the other.
HALF = 0.5


@dataclass(frozen=True, slots=True)
class _Past:
    """What the days before say: who led, and how the shares of both sides rank in time."""

    led: Lead | None
    client: InTime
    rival: InTime
    share: Estimate | None


def gather(archive: Archive, case: Case, client: str) -> Split:
    """Return the pair's events before and after."""
    return split(archive, case, client, "rival", NAME)


def judge(arrays: Split) -> Finding:
    """Grade whether most one-sided moves after the shock are the client's."""
    before, after = _moves(arrays.before), _moves(arrays.after)
    mine = after.select(after.direction == "client")
    theirs = after.select(after.direction == "pole")
    found = share(len(mine), len(after))
    past = _past(arrays, before, after)
    grade, reasons, needed = _grade(arrays, (len(mine), len(theirs)), found, past)
    exhibit = _exhibit(arrays, after)
    return Finding(
        diagnostic=NAME,
        client=arrays.client,
        question=QUESTION,
        proposition=PROPOSITION,
        sentence=_sentence(arrays, mine, theirs),
        grade=grade,
        effect=found.effect if found else None,
        unit="share of one-sided moves that are the client's",
        scale="share",
        null=HALF,
        low=found.low if found else None,
        high=found.high if found else None,
        n_before=len(before),
        n_after=len(after),
        smallest_detectable=found.smallest_detectable if found else None,
        reasons=(*reasons, *grounds.caveats(arrays)),
        needed=needed,
        evidence=grounds.ids(mine, theirs, before),
        measures=_measures(before, past),
        exhibits=(exhibit,) if exhibit.rows else (),
        strongest_for=grounds.heaviest(mine),
        strongest_against=grounds.heaviest(theirs),
        would_change=_would_change(grade, len(mine), len(after)),
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
    earlier_share = share(int((before.direction == "client").sum()), len(before))
    if arrays.selective:
        return _Past(None, UNRANKED, UNRANKED, earlier_share)
    earlier = earlier_windows(arrays)
    mine, theirs = (
        sum(
            arrays.calendar.daily(part.start[chosen])
            for part in (before, after)
            for chosen in [(part.direction == side) & part.dated & arrays.countable(part)]
        )
        for side in ("client", "pole")
    )
    return _Past(
        _led(arrays, np.asarray(mine), np.asarray(theirs)),
        share_in_time(earlier, np.asarray(mine), np.asarray(mine) + np.asarray(theirs)),
        share_in_time(earlier, np.asarray(theirs), np.asarray(mine) + np.asarray(theirs)),
        earlier_share,
    )


def _led(arrays: Split, mine: grounds.Numbers, theirs: grounds.Numbers) -> Lead:
    """Who led over all days of both windows, the region's volume taken out."""
    days = arrays.calendar
    volume = days.region if days.region.any() else np.maximum(days.events - mine - theirs, 0.0)
    gap = np.where(days.covered, 0.0, np.nan)
    return lead(mine + gap, theirs + gap, control=volume + gap if volume.any() else None)


def _grade(
    arrays: Split, moves: tuple[int, int], found: Estimate | None, past: _Past
) -> tuple[Grade, tuple[str, ...], str | None]:
    needed = f"{grounds.wanted(arrays)}, dense enough to see who answers whom day by day"
    if found is None:
        return "cannot_tell", ("no one-sided move between the two followed the shock",), needed
    if grounds.gap_too_large(arrays):
        return "cannot_tell", (grounds.GAP,), needed
    if few := grounds.too_few(sum(moves), "one-sided move"):
        return "cannot_tell", (few,), needed
    if arrays.selective:
        return _searched(moves, found, needed)
    visits = (
        "a visitor counts as the one who acts, whoever invited; to be first is not to be the cause"
    )
    led = past.led
    if led is not None and led.grade != "cannot_tell":
        grade: Grade = "supports" if led.grade == "a_leads" else "opposes"
        return (
            grade,
            ("one side's moves are followed by the other's more than the reverse", visits),
            None,
        )
    grade = grade_half(found)
    if grade == "cannot_tell":
        even = "the moves are too evenly shared, or too few, to name a first mover"
        return grade, grounds.undecided(found, even), needed
    known = past.share is not None and past.client.windows >= grounds.FEW
    rank = (past.client if grade == "supports" else past.rival).rank
    if known and rank > PLACEBO:
        side = "client" if grade == "supports" else "rival"
        was = percent(past.share.effect) if past.share else "as many"
        reason = (
            f"that most moves are the {side}'s is nothing new (the client's were {was} before), and "
            "who answers whom cannot be seen day by day"
        )
        return "cannot_tell", (reason,), needed
    return grade, (visits,), None


def _searched(
    moves: tuple[int, int], found: Estimate, needed: str
) -> tuple[Grade, tuple[str, ...], str | None]:
    """The grade where all rows were searched by hand."""
    if min(moves) < grounds.FEW:
        reason = (
            "the record was searched by hand and holds fewer than five moves of one side: it may "
            "not have been looked for"
        )
        return "cannot_tell", (reason,), needed
    grade: Grade = grade_half(found)
    if grade == "cannot_tell" or found.low < HALF < found.high:
        even = "the moves are too evenly shared, or too few, to name a first mover"
        return "cannot_tell", grounds.undecided(found, even), needed
    visits = (
        "a visitor counts as the one who acts, whoever invited; to be first is not to be the cause"
    )
    return grade, (visits, grounds.SELECTIVE_SHARE), None


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


def _measures(before: DyadEvents, past: _Past) -> tuple[Measure, ...]:
    rows = []
    if past.share is not None:
        rows.append(
            Measure(
                name="client's share before",
                kind="level",
                label="the client's share of one-sided moves before the shock, 90 % interval",
                value=past.share.effect,
                low=past.share.low,
                high=past.share.high,
                unit="share",
                evidence=grounds.ids(before),
            )
        )
    if past.led is not None and np.isfinite(past.led.difference):
        rows.append(
            Measure(
                name="lead of the client",
                kind="level",
                label="moves of the rival that one of the client's calls forth, less the reverse",
                value=past.led.difference,
                low=finite(past.led.low),
                high=finite(past.led.high),
                unit="moves",
                evidence=grounds.ids(before),
            )
        )
    return tuple(rows)


def _exhibit(arrays: Split, after: DyadEvents) -> Exhibit:
    who = {"client": actor_name(arrays.client, arrays.shock), "pole": arrays.pole}
    after = after.select(np.arange(min(len(after), grounds.SHOWN)))
    return Exhibit(
        title="One-sided moves after the shock, in order",
        columns=("day", "who moved", "type", "act", "what"),
        rows=tuple(
            (
                after.when(at),
                capital(who[str(after.direction[at])]),
                str(after.type[at]),
                str(after.act[at]),
                str(after.sentence[at] or ""),
            )
            for at in range(len(after))
        ),
        evidence=tuple((name,) for name in after.ids),
    )


DIAGNOSTIC = grounds.in_one_piece(
    (NAME, QUESTION, PROPOSITION), "share", gather, judge, from_splits=rival_split
)
