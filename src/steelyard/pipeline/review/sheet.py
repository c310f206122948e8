"""The review sheet: one row for each event, what may be changed of it, and why it was coded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from steelyard.coding import SentenceReport
from steelyard.pipeline.ingest.json_lines import to_line
from steelyard.records import Event
from steelyard.records.columns import Column

#: What a reviewer may say of an event; an empty cell says nothing.
Verdict = Literal["accept", "correct", "reject"]
VERDICTS: tuple[str, ...] = get_args(Verdict)

#: Columns that a reviewer may change where the verdict is ``correct``.
CHANGEABLE = ("day", "actor", "recipient", "type", "status", "act")

#: The columns of a sheet, in order. ``event`` holds the event as it was coded, as JSON.
NAMES = ("verdict", "sentence", *CHANGEABLE, "confidence", "why", "note", "event")

#: The columns that a filled sheet is read by.
COLUMNS = (
    Column("verdict", needed="every reviewed event"),
    *(Column(name) for name in (*CHANGEABLE, "note")),
    Column("event", needed="every reviewed event"),
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An event as it was coded, with the reason why."""

    event: Event
    why: str

    def cells(self) -> tuple[str, ...]:
        """Return the row of the sheet."""
        event = self.event
        return (
            "",
            event.sentence or "",
            written_day(event),
            ";".join(event.actor),
            ";".join(event.recipient),
            event.type,
            event.status,
            event.act,
            "" if event.confidence is None else f"{event.confidence:.2f}",
            self.why,
            "",
            to_line(event),
        )


def written_day(event: Event) -> str:
    """Return the day of an event to its precision: 2024-03-18, 2024-03 or 2024."""
    return event.day.isoformat()[: {"day": 10, "month": 7, "year": 4}[event.precision]]


def suggestions(events: Iterable[Event], reports: Iterable[SentenceReport]) -> Iterator[Suggestion]:
    """Yield each event with what made it: the rule, its word and the signs of its confidence."""
    why = {
        explanation.event_id: "; ".join(" ".join(line.split()) for line in explanation.lines())
        for report in reports
        for explanation in report.explanations
    }
    for event in events:
        yield Suggestion(event, why.get(event.event_id, f"coded by {event.coder}"))
