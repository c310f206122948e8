"""Novelty: what does the new agreement add to what already bound the pair?

Idea: bonds have depths, from a non-binding paper to membership (data/bonds.csv of the vocabulary). A
new bond is added where an agreement signed, ratified or joined since the shock, according to a table
of treaties or the text of events, goes deeper than any earlier bond of the pair in its field. Where it
is only as deep, take the states that the new agreement binds, remove those that earlier agreements
bound already, and compare how much of the trade it covers is with the remaining states, and how many
more goods it frees from duty. Where neither is known, the members alone decide. Where people searched, the
rival's organisations say by their own lists whether the client joined one, whatever the search missed.
Misleads when: earlier bonds predate the record and are in no table, or were never applied.
Source: the essay's own comparison (Samorukov 2019, The Moscow Times); depth of integration, Balassa
1961, The Theory of Economic Integration; treaty overlap as set difference, after Alter and Meunier
2009, Perspectives on Politics 7:13, on overlapping regimes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from steelyard import vocabulary
from steelyard.diagnostics import evidence, measures, reasons
from steelyard.diagnostics.assemble import OPEN, weights_of
from steelyard.diagnostics.bonds import (
    NEW,
    Added,
    BondRow,
    Terms,
    added_by,
    bond_rows,
    deepest,
    members,
    older_treaties,
)
from steelyard.diagnostics.treaties import Club, clubs_of_rival
from steelyard.records import Account, Archive, Case, Diagnostic, Judgement, Measure
from steelyard.series import client_ties, split
from steelyard.statistics import INTERESTING_SHARE
from steelyard.wording import actor_name, count, day_text, figure, listing, percent, possessive

NAME = "novelty"

#: Indicators under which tables of ties hold free trade, the goods that it frees, and trade.
TREATY, COVERAGE, SHARE = "treaty.fta", "treaty.coverage", "trade.share"

#: Treaties in force between two states, as a list of treaties (DESTA) has them by year.
LISTED = "treaty.in_force"

#: What data sets say of every pair of states alike is asked for by name.
EVERY_PAIR = (LISTED, "alliance.defense", "alliance.consul", "alliance.nonagg")

#: The method of a share that is one of the trade under the agreement.
WITHIN = "of trade with"

#: Shares of the trade under an agreement with states it newly binds: below the one it adds
#: little, above the other it is mostly new.
LITTLE, MOSTLY = 0.2, 0.5


@dataclass(frozen=True, slots=True)
class Arrays:
    """The bonds on record, the treaty rows, and the shares of trade that bound what is new.

    ``clubs`` are the rival's organisations that the client did not belong to, where people searched.
    """

    client: str
    shock: date
    rival: str
    bonds: tuple[BondRow, ...]
    terms: Terms
    clubs: tuple[Club, ...] = ()


@dataclass(frozen=True, slots=True)
class _Basis:
    """What is added in members, and the bonds that go deeper, each with what bound before it."""

    added: Added
    deeper: tuple[tuple[BondRow, BondRow | None], ...]
    effect: tuple[float | None, float | None, float | None]


def gather(archive: Archive, case: Case, client: str) -> Arrays:
    """Return the client's bonds, its treaties and the shares of trade with those whom they bind."""
    pair, ties = split(archive, case, client, "rival", NAME), client_ties(archive, case, client)
    of_pairs = client_ties(archive, case, client, EVERY_PAIR)
    treaties = tuple(
        tie
        for tie in ties
        if vocabulary.bond_of_indicator(tie.indicator) and tie.value and tie.side != "partner"
    )
    listed = tuple(tie for tie in of_pairs if tie.indicator == LISTED)
    return Arrays(
        client,
        case.shock.day,
        pair.pole,
        bond_rows(pair, (*treaties, *of_pairs)),
        Terms(
            (*treaties, *older_treaties(listed, treaties)),
            tuple(tie for tie in ties if tie.indicator == COVERAGE and tie.value is not None),
            tuple(
                tie
                for tie in ties
                if tie.indicator == SHARE
                and tie.method.startswith(WITHIN)
                and tie.value is not None
            ),
        ),
        clubs_of_rival(case, client) if pair.selective else (),
    )


def judge(arrays: Arrays) -> Judgement:
    """Grade whether the pair is bound more deeply, or to more, than before."""
    basis = _basis(arrays)
    (grade, why), needed = _grade(arrays, basis)
    added, (effect, low, high) = basis.added, basis.effect
    if grade in OPEN and effect is None and arrays.clubs:
        grade, why = _by_lists(arrays, why)
        # A list of members is no sample: what it does not hold was not.
        effect = low = high = sum(club.joined is not None for club in arrays.clubs) / len(
            arrays.clubs
        )
    return Judgement(
        grade=grade,
        effect=effect,
        null=MOSTLY,
        low=low,
        high=high,
        n_before=len(added.bound),
        n_after=len(added.bound) + len(added.new),
        reasons=why,
        needed=needed if grade in OPEN else None,
        basis=basis,
    )


def _basis(arrays: Arrays) -> _Basis:
    """Compare the bonds on either side of the shock, field by field, and then the members."""
    before = deepest(row for row in arrays.bonds if row.old)
    since = deepest(row for row in arrays.bonds if not row.old and row.act == "makes")
    deeper = tuple(
        (row, earlier)
        for field, row in since.items()
        if (earlier := before.get(field)) is None or row.bond.depth > earlier.bond.depth
    )
    added = added_by(arrays.terms)
    whole = len(added.bound) + len(added.new)
    effect = (len(added.new) / whole if whole else None) if added.most is None else added.most
    if effect is None or (deeper and effect < MOSTLY):
        # A share of members says nothing of a bond that goes deeper with the same ones.
        return _Basis(added, deeper, (None, None, None))
    low = None if added.most is None else min(added.least or 0.0, added.most)
    return _Basis(added, deeper, (effect, low, added.most))


def _grade(arrays: Arrays, basis: _Basis) -> tuple[reasons.Decision, str]:
    """The grade, and what would settle it where it is open."""
    added = basis.added
    needed = f"{possessive(actor_name(arrays.client, arrays.shock))} trade with {listing(map(actor_name, added.new))} by year"
    if basis.deeper:
        return ("supports", tuple(_step(row, earlier) for row, earlier in basis.deeper)), needed
    if not members(arrays.terms.treaties, NEW):
        return _by_bonds(arrays)
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


def _step(row: BondRow, earlier: BondRow | None) -> str:
    """What goes deeper, and what it is on top of."""
    if earlier is None:
        return f"{row.bond.name} ({_when(row)}), the first bond of its field on record"
    return f"{row.bond.name} ({_when(row)}) on top of {earlier.bond.name} ({_when(earlier)})"


def _when(row: BondRow) -> str:
    """The day as sentences write it, as precisely as the row has it."""
    return (
        day_text(date.fromisoformat(row.when)) if len(row.when) == len("2019-10-18") else row.when
    )


def _by_bonds(arrays: Arrays) -> tuple[reasons.Decision, str]:
    """The grade where no treaty table names members and no bond goes deeper."""
    since = [row for row in arrays.bonds if not row.old]
    made = [row for row in since if row.act != "ends"]
    binding = [row for row in made if row.bond.depth >= vocabulary.BINDING]
    name = actor_name(arrays.client, arrays.shock)
    needed = f"what {name} signed with {arrays.rival}: a treaty's title or text (official gazettes, UN Treaty Series)"
    if binding:
        names = listing(dict.fromkeys(row.bond.name for row in binding))
        return ("opposes", (f"{names}: no deeper than what bound the pair before",)), needed
    if any(row.bond.depth == vocabulary.PAPER for row in made):
        return ("cannot_tell", ("what was signed are papers that bind nobody",)), needed
    if made:
        said = f"{count(len(made), 'signed agreement')} on record, of unknown content"
        return ("cannot_tell", (said,)), needed
    if since:
        return ("opposes", ("a bond with the rival was ended, and none was made",)), needed
    reason = f"the record names no new agreement of {name} with {arrays.rival} and its members"
    needed = "the list of agreements in force (DESTA: steelyard load desta; or official gazettes)"
    return ("not_applicable", (reason,)), needed


def _by_lists(arrays: Arrays, why: tuple[str, ...]) -> reasons.Decision:
    """What the lists of members say where the record leaves it open, however it was searched."""
    joined = [club for club in arrays.clubs if club.joined is not None]
    if joined:
        return "supports", (f"joined {_when_joined(joined)}, by its list of members",)
    return "cannot_tell", (
        *why,
        (
            f"by their lists of members it joined none of {_clubs(arrays)}: a membership is ruled out however the record "
            "was searched, a bond that goes less deep is not"
        ),
    )


def _clubs(arrays: Arrays) -> str:
    """The rival's organisations as a sentence names them."""
    return (
        f"{possessive(arrays.rival)} organisations ({listing(club.name for club in arrays.clubs)})"
    )


def _when_joined(clubs: Iterable[Club]) -> str:
    """The organisations that the client joined, each with its day."""
    return listing(f"{club.name} on {day_text(club.joined)}" for club in clubs if club.joined)


def tell(arrays: Arrays, judged: Judgement) -> Account:
    """Tell what goes deeper, who was bound, who is added, and how much that covers."""
    basis: _Basis = judged.basis
    added = basis.added
    by_lists = judged.effect is not None and basis.effect[0] is None
    most = "share of the trade under the agreement that is with newly bound members, at most"
    return Account(
        sentence=f"{_sentence(arrays, basis)}{_list_sentence(arrays) if by_lists else ''}",
        unit=(
            "share of the rival's organisations that it joined since"
            if by_lists
            else None
            if added.most is None or judged.effect is None
            else most
        ),
        evidence=evidence.join_ids(
            [row.row_id for row in arrays.bonds],
            [
                tie.tie_id
                for tie in (*arrays.terms.treaties, *arrays.terms.coverage, *arrays.terms.shares)
            ],
        ),
        measures=tuple(_measures(arrays, basis)),
        exhibits=(
            *evidence.table(
                "Bonds with the rival, before the shock and since",
                (
                    "day",
                    "bond",
                    "depth",
                    "what happened to it",
                    "side of the shock",
                    "as published",
                ),
                map(_bond_line, arrays.bonds[-evidence.SHOWN :]),
                "Depth: 0 not known, 1 a paper that binds nobody, 2 preferences, relations or "
                "military aid, 3 free trade, 4 a customs union, 5 an alliance or a base, 6 membership.",
            ),
            *evidence.table(
                "Who was bound, who is added, and how much that covers",
                ("with", "status", "as published"),
                _lines(arrays, added) if arrays.terms.treaties else (),
            ),
            *evidence.table(
                "Organisations of the rival's that the client did not belong to when the shock came",
                ("organisation", "joined", "source"),
                map(_club_line, arrays.clubs) if by_lists else (),
                "By their own lists of members, which are complete.",
            ),
        ),
        strongest_for=basis.deeper[0][0].row_id if basis.deeper else None,
    )


def _sentence(arrays: Arrays, basis: _Basis) -> str:
    name, added = actor_name(arrays.client, arrays.shock), basis.added
    if basis.deeper:
        steps = "; ".join(_step(row, earlier) for row, earlier in basis.deeper)
        return f"New between {name} and {arrays.rival}: {steps}."
    if not members(arrays.terms.treaties, NEW):
        since = [row for row in arrays.bonds if not row.old]
        if not since:
            return f"The record holds no new agreement of {name} to compare."
        deepest_row = max(since, key=lambda row: row.bond)
        return (
            f"Of {count(len(since), 'row')} on bonds of {name} with {arrays.rival} since the shock none goes "
            f"deeper than before; the deepest is about {deepest_row.bond.name} ({_when(deepest_row)})."
        )
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


def _list_sentence(arrays: Arrays) -> str:
    """What the lists of members say, on top of what the record says."""
    joined = [club for club in arrays.clubs if club.joined is not None]
    if not joined:
        return f" It joined none of {_clubs(arrays)}."
    return f" It joined {_when_joined(joined)}."


def _club_line(club: Club) -> evidence.Line:
    return (club.name, club.joined.isoformat() if club.joined else "no", club.source), ()


def _measures(arrays: Arrays, basis: _Basis) -> Iterator[Measure]:
    added = basis.added
    if arrays.bonds:
        for side, old in (("before", True), ("since", False)):
            rows = [row for row in arrays.bonds if row.old is old and row.act != "ends"]
            depth = float(max((row.bond.depth for row in rows), default=0))
            label = f"depth of the deepest bond on record {side} the shock, from 0 to 6"
            ids = [row.row_id for row in rows]
            yield measures.level(f"depth {side}", label, depth, ids, unit="rungs")
    treaties, coverage, shares = (
        [tie.tie_id for tie in ties]
        for ties in (arrays.terms.treaties, arrays.terms.coverage, arrays.terms.shares)
    )
    if arrays.terms.treaties:
        label, number = "members that the new agreement adds", float(len(added.new))
        yield measures.level("members added", label, number, treaties, unit="states")
    for tie in arrays.terms.coverage:
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


def _bond_line(row: BondRow) -> evidence.Line:
    said = (row.bond.name, row.bond.depth, row.act, "before" if row.old else "since", row.text)
    return (row.when, *said), (row.row_id,)


def _lines(arrays: Arrays, added: Added) -> Iterator[evidence.Line]:
    for code in (*added.bound, *added.new):
        ties = [tie for tie in arrays.terms.treaties if code in tie.partner.split(";")]
        status = "added by the new agreement" if code in added.new else "bound already"
        texts = "; ".join(dict.fromkeys(tie.text for tie in ties))
        yield (actor_name(code), status, texts), tuple(tie.tie_id for tie in ties)
    for tie in (*arrays.terms.coverage, *arrays.terms.shares):
        value = f"{figure(tie.value or 0.0)} {tie.unit}"
        yield (actor_name(tie.partner), value, tie.text), (tie.tie_id,)


DIAGNOSTIC = Diagnostic(
    name=NAME,
    question="What does the new agreement add to what already bound the pair?",
    subject="what its new agreement adds",
    proposition="a new bond is added",
    scale="share",
    unit="share of members newly bound",
    gather=gather,
    judge=judge,
    tell=tell,
    weights=weights_of(NAME),
)
