"""Audience: do the gestures track elections and home opinion?

Idea: what is staged for voters is staged before they vote. Count the client's friendly acts
toward the rival in the ninety days before its national elections and on all other days; turn the
calendar round (each shift of it by whole weeks is an election calendar that never was) to see how
often chance does as much. What people at home think of either side is shown beside it.
Misleads when: the election falls into the window by accident of the calendar; or when elections
are missing from the table, which can hide the pattern but not make it.
Source: audience costs, Fearon 1994, American Political Science Review 88:577; permutation by
circular shifts, which keep the series' own clusters, Politis and Romano 1992, in Exploring the
Limits of Bootstrap.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from steelyard import vocabulary
from steelyard.diagnostics import grounds
from steelyard.records import Archive, Case, Exhibit, Finding, Grade, Measure
from steelyard.series import (
    DyadEvents,
    Split,
    TieRow,
    client_codes,
    client_ties,
    daily,
    earlier_windows,
    split,
)
from steelyard.statistics import PLACEBO, Estimate, dispersion, grade_ratio, rate_ratio
from steelyard.vocabulary import Election
from steelyard.wording import actor_name, count, day_text, figure, finite, listing, percent, times

NAME = "audience"
QUESTION = "Do the gestures track elections and home opinion?"
PROPOSITION = "they track home politics"

#: Days before an election that belong to its campaign.
CAMPAIGN = 90

#: How ties name what people at home think.
OPINION = "opinion."

#: Days by which the calendar is turned at a time.
TURN = 7


@dataclass(frozen=True, slots=True)
class Arrays:
    """What passed with the rival, the client's elections, and what its people think."""

    rival: Split
    elections: tuple[Election, ...]
    opinion: tuple[TieRow, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """Gestures and days in campaigns and outside, their ratio, and its rank among turns."""

    inside: int
    outside: int
    days_inside: int
    days_outside: int
    found: Estimate | None
    rank: float
    campaigns: tuple[Election, ...]


def gather(archive: Archive, case: Case, client: str) -> Arrays:
    """Return the client's events with the rival, its elections and its opinion polls."""
    held = [e for code in client_codes(client) for e in vocabulary.elections(code)]
    ties = client_ties(archive, case, client)
    return Arrays(
        split(archive, case, client, "rival", NAME),
        tuple(sorted(held, key=lambda election: election.day)),
        tuple(tie for tie in ties if tie.indicator.startswith(OPINION)),
    )


def judge(arrays: Arrays) -> Finding:
    """Grade whether the client's gestures are denser before its elections."""
    rival = arrays.rival
    before, after = (_gestures(rival, events) for events in (rival.before, rival.after))
    told = _told(arrays)
    grade, reasons, needed = _grade(arrays, told)
    found = told.found
    # Which elections are listed is an accident of the table: a ratio that tells nothing is shown
    # among the figures and is not the finding's effect.
    told_of = grade in ("supports", "opposes")
    campaign, quiet = (
        grounds.heaviest(after.select(_in_campaign(after, told.campaigns) == here))
        for here in (True, False)
    )
    return Finding(
        diagnostic=NAME,
        client=rival.client,
        question=QUESTION,
        proposition=PROPOSITION,
        sentence=_sentence(arrays, told),
        grade=grade,
        effect=finite(found.effect) if found and told_of else None,
        unit="times the rate of gestures outside campaigns",
        scale="ratio",
        null=1.0,
        low=found.low if found and told_of else None,
        high=finite(found.high) if found and told_of else None,
        n_before=len(before),
        n_after=len(after),
        smallest_detectable=found.smallest_detectable if found else None,
        reasons=(*reasons, *grounds.caveats(rival)),
        needed=needed,
        evidence=grounds.cited(grounds.ids(after, before), [tie.tie_id for tie in arrays.opinion]),
        measures=_measures(told, after),
        exhibits=_exhibits(arrays, told),
        strongest_for=campaign,
        strongest_against=quiet,
        would_change=_would_change(grade, told),
    )


def _gestures(rival: Split, events: DyadEvents) -> DyadEvents:
    """The client's friendly acts toward the rival, alone or with it, on known days."""
    mine = events.cooperative & (events.direction != "pole")
    return events.select(rival.countable(events) & mine & events.dated)


def _in_campaign(events: DyadEvents, campaigns: tuple[Election, ...]) -> grounds.Mask:
    inside = np.zeros(len(events), dtype=np.bool_)
    for election in campaigns:
        day = np.datetime64(election.day)
        inside |= (events.start >= day - np.timedelta64(CAMPAIGN, "D")) & (events.start <= day)
    return inside


def _told(arrays: Arrays) -> _Told:
    """Count gestures in campaigns and outside, and turn the calendar round."""
    rival = arrays.rival
    masks = [
        rival.countable(part) & part.cooperative & (part.direction != "pole")
        for part in (rival.before, rival.after)
    ]
    gestures = daily(rival, masks[0], masks[1])
    campaign, held = _campaign_days(arrays)
    seen = rival.calendar.covered & _asked(rival)
    inside = int(gestures[campaign & seen].sum())
    outside = int(gestures[~campaign & seen].sum())
    days = int((campaign & seen).sum()), int((~campaign & seen).sum())
    spread = _spread(rival, gestures)
    found = rate_ratio(round(outside / spread), round(inside / spread), days[1], days[0])
    return _Told(inside, outside, *days, found, _rank(gestures[seen], campaign[seen]), held)


def _campaign_days(arrays: Arrays) -> tuple[grounds.Mask, tuple[Election, ...]]:
    """True on the days of the calendar that belong to a campaign; the elections they are of."""
    calendar = arrays.rival.calendar
    mask = np.zeros(len(calendar), dtype=np.bool_)
    held = []
    for election in arrays.elections:
        at = (election.day - calendar.start).days
        low, high = max(at - CAMPAIGN, 0), min(at + 1, len(calendar))
        if low < high:
            mask[low:high] = True
            held.append(election)
    return mask, tuple(held)


def _asked(rival: Split) -> grounds.Mask:
    """True on the days of the two windows."""
    mask = np.zeros(len(rival.calendar), dtype=np.bool_)
    for window in (rival.earlier, rival.later):
        mask[rival.calendar.slots(window)] = True
    return mask


def _spread(rival: Split, gestures: grounds.Numbers) -> float:
    """How many gestures come together and count as one."""
    earlier = earlier_windows(rival)
    weeks = np.concatenate(earlier.weeks(gestures))
    weeks = weeks[np.isfinite(weeks)]
    if not len(weeks):
        return 1.0
    mean = np.full(len(weeks), weeks.mean())
    return dispersion(weeks, mean, mean)


def _rank(gestures: grounds.Numbers, campaign: grounds.Mask) -> float:
    """Share of the turns of the calendar, itself among them, that hold as many gestures."""
    if not campaign.any() or campaign.all():
        return 1.0
    turns = range(0, len(campaign), TURN)
    held = np.array([gestures[np.roll(campaign, turn)].sum() for turn in turns])
    return float((held >= held[0]).mean())


def _grade(arrays: Arrays, told: _Told) -> tuple[Grade, tuple[str, ...], str | None]:
    rival = arrays.rival
    needed = f"{grounds.wanted(rival)}, and the days of national elections in these years"
    if not told.campaigns:
        if arrays.elections:
            reason = "no election listed for the client has its campaign in the windows"
        else:
            reason = "no election day is listed for the client"
        return "cannot_tell", (reason,), needed
    if rival.selective:
        return "cannot_tell", (grounds.SELECTIVE_COUNT,), needed
    if grounds.gap_too_large(rival):
        return "cannot_tell", (grounds.GAP,), needed
    if few := grounds.too_few(told.inside + told.outside, "gesture"):
        return "cannot_tell", (few,), needed
    if told.found is None:
        return "cannot_tell", ("all days of the windows belong to campaigns",), needed
    grade: Grade = grade_ratio(told.found)
    if grade == "supports" and told.rank > PLACEBO:
        reason = f"{percent(told.rank)} of election calendars that never were would hold as many gestures"
        return "cannot_tell", (reason,), needed
    if grade == "cannot_tell":
        return grade, grounds.unsure(told.found), needed
    return grade, (), None


def _would_change(grade: Grade, told: _Told) -> str | None:
    if grade != "supports" or told.found is None:
        return None
    usual = round(told.outside * told.days_inside / max(told.days_outside, 1))
    return f"about {usual} gestures in the campaigns, as on other days, instead of {told.inside}"


def _sentence(arrays: Arrays, told: _Told) -> str:
    name = actor_name(arrays.rival.client, arrays.rival.shock)
    if not told.campaigns:
        return f"No election of {name} is known whose campaign lies in the windows."
    days = listing(day_text(election.day) for election in told.campaigns)
    ratio = f" ({times(told.found.effect)} the rate)" if told.found and told.found.effect else ""
    return (
        f"{name} made {count(told.inside, 'gesture')} toward {arrays.rival.pole} on "
        f"{told.days_inside} days of campaigns before {days}, and {told.outside} on the other "
        f"{told.days_outside}{ratio}."
    )


def _measures(told: _Told, after: DyadEvents) -> tuple[Measure, ...]:
    if not told.campaigns or told.found is None:
        return ()
    return (
        Measure(
            name="campaigns to other days",
            kind="ratio",
            label="gestures a day in campaigns, times other days, 90 % interval",
            value=finite(told.found.effect),
            low=told.found.low,
            high=finite(told.found.high),
            unit="times",
            evidence=grounds.ids(after),
        ),
        Measure(
            name="placebo rank",
            kind="rank",
            label="share of turns of the election calendar that hold as many gestures",
            value=told.rank,
            unit="share",
            evidence=grounds.ids(after),
        ),
    )


def _exhibits(arrays: Arrays, told: _Told) -> tuple[Exhibit, ...]:
    tables = []
    if told.campaigns:
        tables.append(
            Exhibit(
                title="Elections whose campaigns lie in the windows",
                columns=("day", "campaign from", "kind", "source"),
                rows=tuple(
                    (
                        election.day.isoformat(),
                        (election.day - timedelta(days=CAMPAIGN)).isoformat(),
                        election.kind,
                        election.source,
                    )
                    for election in told.campaigns
                ),
                evidence=tuple(() for _ in told.campaigns),
            )
        )
    if arrays.opinion:
        tables.append(
            Exhibit(
                title="What people at home think, as polls gave it",
                columns=("of whom", "year", "what", "value", "unit", "counted by"),
                rows=tuple(
                    (
                        actor_name(tie.partner),
                        tie.year,
                        tie.text or tie.indicator.removeprefix(OPINION),
                        None if tie.value is None else figure(tie.value),
                        tie.unit,
                        tie.counter,
                    )
                    for tie in arrays.opinion
                ),
                evidence=tuple((tie.tie_id,) for tie in arrays.opinion),
                note="Polls are shown and not graded: no two of them asked the same question twice.",
            )
        )
    return tuple(tables)


DIAGNOSTIC = grounds.in_one_piece((NAME, QUESTION, PROPOSITION), "ratio", gather, judge)
