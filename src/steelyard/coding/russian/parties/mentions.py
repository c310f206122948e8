"""Mentions: the names in a sentence, each with what it stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from steelyard.coding.russian import lexicon
from steelyard.coding.russian.lexicon import Name, Person
from steelyard.coding.russian.parties.names import (
    SMALL,
    by_first_word,
    is_first_name,
    persons_of,
    stem,
)
from steelyard.coding.russian.text import Sentence, Word, lemmas

_LETTERS = re.compile(r"[А-Яа-яЁё][А-Яа-яЁё-]*")

#: "аль-Бурхан": a surname whose article is written small.
_ARTICLE = re.compile(r"(?:аль|эль|[аэ][сштдзрнл])-[А-ЯЁ]")

#: Abbreviations of so many letters are written in capitals.
_ABBREVIATION = 5


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a sentence, words [start, end). ``kind`` is a kind of name, or ``person``."""

    start: int
    end: int
    code: str
    kind: str
    role: str
    name: str


def mentions(sentence: Sentence, day: date | None = None) -> tuple[Mention, ...]:
    """Return the names in a sentence, from left to right; none overlaps another.

    Args:
        sentence: the sentence.
        day: the article's: a person stands for whom he held office for then.
    """
    found: list[Mention] = []
    i = 0
    while i < len(sentence):
        mention = _named(sentence, i) or _person(sentence, i, day) or _city(sentence, i)
        if mention is None:
            i += 1
            continue
        found.append(mention)
        i = mention.end
    return tuple(found)


def names_an_actor(text: str) -> bool:
    """Say cheaply whether a text names anybody known."""
    return any(_known(word) for word in set(_LETTERS.findall(text)))


@cache
def _small_stems() -> frozenset[str]:
    return frozenset(
        form[:5]
        for form, some in by_first_word().items()
        for _, name in some
        if name.kind in SMALL and len(form) >= 4
    )


def _known(word: str) -> bool:
    low = word.lower().replace("ё", "е")
    if not (word[0].isupper() or _ARTICLE.match(word)):
        return any(part[:5] in _small_stems() for part in low.split("-"))
    # Any capital word may be a name: the parse decides.
    forms = (low, *lemmas(low))
    return (
        low[:5] in _small_stems()
        or any(form in by_first_word() or form in lexicon.places() for form in forms)
        or bool(persons_of(Word(0, word, low, forms, "", {}, 0, "")))
    )


def _named(sentence: Sentence, i: int) -> Mention | None:
    """Return the longest name that begins at word ``i``."""
    word = sentence.words[i]
    table = by_first_word()
    tried = dict.fromkeys((word.lower, *word.lemmas, f"{stem(word.lower)}-"))
    entries = [entry for form in tried for entry in table.get(form, ())]
    entries.sort(key=lambda entry: -len(entry[0]))
    for parts, name in entries:
        end = i + len(parts)
        if end > len(sentence) or not _spelt(sentence, i, name, len(parts)):
            continue
        rest = sentence.words[i:end]
        if all(
            w.lower in part or w.is_form_of(part) or f"{stem(w.lower)}-" in part
            for w, part in zip(rest, parts, strict=True)
        ):
            return Mention(i, end, name.actor, name.kind, name.role, _text(sentence, i, end))
    return _compound(sentence, i)


def _spelt(sentence: Sentence, i: int, name: Name, size: int) -> bool:
    """Say whether a word is written as such a name is: with a capital, in capitals."""
    word = sentence.words[i]
    if name.kind == "adjective":
        return word.pos in ("ADJ", "PROPN", "NOUN", "DET", "VERB")
    if name.kind in SMALL:
        return True
    if name.name.isupper() and len(name.name) <= _ABBREVIATION:
        return word.text[: len(name.name)] == name.name or word.text.isupper()
    if not word.text[0].isupper() and name.name[0].isupper():
        return False
    # A word of two or three letters at the start of a sentence is seldom a state.
    return not (i == 0 and size == 1 and word.pos in ("PRON", "DET", "PART", "ADP", "CCONJ"))


def _compound(sentence: Sentence, i: int) -> Mention | None:
    """Return the last state of "российско-сербский"; the first is found by ``first_of``."""
    word = sentence.words[i]
    if "-" not in word.text or word.pos not in ("ADJ", "PROPN", "NOUN"):
        return None
    last = word.lower.rsplit("-", 1)[-1]
    for form in (last, *lemmas(last, "ADJ")):
        for parts, name in by_first_word().get(form, ()):
            if name.kind == "adjective" and len(parts) == 1:
                return Mention(i, i + 1, name.actor, "adjective", "", word.text)
    return None


def first_of_compound(word: Word) -> str:
    """Return the first state of an adjective of two: RUS of "российско-сербский"."""
    first, dash, _ = word.lower.partition("-")
    if not dash or not first.endswith("о"):
        return ""
    bare = first.removesuffix("о")
    for ending in ("ий", "ый", "ский"):
        for parts, name in by_first_word().get(bare + ending, ()):
            if name.kind == "adjective" and len(parts) == 1:
                return name.actor
    return {"американо": "USA", "франко": "FRA", "греко": "GRC", "индо": "IND", "ирано": "IRN"}.get(
        first, ""
    )


def _person(sentence: Sentence, i: int, day: date | None) -> Mention | None:
    """Return the person whose name begins at word ``i``: names and patronymic, then the surname."""
    first = sentence.words[i]
    if not (first.text[0].isupper() or _ARTICLE.match(first.text)):
        return None
    for end in range(min(i + 4, len(sentence)), i, -1):
        last = sentence.words[end - 1]
        if not all(_capital(w) for w in sentence.words[i:end]) or not last.text[0].isalpha():
            continue
        some = persons_of(last)
        if not some:
            continue
        person = _who(sentence, i, end, some)
        if person is not None:
            name = person.latin or _text(sentence, i, end)
            actor, role = _office(person, day)
            return Mention(i, end, actor, "person", role, name)
    return None


def _office(person: Person, day: date | None) -> tuple[str, str]:
    """Return for whom a person held office on a day; his row where the gazetteer does not say."""
    if day is not None:
        for office in lexicon.offices().get(person.latin, ()):
            if office.covers(day.isoformat()):
                return office.actor, office.role
    return person.actor, person.role


def _who(sentence: Sentence, i: int, end: int, some: tuple[Person, ...]) -> Person | None:
    if end - i > 1:
        called = [
            p for p in some if is_first_name(sentence.words[i], p) and _whole(sentence, i, end, p)
        ]
        return called[0] if called else None
    before = sentence.words[i - 1]
    agree = {before.case, sentence.words[i].case} != {"Gen", "Dat"}  # two people: "звонок X Y"
    if i and agree and _capital(before) and _is_given_name(before):
        return None  # somebody else of that surname
    alone = [p for p in some if p.alone]
    return alone[0] if alone else None


def _whole(sentence: Sentence, i: int, end: int, person: Person) -> bool:
    """Say whether no word of a long name is left out: "Урсула фон дер Ляйен"."""
    particles = {part.lower() for part in person.name.split()[1:-1]}
    between = {w.lower for w in sentence.words[i + 1 : end - 1]}
    return particles <= between or not particles or len(between) >= 1


def _city(sentence: Sentence, i: int) -> Mention | None:
    word = sentence.words[i]
    if (
        not word.text[0].isupper()
        or len(word.text) < 3
        or word.pos in ("VERB", "ADP", "PRON", "ADV")
    ):
        return None
    table = lexicon.places()
    for form in (word.lower, *word.lemmas):
        if form in table:
            return Mention(i, i + 1, table[form], "place", "", word.text)
    return None


def _capital(word: Word) -> bool:
    return (
        word.text[0].isupper()
        or bool(_ARTICLE.match(word.text))
        or word.text.lower()
        in (
            "фон",
            "дер",
            "ван",
            "де",
            "аль",
            "бен",
            "да",
            "-",
        )
    )


def _is_given_name(word: Word) -> bool:
    """Say whether a capital word before a surname is somebody's first name, and no place."""
    if word.pos != "PROPN" or word.text.isupper() or len(word.text) < 3:
        return False
    forms = (word.lower, *word.lemmas)
    return not any(form in by_first_word() or form in lexicon.places() for form in forms)


def _text(sentence: Sentence, start: int, end: int) -> str:
    return " ".join(w.text for w in sentence.words[start:end])
