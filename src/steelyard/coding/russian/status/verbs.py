"""What a verb itself says of its act: negation, tense, aspect, "бы", a condition."""

from __future__ import annotations

import re

from steelyard.coding.russian.text import Sentence
from steelyard.records.events import Status

_WOULD = frozenset(("бы", "б"))
_IF = frozenset(("если", "если бы", "кабы", "коли", "случае"))

#: Words of a day to come, with which the present speaks of the future.
_AHEAD = re.compile(
    r"\b(?:завтра|послезавтра|скоро|вскоре|на следующей неделе|в следующем (?:месяце|году)|"
    r"на днях|в ближайш\w+ (?:дни|время|недел\w+|месяц\w*)|на будущей неделе|через (?:недел\w+|месяц|год|день))\b"
)


def own_signs(sentence: Sentence, i: int, *, negated: bool = True) -> list[tuple[Status, str]]:
    """Return the signs on a verb, each with its word.

    Args:
        sentence: the sentence.
        i: the verb.
        negated: count a negation.
    """
    word = sentence.words[i]
    found: list[tuple[Status, str]] = []
    helpers = [sentence.words[c] for c in sentence.children(i, "aux", "aux:pass", "cop", "advmod")]
    if negated and (
        sentence.is_negated(i)
        or any(sentence.is_negated(h.i) for h in helpers if h.rel != "advmod")
        or any(h.lower in ("нельзя", "никогда", "никак") for h in helpers)
    ):
        found.append(("denied", f"не {word.lower}"))
    if any(h.lower in _WOULD for h in helpers) or _condition_below(sentence, i):
        found.append(("hypothetical", "бы" if any(h.lower in _WOULD for h in helpers) else "если"))
    if any(sentence.words[c].lower in _IF for c in sentence.children(i, "mark")):
        found.append(("hypothetical", "если"))
    if word.feats.get("Mood") == "Imp":
        found.append(("hypothetical", word.lower))
    future = word.feats.get("Tense") == "Fut" or any(
        h.lemma == "быть" and (h.feats.get("Tense") == "Fut" or h.lower in _WILL) for h in helpers
    )
    if future:
        found.append(("planned", word.lower))
    elif word.feats.get("Tense") == "Pres" and word.feats.get("VerbForm") == "Fin":
        ahead = _AHEAD.search(sentence.text.lower())
        if ahead:
            found.append(("planned", ahead.group()))
    return found


def _condition_below(sentence: Sentence, i: int) -> bool:
    """Say whether a clause with "если" hangs on a verb."""
    return any(
        sentence.words[m].lower in _IF
        for c in sentence.children(i, "advcl", "ccomp", "acl")
        for m in sentence.children(c, "mark")
    )


_WILL = frozenset(("будет", "будут", "буду", "будем"))
