"""Standing: whether somebody acts for a state or a body, or for himself or a firm.

News tells of states and of those who act for them. A pensioner who quarrels with his foreign
landlord, a firm that buys another, knitters who "invade" a country: each has a nationality, and
no state acts. The sign is one for all of them: what heads the phrase is a person without office,
a firm or a thing, not the state, its people as a crowd, or somebody who speaks for it.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from steelyard.coding.english import lexicon
from steelyard.coding.english.acts.predicates import Grammar
from steelyard.coding.english.acts.sides.actor import Side
from steelyard.coding.party import Party


class Standing(Enum):
    """Whom somebody stands for: a state or body, many people, himself, a firm; or it is not said."""

    PUBLIC = "public"
    CROWD = "crowd"
    PRIVATE = "private"
    FIRM = "firm"
    THING = "thing"
    UNKNOWN = "unknown"


_ONE = frozenset(("he", "she", "him", "her"))

#: Relations of a clause that stands beside the main one.
_BESIDE = frozenset(("advcl", "relcl", "pcomp"))

FOR_THEMSELVES = frozenset((Standing.PRIVATE, Standing.FIRM, Standing.THING))


def is_private_matter(grammar: Grammar, i: int, kind: str, actor: Side, acted_on: Side) -> bool:
    """Say whether no state has a part in an act: people and firms among themselves, or in a state.

    Who uses force or protests need hold no office where he is one of many, or his victim does.
    """
    recipient, how = acted_on
    one, other = _actors_standing(grammar, i, actor), standing(grammar, recipient)
    if not actor[0] and other in FOR_THEMSELVES:
        return True  # "a driver was killed when his lorry overturned"
    if other is Standing.THING and how == "to" and kind == "RETREAT":
        return True  # "surrendered to the hamburger"
    if one is Standing.THING and kind in lexicon.words("type of a firm"):
        return False  # "received Turkish food": the thing says who gave it
    if one is Standing.UNKNOWN and _is_trade(grammar, kind, actor[0], acted_on):
        return True
    if one is Standing.CROWD:
        return _is_crowd_alone(grammar, kind, actor[0], acted_on, other)
    if one in FOR_THEMSELVES and _is_relative(grammar, recipient):
        return True
    if one not in FOR_THEMSELVES:
        between = one is Standing.UNKNOWN and (
            other in FOR_THEMSELVES or _is_a_name_abroad(grammar, actor[0], how)
        )
        return between and kind not in lexicon.words("type at large")
    if other is not Standing.PUBLIC:
        return True
    # What firms sell to a state, and what is done to those who serve it, is news of states.
    talks = one is Standing.PRIVATE and kind not in lexicon.words("type at large")
    served = is_bare(grammar, recipient) or (talks and _is_some(grammar, recipient.head))
    traded = one is Standing.FIRM and kind in lexicon.words("type of a firm")
    traded = traded and how not in lexicon.words("guessed party")
    return served and not traded


def is_in_a_private_story(grammar: Grammar, i: int) -> bool:
    """Say whether an act is background to what somebody private does: "she fled when Egypt expelled"."""
    sentence = grammar.parties.sentence
    chain = (i, *sentence.ancestors(i))
    top = chain[-1]
    words = sentence.words
    beside = any(words[j].dep in _BESIDE for j in chain)
    told = any(words[j].lemma in lexicon.words("says") for j in chain[1:])
    if not beside or told or not sentence.is_verb(top):
        return False
    subject = sentence.subject(top)
    subject = sentence.passive_subject(top) if subject is None else subject
    if subject is None or grammar.parties.of(subject):
        return False
    word = words[subject]
    if word.tag.startswith("PRP"):
        return word.text.lower() in ("he", "she", "i", "my", "we")
    alone = word.tag == "NN" and grammar.rule(top) is None and "person" in grammar.kinds(subject)
    return alone and "leader" not in grammar.kinds(subject) and word.lemma not in lexicon.agents()


def _actors_standing(grammar: Grammar, i: int, actor: Side) -> Standing:
    """Return whom an actor stands for; whose state is only guessed is looked at himself."""
    party, how = actor
    agent = grammar.clause(i).agent if how in lexicon.words("guessed party") else None
    if agent is None or agent == party.head or grammar.parties.of(agent):
        return standing(grammar, party)
    role = lexicon.agents().get(grammar.parties.sentence.words[agent].lemma, ("", False))[0]
    return standing(grammar, replace(party, head=agent, roles=(role,)))


def standing(grammar: Grammar, party: Party) -> Standing:
    """Return whom the head of a party's phrase stands for."""
    sentence, head = grammar.parties.sentence, party.head
    if not 0 <= head < len(sentence):
        return Standing.UNKNOWN
    word, mention = sentence.words[head], grammar.parties.mention(head)
    if mention is not None:
        if not _is_of_a_people(grammar, head):
            return Standing.PUBLIC
        if _has_article(grammar, head) and not _is_one_of_a_people(grammar, head):
            return Standing.PUBLIC
        many = word.tag in ("NNPS", "NNS", "JJ") or word.text.endswith("s")  # tagged as one name
        return Standing.CROWD if many else Standing.PRIVATE
    if word.tag.startswith("PRP"):
        return _of_pronoun(word.text.lower(), party)
    if _of_a_capital(grammar, head):
        return Standing.PUBLIC
    if _heads_a_club(grammar, head):
        return Standing.PRIVATE
    if _is_somebody_of(grammar, party) or _left_office(grammar, head):
        return Standing.PRIVATE
    return _of_role(grammar, head, party.roles[0] if party.roles else "")


def _is_somebody_of(grammar: Grammar, party: Party) -> bool:
    """Say whether somebody without office is known by whose he is: "a diplomat's former cook"."""
    if party.how != "possessor" or not party.roles or not party.roles[0]:
        return False
    lemma, kinds = grammar.parties.sentence.words[party.head].lemma, grammar.kinds(party.head)
    known = lemma in lexicon.agents() or lemma in lexicon.titles()
    serves = kinds & lexicon.words("class that serves a state")
    return not known and not serves and "person" in kinds and lemma in lexicon.thesaurus()


def _is_some(grammar: Grammar, head: int) -> bool:
    """Say whether somebody is spoken of for the first time: "a British judge"."""
    sentence = grammar.parties.sentence
    return 0 <= head < len(sentence) and any(
        sentence.words[c].text.lower() in ("a", "an") for c in sentence.children[head]
    )


def _left_office(grammar: Grammar, head: int) -> bool:
    """Say whether somebody holds his office no longer: "the former king", "ex-minister"."""
    words = grammar.parties.sentence.words
    below = grammar.parties.sentence.deps(head, "amod", "compound", "nmod", "advmod")
    gone = any(words[c].lemma in lexicon.words("no longer in office") for c in below)
    return gone and "leader" in grammar.kinds(head)


def _of_pronoun(pronoun: str, party: Party) -> Standing:
    """Return whom a pronoun stands for, by the roles of those it means."""
    if pronoun in _ONE and not any(party.roles):
        return Standing.UNKNOWN
    if not party.roles or not set(party.roles) <= lexicon.words("role of nobody's"):
        return Standing.PUBLIC
    if set(party.roles) == {"BUS"}:
        return Standing.FIRM
    return Standing.CROWD if pronoun in ("they", "them", "we", "us") else Standing.PRIVATE


def _of_role(grammar: Grammar, head: int, role: str) -> Standing:
    """Return whom somebody who is known by his role or calling stands for."""
    word = grammar.parties.sentence.words[head]
    if role and role not in lexicon.words("role of nobody's"):
        return Standing.PUBLIC
    firm = word.text.lower() in lexicon.words("ends the name of a firm")
    if role == "BUS" or firm or "company" in grammar.kinds(head):
        return Standing.FIRM
    if word.lemma in lexicon.agents():
        return Standing.CROWD if _are_many(grammar, head) else Standing.PRIVATE
    if word.tag in ("NNP", "NNPS"):
        return Standing.PRIVATE if _has_a_calling(grammar, head) else Standing.UNKNOWN
    return _of_noun(grammar, head)


def _of_noun(grammar: Grammar, head: int) -> Standing:
    """Return whom a common noun of no role stands for."""
    kinds = grammar.kinds(head)
    healer = "medic" in kinds and not _are_many(grammar, head)
    if kinds & lexicon.words("class that serves a state") and not healer:
        return Standing.PUBLIC
    if grammar.parties.sentence.words[head].lemma in lexicon.words("lives privately"):
        return Standing.PRIVATE
    if grammar.parties.sentence.words[head].lemma in lexicon.words("body of no state"):
        return Standing.FIRM
    if "person" in kinds:
        return Standing.PRIVATE
    if kinds & lexicon.words("class of private things"):
        return Standing.THING
    return Standing.UNKNOWN


def _is_trade(grammar: Grammar, kind: str, actor: Party, acted_on: Side) -> bool:
    """Say whether names and things of no office deal with each other, or with nobody who is named."""
    recipient, how = acted_on
    public = standing(grammar, recipient) is Standing.PUBLIC
    among = how == "joint" or (kind != "CONSULT" and not public)
    if among and _are_firms(grammar, actor) and kind not in lexicon.words("type at large"):
        return True
    if how not in lexicon.words("guessed party") or kind in lexicon.words("type of force"):
        return False
    word = grammar.parties.sentence.words[actor.head]
    return word.tag in ("NN", "NNS")  # "a Philippine yard delivered a ferry"


def _is_crowd_alone(
    grammar: Grammar, kind: str, actor: Party, acted_on: Side, other: Standing
) -> bool:
    """Say whether many people do what no state has a part in: "Afghans sought asylum in Iran"."""
    recipient, how = acted_on
    if how in ("in", "place") and kind not in lexicon.words("type at large"):
        return True
    if are_counted(grammar, actor) and other is Standing.PRIVATE:
        return True  # "two Algerians attacked a vendor"
    at_large = kind in lexicon.words("type at large") or recipient.how == "home"
    stolen = kind == "COERCE" and "CRM" in actor.roles
    return (stolen or not at_large) and other is not Standing.PUBLIC


def _are_firms(grammar: Grammar, party: Party) -> bool:
    """Say whether names without office, each of a state, deal: "France's Renault and China's Geely"."""
    if not 0 <= party.head < len(grammar.parties.sentence):
        return False
    word = grammar.parties.sentence.words[party.head]
    return party.how == "possessor" and word.tag == "NNP" and not any(party.roles)


def _heads_a_club(grammar: Grammar, head: int) -> bool:
    """Say whether the office of a phrase is in a body of no state: "the president of the federation"."""
    sentence = grammar.parties.sentence
    bodies = [n for prep in sentence.deps(head, "prep") for n in sentence.deps(prep, "pobj")]
    bodies += sentence.deps(head, "compound", "poss")
    clubs = lexicon.words("body of no state")
    return any(
        sentence.words[n].lemma in clubs and grammar.parties.mention(n) is None for n in bodies
    )


def _has_a_calling(grammar: Grammar, head: int) -> bool:
    """Say whether a name is introduced by what its bearer does, which is no office: "the actor X"."""
    sentence = grammar.parties.sentence
    for c in sentence.deps(head, "compound", "amod", "appos", "nmod"):
        noun = sentence.words[c].text.lower()
        if noun in lexicon.titles() or noun in lexicon.agents():
            continue
        if noun in lexicon.words("body of no state"):
            return True  # "Siemens, the German engineering group"
        if "person" in lexicon.classes(noun) and "leader" not in lexicon.classes(noun):
            return True
    return False


def _of_a_capital(grammar: Grammar, head: int) -> bool:
    """Say whether a government owns a phrase: "Astana's man in Ulaanbaatar"."""
    owners = map(grammar.parties.mention, grammar.parties.sentence.deps(head, "poss"))
    return any(owner is not None and owner.kind == "capital" for owner in owners)


def _is_a_name_abroad(grammar: Grammar, party: Party, how: str) -> bool:
    """Say whether a name without office deals with nobody named, in a state: "Japan's X met founders in"."""
    owned = grammar.parties.sentence.deps(party.head, "poss") if party.head >= 0 else []
    return bool(owned) and party.how == "possessor" and how in ("place", "only other")


def _is_relative(grammar: Grammar, party: Party) -> bool:
    """Say whether somebody is known only by his relation to another: "her colleagues", "its guests"."""
    sentence = grammar.parties.sentence
    if not 0 <= party.head < len(sentence):
        return False
    if sentence.words[party.head].lemma in lexicon.words("relative of somebody"):
        return True
    return any(sentence.words[c].tag == "PRP$" for c in sentence.deps(party.head, "poss"))


def _is_of_a_people(grammar: Grammar, head: int) -> bool:
    """Say whether a name is of one or some of a people: "Russians", "a Syrian", "four Vietnamese"."""
    mention, sentence = grammar.parties.mention(head), grammar.parties.sentence
    if mention is None or mention.kind not in ("demonym", "adjective"):
        return False
    if mention.kind == "demonym" or _is_one_of_a_people(grammar, head):
        return True
    near = [sentence.words[c] for c in sentence.children[head]]
    return any(word.tag == "CD" or word.text.lower() in ("a", "an") for word in near)


def _is_one_of_a_people(grammar: Grammar, head: int) -> bool:
    """Say whether "the" makes one person of a nationality: "the Austrian", not "the Dutch"."""
    word = grammar.parties.sentence.words[head]
    one = word.tag in ("NN", "NNP", "JJ") and word.text.endswith(("an", "i", "on"))
    return one and _has_article(grammar, head)


def _has_article(grammar: Grammar, head: int) -> bool:
    words = grammar.parties.sentence.words
    return any(words[c].text.lower() == "the" for c in grammar.parties.sentence.children[head])


def is_bare(grammar: Grammar, party: Party) -> bool:
    """Say whether a state is named and nobody who serves it: "left Russia", not "the Russian envoy"."""
    mention = grammar.parties.mention(party.head) if party.head >= 0 else None
    if party.how.startswith("pronoun") and not any(party.roles):
        return True
    return mention is not None and mention.kind != "person"


def _are_many(grammar: Grammar, head: int) -> bool:
    """Say whether a noun names many people, or a crowd that is one: "settlers", "the mob"."""
    word = grammar.parties.sentence.words[head]
    return word.tag == "NNS" or word.lemma in lexicon.words("crowd by itself")


def are_counted(grammar: Grammar, party: Party) -> bool:
    """Say whether a few of a nation are told by their number: "two Russians", "a Briton", not "Russians"."""
    sentence = grammar.parties.sentence
    return 0 <= party.head < len(sentence) and any(
        sentence.words[c].tag == "CD" or sentence.words[c].text.lower() in ("a", "an")
        for head in sentence.conjuncts(party.head)
        for c in sentence.children[head]
    )
