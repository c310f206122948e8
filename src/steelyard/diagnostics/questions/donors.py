"""Donors: what did comparable clients without the shock do?

Idea: weight other states' dealings with the rival, and earlier periods, so that together they match
the client's own dealings before the shock (synthetic difference in differences). The effect is what
the client did beyond them afterwards. Each donor then takes the client's place in turn, and the
client's effect must be larger than nineteen in twenty of theirs.
Misleads when: the shock reached the donors too, as a regional one does; no mix of donors matches
the client's past; or the record covers client and donors unevenly.
Source: Arkhangelsky, Athey, Hirshberg, Imbens and Wager 2021, American Economic Review 111:4088;
placebo donors, Abadie, Diamond and Hainmueller 2010, JASA 105:493.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from steelyard.diagnostics import evidence, measures, reasons
from steelyard.diagnostics.assemble import judgement, weights_of
from steelyard.diagnostics.splits import countable_events
from steelyard.records import Account, Archive, Case, Diagnostic, Grade, Judgement, Measure, Window
from steelyard.series import (
    Attention,
    DyadEvents,
    Split,
    attention,
    client_codes,
    split,
    third_states,
)
from steelyard.series.calendar import Numbers
from steelyard.statistics import INTERESTING_RATIO, MINIMAL_RATIO, PLACEBO, SURE, Estimate
from steelyard.statistics.grades import error_of, normal_estimate, ratio_of_logs
from steelyard.statistics.panels.counterfactuals import Counterfactual, synthetic_did
from steelyard.wording import actor_name, count, figure, listing, percent, times

NAME = "donors"

#: Days of a period at most: longer windows after the shock are cut into several.
LONGEST = 91

#: Events a period, on average before the shock, that client and donors need.
LEAST = 1.0

#: Donors that are compared at most: those with most events.
MOST = 40

#: Donors that a sentence names, and that the table shows.
NAMED, SHOWN = 3, 10


@dataclass(frozen=True, slots=True)
class Arrays:
    """The pair's events, and the dealings of client and donors with the rival by period.

    ``treated`` has a value a period, ``counts`` a row a donor; ``before`` periods lie before the
    shock. ``others`` are the states outside the poles with which the rival dealt at all.
    """

    split: Split
    donors: tuple[str, ...]
    treated: Numbers
    counts: Numbers
    before: int
    others: int


def gather(archive: Archive, case: Case, client: str) -> Arrays:
    """Return the dealings of the client, and of states outside the poles, with the rival."""
    pair = split(archive, case, client, "rival", NAME)
    span = Window(pair.calendar.start, max(pair.later.end, pair.earlier.end))
    seen = attention(archive, case, case.pole("rival"), span, pair.systematic)
    size = min(pair.later.days, LONGEST)
    edges, before = _edges(pair, seen, size)
    treated = _periods(seen.of(client_codes(client)), edges)
    outside = third_states(case, seen, client)
    counts = np.array([_periods(seen.of((state,)), edges) for state in outside])
    kept = _steady(counts, before)
    return Arrays(
        pair,
        tuple(outside[n] for n in kept),
        treated,
        counts[kept] if kept else counts[:0],
        before,
        others=len(outside),
    )


def _edges(pair: Split, seen: Attention, size: int) -> tuple[list[slice], int]:
    """The days of each whole period before and after the shock, as slices."""
    early, late = seen.slots(pair.earlier), seen.slots(pair.later)
    size = max(size, 1)  # a window of no days has no periods either
    back = [slice(end - size, end) for end in range(early.stop, early.start + size - 1, -size)]
    ahead = [slice(start, start + size) for start in range(late.start, late.stop - size + 1, size)]
    return [*reversed(back), *ahead], len(back)


def _periods(daily: Numbers, edges: list[slice]) -> Numbers:
    return np.array([float(daily[part].sum()) for part in edges])


def _steady(counts: Numbers, before: int) -> list[int]:
    """The donors with enough events before the shock, those with most of them."""
    if not counts.size or not before:
        return []
    means = counts[:, :before].mean(axis=1)
    order = sorted(range(len(means)), key=lambda n: (-means[n], n))
    return [n for n in order if means[n] >= LEAST][:MOST]


@dataclass(frozen=True, slots=True)
class _Basis:
    """What is counted, what the donors would have made of the client, and the ratio to that."""

    before: DyadEvents
    after: DyadEvents
    weighed: Counterfactual | None
    found: Estimate | None


def judge(arrays: Arrays) -> Judgement:
    """Grade whether the client dealt more with the rival than its donors would have."""
    pair, weighed = arrays.split, _weighed(arrays)
    basis = _Basis(*countable_events(pair), weighed, _estimate(weighed) if weighed else None)
    return judgement(
        _grade(arrays, basis),
        basis.found,
        (len(basis.before), len(basis.after)),
        needed=reasons.data_needed(pair).replace("events of", "events of comparable states and of"),
        caveats=reasons.caveats(pair),
        basis=basis,
    )


def _weighed(arrays: Arrays) -> Counterfactual | None:
    """The effect in logs of counts."""
    if arrays.split.selective or not arrays.donors or len(arrays.treated) <= arrays.before:
        return None
    found = synthetic_did(_logs(arrays.treated), _logs(arrays.counts), arrays.before)
    if found is None or not np.isfinite([found.effect, found.low, found.high]).all():
        return None
    return found


def _estimate(weighed: Counterfactual) -> Estimate:
    """The effect turned into a ratio."""
    ends, least = (weighed.low, weighed.high), math.log(MINIMAL_RATIO)
    return ratio_of_logs(normal_estimate(weighed.effect, error_of(*ends), minimal=least, ends=ends))


def _logs(counts: Numbers) -> Numbers:
    """Logs of counts, half an event added, so that a ratio of levels is a difference."""
    logs: Numbers = np.log(counts + 0.5)
    return logs


def _grade(arrays: Arrays, basis: _Basis) -> reasons.Decision:
    pair, found, weighed = arrays.split, basis.found, basis.weighed
    if pair.selective:
        return reasons.no_comparison(pair, arrays.others)
    donors = count(len(arrays.donors), "donor")
    if found is None or weighed is None:
        few = f"{donors} and {count(arrays.before, 'earlier period')}"
        return "cannot_tell", (f"too little to compare with: {few}",)
    thin = "the client itself has too few events before the shock"
    unmet = arrays.treated[: arrays.before].mean() < LEAST
    if stopped := reasons.stand_down(reasons.large_gap(pair), thin if unmet else None):
        return stopped
    if found.p_more >= SURE:
        if weighed.p_value <= PLACEBO:
            return "supports", ()
        least = math.ceil(1 / PLACEBO) - 1
        why = (
            f"only {donors}, where {least} are needed to say it"
            if len(arrays.donors) < least
            else f"{percent(weighed.p_value)} of donors show as much by themselves"
        )
        return "cannot_tell", (why,)
    if found.low > 1 / INTERESTING_RATIO and found.high < INTERESTING_RATIO:
        return "opposes", ()
    return "cannot_tell", reasons.wide_interval(found)


def tell(arrays: Arrays, judged: Judgement) -> Account:
    """Tell how the client fared beside its donors, and who they are."""
    basis: _Basis = judged.basis
    ids = evidence.ids(basis.after, basis.before)
    return Account(
        sentence=_sentence(arrays, basis),
        evidence=ids,
        measures=tuple(_measures(basis)),
        exhibits=evidence.table(
            "The client beside its donors: events with the rival a period",
            ("state", "weight", "before", "after"),
            _lines(arrays, basis.weighed, ids),
            "Weights are of the donors that together match the client's earlier course.",
        ),
        strongest_for=evidence.most_reported(basis.after),
        strongest_against=evidence.most_reported(basis.before),
        would_change=_would_change(judged.grade, basis.found),
    )


def _heaviest(weighed: Counterfactual, most: int) -> list[int]:
    """The donors that weigh most."""
    weights = weighed.donor_weights
    return sorted(range(len(weights)), key=lambda n: (-weights[n], n))[:most]


def _sentence(arrays: Arrays, basis: _Basis) -> str:
    pair, found, weighed = arrays.split, basis.found, basis.weighed
    name = actor_name(pair.client, pair.shock)
    if found is None or weighed is None:
        return f"The record holds too little of comparable states' dealings with {pair.pole}."
    named = [actor_name(arrays.donors[n], pair.shock) for n in _heaviest(weighed, NAMED)]
    others = len(arrays.donors) - len(named)
    more = f" and {count(others, 'other state')}" if others > 0 else ""
    return (
        f"{name} dealt with {pair.pole} {times(found.effect)} as often as {listing(named)}{more}, "
        f"weighted to match it before, would have ({figure(found.low)} to {figure(found.high)})."
    )


def _measures(basis: _Basis) -> Iterator[Measure]:
    weighed, ids = basis.weighed, evidence.ids(basis.after)
    if weighed is not None and np.isfinite(weighed.p_value):
        label = "share of donors with as large an effect"
        yield measures.rank("placebo rank", label, float(weighed.p_value), ids)
    if weighed is not None and np.isfinite(weighed.misfit):
        label = "typical earlier gap to the donors, in logs"
        yield measures.level("misfit", label, float(weighed.misfit), ids, unit="log")


def _lines(
    arrays: Arrays, weighed: Counterfactual | None, ids: tuple[str, ...]
) -> Iterator[evidence.Line]:
    if weighed is None:
        return
    yield _line(arrays, arrays.split.client, None, arrays.treated), ids
    for n in _heaviest(weighed, SHOWN):
        weight = round(float(weighed.donor_weights[n]), 3)
        yield _line(arrays, arrays.donors[n], weight, arrays.counts[n]), ()


def _line(
    arrays: Arrays, state: str, weight: float | None, counts: Numbers
) -> tuple[str | float | int | None, ...]:
    early, late = counts[: arrays.before].mean(), counts[arrays.before :].mean()
    name = actor_name(state, arrays.split.shock)
    return name, weight, round(float(early), 1), round(float(late), 1)


def _would_change(grade: Grade, found: Estimate | None) -> str | None:
    if found is None or grade == "cannot_tell":
        return None
    if grade == "supports":
        return f"donors that rose {times(found.low / MINIMAL_RATIO)} as much"
    return f"a rise beyond the donors' of {figure(INTERESTING_RATIO / found.high)} times more"


DIAGNOSTIC = Diagnostic(
    name=NAME,
    question="What did comparable clients without the shock do?",
    subject="what comparable states did",
    proposition="the client departed from them",
    scale="ratio",
    unit="times what its donors would have made of it",
    gather=gather,
    judge=judge,
    tell=tell,
    weights=weights_of(NAME),
)
