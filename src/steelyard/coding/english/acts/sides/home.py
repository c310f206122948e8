"""At home: whether an act whose clause names no other side is on the actor's own people.

Only words say so: people of the state, a measure that holds in it, or who acts (protesters, courts).
A bare state acts on nobody that is known: "Jordan closed its air space".
"""

from __future__ import annotations

from steelyard import vocabulary
from steelyard.coding.english import lexicon
from steelyard.coding.english.acts.predicates import Grammar
from steelyard.coding.english.acts.sides.actor import NOBODY, Side
from steelyard.coding.english.clauses import compound
from steelyard.coding.english.lexicon import Predicate
from steelyard.coding.party import Party

#: Roles of people who act at home unless another state is named.
OWN_PEOPLE = frozenset(("REB", "CVL", "OPP", "MED", "LAB"))

#: Modes of what a state does to its own people, and types of what its servants do abroad.
_ON_ONES_OWN = frozenset(("curfew", "martial-law", "censor"))
_OUTWARD = frozenset(("ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT", "AGREE", "ASSAULT"))


def home(actor: Party) -> Side:
    """Return the actor's own country, nobody where it is no country."""
    states = [c for c in actor.codes if not vocabulary.known(c) or not _organisation(c)]
    if not states:
        return NOBODY
    return Party(actor.codes[:1], ("",), actor.names[:1], -1, domestic=True, how="home"), "home"


def is_named_at_home(grammar: Grammar, i: int, rule: Predicate, actor: Party) -> bool:
    """Say whether the words name both sides at home: people of the state, or a measure on them.

    "Jordan closed its air space", "the ministry accused the West": nobody at home is spoken of.
    """
    if are_people_named(grammar, i) or is_on_its_own(grammar, i, actor):
        return True
    if rule.mode in _ON_ONES_OWN or set(actor.roles) & (OWN_PEOPLE | {"LEG", "JUD", "COP"}):
        return True
    if rule.type == "PROTEST" and actor.how == "place":
        return True  # "thousands marched through Lome"
    if rule.type == "CONSULT":
        return True  # nobody consults nobody: left as unsure as it was
    bare = actor.how in lexicon.words("kind of place name") and not actor.human
    return not bare and not (set(actor.roles) & {"GOV", "MIL"} and rule.type in _OUTWARD)


def is_on_its_own(grammar: Grammar, i: int, actor: Party) -> bool:
    """Say whether an act is a matter at home: "lifted the curfew", "rejected the premier's budget"."""
    sentence, head = grammar.parties.sentence, grammar.clause(i).patient
    if head is None:
        return False
    whole = compound(sentence, head)  # "martial law"
    measure = whole.noun if whole else sentence.words[head].lemma
    if {measure, sentence.words[head].lemma} & lexicon.words("measure at home"):
        return True
    judges = set(actor.roles) & {"LEG", "JUD", "OPP"}
    near = (lexicon.agents().get(sentence.words[k].lemma) for k in sentence.subtree(head))
    return bool(judges) and any(agent is not None and agent[0] in ("GOV", "LEG") for agent in near)


def strikes(rule: Predicate, actor: Party) -> bool:
    """Say whether people of a state, not the state, protest: "Nigeria's doctors began a strike"."""
    people = actor.how in ("possessor", "modifier", "phrase")
    return rule.type == "PROTEST" and people and "GOV" not in actor.roles


def are_people_named(grammar: Grammar, i: int) -> bool:
    """Say whether the clause names people, of whatever country."""
    parts, sentence = grammar.clause(i), grammar.parties.sentence
    heads = [parts.patient, parts.dative]
    for name, nouns in parts.preps.items():
        # An unknown name after these is a month, a town or a paper, no person: "in Batken".
        spot = name in lexicon.words("before a place or day")
        heads += [n for n in nouns if not (spot and sentence.words[n].tag == "NNP")]
    return any(
        h not in (None, parts.agent)
        and "person" in grammar.kinds(h)
        and not _is_foreign(grammar, h)
        for h in heads
    )


def _is_foreign(grammar: Grammar, head: int) -> bool:
    """Say whether people are said to be of another state: "all foreign forces"."""
    sentence = grammar.parties.sentence
    below = sentence.deps(head, "amod", "compound")
    return any(sentence.words[c].lemma in lexicon.words("from outside") for c in below)


def _organisation(code: str) -> bool:
    return vocabulary.actor(code).kind == "organisation"
