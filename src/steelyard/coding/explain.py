"""Explanations: which rule, words and roles made an event, and why a sentence gave none."""

from __future__ import annotations

from dataclasses import dataclass

from steelyard.coding.party import Party
from steelyard.coding.statement import Statement, When


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


def explain(event_id: str, statement: Statement, when: When) -> Explanation:
    """Return the explanation of one event."""
    words = statement.status_words
    return Explanation(
        event_id,
        statement.rule,
        statement.word,
        _party(statement.actor, statement.actor_how),
        _party(statement.recipient, statement.recipient_how),
        statement.status + (f", by {', '.join(map(repr, words))}" if words else ""),
        str(when),
        tuple(statement.signs.items()),
        dated=bool(when.words),
    )


def _party(party: Party, how: str) -> str:
    if not party.codes:
        return "nobody named"
    named = ", ".join(
        f"{code} '{name}'" for code, name in zip(party.codes, party.names, strict=True)
    )
    return f"{named} (by {how})" if how else named
