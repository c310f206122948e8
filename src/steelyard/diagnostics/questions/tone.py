"""Tone: did cooperation's share among the pair's events change, toward each pole?

Idea: of the events between the client and a pole, take the friendly share (verbal and material
cooperation) before and after the shock: shares of counts, never sums of scores, separately for
words and deeds, and for both poles. Clustered events count for less. A rise must be rarer than one
in twenty among earlier windows of the same length, and larger than the rise in the record as a
whole.
Misleads when: quarrels are under-reported in one of the windows, or the pair meets so rarely that a
handful of rows make the share.
Source: quad classes of PLOVER; shares under Jeffreys priors, Brown, Cai and DasGupta 2001,
Statistical Science 16:101; over-dispersion as Pearson's statistic by week, McCullagh and Nelder
1989, Generalized Linear Models, section 4.5; placebo in time, Abadie, Diamond and Hainmueller
2010, JASA 105:493.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from steelyard.diagnostics import effort, evidence, gauges, measures, reasons
from steelyard.diagnostics.assemble import judgement, weights_of
from steelyard.diagnostics.odds import smallest_count
from steelyard.diagnostics.splits import Splits, gather_splits
from steelyard.records import Account, Diagnostic, Grade, Judgement, Measure, UnderEffort
from steelyard.series import (
    UNRANKED,
    DyadEvents,
    InTime,
    Split,
    daily,
    earlier_windows,
    share_in_time,
)
from steelyard.statistics import (
    INTERESTING_SHARE,
    MINIMAL_SHARE,
    Estimate,
    grade_share,
    share_difference,
)
from steelyard.wording import actor_name, percent

NAME = "tone"

SLIGHT = (
    "a large rise is ruled out, but the friendly share did rise: some turns bring other acts at nearly "
    "the same tone"
)

NO_ROOM = "nearly all of it had been friendly before, so that no rise that would count could have been seen"


@dataclass(frozen=True, slots=True)
class Arrays:
    """What passed with the rival, and with the partner for contrast."""

    rival: Split
    partner: Split


@dataclass(frozen=True, slots=True)
class _Change:
    """How a friendly share changed: events, friendly ones, clustering, and the rank in time."""

    before: DyadEvents
    after: DyadEvents
    time: InTime

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """Friendly before, all before, friendly after, all after."""
        parts = (self.before, self.after)
        hits, of = [int(part.cooperative.sum()) for part in parts], [len(part) for part in parts]
        return hits[0], of[0], hits[1], of[1]

    def found(self, friendly_after: int | None = None, *, effort: float = 1.0) -> Estimate | None:
        """The change of the share, clusters counting for fewer events."""
        k0, n0, k1, n1 = self.counts
        k1 = k1 if friendly_after is None else friendly_after
        fewer = self.time.fewer(k0, n0, k1, n1)
        if not (fewer[1] and fewer[3]):
            return share_difference(k0, n0, k1, n1, effort=effort)
        k0, n0, k1, n1 = fewer
        return share_difference(k0, n0, k1, n1, effort=effort)


def from_splits(splits: Splits) -> Arrays:
    """Return the client's events with each pole."""
    return Arrays(splits.rival, splits.partner)


def judge(arrays: Arrays) -> Judgement:
    """Grade whether the friendly share with the rival rose."""
    rival, change = arrays.rival, _change(arrays.rival)
    found = change.found()
    decided, searched = _grade(rival, change, found)
    judged = judgement(
        decided,
        found,
        (len(change.before), len(change.after)),
        needed=reasons.data_needed(rival),
        caveats=_caveats(rival, change),
        basis=change,
        effort=searched,
    )
    return replace(judged, effect=_effect(change))


def _change(windows: Split, act: str | None = None) -> _Change:
    """The friendly share of what happened, of one kind of act where it is named."""
    parts = []
    for events in (windows.before, windows.after):
        chosen = events.happened if act is None else events.happened & (events.act == act)
        parts.append(events.select(chosen))
    return _Change(parts[0], parts[1], _in_time(windows, act))


def _in_time(windows: Split, act: str | None) -> InTime:
    """How clustered friendly events are by week, and the rank of their share in time."""
    if windows.selective or act is not None:
        return UNRANKED
    before, after = windows.before, windows.after
    mine = (windows.countable(before), windows.countable(after))
    friendly = daily(windows, mine[0] & before.cooperative, mine[1] & after.cooperative)
    return share_in_time(earlier_windows(windows), friendly, daily(windows, *mine))


def _effect(change: _Change) -> float | None:
    k0, n0, k1, n1 = change.counts
    return k1 / n1 - k0 / n0 if n0 and n1 else None


def _grade(
    rival: Split, change: _Change, found: Estimate | None
) -> tuple[reasons.Decision, UnderEffort | None]:
    if found is None:
        return ("cannot_tell", ("one of the windows holds no event of the pair",)), None
    least = min(len(change.before), len(change.after))
    few = reasons.small_number(least, "event in one of the windows", "events in one of the windows")
    if stopped := reasons.stand_down(reasons.large_gap(rival), few):
        return stopped, _searched(rival, change)[1] if rival.selective else None
    if rival.selective:
        return _searched(rival, change)
    return _by_weeks(rival, change, found), None


def _searched(rival: Split, change: _Change) -> tuple[reasons.Decision, UnderEffort | None]:
    """The answer of a record that people searched, as far as it holds for any effort."""
    decided, answer = effort.under_effort(
        "friendly to hostile",
        rival.effort.of("friendly to hostile"),
        lambda gamma: change.found(effort=gamma),
        effort.share_rose,
    )
    assert decided is not None  # there is something to compare
    friendly_before, of_before, friendly, _ = change.counts
    moved = _effect(change) or 0.0
    if decided[0] == "opposes" and not friendly:
        decided = "cannot_tell", (reasons.ABSENCE,)
    elif decided[0] == "opposes" and moved > 0:
        decided = "cannot_tell", (SLIGHT,)
    elif decided[0] == "opposes" and moved > -INTERESTING_SHARE:
        room = 1 - friendly_before / of_before
        decided = ("cannot_tell", (NO_ROOM,)) if room < INTERESTING_SHARE else decided
    return decided, answer


def _by_weeks(rival: Split, change: _Change, found: Estimate) -> reasons.Decision:
    """The grade of a systematic record."""
    grade: Grade = grade_share(found)
    if grade == "cannot_tell":
        return grade, reasons.wide_interval(found, share=True)
    record = _record(rival)
    if (
        grade == "supports"
        and record is not None
        and (_effect(change) or 0.0) - record <= MINIMAL_SHARE
    ):
        reason = f"the whole record became friendlier by as much, {100 * record:.0f} points"
        return "cannot_tell", (reason,)
    return reasons.hold_to_past(grade, change.time.rank, change.time.windows)


def _record(windows: Split) -> float | None:
    """How the friendly share of all other events changed, as far as it can be counted."""
    days, shares = windows.calendar, []
    for window, events in ((windows.earlier, windows.before), (windows.later, windows.after)):
        own = events.select(windows.countable(events) & events.dated)
        others = days.events[days.slots(window)].sum() - len(own)
        if others <= 0:
            return None
        friendly = days.friendly[days.slots(window)].sum() - own.cooperative.sum()
        shares.append(float(friendly / others))
    return shares[1] - shares[0]


def _caveats(rival: Split, change: _Change) -> tuple[str, ...]:
    said = [reasons.SELECTIVE_SHARE] if rival.selective else []
    if change.time.spread > 1.5:
        said.append(
            f"friendly and hostile events come in clusters: {change.time.spread:.1f} of them count as one"
        )
    return (*said, *reasons.caveats(rival))


def _would_change(grade: Grade, change: _Change) -> str | None:
    """The number of friendly events at which the grade would no longer be given."""
    _, _, k1, n1 = change.counts
    if grade != "supports":
        return None

    def still(friendly: int) -> bool:
        found = change.found(friendly)
        return found is not None and grade_share(found) == "supports"

    least = smallest_count(still, k1)
    if least is None:
        return None
    return f"fewer than {least} friendly events among the {n1} after the shock (there were {k1})"


def tell(arrays: Arrays, judged: Judgement) -> Account:
    """Tell how much of what passed was friendly, toward either pole."""
    change: _Change = judged.basis
    friendly = change.after.select(change.after.cooperative)
    hostile = change.after.select(~change.after.cooperative)
    return Account(
        sentence=_sentence(arrays.rival, change),
        evidence=evidence.ids(change.after, change.before),
        measures=tuple(_measures(arrays, change)),
        exhibits=evidence.table(
            "Friendly and hostile events, words and deeds apart",
            ("pole", "window", "act", "friendly", "hostile"),
            _lines(arrays.rival, arrays.partner),
        ),
        strongest_for=evidence.most_reported(friendly),
        strongest_against=evidence.most_reported(hostile),
        would_change=_would_change(judged.grade, change),
    )


def _sentence(rival: Split, change: _Change) -> str:
    name = actor_name(rival.client, rival.shock)
    if _effect(change) is None:
        empty = "before" if not len(change.before) else "after"
        return (
            f"The record holds no event of {name} with {rival.pole} {empty} the shock to compare."
        )
    return (
        f"Of the events of {name} with {rival.pole}, {_part(change.after)} were friendly after the shock "
        f"and {_part(change.before)} before."
    )


def _part(events: DyadEvents) -> str:
    friendly = int(events.cooperative.sum())
    return f"{friendly:,} of {len(events):,} ({percent(friendly / len(events))})"


def _measures(arrays: Arrays, rival: _Change) -> Iterator[Measure]:
    for windows in (arrays.rival, arrays.partner):
        yield _measure(windows, rival if windows is arrays.rival else _change(windows), "events")
        for act in ("words", "deeds"):
            yield _measure(windows, _change(windows, act), act)
    if arrays.rival.selective:
        return
    label = "share of earlier windows of the same length that rise as much"
    yield measures.rank("placebo rank", label, rival.time.rank, evidence.ids(rival.after))
    if (record := _record(arrays.rival)) is not None:
        yield Measure(
            name="friendly share of the record, change",
            kind="step",
            label="change of the friendly share of all other events of the record",
            value=record,
            unit="share",
        )


def _measure(windows: Split, change: _Change, of: str) -> Measure:
    found = change.found()
    what = "" if of == "events" else f", {of}"
    return Measure(
        name=f"friendly share with {windows.pole}{what}, change",
        kind="step",
        label=f"change of the friendly share of {of} with {windows.pole}, 90 % interval",
        value=_effect(change),
        low=found.low if found else None,
        high=found.high if found else None,
        unit="share",
        evidence=evidence.ids(change.after, change.before),
    )


def _lines(*splits: Split) -> Iterator[evidence.Line]:
    for windows in splits:
        for window, events in (("before", windows.before), ("after", windows.after)):
            for act in ("words", "deeds"):
                chosen = events.select(events.happened & (events.act == act))
                friendly = int(chosen.cooperative.sum())
                row = (windows.pole, window, act, friendly, len(chosen) - friendly)
                yield row, evidence.ids(chosen)


DIAGNOSTIC = Diagnostic(
    name=NAME,
    question="Did the share of cooperation among the pair's events change?",
    subject="the tone between the two",
    proposition="the pair became more cooperative",
    scale="difference",
    unit="change of the friendly share (1 is all)",
    gather=gather_splits(NAME, from_splits),
    judge=judge,
    tell=tell,
    from_splits=from_splits,
    depends_on="kind",
    weights=weights_of(NAME),
    gauges=(gauges.WARMTH,),
)
