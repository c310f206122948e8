"""Donors: what did comparable clients without the shock do?

Idea: weigh other states' dealings with the rival, and earlier periods, so that together they match
the client's own before the shock (synthetic difference in differences); what the client did beyond
them afterwards is the effect. Each donor is treated in turn, and the client's effect must be larger
than nineteen in twenty of theirs.
Misleads when: the shock touched the donors too, as a regional one does; when the client's earlier
course cannot be matched; or when the record covers client and donors unevenly.
Source: Arkhangelsky, Athey, Hirshberg, Imbens and Wager 2021, American Economic Review 111:4088;
placebo donors, Abadie, Diamond and Hainmueller 2010, JASA 105:493.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from steelyard.diagnostics import grounds
from steelyard.records import Archive, Case, Exhibit, Finding, Grade, Measure, Window
from steelyard.series import (
    Attention,
    DyadEvents,
    Split,
    attention,
    client_codes,
    pole_of,
    pole_spans,
    split,
)
from steelyard.statistics import (
    INTERESTING_RATIO,
    LEVEL,
    MINIMAL_RATIO,
    PLACEBO,
    POWER,
    SURE,
)
from steelyard.statistics.panels.counterfactuals import Counterfactual, synthetic_did
from steelyard.wording import actor_name, count, figure, listing, percent, times

NAME = "donors"
QUESTION = "What did comparable clients without the shock do?"
PROPOSITION = "the client departed from them"

#: Days of a period at most: longer windows after the shock are cut into several.
LONGEST = 91

#: Events a period, on average before the shock, that client and donors need.
LEAST = 1.0

#: Donors that are compared at most: those with most events.
MOST = 40

#: Donors that a sentence names.
NAMED = 3


@dataclass(frozen=True, slots=True)
class Arrays:
    """The pair's events, and the dealings of client and donors with the rival by period.

    ``treated`` has a value a period, ``counts`` a row a donor; ``before`` periods lie before the
    shock.
    """

    split: Split
    donors: tuple[str, ...]
    treated: grounds.Numbers
    counts: grounds.Numbers
    before: int


@dataclass(frozen=True, slots=True)
class _Effect:
    """A ratio to what the donors would have made of the client, with its interval and rank."""

    found: Counterfactual
    ratio: float
    low: float
    high: float
    p_more: float
    smallest: float


def gather(archive: Archive, case: Case, client: str) -> Arrays:
    """Return the dealings of the client, and of states outside the poles, with the rival."""
    pair = split(archive, case, client, "rival", NAME)
    span = Window(pair.calendar.start, max(pair.later.end, pair.earlier.end))
    seen = attention(archive, case, case.pole("rival"), span, pair.systematic)
    size = min(pair.later.days, LONGEST)
    edges, before = _edges(pair, seen, size)
    treated = _periods(seen.of(client_codes(client)), edges)
    outside = _outside(case, seen, pair)
    counts = np.array([_periods(seen.of((state,)), edges) for state in outside])
    kept = _steady(counts, before)
    return Arrays(
        pair, tuple(outside[n] for n in kept), treated, counts[kept] if kept else counts[:0], before
    )


def _edges(pair: Split, seen: Attention, size: int) -> tuple[list[slice], int]:
    """The days of each whole period before and after the shock, as slices."""
    early, late = seen.slots(pair.earlier), seen.slots(pair.later)
    size = max(size, 1)  # a window of no days has no periods either
    back = [slice(end - size, end) for end in range(early.stop, early.start + size - 1, -size)]
    ahead = [slice(start, start + size) for start in range(late.start, late.stop - size + 1, size)]
    return [*reversed(back), *ahead], len(back)


def _periods(daily: grounds.Numbers, edges: list[slice]) -> grounds.Numbers:
    return np.array([float(daily[part].sum()) for part in edges])


def _outside(case: Case, seen: Attention, pair: Split) -> tuple[str, ...]:
    """States that are in no pole on the day of the shock and are no client of the case."""
    poles = [pole_spans(case, pole) for pole in case.poles]
    clients = {code for client in case.clients for code in client_codes(client)}
    touched = {*case.shock.actor, *case.shock.recipient}
    return tuple(
        state
        for state in seen.states
        if state not in clients | touched
        and not any(pole_of(pole, state, pair.shock) for pole in poles)
    )


def _steady(counts: grounds.Numbers, before: int) -> list[int]:
    """The donors with enough events before the shock, those with most of them."""
    if not counts.size or not before:
        return []
    means = counts[:, :before].mean(axis=1)
    order = sorted(range(len(means)), key=lambda n: (-means[n], n))
    return [n for n in order if means[n] >= LEAST][:MOST]


def judge(arrays: Arrays) -> Finding:
    """Grade whether the client dealt more with the rival than its donors would have."""
    pair = arrays.split
    effect = _effect(arrays)
    grade, reasons, needed = _grade(arrays, effect)
    before = pair.before.select(pair.countable(pair.before) & pair.before.dated)
    after = pair.after.select(pair.countable(pair.after) & pair.after.dated)
    return Finding(
        diagnostic=NAME,
        client=pair.client,
        question=QUESTION,
        proposition=PROPOSITION,
        sentence=_sentence(arrays, effect),
        grade=grade,
        effect=effect.ratio if effect else None,
        unit="times what its donors would have made of it",
        scale="ratio",
        null=1.0,
        low=effect.low if effect else None,
        high=effect.high if effect else None,
        n_before=len(before),
        n_after=len(after),
        smallest_detectable=effect.smallest if effect else None,
        reasons=(*reasons, *grounds.caveats(pair)),
        needed=needed,
        evidence=grounds.ids(after, before),
        measures=_measures(effect, after),
        exhibits=_exhibits(arrays, effect, after, before),
        strongest_for=grounds.heaviest(after),
        strongest_against=grounds.heaviest(before),
        would_change=_would_change(grade, effect),
    )


def _effect(arrays: Arrays) -> _Effect | None:
    """The effect in logs of counts, turned into a ratio."""
    from scipy.special import ndtr, ndtri

    if arrays.split.selective or not arrays.donors or len(arrays.treated) <= arrays.before:
        return None
    found = synthetic_did(_logs(arrays.treated), _logs(arrays.counts), arrays.before)
    if found is None or not np.isfinite([found.effect, found.low, found.high]).all():
        return None
    error = max((found.high - found.low) / (2 * float(ndtri(0.5 + LEVEL / 2))), 1e-6)
    least = math.log(MINIMAL_RATIO) + float(ndtri(SURE) + ndtri(POWER)) * error
    low, high = min(found.low, found.effect), max(found.high, found.effect)
    return _Effect(
        found=found,
        ratio=math.exp(found.effect),
        low=math.exp(low),
        high=math.exp(high),
        p_more=float(ndtr((found.effect - math.log(MINIMAL_RATIO)) / error)),
        smallest=math.exp(least),
    )


def _logs(counts: grounds.Numbers) -> grounds.Numbers:
    """Logs of counts, half an event added, so that a ratio of levels is a difference."""
    logs: grounds.Numbers = np.log(counts + 0.5)
    return logs


def _grade(arrays: Arrays, effect: _Effect | None) -> tuple[Grade, tuple[str, ...], str | None]:
    pair = arrays.split
    wanted = grounds.wanted(pair).replace("events of", "events of comparable states and of")
    if pair.selective:
        return "cannot_tell", (grounds.SELECTIVE_COUNT,), wanted
    if effect is None:
        few = f"{count(len(arrays.donors), 'donor')} and {count(arrays.before, 'earlier period')}"
        return "cannot_tell", (f"too little to compare with: {few}",), wanted
    if grounds.gap_too_large(pair):
        return "cannot_tell", (grounds.GAP,), wanted
    if arrays.treated[: arrays.before].mean() < LEAST:
        return "cannot_tell", ("the client itself has too few events before the shock",), wanted
    if effect.p_more >= SURE:
        if effect.found.p_value <= PLACEBO:
            return "supports", (), None
        least = math.ceil(1 / PLACEBO) - 1
        why = (
            f"only {count(len(arrays.donors), 'donor')}, where {least} are needed to say it"
            if len(arrays.donors) < least
            else f"{percent(effect.found.p_value)} of donors show as much by themselves"
        )
        return "cannot_tell", (why,), wanted
    if effect.low > 1 / INTERESTING_RATIO and effect.high < INTERESTING_RATIO:
        return "opposes", (), None
    seen = f"the smallest ratio that would be seen four times in five is {figure(effect.smallest)}"
    return "cannot_tell", (grounds.UNSURE, seen), wanted


def _heaviest(effect: _Effect) -> list[int]:
    weights = effect.found.donor_weights
    return sorted(range(len(weights)), key=lambda n: (-weights[n], n))


def _sentence(arrays: Arrays, effect: _Effect | None) -> str:
    pair = arrays.split
    name = actor_name(pair.client, pair.shock)
    if effect is None:
        return f"The record holds too little of comparable states' dealings with {pair.pole}."
    named = [actor_name(arrays.donors[n], pair.shock) for n in _heaviest(effect)[:NAMED]]
    others = len(arrays.donors) - len(named)
    more = f" and {count(others, 'other state')}" if others > 0 else ""
    return (
        f"{name} dealt with {pair.pole} {times(effect.ratio)} as often as {listing(named)}{more}, "
        f"weighted to match it before, would have ({figure(effect.low)} to {figure(effect.high)})."
    )


def _measures(effect: _Effect | None, after: DyadEvents) -> tuple[Measure, ...]:
    if effect is None:
        return ()
    evidence = grounds.ids(after)
    rank = Measure(
        name="placebo rank",
        kind="rank",
        label="share of donors with as large an effect",
        value=float(effect.found.p_value),
        unit="share",
        evidence=evidence,
    )
    misfit = Measure(
        name="misfit",
        kind="level",
        label="typical earlier gap to the donors, in logs",
        value=float(effect.found.misfit),
        unit="log",
        evidence=evidence,
    )
    return tuple(m for m in (rank, misfit) if m.value is not None and np.isfinite(m.value))


def _exhibits(
    arrays: Arrays, effect: _Effect | None, after: DyadEvents, before: DyadEvents
) -> tuple[Exhibit, ...]:
    if effect is None:
        return ()
    ids, early = grounds.ids(after, before), arrays.before
    late = slice(early, None)
    rows: list[tuple[str | float | int | None, ...]] = [
        (
            actor_name(arrays.split.client, arrays.split.shock),
            None,
            round(float(arrays.treated[:early].mean()), 1),
            round(float(arrays.treated[late].mean()), 1),
        )
    ]
    weights = effect.found.donor_weights
    rows += [
        (
            actor_name(arrays.donors[n], arrays.split.shock),
            round(float(weights[n]), 3),
            round(float(arrays.counts[n, :early].mean()), 1),
            round(float(arrays.counts[n, late].mean()), 1),
        )
        for n in _heaviest(effect)[:10]
    ]
    return (
        Exhibit(
            title="The client beside its donors: events with the rival a period",
            columns=("state", "weight", "before", "after"),
            rows=tuple(rows),
            evidence=(ids, *(() for _ in rows[1:])),
            note="Weights are of the donors that together match the client's earlier course.",
        ),
    )


def _would_change(grade: Grade, effect: _Effect | None) -> str | None:
    if effect is None or grade == "cannot_tell":
        return None
    return (
        f"donors that rose {times(effect.low / MINIMAL_RATIO)} as much"
        if grade == "supports"
        else f"a rise beyond the donors' of {figure(INTERESTING_RATIO / effect.high)} times more"
    )


DIAGNOSTIC = grounds.in_one_piece((NAME, QUESTION, PROPOSITION), "ratio", gather, judge)
