"""Measures of coding: predicted events of a sentence against those that it states.

A predicted event is matched to a stated one of its sentence by type, actor and recipient,
the best pair first; each is used once. A stated event may allow more than one answer
(``also`` types, ``also_status``, ``also_act``, ``also_pairs`` of actors and recipients,
``also_target`` for other single recipients). ``*`` stands for any type, or for whoever else may be
on a side. An ``optional`` event is neither asked for nor, where it is coded, held against the coder.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Protocol

from steelyard import vocabulary
from steelyard.records import Event

#: Quads 1 and 2 are cooperation, 3 and 4 conflict: taking one for the other is a sign error.
COOPERATION = frozenset((1, 2))

#: In a label: any type, or whoever else is on that side.
ANY = "*"

#: Edges of the reliability table.
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0001)


#: Who acts on whom: a set of codes each.
Pair = tuple[frozenset[str], frozenset[str]]


class Telling(Protocol):
    """What is asked whether a label has it: an event, or a type with its sides."""

    @property
    def actor(self) -> Sequence[str]:
        """Who acts."""

    @property
    def recipient(self) -> Sequence[str]:
        """On whom."""

    @property
    def type(self) -> str:
        """PLOVER type of the act."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What a labelled sentence states; ``types`` and the like hold every allowed answer."""

    types: frozenset[str]
    pairs: tuple[Pair, ...]
    statuses: frozenset[str]
    acts: frozenset[str]
    optional: bool = False
    days: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, row: dict[str, Any]) -> Stated:
        """Read one event of a labelled sentence, in either spelling of its keys."""
        actor = row.get("actor", row.get("source", []))
        recipient = row.get("recipient", row.get("target", []))
        others = [(actor, [code]) for code in row.get("also_target", [])]
        return cls(
            frozenset((row.get("type") or row["event"], *row.get("also", []))),
            tuple(
                _pair(one, other)
                for one, other in [(actor, recipient), *others, *row.get("also_pairs", [])]
            ),
            frozenset((row["status"], *row.get("also_status", []))),
            frozenset((row["act"], *row.get("also_act", []))),
            optional=row.get("optional", False),
            days=tuple((day, precision) for day, precision in row.get("days", [])),
        )

    @property
    def interstate(self) -> bool:
        """Say whether more than one country takes part."""
        actor, recipient = self.pairs[0]
        return len(actor | recipient) > 1

    def by(self, event: Telling) -> bool:
        """Say whether actor and recipient of an event are among those allowed."""
        found = _pair(event.actor, event.recipient)
        return any(_fits(a, found[0]) and _fits(r, found[1]) for a, r in self.pairs)

    def typed(self, event: Telling) -> bool:
        """Say whether the type of an event is among those allowed."""
        return event.type in self.types or ANY in self.types

    def dated(self, event: Event) -> bool:
        """Say whether an event has the day, to the precision, that the label gives."""
        return (event.day.isoformat(), event.precision) in self.days

    def half_by(self, event: Event) -> float:
        """Return how many of the two sides of an event are right."""
        actor, recipient = _pair(event.actor, event.recipient)
        return float(max(_fits(a, actor) + _fits(r, recipient) for a, r in self.pairs))


def _fits(allowed: frozenset[str], found: frozenset[str]) -> bool:
    """Say whether the states of one side are those allowed; ``*`` allows others besides, or any."""
    return allowed - {ANY} <= found if ANY in allowed else allowed == found


def _pair(actor: Iterable[str], recipient: Iterable[str]) -> Pair:
    """Return both sides; an act that names no other side is one among the actors."""
    one, other = frozenset(actor), frozenset(recipient)
    return one, other or one


@dataclass(slots=True)
class Tally:
    """Counts that add up over sentences."""

    stated: int = 0
    coded: int = 0
    typed: int = 0
    quad: int = 0
    pairs_stated: int = 0
    pairs_coded: int = 0
    directed: int = 0
    triples: int = 0
    status: int = 0
    act: int = 0
    matched: int = 0
    right: int = 0
    eventless: int = 0
    false: int = 0
    sign_errors: int = 0
    sentences: int = 0
    dated: int = 0
    days_right: int = 0
    self_dyads: int = 0
    sure: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, stated: list[Stated], events: list[Event]) -> None:
        """Count one sentence."""
        self.sentences += 1
        stated, events = _asked(stated, events)
        if not stated:
            self.eventless += 1
            self.false += len(events)
            self.sure += [(event.confidence or 0.0, False) for event in events]
            return
        self.stated += len(stated)
        self.coded += len(events)
        self.pairs_stated += sum(s.interstate for s in stated)
        self.pairs_coded += sum(len({*e.actor, *e.recipient}) > 1 for e in events)
        pairs = _matched(stated, events)
        for gold, event in pairs:
            self._pair(gold, event)
        used = {id(event) for _, event in pairs}
        at_home = any(not gold.interstate for gold in stated)
        self.self_dyads += 0 if at_home else sum(_self_dyad(event) for event in events)
        self.sure += [(e.confidence or 0.0, False) for e in events if id(e) not in used]

    def _pair(self, gold: Stated, event: Event) -> None:
        typed = gold.typed(event)
        both = gold.by(event)
        quads = {vocabulary.quad(kind) for kind in gold.types}
        if gold.days and typed and both:
            self.dated += 1
            self.days_right += gold.dated(event)
        self.matched += 1
        self.typed += typed
        self.quad += event.quad in quads
        self.sign_errors += not (
            {event.quad in COOPERATION} & {quad in COOPERATION for quad in quads}
        )
        if gold.interstate and len({*event.actor, *event.recipient}) > 1:
            self.directed += both
            self.triples += both and typed
        self.status += event.status in gold.statuses
        self.act += event.act in gold.acts
        self.right += typed and both
        self.sure.append((event.confidence or 0.0, typed and both))

    @property
    def faults(self) -> int:
        """How much is wrong so far: missed, coded beside, of the wrong status or day."""
        missed, beside = self.stated - self.right, self.coded - self.right
        undated = self.dated - self.days_right
        return missed + beside + self.false + (self.matched - self.status) + undated

    def figures(self) -> dict[str, float]:
        """Return the measures; what has nothing to be measured on is left out."""
        found = {
            "type F1": _f1(self.typed, self.coded, self.stated),
            "quad F1": _f1(self.quad, self.coded, self.stated),
            "actor-recipient interstate F1": _f1(
                self.directed, self.pairs_coded, self.pairs_stated
            ),
            "triple interstate F1": _f1(self.triples, self.pairs_coded, self.pairs_stated),
            "status accuracy": _share(self.status, self.matched),
            "act accuracy": _share(self.act, self.matched),
            "false events per 100 eventless": _share(100 * self.false, self.eventless),
            "sign errors per 100": _share(100 * self.sign_errors, self.matched),
            "found (type and pair)": _share(self.right, self.stated),
            "right of those coded": _share(self.right, self.coded),
            "day accuracy": _share(self.days_right, self.dated),
        }
        return {name: round(value, 4) for name, value in found.items() if value is not None}


def reliability(sure: Iterable[tuple[float, bool]]) -> list[tuple[str, int, float, float]]:
    """Return for each band of confidence: its name, events, mean confidence, share right."""
    rows = []
    pairs = list(sure)
    for low, high in pairwise(BINS):
        inside = [(p, right) for p, right in pairs if low <= p < high]
        if inside:
            rows.append(
                (
                    f"{low:.1f}-{min(high, 1):.1f}",
                    len(inside),
                    sum(p for p, _ in inside) / len(inside),
                    sum(right for _, right in inside) / len(inside),
                )
            )
    return rows


def _asked(stated: list[Stated], events: list[Event]) -> tuple[list[Stated], list[Event]]:
    """Return the events that a label asks for, and the coded ones without those that it merely allows."""
    if not any(s.optional for s in stated):
        return stated, events
    required = [s for s in stated if not s.optional]
    optional = [s for s in stated if s.optional]
    kept = [event for event in events if _says(required, event) or not _says(optional, event)]
    return required, kept


def _says(stated: list[Stated], event: Event) -> bool:
    return any(s.typed(event) and s.by(event) for s in stated)


def _self_dyad(event: Event) -> bool:
    return len({*event.actor, *event.recipient}) == 1 and bool(event.recipient)


def _matched(stated: list[Stated], events: list[Event]) -> list[tuple[Stated, Event]]:
    scored = sorted(
        ((_likeness(s, e), -i, -j) for i, s in enumerate(stated) for j, e in enumerate(events)),
        reverse=True,
    )
    used_s: set[int] = set()
    used_e: set[int] = set()
    pairs = []
    for likeness, minus_i, minus_j in scored:
        if likeness and -minus_i not in used_s and -minus_j not in used_e:
            used_s.add(-minus_i)
            used_e.add(-minus_j)
            pairs.append((stated[-minus_i], events[-minus_j]))
    return pairs


def _likeness(stated: Stated, event: Event) -> float:
    score = 2.0 * stated.typed(event) + stated.half_by(event)
    return score + 0.5 * (event.status in stated.statuses) if score else 0.0


def _f1(hits: int, coded: int, stated: int) -> float | None:
    return 2 * hits / (coded + stated) if coded + stated else None


def _share(part: float, whole: int) -> float | None:
    return part / whole if whole else None
