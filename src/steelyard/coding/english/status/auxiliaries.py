"""Signs of status on a word itself: its auxiliaries, negation, adverbs, adjectives, "if"."""

from __future__ import annotations

from dataclasses import dataclass

from steelyard.coding.english import lexicon
from steelyard.coding.english.text import Sentence, Word
from steelyard.records.events import Status

_MODIFIERS = ("amod", "compound", "nmod")
_CLAUSES = ("advcl", "ccomp", "parataxis", "ROOT", "csubj")
_MAIN = ("ROOT", "ccomp", "relcl", "parataxis")


@dataclass(frozen=True, slots=True)
class Sign:
    """What one word says of the status of an act; ``weighs`` if somebody only thinks it over."""

    status: Status
    word: str
    weighs: bool = False


def on(sentence: Sentence, i: int) -> list[Sign]:
    """Return the signs on the word itself, with those that verbs joined by 'and' share."""
    return [sign for k in _sharing(sentence, i) for sign in of_word(sentence, k, negation=k == i)]


def of_word(sentence: Sentence, k: int, *, negation: bool) -> list[Sign]:
    """Return the signs that stand on word ``k``; its negation only where asked for."""
    found = [Sign("denied", "not")] if negation and negated(sentence, k) else []
    found += _auxiliary_signs(sentence, k)
    for child in sentence.children[k]:
        found += _modifier(sentence, k, child)
    return [*found, Sign("hypothetical", "if")] if conditional(sentence, k) else found


def scheduled(sentence: Sentence, i: int) -> list[Sign]:
    """Read a present with a day ahead: "meets him tomorrow", "flies to Riga on Sunday"."""
    word = sentence.words[i]
    if word.lemma in lexicon.words("ahead by itself"):
        return [Sign("planned", word.text)]
    if word.tag not in ("VBZ", "VBP") or sentence.deps(i, "aux", "auxpass"):
        return []
    near = [*sentence.deps(i, "npadvmod", "advmod")]
    near += [n for prep in sentence.deps(i, "prep") for n in sentence.deps(prep, "pobj")]
    for n in near:
        after = {sentence.words[c].lemma for c in sentence.children[n]}
        low = sentence.words[n].text.lower()
        unit = low in ("week", "month", "year") and "next" in after
        if unit or low in lexicon.words("day ahead"):
            return [Sign("planned", low)]
    return []


def adjectives(sentence: Sentence, noun: int) -> list[Sign]:
    """Return the signs in the adjectives before a noun: "a planned visit"."""
    return [
        sign for child in sentence.deps(noun, "amod") for sign in _adjective(sentence.words[child])
    ]


def negated(sentence: Sentence, i: int) -> bool:
    """Say whether a verb or noun is negated on the spot."""
    verb = sentence.is_verb(i)
    for child in sentence.children[i]:
        word = sentence.words[child]
        if word.dep == "neg" or word.lemma in lexicon.words("negates"):
            return True
        if verb and word.dep in ("nsubj", "nsubjpass", "dobj") and _nobody(sentence, child):
            return True
        if not verb and word.dep in ("preconj", "det", "cc") and word.lemma == "no":
            return True
    return False


def conditional(sentence: Sentence, verb: int) -> str:
    """Say which word makes a clause a condition: if, unless, or an inverted had."""
    for child in sentence.children[verb]:
        word = sentence.words[child]
        if word.dep == "mark" and word.lemma == "whether":
            return word.lemma
        if word.dep in ("mark", "advmod") and word.lemma in ("if", "unless", "lest"):
            return word.lemma
    return "had" if _inverted(sentence, verb) else ""


def _sharing(sentence: Sentence, i: int) -> list[int]:
    """Return a verb and those before it whose auxiliaries it shares: "will meet and sign"."""
    words, chain, j = sentence.words, [i], i
    while words[j].dep == "conj" and sentence.is_verb(words[j].head) and sentence.is_verb(j):
        if _stands_alone(sentence, j):
            break
        j = words[j].head
        chain.append(j)
    return chain


def _stands_alone(sentence: Sentence, verb: int) -> bool:
    return (
        sentence.words[verb].tag in ("VBD", "VBZ")
        or bool(sentence.deps(verb, "aux", "auxpass"))
        or sentence.subject(verb) is not None
        or sentence.passive_subject(verb) is not None
    )


def _auxiliary_signs(sentence: Sentence, k: int) -> list[Sign]:
    auxiliaries = [sentence.words[c] for c in sentence.deps(k, "aux", "auxpass")]
    lows = {word.text.lower() for word in auxiliaries}
    signs = (_auxiliary(sentence, k, word, perfect="have" in lows) for word in auxiliaries)
    return [sign for sign in signs if sign is not None]


def _auxiliary(sentence: Sentence, k: int, word: Word, *, perfect: bool) -> Sign | None:
    low = word.text.lower()
    if low in lexicon.words("future"):
        return Sign("planned", low)
    if perfect and low in ("may", "might"):
        return Sign("rumoured", f"{low} have")
    if low == "would" and _future_in_past(sentence, k):
        return Sign("planned", "would")
    if low in lexicon.words("maybe"):
        return Sign("hypothetical", low)
    own = sentence.words[k]
    if word.tag == "TO" and own.dep in _MAIN and not _ranked(sentence, own.head):
        # Headlines: "Peru, Chile to open joint post"; "is to open".
        return Sign("planned", "to")
    return None


def _modifier(sentence: Sentence, k: int, child: int) -> list[Sign]:
    """Return the signs in one dependent of a word: an adverb, an adjective, a condition."""
    word = sentence.words[child]
    if word.dep == "advcl" and sentence.words[k].dep != "xcomp":
        inverted = conditional(sentence, child) == "had"
        return [Sign("hypothetical", "had")] if inverted else []
    if word.dep in ("advmod", "npadvmod"):
        operator = lexicon.operators().get(("adv", word.lemma))
        return [Sign(operator.status, word.text)] if operator else []
    return _adjective(word) if word.dep in _MODIFIERS else []


def _adjective(word: Word) -> list[Sign]:
    operators = lexicon.operators()
    operator = operators.get(("adj", word.lemma)) or operators.get(("adj", word.text.lower()))
    return [Sign(operator.status, word.text)] if operator and not operator.frames else []


def _nobody(sentence: Sentence, noun: int) -> bool:
    """Say whether a noun phrase is empty: "nobody", "no soldier", "neither Algeria nor Mali"."""
    return sentence.words[noun].lemma in ("nobody", "none", "nothing") or any(
        sentence.words[c].lemma in ("no", "neither")
        for c in sentence.deps(noun, "det", "preconj", "cc")
    )


def _ranked(sentence: Sentence, noun: int) -> bool:
    """Say whether a noun is "the first" or "the last", whose infinitive tells what it did."""
    ranks = lexicon.words("rank")
    return sentence.words[noun].lemma in ranks or any(
        sentence.words[c].lemma in ranks for c in sentence.children[noun]
    )


def _future_in_past(sentence: Sentence, verb: int) -> bool:
    """Say whether "would" is a future told in the past: "said it would send ..."."""
    words, j = sentence.words, verb
    while words[j].dep == "conj":
        j = words[j].head
    if words[j].dep in ("ROOT", "parataxis"):
        reports = [c for c in sentence.deps(j, "parataxis", "ccomp") if _says(words[c])]
        return any(words[c].tag == "VBD" for c in reports)
    head = words[words[j].head]
    promised = _says(head) or head.lemma in lexicon.words("promises")
    reported = promised and head.tag in ("VBD", "VBN", "VBG")
    return words[j].dep == "ccomp" and reported and not _has_condition(sentence, verb)


def _says(word: Word) -> bool:
    return word.lemma in lexicon.words("says")


def _has_condition(sentence: Sentence, verb: int) -> bool:
    return any(conditional(sentence, c) for c in sentence.deps(verb, "advcl"))


def _inverted(sentence: Sentence, verb: int) -> bool:
    """Say whether an auxiliary before its subject makes a condition: "Had X signed"."""
    if sentence.words[verb].dep not in _CLAUSES or "?" in sentence.text:
        return False
    subject = sentence.subject(verb)
    subject = sentence.passive_subject(verb) if subject is None else subject
    if subject is not None and sentence.words[verb].text == "Were" and verb < subject:
        return any(map(sentence.infinitive, sentence.deps(verb, "advcl", "xcomp", "acl")))
    return subject is not None and any(
        child < subject and sentence.words[child].text.lower() in ("had", "should", "were")
        for child in sentence.deps(verb, "aux", "auxpass")
    )
