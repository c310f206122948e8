"""Settling an article's events: where each was, and one event however often it is told."""

from __future__ import annotations

from dataclasses import replace

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


def settle(events: list[Event]) -> list[Event]:
    """Return the events of an article, those told twice once, as the surest telling has them."""
    kept: list[Event] = []
    for event in events:
        twin = next((k for k, other in enumerate(kept) if same(event, other)), None)
        if twin is None:
            kept.append(event)
        else:
            kept[twin] = _better(kept[twin], event)
    return kept


def same(a: Event, b: Event) -> bool:
    """Say whether two events of one article are one: same act, parties and status, one time."""
    return (
        a.type == b.type
        and a.status == b.status
        and set(a.actor) == set(b.actor)
        and (set(a.recipient) == set(b.recipient) or not a.recipient or not b.recipient)
        and _one_time(a, b)
    )


def _one_time(a: Event, b: Event) -> bool:
    """Say whether two days may be the same: the coarser one must contain the finer."""
    coarse, fine = (a, b) if _COARSE[a.precision] >= _COARSE[b.precision] else (b, a)
    if coarse.precision == "day":
        return coarse.day == fine.day
    if coarse.precision == "month":
        return (coarse.day.year, coarse.day.month) == (fine.day.year, fine.day.month)
    return coarse.day.year == fine.day.year


def _better(a: Event, b: Event) -> Event:
    better, other = (b, a) if (b.confidence or 0) > (a.confidence or 0) else (a, b)
    if _COARSE[other.precision] < _COARSE[better.precision]:
        better = replace(better, day=other.day, precision=other.precision)
    return replace(
        better,
        recipient=better.recipient or other.recipient,
        recipient_role=better.recipient_role or other.recipient_role,
        recipient_name=better.recipient_name or other.recipient_name,
    )
