"""What a check of facts or a doubtful picture tells: it is examined, not reported.

"Fact check: Norway did not expel the envoy", "it is a myth that", "a clip said to show Norwegian
troops in Sweden": who tells it says that it did not happen, or that nobody knows.
"""

from __future__ import annotations

import re
from functools import cache

from steelyard.coding.english import lexicon
from steelyard.coding.english.status import negated
from steelyard.coding.english.text import Sentence


def is_checked(sentence: Sentence, i: int) -> bool:
    """Say whether the act that a word names is only checked, or only in a doubtful picture."""
    if _opening().match(sentence.text):
        return True
    chain = (i, *sentence.ancestors(i))
    return any(_untrue(sentence, j, i) or _pictured(sentence, j) for j in chain if j != i)


@cache
def _opening() -> re.Pattern[str]:
    phrases = sorted(lexicon.words("opens a check of facts"), key=len, reverse=True)
    return re.compile(rf"(?i:\W*(?:{'|'.join(map(re.escape, phrases))})\s*(?::|,|-))|No, [A-Z]")


def _untrue(sentence: Sentence, j: int, i: int) -> bool:
    """Say whether a noun or adjective says that nothing of it is true: "no evidence that", "a myth"."""
    words = sentence.words
    if words[j].lemma in lexicon.words("evidence") and negated(sentence, j):
        return True
    if words[j].lemma != "be":
        return False
    told = sentence.deps(j, "ccomp", "csubj", "advcl")
    below = any(k == i or k in sentence.ancestors(i) for k in told)
    said = {words[c].lemma for c in sentence.deps(j, "acomp", "attr")}
    return below and bool(said & lexicon.words("untrue"))


def _pictured(sentence: Sentence, j: int) -> bool:
    """Say whether a picture is only said to show it: "a doctored clip appears to show"."""
    words = sentence.words
    if words[j].lemma not in ("show", "depict", "capture", "portray", "caption"):
        return False
    chain = (j, *sentence.ancestors(j))
    pictures = lexicon.words("picture")
    shown = [
        k
        for verb in chain
        for k in (*sentence.deps(verb, "nsubj", "nsubjpass"), words[verb].head)
        if words[k].lemma in pictures
    ]
    if not shown:
        return False
    said = any(words[k].lemma in lexicon.words("is said to show") for k in chain if k != j)
    said = said or words[j].lemma == "caption"
    below = [c for k in shown for c in sentence.deps(k, "amod", "compound")]
    false = any(words[c].lemma in lexicon.words("forged") for c in below)
    return said or false or negated(sentence, j)
