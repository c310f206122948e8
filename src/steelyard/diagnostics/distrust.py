"""Distrust: are there hostile acts inside the embrace?

Idea: friends that accuse, refuse, threaten or expel each other while they embrace are not
allies. Count the hostile share of what passed between the pair after the shock.
Misleads when: quarrels are kept out of the news, or one scandal is told in many rows.
Source: quad classes of PLOVER; interval of a share, Clopper and Pearson 1934, Biometrika 26:404.
"""

from __future__ import annotations

from steelyard.diagnostics import grounds
from steelyard.records import Archive, Case, Diagnostic, Exhibit, Finding, Grade, Measure
from steelyard.series import DyadEvents, Split, split
from steelyard.statistics import Estimate, grade_half, share
from steelyard.wording import actor_name, count, first, percent

NAME = "distrust"
QUESTION = "Are there hostile acts inside the embrace?"
PROPOSITION = "distrust persists"

#: A hostile share that counts as more than the friction of any two states.
FRICTION = 0.10


def gather(archive: Archive, case: Case, client: str) -> Split:
    """Return the pair's events before and after."""
    return split(archive, case, client, "rival", NAME)


def judge(arrays: Split) -> Finding:
    """Grade whether more than a tenth of what passed after the shock was hostile."""
    before = arrays.before.select(arrays.before.happened)
    after = arrays.after.select(arrays.after.happened)
    hostile = after.select(~after.cooperative & (after.type != "REQUEST"))
    found = share(len(hostile), len(after), against=FRICTION)
    grade, reasons, needed = _grade(arrays, found)
    exhibit = _exhibit(hostile)
    return Finding(
        diagnostic=NAME,
        client=arrays.client,
        question=QUESTION,
        proposition=PROPOSITION,
        sentence=_sentence(arrays, hostile, after),
        grade=grade,
        effect=found.effect if found else None,
        unit="hostile share of the pair's events",
        low=found.low if found else None,
        high=found.high if found else None,
        n_before=len(before),
        n_after=len(after),
        smallest_detectable=found.smallest_detectable if found else None,
        reasons=(*reasons, *grounds.caveats(arrays)),
        needed=needed,
        evidence=first(hostile.ids, after.ids),
        measures=_measures(before),
        exhibits=(exhibit,) if exhibit.rows else (),
    )


def _grade(arrays: Split, found: Estimate | None) -> tuple[Grade, tuple[str, ...], str | None]:
    needed = f"more events of the pair after the shock: {grounds.SYSTEMATIC}"
    if found is None:
        return "cannot_tell", ("no event of the pair followed the shock",), needed
    if grounds.gap_too_large(arrays):
        return "cannot_tell", ("more than half of a window is a gap in the record",), needed
    grade: Grade = grade_half(found)
    if grade == "cannot_tell":
        return grade, ("too few events to tell quarrels from ordinary friction",), needed
    return grade, (grounds.SELECTIVE_SHARE,) if arrays.selective else (), None


def _sentence(arrays: Split, hostile: DyadEvents, after: DyadEvents) -> str:
    name = actor_name(arrays.client, arrays.shock)
    if not len(after):
        return f"The record holds nothing between {name} and {arrays.pole} after the shock."
    return (
        f"Of {count(len(after), 'event')} between {name} and {arrays.pole} after the shock, "
        f"{len(hostile)} ({percent(len(hostile) / len(after))}) were hostile: accusations, "
        "refusals, threats or worse."
    )


def _measures(before: DyadEvents) -> tuple[Measure, ...]:
    hostile = before.select(~before.cooperative & (before.type != "REQUEST"))
    found = share(len(hostile), len(before), against=FRICTION)
    if found is None:
        return ()
    return (
        Measure(
            name="hostile share before",
            label="hostile share of the pair's events before the shock, 90 % interval",
            value=found.effect,
            low=found.low,
            high=found.high,
            unit="share",
            evidence=hostile.ids,
        ),
    )


def _exhibit(hostile: DyadEvents) -> Exhibit:
    return Exhibit(
        title="Hostile acts after the shock",
        columns=("day", "who acts", "type", "act", "what"),
        rows=tuple(
            (
                hostile.start[at].item().isoformat(),
                {"pole": "the rival", "client": "the client"}.get(
                    str(hostile.direction[at]), "both"
                ),
                str(hostile.type[at]),
                str(hostile.act[at]),
                str(hostile.sentence[at] or ""),
            )
            for at in range(len(hostile))
        ),
        evidence=tuple((name,) for name in hostile.ids),
    )


DIAGNOSTIC = Diagnostic(NAME, QUESTION, PROPOSITION, gather, judge)
