"""Signs that a candidate is right or wrong; ``data/confidence.csv`` says what each weighs."""

from __future__ import annotations

from steelyard.coding.russian.acts import Candidate
from steelyard.coding.russian.text import Sentence

_BELOW = frozenset(("advcl", "acl", "acl:relcl", "csubj"))
_GUESSED = frozenset(("place", "country", "context", "home", "out of", "pronoun before"))
_LONG = 40


def signs(found: Candidate, sentence: Sentence, *, topic: str) -> dict[str, float]:
    """Return the signs of a candidate, each with its strength."""
    chain = (found.trigger, *sentence.above(found.trigger))
    depth = sum(sentence.words[i].rel in _BELOW for i in chain)
    sides = found.sides
    both = {*sides.actor.codes, *sides.recipient.codes}
    return {
        "rule": found.weight - 0.7,
        "actor known": float(bool(sides.actor)),
        "recipient known": float(bool(sides.recipient)),
        "actor guessed": float(sides.actor_how in _GUESSED or sides.actor_how.endswith("besides")),
        "recipient guessed": float(
            sides.recipient_how in _GUESSED or sides.recipient_how.endswith("besides")
        ),
        "nominal": float(found.nominal),
        "depth": float(min(depth, 2)),
        "other topic": float(bool(topic)),
        "long": float(len(sentence) > _LONG),
        "one country": float(len(both) == 1 and bool(sides.actor) and bool(sides.recipient)),
    }
