"""What is told of old or of always: how it came about, where it once was, what is done every year.

"The letters show how Sweden supplied Germany", "the hotel where the two sides negotiated", "the
council meets twice a year": a story, a description or a habit states no act of these days.
"""

from __future__ import annotations

import re

from steelyard.coding.english import lexicon
from steelyard.coding.english.acts import Candidate
from steelyard.coding.english.text import Sentence
from steelyard.vocabulary.time import MONTHS

_PRESENT = ("VBZ", "VBP")
_PLACES = ("where", "which")

_OF_OLD = frozenset(("war", "sanctions", "treaty"))
_NEAR = frozenset(("yesterday", "last", "today", "already", "week", "month", "if", "said"))
_MONTHS = frozenset(month.title() for month in MONTHS)

#: "Seventy years after Italy switched sides, the last of the men whom".
_YEARS_ON = re.compile(
    r"\b(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|century|[2-9]\d)(?:-\w+)? years (?:after|on|since|later)\b",
    re.IGNORECASE,
)


def is_narrated(sentence: Sentence, candidate: Candidate) -> bool:
    """Say whether an act is only told as a story, as a place's past, or as a habit.

    Who sells or gives something every winter does so: trade and aid are told as habits.
    """
    chain = (candidate.trigger, *sentence.ancestors(candidate.trigger))
    bare = (
        party.how in lexicon.words("kind of place name") or party.how == "only other"
        for party in (candidate.actor, candidate.recipient)
        if party
    )
    if _private_trip(sentence, candidate) or _is_a_share(sentence, candidate):
        return True
    if all(bare) and (_opens_a_tale(sentence) or _had_been(sentence, candidate.trigger)):
        return True
    if candidate.type not in lexicon.words("type of a firm") and any(
        _again_and_again(sentence, j) for j in chain
    ):
        return True
    below = any(sentence.words[j].dep in ("relcl", "advcl") for j in chain)
    if below and _YEARS_ON.search(sentence.text):
        return True
    tests = (_explained, _of_a_spot, _taught, _ever_since)
    return any(test(sentence, j) for test in tests for j in chain)


def _explained(sentence: Sentence, j: int) -> bool:
    """Say whether a clause tells how or why something came about: "show how Sweden supplied"."""
    words = sentence.words
    if words[j].dep not in ("ccomp", "advcl", "pcomp", "acl"):
        return False
    asked = {words[c].lemma for c in sentence.deps(j, "advmod")}
    return bool(asked & {"how", "why"}) and words[words[j].head].lemma in lexicon.words(
        "tells how it was"
    )


def _of_a_spot(sentence: Sentence, j: int) -> bool:
    """Say whether a clause only says what a building or place once saw: "the hotel where they met"."""
    words = sentence.words
    above = words[words[j].head]
    if words[j].dep != "relcl" or above.tag not in ("NN", "NNS"):
        return False
    asked = {words[c].text.lower() for c in sentence.deps(j, "advmod")}
    spots = [
        words[n].text.lower() for p in sentence.deps(j, "prep") for n in sentence.deps(p, "pobj")
    ]
    told_where = "where" in asked or "which" in spots
    return told_where and bool(lexicon.classes(above.lemma) & {"building", "facility", "place"})


def _opens_a_tale(sentence: Sentence) -> bool:
    """Say whether a sentence begins as a tale of no day: "When Rhodesia declared independence, Britain".

    "When Israel struck on Monday, Iran vowed" has a day, and news has somebody who says or answers.
    """
    words = sentence.words
    if not words or words[0].text not in ("When", "Once"):
        return False
    verb = next((words[j] for j in (words[0].head,) if sentence.is_verb(j)), None)
    if verb is None or verb.dep != "advcl" or verb.tag != "VBD" or words[verb.head].tag != "VBD":
        return False
    said = {word.text.lower() for word in words}
    politics = lexicon.words("politics") - {"war", "sanctions"}
    return not said & (politics | lexicon.words("day ahead") | {"yesterday", "last"})


def _had_been(sentence: Sentence, i: int) -> bool:
    """Say whether a main clause tells what had been, on no day: "Albania had begged Italy for a loan"."""
    words, top = sentence.words, i
    while words[top].dep == "conj":
        top = words[top].head
    helpers = {words[c].text.lower() for c in sentence.deps(i, "aux")}
    if words[top].head != top or "had" not in helpers or sentence.infinitive(i):
        return False
    said = {word.text.lower() for word in words}
    news = (lexicon.words("politics") - _OF_OLD) | lexicon.words("day ahead") | _NEAR
    return not said & news and not any(word.text in _MONTHS for word in words)


def _taught(sentence: Sentence, j: int) -> bool:
    """Say whether others are only taught to do it: "taught pilots to bomb rebels"."""
    words = sentence.words
    below = words[j].dep in ("xcomp", "ccomp", "advcl") and sentence.infinitive(j)
    return below and words[words[j].head].lemma in lexicon.words("trains others")


def _ever_since(sentence: Sentence, j: int) -> bool:
    """Say whether an act is only since when something is so: "since Serbia dropped the visa, many come"."""
    words = sentence.words
    marks = {words[c].lemma for c in sentence.deps(j, "mark")}
    marks |= {words[words[j].head].lemma} if words[j].dep == "pcomp" else set()
    if "since" in marks and any(words[k].lemma == "be" for k in sentence.ancestors(j)):
        return words[j].dep in ("advcl", "ccomp", "pcomp")  # "it is a year since they signed"
    return words[j].dep == "advcl" and "since" in marks and words[words[j].head].tag in _PRESENT


def _again_and_again(sentence: Sentence, j: int) -> bool:
    """Say whether an act is a habit: "meets twice a year", "usually exchange prisoners"."""
    words = sentence.words
    helpers = [words[c] for c in sentence.deps(j, "aux", "auxpass")]
    present = words[j].tag in _PRESENT or (
        words[j].tag == "VBN" and any(word.tag in _PRESENT for word in helpers)
    )
    if not present or any(word.lemma == "have" for word in helpers):
        return False
    near = [
        words[k].text.lower()
        for c in sentence.deps(j, "advmod", "npadvmod", "prep")
        for k in sentence.subtree(c)
    ]
    said = " ".join(near)
    if "every" in near:
        return True
    return any(f" {habit} " in f" {said} " for habit in lexicon.words("as a habit"))


def _private_trip(sentence: Sentence, candidate: Candidate) -> bool:
    """Say whether a journey is for the traveller's health or pleasure: "flew to London for an operation"."""
    if candidate.type != "CONSULT":
        return False
    words = sentence.words
    return any(
        words[prep].lemma in ("for", "on") and words[noun].lemma in lexicon.words("private purpose")
        for prep in sentence.deps(candidate.trigger, "prep")
        for noun in sentence.deps(prep, "pobj")
    )


def _is_a_share(sentence: Sentence, candidate: Candidate) -> bool:
    """Say whether states are only said to supply or buy part of a whole: "supply a quarter of the soldiers"."""
    i, words = candidate.trigger, sentence.words
    more = (c for noun in sentence.deps(i, "dobj") for c in sentence.subtree(noun))
    near = {words[c].text.lower() for c in more}
    if near & {"more", "fewer", "less"} and "than" in {word.text for word in words[i:]}:
        return bool(sentence.deps(i, "dobj")) and "other" in {word.text for word in words[i:]}
    if words[i].tag not in ("VBP", "VBZ") or candidate.type not in lexicon.words("type of a firm"):
        return False
    if words[i].dep == "relcl" and sentence.text[0].isupper() and sentence.text.endswith("."):
        return True  # "a fifth of the weapons that India buys"
    return any(
        words[noun].lemma in lexicon.words("share of a whole") for noun in sentence.deps(i, "dobj")
    )
