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
from steelyard.wording import actor_name, capital, count, day_text, first

NAME = "initiative"
QUESTION = "Who moves first, the client or the rival?"
PROPOSITION = "the client moves first"


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
    needed = f"{grounds.SYSTEMATIC}, dense enough to see who answers whom day by day"
    if found is None:
        return "cannot_tell", ("no one-sided move between the two followed the shock",), needed
    if grounds.gap_too_large(arrays):
        return "cannot_tell", ("more than half of a window is a gap in the record",), needed
    if min(mine, theirs) < grounds.FEW and mine + theirs < 2 * grounds.FEW:
        return "cannot_tell", (f"there are only {count(mine + theirs, 'one-sided move')}",), needed
    grade: Grade = grade_half(found)
    if grade == "cannot_tell":
        return (
            grade,
            ("the moves are too evenly shared, or too few, to name a first mover",),
            needed,
        )
    visits = (
        "a visitor counts as the one who acts, whoever invited; to be first is not to be the cause"
    )
    selective = (grounds.SELECTIVE_SHARE,) if arrays.selective else ()
    return grade, (visits, *selective), None


def _sentence(arrays: Split, mine: DyadEvents, theirs: DyadEvents) -> str:
    name, day = actor_name(arrays.client, arrays.shock), _first_day
    total = len(mine) + len(theirs)
    if not total:
        return f"No one-sided friendly move between {name} and {arrays.pole} followed the shock."
    text = (
        f"Of {count(total, 'one-sided friendly move or request', 'one-sided friendly moves and requests')} "
        f"after the shock, {len(mine)} were {name}'s and {len(theirs)} were {_owner(arrays.pole)}"
    )
    firsts = [
        f"{who}'s first on {day(events)}"
        if who == name
        else f"{_owner(who)} first on {day(events)}"
        for who, events in ((name, mine), (arrays.pole, theirs))
        if len(events)
    ]
    return f"{text}; {', '.join(firsts)}."


def _owner(pole: str) -> str:
    return f"{pole}'" if pole.endswith("s") else f"{pole}'s"


def _first_day(events: DyadEvents) -> str:
    return day_text(events.start.min().item())


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
                after.start[at].item().isoformat(),
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
