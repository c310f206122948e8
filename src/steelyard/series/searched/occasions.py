"""Occasions: rows of one affair count once, however many rows tell it.

A visit with its signings, a drill with the weapon shown at it, a scandal told three times: in a record
that people searched such rows are not independent, and each of them would count as news. Rows of a pair are
one occasion where the table says so (column ``occasion``), where both are friendly or both hostile and fall on
one day, or where they fall near one another and share words that few other rows of the pair have. A row that
bears an occasion in the table joins only rows that bear the same: so the rule can be corrected row by row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from steelyard.series.dyads import COLUMNS, DyadEvents
from steelyard.vocabulary.rungs import RUNGS

#: Rows this many days apart are one occasion where they share as many rare words.
SHARED: tuple[tuple[int, int], ...] = ((3, 2), (14, 4))

#: An occasion that the rule finds lasts no longer than this, in days.
LONGEST = 21

#: A word that more rows of the pair have than this says nothing of an affair.
RARE_ROWS, RARE_SHARE = 3, 0.10

#: Letters of a word that is looked at, and those by which two forms of it are one.
_WORD, _STEM = re.compile(r"[^\W\d_]{4,}|\d{3,}"), 6


@dataclass(frozen=True, slots=True)
class Occasion:
    """One affair: the row that stands for it, all its rows, and why they belong together."""

    head: str
    rows: tuple[str, ...]
    why: str


def occasions(events: DyadEvents) -> tuple[Occasion, ...]:
    """Return the occasions of what happened between a pair, in order of day."""
    names = events.event_id
    return tuple(
        Occasion(
            str(names[_head(events, group)]),
            tuple(str(names[at]) for at in group),
            _why(events, group),
        )
        for group in _groups(events)
    )


def by_occasion(events: DyadEvents, apart: Collection[str] = ()) -> DyadEvents:
    """Return the events with one row an occasion: the costliest of its acts, hardest to undo.

    ``rows`` names all rows of the affair; ``announced`` is the earliest day on which any of it was public;
    ``reports`` are those of all. Plans stay as they are and point to the row that stands for what they led to.

    Args:
        events: What passed between a pair.
        apart: Sources that counted systematically: theirs are single events, whatever else tells of them.
    """
    groups = list(_groups(events, apart))
    if all(len(group) == 1 for group in groups):
        return events
    heads = {at: _head(events, group) for group in groups for at in group}
    kept = np.array([heads.get(at, at) == at for at in range(len(events))], dtype=np.bool_)
    of_head = {_head(events, group): group for group in groups}
    names = events.event_id
    stands_for = {str(names[at]): str(names[head]) for at, head in heads.items()}
    columns: dict[str, Any] = {name: getattr(events, name).copy() for name in COLUMNS}
    rows = np.empty(len(events), dtype=object)
    rows[:] = [(str(name),) for name in names]
    for head, group in of_head.items():
        at = np.array(group)
        rows[head] = tuple(str(names[one]) for one in (head, *(o for o in group if o != head)))
        columns["reports"][head] = events.reports[at].sum()
        known = events.announced[at]
        known = known[~np.isnat(known)]
        if len(known):
            columns["announced"][head] = known.min()
        columns["publishers"][head] = tuple(
            dict.fromkeys(name for one in group for name in events.publishers[one])
        )
    named = {
        str(events.occasion[head]): str(names[head]) for head in of_head if events.occasion[head]
    }
    columns["plan_of"][:] = [
        stands_for.get(link, link) if link else named.get(str(label)) if not happened else None
        for link, label, happened in zip(
            events.plan_of, events.occasion, events.happened, strict=True
        )
    ]
    return DyadEvents(**columns, rows=rows).select(kept)


def _groups(events: DyadEvents, apart: Collection[str] = ()) -> Iterator[tuple[int, ...]]:
    """The places of the rows of each occasion, singles among them, by the first of each."""
    searched = ~np.isin(events.source, list(apart)) if apart else events.happened
    happened = np.flatnonzero(events.happened & searched)
    words = _rare_words(events, happened)
    found: list[list[int]] = []
    for at in sorted(map(int, happened), key=lambda at: _told(events, at)):
        mine = next((g for g in _open(events, found, at) if _belongs(events, words, g, at)), None)
        if mine is None:
            mine = []
            found.append(mine)
        mine.append(at)
    yield from (tuple(group) for group in found)


def _told(events: DyadEvents, at: int) -> tuple[Any, ...]:
    """Rows by day and by what they say: the name that an archive gives to a row must not decide which affair it joins."""
    texts = (events.sentence[at], events.url[at], events.source_id[at])
    return (events.start[at], *(str(text or "") for text in texts))


def _open(events: DyadEvents, found: Sequence[list[int]], at: int) -> Iterator[list[int]]:
    """The occasions that a row may still join, the latest first."""
    label = events.occasion[at]
    for group in reversed(found):
        too_old = events.start[at] - events.start[group[0]] > np.timedelta64(LONGEST, "D")
        if too_old and not label:
            return  # occasions stand in the order of their first rows
        if events.occasion[group[0]] == label:
            yield group


def _belongs(
    events: DyadEvents, words: dict[int, frozenset[str]], group: Sequence[int], at: int
) -> bool:
    if events.occasion[at]:
        return True
    return any(_one_affair(events, words, group, other, at) for other in reversed(group))


def _one_affair(
    events: DyadEvents, words: dict[int, frozenset[str]], group: Sequence[int], a: int, b: int
) -> bool:
    """Whether a row ``b`` without a named occasion is of one affair with the row ``a`` of a group."""
    if events.cooperative[a] != events.cooperative[b]:
        return False
    apart = _days_apart(events, a, b)
    if apart == 0 and events.dated[a] and events.dated[b]:
        return True
    if not (events.sentence[a] and events.sentence[b]):
        # Nothing but the type ties them, so that a chain of such rows ends three days after its first.
        near = _days_apart(events, group[0], b) <= SHARED[0][0]
        return near and bool(events.type[a] == events.type[b])
    shared = len(words[a] & words[b])
    return any(apart <= days and shared >= least for days, least in SHARED)


def _days_apart(events: DyadEvents, a: int, b: int) -> int:
    """The days from the last day of a row to the first of a later one."""
    return max(int((events.start[b] - events.end[a]).astype(np.int64)) + 1, 0)


@lru_cache(maxsize=20_000)
def _stems(text: str) -> frozenset[str]:
    """The beginnings of the words of a text; each change of a record asks for them again."""
    return frozenset(word[:_STEM] for word in _WORD.findall(text.casefold()))


def _rare_words(events: DyadEvents, happened: NDArray[np.intp]) -> dict[int, frozenset[str]]:
    """The words of each row that few other rows of the pair have."""
    texts = {int(at): _stems(str(events.sentence[at] or "")) for at in happened}
    rows = Counter(word for words in texts.values() for word in words)
    most = max(RARE_ROWS, RARE_SHARE * len(texts))
    return {at: frozenset(w for w in words if rows[w] <= most) for at, words in texts.items()}


def _head(events: DyadEvents, group: Sequence[int]) -> int:
    """The row that stands for an occasion: the costliest act, of equals the first."""
    rank = {at: -place for place, at in enumerate(group)}
    return max(
        group, key=lambda at: (RUNGS.index(str(events.rung[at])), bool(events.deeds[at]), rank[at])
    )


def _why(events: DyadEvents, group: Sequence[int]) -> str:
    if len(group) == 1:
        return "one row"
    if label := events.occasion[group[0]]:
        return f"named so in the table ({label})"
    days = {str(events.start[at]) for at in group}
    return "the same day" if len(days) == 1 else "near days and words in common"
