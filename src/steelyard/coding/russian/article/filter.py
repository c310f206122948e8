"""The cheap look before the parse: does a sentence name an actor, and is it news at all?"""

from __future__ import annotations

import re

from steelyard.coding.language import NO_ACTOR
from steelyard.coding.russian import lexicon
from steelyard.coding.russian.parties import names_an_actor
from steelyard.coding.russian.text import lemmas

_WORD = re.compile(r"[А-Яа-яЁёA-Za-z][А-Яа-яЁёA-Za-z0-9-]*")

#: "МОСКВА, 18 октября. /ТАСС/." and the like at the head of a telegram.
_SLUG = re.compile(
    r"^\s*[А-ЯЁ][А-ЯЁ \-,/()]{2,60}[.,]?\s+\d{1,2}\s+[а-я]+\.?\s*"
    r"(?:/[^/]{2,30}/\s*[.,—–-]*|[—–-]\s*[А-ЯЁ][\w -]{2,30}?[.,—–-]+|[.,—–-]+)\s+"
)
_AGENCY = re.compile(r"^\s*/?(?:ТАСС|РИА Новости|Интерфакс)/?\s*[.,—–-]+\s+")
_NOTICE = re.compile(
    r"^(?:фото|видео|читайте также|подпис\w+ на|следите за|реклама|источник фото|©|ранее по теме|материалы по теме)\b"
)

#: Points of one topic from which a sentence is about it, and from which even where it is political.
_POINTS, _SURE = 2, 4

_REFERS = frozenset(("он", "она", "они", "его", "ее", "их", "ему", "ей", "им", "стороны", "страны"))
_SCORE = re.compile(r"(?<![\d.:-])\d{1,2}:\d{1,2}(?![\d:])")


def reason_to_skip(text: str, *, known_before: bool) -> str:
    """Say why a sentence need not be parsed; empty where it must be.

    Args:
        text: the sentence.
        known_before: an earlier sentence named somebody for whom a pronoun may stand.
    """
    if _NOTICE.match(text.lower()):
        return "a caption, a credit or a note of the editors"
    words = _WORD.findall(text)
    if len(words) < 3:
        return "too short"
    if not names_an_actor(text) and not (known_before and _REFERS & {w.lower() for w in words}):
        return NO_ACTOR
    return ""


def without_slug(text: str) -> str:
    """Return a sentence without the place, day and agency at the head of a telegram."""
    return _AGENCY.sub("", _SLUG.sub("", text, count=1), count=1)


def topic(text: str) -> str:
    """Return the topic outside politics that a sentence is about, empty where there is none."""
    points: dict[str, int] = {}
    table = lexicon.topics()
    political = False
    for word in dict.fromkeys(w.lower() for w in _WORD.findall(text)):
        forms = lemmas(word)
        political = political or any(form in lexicon.words("politics") for form in forms)
        hit = next((table[form] for form in forms if form in table), None)
        if hit is not None:
            points[hit[0]] = points.get(hit[0], 0) + hit[1]
    if _SCORE.search(text) and "sport" in points:
        points["sport"] += _POINTS
    if not points:
        return ""
    best = max(points, key=lambda name: points[name])
    return best if points[best] >= (_SURE if political else _POINTS) else ""
