"""Signs that a candidate is right or wrong, and what each of them weighs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache

from steelyard.coding.english import lexicon
from steelyard.coding.english.acts import Candidate
from steelyard.coding.english.text import Sentence

#: Words in a sentence that is still short, and types of what is only said.
_SHORT = 20
_SPOKEN = frozenset(("ACCUSE", "AGREE", "CONSULT", "REJECT", "REQUEST", "SUPPORT", "THREATEN"))

#: Roles of those who speak against others at home.
_AT_ODDS = frozenset(("OPP", "LEG", "JUD", "LAB", "REB", "REL", "CVL"))


def signs(event: Candidate, sentence: Sentence, *, topic: str) -> dict[str, float]:
    """Return the signs of an event, each with its strength."""
    outside = {"other topic": float(bool(topic)), "sport": float(topic == "sport")}
    if event.likeness:  # its weights have taken account of the clause already
        odds = math.log(event.likeness / (1 - event.likeness))
        return {"likeness": 1.0, "likeness odds": odds, **outside}
    chain = (event.trigger, *sentence.ancestors(event.trigger))
    depth = sum(sentence.words[j].dep in lexicon.words("clause below") for j in chain)
    guessed = lexicon.words("guessed party")
    named = lexicon.words("kind of place name")
    # Who marches through a town is of it, and marches against its own.
    at_home = event.type == "PROTEST" and event.actor_how == "place"
    order = event.actor.head < event.trigger < event.recipient.head
    return {
        "rule": event.weight - 0.7,
        "actor known": float(bool(event.actor.codes)),
        "recipient known": float(bool(event.recipient.codes)),
        "actor guessed": float(event.actor_how in guessed and not at_home),
        "recipient guessed": float(event.recipient_how in guessed and not at_home),
        "order agrees": float(order),
        "home assumed": float(event.recipient_how == "home" and event.actor_how in named),
        "one country": float(_one_country(event)),
        "main clause": float(_leads(sentence, event.trigger)),
        "background": float(_background(sentence, event.trigger)),
        "depth": float(min(depth, 2)),
        "nominal": float(event.nominal),
        **outside,
        "actor unclear": float(event.actor_unclear),
        "long": min(max(len(sentence) - _SHORT, 0) / _SHORT, 2.0),
        "actor pronoun": float(event.actor_how.startswith("pronoun")),
        "at home by words": float(
            _one_country(event) and event.type in _SPOKEN and not _AT_ODDS & set(event.actor.roles)
        ),
        "status signs": float(len(set(event.factuality.signs)) > 1),
    }


def _one_country(event: Candidate) -> bool:
    """Say whether both sides are known and are one and the same country."""
    sides = event.actor.codes, event.recipient.codes
    return all(sides) and len({*sides[0], *sides[1]}) == 1


def _leads(sentence: Sentence, i: int) -> bool:
    """Say whether a word stands at the top of its sentence, or is joined to what does."""
    while sentence.words[i].dep == "conj":
        i = sentence.words[i].head
    return sentence.words[i].head == i


def _background(sentence: Sentence, i: int) -> bool:
    """Say whether an act is mentioned in passing: "the vehicles seized at", "that it had signed"."""
    word = sentence.words[i]
    told = sentence.deps(i, "mark")  # "rumours that it had": what is told is the news
    had = any(sentence.words[c].text.lower() == "had" for c in sentence.deps(i, "aux"))
    if word.dep == "acl":
        return word.tag == "VBN" and not told
    return word.dep == "relcl" and had


@cache
def weights() -> dict[str, float]:
    """Return what each sign weighs, by ``data/confidence.csv``."""
    return {row["sign"]: float(row["weight"]) for row in lexicon.rows("confidence")}


def is_sure(found: Mapping[str, float], least: float = 0.5) -> bool:
    """Say whether these signs make a statement right with a probability of ``least`` or more."""
    table = weights()
    total = table["base"] + sum(table[name] * value for name, value in found.items())
    return total >= math.log(least / (1 - least))
