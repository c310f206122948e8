"""A party: whom a phrase means, and what an article keeps in mind of the parties it spoke of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from steelyard.coding.actors import Mention


@dataclass(frozen=True, slots=True)
class Party:
    """Whom a phrase means: codes, their roles and the words used; ``how`` it was found."""

    codes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    head: int = -1
    domestic: bool = False
    human: bool = False
    how: str = ""

    def __bool__(self) -> bool:
        return bool(self.codes)

    def of_codes(self, keep: Iterable[str]) -> Party:
        """Return the party without those whose code is not to be kept."""
        wanted = set(keep)
        kept = [k for k, code in enumerate(self.codes) if code in wanted]
        return replace(
            self,
            codes=tuple(self.codes[k] for k in kept),
            roles=tuple(self.roles[k] for k in kept),
            names=tuple(self.names[k] for k in kept),
        )


@dataclass(slots=True)
class Memory:
    """Whom the text spoke of last: for pronouns, and for "the two governments"."""

    people: list[Party] = field(default_factory=list)
    bodies: list[Party] = field(default_factory=list)
    nouns: dict[str, Party] = field(default_factory=dict)
    told: list[Any] = field(default_factory=list)

    def note(self, party: Party, *, person: bool) -> None:
        """Remember a party as the latest."""
        (self.people if person else self.bodies).append(party)


def joined(parts: list[Party], head: int) -> Party:
    """Return several phrases as one party, each country once."""
    known = [part for part in parts if part]
    if not known:
        return parts[0]
    if len(known) == 1 and known[0].head == head:
        return known[0]
    codes: dict[str, tuple[str, str]] = {}
    for part in known:
        for code, role, name in zip(part.codes, part.roles, part.names, strict=True):
            codes.setdefault(code, (role, name))
    return replace(
        known[0],
        codes=tuple(codes),
        roles=tuple(role for role, _ in codes.values()),
        names=tuple(name for _, name in codes.values()),
        head=head,
    )


def spoken_for(phrase: Party, found: list[Mention], how: str) -> Party:
    """Return a phrase as the party that names in it stand for; countries before people."""
    chosen = [m for m in found if m.kind != "person"] or found
    codes: dict[str, tuple[str, str]] = {}
    for mention in chosen:
        codes.setdefault(mention.code, (phrase.roles[0] or mention.role, mention.name))
    return replace(
        phrase,
        codes=tuple(codes),
        roles=tuple(role for role, _ in codes.values()),
        names=tuple(name for _, name in codes.values()),
        how=how,
    )


def speaking_for(phrase: Party, party: Party, how: str) -> Party:
    """Return a phrase as speaking for another party: "the president of Peru"."""
    roles = tuple(phrase.roles[0] or role for role in party.roles)
    return replace(phrase, codes=party.codes, roles=roles, names=party.names, how=how)
