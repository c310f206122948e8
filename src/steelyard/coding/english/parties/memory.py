"""Memory: the parties that the earlier sentences of an article mentioned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from steelyard.coding.party import Party

#: Sentences back to which a pronoun or "the decision" reaches.
NEAR = 3


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
    told: list[int] = field(default_factory=list)
    _noted: dict[int, int] = field(default_factory=dict)

    sentences: int = 0

    def note(self, party: Party, *, person: bool) -> None:
        """Remember a party as the latest; an empty one is a stranger, whom a pronoun may mean as well."""
        (self.people if person else self.bodies).append(party)
        self._noted[id(party)] = self.sentences

    def latest(self, parties: list[Party]) -> list[Party]:
        """Return those that a pronoun may still mean, the latest first."""
        since = self.sentences - NEAR
        return [party for party in reversed(parties) if self._noted.get(id(party), 0) >= since]

    def recent_pairs(self) -> list[tuple[frozenset[str], frozenset[str]]]:
        """Return who acted on whom not long ago, the latest first."""
        since = self.sentences - NEAR
        return [
            pair
            for pair, told in zip(reversed(self.pairs), reversed(self.told), strict=True)
            if told >= since
        ]

    def topic(self, without: Iterable[str]) -> str:
        """Return the state that the article has named in most sentences, if it leads clearly."""
        counted = [(n, code) for code, n in self.mentioned.items() if code not in set(without)]
        counted.sort(reverse=True)
        if not counted or (len(counted) > 1 and counted[0][0] <= counted[1][0]):
            return ""
        return counted[0][1]

    def remember_pair(self, actor: Iterable[str], recipient: Iterable[str]) -> None:
        """Remember who acted on whom."""
        self.pairs.append((frozenset(actor), frozenset(recipient)))
        self.told.append(self.sentences)
