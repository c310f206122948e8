"""Acts that nouns name, as candidates: "the delivery of tanks", "its refusal to sign"."""

from __future__ import annotations

from steelyard.coding.english import lexicon
from steelyard.coding.english.acts import nominals
from steelyard.coding.english.acts.candidate import Candidate
from steelyard.coding.english.acts.predicates import Grammar
from steelyard.coding.english.acts.sides.roles import Roles, roles_of_noun
from steelyard.coding.english.lexicon import Noun, Predicate
from steelyard.coding.english.status import cessation_of, status_of, threatened
from steelyard.coding.english.text import Sentence


def pledges(grammar: Grammar) -> dict[int, Candidate]:
    """Return the refusals, threats and offers that a noun names and its infinitive explains."""
    found: dict[int, Candidate] = {}
    sentence = grammar.parties.sentence
    for i in (word.i for word in sentence.words if word.tag.startswith("NN")):
        explained = any(
            sentence.infinitive(c) or sentence.deps(c, "mark")
            for c in (*sentence.deps(i, "acl", "ccomp"), *_told_by_be(sentence, i))
        )
        if explained and grammar.nominalisation(i) and nominals.may_name_act(grammar, i):
            event = _by_verbs_rule(grammar, i)
            if event is not None and event.type in lexicon.words("type of speech"):
                found[i] = event
    return found


def named_act(grammar: Grammar, i: int) -> Candidate | None:
    """Return the event that a noun names, by its verb's rules or its own row, if it has both sides."""
    if not nominals.may_name_act(grammar, i):
        return None
    event = _by_verbs_rule(grammar, i)
    noun = nominals.names_act(grammar, i) if event is None else None
    both = nominals.sides_of(grammar, i, noun) if noun else None
    return _by_its_row(grammar, i, noun, both) if noun and both else event


def incomplete_acts(grammar: Grammar) -> list[Candidate]:
    """Return the acts that nouns name without both sides."""
    nouns = ((i, nominals.names_act(grammar, i)) for i in range(len(grammar.parties.sentence)))
    incomplete = (
        _by_its_row(grammar, i, noun, nominals.incomplete_sides(grammar, i, noun))
        for i, noun in nouns
        if noun
    )
    return [event for event in incomplete if event is not None]


def sides_told(grammar: Grammar, i: int, rule: Predicate) -> Roles | None:
    """Return the sides of an act that a noun names whole, where a verb only tells of it.

    "Turkey's recall of its envoy from Paris was announced": who announces it is another matter.
    """
    noun = grammar.clause(i).patient
    if noun is None or not grammar.nominalisation(noun) or not nominals.may_name_act(grammar, noun):
        return None
    named = grammar.rule(noun)
    if named is None or named.type != rule.type:
        return None
    owner = grammar.clause(noun).agent
    subject = grammar.clause(i).agent
    if owner is None or owner == subject:
        return None
    return roles_of_noun(grammar, noun, named)


def _told_by_be(sentence: Sentence, i: int) -> list[int]:
    """Return the clause that says what a noun is: "its demand is that Belize leave"."""
    above = sentence.words[sentence.words[i].head]
    copula = sentence.words[i].dep == "nsubj" and above.lemma == "be"
    return sentence.deps(above.i, "ccomp") if copula else []


def _by_verbs_rule(grammar: Grammar, i: int) -> Candidate | None:
    """Return the event of a noun that fits a frame of its verb: "the delivery of tanks to Serbia"."""
    named = grammar.nominalisation(i) is not None and not _reversed_pledge(grammar, i)
    rule = grammar.rule(i) if named else None
    roles = roles_of_noun(grammar, i, rule) if rule else None
    if rule is None or roles is None:
        return None
    return Candidate(
        i,
        f"noun {grammar.parties.sentence.words[i].lemma}: {rule.name}",
        rule.type,
        rule.mode,
        rule.weight,
        roles.actor,
        roles.recipient,
        threatened(rule.type, status_of(grammar.parties.sentence, i)),
        nominal=not nominals.is_carried(grammar, i),
        joint=roles.joint,
        actor_how=roles.actor_how,
        recipient_how=roles.recipient_how,
        act=rule.act,
    )


def _reversed_pledge(grammar: Grammar, i: int) -> bool:
    """Say whether a pledge is taken back, which its infinitive states: "dropped its threat to expel"."""
    sentence = grammar.parties.sentence
    pledge = sentence.words[i].lemma in lexicon.words("word given")
    content = any(sentence.infinitive(c) for c in sentence.deps(i, "acl"))
    return pledge and content and cessation_of(sentence, i) is not None


def _by_its_row(grammar: Grammar, i: int, noun: Noun, both: nominals.Sides) -> Candidate | None:
    if noun.type is None:
        return None
    factuality = status_of(grammar.parties.sentence, i)
    return Candidate(
        i,
        f"noun {noun.noun} -> {noun.type}",
        noun.type,
        noun.mode,
        noun.weight,
        both.actor,
        both.recipient,
        threatened(noun.type, factuality),
        nominal=not nominals.is_carried(grammar, i),
        joint=both.joint,
        actor_how="noun",
        recipient_how=both.how,
    )
