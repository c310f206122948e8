"""Audience: do the gestures track elections and home opinion?

Idea: what is staged for voters is staged before they vote. Count the client's friendly acts toward
the rival in the ninety days before its national elections and on all other days. Then shift the
calendar by whole weeks, each shift being an election calendar that never existed, to see how often
chance does as much. What people at home think of either side is shown beside it.
Misleads when: the election falls into the window by accident; or elections are missing from the
table, which can hide the pattern but not create it.
Source: audience costs, Fearon 1994, American Political Science Review 88:577; permutation by
circular shifts, which keep the series' own clusters, Politis and Romano 1992, in Exploring the
Limits of Bootstrap.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from steelyard import vocabulary
from steelyard.diagnostics import effort, evidence, measures, reasons
from steelyard.diagnostics.assemble import OPEN, judgement, weights_of
from steelyard.diagnostics.effort import answered
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
    DyadEvents,
    Mask,
    Split,
    TieRow,
    client_codes,
    client_ties,
    daily,
    earlier_windows,
    split,
)
from steelyard.series.calendar import Numbers
from steelyard.statistics import PLACEBO, Estimate, dispersion, grade_ratio, rate_ratio
from steelyard.vocabulary import Election
from steelyard.wording import (
    actor_name,
    count,
    day_text,
    figure,
    listing,
    percent,
    possessive,
    times,
)

NAME = "audience"

#: Days before an election that belong to its campaign.
CAMPAIGN = 90

#: How ties name what people at home think.
OPINION = "opinion."

#: Days by which the calendar is turned at a time.
TURN = 7


@dataclass(frozen=True, slots=True)
class Arrays:
    """What passed with the rival, the client's elections, and what its people think.

    ``complete`` where every election that could have its campaign in the windows is listed.
    """

    rival: Split
    elections: tuple[Election, ...]
    complete: bool
    opinion: tuple[TieRow, ...]


def gather(archive: Archive, case: Case, client: str) -> Arrays:
    """Return the client's events with the rival, its elections and its opinion polls."""
    rival, codes = split(archive, case, client, "rival", NAME), client_codes(client)
    days = {e.day: e for code in codes for e in vocabulary.elections(code)}
    for named in case.calendar:
        if named.client in (None, client):
            days[named.day] = Election(client, named.day, named.what, named.source)
    last = rival.later.end + timedelta(days=CAMPAIGN)
    ties = client_ties(archive, case, client)
    return Arrays(
        rival,
        tuple(days[day] for day in sorted(days)),
        any(vocabulary.elections_known(code, rival.earlier.start, last) for code in codes),
        tuple(tie for tie in ties if tie.indicator.startswith(OPINION)),
    )


@dataclass(frozen=True, slots=True)
class _Basis:
    """Gestures and days in campaigns and outside, their ratio, and its rank among turns."""

    before: DyadEvents
    after: DyadEvents
    inside: int
    outside: int
    days_inside: int
    days_outside: int
    found: Estimate | None
    rank: float
    campaigns: tuple[Election, ...]


def judge(arrays: Arrays) -> Judgement:
    """Grade whether the client's gestures are denser before its elections."""
    rival, basis = arrays.rival, _basis(arrays)
    decided, searched = _grade(arrays, basis)
    judged = judgement(
        decided,
        basis.found,
        (len(basis.before), len(basis.after)),
        needed=_needed(arrays, basis),
        caveats=reasons.caveats(rival),
        basis=basis,
        effort=searched,
    )
    if answered(judged, "ratio") == "bounded" and searched is not None:
        return judged
    # Which elections are listed is an accident of the table: a ratio that tells nothing is shown
    # among the figures and is not the finding's effect.
    return replace(judged, effect=None, low=None, high=None) if judged.grade in OPEN else judged


def _basis(arrays: Arrays) -> _Basis:
    """Count gestures in campaigns and outside, and turn the calendar round."""
    rival = arrays.rival
    masks = _gestures(rival, rival.before), _gestures(rival, rival.after)
    gestures = daily(rival, *masks)
    campaign, campaigns = _campaign_days(arrays)
    seen = rival.calendar.covered & _in_windows(rival)
    inside, outside = (int(gestures[part & seen].sum()) for part in (campaign, ~campaign))
    days_inside, days_outside = (int((part & seen).sum()) for part in (campaign, ~campaign))
    spread = _spread(rival, gestures)
    return _Basis(
        rival.before.select(masks[0]),
        rival.after.select(masks[1]),
        inside,
        outside,
        days_inside,
        days_outside,
        rate_ratio(round(outside / spread), round(inside / spread), days_outside, days_inside),
        _rank(gestures[seen], campaign[seen]),
        campaigns,
    )


def _gestures(rival: Split, events: DyadEvents) -> Mask:
    """True for the client's friendly acts toward the rival, alone or with it, on known days."""
    mine = events.cooperative & (events.direction != "pole")
    mask: Mask = rival.countable(events) & mine & events.dated
    return mask


def _campaign_days(arrays: Arrays) -> tuple[Mask, tuple[Election, ...]]:
    """True on the days of the calendar that belong to a campaign; the elections they are of."""
    calendar = arrays.rival.calendar
    mask = np.zeros(len(calendar), dtype=np.bool_)
    campaigns = []
    for election in arrays.elections:
        at = (election.day - calendar.start).days
        low, high = max(at - CAMPAIGN, 0), min(at + 1, len(calendar))
        if low < high:
            mask[low:high] = True
            campaigns.append(election)
    return mask, tuple(campaigns)


def _in_windows(rival: Split) -> Mask:
    """True on the days of the two windows."""
    mask = np.zeros(len(rival.calendar), dtype=np.bool_)
    for window in (rival.earlier, rival.later):
        mask[rival.calendar.slots(window)] = True
    return mask


def _spread(rival: Split, gestures: Numbers) -> float:
    """How many gestures come together and count as one."""
    earlier = earlier_windows(rival)
    weeks = np.concatenate(earlier.weeks(gestures))
    weeks = weeks[np.isfinite(weeks)]
    if not len(weeks):
        return 1.0
    mean = np.full(len(weeks), weeks.mean())
    return dispersion(weeks, mean, mean)


def _rank(gestures: Numbers, campaign: Mask) -> float:
    """Share of the turns of the calendar, itself among them, that hold as many gestures."""
    if not campaign.any() or campaign.all():
        return 1.0
    turns = range(0, len(campaign), TURN)
    sums = np.array([gestures[np.roll(campaign, turn)].sum() for turn in turns])
    return float((sums >= sums[0]).mean())


def _needed(arrays: Arrays, basis: _Basis) -> str:
    """What would settle the question: a calendar of elections, or more events."""
    rival = arrays.rival
    if basis.campaigns or arrays.complete:
        return reasons.data_needed(rival)
    name = actor_name(rival.client, rival.shock)
    span = f"{rival.earlier.start:%B %Y} to {rival.later.end + timedelta(days=CAMPAIGN):%B %Y}"
    return f"a calendar of {possessive(name)} national elections, {span} ([[calendar]] in case.toml: day, what, source)"


def _grade(arrays: Arrays, basis: _Basis) -> tuple[reasons.Decision, UnderEffort | None]:
    rival, found = arrays.rival, basis.found
    if not basis.campaigns and arrays.complete:
        none = "the client had no national election to campaign for"
        return ("not_applicable", (none,)), None
    unlisted = "no calendar of the client's elections is known"
    if arrays.elections:
        unlisted = "no election listed for the client has its campaign in the windows"
    if stopped := reasons.stand_down(
        None if basis.campaigns else unlisted,
        reasons.large_gap(rival),
        reasons.small_number(basis.inside + basis.outside, "gesture"),
    ):
        return stopped, _searched(rival, basis)[1] if rival.selective else None
    if found is None:
        return ("cannot_tell", ("all days of the windows belong to campaigns",)), None
    if rival.selective:
        return _searched(rival, basis)
    return _by_turns(basis, found), None


def _searched(rival: Split, basis: _Basis) -> tuple[reasons.Decision, UnderEffort | None]:
    """The answer of a record that people searched, as far as it holds for any effort."""
    decided, answer = effort.under_effort(
        "campaigns to other days",
        rival.effort.of("campaigns to other days"),
        lambda gamma: rate_ratio(
            basis.outside, basis.inside, basis.days_outside, basis.days_inside, effort=gamma
        ),
        grade_ratio,
    )
    if decided is None:
        return ("cannot_tell", ("there is nothing to compare",)), None
    if decided[0] == "opposes" and not basis.inside:
        decided = "cannot_tell", (reasons.ABSENCE,)
    return decided, answer


def _by_turns(basis: _Basis, found: Estimate) -> reasons.Decision:
    """The grade of a systematic record."""
    grade: Grade = grade_ratio(found)
    if grade == "supports" and basis.rank > PLACEBO:
        chance = f"{percent(basis.rank)} of election calendars that never were"
        return "cannot_tell", (f"{chance} would hold as many gestures",)
    return grade, reasons.wide_interval(found) if grade == "cannot_tell" else ()


def tell(arrays: Arrays, judged: Judgement) -> Account:
    """Tell how many gestures fell into campaigns, and what people at home think."""
    basis: _Basis = judged.basis
    after, campaign = basis.after, _in_campaign(basis.after, basis.campaigns)
    return Account(
        sentence=_sentence(arrays, basis),
        evidence=evidence.join_ids(
            evidence.ids(after, basis.before), [tie.tie_id for tie in arrays.opinion]
        ),
        measures=tuple(_measures(basis)),
        exhibits=(
            *evidence.table(
                "Elections whose campaigns lie in the windows",
                ("day", "campaign from", "kind", "source"),
                map(_election_line, basis.campaigns),
            ),
            *evidence.table(
                "What people at home think, as polls gave it",
                ("of whom", "year", "what", "value", "unit", "counted by"),
                map(_opinion_line, arrays.opinion),
                "Polls are shown and not graded: no two of them asked the same question twice.",
            ),
        ),
        strongest_for=evidence.most_reported(after.select(campaign)),
        strongest_against=evidence.most_reported(after.select(~campaign)),
        would_change=_would_change(judged.grade, basis),
    )


def _in_campaign(events: DyadEvents, campaigns: tuple[Election, ...]) -> Mask:
    inside = np.zeros(len(events), dtype=np.bool_)
    for election in campaigns:
        day = np.datetime64(election.day)
        inside |= (events.start >= day - np.timedelta64(CAMPAIGN, "D")) & (events.start <= day)
    return inside


def _would_change(grade: Grade, basis: _Basis) -> str | None:
    if grade != "supports":
        return None
    usual = round(basis.outside * basis.days_inside / max(basis.days_outside, 1))
    return f"about {usual} gestures in the campaigns, as on other days, instead of {basis.inside}"


def _sentence(arrays: Arrays, basis: _Basis) -> str:
    name, found = actor_name(arrays.rival.client, arrays.rival.shock), basis.found
    if not basis.campaigns and arrays.complete:
        return f"No national election of {name} had its campaign in the windows."
    if not basis.campaigns and not arrays.elections:
        return f"No calendar of {possessive(name)} national elections is known."
    if not basis.campaigns:
        return f"No election of {name} is known whose campaign lies in the windows."
    days = listing(day_text(election.day) for election in basis.campaigns)
    ratio = f" ({times(found.effect)} the rate)" if found and found.effect else ""
    return (
        f"{name} made {count(basis.inside, 'gesture')} toward {arrays.rival.pole} on "
        f"{basis.days_inside} days of campaigns before {days}, and {basis.outside} on the other "
        f"{basis.days_outside}{ratio}."
    )


def _measures(basis: _Basis) -> Iterator[Measure]:
    found, ids = basis.found, evidence.ids(basis.after)
    if basis.campaigns and found is not None:
        label = "gestures a day in campaigns, times other days, 90 % interval"
        yield measures.ratio("campaigns to other days", label, found.effect, found, ids)
        label = "share of turns of the election calendar that hold as many gestures"
        yield measures.rank("placebo rank", label, basis.rank, ids)


def _election_line(election: Election) -> evidence.Line:
    first = election.day - timedelta(days=CAMPAIGN)
    return (election.day.isoformat(), first.isoformat(), election.kind, election.source), ()


def _opinion_line(tie: TieRow) -> evidence.Line:
    value = None if tie.value is None else figure(tie.value)
    what = tie.text or tie.indicator.removeprefix(OPINION)
    return (actor_name(tie.partner), tie.year, what, value, tie.unit, tie.counter), (tie.tie_id,)


DIAGNOSTIC = Diagnostic(
    name=NAME,
    question="Do the gestures track elections and home opinion?",
    subject="elections and opinion at home",
    proposition="they track home politics",
    scale="ratio",
    unit="times the rate of gestures outside campaigns",
    gather=gather,
    judge=judge,
    tell=tell,
    weights=weights_of(NAME),
)
