"""Justice: what police, courts and thieves do to people who are of no matter to states.

"Spanish police arrested a Briton over a robbery", "a court threw out the banker's complaint": each
has a nationality, and no state acts on another. Whom a state holds for what he serves, says or leads
is another matter: spies, rebels, the press, sailors, whoever was taken for no crime that is told.
"""

from __future__ import annotations

from steelyard.coding.english import lexicon
from steelyard.coding.english.acts.predicates import Grammar
from steelyard.coding.english.acts.sides.actor import Side
from steelyard.coding.english.acts.standing import (
    FOR_THEMSELVES,
    Standing,
    are_counted,
    is_bare,
    is_in_a_private_story,
    is_private_matter,
    standing,
)
from steelyard.coding.party import Party

_WRITERS = frozenset(("i", "you"))
_JUDGES = frozenset(("COP", "JUD"))
_LAW = frozenset(("COP", "JUD", "MIL", "GOV"))
_OF_A_STATE = frozenset(("person", "party", "troops", "vehicle", "weapons", "place", "money"))
_PUNISHMENTS = frozenset(("COERCE", "SANCTION", "ACCUSE", "ASSAULT"))
_GIVEN_BACK = frozenset(("RETREAT", "AID", "CONCEDE"))
_RULINGS = frozenset(
    ("SANCTION", "ACCUSE", "REJECT", "SUPPORT", "REQUEST", "AID", "COERCE", "CONCEDE")
)


def concerns_no_state(
    grammar: Grammar, i: int, kind: str, sides: tuple[Side, Side], *, nominal: bool
) -> bool:
    """Say whether an act is the writer's, a text's, or one in which no state has a part."""
    actor, acted_on = sides
    head = grammar.clause(i).agent
    word = grammar.parties.sentence.words[head] if head is not None else None
    if word is not None and not actor[0]:
        if word.text.lower() in _WRITERS:
            return True  # "I asked them about their lives"
        if not nominal and word.lemma in lexicon.words("text of law"):
            return True  # "the treaty recognised the republic"
    if is_ordinary_justice(grammar, i, kind, actor, acted_on):
        return True
    return is_in_a_private_story(grammar, i) or is_private_matter(grammar, i, kind, actor, acted_on)


def is_ordinary_justice(grammar: Grammar, i: int, kind: str, actor: Side, acted_on: Side) -> bool:
    """Say whether an act is of a thief, or of police or a court on private people."""
    return (
        is_crime_at_home(grammar, i, kind, actor[0], acted_on[0])
        or _is_crime_abroad(grammar, i, kind, actor, acted_on)
        or _is_ruling(grammar, kind, actor[0], acted_on[0])
    )


def is_crime_at_home(grammar: Grammar, i: int, kind: str, actor: Party, recipient: Party) -> bool:
    """Say whether police or a court only deal with a thief, a smuggler or a drunk of their own state.

    Whom a state holds for what he says or leads is another matter: protesters, rebels, the press.
    """
    if kind in ("COERCE", "SANCTION") and "COP" in actor.roles and recipient.how == "home":
        patient = grammar.clause(i).patient
        spot = grammar.kinds(patient) if patient is not None else frozenset()
        if spot & {"road", "building", "facility"}:
            return True  # "police closed the street"
    judges = set(actor.roles) & _JUDGES or actor.how == "place"
    if kind not in ("COERCE", "SANCTION") or not judges:
        return False
    if len({*actor.codes, *recipient.codes}) != 1:
        return False
    head = grammar.clause(i).patient
    if head is None:
        return False
    lemma = grammar.parties.sentence.words[head].lemma
    role = lexicon.agents().get(lemma, ("", False))[0]
    if role == "CRM":
        return True
    private = (
        role in ("", "BUS")
        and "person" in grammar.kinds(head)
        and bool(grammar.parties.sentence.words[head].tag == "NN")
    )
    return private and not grammar.kinds(head) & lexicon.words("class that serves a state")


def _is_crime_abroad(grammar: Grammar, i: int, kind: str, actor: Side, acted_on: Side) -> bool:
    """Say whether the law of one state only deals with private people of another, or they with him.

    A sentence that speaks of an ordinary crime and of none against a state is about no state.
    """
    if kind not in _PUNISHMENTS | _GIVEN_BACK or not actor[0]:
        return False
    if _told(grammar, lexicon.words("crime against a state")):
        return False
    one = standing(grammar, actor[0])
    robbed = grammar.parties.sentence.words[i].lemma in lexicon.words("does an ordinary crime")
    other = standing(grammar, acted_on[0])
    if robbed and one not in (Standing.PUBLIC, Standing.UNKNOWN):
        return other is not Standing.PUBLIC or is_bare(grammar, acted_on[0])
    alone = not set(actor[0].roles) & _LAW and one is not Standing.PUBLIC
    if (alone or "CRM" in actor[0].roles) and other is not Standing.PUBLIC:
        return _told(grammar, lexicon.words("ordinary crime"), actor[0].head)
    law = _is_the_law(grammar, actor)
    if _is_a_worker(grammar, acted_on[0]):
        other = Standing.PRIVATE
    if kind == "ASSAULT":
        alone = grammar.parties.sentence.words[acted_on[0].head].tag == "NN"
        return other is Standing.PRIVATE and alone and actor[1] in lexicon.words("guessed party")
    if law and kind in _GIVEN_BACK:
        crime = _told(grammar, lexicon.words("ordinary crime"), acted_on[0].head)
        return crime and other is Standing.PRIVATE
    crime = robbed or _told(grammar, lexicon.words("ordinary crime"), acted_on[0].head)
    few = other is Standing.CROWD and are_counted(grammar, acted_on[0])
    return law and crime and (other in FOR_THEMSELVES or few or _takes_a_thing(grammar, i, kind))


def _is_a_worker(grammar: Grammar, party: Party) -> bool:
    """Say whether somebody is one worker, no union: "a Turkish lorry driver"."""
    sentence = grammar.parties.sentence
    alone = 0 <= party.head < len(sentence) and sentence.words[party.head].tag == "NN"
    return alone and set(party.roles) == {"LAB"} and "person" in grammar.kinds(party.head)


def _is_the_law(grammar: Grammar, actor: Side) -> bool:
    """Say whether police, a court or other servants of a state act, or nobody who is named."""
    party, how = actor
    if how in lexicon.words("guessed party"):
        return True
    return bool(set(party.roles) & _LAW) and not is_bare(grammar, party)


def _takes_a_thing(grammar: Grammar, i: int, kind: str) -> bool:
    """Say whether things are taken, and no ship or arms: "seized cocaine from Ecuador".

    A ship or lorry is one where narcotics are told of.
    """
    head = grammar.clause(i).patient
    kinds = grammar.kinds(head) if head is not None else frozenset()
    mention = grammar.parties.mention(head) if head is not None else None
    of_a_state = _OF_A_STATE
    if _told(grammar, lexicon.words("narcotic")):
        of_a_state = of_a_state - {"vehicle"}
    return kind == "COERCE" and mention is None and not kinds & of_a_state


def _is_ruling(grammar: Grammar, kind: str, actor: Party, recipient: Party) -> bool:
    """Say whether a court only rules for or against somebody private: "rejected the carer's appeal"."""
    ruling = kind in _RULINGS and "JUD" in actor.roles
    if not ruling or _told(grammar, lexicon.words("crime against a state")):
        return False
    sentence, head = grammar.parties.sentence, recipient.head
    if not 0 <= head < len(sentence):
        return False
    heads = [head, *sentence.deps(head, "poss")]
    heads += [
        n for prep in sentence.deps(head, "prep", "agent") for n in sentence.deps(prep, "pobj")
    ]
    return any(_stands_for_himself(grammar, recipient, n) for n in heads)


def _stands_for_himself(grammar: Grammar, party: Party, head: int) -> bool:
    lemma = grammar.parties.sentence.words[head].lemma
    role = lexicon.agents().get(lemma, ("", False))[0]
    word = grammar.parties.sentence.words[head].text.lower()
    if role == "REL" or (word in ("him", "her", "he", "she") and not any(party.roles)):
        return True
    own = party if head == party.head else Party(party.codes, (role,), party.names, head)
    return standing(grammar, own) in (Standing.PRIVATE, Standing.FIRM)


def _told(grammar: Grammar, named: frozenset[str], without: int = -1) -> bool:
    """Say whether a word of a list stands in the sentence, beside one word of it."""
    return any(
        word.lemma.lower() in named or word.text.lower() in named
        for word in grammar.parties.sentence.words
        if word.i != without
    )
