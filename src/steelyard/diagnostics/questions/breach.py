"""Breach: did the client break with its partner, and did the break stand?

Idea: a state that changes sides parts from somebody: it evicts forces, expels envoys, leaves pacts, refuses
what it had agreed to, joins sanctions. Count such acts of the client toward its partner beside all else that it
does there, before and after the shock, with clusters counting for less, and leave out what it took back. A rise of
the odds must be rarer than one in twenty among earlier windows of the same length, and such acts must
have become more frequent themselves. A break that was taken back is on record however a record was searched, and so is
whether the client joined or left an organisation of its partner: they speak where counts are too few.
Misleads when: the partner broke first and the client only answered; or a break is made to be taken back, which is
a signal and no turn.
Source: abrogation as the costly end of an alliance, Leeds and Savun 2007, Journal of Politics 69:1118; odds
ratio under Jeffreys priors; placebo in time, Abadie, Diamond and Hainmueller 2010, JASA 105:493.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from steelyard.diagnostics import effort, evidence, gauges, measures, odds, reasons
from steelyard.diagnostics.assemble import judgement, weights_of
from steelyard.diagnostics.splits import gather_splits, partner_split
from steelyard.records import Account, Diagnostic, Grade, Judgement, Measure, UnderEffort
from steelyard.series import (
    UNRANKED,
    DyadEvents,
    InTime,
    Member,
    Split,
    daily,
    earlier_windows,
    share_in_time,
)
from steelyard.statistics import Estimate, grade_ratio, rate_ratio
from steelyard.wording import actor_name, count, day_text, listing

NAME = "breach"

Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class _Side:
    """What the client does to its partner on one side of the shock.

    ``acts`` are all of it, ``broken`` the places of breaks; ``stands`` are those that no later act took back, and
    ``mended`` the places of the acts that took back the others.
    """

    acts: DyadEvents
    broken: Places
    mended: Places
    stands: Places

    @property
    def back(self) -> int:
        """How many breaks were taken back."""
        return len(self.mended)


@dataclass(frozen=True, slots=True)
class _Basis:
    """Both sides of the shock, and how clustered breaks are in time."""

    before: _Side
    after: _Side
    time: InTime

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """Breaks that stand and other acts before, then after."""
        (a, n), (c, m) = (
            (len(one.stands), len(one.acts) - one.back) for one in (self.before, self.after)
        )
        return a, n - a, c, m - c


def judge(arrays: Split) -> Judgement:
    """Grade whether the client broke with its partner and stood by it."""
    basis = _Basis(_side(arrays, arrays.before), _side(arrays, arrays.after), _in_time(arrays))
    found = odds.clustered_odds(basis.counts, basis.time)
    plain = odds.clustered_odds(basis.counts, UNRANKED)
    decided, searched = _grade(arrays, basis, found)
    judged = judgement(
        decided,
        found,
        (len(basis.before.acts), len(basis.after.acts)),
        needed=reasons.data_needed(arrays),
        caveats=reasons.caveats(arrays),
        basis=basis,
        effort=searched,
    )
    if not (len(basis.before.broken) or len(basis.after.broken)):
        return replace(
            judged, effect=None, low=None
        )  # no break on record: nothing changed that was seen
    return replace(judged, effect=plain.effect if plain else None)


def _side(partner: Split, events: DyadEvents) -> _Side:
    acts = events.select(partner.countable(events) & (events.direction != "pole"))
    broken = np.flatnonzero(gauges.broken(partner, acts))
    left, mended = list(broken), []
    for at in np.flatnonzero(gauges.mended(partner, acts)):
        # Each such act takes back the latest break that still stands.
        earlier = [place for place in left if acts.start[place] < acts.start[at]]
        if earlier:
            left.remove(earlier[-1])
            mended.append(at)
    return _Side(acts, broken, np.array(mended, dtype=np.intp), np.array(left, dtype=np.intp))


def _in_time(partner: Split) -> InTime:
    """How clustered breaks are by week, and the rank of their odds among earlier windows."""
    if partner.selective:
        return UNRANKED
    parts = partner.before, partner.after
    own = [partner.countable(part) & (part.direction != "pole") for part in parts]
    broken = [gauges.broken(partner, part) for part in parts]
    return share_in_time(earlier_windows(partner), daily(partner, *broken), daily(partner, *own))


def _grade(
    partner: Split, basis: _Basis, found: Estimate | None
) -> tuple[reasons.Decision, UnderEffort | None]:
    if found is None:
        nothing = "one of the windows holds no act of the client toward its partner"
        return _on_record(partner, basis) or ("cannot_tell", (nothing,)), None
    a, b, c, d = basis.counts
    one, several = (f"{word} of the client in one of the windows" for word in ("act", "acts"))
    few = reasons.small_number(min(a + b, c + d), one, several)
    if stopped := reasons.stand_down(reasons.large_gap(partner), few):
        answer = _searched(partner, basis)[1] if partner.selective else None
        return (_on_record(partner, basis) if partner.selective else None) or stopped, answer
    if partner.selective:
        decided, answer = _searched(partner, basis)
        if decided[0] == "cannot_tell":
            decided = _on_record(partner, basis) or decided
        return decided, answer
    grade: Grade = grade_ratio(found)
    if grade == "cannot_tell":
        return (grade, reasons.wide_interval(found)), None
    if grade == "supports" and not _rose(partner, basis):
        rarer = "breaks did not become more frequent themselves: other acts became rarer"
        return ("cannot_tell", (rarer,)), None
    return reasons.hold_to_past(grade, basis.time.rank, basis.time.windows), None


def _searched(partner: Split, basis: _Basis) -> tuple[reasons.Decision, UnderEffort | None]:
    """The answer of a record that people searched, as far as it holds for any effort."""
    span = partner.effort.of("friendly to hostile")
    decided, answer = effort.under_effort(
        "hostile to friendly",
        replace(span, low=1 / span.high, high=1 / span.low),
        lambda gamma: odds.clustered_odds(basis.counts, basis.time, effort=gamma),
        effort.ratio_rose,
    )
    assert decided is not None  # there is something to compare
    if decided[0] == "opposes" and not len(basis.after.broken):
        decided = "cannot_tell", (reasons.ABSENCE,)
    return decided, answer


def _on_record(partner: Split, basis: _Basis) -> reasons.Decision | None:
    """What stands on record however it was searched: breaks taken back, organisations joined and left."""
    changes = partner.memberships
    if len({one.joined for one in changes}) != 1:
        return _taken_back(basis)
    return _taken_back(basis) or (
        "opposes" if changes[0].joined else "supports",
        (f"{_changed(changes)}: its list of members says so however unevenly one searched",),
    )


def _changed(changes: tuple[Member, ...]) -> str:
    """Which organisations were joined or left, and when."""
    return listing(
        f"{one.change} {actor_name(one.organisation)} on {day_text(one.day)}" for one in changes
    )


def _taken_back(basis: _Basis) -> reasons.Decision | None:
    """``opposes`` where at least as many breaks since the shock were taken back as stand."""
    after = basis.after
    if not after.back or after.back < len(after.stands):
        return None
    days = after.acts.start[after.mended]
    first = day_text(days.min().item())
    of = count(len(after.broken), "break") if len(after.broken) > 1 else "the one break"
    were = "was" if after.back == 1 else "were"
    part = of if after.back == len(after.broken) else f"{after.back} of {len(after.broken)} breaks"
    said = f"{part} since the shock {were} taken back, the first on {first}"
    return "opposes", (f"{said}: that is on record however unevenly it was searched",)


def _rose(partner: Split, basis: _Basis) -> bool:
    """Whether breaks are more frequent than before, at their middle estimate."""
    numbers = len(basis.before.stands), len(basis.after.stands)
    found = rate_ratio(*numbers, partner.days_before, partner.days_after)
    return found is not None and found.effect > 1


def tell(arrays: Split, judged: Judgement) -> Account:
    """Tell how often the client broke with its partner, and what of it was taken back."""
    basis: _Basis = judged.basis
    before, after = basis.before, basis.after
    broken, mended = (after.acts.select(places) for places in (after.broken, after.mended))
    return Account(
        sentence=_sentence(arrays, basis),
        evidence=evidence.ids(broken, mended, before.acts.select(before.broken), after.acts),
        measures=tuple(_measures(arrays, basis)),
        exhibits=(
            *evidence.table(
                "Breaks with the partner, and what of them was taken back",
                ("day", "type", "act", "window", "reading", "what"),
                islice(_lines(basis), evidence.SHOWN),
                "Evictions, expulsions, exits, refusals and sanctions by the client, done and not said.",
            ),
            *evidence.table(
                "Organisations of the partner that the client joined or left since the shock",
                ("organisation", "what", "day", "source"),
                map(_member_line, arrays.memberships),
                "By their own lists of members, until the last day of any window of the case.",
            ),
        ),
        strongest_for=evidence.most_reported(broken),
        strongest_against=evidence.most_reported(mended)
        or evidence.most_reported(after.acts.select(after.acts.cooperative)),
        would_change=odds.would_change(judged.grade, basis.counts, basis.time, "breaks that stand"),
        key_point=judged.grade == "supports",
    )


def _member_line(one: Member) -> evidence.Line:
    return (actor_name(one.organisation), one.change, one.day.isoformat(), one.source), ()


def _sentence(partner: Split, basis: _Basis) -> str:
    changes = partner.memberships
    more = f" It {_changed(changes)}." if changes else ""
    return f"{_acts_sentence(partner, basis)}{more}"


def _acts_sentence(partner: Split, basis: _Basis) -> str:
    """What the rows tell."""
    name, before, after = actor_name(partner.client, partner.shock), basis.before, basis.after
    if not (len(before.broken) or len(after.broken)):
        return f"No break of {name} with {partner.pole} by deed or decision is on record."
    text = (
        f"{name} broke with {partner.pole} by deed or decision "
        f"{count(len(after.broken), 'time')} in {len(after.acts)} acts after the shock and "
        f"{count(len(before.broken), 'time')} in {len(before.acts)} before"
    )
    if not after.back:
        return f"{text}."
    were = "was" if after.back == 1 else "were"
    return f"{text}; {after.back} of those after it {were} taken back."


def _measures(partner: Split, basis: _Basis) -> Iterator[Measure]:
    stands = [one.acts.select(one.stands) for one in (basis.before, basis.after)]
    yield from measures.rate(partner, stands[0], stands[1], "breaks that stand")
    if not partner.selective:
        yield from measures.rank_of_odds(basis.time, basis.after.acts)


def _lines(basis: _Basis) -> Iterator[evidence.Line]:
    for window, side in (("before", basis.before), ("after", basis.after)):
        told = {int(at): "a break" for at in side.stands}
        told |= {int(at): "a break that was taken back" for at in side.broken if at not in told}
        told |= {int(at): "takes one back" for at in side.mended if at not in told}
        for at, reading in sorted(told.items()):
            acts = side.acts
            yield evidence.line(acts, at, str(acts.type[at]), str(acts.act[at]), window, reading)


DIAGNOSTIC = Diagnostic(
    name=NAME,
    question="Did the client break with its partner, and did the break stand?",
    subject="its breaks with its partner",
    proposition="the client broke with its partner",
    scale="ratio",
    unit="odds that an act of the client is a break, times those before",
    gather=gather_splits(NAME, partner_split),
    judge=judge,
    tell=tell,
    from_splits=partner_split,
    depends_on="kind",
    weights=weights_of(NAME),
    gauges=(gauges.BREAKS,),
)
