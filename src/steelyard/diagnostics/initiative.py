"""Initiative: who moves first, client or rival?

Idea: leave out what both did together, and count whose friendly moves and requests the others
are: the client's toward the rival or the rival's toward the client; say who was first after the
shock.
Misleads when: a visitor counts as the one who acts though the host invited; when only one side's
moves are reported; and always in that being first is not being the cause.
Source: who initiates, who responds, Goldstein and Freeman 1990, Three-Way Street; interval of a
share, Clopper and Pearson 1934, Biometrika 26:404.
"""

from __future__ import annotations

from steelyard.diagnostics import grounds
from steelyard.records import Archive, Case, Diagnostic, Exhibit, Finding, Grade, Measure
from steelyard.series import DyadEvents, Split, split
from steelyard.statistics import Estimate, grade_half, share
from steelyard.wording import actor_name, capital, first, listing, period_text

NAME = "initiative"
QUESTION = "Who moves first, the client or the rival?"
PROPOSITION = "the client moves first"

#: As many moves of one side as of the other.
HALF = 0.5


def gather(archive: Archive, case: Case, client: str) -> Split:
    """Return the pair's events before and after."""
    return split(archive, case, client, "rival", NAME)


def judge(arrays: Split) -> Finding:
    """Grade whether most one-sided moves after the shock are the client's."""
    before, after = _moves(arrays.before), _moves(arrays.after)
    mine = after.select(after.direction == "client")
    theirs = after.select(after.direction == "pole")
    found = share(len(mine), len(after))
    grade, reasons, needed = _grade(arrays, len(mine), len(theirs), found)
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
        low=found.low if found else None,
        high=found.high if found else None,
        n_before=len(before),
        n_after=len(after),
        smallest_detectable=found.smallest_detectable if found else None,
        reasons=(*reasons, *grounds.caveats(arrays)),
        needed=needed,
        evidence=first(mine.ids, theirs.ids, before.ids),
        measures=_measures(before),
        exhibits=(exhibit,) if exhibit.rows else (),
    )


def _moves(events: DyadEvents) -> DyadEvents:
    """One-sided friendly moves and requests that happened."""
    overture = events.cooperative | (events.type == "REQUEST")
    return events.select(events.happened & overture & (events.direction != "mutual"))


def _grade(
    arrays: Split, mine: int, theirs: int, found: Estimate | None
) -> tuple[Grade, tuple[str, ...], str | None]:
    needed = f"{grounds.wanted(arrays)}, dense enough to see who answers whom day by day"
    if found is None:
        return "cannot_tell", ("no one-sided move between the two followed the shock",), needed
    if grounds.gap_too_large(arrays):
        return "cannot_tell", (grounds.GAP,), needed
    if few := grounds.too_few(mine + theirs, "one-sided move"):
        return "cannot_tell", (few,), needed
    if arrays.selective and min(mine, theirs) < grounds.FEW:
        reason = (
            "the record was searched by hand and holds fewer than five moves of one side: it may "
            "not have been looked for"
        )
        return "cannot_tell", (reason,), needed
    grade: Grade = grade_half(found)
    straddles = arrays.selective and found.low < HALF < found.high
    if grade == "cannot_tell" or straddles:
        even = "the moves are too evenly shared, or too few, to name a first mover"
        return "cannot_tell", grounds.undecided(found, even), needed
    visits = (
        "a visitor counts as the one who acts, whoever invited; to be first is not to be the cause"
    )
    selective = (grounds.SELECTIVE_SHARE,) if arrays.selective else ()
    return grade, (visits, *selective), None


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


def _measures(before: DyadEvents) -> tuple[Measure, ...]:
    found = share(int((before.direction == "client").sum()), len(before))
    if found is None:
        return ()
    return (
        Measure(
            name="client's share before",
            label="the client's share of one-sided moves before the shock, 90 % interval",
            value=found.effect,
            low=found.low,
            high=found.high,
            unit="share",
            evidence=before.ids,
        ),
    )


def _exhibit(arrays: Split, after: DyadEvents) -> Exhibit:
    who = {"client": actor_name(arrays.client, arrays.shock), "pole": arrays.pole}
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


DIAGNOSTIC = Diagnostic(NAME, QUESTION, PROPOSITION, gather, judge)
