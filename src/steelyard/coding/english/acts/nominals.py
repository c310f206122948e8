"""Events that a noun names: "the Turkish incursion into Syria", "talks between A and B"."""

from __future__ import annotations

from dataclasses import dataclass

from steelyard import vocabulary
from steelyard.coding.english import lexicon
from steelyard.coding.english.acts.predicates import Grammar
from steelyard.coding.english.acts.sides.actor import NOBODY, Side, named_actor
from steelyard.coding.english.acts.sides.recipient import without
from steelyard.coding.english.clauses import compound
from steelyard.coding.english.lexicon import Noun
from steelyard.coding.english.parties import Parties
from steelyard.coding.english.status import cessation_of
from steelyard.coding.party import Party

_MODIFIERS = ("compound", "amod", "nmod", "npadvmod")


@dataclass(frozen=True, slots=True)
class Sides:
    """Actor and recipient of a nominal; ``joint`` if every side is both."""

    actor: Party
    recipient: Party
    how: str
    joint: bool = False


def may_name_act(grammar: Grammar, i: int) -> bool:
    """Say whether a word is a noun that heads its phrase and is no name of a month."""
    word = grammar.parties.sentence.words[i]
    heads = word.tag.startswith("NN") and word.dep not in _MODIFIERS
    return heads and word.text not in lexicon.words("month")


def names_act(grammar: Grammar, i: int) -> Noun | None:
    """Return the noun that stands for an act at word ``i``, None where it does not."""
    if not may_name_act(grammar, i):
        return None
    sentence = grammar.parties.sentence
    whole = compound(sentence, i)
    noun = whole if whole and whole.type else lexicon.nouns().get(sentence.words[i].lemma)
    return noun if noun and noun.type else None


def names_both_sides(grammar: Grammar, i: int) -> bool:
    """Say whether a noun below another names both sides itself: "for the signing of a deal between"."""
    parties, words = grammar.parties, grammar.parties.sentence.words
    if _is_judged(grammar, i):
        return True
    below = words[i].dep == "pobj" and words[words[i].head].lemma in ("of", "for")
    leads = words[i].dep == "nsubj" and grammar.nominalisation(i) and grammar.rule(i)
    if not leads and not (below and names_act(grammar, i)):
        return False
    return len(parties.inside(i, ("between",)).codes) > 1


def _is_judged(grammar: Grammar, i: int) -> bool:
    """Say whether a noun is what others judge: "the deportation of Haitians by X was condemned"."""
    sentence = grammar.parties.sentence
    word = sentence.words[i]
    if word.dep == "nsubj" and sentence.words[word.head].lemma in lexicon.words("draws an act"):
        return grammar.nominalisation(i) is not None and grammar.clause(i).agent is not None
    if word.dep != "nsubjpass" or not sentence.is_verb(word.head):
        return False
    rule = grammar.rule(word.head)
    if rule is None or rule.type not in lexicon.words("type judging an act"):
        return False
    verb = grammar.nominalisation(i)
    doer = grammar.clause(i).agent if verb else None
    doer_party = grammar.parties.of(doer) if doer is not None else grammar.parties.of(i)
    judge = named_actor(grammar, word.head)[0]
    return bool(doer_party) and not set(doer_party.codes) & set(judge.codes)


def _governed(grammar: Grammar, i: int) -> bool:
    """Say whether the subject of the verb above does, or would do, what the noun names."""
    words = grammar.parties.sentence.words
    verb = words[words[i].head].lemma
    weighed = words[i].dep == "dobj" and ("verb", verb) in lexicon.operators()
    return is_carried(grammar, i) or weighed


def is_carried(grammar: Grammar, i: int) -> bool:
    """Say whether the verb above a noun only says that its act takes place, begins, continues or ends."""
    return has_light_verb(grammar, i) or cessation_of(grammar.parties.sentence, i) is not None


def has_light_verb(grammar: Grammar, i: int) -> bool:
    """Say whether the verb above only carries the noun: "launched an attack"."""
    words = grammar.parties.sentence.words
    verb = words[words[i].head].lemma
    return words[i].dep == "dobj" and ("light", verb) in lexicon.operators()


def cause_against(grammar: Grammar, i: int) -> bool:
    """Say whether the act that a verb approves of is against somebody: "backed sanctions on X".

    Where the noun names who acts, it is he that is spoken well of: "welcomed Bahrain's expulsion".
    An end to something is against nobody: "welcomed the suspension of sanctions on X".
    """
    head, parties = grammar.clause(i).patient, grammar.parties
    noun = names_act(grammar, head) if head is not None else None
    if head is None or noun is None or vocabulary.quad(noun.type or "") <= 2:
        return False
    if _ends_something(grammar, head):
        return False
    doer = parties.of(head) or parties.inside(head, ("by",))
    return not doer and bool(parties.inside(head, ("against", "on", "of")))


def _ends_something(grammar: Grammar, i: int) -> bool:
    """Say whether a noun ends an act, not a party: "the rejection of sanctions", not "of Serbia"."""
    sentence = grammar.parties.sentence
    if sentence.words[i].lemma not in lexicon.words("undoing noun"):
        return False
    under = [n for prep in sentence.deps(i, "prep") for n in sentence.deps(prep, "pobj")]
    return any(not grammar.kinds(noun) & {"person", "party"} for noun in under)


def sides_of(grammar: Grammar, i: int, noun: Noun) -> Sides | None:
    """Return actor and recipient, None if the sentence does not give both."""
    both = between(grammar.parties, i)
    if both:
        return Sides(both, both, "between", joint=len(both.codes) > 1)
    actor = _actor(grammar, i, noun)
    if not actor:
        return None
    recipient, how = _recipient(grammar, i, noun, actor)
    if recipient:
        return Sides(actor, recipient, how)
    several = len(actor.codes) > 1 and noun.type in lexicon.words("joint type")
    return Sides(actor, actor, "noun", joint=True) if several else None


def incomplete_sides(grammar: Grammar, i: int, noun: Noun) -> Sides:
    """Return what is known of actor and recipient, if the sentence does not give both."""
    actor = _actor(grammar, i, noun)
    return Sides(actor, *_recipient(grammar, i, noun, actor))


def _actor(grammar: Grammar, i: int, noun: Noun) -> Party:
    """Return who acts: after "by", the owner, the subject of a light verb, after "of"."""
    parties = grammar.parties
    word = parties.sentence.words[i]
    found = parties.inside(i, ("by",)) or parties.of(i)
    if not found and noun.type in lexicon.words("type that comes from"):
        found = parties.inside(i, ("from",))  # "after protests from Brussels"
    if found:
        return found
    if _governed(grammar, i):
        found = named_actor(grammar, word.head)[0]
    if not found and parties.inside(i, ("to",)):
        found = parties.inside(i, ("from",))  # "a warning from A to B"
    if not found:
        found = _drawn_from(grammar, i) or _come_from(grammar, i)
    if not found and noun.type == "CONSULT":
        found = _attended(grammar, i)
    by_of = noun.type in lexicon.words("type with an actor after of") and "of" not in noun.recipient
    return parties.inside(i, ("of",)) if not found and by_of else found


def _drawn_from(grammar: Grammar, i: int) -> Party:
    """Return from whom an act draws another: "the seizure drew a protest from Athens"."""
    word, words = grammar.parties.sentence.words[i], grammar.parties.sentence.words
    if word.dep != "dobj" or words[word.head].lemma not in lexicon.words("draws an act"):
        return Party()
    heads = grammar.clause(word.head).preps.get("from", ())
    return next((party for party in map(grammar.parties.of, heads) if party), Party())


def _comes(grammar: Grammar, i: int) -> int | None:
    """Return the verb by which an act only comes: "condolences came to A from B"."""
    word, words = grammar.parties.sentence.words[i], grammar.parties.sentence.words
    comes = word.dep == "nsubj" and words[word.head].lemma in lexicon.words("an act comes")
    return word.head if comes else None


def _come_from(grammar: Grammar, i: int) -> Party:
    """Return from whom an act comes: "praise for the truce came from Athens"."""
    verb = _comes(grammar, i)
    heads = grammar.clause(verb).preps.get("from", ()) if verb is not None else ()
    return next((party for party in map(grammar.parties.of, heads) if party), Party())


def _provoked(grammar: Grammar, i: int, actor: Party) -> Party:
    """Return whose act drew another: the actor of the subject above, which names an act."""
    word, words = grammar.parties.sentence.words[i], grammar.parties.sentence.words
    if word.dep != "dobj" or words[word.head].lemma not in lexicon.words("draws an act"):
        return Party()
    subject = grammar.parties.sentence.subject(word.head)
    if subject is None:
        return Party()
    party = named_actor(grammar, subject)[0] or grammar.parties.of(subject)
    return party if party and not set(party.codes) & set(actor.codes) else Party()


def _attended(grammar: Grammar, i: int) -> Party:
    """Return the subject that was at it: "after talks with X", "left after two days of talks"."""
    words = grammar.parties.sentence.words
    noun = words[i]
    while noun.dep == "pobj" and words[noun.head].lemma == "of":
        noun = words[words[noun.head].head]
    prep = words[noun.head]
    if noun.dep != "pobj" or prep.lemma not in lexicon.words("at an act"):
        return Party()
    return named_actor(grammar, prep.head)[0] if words[prep.head].tag.startswith("VB") else Party()


def _recipient(grammar: Grammar, i: int, noun: Noun, actor: Party) -> Side:
    parties = grammar.parties
    for name in noun.recipient:
        party = parties.inside(i, (name,)) or _beside(grammar, i, name)
        if party and set(party.codes) - set(actor.codes):
            return without(party, actor), name
    provoked = _provoked(grammar, i, actor)
    if provoked:
        return provoked, "clause"
    return (_that_clause(parties, i), "clause") if noun.type == "ACCUSE" else NOBODY


def _beside(grammar: Grammar, i: int, prep: str) -> Party:
    """Return the party in a phrase of the light verb that carries the noun."""
    if not (_governed(grammar, i) or (prep == "to" and _comes(grammar, i) is not None)):
        return Party()
    heads = grammar.clause(grammar.parties.sentence.words[i].head).preps.get(prep, ())
    return next((party for party in map(grammar.parties.of, heads) if party), Party())


def between(parties: Parties, i: int) -> Party:
    """Return the sides of "between A and B", also where it hangs on a noun further down."""
    found = parties.inside(i, ("between", "among"))
    if found:
        return found
    for prep in parties.sentence.deps(i, "prep"):
        for noun in parties.sentence.deps(prep, "pobj"):
            found = found or between(parties, noun)
    return found


def _that_clause(parties: Parties, noun: int) -> Party:
    """Return the party accused in a clause: "the suspicion that X had leaked it"."""
    for child in parties.sentence.deps(noun, "acl", "ccomp", "relcl"):
        subject = parties.sentence.subject(child)
        if subject is not None and parties.of(subject):
            return parties.of(subject)
    return Party()
