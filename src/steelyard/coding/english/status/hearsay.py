"""Signs of status in a whole sentence: who tells of the act, and whether it is believed."""

from __future__ import annotations

from steelyard.coding.english import lexicon
from steelyard.coding.english.clauses import agent
from steelyard.coding.english.status.auxiliaries import Sign, negated
from steelyard.coding.english.text import Sentence


def about(sentence: Sentence, i: int) -> list[Sign]:
    """Return what a sentence says of its act ``i`` from outside, the denials first."""
    denial = _told_falsely(sentence, i)
    if denial:
        return denial
    return [
        *_guessed(sentence, i),
        *_alleged(sentence, i),
        *_unconfirmed(sentence, i),
        *_nobody_confirms(sentence, i),
    ]


def _alleged(sentence: Sentence, i: int) -> list[Sign]:
    """Read "an alleged spy passed cash": who he is, and so what he did, is only said."""
    doer = agent(sentence, i) if sentence.is_verb(i) else None
    said = (sentence.words[c] for c in sentence.deps(doer, "amod")) if doer is not None else ()
    alleged = lexicon.words("only alleged")
    return [Sign("rumoured", word.text) for word in said if word.lemma in alleged]


def _told_falsely(sentence: Sentence, i: int) -> list[Sign]:
    """Read "X called reports that ... untrue", "dismissed the claim that ..."."""
    words = sentence.words
    for j in sentence.ancestors(i):
        if words[j].lemma in lexicon.words("report") and words[j].tag.startswith("NN"):
            word = _false(sentence, j) or _denied(sentence, j)
            if word:
                return [Sign("denied", word)]
    return []


def _false(sentence: Sentence, report: int) -> str:
    below = set(sentence.subtree(report))
    for word in sentence.words:
        operator = lexicon.operators().get(("adj", word.lemma))
        # The parser hangs the "untrue" of "called reports that ... untrue" below the report.
        outside = word.i not in below or word.dep in ("advcl", "oprd", "acomp", "xcomp")
        if operator is not None and operator.status == "denied" and outside:
            return word.text
    return ""


def _denied(sentence: Sentence, report: int) -> str:
    if sentence.words[report].dep not in ("dobj", "nsubjpass", "pobj"):
        return ""
    above = (sentence.words[k] for k in sentence.ancestors(report))
    return next((word.text for word in above if word.lemma in lexicon.words("denies hearsay")), "")


def _guessed(sentence: Sentence, i: int) -> list[Sign]:
    """Read a guess that another reports: "a daily claimed that ...", "police think that ..."."""
    for j in sentence.ancestors(i):
        guesses = sentence.words[j].lemma in lexicon.words("guesses") and sentence.is_verb(j)
        if guesses and sentence.words[i].dep != "relcl" and sentence.subject(j) is not None:
            return [Sign("rumoured", sentence.words[j].text)]
    return []


def _unconfirmed(sentence: Sentence, i: int) -> list[Sign]:
    above = {sentence.words[j].lemma for j in sentence.ancestors(i)}
    lows = {word.text.lower() for word in sentence.words}
    doubtful = "unconfirmed" in lows or above & lexicon.words("unconfirmed")
    return [Sign("rumoured", "unconfirmed")] if doubtful else []


def _nobody_confirms(sentence: Sentence, i: int) -> list[Sign]:
    """Read "..., but nobody could confirm it"."""
    for j, word in enumerate(sentence.words):
        if j != i and word.text.lower() in lexicon.words("confirms") and _not_done(sentence, j):
            return [Sign("rumoured", "unconfirmed")]
    return []


def _not_done(sentence: Sentence, verb: int) -> bool:
    below = {sentence.words[c].text.lower() for c in sentence.children[verb]}
    return negated(sentence, verb) or bool(below & {"could", "not", "nobody", "cannot"})
