"""Reversal: did a leader turn round, and was the other pole reaffirmed the same week?

Idea: a turn needs something to turn from. Where the client was mostly hostile to the rival
before the shock and friendly words follow it (in an even record: where its friendly share rose
more than in nineteen of twenty earlier windows), see whether the partner was courted within seven
days of each: who turns for good does not reassure the one he leaves. A turn that lasts shows in
the later half of the window as in the earlier: the ratio of both, and the half-life that it means.
Misleads when: government changed hands (another leader is no reversal), or reassurance is
routine and goes unreported.
Source: the essay's own sequence (Samorukov 2019, The Moscow Times); mixed signals as hedging,
Lim and Cooper 2015, Security Studies 24:696; exact rate ratio, Przyborowski and Wilenski 1940,
Biometrika 31:313.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from steelyard.diagnostics import grounds
from steelyard.records import Archive, Case, Exhibit, Finding, Grade, Measure, Window
from steelyard.series import (
    UNRANKED,
    DyadEvents,
    InTime,
    Split,
    daily,
    earlier_windows,
    exposure_days,
    share_in_time,
    split,
)
from steelyard.statistics import PLACEBO, Estimate, grade_half, rate_ratio, share
from steelyard.wording import actor_name, count, finite

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
    courting = _courting(arrays.partner)
    reassured = _reassurances(turns, courting)
    bare = [at for at, found in enumerate(reassured) if not found]
    found = share(len(bare), len(turns))
    bared = turns.select(np.array(bare, dtype=np.intp))
    kept = turns.select(
        np.array([at for at, found in enumerate(reassured) if found], dtype=np.intp)
    )
    grade, reasons, needed = _grade(arrays, stance, len(turns), found)
    exhibit = _exhibit(turns, reassured, courting)
    return Finding(
        diagnostic=NAME,
        client=arrays.rival.client,
        question=QUESTION,
        proposition=PROPOSITION,
        sentence=_sentence(arrays, stance, turns, len(bare)),
        grade=grade,
        effect=found.effect if found and grade != "not_applicable" else None,
        unit="share of friendly words without reassurance to the partner",
        scale="share",
        null=0.5,
        low=found.low if found and grade != "not_applicable" else None,
        high=found.high if found and grade != "not_applicable" else None,
        n_before=len(stance),
        n_after=len(turns),
        smallest_detectable=found.smallest_detectable if found else None,
        reasons=(*reasons, *_undated(words, turns), *grounds.caveats(arrays.rival)),
        needed=needed,
        evidence=grounds.cited(turns.ids, [name for ids in reassured for name in ids], stance.ids),
        measures=_lasting(arrays.rival, turns),
        exhibits=(exhibit,) if exhibit.rows else (),
        strongest_for=grounds.heaviest(bared),
        strongest_against=grounds.heaviest(kept),
        would_change=_would_change(grade, len(bare), len(turns)),
    )


def _would_change(grade: Grade, bare: int, turns: int) -> str | None:
    if grade != "supports":
        return None

    def still(number: int) -> bool:
        found = share(number, turns)
        return found is not None and grade_half(found) == "supports"

    least = grounds.fewest(still, bare)
    return f"fewer than {least} of {turns} words without reassurance (there were {bare})"


def _lasting(rival: Split, turns: DyadEvents) -> tuple[Measure, ...]:
    """Friendly words in the later half of the window beside the earlier, and the half-life."""
    middle = rival.later.start + (rival.later.end - rival.later.start) / 2
    halves = (Window(rival.later.start, middle), Window(middle, rival.later.end))
    days = [exposure_days(half, rival.gaps) for half in halves]
    early, late = (int(turns.within(half).sum()) for half in halves)
    found = rate_ratio(early, late, *days)
    if found is None or rival.selective:
        return ()
    rows = [
        Measure(
            name="later half to earlier",
            kind="ratio",
            label="friendly words a day in the later half of the window, times the earlier half",
            value=finite(found.effect),
            low=found.low,
            high=finite(found.high),
            unit="times",
            evidence=grounds.ids(turns),
        )
    ]
    if 0 < found.effect < 1:
        # An exponential decline by this ratio over half of the window.
        life = rival.later.days / 2 * np.log(2) / -np.log(found.effect)
        label = "days in which the friendly words would halve at this decline"
        rows.append(
            Measure(
                name="half-life",
                kind="level",
                label=label,
                value=float(life),
                unit="days",
                evidence=grounds.ids(turns),
            )
        )
    return tuple(rows)


def _turn(rival: Split) -> InTime:
    """How the friendly share of the client's own acts ranks among earlier windows."""
    if rival.selective:
        return UNRANKED
    masks = [
        rival.countable(part) & (part.direction != "pole") for part in (rival.before, rival.after)
    ]
    friendly = daily(rival, masks[0] & rival.before.cooperative, masks[1] & rival.after.cooperative)
    return share_in_time(earlier_windows(rival), friendly, daily(rival, *masks))


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
    dated = courting.select(courting.dated)
    low = np.searchsorted(dated.start, turns.start - week)
    high = np.searchsorted(dated.start, turns.end + week)
    names = dated.ids
    return [names[a:b] for a, b in zip(low.tolist(), high.tolist(), strict=True)]


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
    turn = _turn(arrays.rival)
    if not arrays.rival.selective and turn.rank > PLACEBO:
        reason = "the friendly share of its own acts did not rise beyond what earlier windows show"
        return "not_applicable", (f"there was no turn: {reason}",), more
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
    for at, name in enumerate(turns.ids[: grounds.SHOWN]):
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


DIAGNOSTIC = grounds.in_one_piece(
    (NAME, QUESTION, PROPOSITION),
    "share",
    gather,
    judge,
    from_splits=lambda splits: Arrays(splits.rival, splits.partner),
)
