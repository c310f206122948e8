"""Statements that tell of nothing that happened: questions, fiction, refusals to say."""

from __future__ import annotations

import re

from steelyard.coding.english import lexicon
from steelyard.coding.english.acts import Candidate
from steelyard.coding.english.article.checks import is_checked
from steelyard.coding.english.article.comment import is_comment
from steelyard.coding.english.article.narrative import is_narrated
from steelyard.coding.english.article.norms import is_norm_or_view
from steelyard.coding.english.article.sport import is_sport
from steelyard.coding.english.text import Sentence

#: A share of people, as polls give it.
_SHARE = re.compile(
    r"\b(?:(?:in|out of) (?:ten|five|four|three|\d+)|per ?cent|half|thirds?|quarters?|fifths?|tenths?|sixths?|majority|most)\b|%"
)

_OPEN = frozenset(("how", "when", "where", "if"))


def is_relevant(sentence: Sentence, candidate: Candidate) -> bool:
    """Say whether a candidate may be an act between parties, not a question or a story."""
    i = candidate.trigger
    tests = (
        _asked,
        _wondered,
        _asked_about,
        _kept_quiet,
        _told_in_fiction,
        _forged,
        _supposed,
        _heard_in_court,
    )
    if any(test(sentence, i) for test in tests):
        return False
    if candidate.type not in lexicon.words("type at large") and _polled(sentence, i):
        return False
    if _wished(sentence, i):
        return False
    if is_norm_or_view(sentence, i) or is_checked(sentence, i):
        return False
    if is_comment(sentence, candidate) or is_narrated(sentence, candidate):
        return False
    if candidate.type in ("COOPERATE", "AID") and _counted(sentence, i):
        return False
    if _only_awaited(sentence, candidate):
        return False
    if _of_a_market(sentence, i) or _only_feared(sentence, i) or _once(sentence, i):
        return False
    return not is_sport(sentence, candidate)


def _asked(sentence: Sentence, i: int) -> bool:
    """Say whether a word stands in a direct question."""
    first, last = sentence.words[0].text.lower(), sentence.words[-1].text
    if first in ("why", "how") and last not in (".", '"') and "," not in sentence.text:
        return True  # a headline that explains: "Why Ankara woos Damascus"
    for word in sentence.words[i:]:
        if word.text in (".", "!", ";"):
            return False
        if word.text.endswith("?"):
            return True
    return False


def _wondered(sentence: Sentence, i: int) -> bool:
    """Say whether a word asks or is asked about: "asked whether X had left", "would not say if"."""
    for j in (i, *sentence.ancestors(i)):
        if _asks_whether(sentence, j):
            return True
        marks = {sentence.words[c].lemma for c in sentence.deps(j, "mark")}
        above = sentence.words[j].head
        left_open = sentence.words[j].dep in ("csubj", "csubjpass", "pcomp")
        if (
            marks & {"if", "whether"}
            and sentence.words[j].dep == "ccomp"
            and _open(sentence, above)
        ):
            return True  # "is yet to say if it will"
        if "if" in marks and sentence.words[above].lemma in lexicon.words("knows"):
            return True  # "it is not known if Oman had warned Iran"
        asked = marks | {sentence.words[c].lemma for c in sentence.deps(j, "advmod")}
        if asked & _OPEN and sentence.words[above].lemma in lexicon.words("leaves open"):
            return True  # "is working out how it would respond"
        if "whether" in marks and left_open:
            return True  # "whether Greece may turn back boats is for a court to say"
        if "whether" in marks and sentence.words[above].lemma not in lexicon.words("weighs an act"):
            return True
    return False


def _open(sentence: Sentence, verb: int) -> bool:
    """Say whether a word that would settle a question is not said: "has yet to say", "would not say"."""
    words = sentence.words
    if words[verb].lemma not in ("say", "tell", "confirm", "reveal", "announce"):
        return False
    above = words[words[verb].head]
    near = {words[c].text.lower() for k in (verb, above.i) for c in sentence.children[k]}
    return bool(near & {"yet", "not", "n't", "never"})


def _asked_about(sentence: Sentence, i: int) -> bool:
    """Say whether a noun is only what a question was about: "asked about an attack on X"."""
    for j in (i, *sentence.ancestors(i)):
        if sentence.is_verb(j):
            return False
        if sentence.words[j].dep == "prep" and sentence.words[j].lemma in ("about", "on", "over"):
            above = sentence.words[sentence.words[j].head]
            if above.lemma in lexicon.words("asks about"):
                return True
    return False


def _counted(sentence: Sentence, i: int) -> bool:
    """Say whether a noun names what statistics count: "exports of soya to China rose by a third"."""
    if sentence.is_verb(i):
        return False
    word = sentence.words[i]
    while word.dep in ("pobj", "prep", "conj") and word.head != word.i:
        word = sentence.words[word.head]
    above = sentence.words[word.head].lemma
    return word.dep in ("nsubj", "nsubjpass") and above in lexicon.words("is said of figures")


def _of_a_market(sentence: Sentence, i: int) -> bool:
    """Say whether a noun names what buyers want: "Chinese demand for iron ore"."""
    words = sentence.words
    if words[i].lemma not in lexicon.words("want of buyers") or sentence.is_verb(i):
        return False
    goods = lexicon.words("class of private things")
    return any(
        lexicon.classes(words[noun].lemma) & goods
        for prep in sentence.deps(i, "prep")
        for noun in sentence.deps(prep, "pobj")
    )


def _once(sentence: Sentence, i: int) -> bool:
    """Say whether an act is told as long gone: "once sent", not "once again sent"."""
    words = sentence.words
    return words[i].tag == "VBD" and any(
        words[c].lemma == "once" and c < i and words[c + 1].lemma not in ("again", "more")
        for c in sentence.deps(i, "advmod")
    )


def _only_feared(sentence: Sentence, i: int) -> bool:
    """Say whether a noun names what may come, which nobody has announced, or was: "fears of war", "ghosts of"."""
    words = sentence.words
    for j in (i, *sentence.ancestors(i)):
        above = words[words[j].head]
        if words[j].dep == "relcl" and above.text.lower() in lexicon.words("nothing of it"):
            return True  # "there is little that Moscow can do to punish"
        if words[j].dep in ("acl", "ccomp") and above.tag in ("NN", "NNS"):
            return above.lemma in lexicon.words("only feared")  # "little chance that"
    prep = words[words[i].head]
    feared = words[prep.head].lemma in lexicon.words("only feared")
    return not sentence.is_verb(i) and words[i].dep == "pobj" and prep.lemma == "of" and feared


def _only_awaited(sentence: Sentence, candidate: Candidate) -> bool:
    """Say whether an act is only braced for by whom it would befall, or "not ruled out"."""
    i, words = candidate.trigger, sentence.words
    above = words[words[i].head]
    if sentence.is_verb(i):
        return False
    out = words[i].dep == "nsubjpass" and above.lemma == "rule"
    if out and any(words[c].text == "out" for c in sentence.children[above.i]):
        return True
    verb = words[above.head]
    awaited = above.lemma == "for" and verb.lemma in lexicon.words("awaits")
    return awaited and sentence.subject(verb.i) == candidate.actor.head


def _heard_in_court(sentence: Sentence, i: int) -> bool:
    """Say whether an act is only what a witness told: "a court heard that"."""
    for j in sentence.ancestors(i):
        told = sentence.deps(j, "dobj") if sentence.words[j].lemma == "tell" else []
        if any(sentence.words[k].lemma in lexicon.words("hears a case") for k in told):
            return True  # "told the court that"
        subject = sentence.subject(j) if sentence.words[j].lemma == "hear" else None
        if subject is not None and sentence.words[subject].lemma in lexicon.words("hears a case"):
            return True
    return False


#: "Two Greeks in three think", "one voter out of ten".
_SOME_IN = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|\d+) \w+ (?:in|out of) (?:three|four|five|six|ten|every|\d{1,3})\b(?! (?:19|20))",
    re.IGNORECASE,
)


def _polled(sentence: Sentence, i: int) -> bool:
    """Say whether a share of a people thinks so: "six in ten Poles want", "a survey found"."""
    words = sentence.words
    if _SOME_IN.match(sentence.text):
        return True
    for j in (i, *sentence.ancestors(i)):
        for subject in sentence.deps(j, "nsubj", "nsubjpass"):
            if words[subject].lemma in lexicon.words("asks people"):
                return True
            near = [words[k] for k in sentence.subtree(subject)]
            people = any(word.tag in ("NNPS", "NNS") and word.text[0].isupper() for word in near)
            if people and _SHARE.search(" ".join(word.text.lower() for word in near)):
                return True
    return False


def _wished(sentence: Sentence, i: int) -> bool:
    """Say whether a share of a people says or wants it: "half of all Poles want their country to"."""
    below = i
    for j in sentence.ancestors(i):
        if sentence.words[below].dep in ("xcomp", "ccomp") and _polled(sentence, j):
            return True
        if sentence.words[below].dep == "relcl":
            return False
        below = j
    return False


def _forged(sentence: Sentence, i: int) -> bool:
    """Say whether what tells of an act is a forgery: "the letter in which X begged Y is forged"."""
    words = sentence.words
    for j in sentence.ancestors(i):
        if words[j].lemma in lexicon.words("report") and _false(sentence, j):
            return True
        how = {words[c].lemma for c in sentence.deps(j, "advmod")}
        subject = sentence.subject(j)
        if how & lexicon.words("said in error") and subject is not None:
            told_by = lexicon.words("name of an article") | lexicon.words("picture") | {"we"}
            if words[subject].lemma in told_by:
                return True  # "an article wrongly said that"
        said = (j, *sentence.deps(j, "acomp", "attr"))
        for be in sentence.deps(j, "xcomp"):  # "turned out to be a joke"
            said += tuple(sentence.deps(be, "acomp", "attr"))
        subjects = sentence.deps(j, "nsubj", "nsubjpass")
        told = any(s == i or s in sentence.ancestors(i) for s in subjects)
        untrue = lexicon.words("forged") | ({"false"} if words[j].head == j else set())
        made_up = words[j].lemma == "make" and any(
            words[c].text == "up" for c in sentence.deps(j, "prt")
        )
        if told and (made_up or any(words[s].lemma in untrue for s in said)):
            return True
    return False


def _false(sentence: Sentence, report: int) -> bool:
    """Say whether whoever writes knows a report to be false: "a false story that X had left"."""
    words = sentence.words
    if words[words[report].head].lemma in lexicon.words("denies hearsay"):
        return False  # somebody denies it, which is told as a denial
    said = lexicon.words("forged") | {"false"}
    return any(words[c].lemma in said for c in sentence.deps(report, "amod"))


def _kept_quiet(sentence: Sentence, i: int) -> bool:
    """Say whether a verb refuses no more than words: "declined to say whether", "to comment"."""
    words = sentence.words
    for j in (i, *sentence.ancestors(i)):
        below = {words[c].lemma for c in sentence.deps(j, "xcomp")}
        if words[j].lemma in lexicon.words("refuses to say") and below & lexicon.words(
            "is only said"
        ):
            return j == i or any(words[k].lemma in below for k in sentence.ancestors(i))
        if words[j].lemma in lexicon.words("is only said") and _said_by_nobody(sentence, j):
            return True
    return False


def _said_by_nobody(sentence: Sentence, verb: int) -> bool:
    """Say whether nobody says something: "nobody would discuss an apology"."""
    subject = sentence.subject(verb)
    nobody = ("nobody", "neither", "none")
    return subject is not None and sentence.words[subject].text.lower() in nobody


def _asks_whether(sentence: Sentence, verb: int) -> bool:
    if sentence.words[verb].lemma not in lexicon.words("asks whether"):
        return False
    return any(
        sentence.words[mark].lemma in ("whether", "if")
        for clause in sentence.deps(verb, "ccomp", "advcl")
        for mark in sentence.deps(clause, "mark")
    )


def _told_in_fiction(sentence: Sentence, i: int) -> bool:
    """Say whether a film, game, book or drill tells of the act: "in the film, X invades Y"."""
    fiction = lexicon.words("tells stories")
    for j in (i, *sentence.ancestors(i)):
        if j != i and sentence.words[j].lemma in fiction and sentence.is_noun(j):
            return True
        if j != i and (
            sentence.words[j].lemma in lexicon.words("imagines") or _staged(sentence, j)
        ):
            return True
        if j != i and _looked_back_on(sentence, j, i):
            return True
        if _had_done(sentence, j) or _on_stage(sentence, j):
            return True
        for child in sentence.deps(j, "nsubj", "nsubjpass"):
            if _is_fiction(sentence, child):
                return True
        for prep in sentence.deps(j, "prep", "agent"):
            told_by = sentence.words[prep].lemma == "by" and sentence.words[prep].dep == "agent"
            if (told_by or sentence.words[prep].lemma == "in") and any(
                _is_fiction(sentence, noun) for noun in sentence.deps(prep, "pobj")
            ):
                return True
    return False


def _on_stage(sentence: Sentence, j: int) -> bool:
    """Say whether an act is played: "on stage, Catherine threatens Turkey", not "on the world stage"."""
    return any(
        sentence.words[prep].lemma == "on"
        and sentence.words[noun].lemma in ("stage", "screen", "canvas")
        and not sentence.children[noun]
        for prep in sentence.deps(j, "prep")
        for noun in sentence.deps(prep, "pobj")
    )


def _had_done(sentence: Sentence, j: int) -> bool:
    """Say whether somebody only lets it happen, on paper: "had Bolivia invade Chile"."""
    word = sentence.words[j]
    bare = word.tag == "VB" and word.dep == "ccomp" and not sentence.deps(j, "aux", "mark")
    return bare and sentence.words[word.head].lemma == "have" and sentence.subject(j) is not None


def _staged(sentence: Sentence, verb: int) -> bool:
    """Say whether a verb with its particle plays something: "acted out the signing"."""
    if not sentence.is_verb(verb):
        return False
    beside = {sentence.words[c].lemma for c in sentence.deps(verb, "prt", "advmod", "prep")}
    lemma = sentence.words[verb].lemma
    return any(f"{lemma} {other}" in lexicon.words("imagines") for other in beside)


def _looked_back_on(sentence: Sentence, above: int, i: int) -> bool:
    """Say whether somebody only remembers how it was: "recalled how Cuba had helped Angola"."""
    if sentence.words[above].lemma not in lexicon.words("remembers"):
        return False
    words, chain = sentence.words, (i, *sentence.ancestors(i))
    between = chain[: chain.index(above)]
    if any(sentence.is_noun(j) and words[j].lemma not in _times() for j in between[1:]):
        return False
    asked = {words[c].lemma for j in between for c in sentence.deps(j, "advmod", "mark")}
    return bool(asked & {"how", "when", "that"})


def _times() -> frozenset[str]:
    return lexicon.words("time looked back on")


def _supposed(sentence: Sentence, i: int) -> bool:
    """Say whether a sentence asks to suppose what it tells: "Imagine Canada invades Denmark".

    Or a book does before a colon: "The novel imagines 2034: China has sunk".
    """
    if not sentence.words:
        return False
    colon = next((word.i for word in sentence.words[:i] if word.text == ":"), 0)
    if any(
        sentence.is_noun(word.i) or word.tag == "JJ"
        for word in sentence.words[:colon]
        if word.lemma in lexicon.words("tells stories")
    ):
        return True
    first = sentence.words[0]
    if first.tag == "VB" and first.dep == "ROOT" and first.lemma in lexicon.words("opens a notice"):
        return True
    return first.text.lower() in ("imagine", "picture", "suppose")


def _is_fiction(sentence: Sentence, noun: int) -> bool:
    """Say whether a noun is a work of fiction, or a site or post that is a joke or a fake."""
    if sentence.words[noun].lemma in lexicon.words("tells stories"):
        return True
    if sentence.words[noun].lemma == "series" and not sentence.deps(noun, "prep"):
        return True  # on television; "a series of attacks" is none
    below = sentence.deps(noun, "amod", "compound", "nmod")
    return any(sentence.words[c].lemma in lexicon.words("not in earnest") for c in below)
