"""Agenda: do the meetings repeat the same topics?

Idea: a new relationship has new things to talk about. For the text of each meeting after the shock,
find the most similar earlier meeting of the pair. Texts are compared by groups of three to five
letters, with rarer groups weighted more; names of states, and groups that most of the pair's
meetings share, say who met rather than why, and are left out. Then ask whether that similarity
exceeds the similarity to the client's meetings with others, searching equally many of each.
Misleads when: rows are labels rather than texts, or use the stock phrases of one author; or a topic
keeps its name while its substance changes.
Source: cosine of term weights, Salton and McGill 1983, Introduction to Modern Information
Retrieval; the reference is the same meetings with pair and others mixed at random (Barnard 1963,
JRSS B 25:294, on Monte Carlo tests).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from steelyard import vocabulary
from steelyard.diagnostics import evidence, measures, reasons
from steelyard.diagnostics.assemble import judgement, weights_of
from steelyard.records import Account, Archive, Case, Diagnostic, Grade, Judgement, Measure
from steelyard.series import DyadEvents, Mask, Split, client_meetings, split
from steelyard.series.calendar import Numbers
from steelyard.statistics import LEVEL, PLACEBO
from steelyard.statistics.choices.texts import text_likeness
from steelyard.wording import actor_name, count, figure

NAME = "agenda"

#: Types of act in which people meet and talk, or sign what they talked of.
MEETING = ("CONSULT", "AGREE", "SUPPORT")

#: A text of fewer letters than this is a label.
SHORTEST = 40

#: Groups of letters that more than this share of the pair's meetings have say who met, not why.
COMMON = 0.6

#: Where fewer of the texts than this share differ, they are labels, however long.
DISTINCT = 0.5

#: Meetings that are compared at most, the latest of them: a longer past is no longer an agenda.
MOST = 300

#: Draws: of who an earlier meeting was with, and of the later meetings for the interval.
DRAWS = 999

#: Likeness by which later meetings must exceed the draws to be called repetition.
MARGIN = 0.02


@dataclass(frozen=True, slots=True)
class Arrays:
    """The pair's windows, and how alike the later meetings are to earlier ones.

    ``later`` are positions in ``split.after``; ``likeness[i, j]`` is the cosine, from 0 to 1, of
    the i-th of them with the j-th earlier meeting of the client; ``own[j]`` says whether that was
    one with the rival, ``earlier[j]`` its id and ``texts[j]`` its text.
    """

    split: Split
    later: NDArray[np.intp]
    likeness: NDArray[np.float64]
    own: NDArray[np.bool_]
    earlier: tuple[str, ...]
    texts: tuple[str, ...]


def nothing(windows: Split) -> Arrays:
    """Return the arrays of a record whose rows have no text."""
    none = np.zeros(0, dtype=np.intp)
    return Arrays(windows, none, np.zeros((0, 0)), np.zeros(0, dtype=np.bool_), (), ())


def gather(archive: Archive, case: Case, client: str) -> Arrays:
    """Return how alike the meetings after the shock are to the client's earlier ones."""
    windows = split(archive, case, client, "rival", NAME)
    after, before = windows.after, windows.before
    later = np.flatnonzero(_meetings(after))[-MOST:]
    own = before.select(np.flatnonzero(_meetings(before))[-MOST:])
    if not len(later) or not len(own):
        return nothing(windows)
    mine = {str(name) for name in own.event_id}
    others = [
        (name, text)
        for name, text in client_meetings(archive, client, case.before, MEETING)
        if name not in mine and len(text) >= SHORTEST
    ][-MOST:]
    texts = (*(str(text) for text in own.sentence), *(text for _, text in others))
    return Arrays(
        windows,
        later,
        _likeness([str(text) for text in after.sentence[later]], texts, len(own)),
        np.arange(len(texts)) < len(own),
        (*own.ids, *(name for name, _ in others)),
        texts,
    )


def _meetings(events: DyadEvents) -> Mask:
    """True for meetings, and what was signed at them, that a text tells of."""
    joint = (events.type == "CONSULT") | (events.direction == "mutual")
    told = np.array([len(text or "") >= SHORTEST for text in events.sentence], dtype=np.bool_)
    if len(set(events.sentence[told])) < DISTINCT * told.sum():
        return np.zeros(len(events), dtype=np.bool_)
    mask: Mask = events.happened & np.isin(events.type, MEETING) & joint & told
    return mask


def _likeness(later: list[str], earlier: tuple[str, ...], own: int) -> NDArray[np.float64]:
    """Cosines of the texts, without what most meetings of the pair have in common."""
    texts, others = (list(map(_nameless, some)) for some in (later, earlier))
    return text_likeness(texts, others, known=own, common=COMMON)


def _nameless(text: str) -> str:
    """The text without the words that name a state, its people or its capital."""
    return re.sub(
        r"\b[A-Z]\w+\b", lambda word: "" if _names_state(word.group()) else word.group(), text
    )


@cache
def _names_state(word: str) -> bool:
    return bool(vocabulary.meanings(word))


@dataclass(frozen=True, slots=True)
class _Basis:
    """How alike the later meetings are to the pair's own, and beyond that to others.

    ``best`` and ``at`` are the likeness of the nearest of the pair's own meetings and its place;
    ``size`` is how many earlier meetings of each kind the comparison looks through.
    """

    best: NDArray[np.float64]
    at: NDArray[np.intp]
    size: int
    excess: float
    low: float
    high: float
    rank: float


def judge(arrays: Arrays) -> Judgement:
    """Grade whether later meetings are more like the pair's earlier ones than chance has it."""
    windows, found = arrays.split, _basis(arrays)
    judged = judgement(
        _grade(arrays, found),
        None,
        (int(arrays.own.sum()), len(arrays.later)),
        needed=f"{reasons.data_needed(windows)}, with the texts of their meetings",
        caveats=reasons.caveats(windows),
        basis=found,
    )
    if found is None:
        return judged
    if (
        len(arrays.later) < reasons.FEW
    ):  # drawing again from a handful shows no more than the handful
        return replace(judged, effect=found.excess)
    return replace(judged, effect=found.excess, low=found.low, high=found.high)


def _basis(arrays: Arrays) -> _Basis | None:
    """Compare the best matches among the pair's own meetings with those among the others."""
    own = int(arrays.own.sum())
    if not len(arrays.later) or not own or own == len(arrays.own):
        return None
    size = min(own, len(arrays.own) - own)
    mine, others = arrays.likeness[:, arrays.own], arrays.likeness[:, ~arrays.own]
    excess = _best_of(mine, size) - _best_of(others, size)
    rng = np.random.default_rng(arrays.split.seed)
    again = rng.integers(0, len(excess), (DRAWS, len(excess)))
    low, high = np.quantile(excess[again].mean(axis=1), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return _Basis(
        mine.max(axis=1),
        np.flatnonzero(arrays.own)[mine.argmax(axis=1)],
        size,
        float(excess.mean()),
        float(low),
        float(high),
        _rank(arrays, size, float(excess.mean()), rng),
    )


def _best_of(likeness: Numbers, size: int) -> Numbers:
    """Likeness of each later meeting with the nearest of ``size`` earlier ones, on average over the choice."""
    best: Numbers = np.sort(likeness, axis=1) @ _chances(likeness.shape[1], size)
    return best


def _chances(number: int, size: int) -> Numbers:
    """Chance of each of ``number`` values, lowest first, to be the largest of ``size`` chosen at random."""
    chances = np.zeros(number)
    chances[-1] = size / number
    for at in range(number - 1, size - 1, -1):
        chances[at - 1] = chances[at] * (at - size + 1) / at
    return chances


def _rank(arrays: Arrays, size: int, excess: float, rng: np.random.Generator) -> float:
    """Share of random divisions of the earlier meetings whose one part is as much more alike."""
    order = np.argsort(arrays.likeness, axis=1, kind="stable")
    ascending = np.take_along_axis(arrays.likeness, order, axis=1)
    own = int(arrays.own.sum())
    mine, others = _chances(own, size), _chances(len(arrays.own) - own, size)
    reached = 0
    for _ in range(DRAWS):
        drawn = rng.permutation(arrays.own)[order]
        place = np.cumsum(drawn, axis=1)
        rest = np.arange(1, len(arrays.own) + 1) - place
        chance = np.where(drawn, mine[place - 1], -others[rest - 1])
        reached += bool((ascending * chance).sum(axis=1).mean() >= excess - 1e-12)
    return (1 + reached) / (1 + DRAWS)


def _grade(arrays: Arrays, found: _Basis | None) -> reasons.Decision:
    least = min(len(arrays.later), int(arrays.own.sum()), int((~arrays.own).sum()))
    missing = "the rows of the meetings carry no texts to compare, on one side of the shock or both"
    few = reasons.small_number(least, "meeting to compare", "meetings to compare")
    stopped = reasons.stand_down(reasons.large_gap(arrays.split), missing if found is None else few)
    if stopped or found is None:
        return stopped or ("cannot_tell", (missing,))
    caveat = (reasons.SELECTIVE_SHARE,) if arrays.split.selective else ()
    if found.rank <= PLACEBO and found.low > 0 and found.excess >= MARGIN:
        return "supports", caveat
    if found.high < MARGIN:
        return "opposes", caveat
    reason = "the later meetings are a little more like the pair's own, or too few to say so"
    return "cannot_tell", (reason,)


def tell(arrays: Arrays, judged: Judgement) -> Account:
    """Tell how alike the meetings are, and which earlier one each is most like."""
    found: _Basis | None = judged.basis
    meetings = arrays.split.after.select(arrays.later)
    order = [] if found is None else np.argsort(-found.best, kind="stable").tolist()
    return Account(
        sentence=_sentence(arrays, found),
        evidence=evidence.join_ids(
            meetings.ids, [] if found is None else [arrays.earlier[j] for j in found.at]
        ),
        measures=_measures(found, evidence.ids(meetings)),
        exhibits=evidence.table(
            "Meetings after the shock, and the earlier one that each is most like",
            ("day", "what", "most like", "likeness"),
            _lines(arrays, found, meetings),
        ),
        strongest_for=str(meetings.event_id[order[0]]) if order else None,
        strongest_against=str(meetings.event_id[order[-1]]) if order else None,
        would_change=_WOULD_CHANGE.get(judged.grade),
    )


_WOULD_CHANGE: dict[Grade, str] = {
    "supports": "fuller texts of the meetings that name a topic which the pair had not met over before",
    "opposes": "fuller texts of the earlier meetings that already name the later topics",
}


def _sentence(arrays: Arrays, found: _Basis | None) -> str:
    name = actor_name(arrays.split.client, arrays.split.shock)
    if found is None:
        return f"The record has no texts of meetings of {name} with {arrays.split.pole} to compare."
    own = int(arrays.own.sum())
    span = f" ({figure(found.low)} to {figure(found.high)})"
    span = span if len(arrays.later) >= reasons.FEW else ""
    as_many = "as many meetings" if found.size == own else f"meetings, {found.size} of each,"
    return (
        f"{count(len(arrays.later), 'meeting').capitalize()} of {name} with {arrays.split.pole} after "
        f"the shock had a likeness of {figure(float(found.best.mean()))} with the nearest of "
        f"{own} earlier ones, {figure(found.excess)} more than with {as_many} "
        f"with others{span}."
    )


def _measures(found: _Basis | None, ids: tuple[str, ...]) -> tuple[Measure, ...]:
    if found is None:
        return ()
    label = "share of random divisions of the earlier meetings that are as much alike"
    return (measures.rank("draws as much alike", label, found.rank, ids),)


def _lines(arrays: Arrays, found: _Basis | None, meetings: DyadEvents) -> Iterator[evidence.Line]:
    if found is None:
        return
    for at, nearest in enumerate(found.at[: evidence.SHOWN]):
        likeness = round(float(found.best[at]), 2)
        row = (meetings.when(at), str(meetings.sentence[at]), arrays.texts[nearest], likeness)
        yield row, (str(meetings.event_id[at]), arrays.earlier[nearest])


DIAGNOSTIC = Diagnostic(
    name=NAME,
    question="Do the meetings repeat the same topics?",
    subject="the topics of its meetings",
    proposition="topics repeat",
    scale="difference",
    unit="likeness to the pair's earlier meetings beyond that to its meetings with others (cosine)",
    gather=gather,
    judge=judge,
    tell=tell,
    weights=weights_of(NAME),
)
