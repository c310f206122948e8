"""What an archive holds of the same affair as a row, and what it holds that no row tells yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from steelyard import series, vocabulary
from steelyard.archive.index import Choice, Index
from steelyard.errors import VocabularyError
from steelyard.records import Case

#: Days between a row and an event that may still be the same affair.
NEAR = 3

#: Events that are suggested.
MOST = 100


def same_affair(index: Index, row: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the events of an archive near the day of a row, between its sides, the likeliest first."""
    try:
        day, precision = vocabulary.parse_day(row.get("day", ""))
    except VocabularyError:
        return []
    if precision != "day":
        return []
    sides = [_codes(row.get(name, "")) for name in ("actor", "recipient")]
    if not sides[0] or not sides[1]:
        return []
    found: dict[str, dict[str, Any]] = {}
    for actors, recipients in (sides, sides[::-1]):
        choice = Choice(
            actor=actors,
            recipient=recipients,
            since=day - timedelta(days=NEAR),
            until=day + timedelta(days=NEAR + 1),
        )
        for event in index.page(choice, size=MOST, limit=10.0).rows:
            found.setdefault(event["event_id"], event)
    kind = row.get("type", "").upper()
    return sorted(found.values(), key=lambda e: (e["type"] != kind, abs((e["day"] - day).days)))


def untold(
    index: Index, case: Case, rows: Iterable[Mapping[str, str]], *, window: str = "after"
) -> list[dict[str, Any]]:
    """Return events between the clients and the poles in a window that no row tells, most reports first."""
    told = [_place(row) for row in rows]
    days = case.windows.get(window, case.windows["after"])
    found: dict[str, dict[str, Any]] = {}
    for pole in case.poles:
        others = tuple(sorted(series.pole_spans(case, pole)))
        for actors, recipients in ((case.clients, others), (others, case.clients)):
            choice = Choice(actor=actors, recipient=recipients, since=days.start, until=days.end)
            for event in index.page(choice, size=1_000, limit=20.0).rows:
                found.setdefault(event["event_id"], event)
    new = [event for event in found.values() if not any(_same(event, row) for row in told)]
    return sorted(new, key=lambda e: (-e["reports"], e["day"], e["event_id"]))[:MOST]


def as_row(event: Mapping[str, Any]) -> dict[str, str]:
    """Return an event as a row of a chronology has it."""
    return {
        "day": str(event["day"])[: {"day": 10, "month": 7, "year": 4}[event["precision"]]],
        "actor": ";".join(event["actor"]),
        "recipient": ";".join(event["recipient"]),
        "type": event["type"],
        "mode": event["mode"] or "",
        "status": event["status"],
        "act": event["act"],
        "reports": str(event["reports"]),
        "url": event["url"] or "",
        "text": event["sentence"] or "",
    }


def _codes(text: str) -> tuple[str, ...]:
    found = (vocabulary.find(part.strip()) for part in text.split(";") if part.strip())
    return tuple(code for code in found if code)


def _place(row: Mapping[str, str]) -> tuple[date | None, frozenset[str], str]:
    try:
        day = vocabulary.parse_day(row.get("day", ""))[0]
    except VocabularyError:
        day = None
    sides = frozenset({*_codes(row.get("actor", "")), *_codes(row.get("recipient", ""))})
    return day, sides, row.get("type", "").upper()


def _same(event: Mapping[str, Any], row: tuple[date | None, frozenset[str], str]) -> bool:
    day, sides, kind = row
    return (
        day is not None
        and abs((event["day"] - day).days) <= 1
        and event["type"] == kind
        and {*event["actor"], *event["recipient"]} <= sides
    )
