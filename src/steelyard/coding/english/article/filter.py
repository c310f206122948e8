"""The cheap look before the parse: does a sentence name an actor and an act at all?"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from steelyard.coding.english import lexicon
from steelyard.coding.english.article.notices import is_notice
from steelyard.coding.english.parties import names_an_actor
from steelyard.vocabulary.time import MONTHS

_WORD = re.compile(r"[A-Za-z][A-Za-z'-]+")
_PRONOUNS = frozenset(("he", "she", "they", "it", "his", "her", "their", "its"))
_SUFFIXES = ("s", "es", "d", "ed", "ing", "n", "er")

#: Points of one topic from which a sentence is about sport, culture, markets or nature, and from
#: which it is so even where it speaks of ministers, attacks or boycotts.
TOPIC_POINTS, SURE_POINTS = 2, 4

_MONTHS = frozenset(month[:3] for month in MONTHS)

#: The score of a match, no vote: "3-0".
_SCORE = re.compile(r"(?<![\d.-])(?!9-11|24-7|50-50)\d{1,2}-\d{1,2}(?![\d-])(?!\w)")


def reason_to_skip(text: str, *, known_before: bool = False) -> str:
    """Say why a sentence need not be parsed; empty where it must be.

    Args:
        text: the sentence.
        known_before: an actor was named earlier in the article, so that a pronoun or a
            title may stand for it.
    """
    if is_notice(text):
        return "a caption, a credit or a note of the editors"
    words = [word.lower() for word in _WORD.findall(text)]
    if len(words) < 3:
        return "too short"
    if not any(map(_triggers, words)):
        return "no act named"
    if not names_an_actor(text) and not (known_before and _refers(words)):
        return "no actor named"
    return ""


def topic(text: str) -> str:
    """Return the topic outside politics that a sentence is about, empty where there is none."""
    points: dict[str, int] = {}
    words = [word.lower().removesuffix("'s") for word in _WORD.findall(text)]
    table = lexicon.topics()
    for word in dict.fromkeys(
        words
    ):  # of two topics alike the one first named counts, in every run
        if word in table:
            name, n = table[word]
            points[name] = points.get(name, 0) + n
    score = _SCORE.search(text) and not lexicon.words("vote") & set(words)
    if score and not _MONTHS & {word[:3] for word in words}:
        points["sport"] = points.get("sport", 0) + TOPIC_POINTS
    if not points:
        return ""
    best = max(points, key=lambda name: points[name])
    political = bool(lexicon.words("politics") & set(words))
    return best if points[best] >= (SURE_POINTS if political else TOPIC_POINTS) else ""


def _refers(words: list[str]) -> bool:
    agents, titles = lexicon.agents(), lexicon.titles()
    return any(
        word in _PRONOUNS or word in titles or word in agents or word.removesuffix("s") in agents
        for word in words
    )


@lru_cache(maxsize=20_000)  # words of the news are without number
def _triggers(word: str) -> bool:
    if word in lexicon.words("stands for a verb") or word in lexicon.words("beside a copula"):
        return True
    return word in _forms() or any(
        word.endswith(end) and word.removesuffix(end) in _stems() for end in _SUFFIXES
    )


@cache
def _stems() -> frozenset[str]:
    lemmas = set(lexicon.predicates()) | {n.noun for n in lexicon.nouns().values() if n.type}
    lemmas |= set(lexicon.nominalisations())
    short = {lemma.removesuffix("e") for lemma in lemmas if lemma.endswith("e")}
    doubled = {lemma + lemma[-1] for lemma in lemmas if lemma[-1] not in "aeiouy"}
    softened = {lemma.removesuffix("y") + "i" for lemma in lemmas if lemma.endswith("y")}
    return frozenset(lemmas | short | doubled | softened)


@cache
def _forms() -> frozenset[str]:
    irregular = {
        row["form"]
        for row in lexicon.rows("irregular")
        if row["lemma"] in lexicon.predicates() and row["mended"] != "noun"
    }
    return frozenset(set(_stems()) | irregular)
