"""Balance: what happened toward the partner in the same window?

Idea: a state that turns away keeps up less with its partner while it does more with the rival;
one that balances does more with both. Compare the odds of a friendly event being with the
rival rather than with the partner, before and after, clusters counting for fewer; show both
counts and how each changed, and drills beside drills. Odds that rose must be rarer than one in
twenty among earlier windows of the same length.
Misleads when: contacts with one pole are reported one by one and those with the other only in
sums: routine then looks like absence.
Source: odds ratio under Jeffreys priors; hedging as contacts with both sides, Kuik 2008,
Contemporary Southeast Asia 30:159; placebo in time, Abadie, Diamond and Hainmueller 2010, JASA
105:493.
"""

from __future__ import annotations

from dataclasses import dataclass

from steelyard.diagnostics import grounds
from steelyard.records import Archive, Case, Exhibit, Finding, Grade, Measure
from steelyard.series import (
    UNRANKED,
    DyadEvents,
    InTime,
    Pair,
    Split,
    client_ties,
    daily,
    earlier_windows,
    pairs,
    share_in_time,
    split,
)
from steelyard.statistics import (
    INTERESTING_RATIO,
    Estimate,
    grade_ratio,
)
from steelyard.wording import actor_name, figure, first

NAME = "balance"
QUESTION = "What happened toward the partner in the same window?"
PROPOSITION = "partner contacts did not keep pace"

#: The indicator under which tables of ties count drills.
DRILLS = "exercises.count"


@dataclass(frozen=True, slots=True)
class Arrays:
    """What passed with each pole, and the drills that others counted."""

    rival: Split
    partner: Split
    drills: tuple[Pair, ...]


def gather(archive: Archive, case: Case, client: str) -> Arrays:
    """Return the client's events with both poles, and published counts of drills."""
    counted = pairs(client_ties(archive, case, client))
    return Arrays(
        split(archive, case, client, "rival", NAME),
        split(archive, case, client, "partner", NAME),
        tuple(pair for pair in counted if pair.indicator == DRILLS),
    )


def judge(arrays: Arrays) -> Finding:
    """Grade whether the rival gained on the partner among the client's friendly events."""
    rival = [_friendly(arrays.rival.before), _friendly(arrays.rival.after)]
    partner = [_friendly(arrays.partner.before), _friendly(arrays.partner.after)]
    counts = (len(rival[0]), len(partner[0]), len(rival[1]), len(partner[1]))
    time = _in_time(arrays)
    found = grounds.clustered_odds(counts, time)
    plain = grounds.clustered_odds(counts, UNRANKED)
    grade, reasons = _grade(arrays, found, time)
    return Finding(
        diagnostic=NAME,
        client=arrays.rival.client,
        question=QUESTION,
        proposition=PROPOSITION,
        sentence=_sentence(arrays, rival, partner),
        grade=grade,
        effect=plain.effect if plain else None,
        unit="odds ratio, rival to partner, after to before",
        scale="ratio",
        null=1.0,
        low=found.low if found else None,
        high=found.high if found else None,
        n_before=len(rival[0]) + len(partner[0]),
        n_after=len(rival[1]) + len(partner[1]),
        smallest_detectable=found.smallest_detectable if found else None,
        reasons=(*reasons, *grounds.caveats(arrays.rival)),
        needed=_needed(arrays) if grade == "cannot_tell" else None,
        evidence=first(
            rival[1].ids,
            partner[1].ids,
            [name for pair in arrays.drills for name in pair.ids],
            rival[0].ids,
            partner[0].ids,
        ),
        measures=(
            *(measure for pair in arrays.drills for measure in _measures(pair)),
            *_numerators(arrays, rival, partner),
            *grounds.rank_of_odds(time, arrays.rival.after.select(arrays.rival.after.happened)),
        ),
        exhibits=_exhibits(arrays, rival, partner),
        strongest_for=grounds.heaviest(rival[1]),
        strongest_against=grounds.heaviest(partner[1]),
        would_change=_would_change(arrays, grade, counts, time),
    )


def _in_time(arrays: Arrays) -> InTime:
    """How clustered the sides are by week, and the rank of the odds among earlier windows."""
    if arrays.rival.selective or arrays.partner.selective:
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


def _friendly(events: DyadEvents) -> DyadEvents:
    return events.select(events.happened & events.cooperative)


def _size(*parts: DyadEvents) -> int:
    return sum(len(_friendly(part)) for part in parts)


def _drills(events: DyadEvents) -> DyadEvents:
    """Joint military activity: material cooperation in a military context, done not said."""
    kind = (events.type == "COOPERATE") & events.military
    return events.select(events.happened & events.deeds & kind)


def _grade(arrays: Arrays, found: Estimate | None, time: InTime) -> tuple[Grade, tuple[str, ...]]:
    if found is None:
        return "cannot_tell", ("one of the windows holds no friendly event with either pole",)
    if grounds.gap_too_large(arrays.rival):
        return "cannot_tell", (grounds.GAP,)
    least = min(
        _size(arrays.rival.before, arrays.partner.before),
        _size(arrays.rival.after, arrays.partner.after),
    )
    if few := grounds.too_few(
        least, "friendly event in one of the windows", "friendly events in one of the windows"
    ):
        return "cannot_tell", (few,)
    grade: Grade = grade_ratio(found)
    if grade == "cannot_tell":
        return grade, grounds.unsure(found)
    if not (arrays.rival.selective or arrays.partner.selective):
        return grounds.ranked(grade, time.rank, time.windows)
    if grade == "supports" and not drills_agree(arrays.drills, arrays.rival.shock.year):
        reason = (
            "a record that was searched by hand may hold one side more fully, and no published "
            "count of drills moved the same way"
        )
        return "cannot_tell", (reason,)
    return grade, (grounds.SELECTIVE_SHARE,)


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


def _would_change(
    arrays: Arrays, grade: Grade, counts: tuple[int, int, int, int], time: InTime
) -> str | None:
    """The number of later events with the rival at which the grade would no longer be given."""
    if grade != "supports":
        return None
    least = grounds.fewest_of_first(counts, time)
    if least is None:
        return None
    return f"fewer than {least} friendly events with {arrays.rival.pole} after the shock (there were {counts[2]})"


def _numerators(
    arrays: Arrays, rival: list[DyadEvents], partner: list[DyadEvents]
) -> tuple[Measure, ...]:
    """How the friendly events with each pole changed by themselves, as rates a day."""
    sides = ((arrays.rival, rival), (arrays.partner, partner))
    return tuple(
        measure
        for windows, (before, after) in sides
        for measure in grounds.rate(windows, before, after, f"friendly events with {windows.pole}")
    )


def _needed(arrays: Arrays) -> str:
    return f"{grounds.wanted(arrays.rival)}, and those with {arrays.partner.pole}"


def _sentence(arrays: Arrays, rival: list[DyadEvents], partner: list[DyadEvents]) -> str:
    name = actor_name(arrays.rival.client, arrays.rival.shock)
    text = (
        f"{name} had {len(rival[1])} friendly events with {arrays.rival.pole} and {len(partner[1])} "
        f"with {arrays.partner.pole} after the shock, {len(rival[0])} and {len(partner[0])} before it."
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


def _measures(pair: Pair) -> tuple[Measure, ...]:
    ratio = Measure(
        name=f"exercises {pair.partner}:{pair.rival} {pair.year} {pair.counter}",
        kind="ratio",
        label=_counted(pair),
        value=pair.ratio,
        unit="times",
        evidence=pair.ids,
    )
    rival = Measure(
        name=f"drills with {pair.rival} {pair.year} {pair.counter}",
        kind="level",
        label=f"{pair.unit} with {pair.rival}, {pair.year} ({pair.counter})",
        value=pair.rival_value,
        unit=pair.unit,
        evidence=pair.ids,
    )
    return ratio, rival


def _counted(pair: Pair) -> str:
    scope = f", {pair.method}" if pair.method else ""
    return f"{pair.unit} with {pair.partner} to those with {pair.rival}, {pair.year} ({pair.counter}{scope})"


def _exhibits(
    arrays: Arrays, rival: list[DyadEvents], partner: list[DyadEvents]
) -> tuple[Exhibit, ...]:
    rows, evidence = [], []
    for windows, parts in ((arrays.rival, rival), (arrays.partner, partner)):
        for act in ("words", "deeds"):
            chosen = [part.select(part.act == act) for part in parts]
            rows.append((windows.pole, act, len(chosen[0]), len(chosen[1])))
            evidence.append(grounds.ids(*chosen))
        drills = [_drills(windows.before), _drills(windows.after)]
        rows.append(
            (windows.pole, "drills and other military deeds", len(drills[0]), len(drills[1]))
        )
        evidence.append(grounds.ids(*drills))
    events = Exhibit(
        title="Friendly events with either pole",
        columns=("pole", "act", "before", "after"),
        rows=tuple(rows),
        evidence=tuple(evidence),
        note=f"Before is {arrays.rival.days_before} days long, after {arrays.rival.days_after}.",
    )
    if not arrays.drills:
        return (events,)
    return events, Exhibit(
        title="Drills with either pole, as others counted them",
        columns=("year", "counted by", "scope", "with the partner", "with the rival", "ratio"),
        rows=tuple(
            (
                pair.year,
                pair.counter,
                pair.method or pair.unit,
                f"{figure(pair.partner_value)} ({pair.partner})",
                f"{figure(pair.rival_value)} ({pair.rival})",
                None if pair.ratio is None else round(pair.ratio, 2),
            )
            for pair in arrays.drills
        ),
        evidence=tuple(pair.ids for pair in arrays.drills),
        note="Each line is one counter's own definition of a drill; lines are not comparable.",
    )


DIAGNOSTIC = grounds.in_one_piece(
    (NAME, QUESTION, PROPOSITION),
    "ratio",
    gather,
    judge,
    from_splits=lambda splits: Arrays(splits.rival, splits.partner, ()),
    depends_on="kind",
)
