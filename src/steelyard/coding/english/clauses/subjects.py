"""Who acts and who is acted on: the subject and object of a verb, its own or shared.

A verb without a subject takes the one of the verb or noun above it ("plans to visit", "forces
shelling the town"); which one is a matter of the dependency that joins the two.
"""

from __future__ import annotations

from steelyard.coding.english import lexicon
from steelyard.coding.english.text import Sentence

#: Steps up the tree after which a subject is not looked for any more.
_DEEPEST = 6

_COMPLEMENTS = ("xcomp", "ccomp", "advcl", "conj")
_RELATIVE = ("WDT", "WP")


def is_passive(sentence: Sentence, verb: int) -> bool:
    """Say whether a verb is passive: by its subject, auxiliary, or as a bare participle."""
    word = sentence.words[verb]
    deps = {sentence.words[c].dep for c in sentence.children[verb]}
    if deps & {"nsubjpass", "auxpass", "csubjpass"}:
        return True
    if word.tag != "VBN" or "nsubj" in deps:
        return False
    if word.dep == "conj":
        return is_passive(sentence, word.head) and "aux" not in deps
    if word.dep == "acl" and _main_noun(sentence, verb) is not None:
        return False
    return word.dep in ("acl", "amod") or (word.dep == "advcl" and "aux" not in deps)


def _main_noun(sentence: Sentence, verb: int) -> int | None:
    """Return whose verb a participle is, if it is that of the whole: "lorries with tents crossed into"."""
    word, words = sentence.words[verb], sentence.words
    top = word.head
    while words[top].dep in ("pobj", "prep", "conj", "acl"):
        top = words[top].head
    if word.dep != "acl" or words[top].dep != "ROOT" or not words[top].tag.startswith("NN"):
        return None
    whole = words[-1].text in (".", "!")  # a headline: "three held in Rome"
    if not whole or word.text == word.lemma or sentence.deps(verb, "agent"):
        return None
    alone = word.lemma in lexicon.words("goes by itself")
    given = word.lemma in lexicon.words("gives to somebody")
    takes = top == word.head and bool(sentence.deps(verb, "dobj")) and not given
    return top if alone or takes else None


def agent(sentence: Sentence, verb: int, depth: int = 0) -> int | None:
    """Return the word that acts: the subject, or the noun after "by" in a passive."""
    if depth > _DEEPEST:
        return None
    if is_passive(sentence, verb):
        by = [c for c in sentence.children[verb] if sentence.words[c].lemma == "by"]
        return next(
            (noun for c in by for noun in sentence.deps(c, "pobj")), _hung_lower(sentence, verb)
        )
    own = sentence.subject(verb)
    if own is not None:
        return antecedent(sentence, own, verb)
    participle = sentence.words[verb].tag == "VBN"
    main = _main_noun(sentence, verb) if participle else _name_joined(sentence, verb)
    return _shared(sentence, verb, depth) if main is None else main


def _name_joined(sentence: Sentence, verb: int) -> int | None:
    """Return a name that the parser joins to the object before: "freed a sergeant and Israel let men go"."""
    word, before = sentence.words[verb], sentence.words[verb - 1]
    finite = word.tag in ("VBD", "VBZ") and word.dep in ("ccomp", "conj", "dep", "parataxis")
    name = verb > 1 and before.tag == "NNP" and before.dep == "conj" and before.head < before.i
    joined = name and sentence.words[before.i - 1].text.lower() == "and"
    return before.i if finite and joined and not sentence.deps(verb, "mark") else None


def _hung_lower(sentence: Sentence, verb: int) -> int | None:
    """Return a name after "by" that hangs lower than it belongs: "accused of spying by Japan"."""
    waiting = sentence.deps(verb, "prep", "dobj", "xcomp", "oprd", "dative")
    while waiting:
        j = waiting.pop(0)
        for noun in sentence.deps(j, "pobj"):
            named = [sentence.words[k] for k in (noun, *sentence.children[noun])]
            capital = any(word.tag in ("NNP", "JJ") and word.text[0].isupper() for word in named)
            if sentence.words[j].lemma == "by" and capital:
                return noun
        waiting += sentence.deps(j, "prep", "agent", "pobj", "pcomp", "dobj", "xcomp")
    return None


def patient(sentence: Sentence, verb: int, depth: int = 0) -> int | None:
    """Return the word acted on: the object, or the subject of a passive."""
    if depth > _DEEPEST:
        return None
    if is_passive(sentence, verb):
        return _passive_patient(sentence, verb, depth)
    for child in sentence.deps(verb, "dobj"):
        return counted(sentence, antecedent(sentence, child, verb))
    shared = _object_behind(sentence, verb)
    if shared is not None:
        return shared
    word, subject = sentence.words[verb], sentence.subject(verb)
    if word.dep == "relcl" and subject is not None and not _in_which(sentence, verb):
        return None if sentence.words[subject].tag in _RELATIVE else word.head
    return None


def _in_which(sentence: Sentence, verb: int) -> bool:
    """Say whether the noun above is no object but where or when: "a summit at which he warned"."""
    nouns = (n for prep in sentence.deps(verb, "prep") for n in sentence.deps(prep, "pobj"))
    return any(sentence.words[noun].tag in _RELATIVE for noun in nouns)


def _object_behind(sentence: Sentence, verb: int) -> int | None:
    """Return the object that two verbs side by side share: "arrested and later released three"."""
    words = sentence.words
    for other in sentence.deps(verb, "conj"):
        near = all(
            words[c].dep in ("cc", "advmod", "punct")
            for c in sentence.children[verb]
            if verb < c < other
        )
        same = sentence.is_verb(other) and words[other].tag == words[verb].tag
        if near and same and sentence.subject(other) is None:
            return next((counted(sentence, c) for c in sentence.deps(other, "dobj")), None)
    return None


def _passive_patient(sentence: Sentence, verb: int, depth: int) -> int | None:
    word = sentence.words[verb]
    own = sentence.passive_subject(verb)
    own = sentence.subject(verb) if own is None else own
    if own is not None:
        return antecedent(sentence, own, verb)
    if word.dep in ("acl", "amod", "relcl"):
        return word.head
    if word.dep == "xcomp" and ranked(sentence, word.head) is not None:
        return counted(
            sentence, ranked(sentence, word.head) or 0
        )  # "the sixth of its ships to be hit"
    if word.dep == "conj":
        return patient(sentence, word.head, depth + 1)
    if word.dep in ("xcomp", "advcl", "ccomp", "pcomp"):
        return _shared(sentence, verb, depth + 1)
    return None


def _shared(sentence: Sentence, verb: int, depth: int) -> int | None:
    """Return the subject that a verb takes from the verb or noun above it."""
    word = sentence.words[verb]
    head = word.head
    if head == verb:
        return None
    if word.dep in ("relcl", "acl", "amod"):
        return _of_noun(sentence, verb, depth)
    if sentence.is_verb(head):
        return _of_verb(sentence, verb, depth)
    if word.dep in _COMPLEMENTS and sentence.words[head].tag.startswith("NN"):
        return _owner(sentence, head)
    if word.dep in _COMPLEMENTS:
        # Predicative adjectives: "is ready to", "is due to".
        return _shared(sentence, head, depth + 1) if depth < _DEEPEST else None
    if word.dep == "pcomp":
        holder = _above_adverbs(sentence, head)
        if sentence.is_verb(holder):
            return _subject_of(sentence, holder, depth)
        return _owner(sentence, holder)
    return _subject_of(sentence, head, depth) if word.dep in ("acomp", "oprd", "attr") else None


def _above_adverbs(sentence: Sentence, prep: int) -> int:
    """Return what a preposition hangs on, past adverbs: "stopped short of signing"."""
    holder = sentence.words[prep].head
    while sentence.words[holder].tag == "RB" and sentence.words[holder].head != holder:
        holder = sentence.words[holder].head
    return holder


def _of_noun(sentence: Sentence, verb: int, depth: int) -> int | None:
    """Return the subject of a verb that hangs on a noun: "forces shelling", "a plan to"."""
    word, above = sentence.words[verb], sentence.words[sentence.words[verb].head]
    if word.dep != "amod" and above.dep == "attr" and sentence.is_verb(above.head):
        # "Sudan was the first country to recognise it".
        return _subject_of(sentence, above.head, depth)
    if word.dep == "acl" and word.tag == "VB":
        return _owner(sentence, above.i)
    maker = _maker_of_text(sentence, above.i) if word.tag == "VBG" else None
    if maker is not None:
        return _subject_of(sentence, maker, depth)  # "adopted a resolution condemning"
    return above.i if word.dep != "amod" or sentence.is_noun(above.i) else None


def _maker_of_text(sentence: Sentence, i: int) -> int | None:
    """Return the verb whose subject says what a text says: "issued a statement", "said in a letter"."""
    word, above = sentence.words[i], sentence.words[sentence.words[i].head]
    if word.lemma not in lexicon.words("text of its author") or sentence.deps(i, "poss"):
        return None
    if word.dep == "dobj":
        return above.i if above.lemma in lexicon.words("makes a text") else None
    told = word.dep == "pobj" and above.lemma == "in" and sentence.is_verb(above.head)
    return (
        above.head if told and sentence.words[above.head].lemma in lexicon.words("says") else None
    )


def _of_verb(sentence: Sentence, verb: int, depth: int) -> int | None:
    """Return the subject that a verb shares with the verb above it."""
    word, above = sentence.words[verb], sentence.words[sentence.words[verb].head]
    if word.dep == "xcomp":
        objects = sentence.deps(above.i, "dobj")
        if objects and above.lemma not in lexicon.words("keeps its subject"):
            return objects[0]
    if word.dep == "pcomp":
        return _owner(sentence, above.head) if not sentence.is_verb(above.head) else None
    if word.dep == "ccomp" and above.dep == "relcl" and word.tag in ("VBD", "VBZ", "VBP"):
        return above.head  # "the mission that the envoy said is on its way": the mission is
    shares = (*_COMPLEMENTS, "acomp", "oprd", "attr", "prep")
    if word.dep == "dep" and word.tag == above.tag == "VBD":
        return _subject_of(sentence, above.i, depth)  # "first condemned it, then sent a mediator"
    return _subject_of(sentence, above.i, depth) if word.dep in shares else None


def _subject_of(sentence: Sentence, verb: int, depth: int) -> int | None:
    found = sentence.passive_subject(verb)
    if found is not None:
        return antecedent(sentence, found, verb)
    if is_passive(sentence, verb):
        return patient(sentence, verb, depth + 1)
    return agent(sentence, verb, depth + 1)


def _owner(sentence: Sentence, noun: int) -> int | None:
    """Return whose plan, threat or snub a noun is: its possessor, or the subject above it."""
    for child in sentence.deps(noun, "poss"):
        return child
    for prep in sentence.deps(noun, "prep", "agent"):
        if sentence.words[prep].lemma == "by":  # "the decision by Latvia to expel him"
            return next(iter(sentence.deps(prep, "pobj")), noun)
    word = sentence.words[noun]
    if any(sentence.words[c].text[0].isupper() for c in sentence.deps(noun, "amod", "compound")):
        return noun
    if word.dep in ("dobj", "pobj", "attr"):
        above = word.head if word.dep != "pobj" else sentence.words[word.head].head
        if sentence.is_verb(above):
            return _subject_of(sentence, above, 1)
    return noun


def antecedent(sentence: Sentence, noun: int, verb: int) -> int:
    """Return the noun that a relative pronoun stands for, else the noun itself."""
    word = sentence.words[noun]
    if word.tag not in _RELATIVE and word.lemma != "that":
        return counted(sentence, noun)
    above = sentence.words[verb]
    while above.dep == "conj":
        above = sentence.words[above.head]
    return counted(sentence, above.head) if above.dep == "relcl" else noun


def ranked(sentence: Sentence, be: int) -> int | None:
    """Return what "is the first" or "the sixth of" a copula names, to which an infinitive belongs."""
    words, ranks = sentence.words, lexicon.words("rank")
    for noun in sentence.deps(be, "attr"):
        near = (words[noun].lemma, *(words[c].lemma for c in sentence.deps(noun, "amod")))
        if words[be].lemma == "be" and any(lemma in ranks for lemma in near):
            return noun
    return None


def counted(sentence: Sentence, noun: int) -> int:
    """Return what is counted: "hundreds of prisoners" means the prisoners."""
    word = sentence.words[noun]
    if word.tag != "CD" and word.lemma not in lexicon.words("portion"):
        return noun
    preps = [c for c in sentence.deps(noun, "prep") if sentence.words[c].lemma in ("of", "from")]
    return next((inner for c in preps for inner in sentence.deps(c, "pobj")), noun)
