"""Distrust: are there hostile acts inside the embrace?

Idea: friends that accuse, refuse, threaten or expel each other while they embrace are not
allies. Count the hostile share of what passed between the pair after the shock, unless it was a
quarrel all along; in an even record it is held against the hostile share of everybody else's events
in the same days, since news are mostly of quarrels.
Misleads when: quarrels are kept out of the news, or one scandal is told in many rows (the share
of days is shown beside the share of events for that).
Source: quad classes of PLOVER; interval of a share, Clopper and Pearson 1934, Biometrika 26:404.
"""

from __future__ import annotations

import numpy as np

from steelyard.diagnostics import grounds
from steelyard.diagnostics.splits import rival_split
from steelyard.records import Archive, Case, Exhibit, Finding, Grade, Measure
from steelyard.series import DyadEvents, Mask, Split, split
from steelyard.statistics import Estimate, grade_half, share
from steelyard.wording import actor_name, capital, percent

NAME = "distrust"
QUESTION = "Are there hostile acts inside the embrace?"
PROPOSITION = "distrust persists"

#: A hostile share that counts as more than the friction of any two states, whatever the record.
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
    friction = _friction(arrays, after)
    found = share(len(hostile), len(after), against=friction)
    grade, reasons, needed = _grade(arrays, after, found)
    if grade == "supports" and not _by_days(after, friction):
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
        scale="share",
        null=friction,
        low=found.low if found else None,
        high=found.high if found else None,
        n_before=len(before),
        n_after=len(after),
        smallest_detectable=found.smallest_detectable if found else None,
        reasons=(*reasons, *grounds.caveats(arrays)),
        needed=needed,
        evidence=grounds.ids(hostile, after, denied),
        measures=_measures(before, after, friction),
        exhibits=(exhibit,) if exhibit.rows else (),
        strongest_for=grounds.heaviest(hostile),
        strongest_against=grounds.heaviest(after.select(after.cooperative)),
        would_change=_would_change(grade, hostile, after, friction),
    )


def _friction(arrays: Split, after: DyadEvents) -> float:
    """The hostile share that counts as ordinary: that of all other events, never below a tenth."""
    days = arrays.calendar
    at = days.slots(arrays.later)
    own = after.select(arrays.countable(after) & after.dated)
    others = float(days.events[at].sum()) - len(own)
    if arrays.selective or others <= 0:
        return FRICTION
    friendly = float(days.friendly[at].sum()) - float(own.cooperative.sum())
    return min(max(FRICTION, 1 - friendly / others), 1 - FRICTION)


def _would_change(
    grade: Grade, hostile: DyadEvents, after: DyadEvents, friction: float
) -> str | None:
    """The number of hostile events at which the grade would no longer be given."""
    if grade != "supports":
        return None

    def still(number: int) -> bool:
        found = share(number, len(after), against=friction)
        return found is not None and grade_half(found) == "supports"

    least = grounds.fewest(still, len(hostile))
    if least is None:
        return None
    return f"fewer than {least} hostile events among the {len(after)} (there were {len(hostile)})"


def _grade(
    arrays: Split, after: DyadEvents, found: Estimate | None
) -> tuple[Grade, tuple[str, ...], str | None]:
    needed = grounds.wanted(arrays)
    if found is None:
        return "cannot_tell", ("no event of the pair followed the shock",), needed
    if grounds.gap_too_large(arrays):
        return "cannot_tell", (grounds.GAP,), needed
    if few := grounds.too_few(
        len(after), "event of the pair after the shock", "events of the pair after the shock"
    ):
        return "cannot_tell", (few,), needed
    grade: Grade = grade_half(found)
    if grade == "supports" and not arrays.selective and _quarrel(arrays, after):
        reason = (
            "most of what passed was hostile: a quarrel, and no embrace for distrust to be inside"
        )
        return "not_applicable", (reason,), needed
    if grade == "cannot_tell":
        friction = "too few events to tell quarrels from ordinary friction"
        return grade, grounds.undecided(found, friction), needed
    return grade, (grounds.SELECTIVE_SHARE,) if arrays.selective else (), None


def _hostile(events: DyadEvents) -> Mask:
    """True for accusations, refusals, threats and worse; a request is no quarrel."""
    mask: Mask = ~events.cooperative & (events.type != "REQUEST")
    return mask


def _quarrel(arrays: Split, after: DyadEvents) -> bool:
    """Whether most of what passed was hostile, before the shock as after it."""
    before = arrays.before.select(arrays.before.happened)
    return len(before) >= grounds.FEW and all(
        2 * int(part.cooperative.sum()) <= len(part) for part in (before, after)
    )


def _by_days(after: DyadEvents, friction: float) -> bool:
    """Say whether the days with events tell the same as the events."""
    found = share(*_days(after), against=friction)
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


def _measures(before: DyadEvents, after: DyadEvents, friction: float) -> tuple[Measure, ...]:
    return (
        *_share(
            "hostile share before",
            "hostile share of the pair's events before the shock, 90 % interval",
            grounds.ids(before),
            int(_hostile(before).sum()),
            len(before),
        ),
        *_share(
            "hostile share of days",
            "share of the days with events after the shock that saw a hostile one, 90 % interval",
            grounds.ids(after),
            *_days(after),
        ),
        Measure(
            name="ordinary friction",
            kind="level",
            label="hostile share that counts as ordinary friction",
            value=friction,
            unit="share",
            evidence=(),
        ),
    )


def _share(name: str, label: str, ids: tuple[str, ...], hits: int, of: int) -> tuple[Measure, ...]:
    found = share(hits, of, against=FRICTION)
    if found is None:
        return ()
    return (
        Measure(
            name=name,
            kind="level",
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
    shown = shown[: grounds.SHOWN]
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


DIAGNOSTIC = grounds.in_one_piece(
    (NAME, QUESTION, PROPOSITION), "share", gather, judge, from_splits=rival_split
)
