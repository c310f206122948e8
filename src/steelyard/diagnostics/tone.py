"""Tone: did cooperation's share among the pair's events change, toward each pole?

Idea: of what passed between the client and a pole, count the friendly share (verbal and
material cooperation) before and after; shares of counts, never sums of scores, and words and
deeds apart.
Misleads when: quarrels are under-reported in one of the windows, or the pair meets so rarely
that a handful of rows make the share.
Source: quad classes of PLOVER; shares under Jeffreys priors, Brown, Cai and DasGupta 2001,
Statistical Science 16:101.
"""

from __future__ import annotations

from dataclasses import dataclass

from steelyard.diagnostics import grounds
from steelyard.records import Archive, Case, Diagnostic, Exhibit, Finding, Grade, Measure
from steelyard.series import DyadEvents, Split, split
from steelyard.statistics import Estimate, grade_share, share_difference
from steelyard.wording import actor_name, percent

NAME = "tone"
QUESTION = "Did the share of cooperation among the pair's events change?"
PROPOSITION = "the pair became more cooperative"


@dataclass(frozen=True, slots=True)
class Arrays:
    """What passed with the rival, and with the partner for contrast."""

    rival: Split
    partner: Split


def gather(archive: Archive, case: Case, client: str) -> Arrays:
    """Return the client's events with each pole."""
    return Arrays(
        split(archive, case, client, "rival", NAME), split(archive, case, client, "partner", NAME)
    )


def judge(arrays: Arrays) -> Finding:
    """Grade whether the friendly share with the rival rose."""
    rival = arrays.rival
    before, after = _happened(rival.before), _happened(rival.after)
    found = _difference(before, after)
    grade, reasons = _grade(rival, found)
    return Finding(
        diagnostic=NAME,
        client=rival.client,
        question=QUESTION,
        proposition=PROPOSITION,
        sentence=_sentence(rival, before, after, found),
        grade=grade,
        effect=found.effect if found else None,
        unit="change of the friendly share (1 is all)",
        low=found.low if found else None,
        high=found.high if found else None,
        n_before=len(before),
        n_after=len(after),
        smallest_detectable=found.smallest_detectable if found else None,
        reasons=(*reasons, *_caveats(rival)),
        needed=grounds.wanted(rival) if grade == "cannot_tell" else None,
        evidence=grounds.ids(after, before),
        measures=tuple(_measure(split) for split in (rival, arrays.partner)),
        exhibits=(_exhibit(rival, arrays.partner),),
    )


def _happened(events: DyadEvents) -> DyadEvents:
    return events.select(events.happened)


def _difference(before: DyadEvents, after: DyadEvents) -> Estimate | None:
    return share_difference(
        int(before.cooperative.sum()), len(before), int(after.cooperative.sum()), len(after)
    )


def _grade(rival: Split, found: Estimate | None) -> tuple[Grade, tuple[str, ...]]:
    if found is None:
        return "cannot_tell", ("one of the windows holds no event of the pair",)
    if grounds.gap_too_large(rival):
        return "cannot_tell", (grounds.GAP,)
    least = min(len(_happened(rival.before)), len(_happened(rival.after)))
    if few := grounds.too_few(least, "event in one of the windows", "events in one of the windows"):
        return "cannot_tell", (few,)
    grade: Grade = grade_share(found)
    if grade == "cannot_tell":
        return grade, grounds.unsure(found, share=True)
    return grade, ()


def _caveats(rival: Split) -> tuple[str, ...]:
    selective = (grounds.SELECTIVE_SHARE,) if rival.selective else ()
    return (*selective, *grounds.caveats(rival))


def _sentence(rival: Split, before: DyadEvents, after: DyadEvents, found: Estimate | None) -> str:
    name = actor_name(rival.client, rival.shock)
    if found is None:
        empty = "before" if not len(before) else "after"
        return (
            f"The record holds no event of {name} with {rival.pole} {empty} the shock to compare."
        )
    return (
        f"Of what passed between {name} and {rival.pole}, "
        f"{_part(after)} was friendly after the shock and {_part(before)} before."
    )


def _part(events: DyadEvents) -> str:
    friendly = int(events.cooperative.sum())
    return f"{friendly} of {len(events)} ({percent(friendly / len(events))})"


def _measure(split: Split) -> Measure:
    before, after = _happened(split.before), _happened(split.after)
    found = _difference(before, after)
    return Measure(
        name=f"friendly share with {split.pole}, change",
        label=f"change of the friendly share of events with {split.pole}, 90 % interval",
        value=found.effect if found else None,
        low=found.low if found else None,
        high=found.high if found else None,
        unit="share",
        evidence=grounds.ids(after, before),
    )


def _exhibit(*splits: Split) -> Exhibit:
    rows: list[tuple[str | int, ...]] = []
    evidence = []
    for windows in splits:
        for window, all_events in (("before", windows.before), ("after", windows.after)):
            for act in ("words", "deeds"):
                events = _happened(all_events)
                events = events.select(events.act == act)
                friendly = int(events.cooperative.sum())
                rows.append((windows.pole, window, act, friendly, len(events) - friendly))
                evidence.append(events.ids)
    return Exhibit(
        title="Friendly and hostile events, words and deeds apart",
        columns=("pole", "window", "act", "friendly", "hostile"),
        rows=tuple(rows),
        evidence=tuple(evidence),
    )


DIAGNOSTIC = Diagnostic(NAME, QUESTION, PROPOSITION, gather, judge)
