"""States that play: "Argentina defeated France", "Samoa sent Tonga a warning with three tries"."""

from __future__ import annotations

import re

from steelyard.coding.english import lexicon
from steelyard.coding.english.acts import Candidate
from steelyard.coding.english.text import Sentence
from steelyard.coding.party import Party

_WORD = re.compile(r"[a-z][a-z-]*")
#: A match, not a talk: "to play a friendly in Oslo".
_FRIENDLY = re.compile(
    r"\b(?:an?|the|two|their) friendl(?:y|ies)(?=[,.;]| (?:in|at|on|against|with|next|this|match|game)\b|$)"
)


def is_sport(sentence: Sentence, candidate: Candidate) -> bool:
    """Say whether the states of an act are only teams named after them."""
    tests = (_is_a_match, _is_a_team, _leads_a_team, _are_many)
    return any(test(sentence, candidate) for test in tests)


def _are_many(sentence: Sentence, candidate: Candidate) -> bool:
    """Say whether the press writes of a state as of several: "Peru fired their Argentine manager"."""
    i, actor, words = candidate.trigger, candidate.actor, sentence.words
    if _were_beaten(sentence, candidate):
        return True
    if actor.how != "name" or len(actor.codes) != 1 or actor.head < 0 or not sentence.is_verb(i):
        return False
    if words[actor.head].text.endswith("s") or sentence.deps(actor.head, "conj", "cc"):
        return False
    owners = (c for noun in sentence.deps(i, "dobj") for c in sentence.deps(noun, "poss"))
    return words[actor.head].dep == "nsubj" and any(words[c].text == "their" for c in owners)


def _were_beaten(sentence: Sentence, candidate: Candidate) -> bool:
    """Say whether a state is written of as many in the passive: "Scotland were sent packing by Peru"."""
    i, party, words = candidate.trigger, candidate.recipient, sentence.words
    if party.how not in ("name", "place", "variant") or len(party.codes) != 1 or party.head < 0:
        return False
    if words[party.head].text.endswith("s") or sentence.deps(party.head, "conj", "cc", "appos"):
        return False
    helpers = {words[c].text.lower() for c in sentence.deps(i, "auxpass", "aux")}
    return (
        words[party.head].dep == "nsubjpass" and words[party.head].head == i and "were" in helpers
    )


def _leads_a_team(sentence: Sentence, candidate: Candidate) -> bool:
    """Say whether a player or coach acts for his state's team: "Slovenia's captain warned Serbia"."""
    actor, spoken = candidate.actor, candidate.type in lexicon.words("type of a match")
    if actor.how != "possessor" or not 0 <= actor.head < len(sentence) or not spoken:
        return False
    word = sentence.words[actor.head]
    owners = sentence.deps(actor.head, "poss")
    return word.lemma in lexicon.words("leads a team") and bool(owners)


def _is_a_match(sentence: Sentence, candidate: Candidate) -> bool:
    """Say whether two states play: "Argentina defeated France", where no forces are named."""
    i, words = candidate.trigger, sentence.words
    sides = (candidate.actor, candidate.recipient)
    if "friendl" in sentence.text and _FRIENDLY.search(sentence.text):
        return all(_may_be_a_team(party) for party in sides)  # "signed up for a friendly in Oslo"
    if candidate.type in lexicon.words("type of a match") and _hints_at_a_match(sentence):
        return all(_may_be_a_team(party) for party in sides)
    won = candidate.type == "ASSAULT" and words[i].lemma in lexicon.words("wins a match")
    return (won or _in_a_round(sentence, i)) and all(map(_may_be_a_team, sides))


def _is_plain(party: Party) -> bool:
    return party.how in lexicon.words("kind of place name") or party.how in (
        "variant",
        "abbreviation",
    )


def _may_be_a_team(party: Party) -> bool:
    """Say whether a party is a state, or nobody in office: "Ireland's front row", "a Belarusian assault"."""
    if party.how == "demonym":
        return True
    nobodys = party.how in ("possessor", "modifier", "adjective") and not any(party.roles)
    return (_is_plain(party) and party.how != "capital") or nobodys


def _hints_at_a_match(sentence: Sentence) -> bool:
    """Say whether a sentence speaks of tries, rounds or titles, and of nothing political."""
    said = set(_WORD.findall(sentence.text.lower()))
    political = said & (lexicon.words("politics") - {"war"})
    return bool(said & lexicon.words("hint of a match")) and not political


def _in_a_round(sentence: Sentence, i: int) -> bool:
    """Say whether an act is in a competition: "meet in the final", "surrendered by six runs"."""
    words = sentence.words
    for prep in sentence.deps(i, "prep"):
        for noun in sentence.deps(prep, "pobj"):
            if words[noun].tag in ("NN", "JJ") and words[noun].lemma in lexicon.words("round"):
                return True
            if words[prep].lemma == "by" and words[noun].lemma in lexicon.words("margin"):
                return True
    return False


def _is_a_team(sentence: Sentence, candidate: Candidate) -> bool:
    """Say whether a state is a team, which the press writes as many: "India have invited Pakistan".

    A state is one: "India has invited". Not so a list of states, or a name that is a plural.
    """
    head, i = candidate.actor.head, candidate.trigger
    if len(candidate.actor.codes) != 1 or candidate.actor.how != "name" or head < 0:
        return False
    if candidate.type not in lexicon.words("type of a match"):
        return False
    words = sentence.words
    plural = words[head].text.endswith("s") or sentence.deps(head, "conj", "appos", "cc")
    if plural or words[head].dep not in ("nsubj", "nsubjpass"):
        return False
    verb = words[head].head
    helpers = [words[c] for c in sentence.deps(verb, "aux", "auxpass")]
    if any(word.tag == "MD" for word in helpers):
        return False
    if any(word.text.lower() in ("have", "are", "were") and word.i > head for word in helpers):
        return True
    stands = words[verb].dep in ("ROOT", "conj") and not helpers and verb == i
    return stands and words[verb].tag == "VBP" and words[verb].text.lower() == words[verb].lemma
