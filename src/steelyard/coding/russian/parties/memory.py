"""Memory: the parties that the earlier sentences of an article mentioned."""

from __future__ import annotations

from dataclasses import dataclass, field

from steelyard.coding.party import Party

#: Pairs that "the two countries" may still mean.
_RECENT = 4


@dataclass(slots=True)
class Memory:
    """The parties mentioned so far, the latest last.

    ``people`` are meant by "он", ``bodies`` by "она" and "страна", ``pairs`` are who acted on
    whom, for "стороны" and for acts whose recipient is left to the context.
    """

    people: list[Party] = field(default_factory=list)
    bodies: list[Party] = field(default_factory=list)
    pairs: list[tuple[frozenset[str], frozenset[str]]] = field(default_factory=list)

    def other_of(self, codes: frozenset[str]) -> str:
        """Return whom the holder of ``codes`` last dealt with, empty where it is not clear."""
        for actor, recipient in reversed(self.pairs[-_RECENT:]):
            others = (actor | recipient) - codes
            if codes & (actor | recipient) and len(others) == 1:
                return next(iter(others))
        return ""
