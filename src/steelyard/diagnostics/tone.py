"""Tone: did cooperation's share among the pair's events change, toward each pole?

Idea: of what passed between the client and a pole, count the friendly share (verbal and
material cooperation) before and after; shares of counts, never sums of scores, words and deeds
apart, and toward both poles. Events that come in clusters count for fewer; a rise must be rarer
than one in twenty among earlier windows of the same length, and larger than that of the record.
Misleads when: quarrels are under-reported in one of the windows, or the pair meets so rarely
that a handful of rows make the share.
Source: quad classes of PLOVER; shares under Jeffreys priors, Brown, Cai and DasGupta 2001,
Statistical Science 16:101; over-dispersion as Pearson's statistic by week, McCullagh and Nelder
1989, Generalized Linear Models, section 4.5; placebo in time, Abadie, Diamond and Hainmueller
2010, JASA 105:493.
"""

from __future__ import annotations

from dataclasses import dataclass

from steelyard.diagnostics import grounds
from steelyard.records import Archive, Case, Diagnostic, Exhibit, Finding, Grade, Measure
from steelyard.series import (
    UNRANKED,
    DyadEvents,
    InTime,
    Split,
    daily,
    earlier_windows,
    share_in_time,
    split,
)
from steelyard.statistics import (
    MINIMAL_SHARE,
    Estimate,
    grade_share,
    share_difference,
)
from steelyard.wording import actor_name, percent

NAME = "tone"
QUESTION = "Did the share of cooperation among the pair's events change?"
PROPOSITION = "the pair became more cooperative"


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

    def found(self, friendly_after: int | None = None) -> Estimate | None:
        """The change of the share, clusters counting for fewer events."""
        k0, n0, k1, n1 = self.counts
        k1 = k1 if friendly_after is None else friendly_after
        fewer = self.time.fewer(k0, n0, k1, n1)
        if not (fewer[1] and fewer[3]):
            return share_difference(k0, n0, k1, n1)
        k0, n0, k1, n1 = fewer
        return share_difference(k0, n0, k1, n1)


def gather(archive: Archive, case: Case, client: str) -> Arrays:
    """Return the client's events with each pole."""
    return Arrays(
        split(archive, case, client, "rival", NAME), split(archive, case, client, "partner", NAME)
    )


def judge(arrays: Arrays) -> Finding:
    """Grade whether the friendly share with the rival rose."""
    rival = arrays.rival
    change = _change(rival)
    found = change.found()
    grade, reasons = _grade(rival, change, found)
    hostile = change.after.select(~change.after.cooperative)
    friendly = change.after.select(change.after.cooperative)
    return Finding(
        diagnostic=NAME,
        client=rival.client,
        question=QUESTION,
        proposition=PROPOSITION,
        sentence=_sentence(rival, change, found),
        grade=grade,
        effect=_effect(change),
        unit="change of the friendly share (1 is all)",
        scale="difference",
        null=0.0,
        low=found.low if found else None,
        high=found.high if found else None,
        n_before=len(change.before),
        n_after=len(change.after),
        smallest_detectable=found.smallest_detectable if found else None,
        reasons=(*reasons, *_caveats(rival, change)),
        needed=grounds.wanted(rival) if grade == "cannot_tell" else None,
        evidence=grounds.ids(change.after, change.before),
        measures=_measures(arrays, change),
        exhibits=(_exhibit(rival, arrays.partner),),
        strongest_for=grounds.heaviest(friendly),
        strongest_against=grounds.heaviest(hostile),
        would_change=_would_change(grade, change),
    )


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


def _grade(rival: Split, change: _Change, found: Estimate | None) -> tuple[Grade, tuple[str, ...]]:
    if found is None:
        return "cannot_tell", ("one of the windows holds no event of the pair",)
    if grounds.gap_too_large(rival):
        return "cannot_tell", (grounds.GAP,)
    least = min(len(change.before), len(change.after))
    if few := grounds.too_few(least, "event in one of the windows", "events in one of the windows"):
        return "cannot_tell", (few,)
    grade: Grade = grade_share(found)
    if grade == "cannot_tell":
        return grade, grounds.unsure(found, share=True)
    if rival.selective:
        return grade, ()
    record = _record(rival)
    if grade == "supports" and record is not None and _rise(change) - record <= MINIMAL_SHARE:
        reason = f"the whole record became friendlier by as much, {100 * record:.0f} points"
        return "cannot_tell", (reason,)
    return grounds.ranked(grade, change.time.rank, change.time.windows)


def _rise(change: _Change) -> float:
    return _effect(change) or 0.0


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
    said = [grounds.SELECTIVE_SHARE] if rival.selective else []
    if change.time.spread > 1.5:
        said.append(
            f"friendly and hostile events come in clusters: {change.time.spread:.1f} of them count as one"
        )
    return (*said, *grounds.caveats(rival))


def _would_change(grade: Grade, change: _Change) -> str | None:
    """The number of friendly events at which the grade would no longer be given."""
    _, _, k1, n1 = change.counts
    if grade != "supports":
        return None

    def still(friendly: int) -> bool:
        found = change.found(friendly)
        return found is not None and grade_share(found) == "supports"

    least = grounds.fewest(still, k1)
    if least is None:
        return None
    return f"fewer than {least} friendly events among the {n1} after the shock (there were {k1})"


def _sentence(rival: Split, change: _Change, found: Estimate | None) -> str:
    name = actor_name(rival.client, rival.shock)
    if found is None:
        empty = "before" if not len(change.before) else "after"
        return (
            f"The record holds no event of {name} with {rival.pole} {empty} the shock to compare."
        )
    return (
        f"Of what passed between {name} and {rival.pole}, "
        f"{_part(change.after)} was friendly after the shock and {_part(change.before)} before."
    )


def _part(events: DyadEvents) -> str:
    friendly = int(events.cooperative.sum())
    return f"{friendly} of {len(events)} ({percent(friendly / len(events))})"


def _measures(arrays: Arrays, rival: _Change) -> tuple[Measure, ...]:
    found = []
    for windows in (arrays.rival, arrays.partner):
        whole = rival if windows is arrays.rival else _change(windows)
        found.append(_measure(windows, whole, "events"))
        found += [_measure(windows, _change(windows, act), act) for act in ("words", "deeds")]
    if not arrays.rival.selective:
        found.append(
            Measure(
                name="placebo rank",
                kind="rank",
                label="share of earlier windows of the same length that rise as much",
                value=rival.time.rank,
                unit="share",
                evidence=grounds.ids(rival.after),
            )
        )
    record = None if arrays.rival.selective else _record(arrays.rival)
    if record is not None:
        label = "change of the friendly share of all other events of the record"
        found.append(
            Measure(
                name="friendly share of the record, change",
                label=label,
                value=record,
                unit="share",
                kind="step",
            )
        )
    return tuple(found)


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
        evidence=grounds.ids(change.after, change.before),
    )


def _exhibit(*splits: Split) -> Exhibit:
    rows: list[tuple[str | int, ...]] = []
    evidence = []
    for windows in splits:
        for window, events in (("before", windows.before), ("after", windows.after)):
            for act in ("words", "deeds"):
                chosen = events.select(events.happened & (events.act == act))
                friendly = int(chosen.cooperative.sum())
                rows.append((windows.pole, window, act, friendly, len(chosen) - friendly))
                evidence.append(grounds.ids(chosen))
    return Exhibit(
        title="Friendly and hostile events, words and deeds apart",
        columns=("pole", "window", "act", "friendly", "hostile"),
        rows=tuple(rows),
        evidence=tuple(evidence),
    )


DIAGNOSTIC = Diagnostic(NAME, QUESTION, PROPOSITION, gather, judge)
