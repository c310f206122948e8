"""Trading partners: with whom a state's exports and imports of a year were, as a printed list of the first of them has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from steelyard.vocabulary.actors import actor
from steelyard.vocabulary.tables import rows


@dataclass(frozen=True, slots=True)
class PartnerList:
    """The first trading partners of a state in a year.

    Attributes:
        state: code of the state.
        flow: exports or imports.
        year: the year of the figures.
        shares: per cent by code; whoever is not named had no more than the smallest share named.
        source: where the list comes from.
    """

    state: str
    flow: str
    year: int
    shares: Mapping[str, float]
    source: str


def trade_partners(state: str) -> tuple[PartnerList, ...]:
    """Return the lists of a state's trading partners, the oldest first.

    Raises:
        VocabularyError: the code is unknown.
    """
    return _lists().get(actor(state).code, ())


@cache
def _lists() -> dict[str, tuple[PartnerList, ...]]:
    found: dict[str, list[PartnerList]] = {}
    for row in rows("trade_partners"):
        pairs = (pair.split(" ") for pair in row["partners"].split(";"))
        shares = {code: float(share) for code, share in pairs}
        one = PartnerList(row["state"], row["flow"], int(row["year"]), shares, row["source"])
        found.setdefault(one.state, []).append(one)
    return {
        state: tuple(sorted(lists, key=lambda one: (one.year, one.flow)))
        for state, lists in found.items()
    }
