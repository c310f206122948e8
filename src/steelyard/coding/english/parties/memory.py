"""Memory: the parties that the earlier sentences of an article mentioned."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from steelyard.coding.party import Party


@dataclass(slots=True)
class Memory:
    """The parties mentioned so far, the latest last: for pronouns and "the two governments".

    ``people_named`` holds whom a title, a nationality or a full name introduced, by surname;
    ``mentioned`` counts the sentences that named a state; ``unproven`` holds the acts that were stated but not as facts, for a denial later on; ``pairs``
    who acted on whom, the latest last.
    """

    people: list[Party] = field(default_factory=list)
    bodies: list[Party] = field(default_factory=list)
    nouns: dict[str, Party] = field(default_factory=dict)
    people_named: dict[str, Party] = field(default_factory=dict)
    unproven: list[Any] = field(default_factory=list)
    mentioned: Counter[str] = field(default_factory=Counter)
    pairs: list[tuple[frozenset[str], frozenset[str]]] = field(default_factory=list)

    def note(self, party: Party, *, person: bool) -> None:
        """Remember a party as the latest."""
        (self.people if person else self.bodies).append(party)
