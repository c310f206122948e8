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

from dataclasses import dataclass, replace
from datetime import date

from steelyard.diagnostics import grounds
from steelyard.records import Archive, Case, Exhibit, Finding, Grade, Measure
from steelyard.series import TieRow, client_ties
from steelyard.statistics import INTERESTING_SHARE
from steelyard.wording import actor_name, figure, first, listing, percent

NAME = "novelty"
QUESTION = "What does the new agreement add to what already bound the pair?"
PROPOSITION = "a new bond is added"

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


def judge(arrays: Arrays) -> Finding:
    """Grade whether the new agreement binds what was not bound before."""
    added = _added(arrays)
    grade, reasons, needed = _grade(arrays, added)
    effect = added.most if added.most is not None else _part_of_members(added)
    return Finding(
        diagnostic=NAME,
        client=arrays.client,
        question=QUESTION,
        proposition=PROPOSITION,
        sentence=_sentence(arrays, added),
        grade=grade,
        effect=effect,
        unit="share of the trade under the agreement that is with newly bound members, at most"
        if added.most is not None
        else "share of members newly bound",
        scale="share",
        null=MOSTLY,
        low=_lowest(added),
        high=added.most,
        n_before=len(added.bound),
        n_after=len(added.bound) + len(added.new),
        reasons=reasons,
        needed=needed,
        evidence=first(
            [tie.tie_id for tie in (*arrays.treaties, *arrays.coverage, *arrays.shares)]
        ),
        measures=_measures(arrays, added),
        exhibits=(_exhibit(arrays, added),) if arrays.treaties else (),
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


def _lowest(added: _Added) -> float | None:
    """The lower end of the share of trade that is new, where an upper one is known."""
    if added.most is None:
        return None
    return min(added.least or 0.0, added.most)


def _part_of_members(added: _Added) -> float | None:
    whole = len(added.bound) + len(added.new)
    return len(added.new) / whole if whole else None


def _grade(arrays: Arrays, added: _Added) -> tuple[Grade, tuple[str, ...], str | None]:
    name = actor_name(arrays.client, arrays.shock)
    if not _members(arrays, "new"):
        reason = f"the record names no new agreement of {name} with the rival and its members"
        needed = (
            "the list of agreements in force (DESTA: steelyard load desta; or official gazettes)"
        )
        return "not_applicable", (reason,), needed
    if not added.new:
        return "opposes", ("every member of the new agreement was bound already",), None
    formal = f"in form {len(added.new)} of {len(added.bound) + len(added.new)} members are new"
    little = added.most is not None and added.most <= LITTLE
    shallow = added.gain is not None and added.gain < INTERESTING_SHARE
    much = added.least is not None and added.least >= MOSTLY
    deep = added.gain is not None and added.gain >= MOSTLY
    if (little or shallow) and not (much or deep):
        return "opposes", (formal, "in weight it adds little"), None
    if (much or deep or not added.bound) and not (little or shallow):
        return "supports", (formal,), None
    why = "how much trade is with the newly bound members is not known"
    if (little or shallow) and (much or deep):
        why = "the trade with its new members and the goods it frees say different things"
    trade = f"{name}'s trade with {listing(map(actor_name, added.new))} by year"
    return "cannot_tell", (formal, why), trade


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


def _measures(arrays: Arrays, added: _Added) -> tuple[Measure, ...]:
    found = []
    treaties = tuple(tie.tie_id for tie in arrays.treaties)
    if arrays.treaties:
        label = "members that the new agreement adds"
        found.append(
            Measure(
                name="members added",
                kind="level",
                label=label,
                value=float(len(added.new)),
                unit="states",
                evidence=treaties,
            )
        )
    coverage = tuple(tie.tie_id for tie in arrays.coverage)
    found += [
        Measure(
            name=f"duty-free {tie.method}",
            kind="level",
            label=f"goods free of duty, {tie.method} ({tie.counter})",
            value=tie.value,
            unit=tie.unit,
            evidence=(tie.tie_id,),
        )
        for tie in arrays.coverage
    ]
    if added.gain is not None:
        label = "points by which the new agreement raises the share of goods free of duty"
        found.append(
            Measure(
                name="coverage gained",
                kind="level",
                label=label,
                value=round(100 * added.gain, 7),
                unit="points",
                evidence=coverage,
            )
        )
    if added.most is not None:
        found.append(
            Measure(
                name="trade newly covered",
                kind="level",
                label="share of the trade under the agreement with states not bound before, at most",
                value=added.most,
                low=0.0,
                high=added.most,
                unit="share",
                evidence=tuple(tie.tie_id for tie in arrays.shares),
            )
        )
    return tuple(found)


def _exhibit(arrays: Arrays, added: _Added) -> Exhibit:
    rows, evidence = [], []
    for code in (*added.bound, *added.new):
        ties = [tie for tie in arrays.treaties if code in tie.partner.split(";")]
        status = "added by the new agreement" if code in added.new else "bound already"
        rows.append((actor_name(code), status, "; ".join(dict.fromkeys(tie.text for tie in ties))))
        evidence.append(tuple(tie.tie_id for tie in ties))
    for tie in (*arrays.coverage, *arrays.shares):
        rows.append((actor_name(tie.partner), f"{figure(tie.value or 0.0)} {tie.unit}", tie.text))
        evidence.append((tie.tie_id,))
    return Exhibit(
        title="Who was bound, who is added, and how much that covers",
        columns=("with", "status", "as published"),
        rows=tuple(rows),
        evidence=tuple(evidence),
    )


DIAGNOSTIC = grounds.in_one_piece((NAME, QUESTION, PROPOSITION), "share", gather, judge)
