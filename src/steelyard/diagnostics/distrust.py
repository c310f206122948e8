"""Distrust: are there hostile acts inside the embrace?

Idea: friends that accuse, refuse, threaten or expel each other while they embrace are not
allies. Count the hostile share of what passed between the pair after the shock.
Misleads when: quarrels are kept out of the news, or one scandal is told in many rows (the share
of days is shown beside the share of events for that).
Source: quad classes of PLOVER; interval of a share, Clopper and Pearson 1934, Biometrika 26:404.
"""

from __future__ import annotations

import numpy as np

from steelyard.diagnostics import grounds
from steelyard.records import Archive, Case, Diagnostic, Exhibit, Finding, Grade, Measure
from steelyard.series import DyadEvents, Mask, Split, split
from steelyard.statistics import Estimate, grade_half, share
from steelyard.wording import actor_name, capital, first, percent

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
    hostile = after.select(_hostile(after))
    denied = arrays.after.select(_hostile(arrays.after) & (arrays.after.status == "denied"))
    found = share(len(hostile), len(after), against=FRICTION)
    grade, reasons, needed = _grade(arrays, found)
    if grade == "supports" and not _by_days(after):
        reasons = (
            *reasons,
            "by days rather than events it would not be graded: rows fell together",
        )
    exhibit = _exhibit(arrays, hostile, denied)
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
        evidence=first(hostile.ids, after.ids, denied.ids),
        measures=_measures(before, after),
        exhibits=(exhibit,) if exhibit.rows else (),
    )


def _grade(arrays: Split, found: Estimate | None) -> tuple[Grade, tuple[str, ...], str | None]:
    needed = grounds.wanted(arrays)
    if found is None:
        return "cannot_tell", ("no event of the pair followed the shock",), needed
    if grounds.gap_too_large(arrays):
        return "cannot_tell", (grounds.GAP,), needed
    after = int(arrays.after.happened.sum())
    if few := grounds.too_few(
        after, "event of the pair after the shock", "events of the pair after the shock"
    ):
        return "cannot_tell", (few,), needed
    grade: Grade = grade_half(found)
    if grade == "cannot_tell":
        friction = "too few events to tell quarrels from ordinary friction"
        return grade, grounds.undecided(found, friction), needed
    return grade, (grounds.SELECTIVE_SHARE,) if arrays.selective else (), None


def _hostile(events: DyadEvents) -> Mask:
    """True for accusations, refusals, threats and worse; a request is no quarrel."""
    mask: Mask = ~events.cooperative & (events.type != "REQUEST")
    return mask


def _by_days(after: DyadEvents) -> bool:
    """Say whether the days with events tell the same as the events."""
    found = share(*_days(after), against=FRICTION)
    return found is not None and grade_half(found) == "supports"


def _days(after: DyadEvents) -> tuple[int, int]:
    """Days that saw a hostile event, and days that saw any."""
    return len(np.unique(after.start[_hostile(after)])), len(np.unique(after.start))


def _sentence(arrays: Split, hostile: DyadEvents, after: DyadEvents) -> str:
    name = actor_name(arrays.client, arrays.shock)
    if not len(after):
        return f"The record holds nothing between {name} and {arrays.pole} after the shock."
    before = arrays.before.select(arrays.before.happened)
    earlier = (
        f"; before it {int(_hostile(before).sum())} of {len(before)} were" if len(before) else ""
    )
    found = f"{len(hostile)} ({percent(len(hostile) / len(after))})" if len(hostile) else "none"
    verb = "was" if len(hostile) <= 1 else "were"
    return (
        f"Of {len(after)} {'event' if len(after) == 1 else 'events'} between {name} and "
        f"{arrays.pole} after the shock, {found} "
        f"{verb} hostile: accusations, refusals, threats or worse{earlier}."
    )


def _measures(before: DyadEvents, after: DyadEvents) -> tuple[Measure, ...]:
    return (
        *_share(
            "hostile share before",
            "hostile share of the pair's events before the shock, 90 % interval",
            before.ids,
            int(_hostile(before).sum()),
            len(before),
        ),
        *_share(
            "hostile share of days",
            "share of the days with events after the shock that saw a hostile one, 90 % interval",
            after.ids,
            *_days(after),
        ),
    )


def _share(name: str, label: str, ids: tuple[str, ...], hits: int, of: int) -> tuple[Measure, ...]:
    found = share(hits, of, against=FRICTION)
    if found is None:
        return ()
    return (
        Measure(
            name=name,
            label=label,
            value=found.effect,
            low=found.low,
            high=found.high,
            unit="share",
            evidence=ids,
        ),
    )


def _exhibit(arrays: Split, hostile: DyadEvents, denied: DyadEvents) -> Exhibit:
    who = {
        "client": capital(actor_name(arrays.client, arrays.shock)),
        "pole": capital(arrays.pole),
    }
    shown = [(events, at) for events in (hostile, denied) for at in range(len(events))]
    return Exhibit(
        title="Hostile acts after the shock",
        columns=("day", "who acted", "type", "act", "counted", "what"),
        rows=tuple(
            (
                events.when(at),
                who.get(str(events.direction[at]), "both"),
                str(events.type[at]),
                str(events.act[at]),
                "denied, not counted" if events is denied else "yes",
                str(events.sentence[at] or ""),
            )
            for events, at in shown
        ),
        evidence=tuple((str(events.event_id[at]),) for events, at in shown),
    )


DIAGNOSTIC = Diagnostic(NAME, QUESTION, PROPOSITION, gather, judge)
