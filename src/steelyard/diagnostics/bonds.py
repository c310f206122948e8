"""Bonds on record: what treaties, bases and memberships bind a pair to, from rows of events and of ties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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
