"""Merging: an event that an article reports twice becomes one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from steelyard.records.events import Event

#: Days between a telling without a day of its own and one with, which may still be one event: a
#: headline and the weekday in the text below it.
NEAR = 7

_COARSE = {"day": 0, "month": 1, "year": 2}


@dataclass(frozen=True, slots=True)
class Telling:
    """An event, the rule that found it, and whether the text itself says when it was."""

    event: Event
    rule: str = ""
    dated: bool = True


def merge(tellings: Iterable[Telling]) -> list[Event]:
    """Return the events of an article; one reported twice is kept once, in its surest form."""
    kept: list[Telling] = []
    for telling in tellings:
        twin = next((k for k, other in enumerate(kept) if _twins(telling, other)), None)
        if twin is None:
            kept.append(telling)
        else:
            kept[twin] = _better(kept[twin], telling)
    return [telling.event for telling in kept]


def is_same(a: Event, b: Event) -> bool:
    """Say whether two events of one article are the same: act, parties, status and time agree."""
    return a.type == b.type and a.status == b.status and _same_sides(a, b) and _one_time(a, b)


def _same_sides(a: Event, b: Event) -> bool:
    """Say whether two events have the same sides; a joint act may also be told from one side."""
    if set(a.actor) == set(b.actor) and set(a.recipient) == set(b.recipient):
        return True
    if not a.recipient or not b.recipient:
        return set(a.actor) == set(b.actor)
    joint = any(set(event.actor) == set(event.recipient) for event in (a, b))
    return joint and {*a.actor, *a.recipient} == {*b.actor, *b.recipient}


def _twins(one: Telling, other: Telling) -> bool:
    """Say whether two tellings report one event; without a recipient they must use the same rule.

    What one sentence says of the same sides side by side are two events: its language has already put
    together what is one ("cut ties and closed its air space").
    """
    if one.event.type != other.event.type or _side_by_side(one.event, other.event):
        return False
    both_whole = bool(one.event.recipient and other.event.recipient)
    same = is_same(one.event, other.event) or is_same(_at_day_of(one, other), other.event)
    return same and (both_whole or one.rule == other.rule)


def _side_by_side(a: Event, b: Event) -> bool:
    """Say whether two events stand in one sentence and have quite the same sides."""
    one_sentence = a.start is not None and (a.start, a.end) == (b.start, b.end)
    return one_sentence and (a.actor, a.recipient) == (b.actor, b.recipient)


def _at_day_of(one: Telling, other: Telling) -> Event:
    """Return an event that may be on the other's day, where only one of them says when it was."""
    near = abs((one.event.day - other.event.day).days) <= NEAR
    if one.dated == other.dated or not near or not one.event.recipient:
        return one.event
    return replace(one.event, day=other.event.day, precision=other.event.precision)


def _one_time(a: Event, b: Event) -> bool:
    """Say whether two days may be the same: the coarser one must contain the finer."""
    coarse, fine = (a, b) if _COARSE[a.precision] >= _COARSE[b.precision] else (b, a)
    if coarse.precision == "day":
        return coarse.day == fine.day
    if coarse.precision == "month":
        return (coarse.day.year, coarse.day.month) == (fine.day.year, fine.day.month)
    return coarse.day.year == fine.day.year


def _better(one: Telling, two: Telling) -> Telling:
    """Return the surer telling, with the day and recipient that only the other one knows."""
    surer = (two.event.confidence or 0) > (one.event.confidence or 0)
    best, other = (two, one) if surer else (one, two)
    event, again = best.event, other.event
    finer = (other.dated, -_COARSE[again.precision]) > (best.dated, -_COARSE[event.precision])
    if finer:
        event = replace(event, day=again.day, precision=again.precision, announced=again.announced)
    if not event.recipient:
        event = replace(
            event,
            recipient=again.recipient,
            recipient_role=again.recipient_role,
            recipient_name=again.recipient_name,
        )
    return Telling(event, best.rule, best.dated or other.dated)
