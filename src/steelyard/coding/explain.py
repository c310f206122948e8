"""Explanations: which rule, words and roles made an event, and why a sentence gave none."""

from __future__ import annotations

from dataclasses import dataclass

from steelyard.coding.days import When
from steelyard.coding.events import Found
from steelyard.coding.parse import Sentence
from steelyard.coding.party import Party


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one event is what it is, as short phrases."""

    event_id: str
    rule: str
    trigger: str
    actor: str
    recipient: str
    status: str
    day: str
    signs: tuple[tuple[str, float], ...]
    dated: bool = False

    def lines(self) -> tuple[str, ...]:
        """Return the explanation, one fact a line."""
        return (
            f"rule       {self.rule}, at '{self.trigger}'",
            f"actor      {self.actor}",
            f"recipient  {self.recipient}",
            f"status     {self.status}",
            f"day        {self.day}",
            "signs      "
            + ", ".join(f"{name} {value:+.2f}" for name, value in self.signs if value),
        )


@dataclass(frozen=True, slots=True)
class SentenceReport:
    """One sentence of an article: its span, and its events' explanations or why it has none."""

    start: int
    end: int
    text: str
    skipped: str
    explanations: tuple[Explanation, ...] = ()

    def lines(self) -> tuple[str, ...]:
        """Return the report as ``steelyard read --explain`` prints it."""
        head = f"[{self.start}:{self.end}] {self.text}"
        if self.skipped:
            return (head, f"  skipped    {self.skipped}")
        return (head, *(f"  {line}" for e in self.explanations for line in e.lines()))


def explain(
    event_id: str, event: Found, sentence: Sentence, when: When, signs: dict[str, float]
) -> Explanation:
    """Return the explanation of one event."""
    return Explanation(
        event_id,
        event.rule,
        sentence.words[event.trigger].text,
        _party(event.actor, event.actor_how),
        _party(event.recipient, event.recipient_how),
        event.status.status
        + (f", by {', '.join(repr(s) for s in event.status.signs)}" if event.status.signs else ""),
        str(when),
        tuple(signs.items()),
        dated=bool(when.words),
    )


def _party(party: Party, how: str) -> str:
    if not party.codes:
        return "nobody named"
    named = ", ".join(
        f"{code} '{name}'" for code, name in zip(party.codes, party.names, strict=True)
    )
    return f"{named} (by {how})" if how else named
