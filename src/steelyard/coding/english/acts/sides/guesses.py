"""Whom an act is likely on where its clause names nobody: the only other, or whoever tells of it."""

from __future__ import annotations

from itertools import chain

from steelyard import vocabulary
from steelyard.coding.english import lexicon
from steelyard.coding.english.acts.predicates import Grammar
from steelyard.coding.english.acts.sides.actor import NOBODY, Side, is_place, listener, reporter
from steelyard.coding.english.lexicon import Predicate
from steelyard.coding.english.parties import Parties
from steelyard.coding.party import Party

#: The code of armed groups that are of no state: they leave a state the only other.
_OF_NO_STATE = "IMG"


def only_other(parties: Parties, i: int, rule: Predicate, actor: Party) -> Side:
    """Return the one other state or organisation that the sentence names, if it is one.

    Who only reports the act does not count where somebody else is left, nor where words were
    spoken: "agreed in Lome".
    """
    placed = rule.type in lexicon.words("type with a place")
    named = [m for m in parties.mentions if placed or not is_place(parties, m)]
    others = {m.code: m for m in named if m.code not in actor.codes}
    speakers = (*reporter(parties, i).codes, *listener(parties, i).codes)
    if len(others) > 1 or vocabulary.quad(rule.type) == 4:
        others = {code: m for code, m in others.items() if code not in speakers}
    if len(others) > 1:
        others.pop(_OF_NO_STATE, None)
    if len(others) != 1:
        return NOBODY
    m = next(iter(others.values()))
    return Party((m.code,), (m.role,), (m.name,), m.end - 1, how="only other"), "only other"


def whose_ground(grammar: Grammar, i: int, rule: Predicate, actor: Party) -> Side:
    """Return who reports force at a place that no table has: "shelled the town of B, Kyrgyz officials said"."""
    speaker = reporter(grammar.parties, i)
    told = len(speaker.codes) == 1 and not set(speaker.roles) & {"IGO", "MED", "NGO"}
    if rule.type not in ("ASSAULT", "COERCE") or not told or set(speaker.codes) & set(actor.codes):
        return NOBODY
    parts, sentence = grammar.clause(i), grammar.parties.sentence
    at_home = [m for m in grammar.parties.mentions if m.code in actor.codes and m.kind == "place"]
    if at_home:
        return NOBODY
    spots = chain(*(parts.preps.get(name, ()) for name in ("in", "at", "on", "near", "into")))
    struck = parts.patient
    if struck is not None and grammar.kinds(struck) & {"weapons", "vehicle"}:
        struck = None  # what is fired is not where it falls
    for head in (*(() if struck is None else (struck,)), *spots):
        for j in sentence.subtree(head):
            if _is_an_unknown_place(grammar, j):
                return speaker, "only other"
    return NOBODY


def _is_an_unknown_place(grammar: Grammar, j: int) -> bool:
    """Say whether a word is a name of one word that no table has; of two it may be a person's."""
    sentence, word = grammar.parties.sentence, grammar.parties.sentence.words[j]
    day = word.text in lexicon.words("month") or word.text.lower() in lexicon.words("day ahead")
    if word.tag != "NNP" or day or grammar.parties.mention(j) is not None:
        return False
    beside = [*sentence.deps(j, "compound"), *([word.head] if word.dep == "compound" else [])]
    return not any(sentence.words[k].tag == "NNP" for k in beside)
