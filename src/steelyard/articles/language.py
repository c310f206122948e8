"""Language: which one a text is in, so that nothing is coded by rules of another."""

from __future__ import annotations

import re

ENGLISH, RUSSIAN = "en", "ru"

#: Characters that are looked at: the language of news does not change after that.
_HEAD = 2000

#: Shorter texts are taken for what the rest of the input is: nothing can be told from them.
_SHORTEST = 20

#: How much likelier than English another language must be, in natural logarithms: for each
#: character, and at the least. English sentences full of foreign names reach .42 in the shortest
#: and 15 in all ("Russian President Vladimir Putin will meet Recep Tayyip Erdogan" is taken for
#: Nigerian Pidgin otherwise); sentences of other languages have from .5 and mostly over 1.
_EACH, _ALL = 0.25, 16.0


#: Words that stand in every English text and in no text of another language; where they are so
#: large a share of so many words, nothing else need be asked. News has about one in seven.
_ENGLISH_ONLY = frozenset(
    (
        *("the", "and", "that", "with", "from", "which", "this", "their", "after", "would"),
        *("has", "have", "had", "were", "been", "said", "they", "who", "its", "about"),
    )
)
_SHARE, _WORDS = 0.08, 40

#: Letters of Cyrillic alphabets that Russian has not, and "ъ" as the vowel that it is in Bulgarian.
_NOT_RUSSIAN = re.compile(r"[іїєґўјљњћђџѓќѕәғқңөұүһҷӣӯӑӗҕҥ]|ъ(?![еёюя])", re.IGNORECASE)
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")

#: Letters of Russian alone from which a text is Russian.
_OWN = 3

#: Share of Cyrillic letters from which a text is Cyrillic; share of letters that Russian has not
#: up to which it may be Russian: names in quotation.
_MOSTLY, _STRANGE = 0.7, 0.004

#: How much likelier than Russian another Cyrillic language must be. Of 451 Russian sentences the
#: furthest off was 8.3 (taken for Bulgarian); Bulgarian, Macedonian and Serbian ones have 19 and more.
_NEIGHBOUR = 12.0

_WORD = re.compile(r"[^\W\d_]+")


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of ``text``, None where it is too short."""
    head = text[:_HEAD]
    if len(head.strip()) < _SHORTEST:
        return None
    if _plainly_english(head):
        return ENGLISH
    if _plainly_russian(head):
        return RUSSIAN
    import py3langid

    ranked = py3langid.rank(head)
    language, likeliest = max(ranked, key=lambda one: one[1])
    if _may_be_russian(head) and likeliest - dict(ranked)[RUSSIAN] < _NEIGHBOUR:
        return RUSSIAN
    margin = likeliest - dict(ranked)[ENGLISH]
    return ENGLISH if margin < max(_ALL, _EACH * len(head)) else str(language)


def _plainly_english(head: str) -> bool:
    """Say whether a text has so many words of English alone that it can be nothing else."""
    words = _WORD.findall(head.lower())
    known = sum(word in _ENGLISH_ONLY for word in words)
    return len(words) >= _WORDS and known >= _SHARE * len(words)


def _plainly_russian(head: str) -> bool:
    """Say whether a Cyrillic text has letters that only Russian mixes so.

    Bulgarian, Serbian and Macedonian have neither "ы" nor "э"; Ukrainian, Belarusian, Kazakh, Kyrgyz
    and Tajik have letters of their own in every sentence or two.
    """
    return _may_be_russian(head) and sum(c in "ыэёЫЭЁ" for c in head) >= _OWN


def _may_be_russian(head: str) -> bool:
    """Say whether a text is Cyrillic and has hardly a letter that Russian has not."""
    letters = sum(c.isalpha() for c in head)
    cyrillic = len(_CYRILLIC.findall(head))
    if not letters or cyrillic < _MOSTLY * letters:
        return False
    return len(_NOT_RUSSIAN.findall(head)) <= _STRANGE * cyrillic
