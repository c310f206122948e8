"""Bonds on record: what binds a pair, from rows of events and of ties, and what a new agreement adds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from steelyard import vocabulary
from steelyard.series import DyadEvents, Split, TieRow
from steelyard.vocabulary import Bond, BondAct

#: How the ``method`` of a tie begins that says which of two treaties is the older one.
PRIOR, NEW = "prior", "new"


@dataclass(frozen=True, slots=True)
class BondRow:
    """A row that makes, renews or ends a bond with the rival; ``old`` where it lies before the shock."""

    row_id: str
    when: str
    act: BondAct
    bond: Bond
    old: bool
    text: str


def bond_rows(pair: Split, ties: Iterable[TieRow]) -> tuple[BondRow, ...]:
    """Return what is on record of a pair's bonds, the older ones first.

    Args:
        pair: What passed with the rival.
        ties: The client's ties; those with the partner are left out.
    """
    told = [*_of_events(pair.before, old=True), *_of_events(pair.after, old=False)]
    listed = [row for tie in ties if (row := _of_tie(tie, pair.shock.year)) is not None]
    return tuple(sorted((*told, *listed), key=lambda row: (not row.old, row.when, row.row_id)))


def _of_events(events: DyadEvents, *, old: bool) -> Iterator[BondRow]:
    """Signings, ratifications and departures that an event's text names, or its code alone."""
    for at in range(len(events)):
        if not events.happened[at]:
            continue
        text = str(events.sentence[at] or "")
        found = vocabulary.bond_of_text(text)
        if found is None and not text and _signing(events, at):
            found = "makes", vocabulary.UNKNOWN_BOND
        # What is made by a threat or a refusal is no bond, and nobody leaves one by embracing.
        if found is None or (found[0] == "makes" and not events.cooperative[at]):
            continue
        yield BondRow(str(events.event_id[at]), events.when(at), *found, old, text)


def _signing(events: DyadEvents, at: int) -> bool:
    """Whether a row without text is what CAMEO calls the signing of a formal agreement."""
    return events.type[at] == "SUPPORT" and "legal" in events.context[at]


def _of_tie(tie: TieRow, shock: int) -> BondRow | None:
    """A treaty of a table; of the year of the shock only where its ``method`` says on which side it is."""
    bond = vocabulary.bond_of_indicator(tie.indicator)
    if bond is None or not tie.value or tie.side == "partner":
        return None
    marked = tie.method.startswith((PRIOR, NEW))
    if not marked and (tie.side != "rival" or tie.year == shock):
        return None
    old = tie.method.startswith(PRIOR) if marked else tie.year < shock
    return BondRow(tie.tie_id, str(tie.year), "makes", bond, old, tie.text or tie.method)


def deepest(rows: Iterable[BondRow]) -> dict[str, BondRow]:
    """Return the deepest bond of each field that the rows make or renew, the first of equals."""
    found: dict[str, BondRow] = {}
    for row in rows:
        if row.act == "ends" or row.bond.depth < vocabulary.BINDING:
            continue
        field = row.bond.field
        if field not in found or row.bond.depth > found[field].bond.depth:
            found[field] = row
    return found


@dataclass(frozen=True, slots=True)
class Terms:
    """Rows of treaties with their members, of the goods that they free, and of trade under them."""

    treaties: tuple[TieRow, ...]
    coverage: tuple[TieRow, ...]
    shares: tuple[TieRow, ...]


@dataclass(frozen=True, slots=True)
class Added:
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


def older_treaties(rows: tuple[TieRow, ...], treaties: tuple[TieRow, ...]) -> tuple[TieRow, ...]:
    """Bonds of a list of treaties with members of a new agreement, older than it, as prior ones."""
    new: dict[str, int] = {}
    for tie in treaties:
        if tie.method.startswith(NEW):
            for code in tie.partner.split(";"):
                new[code] = min(tie.year, new.get(code, tie.year))
    return tuple(
        replace(row, indicator="treaty.fta", method=f"prior: {row.text}")
        for row in rows
        if row.value and row.year < new.get(row.partner, 0)
    )


def members(treaties: Iterable[TieRow], method: str) -> tuple[str, ...]:
    """Return the states that the treaties bind whose ``method`` begins so."""
    found = [
        code for tie in treaties if tie.method.startswith(method) for code in tie.partner.split(";")
    ]
    return tuple(sorted(set(found)))


def added_by(terms: Terms) -> Added:
    """Return what the new agreement adds to the earlier ones."""
    bound = members(terms.treaties, PRIOR)
    new = tuple(code for code in members(terms.treaties, NEW) if code not in bound)
    # What is not with members bound before is with the rest: all of it where every such member
    # is counted, at most so much where only some are.
    rest = [(round(1 - share, 9), counted) for share, counted in _shares(terms, bound)]
    known = [share for share, counted in rest if counted == set(bound)]
    before = [tie.value or 0.0 for tie in terms.coverage if tie.method.startswith(PRIOR)]
    after = [tie.value or 0.0 for tie in terms.coverage if tie.method.startswith(NEW)]
    return Added(
        bound=bound,
        new=new,
        most=max((share for share, _ in rest), default=None),
        least=min((*known, *(share for share, _ in _shares(terms, new))), default=None),
        covered=(max(before) / 100, max(after) / 100) if before and after else None,
    )


def _shares(terms: Terms, states: tuple[str, ...]) -> list[tuple[float, set[str]]]:
    """The share of the trade under the agreement with ``states`` by each counter; who is counted."""
    groups: dict[tuple[str, int, str], list[TieRow]] = {}
    for tie in terms.shares:
        if states and set(tie.partner.split(";")) <= set(states):
            groups.setdefault((tie.counter, tie.year, tie.method), []).append(tie)
    return [
        (
            sum(tie.value or 0.0 for tie in ties) / 100,
            {code for tie in ties for code in tie.partner.split(";")},
        )
        for ties in groups.values()
    ]
