"""What is laid down, weighed or wished, and not done: law, advice, opinions.

"The treaty obliges Norway to defend Denmark", "it would be a mistake for Norway to attack
Denmark", "I think Norway should apologise": a rule or a view of what states ought to do states no
act between them.
"""

from __future__ import annotations

from steelyard.coding.english import lexicon
from steelyard.coding.english.text import Sentence

_PRESENT = ("VBZ", "VBP")
_MODALS = frozenset(("may", "can", "must", "shall", "would", "could", "might", "should"))
_MARKS = frozenset(("for", "to", "if"))


def is_norm_or_view(sentence: Sentence, i: int) -> bool:
    """Say whether the act that a word names is only laid down, judged in advance or wished."""
    chain = (i, *sentence.ancestors(i))
    tests = (_laid_down, _of_anybody, _judged_ahead, _in_my_view)
    return any(test(sentence, j, chain) for j in chain for test in tests)


def _laid_down(sentence: Sentence, j: int, _: tuple[int, ...]) -> bool:
    """Say whether a text of law says what holds: "the statute lets", "under Japanese law"."""
    if not sentence.is_verb(j) or not _holds_always(sentence, j):
        return False
    laws = lexicon.words("text of law")
    verbs = lexicon.words("lays down")
    words = sentence.words
    subject = sentence.subject(j)
    if subject is not None and words[j].lemma in verbs:
        named = [subject, *sentence.deps(subject, "compound", "nmod", "npadvmod")]
        if any(words[k].lemma in laws or words[k].text.lower() in laws for k in named):
            return True
    return any(
        words[prep].lemma in ("under", "to", "by") and words[noun].lemma in laws
        for outer in sentence.deps(j, "prep")
        for prep in (outer, *sentence.deps(outer, "prep"))
        for noun in sentence.deps(prep, "pobj")
        if words[prep].lemma == "under" or words[outer].lemma == "accord"
    )


def _holds_always(sentence: Sentence, verb: int) -> bool:
    """Say whether a verb tells what is so at any time: a plain present, or "may" and the like."""
    helpers = {sentence.words[c].text.lower() for c in sentence.deps(verb, "aux")}
    if helpers & _MODALS:
        return True
    return sentence.words[verb].tag in _PRESENT and not helpers - {"does", "do"}


def _of_anybody(sentence: Sentence, j: int, _: tuple[int, ...]) -> bool:
    """Say whether an act is of whoever does it: "anyone who insults the president can be jailed"."""
    words = sentence.words
    anybody = lexicon.words("anybody")
    if words[j].dep == "relcl" and words[words[j].head].text.lower() in anybody:
        return True
    subjects = [s for s in sentence.deps(j, "nsubj", "nsubjpass") if sentence.deps(s, "relcl")]
    return any(words[s].text.lower() in anybody for s in subjects) and _holds_always(sentence, j)


def _judged_ahead(sentence: Sentence, j: int, _: tuple[int, ...]) -> bool:
    """Say whether an act is judged before it is done: "it would be wise for X to ask Y"."""
    words = sentence.words
    if any(
        words[k].lemma in lexicon.words("too early for")
        for k in (words[j].head, words[words[j].head].head)
    ):
        return _too(sentence, j)
    above = words[j].head
    if above == j or not (sentence.infinitive(j) or words[j].dep == "csubj"):
        return False
    be = above if words[above].lemma == "be" else words[above].head
    if words[be].lemma != "be":
        return False
    helpers = {words[c].text.lower() for c in sentence.deps(be, "aux")}
    said = {words[c].lemma for c in sentence.deps(be, "acomp", "attr")}
    return bool(helpers & _MODALS) and bool(said & lexicon.words("judges an act"))


def _too(sentence: Sentence, j: int) -> bool:
    """Say whether it is "too early to speak of" an act."""
    words = sentence.words
    above = next(
        (k for k in sentence.ancestors(j) if words[k].lemma in lexicon.words("too early for")), j
    )
    near = (*sentence.children[above], *sentence.children[words[above].head])
    return any(words[c].text == "too" for c in near)


def _in_my_view(sentence: Sentence, j: int, chain: tuple[int, ...]) -> bool:
    """Say whether the writer himself thinks or wishes it, quoting nobody: "I think", "one hopes"."""
    words = sentence.words
    low = sentence.text.lower()
    if low.startswith(("if i were", "if only")) or (
        low.startswith("how ") and " would be if " in low
    ):
        return True
    wisher = sentence.subject(j) if sentence.is_verb(j) else None
    if wisher is not None and words[wisher].text.lower() in lexicon.words("wishes for others"):
        return any(words[c].text.lower() in _MODALS for c in sentence.deps(j, "aux"))
    if words[j].lemma not in lexicon.words("thinks"):
        return False
    subject = sentence.subject(j)
    if subject is None or words[subject].text.lower() not in ("i", "one", "we", "you"):
        return False
    above = chain[chain.index(j) + 1 :]
    return (
        not any(words[k].lemma in lexicon.words("says") for k in above) and '"' not in sentence.text
    )
