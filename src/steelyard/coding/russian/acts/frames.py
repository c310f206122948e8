"""Frames: does a clause look as a rule of ``verbs.csv`` says?"""

from __future__ import annotations

import re
from collections.abc import Callable

from steelyard import vocabulary
from steelyard.coding.russian import lexicon
from steelyard.coding.russian.acts.clause import Clause, clause_of, subject_of
from steelyard.coding.russian.lexicon import Condition, Rule
from steelyard.coding.russian.parties import Parties

#: What is said where an act is to have an answer that nobody names.
_UNANSWERED = re.compile(
    r"не остан\w+ без (?:ответ|последстви|внимани|реакц)|последу\w+ ответ|ответн\w+ мер|"
    r"жестк\w+ ответ|симметричн\w+ ответ|получ\w+ ответ|отве\w+ зеркальн|повлеч\w+ последств|"
    r"будут последств|дорого заплат|несдобровать",
)

_OPPOSED = frozenset(("OPP", "CVL", "CHR", "REB", "MED", "BUS"))


def first_fit(parties: Parties, clause: Clause, lemmas: tuple[str, ...]) -> Rule | None:
    """Return the first rule of a verb that its clause fits, the heaviest if several do."""
    for lemma in lemmas:
        some = lexicon.rules().get(lemma, ())
        fitting = [rule for rule in some if fits(parties, clause, rule)]
        if fitting:
            return max(fitting, key=lambda rule: (rule.weight, len(rule.conditions)))
    return None


def fits(parties: Parties, clause: Clause, rule: Rule) -> bool:
    """Say whether every condition of a rule holds."""
    return all(_holds(parties, clause, one) != one.negated for one in rule.conditions)


def _holds(parties: Parties, clause: Clause, one: Condition) -> bool:
    sentence = parties.sentence
    if one.slot == "neg":
        return sentence.is_negated(clause.verb)
    if one.slot == "quoted":
        return bool(_UNANSWERED.search(sentence.text.lower()))
    if one.slot == "parataxis":
        return False
    if one.slot == "adv":
        return any(sentence.words[c].is_form_of(one.words) for c in clause.adverbs)
    if one.slot == "adj":
        return any(
            sentence.words[c].is_form_of(one.words)
            for noun in clause.obj
            for c in sentence.children(noun, "amod")
        )
    nouns = subject_of(parties, clause) if one.slot == "subj" else clause.nouns(one.slot)
    if "none" in one.classes and not nouns:
        return True
    if not (one.classes or one.words):
        return bool(nouns)
    return any(_is(parties, c, one) for noun in nouns for c in sentence.conjuncts(noun))


def _is(parties: Parties, c: int, one: Condition) -> bool:
    word = parties.sentence.words[c]
    if one.words:
        if word.is_form_of(one.words):
            return True
        counted = parties.sentence.children(c, "nmod", "nummod:gov")
        return word.is_form_of(lexicon.words("measure")) and any(
            parties.sentence.words[x].is_form_of(one.words) for x in counted
        )
    return any(_of_class(parties, c, name) for name in one.classes)


def _of_class(parties: Parties, c: int, name: str) -> bool:
    if name in _SPECIAL:
        return _SPECIAL[name](parties, c)
    word = parties.sentence.words[c]
    listed = lexicon.classes().get(name, frozenset())
    if word.lower in listed or word.is_form_of(listed):
        return True
    mention = parties.mention(c)
    if mention is not None and name in ("official", "leader", "people", "prisoner"):
        return mention.kind in ("person", "demonym") or (
            name == "official"
            and mention.kind in ("name", "capital", "organisation", "organ", "seat")
        )
    if mention is not None and name in ("body", "troops"):
        return mention.kind in ("body", "group") and (
            name == "body" or mention.role in ("MIL", "REB")
        )
    if mention is not None and name == "place":
        return mention.kind in ("place", "region", "capital", "name")
    if word.is_form_of(lexicon.words("carrier")):
        loaded = (x for x in parties.sentence.children(c) if x != c)
        return any(
            _of_class(parties, x, name)
            for x in loaded
            if parties.sentence.preposition(x) in ("с", "со")
        )
    if word.is_form_of(lexicon.words("measure")) or word.pos == "NUM":
        return any(
            _of_class(parties, x, name)
            for x in parties.sentence.children(c, "nmod", "nummod:gov", "flat")
            if x != c
        )
    return False


def polarity(parties: Parties, i: int) -> str:
    """Return whether the act that a verb or noun names is cooperation or conflict."""
    word = parties.sentence.words[i]
    rule = first_fit(parties, clause_of(parties, i), word.lemmas)
    noun = next((lexicon.event_nouns()[x] for x in word.lemmas if x in lexicon.event_nouns()), None)
    kind = rule.type if rule else noun.type if noun else ""
    if kind in ("", "STOP"):
        below = [
            lexicon.event_nouns()[x].type
            for c in parties.sentence.children(i, "obj", "nmod")
            for x in parties.sentence.words[c].lemmas
            if x in lexicon.event_nouns() and lexicon.event_nouns()[x].type != "STOP"
        ]
        kind = below[0] if below else ""
    if not kind:
        return "coop"
    return "coop" if vocabulary.quad(kind) in (1, 2) else "conf"


def _names_an_act(parties: Parties, c: int) -> bool:
    return parties.sentence.words[c].is_form_of(frozenset(lexicon.event_nouns()))


_SPECIAL: dict[str, Callable[[Parties, int], bool]] = {
    "party": lambda parties, c: bool(parties.of(c)),
    "land": lambda parties, c: parties.is_land(c),
    "org": lambda parties, c: parties.is_organisation(c),
    "act": _names_an_act,
    "several": lambda parties, c: len(parties.of(c).codes) > 1,
    "opp": lambda parties, c: parties.role(c) in _OPPOSED,
    "coop": lambda parties, c: polarity(parties, c) == "coop",
    "conf": lambda parties, c: polarity(parties, c) == "conf",
    "unanswered": lambda parties, _: bool(_UNANSWERED.search(parties.sentence.text.lower())),
}
