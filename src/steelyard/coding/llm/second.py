"""The second look: which sentences the rules are unsure of, and what stands after a model's answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from steelyard.coding.batches import Outcome
from steelyard.coding.llm.checking import Span
from steelyard.coding.llm.prompt import PIECE
from steelyard.coding.merging import Telling, merge
from steelyard.records.events import Event

#: Below this confidence an event of the rules gets a second look.
SURE = 0.7

#: Why the rules leave out a sentence that gets a second look.
UNSURE = "no event sure enough"

#: Sentences in one request, and characters of the text around them that go with it.
_AT_ONCE, _AROUND = 20, 400


def unsure(outcome: Outcome) -> list[Span]:
    """Return the sentences in which the rules have a doubtful event, or dropped one as too doubtful."""
    doubtful = {event.start for event in outcome.events if (event.confidence or 0) < SURE}
    return [
        (report.start, report.end)
        for report in outcome.reports
        if report.skipped == UNSURE or report.start in doubtful
    ]


def groups(spans: Sequence[Span]) -> Iterator[list[Span]]:
    """Yield sentences that stand near enough to be asked about in one request."""
    group: list[Span] = []
    for span in spans:
        if group and (len(group) == _AT_ONCE or span[1] - group[0][0] > PIECE):
            yield group
            group = []
        group.append(span)
    if group:
        yield group


def around(text: str, group: Sequence[Span]) -> str:
    """Return the part of a text from a little before some sentences to a little after."""
    return text[max(0, group[0][0] - _AROUND) : group[-1][1] + _AROUND]


def agreed(
    rules: Sequence[Event], model: Sequence[Event], looked: Sequence[Span]
) -> tuple[Event, ...]:
    """Return what stands of the rules' events and a model's, in the order of the text.

    Outside the sentences looked at the rules' events stand. Inside them, one that the rules are
    sure of stands, one that both have stands with the greater of the two confidences, and one
    that only the model has is added.
    """
    standing = []
    confirmed: set[str] = set()
    for event in rules:
        twin = next((other for other in model if _same(event, other)), None)
        if twin is not None:
            confirmed.add(twin.event_id)
            sure = max(event.confidence or 0, twin.confidence or 0)
            both = f"{event.coder} + {twin.coder}"
            standing.append(replace(event, confidence=sure, coder=both))
        elif (event.confidence or 0) >= SURE or not within(event, looked):
            standing.append(event)
    standing += [event for event in model if event.event_id not in confirmed]
    return tuple(merge(map(Telling, in_order(standing))))


def in_order(events: Sequence[Event]) -> list[Event]:
    """Return events in the order of the sentences that state them."""
    return sorted(events, key=lambda event: event.start or 0)


def within(event: Event, spans: Sequence[Span]) -> bool:
    """Say whether an event stands in one of these sentences."""
    return any(start <= (event.start or 0) < end for start, end in spans)


def _same(a: Event, b: Event) -> bool:
    """Say whether rules and model have the same event: one sentence, one type, the same parties."""
    return (
        a.type == b.type
        and set(a.actor) == set(b.actor)
        and set(a.recipient) == set(b.recipient)
        and (b.start or 0) <= (a.start or 0) < (b.end or 0)
    )
