"""Statements: what a language finds in a sentence, before it becomes an event of the table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from steelyard.coding.party import Party
from steelyard.records.events import Act, Precision, Status


@dataclass(frozen=True, slots=True)
class When:
    """A day, how exactly it is known, and the words that say so (empty: the article's date)."""

    day: date
    precision: Precision
    words: str = ""

    def __str__(self) -> str:
        source = f"'{self.words}'" if self.words else "the article's date"
        return f"{self.day} ({self.precision}), {source}"


@dataclass(frozen=True, slots=True)
class Statement:
    """One act that a sentence states.

    Attributes:
        trigger: position in the sentence of the word that names the act, and the word.
        rule: what made the word an act, as an explanation shows it.
        type: PLOVER type of the act spoken of, whatever its status.
        act: ``words`` or ``deeds`` where it is not the type's usual one.
        actor: who acts, and ``actor_how`` it was found; the recipient alike.
        status: how far the act is, and the words that say so.
        place: ISO code of the state where it was.
        contexts: PLOVER contexts of the sentence.
        signs: what speaks for and against the statement being right, each with its strength.
        way: how it was read where no rule made it, as the event's ``coder`` adds it.
    """

    trigger: int
    word: str
    rule: str
    type: str
    mode: str | None
    act: Act | None
    actor: Party
    actor_how: str
    recipient: Party
    recipient_how: str
    status: Status
    status_words: tuple[str, ...]
    place: str | None
    contexts: tuple[str, ...]
    signs: dict[str, float]
    way: str = ""
