"""Priority: how much of the rival's attention does the client get, against its other arenas?

Idea: of everything the rival did with states outside its pole, take the part that was with the
client, and compare it before and after the shock. The rival's own level of activity drops out. The
part must be rarer than one in twenty among earlier windows of the same length, and the plain count
rarer than one in five: a rival that does less with others has not turned to the client. The
client's rank among the rival's arenas shows how large its part is; visits received are shown beside
it where they are loaded.
Misleads when: the record covers the client's part of the world better than the rival's other
arenas, or has done so since the shock. Events are counted, not weighed.
Source: attention as a budget, Jones and Baumgartner 2005, The Politics of Attention; state visits
as a scarce good, Ostrander and Rider 2019, American Journal of Political Science 63:835; the
share's change is a rate whose exposure is the rival's other events, by week.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from steelyard.diagnostics import evidence, measures, reasons
from steelyard.diagnostics.assemble import judgement, weights_of
from steelyard.diagnostics.splits import countable_events
from steelyard.records import Account, Archive, Case, Diagnostic, Grade, Judgement, Measure, Window
from steelyard.series import (
    Attention,
    DyadEvents,
    Split,
    TieRow,
    attention,
    change,
    client_codes,
    client_ties,
    earlier_windows,
    split,
    third_states,
)
from steelyard.series.calendar import Numbers
from steelyard.statistics import INTERESTING_RATIO, RateChange, placebo_rank
from steelyard.wording import actor_name, count, figure, finite, percent, possessive, times

NAME = "priority"

VISITS = "visits.received"

#: Arenas that the table lists.
LISTED = 12


@dataclass(frozen=True, slots=True)
class Arrays:
    """The pair's events, the rival's dealings with every state, and the rival's visits.

    ``others`` are the states outside the poles with which the rival dealt at all.
    """

    split: Split
    attention: Attention
    visits: tuple[TieRow, ...]
    others: int


def gather(archive: Archive, case: Case, client: str) -> Arrays:
    """Return what passed between client and rival, and what the rival did with all others."""
    found = split(archive, case, client, "rival", NAME)
    days = found.calendar
    span = Window(days.start, max(found.later.end, found.earlier.end))
    pole = case.pole("rival")
    visits = client_ties(archive, case, client, (VISITS,))
    seen = attention(archive, case, pole, span, found.systematic)
    return Arrays(
        found,
        seen,
        tuple(row for row in visits if row.side == "rival" and row.value is not None),
        others=len(third_states(case, seen, client)),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """The client's part of the rival's events before and after, and its rank among states."""

    before: int
    after: int
    of_before: int
    of_after: int
    rank: int
    arenas: int

    @property
    def shares(self) -> tuple[float | None, float | None]:
        return (
            self.before / self.of_before if self.of_before else None,
            self.after / self.of_after if self.of_after else None,
        )


@dataclass(frozen=True, slots=True)
class _Basis:
    """What is counted, the client's part of the rival's events, and how it changed."""

    before: DyadEvents
    after: DyadEvents
    part: _Part
    found: RateChange | None


def judge(arrays: Arrays) -> Judgement:
    """Grade whether the client's part of the rival's events grew."""
    pair = arrays.split
    basis = _Basis(*countable_events(pair), _part(arrays), _change(arrays))
    found = basis.found
    judged = judgement(
        _grade(arrays, basis),
        None,
        (basis.part.before, basis.part.after),
        needed=reasons.data_needed(pair).replace(
            "events of", "events of the rival with all states, and of"
        ),
        caveats=reasons.caveats(pair),
        basis=basis,
    )
    if found is None or not np.isfinite(found.ratio):
        return judged
    return replace(
        judged,
        effect=found.ratio,
        low=finite(found.low),
        high=finite(found.high),
        smallest_detectable=finite(found.smallest_detectable),
    )


def _own(arrays: Arrays) -> Numbers:
    """The client's events with the rival by day, as long as the calendar."""
    mine = arrays.attention.of(client_codes(arrays.split.client))
    return _fitted(mine, len(arrays.split.calendar))


def _fitted(daily: Numbers, size: int) -> Numbers:
    return np.pad(daily[:size], (0, max(size - len(daily), 0)))


def _part(arrays: Arrays) -> _Part:
    pair, seen = arrays.split, arrays.attention
    mine = seen.of(client_codes(pair.client))
    early, late = seen.slots(pair.earlier), seen.slots(pair.later)
    sizes = seen.counts[:, late].sum(axis=1)
    own = float(mine[late].sum())
    return _Part(
        before=int(mine[early].sum()),
        after=int(own),
        of_before=int(seen.total[early].sum()),
        of_after=int(seen.total[late].sum()),
        rank=1 + int((sizes > own).sum()),
        arenas=int((sizes > 0).sum()),
    )


def _change(arrays: Arrays) -> RateChange | None:
    """How the client's part changed, by week, the rival's other events being the exposure."""
    pair = arrays.split
    if pair.selective:
        return None
    total = _fitted(arrays.attention.total, len(pair.calendar))
    return change(pair, earlier_windows(pair), _own(arrays), total)


def _rank_of_counts(arrays: Arrays) -> float:
    """The share of earlier windows, the later one among them, that hold as many of its events."""
    earlier, own = earlier_windows(arrays.split), _own(arrays)
    return placebo_rank(earlier.windows(own), earlier.after(own))


def _grade(arrays: Arrays, basis: _Basis) -> reasons.Decision:
    part, found = basis.part, basis.found
    if found is None:
        return reasons.no_comparison(arrays.split, arrays.others)
    if not part.of_before or not part.of_after:
        return "cannot_tell", ("the record holds no dealings of the rival in one window",)
    few = reasons.small_number(part.before + part.after, "event of the pair", "events of the pair")
    if stopped := reasons.stand_down(reasons.large_gap(arrays.split), few):
        return stopped
    if found.grade == "supports":
        thinner = "the rival did less with others rather than more with the client"
        reason = reasons.thinner_record(part.after, _rank_of_counts(arrays), thinner)
        return reasons.stand_down(reason) or ("supports", ())
    if found.high < INTERESTING_RATIO:
        return "opposes", reasons.upper_limit(found.high)
    return "cannot_tell", (reasons.UNSURE, *reasons.upper_limit(found.high))


def tell(arrays: Arrays, judged: Judgement) -> Account:
    """Tell how large the client's part is, and which arenas are larger."""
    basis: _Basis = judged.basis
    before, after = basis.before, basis.after
    ids = evidence.ids(after, before)
    return Account(
        sentence=_sentence(arrays, basis.part),
        evidence=evidence.join_ids(ids, [row.tie_id for row in arrays.visits]),
        measures=tuple(_measures(arrays, basis)),
        exhibits=evidence.table(
            "With whom the rival dealt",
            ("state", "events before", "events after", "share after"),
            _lines(arrays, ids),
            "An event with several states counts for each of them.",
        ),
        strongest_for=evidence.most_reported(after),
        strongest_against=evidence.most_reported(before),
        would_change=_would_change(judged.grade, basis.found, basis.part),
    )


def _sentence(arrays: Arrays, part: _Part) -> str:
    name = actor_name(arrays.split.client, arrays.split.shock)
    was, now = part.shares
    if now is None or was is None:
        return f"The record does not hold what {arrays.split.pole} did with others on both sides."
    place = (
        f"; {count(part.rank - 1, 'state')} had more" if part.rank > 1 else "; no state had more"
    )
    grew = f", {times(now / was)} the share of before ({percent(was)})" if was else ""
    return (
        f"Of what {arrays.split.pole} did with others after the shock, {percent(now)} was with "
        f"{name} ({part.after} of {part.of_after} events){grew}{place}."
    )


def _measures(arrays: Arrays, basis: _Basis) -> Iterator[Measure]:
    part = basis.part
    sides = (("before", basis.before), ("after", basis.after))
    for (when, events), share in zip(sides, part.shares, strict=True):
        if share is not None:
            label = f"the client's share of the rival's events with states, {when} the shock"
            yield measures.level(f"share {when}", label, share, evidence.ids(events))
    if part.of_after:
        label = f"its place among {count(part.arenas, 'state')} with which the rival dealt after"
        place = measures.rank("rank", label, float(part.rank), evidence.ids(basis.after))
        yield replace(place, unit="place")
    for row in arrays.visits:
        name = f"visits {row.partner} {row.year}"
        label = f"visits of {possessive(actor_name(row.partner))} leaders received in {row.year}"
        yield measures.level(name, label, row.value, (row.tie_id,), unit=row.unit)


def _lines(arrays: Arrays, ids: tuple[str, ...]) -> Iterator[evidence.Line]:
    """The rival's largest arenas and the client among them; only the client's rows are cited."""
    seen, pair = arrays.attention, arrays.split
    late, early = seen.slots(pair.later), seen.slots(pair.earlier)
    sizes, past = seen.counts[:, late].sum(axis=1), seen.counts[:, early].sum(axis=1)
    own = set(client_codes(pair.client))
    order = sorted(range(len(sizes)), key=lambda n: (-sizes[n], -past[n], seen.states[n]))
    whole = float(seen.total[late].sum())
    for n in order[:LISTED] + [n for n in order[LISTED:] if seen.states[n] in own]:
        share = f"{figure(100 * sizes[n] / whole)} %" if whole else ""
        row = (actor_name(seen.states[n], pair.shock), int(past[n]), int(sizes[n]), share)
        yield row, ids if seen.states[n] in own else ()


def _would_change(grade: Grade, found: RateChange | None, part: _Part) -> str | None:
    if found is None or grade == "cannot_tell" or not part.after:
        return None
    if grade == "supports":
        return f"about {part.after / max(found.low, 1.0):.0f} events of the pair instead of {part.after}"
    least = part.after * INTERESTING_RATIO / max(found.high, 1e-9)
    return f"about {least:.0f} events of the pair instead of {part.after}"


DIAGNOSTIC = Diagnostic(
    name=NAME,
    question="How much of the rival's attention does the client get, against its other arenas?",
    subject="the attention that the rival gives it",
    proposition="the client gained in the rival's attention",
    scale="ratio",
    unit="times the earlier share of the rival's events",
    gather=gather,
    judge=judge,
    tell=tell,
    weights=weights_of(NAME),
)
