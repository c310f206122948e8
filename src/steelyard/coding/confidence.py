"""Confidence: how sure an event is, from signs that are independent of one another.

The signs are added up with the weights of ``data/confidence.csv`` and put through a logistic
curve. The weights are few and set so that of the events stated at .8 to .9, eight or nine in
ten are right; the evaluation prints the table that shows it.
"""

from __future__ import annotations

import math
from functools import cache

from steelyard.coding import lexicon
from steelyard.coding.events import Found
from steelyard.coding.parse import Sentence


def signs(event: Found, sentence: Sentence, *, topic: str) -> dict[str, float]:
    """Return the signs of an event, each with its strength."""
    chain = (event.trigger, *sentence.ancestors(event.trigger))
    depth = sum(sentence.words[j].dep in lexicon.words("clause below") for j in chain)
    direct, guessed = lexicon.words("direct recipient"), lexicon.words("guessed party")
    order = event.actor.head < event.trigger < event.recipient.head
    return {
        "rule": event.weight - 0.7,
        "actor known": float(bool(event.actor.codes)),
        "recipient known": float(bool(event.recipient.codes)),
        "recipient named": float(event.recipient_how in direct),
        "actor guessed": float(event.actor_how in guessed),
        "recipient guessed": float(event.recipient_how in guessed),
        "order agrees": float(order),
        "recipient indirect": float(event.recipient_how.endswith(("phrase", "clause"))),
        "one country": float(len({*event.actor.codes, *event.recipient.codes}) == 1),
        "main clause": float(_leads(sentence, event.trigger)),
        "background": float(_background(sentence, event.trigger)),
        "depth": float(min(depth, 2)),
        "nominal": float(event.nominal),
        "other topic": float(bool(topic)),
        "actor unclear": float(event.actor_unclear),
        "long": float(len(sentence) > 35),
        "status signs": float(len(set(event.status.signs)) > 1),
    }


def confidence(found: dict[str, float]) -> float:
    """Return the probability, 0 to 1, that an event with these signs is right."""
    weights = _weights()
    total = weights["base"] + sum(weights[name] * value for name, value in found.items())
    return 1 / (1 + math.exp(-total))


def _leads(sentence: Sentence, i: int) -> bool:
    """Say whether a word stands at the top of its sentence, or is joined to what does."""
    while sentence.words[i].dep == "conj":
        i = sentence.words[i].head
    return sentence.words[i].head == i


def _background(sentence: Sentence, i: int) -> bool:
    """Say whether an act is told in passing: "the vehicles seized at", "that it had signed"."""
    word = sentence.words[i]
    had = any(sentence.words[c].text.lower() == "had" for c in sentence.deps(i, "aux"))
    return (word.dep == "acl" and word.tag == "VBN") or (word.dep == "relcl" and had)


@cache
def _weights() -> dict[str, float]:
    return {row["sign"]: float(row["weight"]) for row in lexicon.rows("confidence")}
