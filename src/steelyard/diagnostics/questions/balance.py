"""Balance: what happened toward the partner in the same window?

Idea: a state that turns away sees less of its partner while it does more with the rival; one that
balances does more with both. Compare the odds that a friendly event is with the rival rather than
the partner, before and after the shock, with clusters counting for less. Show both counts and how
each changed, and compare drills with drills. A rise of the odds must be rarer than one in twenty
among earlier windows of the same length; where the past holds fewer than nineteen of them, among
these and all other states in the same windows.
Misleads when: contacts with one pole are reported one by one and those with the other only in
totals, so that routine looks like absence.
Source: odds ratio under Jeffreys priors; hedging as contacts with both sides, Kuik 2008,
Contemporary Southeast Asia 30:159; placebo in time, Abadie, Diamond and Hainmueller 2010, JASA
105:493.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from steelyard.diagnostics import effort, evidence, gauges, measures, odds, reasons
from steelyard.diagnostics.assemble import judgement, weights_of
from steelyard.records import (
    Account,
    Archive,
    Case,
    Diagnostic,
    Grade,
    Judgement,
    Measure,
    UnderEffort,
)
from steelyard.series import (
    UNRANKED,
    DyadEvents,
    InTime,
    Pair,
    Split,
    client_codes,
    client_ties,
    contacts,
    daily,
    earlier_windows,
    pairs,
    share_in_time,
    split,
)
from steelyard.series.calendar import Numbers
from steelyard.statistics import INTERESTING_RATIO, PLACEBO, Estimate, grade_ratio, share_score
from steelyard.wording import actor_name, count, figure, first, percent

NAME = "balance"

#: The indicator under which tables of ties count drills.
DRILLS = "exercises.count"

#: So many windows before the shock, or windows and other states, can show one in twenty.
ENOUGH = math.ceil(1 / PLACEBO) - 1


@dataclass(frozen=True, slots=True)
class Arrays:
    """What passed with each pole, and the drills that others counted.

    ``own`` are the friendly events of the client, and ``others`` those of every other state, a row
    each: with the rival and the partner before, then with both after. They are asked for where the
    days before hold too few windows to compare with.
    """

    rival: Split
    partner: Split
    drills: tuple[Pair, ...]
    own: Numbers | None = None
    others: Numbers | None = None


def gather(archive: Archive, case: Case, client: str) -> Arrays:
    """Return the client's events with both poles, and published counts of drills."""
    counted = pairs(client_ties(archive, case, client))
    rival = split(archive, case, client, "rival", NAME)
    found = Arrays(
        rival,
        split(archive, case, client, "partner", NAME),
        tuple(pair for pair in counted if pair.indicator == DRILLS),
    )
    if rival.selective or len(earlier_windows(rival)) >= ENOUGH:
        return found
    known = contacts(archive, case, (rival.earlier, rival.later), rival.systematic)
    clients = {code for one in case.clients for code in client_codes(one)}
    own, others = known.of(client_codes(client)), known.without(clients)
    return replace(found, own=own, others=others)


@dataclass(frozen=True, slots=True)
class _Basis:
    """The friendly events with either pole, before and after, and how clustered they are in time.

    ``rank`` is the share of the earlier windows, and of ``compared`` other states in the same
    windows, whose odds rose as much.
    """

    rival: tuple[DyadEvents, DyadEvents]
    partner: tuple[DyadEvents, DyadEvents]
    time: InTime
    compared: int
    rank: float

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """With the rival and the partner before, then with both after."""
        sides = self.rival, self.partner
        (a, b), (c, d) = ([len(side[at]) for side in sides] for at in (0, 1))
        return a, b, c, d


def judge(arrays: Arrays) -> Judgement:
    """Grade whether the rival gained on the partner among the client's friendly events."""
    time, compared = _in_time(arrays), _scores_of_others(arrays)
    rank = (time.rank * (1 + time.windows) + sum(compared)) / (1 + time.windows + len(compared))
    rival, partner = _friendly(arrays.rival), _friendly(arrays.partner)
    basis = _Basis(rival, partner, time, len(compared), rank)
    a, b, c, d = basis.counts
    found = odds.clustered_odds(basis.counts, basis.time)
    plain = odds.clustered_odds(basis.counts, UNRANKED)
    decided, searched = _grade(arrays, basis, found)
    judged = judgement(
        decided,
        found,
        (a + b, c + d),
        needed=f"{reasons.data_needed(arrays.rival)}, and those with {arrays.partner.pole}",
        caveats=reasons.caveats(arrays.rival),
        basis=basis,
        effort=searched,
    )
    return replace(judged, effect=plain.effect if plain else None)


def _selective(arrays: Arrays) -> bool:
    """Whether one of the sides was searched by hand."""
    return arrays.rival.selective or arrays.partner.selective


def _in_time(arrays: Arrays) -> InTime:
    """How clustered the sides are by week, and the rank of the odds among earlier windows."""
    if _selective(arrays):
        return UNRANKED
    mine, theirs = (
        daily(
            windows,
            windows.countable(windows.before) & windows.before.cooperative,
            windows.countable(windows.after) & windows.after.cooperative,
        )
        for windows in (arrays.rival, arrays.partner)
    )
    return share_in_time(earlier_windows(arrays.rival), mine, mine + theirs)


def _scores_of_others(arrays: Arrays) -> list[bool]:
    """Whether the odds of each other state that can be compared rose as much as the client's."""
    if arrays.own is None or arrays.others is None:
        return []
    known = arrays.others[
        (arrays.others[:, :2].sum(axis=1) >= reasons.FEW)
        & (arrays.others[:, 2:].sum(axis=1) >= reasons.FEW)
    ]
    observed, *scores = (
        float(share_score(row[2], row[2] + row[3], row[0], row[0] + row[1]))
        for row in (arrays.own, *known)
    )
    if not np.isfinite(observed):
        return []
    return [score >= observed - 1e-9 for score in scores if np.isfinite(score)]


def _friendly(windows: Split) -> tuple[DyadEvents, DyadEvents]:
    before, after = (
        part.select(part.happened & part.cooperative) for part in (windows.before, windows.after)
    )
    return before, after


def _grade(
    arrays: Arrays, basis: _Basis, found: Estimate | None
) -> tuple[reasons.Decision, UnderEffort | None]:
    if found is None:
        return (
            "cannot_tell",
            ("one of the windows holds no friendly event with either pole",),
        ), None
    a, b, c, d = basis.counts
    one, several = (f"friendly {word} in one of the windows" for word in ("event", "events"))
    few = reasons.small_number(min(a + b, c + d), one, several)
    if stopped := reasons.stand_down(reasons.large_gap(arrays.rival), few):
        return stopped, _searched(arrays, basis)[1] if _selective(arrays) else None
    if _selective(arrays):
        return _searched(arrays, basis)
    grade: Grade = grade_ratio(found)
    if grade == "cannot_tell":
        return (grade, reasons.wide_interval(found)), None
    return _ranked(grade, basis, found), None


def _searched(arrays: Arrays, basis: _Basis) -> tuple[reasons.Decision, UnderEffort | None]:
    """The answer of a record that people searched, as far as it holds for any effort."""
    decided, answer = effort.under_effort(
        "rival to partner",
        arrays.rival.effort.of("rival to partner"),
        lambda gamma: odds.clustered_odds(basis.counts, basis.time, effort=gamma),
        effort.ratio_rose,
    )
    assert decided is not None  # there is something to compare
    _, _, with_rival, with_partner = basis.counts
    resting_on = {"opposes": with_rival, "supports": with_partner}
    if not resting_on.get(decided[0], 1):
        decided = "cannot_tell", (reasons.ABSENCE,)
    if decided[0] != "cannot_tell" or not drills_agree(arrays.drills, arrays.rival.shock.year):
        return decided, answer
    even = odds.clustered_odds(basis.counts, basis.time)
    if even is not None and grade_ratio(even) == "supports":
        moved = "a published count of drills moved the same way"
        return ("supports", (reasons.SELECTIVE_SHARE, moved)), answer
    return decided, answer


def _ranked(grade: Grade, basis: _Basis, found: Estimate) -> reasons.Decision:
    """Hold ``supports`` to the rank among earlier windows; among other states too where they are few."""
    if grade != "supports" or basis.time.windows + basis.compared < ENOUGH or not basis.compared:
        beyond = found.low >= INTERESTING_RATIO
        return reasons.hold_to_past(grade, basis.time.rank, basis.time.windows, beyond=beyond)
    if basis.rank <= PLACEBO:
        return grade, ()
    compared = (
        f"{count(basis.time.windows, 'earlier window')} and {count(basis.compared, 'other state')}"
    )
    return "cannot_tell", (
        f"{percent(basis.rank)} of {compared} in the same windows show as much by themselves",
    )


def drills_agree(drills: tuple[Pair, ...], year: int) -> bool:
    """Say whether one counter has the rival gaining in drills from before the shock to after.

    Each counter is held against itself only: its last ratio of partner to rival up to the year
    of the shock, and its first one after.
    """
    ratios: dict[tuple[str, str, str, str], list[tuple[int, float]]] = {}
    for pair in drills:
        if pair.ratio is not None:
            key = (pair.counter, pair.method, pair.partner, pair.rival)
            ratios.setdefault(key, []).append((pair.year, pair.ratio))
    for counted in ratios.values():
        past = [ratio for when, ratio in sorted(counted) if when <= year]
        later = [ratio for when, ratio in sorted(counted) if when > year]
        if past and later and past[-1] >= INTERESTING_RATIO * later[0]:
            return True
    return False


def tell(arrays: Arrays, judged: Judgement) -> Account:
    """Tell what passed with either pole, and how others counted the drills."""
    basis: _Basis = judged.basis
    rival, partner = basis.rival, basis.partner
    return Account(
        sentence=_sentence(arrays, basis),
        evidence=first(
            rival[1].ids,
            partner[1].ids,
            [name for pair in arrays.drills for name in pair.ids],
            rival[0].ids,
            partner[0].ids,
        ),
        measures=tuple(_measures(arrays, basis)),
        exhibits=(
            *evidence.table(
                "Friendly events with either pole",
                ("pole", "act", "before", "after"),
                _lines(arrays, basis),
                f"Before is {arrays.rival.days_before} days long, after {arrays.rival.days_after}.",
            ),
            *evidence.table(
                "Drills with either pole, as others counted them",
                ("year", "counted by", "scope", "with the partner", "with the rival", "ratio"),
                map(_drills_line, arrays.drills),
                "Each line is one counter's own definition of a drill; lines are not comparable.",
            ),
        ),
        strongest_for=evidence.most_reported(rival[1]),
        strongest_against=evidence.most_reported(partner[1]),
        would_change=odds.would_change(
            judged.grade, basis.counts, basis.time, f"friendly events with {arrays.rival.pole}"
        ),
    )


def _sentence(arrays: Arrays, basis: _Basis) -> str:
    name, (a, b, c, d) = actor_name(arrays.rival.client, arrays.rival.shock), basis.counts
    text = (
        f"{name} had {c:,} friendly events with {arrays.rival.pole} and {d:,} "
        f"with {arrays.partner.pole} after the shock, {a:,} and {b:,} before it."
    )
    counted = [
        pair
        for pair in arrays.drills
        if pair.ratio is not None and pair.year <= arrays.rival.shock.year and not pair.partial
    ]
    if counted:
        year = max(pair.year for pair in counted)
        said = [
            f"{figure(pair.partner_value)} to {figure(pair.rival_value)} ({pair.counter})"
            for pair in counted
            if pair.year == year
        ]
        whom = actor_name(counted[-1].partner)
        text += (
            f" Drills with {whom} to drills with {arrays.rival.pole} in {year}: {', '.join(said)}."
        )
    return text


def _measures(arrays: Arrays, basis: _Basis) -> Iterator[Measure]:
    """Drills as others counted them, friendly events with each pole as rates, the rank in time."""
    for pair in arrays.drills:
        year, scope = f"{pair.year} {pair.counter}", f", {pair.method}" if pair.method else ""
        label = f"{pair.unit} with {pair.partner} to those with {pair.rival}, {pair.year}"
        yield measures.ratio(
            f"exercises {pair.partner}:{pair.rival} {year}",
            f"{label} ({pair.counter}{scope})",
            pair.ratio,
            None,
            pair.ids,
        )
        name = f"drills with {pair.rival} {year}"
        label = f"{pair.unit} with {pair.rival}, {pair.year} ({pair.counter})"
        yield measures.level(name, label, pair.rival_value, pair.ids, unit=pair.unit)
    for windows, parts in ((arrays.rival, basis.rival), (arrays.partner, basis.partner)):
        yield from measures.rate(windows, *parts, f"friendly events with {windows.pole}")
    happened = arrays.rival.after.select(arrays.rival.after.happened)
    yield from measures.rank_of_odds(basis.time, happened)
    if basis.compared:
        label = (
            f"share of earlier windows, and of {count(basis.compared, 'other state')} in the same "
            "windows, whose odds rise as much"
        )
        yield measures.rank("rank among other states", label, basis.rank, evidence.ids(happened))


def _lines(arrays: Arrays, basis: _Basis) -> Iterator[evidence.Line]:
    for windows, parts in ((arrays.rival, basis.rival), (arrays.partner, basis.partner)):
        chosen = {
            act: [part.select(part.act == act) for part in parts] for act in ("words", "deeds")
        }
        chosen["drills and other military deeds"] = [
            _drills(windows.before),
            _drills(windows.after),
        ]
        for what, (before, after) in chosen.items():
            yield (windows.pole, what, len(before), len(after)), evidence.ids(before, after)


def _drills(events: DyadEvents) -> DyadEvents:
    """Joint military activity: material cooperation in a military context, done not said."""
    kind = (events.type == "COOPERATE") & events.military
    return events.select(events.happened & events.deeds & kind)


def _drills_line(pair: Pair) -> evidence.Line:
    return (
        pair.year,
        pair.counter,
        pair.method or pair.unit,
        f"{figure(pair.partner_value)} ({pair.partner})",
        f"{figure(pair.rival_value)} ({pair.rival})",
        None if pair.ratio is None else round(pair.ratio, 2),
    ), pair.ids


DIAGNOSTIC = Diagnostic(
    name=NAME,
    question="What happened toward the partner in the same window?",
    subject="its relations with its partner",
    proposition="partner contacts did not keep pace",
    scale="ratio",
    unit="odds ratio, rival to partner, after to before",
    gather=gather,
    judge=judge,
    tell=tell,
    from_splits=lambda splits: Arrays(splits.rival, splits.partner, ()),
    depends_on="kind",
    weights=weights_of(NAME),
    gauges=(gauges.PARTNER_LINE,),
)
