"""What can act at all: people and what they steer, no earthquake or price, no unknown name."""

from __future__ import annotations

from steelyard.coding.english import lexicon
from steelyard.coding.english.acts.predicates import Grammar, ends_like_a_person
from steelyard.coding.english.lexicon import Predicate

#: Classes of what can act: people, and what they steer.
ACTIVE = frozenset(("person", "weapons", "vehicle", "party", "troops", "organisation", "group"))

#: What only people and what they steer can do.
_BODILY = frozenset(("ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "RETREAT"))


def is_unclear(grammar: Grammar, i: int) -> bool:
    """Say whether the actor is nobody in public life: "a Danish chef", an unknown name without a title."""
    head = grammar.clause(i).agent
    if head is None:
        return False
    mention = grammar.parties.mention(head)
    if mention is not None:
        return mention.kind == "demonym" and _private(grammar, i, head)
    word = grammar.parties.sentence.words[head]
    if word.tag == "NNP":
        return not grammar.parties.of(head) and "leader" not in grammar.kinds(head)
    known = word.lemma in lexicon.nouns() or word.lemma in lexicon.agents()
    return word.tag in ("NN", "NNS") and not known


def _private(grammar: Grammar, i: int, head: int) -> bool:
    """Say whether people of a state are no more than that: "Germans who visit", not "the Germans"."""
    sentence = grammar.parties.sentence
    known = any(sentence.words[c].text.lower() == "the" for c in sentence.children[head])
    rule = grammar.rule(i)
    return not known and rule is not None and rule.type not in _BODILY


def can_act(grammar: Grammar, i: int, rule: Predicate) -> bool:
    """Say whether the subject of a verb can act at all: no earthquake, price or comet."""
    head = grammar.clause(i).agent
    if head is None:
        return True
    if rule.type in _BODILY and _of_nature(grammar, head):
        return False
    if grammar.parties.of(head):
        return True
    sentence = grammar.parties.sentence
    lemma = sentence.words[head].lemma
    if lemma in lexicon.words("power of a state") and grammar.parties.inside(head, ("of",)):
        return True
    if any(condition.slot == "subj" and condition.words for condition in rule.conditions):
        return True  # the rule itself names what may act: "a gift from X reached Y"
    if grammar.kinds(head) and not _a_bystander(lemma, rule) and not _inert(grammar, head, rule):
        return True
    word, tags = sentence.words[head], ("NNP", "PRP", "WP", "CD", "DT", "WDT")
    return word.tag.startswith(tags) or word.text.isupper() or sentence.is_verb(head)


def _a_bystander(noun: str, rule: Predicate) -> bool:
    """Say whether somebody of no known role does more than use force: "a columnist argues"."""
    return rule.type not in lexicon.words("type at large") and ends_like_a_person(noun)


def _of_nature(grammar: Grammar, head: int) -> bool:
    """Say whether a noun is an animal, an illness, the weather or a thing, of whatever country."""
    lemma = grammar.parties.sentence.words[head].lemma
    if grammar.parties.mention(head) is not None:
        return False
    if lemma in lexicon.words("mishap"):
        return True  # also one of vehicles: "a bus crash"
    if grammar.kinds(head) & ACTIVE:
        return False
    if grammar.kinds(head) & lexicon.words("class of goods"):
        return True
    return lemma in lexicon.thesaurus() or lemma in lexicon.words("force of nature")


def _inert(grammar: Grammar, head: int, rule: Predicate) -> bool:
    """Say whether a noun that only WordNet knows is a thing, of which the rule does not speak."""
    lemma = grammar.parties.sentence.words[head].lemma
    if lemma not in lexicon.thesaurus() or grammar.kinds(head) & ACTIVE:
        return False
    return not any(condition.slot == "subj" for condition in rule.conditions)
