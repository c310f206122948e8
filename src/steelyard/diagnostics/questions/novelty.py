"""Novelty: what does the new agreement add to what already bound the pair?

Idea: take the states that a new agreement binds, take away those that earlier agreements bound
already, and ask how much of the trade under it is with the rest, and how much more of it is freed
of duty than before. Where neither is known, the members alone decide.
Misleads when: an agreement with the same members goes deeper than a tariff table shows, or when
earlier agreements were dead letters.
Source: the essay's own comparison (Samorukov 2019, The Moscow Times); treaty overlap as set
difference, after Alter and Meunier 2009, Perspectives on Politics 7:13, on overlapping regimes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from steelyard.diagnostics import evidence, measures, reasons
from steelyard.diagnostics.assemble import OPEN, weights_of
from steelyard.records import Account, Archive, Case, Diagnostic, Judgement, Measure
from steelyard.series import TieRow, client_ties
from steelyard.statistics import INTERESTING_SHARE
from steelyard.wording import actor_name, figure, first, listing, percent

NAME = "novelty"

#: Indicators under which tables of ties hold treaties; ``method`` is ``prior`` or ``new``.
TREATY, COVERAGE, SHARE = "treaty.fta", "treaty.coverage", "trade.share"

#: Treaties in force between two states, as a list of treaties (DESTA) has them by year.
LISTED = "treaty.in_force"

#: The method of a share that is one of the trade under the agreement.
WITHIN = "of trade with"

#: Shares of the trade under an agreement with states it newly binds: below the one it adds
#: little, above the other it is mostly new.
LITTLE, MOSTLY = 0.2, 0.5


@dataclass(frozen=True, slots=True)
class Arrays:
    """The treaty rows of a client, and the shares of trade that bound what is new."""

    client: str
    shock: date
    treaties: tuple[TieRow, ...]
    coverage: tuple[TieRow, ...]
    shares: tuple[TieRow, ...]


@dataclass(frozen=True, slots=True)
class _Added:
    """What the new agreement adds: members, share of its trade at most and at least, coverage.

    ``covered`` is the share of goods free of duty before and after, from 0 to 1.
    """

    bound: tuple[str, ...]
    new: tuple[str, ...]
    most: float | None
    least: float | None
    covered: tuple[float, float] | None

    @property
    def gain(self) -> float | None:
        """How much the share of goods free of duty rises, from -1 to 1."""
        return round(self.covered[1] - self.covered[0], 9) if self.covered else None


def gather(archive: Archive, case: Case, client: str) -> Arrays:
    """Return the client's treaties and the shares of trade with those whom they bind."""
    ties = client_ties(archive, case, client)
    treaties = tuple(tie for tie in ties if tie.indicator == TREATY and tie.value)
    return Arrays(
        client,
        case.shock.day,
        (*treaties, *_listed(client_ties(archive, case, client, (LISTED,)), treaties)),
        tuple(tie for tie in ties if tie.indicator == COVERAGE and tie.value is not None),
        tuple(
            tie
            for tie in ties
            if tie.indicator == SHARE and tie.method.startswith(WITHIN) and tie.value is not None
        ),
    )


def _listed(rows: tuple[TieRow, ...], treaties: tuple[TieRow, ...]) -> tuple[TieRow, ...]:
    """Bonds of a list of treaties with members of a new agreement, older than it, as prior ones."""
    new: dict[str, int] = {}
    for tie in treaties:
        if tie.method.startswith("new"):
            for code in tie.partner.split(";"):
                new[code] = min(tie.year, new.get(code, tie.year))
    return tuple(
        replace(row, indicator=TREATY, method=f"prior: {row.text}")
        for row in rows
        if row.value and row.year < new.get(row.partner, 0)
    )


def judge(arrays: Arrays) -> Judgement:
    """Grade whether the new agreement binds what was not bound before."""
    added = _added(arrays)
    (grade, why), needed = _grade(arrays, added)
    whole = len(added.bound) + len(added.new)
    part = len(added.new) / whole if whole else None
    return Judgement(
        grade=grade,
        effect=part if added.most is None else added.most,
        null=MOSTLY,
        low=None if added.most is None else min(added.least or 0.0, added.most),
        high=added.most,
        n_before=len(added.bound),
        n_after=whole,
        reasons=why,
        needed=needed if grade in OPEN else None,
        basis=added,
    )


def _members(arrays: Arrays, method: str) -> tuple[str, ...]:
    found = [
        code
        for tie in arrays.treaties
        if tie.method.startswith(method)
        for code in tie.partner.split(";")
    ]
    return tuple(sorted(set(found)))


def _added(arrays: Arrays) -> _Added:
    bound = _members(arrays, "prior")
    new = tuple(code for code in _members(arrays, "new") if code not in bound)
    # What is not with members bound before is with the rest: all of it where every such member
    # is counted, at most so much where only some are.
    rest = [(round(1 - share, 9), counted) for share, counted in _shares(arrays, bound)]
    known = [share for share, counted in rest if counted == set(bound)]
    before = [tie.value or 0.0 for tie in arrays.coverage if tie.method.startswith("prior")]
    after = [tie.value or 0.0 for tie in arrays.coverage if tie.method.startswith("new")]
    return _Added(
        bound=bound,
        new=new,
        most=max((share for share, _ in rest), default=None),
        least=min((*known, *(share for share, _ in _shares(arrays, new))), default=None),
        covered=(max(before) / 100, max(after) / 100) if before and after else None,
    )


def _shares(arrays: Arrays, members: tuple[str, ...]) -> list[tuple[float, set[str]]]:
    """The share of the trade under the agreement with ``members`` by each counter; who is counted."""
    groups: dict[tuple[str, int, str], list[TieRow]] = {}
    for tie in arrays.shares:
        if members and set(tie.partner.split(";")) <= set(members):
            groups.setdefault((tie.counter, tie.year, tie.method), []).append(tie)
    return [
        (
            sum(tie.value or 0.0 for tie in ties) / 100,
            {code for tie in ties for code in tie.partner.split(";")},
        )
        for ties in groups.values()
    ]


def _grade(arrays: Arrays, added: _Added) -> tuple[reasons.Decision, str]:
    """The grade, and what would settle it where it is open."""
    name = actor_name(arrays.client, arrays.shock)
    needed = f"{name}'s trade with {listing(map(actor_name, added.new))} by year"
    if not _members(arrays, "new"):
        reason = f"the record names no new agreement of {name} with the rival and its members"
        needed = (
            "the list of agreements in force (DESTA: steelyard load desta; or official gazettes)"
        )
        return ("not_applicable", (reason,)), needed
    if not added.new:
        return ("opposes", ("every member of the new agreement was bound already",)), needed
    formal = f"in form {len(added.new)} of {len(added.bound) + len(added.new)} members are new"
    little = added.most is not None and added.most <= LITTLE
    shallow = added.gain is not None and added.gain < INTERESTING_SHARE
    much = added.least is not None and added.least >= MOSTLY
    deep = added.gain is not None and added.gain >= MOSTLY
    if (little or shallow) and not (much or deep):
        return ("opposes", (formal, "in weight it adds little")), needed
    if (much or deep or not added.bound) and not (little or shallow):
        return ("supports", (formal,)), needed
    why = "how much trade is with the newly bound members is not known"
    if (little or shallow) and (much or deep):
        why = "the trade with its new members and the goods it frees say different things"
    return ("cannot_tell", (formal, why)), needed


def tell(arrays: Arrays, judged: Judgement) -> Account:
    """Tell who was bound, who is added, and how much that covers."""
    added: _Added = judged.basis
    most = "share of the trade under the agreement that is with newly bound members, at most"
    return Account(
        sentence=_sentence(arrays, added),
        unit=None if added.most is None else most,
        evidence=first(
            [tie.tie_id for tie in (*arrays.treaties, *arrays.coverage, *arrays.shares)]
        ),
        measures=tuple(_measures(arrays, added)),
        exhibits=evidence.table(
            "Who was bound, who is added, and how much that covers",
            ("with", "status", "as published"),
            _lines(arrays, added) if arrays.treaties else (),
        ),
    )


def _sentence(arrays: Arrays, added: _Added) -> str:
    name = actor_name(arrays.client, arrays.shock)
    if not _members(arrays, "new"):
        return f"The record holds no new trade agreement of {name} to compare."
    if not added.new:
        return f"The agreement bound {name} to nobody to whom it was not bound before."
    text = f"The agreement added {listing(map(actor_name, added.new))}"
    if added.bound:
        text += f" to {listing(map(actor_name, added.bound))}, bound before"
    if added.most is not None:
        text += f"; the states added made at most {percent(added.most)} of the trade under it"
    if added.covered is not None:
        before, after = (figure(100 * share) for share in added.covered)
        text += f"; goods free of duty went from {before} to {after} %"
    return f"{text}."


def _measures(arrays: Arrays, added: _Added) -> Iterator[Measure]:
    treaties, coverage, shares = (
        [tie.tie_id for tie in ties] for ties in (arrays.treaties, arrays.coverage, arrays.shares)
    )
    if arrays.treaties:
        label, number = "members that the new agreement adds", float(len(added.new))
        yield measures.level("members added", label, number, treaties, unit="states")
    for tie in arrays.coverage:
        label = f"goods free of duty, {tie.method} ({tie.counter})"
        name = f"duty-free {tie.method}"
        yield measures.level(name, label, tie.value, (tie.tie_id,), unit=tie.unit)
    if added.gain is not None:
        label = "points by which the new agreement raises the share of goods free of duty"
        gain = round(100 * added.gain, 7)
        yield measures.level("coverage gained", label, gain, coverage, unit="points")
    if (most := added.most) is not None:
        label = "share of the trade under the agreement with states not bound before, at most"
        yield measures.level("trade newly covered", label, most, shares, low=0.0, high=most)


def _lines(arrays: Arrays, added: _Added) -> Iterator[evidence.Line]:
    for code in (*added.bound, *added.new):
        ties = [tie for tie in arrays.treaties if code in tie.partner.split(";")]
        status = "added by the new agreement" if code in added.new else "bound already"
        texts = "; ".join(dict.fromkeys(tie.text for tie in ties))
        yield (actor_name(code), status, texts), tuple(tie.tie_id for tie in ties)
    for tie in (*arrays.coverage, *arrays.shares):
        value = f"{figure(tie.value or 0.0)} {tie.unit}"
        yield (actor_name(tie.partner), value, tie.text), (tie.tie_id,)


DIAGNOSTIC = Diagnostic(
    name=NAME,
    question="What does the new agreement add to what already bound the pair?",
    proposition="a new bond is added",
    scale="share",
    unit="share of members newly bound",
    gather=gather,
    judge=judge,
    tell=tell,
    weights=weights_of(NAME),
)
