"""The clause of a noun that names a verb's act: "the delivery of tanks to Serbia by Russia".

Such a noun fits the frames of its verb, so that both forms share one entry of the lexicon.
"""

from __future__ import annotations

from steelyard.coding.english import lexicon
from steelyard.coding.english.clauses import Clause, add_phrases, agent, counted
from steelyard.coding.english.lexicon import Nominalisation
from steelyard.coding.english.parties import Parties
from steelyard.coding.english.status import cessation_of
from steelyard.coding.english.text import Sentence

_MODIFIERS = ("amod", "compound", "nmod", "npadvmod", "nummod")
_SUBJECTS = ("nsubj", "nsubjpass")


def nominal_clause(parties: Parties, i: int, row: Nominalisation) -> Clause:
    """Return the clause that the phrases around a noun make."""
    sentence = parties.sentence
    found = Clause(i, passive=False)
    add_phrases(sentence, found, i)
    found.complements += [c for c in sentence.deps(i, "acl", "ccomp") if _that(sentence, c)]
    verb = _carrier(sentence, i)
    if verb is not None and sentence.words[verb].lemma == "be":
        found.complements += [c for c in sentence.deps(verb, "ccomp") if _that(sentence, c)]
    if verb is not None:
        if sentence.words[i].dep == "dobj":  # "renewed its demand on Monday that X leave"
            found.complements += [c for c in sentence.deps(verb, "ccomp") if _that(sentence, c)]
        for prep in sentence.deps(verb, "prep", "dative", "agent"):
            for noun in sentence.deps(prep, "pobj"):
                found.preps.setdefault(sentence.words[prep].lemma, []).append(noun)
    found.patient = _patient(sentence, i, row, found)
    found.agent = _agent(parties, i, row, found, verb)
    return found


def _that(sentence: Sentence, verb: int) -> bool:
    """Say whether a clause says what a noun is about: "the demand that Belize leave"."""
    return any(sentence.words[c].lemma == "that" for c in sentence.deps(verb, "mark"))


def _carrier(sentence: Sentence, i: int) -> int | None:
    """Return the verb above that only says that the act takes place, begins, goes on or ends."""
    word = sentence.words[i]
    if word.dep not in (*_SUBJECTS, "dobj") or not sentence.is_verb(word.head):
        return None
    lemma = sentence.words[word.head].lemma
    carries = lemma in lexicon.words("carries its noun") or ("light", lemma) in lexicon.operators()
    return word.head if carries or cessation_of(sentence, i) == word.head else None


def _patient(sentence: Sentence, i: int, row: Nominalisation, found: Clause) -> int | None:
    """Return what is acted on: after the noun's own preposition, or a common noun before it."""
    for name in row.object:
        if not (name == "of" and row.actor_after_of) and found.preps.get(name):
            return counted(sentence, found.preps[name][0])
    return next(
        (c for c in sentence.deps(i, "compound") if sentence.words[c].tag in ("NN", "NNS")), None
    )


def _agent(
    parties: Parties, i: int, row: Nominalisation, found: Clause, verb: int | None
) -> int | None:
    """Return who acts: after "by", before the noun, above it, after "of", or where a thing is from."""
    sentence = parties.sentence
    by = found.preps.get("by", ())
    if found.preps.get("from"):  # "criticism from A of the raids by B": A speaks
        by = [noun for noun in by if sentence.words[sentence.words[noun].head].head == i]
    doers = [noun for noun in by if not _is_means(parties, noun)]
    # "A's gift to B was announced by C": whose the noun says it is does it, not who is by the verb.
    by_verb = sentence.deps(verb, "agent", "prep") if verb is not None else []
    own = [noun for noun in doers if sentence.words[noun].head not in by_verb]
    before = _before(parties, i)
    if own or (before is None and doers):
        return (own or doers)[0]
    if before is not None:
        return before
    announcer = _announcer(sentence, i, found)
    if announcer is not None:
        return announcer
    of = found.preps.get("of", [])
    if row.actor_after_of and any(map(parties.of, of)):
        return of[0]  # "confirmed the arrival of two American ships"
    if verb is not None and sentence.words[i].dep == "dobj":
        return agent(sentence, verb)
    come = verb is not None and sentence.words[verb].lemma == "come"
    if found.preps.get("from") and (come or _comes_from(row, found)):
        return found.preps["from"][0]
    if row.actor_after_of and found.preps.get("of"):
        return found.preps["of"][0]
    if row.origin and found.patient is not None and _before(parties, found.patient) is not None:
        return _before(parties, found.patient)
    return _holder(sentence, i)


def _comes_from(row: Nominalisation, found: Clause) -> bool:
    """Say whether "from" names who acts: "a warning from A to B", "arms from A"."""
    if found.preps.get("to"):
        return True
    return row.verb in lexicon.words("comes from") | lexicon.words("sends out")


def _is_means(parties: Parties, noun: int) -> bool:
    """Say whether "by" tells by what an act is done, not by whom: "by video link", "by midnight"."""
    if parties.of(noun) or parties.sentence.words[noun].tag.startswith(("NNP", "PRP")):
        return False
    return bool(lexicon.classes(parties.sentence.words[noun].lemma) & {"relations", "vehicle"})


def _before(parties: Parties, i: int) -> int | None:
    """Return the possessor of a noun or the name before it: "Turkey's", "Turkish", "NATO"."""
    sentence = parties.sentence
    for child in sentence.deps(i, "poss"):
        return child
    # The parser takes "the American cut" for a clause.
    waiting = [c for c in sentence.deps(i, *_MODIFIERS, "nsubj") if c < i]
    while waiting:
        child = waiting.pop(0)
        if parties.mention(child) is not None:
            return child
        waiting += sentence.deps(child, *_MODIFIERS)
    return None


def _announcer(sentence: Sentence, i: int, found: Clause) -> int | None:
    """Return by whom an act is said to be ordered or done: "a ban on beef announced by Moscow"."""
    heads = [i] if found.patient is None else [i, found.patient]
    for verb in (verb for head in heads for verb in sentence.deps(head, "acl")):
        word = sentence.words[verb]
        carried = word.lemma in lexicon.words("is done by whoever says so")
        if word.tag == "VBN" and (carried or ("light", word.lemma) in lexicon.operators()):
            for by in sentence.deps(verb, "agent"):
                return next(iter(sentence.deps(by, "pobj")), None)
    return None


def _holder(sentence: Sentence, i: int) -> int | None:
    """Return the subject that is at it: "is on a visit to Serbia", "during talks with Serbia"."""
    word = sentence.words[i]
    if word.dep != "pobj" or sentence.words[word.head].lemma not in lexicon.words("at an act"):
        return None
    if "attack" in lexicon.classes(word.lemma):
        return None  # "shut the border after an attack": it was struck, it did not strike
    above = sentence.words[word.head].head
    return agent(sentence, above) if sentence.is_verb(above) else None
