"""Ask one diagnostic about Serbia in a small made-up record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Literal

import pytest

from steelyard import diagnostics
from steelyard.archive import archive_of
from steelyard.records import Case, Event, Finding, SourceCard, Tie, event_table, tie_table
from steelyard.series import Record

#: Records that were asked lately, by all that they hold.
_RECORDS: dict[str, Record] = {}


def record_of(
    case: Case, events: Sequence[Event], cards: tuple[SourceCard, ...], ties: Sequence[Tie] = ()
) -> Record:
    """The record of a case, one for all diagnostics that are asked of the same rows.

    What one has asked the others need not ask again, as where a case is weighed.
    """
    key = repr((case, events, cards, ties))
    if key not in _RECORDS:
        if len(_RECORDS) >= 64:
            _RECORDS.clear()
        rows = archive_of(event_table(list(events)), tie_table(list(ties)), cards)
        _RECORDS[key] = Record(rows, case)
    return _RECORDS[key]


@pytest.fixture
def gather(small_case: Case, selective: SourceCard) -> Callable[..., Any]:
    """Gather the arrays of a diagnostic from events and ties; by default the source is a systematic one."""

    def put(
        name: str,
        events: Iterable[Event] = (),
        ties: Iterable[Tie] = (),
        *,
        sampling: Literal["systematic", "selective"] = "systematic",
        case: Case | None = None,
    ) -> Any:
        cards = (
            replace(selective, sampling=sampling),
            replace(selective, name="searched"),
            replace(selective, name="wire", sampling="systematic"),
        )
        store = archive_of(event_table(list(events)), tie_table(list(ties)), cards)
        return diagnostics.get(name).gather(store, case or small_case, "SRB")

    return put


@pytest.fixture
def ask(gather: Callable[..., Any]) -> Callable[..., Finding]:
    """Put a diagnostic to events and ties; by default the source is a systematic one."""

    def put(name: str, *record: Any, **options: Any) -> Finding:
        return diagnostics.finding(diagnostics.get(name), "SRB", gather(name, *record, **options))

    return put


@pytest.fixture
def make_tie() -> Callable[..., Tie]:
    """A tie of Serbia with sensible defaults; every keyword replaces one."""

    def make(partner: str, value: float | None, indicator: str, **values: Any) -> Tie:
        known: dict[str, Any] = {
            "year": 2019,
            "unit": "million EUR",
            "reporter": "Office",
            "method": None,
        }
        known |= values
        name = f"t{partner}{indicator}{sorted((k, str(v)) for k, v in known.items())}"
        return Tie(
            tie_id=name,
            state="SRB",
            partner=partner,
            indicator=indicator,
            value=value,
            source="test",
            source_id=partner,
            **known,
        )

    return make


@pytest.fixture
def on_days(make_event: Callable[..., Event]) -> Callable[..., list[Event]]:
    """The same event on each of several days; events of one test differ in their number."""
    made = 0

    def make(
        days: Iterable[date], actor: str, recipient: str, kind: str = "CONSULT", **values: Any
    ) -> list[Event]:
        nonlocal made
        events = [
            make_event(day, actor, recipient, kind, number=made + n, **values)
            for n, day in enumerate(days)
        ]
        made += len(events)
        return events

    return make
