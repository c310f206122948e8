"""Reversal: did a leader turn round, and was the other pole reaffirmed the same week?

Idea: a turn needs something to turn from. Where the client was mostly hostile to the rival
before the shock and friendly words follow it, see whether the partner was courted within seven
days of each: who turns for good does not reassure the one he leaves.
Misleads when: government changed hands (another leader is no reversal), or reassurance is
routine and goes unreported.
Source: the essay's own sequence (Samorukov 2019, The Moscow Times); mixed signals as hedging,
Lim and Cooper 2015, Security Studies 24:696.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from steelyard.diagnostics import grounds
from steelyard.records import Archive, Case, Diagnostic, Exhibit, Finding, Grade
from steelyard.series import DyadEvents, Split, split
from steelyard.statistics import Estimate, grade_half, share
from steelyard.wording import actor_name, count, first

NAME = "reversal"
QUESTION = "Did the client turn round, and was the partner reaffirmed the same week?"
PROPOSITION = "the turn was made without reaffirming the partner"

#: Days on either side of a friendly word within which the partner counts as reaffirmed.
WEEK = 7

#: Fewer acts than this toward the rival before the shock show no stance.
STANCE = 3


@dataclass(frozen=True, slots=True)
class Arrays:
    """What passed with the rival and with the partner."""

    rival: Split
    partner: Split


def gather(archive: Archive, case: Case, client: str) -> Arrays:
    """Return the client's events with each pole."""
    return Arrays(
        split(archive, case, client, "rival", NAME), split(archive, case, client, "partner", NAME)
    )


def judge(arrays: Arrays) -> Finding:
    """Grade whether the friendly words to the rival came without reassurance to the partner."""
    stance = _alone(arrays.rival.before)
    words = _own(arrays.rival.after)
    words = words.select(words.cooperative & ~words.deeds)
    turns = words.select(words.precision == "day")
    reassured = _reassurances(turns, _courting(arrays.partner))
    bare = [at for at, found in enumerate(reassured) if not found]
    found = share(len(bare), len(turns))
    grade, reasons, needed = _grade(arrays, stance, len(turns), found)
    exhibit = _exhibit(turns, reassured, _courting(arrays.partner))
    return Finding(
        diagnostic=NAME,
        client=arrays.rival.client,
        question=QUESTION,
        proposition=PROPOSITION,
        sentence=_sentence(arrays, stance, turns, len(bare)),
        grade=grade,
        effect=found.effect if found and grade != "not_applicable" else None,
        unit="share of friendly words without reassurance to the partner",
        low=found.low if found and grade != "not_applicable" else None,
        high=found.high if found and grade != "not_applicable" else None,
        n_before=len(stance),
        n_after=len(turns),
        smallest_detectable=found.smallest_detectable if found else None,
        reasons=(*reasons, *_undated(words, turns), *grounds.caveats(arrays.rival)),
        needed=needed,
        evidence=first(turns.ids, [name for ids in reassured for name in ids], stance.ids),
        exhibits=(exhibit,) if exhibit.rows else (),
    )


def _undated(words: DyadEvents, turns: DyadEvents) -> tuple[str, ...]:
    """Friendly words of which nobody knows the week."""
    left = len(words) - len(turns)
    if not left:
        return ()
    return (f"{count(left, 'friendly word')} without an exact day cannot be held against a week",)


def _alone(events: DyadEvents) -> DyadEvents:
    """What the client did toward the pole by itself: its stance."""
    return events.select(events.happened & (events.direction == "client"))


def _own(events: DyadEvents) -> DyadEvents:
    """What the client did toward the pole, alone or together with it."""
    return events.select(events.happened & (events.direction != "pole"))


def _courting(partner: Split) -> DyadEvents:
    """The client's friendly acts toward the partner after the shock, alone or with it."""
    events = partner.after
    return events.select(events.happened & events.cooperative & (events.direction != "pole"))


def _reassurances(turns: DyadEvents, courting: DyadEvents) -> list[tuple[str, ...]]:
    week = np.timedelta64(WEEK, "D")
    return [
        courting.select(
            (courting.precision == "day")
            & (courting.start >= turns.start[at] - week)
            & (courting.start < turns.end[at] + week)
        ).ids
        for at in range(len(turns))
    ]


def _grade(
    arrays: Arrays, stance: DyadEvents, turns: int, found: Estimate | None
) -> tuple[Grade, tuple[str, ...], str | None]:
    friendly = int(stance.cooperative.sum())
    more = "the leaders' own words toward both poles, day by day, on either side of the shock"
    if len(stance) < STANCE:
        said = count(len(stance), "act")
        return "not_applicable", (f"with {said} toward the rival before, no stance is known",), more
    if friendly > len(stance) / 2:
        reason = f"there was no turn: already friendly, {friendly} of {len(stance)} earlier acts of its own"
        return "not_applicable", (reason,), f"{more}, if an earlier hostility was missed"
    if found is None:
        return "not_applicable", ("no friendly word toward the rival followed the shock",), more
    if grounds.gap_too_large(arrays.rival):
        return "cannot_tell", (grounds.GAP,), more
    if few := grounds.too_few(
        turns, "friendly word with a known day", "friendly words with known days"
    ):
        return "cannot_tell", (few,), more
    grade: Grade = grade_half(found)
    if grade == "supports" and arrays.partner.selective:
        reason = "that no reassurance was found in a record searched by hand does not mean none was given"
        return "cannot_tell", (reason,), more
    if grade == "cannot_tell":
        even = "too few friendly words to tell a majority from a half"
        return grade, grounds.undecided(found, even), more
    return grade, (grounds.SELECTIVE_SHARE,) if arrays.partner.selective else (), None


def _sentence(arrays: Arrays, stance: DyadEvents, turns: DyadEvents, bare: int) -> str:
    name, rival = actor_name(arrays.rival.client, arrays.rival.shock), arrays.rival.pole
    friendly = int(stance.cooperative.sum())
    if not len(stance):
        return f"The record holds no earlier act of {name} by itself toward {rival}."
    if len(stance) >= STANCE and friendly > len(stance) / 2:
        return (
            f"{name} had nothing to turn from: {friendly} of {len(stance)} acts of its own toward "
            f"{rival} before the shock were friendly."
        )
    before = f"{friendly} of {len(stance)} acts of {name} toward {rival} were friendly"
    if not len(turns):
        return f"Before the shock {before}; no friendly word with a known day followed."
    kept = len(turns) - bare
    return (
        f"Before the shock {before}; of {len(turns)} friendly "
        f"{'word' if len(turns) == 1 else 'words'} after it, {kept} came within a week of a "
        f"friendly act toward {arrays.partner.pole}."
    )


def _exhibit(turns: DyadEvents, reassured: list[tuple[str, ...]], courting: DyadEvents) -> Exhibit:
    texts = dict(zip(courting.ids, courting.sentence, strict=True))
    rows, evidence = [], []
    for at, name in enumerate(turns.ids):
        near = reassured[at]
        rows.append(
            (
                turns.when(at),
                str(turns.sentence[at] or ""),
                str(texts[near[0]] or "") if near else "none found",
                len(near),
            )
        )
        evidence.append((name, *near))
    return Exhibit(
        title="Friendly words to the rival, and what the partner heard that week",
        columns=("day", "to the rival", "to the partner within a week", "how many"),
        rows=tuple(rows),
        evidence=tuple(evidence),
    )


DIAGNOSTIC = Diagnostic(NAME, QUESTION, PROPOSITION, gather, judge)
