"""Signs of a clause: its verb, what fills its slots, and what the lexicon knows of these."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from steelyard.coding.english import lexicon
from steelyard.coding.english.acts import Grammar
from steelyard.coding.english.article import topic
from steelyard.coding.english.clauses import Clause
from steelyard.coding.english.lexicon import Predicate
from steelyard.coding.english.likeness.clauses import Linked
from steelyard.coding.english.likeness.weights import senses
from steelyard.coding.english.parties import Parties
from steelyard.coding.english.status import status_of

#: Classes of whoever is a party, which say nothing of what is done.
_PARTIES = frozenset(("person", "party", "leader", "place"))
#: Slots of a frame that hold no noun.
_NO_NOUN = frozenset(
    ("subj", "comp", "to-inf", "that", "dative", "own", "!own", "ahead", "neg", "!obj", "oprd")
)
_YEAR = re.compile(r"1\d{3}|20\d\d")
_MOST_WORDS, _MOST_PARTIES, _DEEPEST = 50, 5, 5


def sentence_signs(parties: Parties) -> dict[str, float]:
    """Return the signs of a sentence that any of its clauses states an act: what it speaks of, and who."""
    sentence = parties.sentence
    words = {word.lemma for word in sentence.words if word.text.islower() and len(word.lemma) > 2}
    signs = {f"word:{word}": 1.0 for word in words}
    about = topic(sentence.text)
    if about:
        signs[f"topic:{about}"] = 1.0
    signs["politics"] = float(bool(lexicon.words("politics") & words))
    codes = {mention.code for mention in parties.mentions}
    signs["parties"] = min(len(codes), _MOST_PARTIES) / _MOST_PARTIES
    offices = (m.role or m.kind in ("capital", "seat") for m in parties.mentions)
    signs["office"] = float(any(offices))
    strangers = sum(parties.is_stranger(word.i) for word in sentence.words)
    signs["strangers"] = min(strangers, _MOST_PARTIES) / _MOST_PARTIES
    signs["length"] = min(len(sentence), _MOST_WORDS) / _MOST_WORDS
    years = (word.text[:2] for word in sentence.words if _YEAR.fullmatch(word.text))
    return signs | {f"century:{year}": 1.0 for year in years}


def clause_signs(
    grammar: Grammar, found: Linked, without: Predicate | None = None
) -> dict[str, float]:
    """Return the signs of a clause, each with its strength.

    Args:
        grammar: the sentence.
        found: the verb with its sides.
        without: a row of the lexicon to leave out of what is known of the verb. The weights are
            fitted without the rule that fits, because none does where they are used.
    """
    sentence, parts = grammar.parties.sentence, grammar.clause(found.verb)
    word = sentence.words[found.verb]
    signs = _of_verb(word.lemma, parts, without)
    _fill(signs, grammar, "object", parts.patient)
    _fill(signs, grammar, "taker", parts.dative)
    _subject(signs, grammar, parts.agent)
    for name, nouns in parts.preps.items():
        signs[f"prep:{name}"] = 1.0
        for noun in nouns[:2]:
            _phrase(signs, grammar, name, noun)
    for particle in parts.particles:
        signs[f"particle:{particle}"] = 1.0
        _add(signs, "particle is of", affinities()["particle"].get(particle, {}))
    for verb in parts.complements:
        signs["complement"] = 1.0
        rule = grammar.rule(verb) if verb != found.verb and sentence.is_verb(verb) else None
        if rule is not None:
            signs[f"complement:{rule.type}"] = 1.0
        if sentence.infinitive(verb):
            signs["infinitive"] = 1.0
    signs |= dict.fromkeys((f"tag:{word.tag}", f"relation:{word.dep}"), 1.0)
    signs[f"status:{status_of(sentence, found.verb).status}"] = 1.0
    signs["passive"] = float(parts.passive)
    signs["depth"] = min(sum(1 for _ in sentence.ancestors(found.verb)), _DEEPEST) / _DEEPEST
    signs["joint"] = float(found.roles.joint)
    signs[f"actor by {found.roles.actor_how}"] = 1.0
    signs[f"recipient by {found.roles.recipient_how}"] = 1.0
    return signs


def _of_verb(lemma: str, parts: Clause, without: Predicate | None) -> dict[str, float]:
    """Return what the lexicon and WordNet know of a verb, whatever its clause."""
    signs = {f"verb:{lemma}": 1.0}
    shares, rows = known_types(lemma, without)
    _add(signs, "verb is of", shares)
    signs["rows"] = math.log1p(rows)
    beside = [f"{lemma}_{name}" for name in (*parts.particles, *parts.preps)]
    phrasal = [sense for verb in beside for sense in senses().get(verb, ())]
    for sense in phrasal or senses().get(lemma, ()):
        signs[f"sense:{sense}"] = 1.0
    return signs


def _fill(signs: dict[str, float], grammar: Grammar, slot: str, head: int | None) -> None:
    """Add the signs of a noun in a slot."""
    if head is None:
        signs[f"no {slot}"] = 1.0
        return
    word = grammar.parties.sentence.words[head]
    signs[f"{slot} names:{_name_kind(grammar, head)}"] = 1.0
    for kind in grammar.kinds(head):
        signs[f"{slot} class:{kind}"] = 1.0
    if word.tag in ("NN", "NNS"):
        signs[f"{slot}:{word.lemma}"] = 1.0
        table = affinities()["object" if slot == "object" else "phrase"]
        _add(signs, f"{slot} is of", _affinity(grammar, head, table))


def _subject(signs: dict[str, float], grammar: Grammar, head: int | None) -> None:
    if head is None:
        signs["no subject"] = 1.0
        return
    signs[f"subject names:{_name_kind(grammar, head)}"] = 1.0
    for kind in grammar.kinds(head):
        signs[f"subject class:{kind}"] = 1.0
    for role in set(grammar.parties.of(head).roles):
        signs[f"subject role:{role}"] = 1.0


def _phrase(signs: dict[str, float], grammar: Grammar, name: str, noun: int) -> None:
    """Add the signs of a noun in a phrase."""
    party = bool(grammar.parties.of(noun))
    signs[f"prep:{name} {'party' if party else 'thing'}"] = 1.0
    for kind in grammar.kinds(noun) - _PARTIES:
        signs[f"phrase class:{kind}"] = 1.0
    word = grammar.parties.sentence.words[noun]
    if word.tag in ("NN", "NNS"):
        signs[f"phrase:{word.lemma}"] = 1.0
        _add(signs, "phrase is of", _affinity(grammar, noun, affinities()["phrase"]))


def _name_kind(grammar: Grammar, head: int) -> str:
    """Return how a noun names a party: by what kind of name, in a phrase, not at all."""
    mention = grammar.parties.mention(head)
    if mention is not None:
        return mention.kind
    return "phrase" if grammar.parties.of(head) else "nobody"


def _add(signs: dict[str, float], name: str, shares: Mapping[str, float]) -> None:
    for kind, share in shares.items():
        key = f"{name} {kind}"
        signs[key] = max(signs.get(key, 0.0), share)


def _affinity(
    grammar: Grammar, head: int, table: Mapping[str, Mapping[str, float]]
) -> dict[str, float]:
    """Return of which types the rules are that ask for a noun or one of its classes."""
    lemma = grammar.parties.sentence.words[head].lemma
    found: dict[str, float] = defaultdict(float)
    for kind, share in table.get(lemma, {}).items():
        found[kind] += 2 * share
    for name in sorted(grammar.kinds(head) - _PARTIES):
        for kind, share in table.get(name, {}).items():
            found[kind] += share
    noun = lexicon.nouns().get(lemma)
    if noun is not None and noun.type:
        found[noun.type] += 1.0
    whole = max(1.0, sum(found.values()))
    return {kind: share / whole for kind, share in found.items()}


def known_types(lemma: str, without: Predicate | None = None) -> tuple[dict[str, float], int]:
    """Return the share of each type among the rows of a verb by weight, and how many rows there are."""
    rows = [rule for rule in lexicon.predicates().get(lemma, ()) if rule is not without]
    found: dict[str, float] = defaultdict(float)
    for rule in rows:
        found[rule.type or "idiom"] += rule.weight if rule.type else 1.0
    whole = sum(found.values()) + 0.7  # one row more, of no type: few rows are sure of nothing
    return {kind: share / whole for kind, share in found.items()}, len(rows)


@cache
def affinities() -> dict[str, dict[str, dict[str, float]]]:
    """Return for the nouns, classes and particles that frames ask for the types of those frames."""
    verbs: dict[str, dict[str, dict[str, set[str]]]] = {
        name: defaultdict(lambda: defaultdict(set)) for name in ("object", "phrase", "particle")
    }
    for lemma, rules in lexicon.predicates().items():
        for rule in (rule for rule in rules if rule.type):
            for condition in rule.conditions:
                if condition.slot in _NO_NOUN:
                    continue
                slot = {"obj": "object", "prt": "particle"}.get(condition.slot, "phrase")
                for name in condition.words or condition.classes:
                    verbs[slot][name][rule.type].add(lemma)
    return {
        slot: {name: _shares(types) for name, types in found.items()}
        for slot, found in verbs.items()
    }


def _shares(types: Mapping[str, Iterable[str]]) -> dict[str, float]:
    counts = {kind: len(list(verbs)) for kind, verbs in types.items()}
    whole = sum(counts.values()) + 1.0
    return {kind: count / whole for kind, count in counts.items()}
