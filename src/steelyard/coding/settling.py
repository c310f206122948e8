"""Settling an article's events: where each was, and one event however often it is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from steelyard.coding.events import Found
from steelyard.coding.parties import Parties
from steelyard.records.events import Event

_SPOTS = ("in", "at", "near", "outside", "inside", "around")
_PLACES = frozenset(("place", "capital", "name", "long", "variant", "abbreviation", "seat"))
_COARSE = {"day": 0, "month": 1, "year": 2}


def place(parties: Parties, found: Found) -> str | None:
    """Return the state where an event was: a phrase of place, or where a visitor went."""
    sentence = parties.sentence
    nearest: list[tuple[int, str]] = []
    for mention in parties.mentions:
        if mention.kind not in _PLACES:
            continue
        head = sentence.words[mention.end - 1]
        above = sentence.words[head.head]
        if head.dep == "pobj" and above.lemma in _SPOTS:
            nearest.append((abs(mention.start - found.trigger), mention.code))
    codes = [code for _, code in sorted(nearest) if len(code) == 3]
    if codes:
        return codes[0]
    if (
        found.mode == "visit"
        and len(found.recipient.codes) == 1
        and len(found.recipient.codes[0]) == 3
    ):
        return found.recipient.codes[0]
    return None


@dataclass(frozen=True, slots=True)
class Telling:
    """An event, the rule that found it, and whether the text itself says when it was."""

    event: Event
    rule: str = ""
    dated: bool = True


def settle(told: Iterable[Telling]) -> list[Event]:
    """Return the events of an article, those told twice once, as the surest telling has them."""
    kept: list[Telling] = []
    for telling in told:
        twin = next((k for k, other in enumerate(kept) if _twins(telling, other)), None)
        if twin is None:
            kept.append(telling)
        else:
            kept[twin] = _better(kept[twin], telling)
    return [telling.event for telling in kept]


def same(a: Event, b: Event) -> bool:
    """Say whether two events of one article are one: same act, parties and status, one time."""
    return (
        a.type == b.type
        and a.status == b.status
        and set(a.actor) == set(b.actor)
        and (set(a.recipient) == set(b.recipient) or not a.recipient or not b.recipient)
        and _one_time(a, b)
    )


def _twins(one: Telling, other: Telling) -> bool:
    """Say whether two tellings are of one event; without a recipient only the same words are."""
    both_whole = bool(one.event.recipient and other.event.recipient)
    return same(one.event, other.event) and (both_whole or one.rule == other.rule)


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
    event, told = best.event, other.event
    finer = (other.dated, -_COARSE[told.precision]) > (best.dated, -_COARSE[event.precision])
    if finer:
        event = replace(event, day=told.day, precision=told.precision, announced=told.announced)
    if not event.recipient:
        event = replace(
            event,
            recipient=told.recipient,
            recipient_role=told.recipient_role,
            recipient_name=told.recipient_name,
        )
    return Telling(event, best.rule, best.dated or other.dated)
