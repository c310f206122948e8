"""Suppression: words that another event already covers, such as complements and arguments."""

from __future__ import annotations

from steelyard.coding.english import lexicon
from steelyard.coding.english.acts.predicates import Grammar
from steelyard.coding.english.lexicon import Predicate
from steelyard.coding.english.text import Sentence


def suppressed_words(grammar: Grammar, matched: list[tuple[int, Predicate]]) -> set[int]:
    """Return the words that state no event of their own, given the verbs that match."""
    found: set[int] = set()
    for i, rule in matched:
        if i not in found:
            found |= _covered(grammar, i, rule)
            found.discard(i)
    return found


def below(sentence: Sentence, top: int, *, nouns: bool = False, content: bool = False) -> set[int]:
    """Return a word and its dependents, without relative and adverbial clauses.

    Args:
        sentence: the sentence.
        top: the word.
        nouns: leave out clauses that only describe a noun as well.
        content: keep infinitives that say what a noun is about: "its promise to supply".
    """
    stop = ("relcl", "advcl", "acl", "parataxis") if nouns else ("relcl", "parataxis")
    found, waiting = set(), [top]
    while waiting:
        j = waiting.pop()
        found.add(j)
        waiting += [
            c
            for c in sentence.children[j]
            if not _apart(sentence, c, stop) or (content and _content(sentence, c))
        ]
    return found


def _content(sentence: Sentence, i: int) -> bool:
    said = sentence.words[i].dep in ("acl", "relcl", "ccomp")
    that = any(sentence.words[c].lemma == "that" for c in sentence.deps(i, "mark"))
    that = that and sentence.words[sentence.words[i].head].lemma in lexicon.words("wish told")
    return said and (that or (sentence.words[i].dep == "acl" and sentence.infinitive(i)))


def _apart(sentence: Sentence, i: int, stop: tuple[str, ...]) -> bool:
    word = sentence.words[i]
    if word.dep in stop or (word.dep == "acl" and word.tag == "VBN"):
        return True
    # "demanded that they leave, and envoys met": a new main clause, hung too low by the parser.
    main_verb = word.dep == "conj" and word.tag == "VBD" and sentence.words[word.head].tag != "VBD"
    # "promised to buy oil and called on X": a finite verb is joined to no infinitive.
    infinitive = main_verb and sentence.words[word.head].tag == "VB"
    return main_verb and (infinitive or sentence.subject(i) is not None)


def _covered(grammar: Grammar, i: int, rule: Predicate) -> set[int]:
    sentence, parts = grammar.parties.sentence, grammar.clause(i)
    found: set[int] = set()
    slots = {condition.slot for condition in rule.conditions}
    undoes = sentence.words[i].lemma in lexicon.words("undoes")
    speech = rule.type in lexicon.words("type of speech") and not undoes
    if speech or slots & {"comp", "to-inf", "that"} or parts.gerunds:
        for complement in parts.complements:
            if not _adjunct(sentence, complement):
                found |= below(sentence, complement)
    for argument in [_own_patient(grammar, i, rule), *_arguments(grammar, i, rule)]:
        if argument:
            found |= below(sentence, argument, nouns=True, content=speech)
    if parts.agent is not None:
        subject = below(sentence, parts.agent, nouns=True)
        found |= {j for j in subject if not sentence.is_verb(j)}
    return found


def _own_patient(grammar: Grammar, i: int, rule: Predicate) -> int | None:
    """Return what the verb acts on, unless a go-between is only named beside it: "a truce, brokered by X"."""
    sentence, patient = grammar.parties.sentence, grammar.clause(i).patient
    beside = sentence.words[i].dep == "acl" and sentence.words[i].head == patient
    return None if beside and rule.mode == "third-party" else patient


def _arguments(grammar: Grammar, i: int, rule: Predicate) -> list[int]:
    """Return the nouns in phrases of the act itself, without those beside it."""
    loose = lexicon.words("beside the act") | ({"for"} if rule.type == "CONSULT" else set())
    binds = rule.type in lexicon.words("type of speech") - {"AGREE"}
    preps = grammar.clause(i).preps.items()
    return [noun for name, nouns in preps if binds or name not in loose for noun in nouns]


def _adjunct(sentence: Sentence, verb: int) -> bool:
    """Say whether a gerund says how or when, not what: "by vetoing", "after meeting"."""
    word = sentence.words[verb]
    loose = lexicon.words("beside the act") | {"by", "while", "in"}
    return word.dep == "pcomp" and sentence.words[word.head].lemma in loose
