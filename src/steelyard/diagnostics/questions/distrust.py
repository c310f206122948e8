"""Distrust: are there hostile acts inside the embrace?

Idea: friends that accuse, refuse, threaten or expel each other while they embrace are not allies.
Take the hostile share of the pair's events after the shock, unless the pair has quarrelled all
along. In a systematic record compare it with the hostile share of everybody else's events on the
same days, since most news is about quarrels.
Misleads when: quarrels are kept out of the news, or one scandal is told in many rows (which is why
the share of days is shown beside the share of events).
Source: quad classes of PLOVER; interval of a share, Clopper and Pearson 1934, Biometrika 26:404.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from steelyard.diagnostics import effort, evidence, gauges, measures, odds, reasons
from steelyard.diagnostics.assemble import judgement, weights_of
from steelyard.diagnostics.splits import gather_splits, rival_split
from steelyard.records import Account, Diagnostic, Grade, Judgement, Measure, Span, UnderEffort
from steelyard.series import DyadEvents, Mask, Split
from steelyard.statistics import Estimate, grade_half, share
from steelyard.wording import actor_name, capital, percent

NAME = "distrust"

#: A hostile share that counts as more than the friction of any two states, whatever the record.
FRICTION = 0.10

#: The least that counts as ordinary where people searched, who look for quarrels: between the middle pairs of two
#: wires (ICEWS .12, KEDS .44; readings/data/base_rates.csv). The other rows may show more, if they are so many.
SOUGHT, FEWEST_OTHERS = 0.25, 20

QUARREL = "most of what passed was hostile: a quarrel, and no embrace for distrust to be inside"


@dataclass(frozen=True, slots=True)
class _Basis:
    """What happened before and after, the hostile of it, and the hostile share that is ordinary."""

    before: DyadEvents
    after: DyadEvents
    hostile: DyadEvents
    friction: float


def judge(arrays: Split) -> Judgement:
    """Grade whether more of what passed after the shock was hostile than is ordinary."""
    before, after = (part.select(part.happened) for part in (arrays.before, arrays.after))
    friction = _friction(arrays, after)
    basis = _Basis(before, after, after.select(_hostile(after)), friction)
    found = share(len(basis.hostile), len(after), against=friction)
    decided, searched = _grade(arrays, basis, found)
    judged = judgement(
        decided,
        found,
        (len(before), len(after)),
        needed=reasons.data_needed(arrays),
        caveats=reasons.caveats(arrays),
        basis=basis,
        effort=searched,
    )
    return replace(judged, null=friction)


def _friction(arrays: Split, after: DyadEvents) -> float:
    """The hostile share that counts as ordinary: that of all other events, never below a tenth or a quarter."""
    least = SOUGHT if arrays.selective else FRICTION
    days = arrays.calendar
    at = days.slots(arrays.later)
    own = after.select(arrays.countable(after) & after.dated)
    others = float(days.events[at].sum()) - len(own)
    if others <= (FEWEST_OTHERS if arrays.selective else 0):
        return least
    friendly = float(days.friendly[at].sum()) - float(own.cooperative.sum())
    return min(max(least, 1 - friendly / others), 1 - FRICTION)


def _grade(
    arrays: Split, basis: _Basis, found: Estimate | None
) -> tuple[reasons.Decision, UnderEffort | None]:
    after = basis.after
    if found is None:
        return ("cannot_tell", ("no event of the pair followed the shock",)), None
    one, several = (f"{word} of the pair after the shock" for word in ("event", "events"))
    few = reasons.small_number(len(after), one, several)
    if stopped := reasons.stand_down(reasons.large_gap(arrays), few):
        return stopped, _searched(arrays, basis)[1] if arrays.selective else None
    if arrays.selective:
        return _searched(arrays, basis)
    return _by_friction(basis, found), None


def _searched(arrays: Split, basis: _Basis) -> tuple[reasons.Decision, UnderEffort | None]:
    """The answer of a record that people searched: quarrels that were found are there, others may be."""
    span = arrays.effort.of("friendly to hostile")
    hostile, of = len(basis.hostile), len(basis.after)
    turned = Span(1 / span.high, 1 / span.low, span.assumed)
    decided, answer = effort.under_effort(
        "hostile to friendly",
        turned,
        lambda gamma: share(hostile, of, against=basis.friction, effort=gamma),
        grade_half,
    )
    assert decided is not None  # there is something to compare
    if decided[0] == "opposes" or not hostile:
        decided = "cannot_tell", (reasons.FEWNESS if hostile else reasons.ABSENCE,)
    if decided[0] == "supports" and _quarrel(basis):
        decided = "not_applicable", (QUARREL,)
    return decided, answer


def _by_friction(basis: _Basis, found: Estimate) -> reasons.Decision:
    """The grade of a systematic record."""
    grade: Grade = grade_half(found)
    if grade == "supports" and _quarrel(basis):
        return "not_applicable", (QUARREL,)
    if grade == "cannot_tell":
        friction = "too few events to tell quarrels from ordinary friction"
        return grade, reasons.near_bound(found, friction)
    return grade, _days_differ(grade, basis)


def _hostile(events: DyadEvents) -> Mask:
    """True for accusations, refusals, threats and worse; a request is no quarrel."""
    mask: Mask = ~events.cooperative & (events.type != "REQUEST")
    return mask


def _quarrel(basis: _Basis) -> bool:
    """Whether most of what passed was hostile, before the shock as after it."""
    return len(basis.before) >= reasons.FEW and all(
        2 * int(part.cooperative.sum()) <= len(part) for part in (basis.before, basis.after)
    )


def _days_differ(grade: Grade, basis: _Basis) -> tuple[str, ...]:
    """What is to be said where the days with events do not tell the same as the events."""
    found = share(*_days(basis.after), against=basis.friction)
    if grade != "supports" or (found is not None and grade_half(found) == "supports"):
        return ()
    return ("by days rather than events it would not be graded: rows fell together",)


def _days(after: DyadEvents) -> tuple[int, int]:
    """Days that saw a hostile event, and days that saw any."""
    return len(np.unique(after.start[_hostile(after)])), len(np.unique(after.start))


def tell(arrays: Split, judged: Judgement) -> Account:
    """Tell how much was hostile, and which acts."""
    basis: _Basis = judged.basis
    after, hostile = basis.after, basis.hostile
    denied = arrays.after.select(_hostile(arrays.after) & (arrays.after.status == "denied"))
    return Account(
        sentence=_sentence(arrays, basis),
        evidence=evidence.ids(hostile, after, denied),
        measures=tuple(_measures(basis)),
        exhibits=evidence.table(
            "Hostile acts after the shock",
            ("day", "who acted", "type", "act", "counted", "what"),
            islice(_lines(arrays, hostile, denied), evidence.SHOWN),
        ),
        strongest_for=evidence.most_reported(hostile),
        strongest_against=evidence.most_reported(after.select(after.cooperative)),
        would_change=_would_change(judged.grade, basis),
    )


def _would_change(grade: Grade, basis: _Basis) -> str | None:
    """The number of hostile events at which the grade would no longer be given."""
    hostile, of = len(basis.hostile), len(basis.after)
    least = odds.smallest_majority(hostile, of, basis.friction) if grade == "supports" else None
    return (
        f"fewer than {least} hostile events among the {of} (there were {hostile})"
        if least
        else None
    )


def _sentence(arrays: Split, basis: _Basis) -> str:
    name, before, after = actor_name(arrays.client, arrays.shock), basis.before, basis.after
    hostile = len(basis.hostile)
    if not len(after):
        return f"The record holds nothing between {name} and {arrays.pole} after the shock."
    earlier = (
        f"; before it {int(_hostile(before).sum())} of {len(before)} were" if len(before) else ""
    )
    found = f"{hostile} ({percent(hostile / len(after))})" if hostile else "none"
    return (
        f"Of {len(after)} {'event' if len(after) == 1 else 'events'} between {name} and "
        f"{arrays.pole} after the shock, {found} {'was' if hostile <= 1 else 'were'} hostile: "
        f"accusations, refusals, threats or worse{earlier}."
    )


def _measures(basis: _Basis) -> Iterator[Measure]:
    before, after = basis.before, basis.after
    sides = {
        "hostile share before": (
            "hostile share of the pair's events before the shock, 90 % interval",
            share(int(_hostile(before).sum()), len(before)),
            evidence.ids(before),
        ),
        "hostile share of days": (
            "share of the days with events after the shock that saw a hostile one, 90 % interval",
            share(*_days(after)),
            evidence.ids(after),
        ),
    }
    for name, (label, found, ids) in sides.items():
        if found is not None:
            yield measures.level(name, label, found.effect, ids, low=found.low, high=found.high)
    label = "hostile share that counts as ordinary friction"
    yield measures.level("ordinary friction", label, basis.friction)


def _lines(arrays: Split, hostile: DyadEvents, denied: DyadEvents) -> Iterator[evidence.Line]:
    names = {"client": actor_name(arrays.client, arrays.shock), "pole": arrays.pole}
    for events, counted in ((hostile, "yes"), (denied, "denied, not counted")):
        for at in range(len(events)):
            mover = capital(names.get(str(events.direction[at]), "")) or "both"
            yield evidence.line(
                events, at, mover, str(events.type[at]), str(events.act[at]), counted
            )


DIAGNOSTIC = Diagnostic(
    name=NAME,
    question="Are there hostile acts inside the embrace?",
    subject="the hostile acts between the two",
    proposition="distrust persists",
    scale="share",
    unit="hostile share of the pair's events",
    gather=gather_splits(NAME, rival_split),
    judge=judge,
    tell=tell,
    from_splits=rival_split,
    weights=weights_of(NAME),
    gauges=(gauges.HOSTILITY, gauges.FORCE),
)
