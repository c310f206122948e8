"""Signs of status above a word: the verbs, nouns and adjectives whose complement it is."""

from __future__ import annotations

from steelyard.coding.english import lexicon
from steelyard.coding.english.clauses import is_passive, ranked
from steelyard.coding.english.lexicon import Operator
from steelyard.coding.english.status.auxiliaries import (
    Sign,
    adjectives,
    conditional,
    negated,
    of_word,
)
from steelyard.coding.english.text import Sentence

#: Steps up the tree after which nothing governs a word any more.
_HIGHEST = 8

_ARGUMENTS = ("nsubj", "nsubjpass", "dobj")
_PREDICATIVE = ("xcomp", "acomp", "oprd", "attr")
_CLAUSAL = ("xcomp", "ccomp", "acl", "advcl", "pcomp")
_GOVERNED = frozenset(
    (*_ARGUMENTS, *_PREDICATIVE, *_CLAUSAL, "prep", "pobj", "csubj", "csubjpass", "dep")
)


def above(sentence: Sentence, i: int) -> list[Sign]:
    """Return the signs in the words that govern word ``i``, the nearest first."""
    words, j = sentence.words, i
    found: list[Sign] = []
    for _ in range(_HIGHEST):
        if words[j].head == j:
            break
        if _own_clause(sentence, j):
            return found + _before_leaving(sentence, j)
        if _past_beside_infinitive(sentence, j):
            j = words[words[j].head].head
            continue
        found += _governor(sentence, i, j)
        j = words[j].head
    return found


def _past_beside_infinitive(sentence: Sentence, j: int) -> bool:
    """Say whether a past form hangs on an infinitive: "decided to expel two and barred a third".

    It stands beside the verb above, which does not govern it.
    """
    word, head = sentence.words[j], sentence.words[sentence.words[j].head]
    past = word.dep == "conj" and word.tag in ("VBD", "VBN")
    return past and head.tag == "VB" and sentence.infinitive(head.i) and head.head != head.i


def _own_clause(sentence: Sentence, j: int) -> bool:
    """Say whether a clause is beside what it hangs on, not governed by it."""
    dep, head = sentence.words[j].dep, sentence.words[j].head
    if dep == "advcl":
        return sentence.is_verb(head) and not sentence.infinitive(j)
    if dep == "pcomp":
        # "Is poised to readmit it, seven years after expelling it": what came before is done.
        return sentence.words[head].lemma in ("after", "since") and sentence.words[j].tag == "VBG"
    return dep == "relcl"


def _before_leaving(sentence: Sentence, j: int) -> list[Sign]:
    found = _condition(sentence, j) + _passed_over(sentence, j)
    without = any(sentence.words[c].lemma == "without" for c in sentence.deps(j, "mark", "prep"))
    return [*found, Sign("denied", "without")] if without else found


def _condition(sentence: Sentence, j: int) -> list[Sign]:
    is_condition = sentence.words[j].dep == "advcl" and conditional(sentence, j)
    return [Sign("hypothetical", "if")] if is_condition else []


def _governor(sentence: Sentence, i: int, j: int) -> list[Sign]:
    """Return the signs in the word right above ``j``, for the act that ``i`` names."""
    word, head = sentence.words[j], sentence.words[sentence.words[j].head]
    found = _condition(sentence, j) if not sentence.infinitive(j) else []
    if word.dep in _GOVERNED:
        found += _operator(sentence, i, j)
        if head.tag.startswith(("VB", "JJ", "IN")):
            found += _carried(sentence, i, j)
        else:
            found += adjectives(sentence, head.i)
            found += [Sign("denied", "no")] if negated(sentence, head.i) else []
    if word.dep == "prep" and word.lemma == "without":
        found.append(Sign("denied", "without"))
    if word.dep in ("ccomp", "csubj") and head.lemma == "be":
        found += _said_untrue(sentence, head.i)
    if _about_to(sentence, j):
        found.append(Sign("planned", f"on the {head.text} of"))
    if _yet_to(sentence, j):
        found.append(Sign("denied", "yet to"))
    return found + _passed_over(sentence, j)


def _said_untrue(sentence: Sentence, be: int) -> list[Sign]:
    """Read "it is false that ...", "it is not true that ..."."""
    for said in sentence.deps(be, "acomp"):
        word = sentence.words[said]
        operator = lexicon.operators().get(("adj", word.lemma))
        denied = operator is not None and operator.status == "denied"
        if denied or (word.lemma in ("true", "correct", "accurate") and negated(sentence, be)):
            return [Sign("denied", word.text)]
    return []


def _yet_to(sentence: Sentence, j: int) -> bool:
    """Say whether something has yet to be done: "has yet to recognise"."""
    head = sentence.words[j].head
    waits = sentence.words[head].lemma in ("have", "be", "remain")
    return waits and sentence.infinitive(j) and "yet" in _lows(sentence, head)


def _about_to(sentence: Sentence, j: int) -> bool:
    """Say whether something is all but done: "on the point of restoring", "on the eve of"."""
    words, prep = sentence.words, sentence.words[j].head
    noun = words[words[prep].head]
    of = words[j].dep in ("pcomp", "pobj") and words[prep].lemma == "of"
    near = noun.lemma in lexicon.words("all but done") and words[noun.head].lemma in (
        "on",
        "at",
        "to",
    )
    return of and near and noun.dep == "pobj"


def _lows(sentence: Sentence, i: int) -> set[str]:
    return {sentence.words[c].text.lower() for c in sentence.children[i]}


def _passed_over(sentence: Sentence, j: int) -> list[Sign]:
    """Read "instead of signing", "rather than sign", "stopped short of signing"."""
    words = sentence.words
    opens = [*sentence.deps(j, "mark", "prep", "cc"), words[j].head]
    for k in opens:
        if words[k].lemma in ("of", "than", "from") and 0 < k < j:
            before = words[k - 1].text.lower()
            if before in lexicon.words("passes over"):
                return [Sign("denied", f"{before} {words[k].text}")]
    return []


def _kind(tag: str) -> str:
    if tag.startswith("VB"):
        return "verb"
    return "adj" if tag.startswith(("JJ", "IN")) else "noun"


def _operator(sentence: Sentence, i: int, j: int) -> list[Sign]:
    """Return the sign of an operator of the lexicon, where it operates on what is below."""
    word, head = sentence.words[j], sentence.words[sentence.words[j].head]
    operators = lexicon.operators()
    operator = operators.get((_kind(head.tag), head.lemma))
    if operator is None and head.tag == "VBN" and word.dep == "xcomp":
        operator = operators.get(("adj", head.lemma))
    if operator is None:
        return []
    complement = word.dep in _CLAUSAL or (word.dep == "pobj" and not sentence.is_verb(i))
    fits = _fits(sentence, operator, j, complement=complement)
    weighs = operator.kind == "verb" and operator.status == "hypothetical"
    return [Sign(operator.status, head.text, weighs=weighs)] if fits else []


def _fits(sentence: Sentence, operator: Operator, j: int, *, complement: bool) -> bool:
    """Say whether what stands below an operator is what it operates on."""
    dep = sentence.words[j].dep
    if "obj" in operator.frames and dep in ("dobj", "pobj"):
        return True
    if operator.frames == {"obj"}:
        return False
    if operator.kind == "verb":
        return _fits_verb(sentence, operator, j, complement=complement)
    if operator.kind == "adj":
        # Without a frame: "called reports ... untrue" denies what the report says (hearsay).
        return bool(operator.frames) and complement
    return complement or dep == "prep"


def _fits_verb(sentence: Sentence, operator: Operator, j: int, *, complement: bool) -> bool:
    dep, head = sentence.words[j].dep, sentence.words[j].head
    if operator.status == "rumoured":
        passive = is_passive(sentence, head)
        if operator.word in lexicon.words("rumour if passive"):
            return passive and dep in ("xcomp", "ccomp")
        return complement or passive
    if operator.status == "planned":
        if operator.word == "be" and _tells_what_was_done(sentence, head):
            return False
        if operator.word in lexicon.words("plan if infinitive"):
            return dep == "xcomp"
        return complement or (dep in ("dobj", "nsubjpass") and not sentence.is_verb(j))
    if operator.status == "denied" and operator.word in lexicon.words("denies"):
        return complement or dep == "dobj"
    return complement or dep == "prep"


def _tells_what_was_done(sentence: Sentence, be: int) -> bool:
    """Say whether an infinitive tells what an answer was: "its reply was to expel the consul"."""
    subject = sentence.subject(be)
    if ranked(sentence, be) is not None and not sentence.deps(be, "aux"):
        return True  # "was the sixth of its ships to be hit"
    told = subject is not None and sentence.words[subject].lemma in lexicon.words("answer")
    return told and sentence.words[be].text.lower() in ("was", "were", "been")


def _carried(sentence: Sentence, i: int, j: int) -> list[Sign]:
    """Return what a verb or adjective passes on of its own signs: "will be able to sign"."""
    word, head = sentence.words[j], sentence.words[sentence.words[j].head]
    if word.dep in _PREDICATIVE or (word.dep in _ARGUMENTS and _carries(sentence, i, head.lemma)):
        return of_word(sentence, head.i, negation=True)
    if word.dep == "nsubj" and not sentence.is_verb(i) and _only_imagined(sentence, head.i):
        return [Sign("hypothetical", "would")]
    not_stated = head.lemma in lexicon.words("not said") and negated(sentence, head.i)
    if word.dep == "ccomp" and not_stated:
        return [Sign("denied", "not")]
    if word.dep == "ccomp" and conditional(sentence, head.i):
        return [Sign("hypothetical", "if")]
    return []


def _only_imagined(sentence: Sentence, verb: int) -> bool:
    """Say whether a verb tells what would follow from its subject: "a blockade would cut it off"."""
    lows = {sentence.words[c].text.lower() for c in sentence.deps(verb, "aux")}
    return bool(lows & {"would", "could", "might"}) and "have" not in lows


def _carries(sentence: Sentence, i: int, verb: str) -> bool:
    """Say whether a verb's status is that of the noun beside it: "the talks will not be held"."""
    if verb == "be" and sentence.deps(sentence.words[i].head, "attr", "acomp"):
        return False  # "the expulsion will not be the last"
    carrying = verb in lexicon.words("carries its noun") or ("light", verb) in lexicon.operators()
    return carrying and not sentence.is_verb(i)
