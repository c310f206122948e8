"""Parties built from several phrases, or from a phrase and the party it speaks for."""

from __future__ import annotations

from dataclasses import replace

from steelyard.coding.english.parties.mention import Mention
from steelyard.coding.party import Party


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
