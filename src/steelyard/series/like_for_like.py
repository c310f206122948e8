"""Like for like: ties of a client with one pole beside its ties with the other.

Two ties are like only where indicator, year, unit, counter and method are the same: nothing is
divided across currencies, scopes or publishers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import urlsplit

from steelyard import vocabulary
from steelyard.records import Archive, Case
from steelyard.series.poles import client_codes, pole_of, pole_spans
from steelyard.series.record import once_of_ties

#: Indicators that data sets give for every pair of states; a diagnostic asks for them by name.
EVERY_PAIR = (
    "unga.",
    "igo.",
    "alliance.",
    "regime.",
    "sanctions.imposed",
    "treaty.in_force",
    "visits.received",
)

#: Indicators that have a row for each of a state's partners in the world.
OF_ALL_PARTNERS = ("trade.share", "arms.tiv", "arms.tiv_share")

#: Who counts all partners alike, as data sets of trade and arms name it.
COUNTERS = ("importer", "exporter", "reconciled", "SIPRI")


@dataclass(frozen=True, slots=True)
class TieRow:
    """A tie of the client; ``side`` is partner, rival or other, by the poles of its year."""

    tie_id: str
    side: str
    partner: str
    year: int
    indicator: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    counter: str
    method: str
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """The same thing counted by the same counter for a partner and for a rival.

    ``partner`` and ``rival`` name who is compared: organisations where they are counted as
    such, else the states that are, whose values are then added up.
    """

    indicator: str
    year: int
    unit: str
    counter: str
    method: str
    partner: str
    rival: str
    partner_value: float
    rival_value: float
    ids: tuple[str, ...]

    @property
    def partial(self) -> bool:
        """Whether single members stand for the partner, so that it weighs at least this much."""
        return _is_state(self.partner.split("+")[0])

    @property
    def ratio(self) -> float | None:
        """How many times the rival's value the partner's is; None where that is zero."""
        return self.partner_value / self.rival_value if self.rival_value > 0 else None


def client_ties(
    archive: Archive, case: Case, client: str, indicators: tuple[str, ...] | None = None
) -> tuple[TieRow, ...]:
    """Return the ties of a client, the oldest first; a joint row of several clients counts.

    Args:
        archive: The rows.
        case: Gives the poles.
        client: A client of the case.
        indicators: Those wanted. Left out, all come but what data sets count for every pair of
            states alike (:data:`EVERY_PAIR`), and shares with states of no pole
            (:data:`OF_ALL_PARTNERS`): a loaded archive has tens of thousands of these a client.
    """
    question = ("ties", client, case.poles, case.clients, indicators)
    return once_of_ties(archive, question, lambda: _client_ties(archive, case, client, indicators))


def _client_ties(
    archive: Archive, case: Case, client: str, indicators: tuple[str, ...] | None
) -> tuple[TieRow, ...]:
    ties = archive.ties
    codes = client_codes(client)
    mine = reduce(or_, [ties.state == code for code in codes])
    joint = ties.state.contains(client)
    spans = {role: pole_spans(case, case.pole(role)) for role in ("partner", "rival")}
    if indicators is not None:
        wanted = ties.indicator.isin(indicators)
    else:
        of_poles = ties.partner.isin(sorted({code for pole in spans.values() for code in pole}))
        every = reduce(or_, [ties.indicator.startswith(prefix) for prefix in EVERY_PAIR])
        whole = ties.indicator.isin(OF_ALL_PARTNERS) & ties.reporter.isin(COUNTERS)
        wanted = ~every & (of_poles | ~whole.fill_null(False))
    rows = ties.filter(mine | joint, wanted).order_by("year", "indicator", "tie_id").to_pyarrow()
    return tuple(
        _row(row, spans) for row in rows.to_pylist() if set(row["state"].split(";")) & set(codes)
    )


def _row(row: dict[str, Any], spans: dict[str, Any]) -> TieRow:
    middle = date(row["year"], 7, 1)
    sides = {
        role
        for role, pole in spans.items()
        if all(pole_of(pole, code, middle) for code in row["partner"].split(";"))
    }
    return TieRow(
        tie_id=row["tie_id"],
        side=sides.pop() if len(sides) == 1 else "other",
        partner=row["partner"],
        year=row["year"],
        indicator=row["indicator"],
        value=row["value"],
        low=row["low"],
        high=row["high"],
        unit=row["unit"],
        counter=row["reporter"] or urlsplit(row["url"] or "").hostname or row["source"],
        method=row["method"] or "",
        text=row["text"] or "",
    )


def pairs(ties: tuple[TieRow, ...]) -> tuple[Pair, ...]:
    """Return every like-for-like pair among ``ties``, the oldest first."""
    groups: dict[tuple[Any, ...], list[TieRow]] = {}
    for tie in ties:
        if tie.value is not None and tie.side != "other":
            key = (tie.year, tie.indicator, tie.unit, tie.counter, tie.method)
            groups.setdefault(key, []).append(tie)
    found = []
    for (year, indicator, unit, counter, method), rows in sorted(groups.items()):
        sides = {side: [row for row in rows if row.side == side] for side in ("partner", "rival")}
        if not all(sides.values()):
            continue
        (partner, mine), (rival, theirs) = _total(sides["partner"]), _total(sides["rival"])
        ids = tuple(row.tie_id for row in rows)
        found.append(
            Pair(indicator, year, unit, counter, method, partner, rival, mine, theirs, ids)
        )
    return tuple(found)


def _total(rows: list[TieRow]) -> tuple[str, float]:
    """Who is counted and the value: the largest organisation, else the states added up."""
    whole = [row for row in rows if not _is_state(row.partner)]
    if whole:
        largest = max(whole, key=lambda row: row.value or 0.0)
        return largest.partner, largest.value or 0.0
    return "+".join(row.partner for row in rows), sum(row.value or 0.0 for row in rows)


def _is_state(code: str) -> bool:
    return vocabulary.actor(code.split(";", maxsplit=1)[0]).kind in ("state", "territory")
