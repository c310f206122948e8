"""Cessation: which verb ends or reverses an act: "stopped selling", "reneged on its promise"."""

from __future__ import annotations

from steelyard.coding.english import lexicon
from steelyard.coding.english.text import Sentence

_OBJECTS = ("dobj", "nsubjpass")


def cessation_of(sentence: Sentence, i: int) -> int | None:
    """Return the verb or noun that ends the act of word ``i``, from above it or its pledge."""
    word = sentence.words[i]
    pledge = _pledge(sentence, i)
    if pledge is not None:
        return cessation_of(sentence, pledge)
    if word.dep in ("xcomp", "ccomp") or (word.dep in _OBJECTS and not sentence.is_verb(i)):
        return _ending_verb(sentence, word.head)
    if word.dep in ("pcomp", "pobj"):
        return _through(sentence, word.head)
    return None


def _pledge(sentence: Sentence, i: int) -> int | None:
    """Return the pledge that an infinitive explains, even where the parser attaches it higher."""
    word, given = sentence.words[i], lexicon.words("word given")
    if word.dep == "acl" and sentence.words[word.head].lemma in given:
        return word.head
    if word.dep in ("advcl", "xcomp") and sentence.infinitive(i):
        return next(
            (c for c in sentence.deps(word.head, "dobj") if sentence.words[c].lemma in given), None
        )
    return None


def _through(sentence: Sentence, prep: int) -> int | None:
    """Look past prepositions and the word given: "went back on its decision of recognising"."""
    above = sentence.words[prep].head
    if sentence.words[prep].lemma not in lexicon.words("undone through"):
        return None
    if sentence.is_verb(above):  # "stopped for talks" ends none
        return _ending_verb(sentence, above) if sentence.words[prep].lemma != "for" else None
    if sentence.words[above].dep == "prep":
        return _through(sentence, above)
    if sentence.words[above].lemma in lexicon.words("undoing noun"):
        return above
    given = sentence.words[above].lemma in lexicon.words("word given")
    return cessation_of(sentence, above) if given else None


def _ending_verb(sentence: Sentence, verb: int) -> int | None:
    """Return the verb if it ends what is below it, alone or with one of its particles."""
    word = sentence.words[verb]
    endings = lexicon.words("undoes")
    if not sentence.is_verb(verb):
        return None
    beside = [sentence.words[c].lemma for c in sentence.children[verb]]
    found = word.lemma in endings or any(f"{word.lemma} {other}" in endings for other in beside)
    return verb if found else None


def is_no_longer(sentence: Sentence, i: int) -> bool:
    """Say whether a verb no longer holds: "no longer sells", "sells no more"."""
    words = sentence.words
    verbs = (i, words[i].head) if words[i].dep == "acomp" else (i,)
    return any(
        words[c].text.lower() in ("longer", "more") and c > 0 and words[c - 1].text.lower() == "no"
        for verb in verbs
        for c in sentence.deps(verb, "advmod", "npadvmod")
    )
