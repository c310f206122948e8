"""What one sentence leaves for the next: who was spoken of, and who acted on whom."""

from __future__ import annotations

from dataclasses import replace

from steelyard.coding.party import Party
from steelyard.coding.russian.acts import Candidate
from steelyard.coding.russian.parties import Memory, Parties

#: Acts that answer another, whose recipient may be left to the context.
_ANSWERS = frozenset(("ACCUSE", "REJECT", "THREATEN", "SANCTION", "REQUEST", "CONCEDE"))


def in_context(found: Candidate, memory: Memory) -> Candidate:
    """Give an act that names no recipient the one that its actor last dealt with."""
    sides = found.sides
    told = found.status != "denied" and found.type in _ANSWERS
    if sides.recipient or not sides.actor or not told:
        return found
    other = memory.other_of(frozenset(sides.actor.codes))
    if not other:
        return found
    party = Party((other,), ("",), (other,), how="context")
    return replace(found, sides=replace(sides, recipient=party, recipient_how="context"))


def remember(parties: Parties, found: list[Candidate], memory: Memory) -> None:
    """Keep in mind the parties of a sentence and its pairs."""
    for mention in parties.mentions:
        party = parties.of(mention.start)
        if mention.kind == "person":
            memory.people.append(party)
        elif mention.kind in ("name", "organisation"):
            memory.bodies.append(party)
    for word in parties.sentence.words:
        if word.rel in ("nsubj", "nsubj:pass") and word.pos != "PRON":
            party = parties.of(word.i)
            if party:
                (memory.people if party.human else memory.bodies).append(party)
    for one in found:
        actor, recipient = frozenset(one.sides.actor.codes), frozenset(one.sides.recipient.codes)
        if actor and recipient:
            memory.pairs.append((actor, recipient))
