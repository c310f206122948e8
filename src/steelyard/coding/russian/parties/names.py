"""Names: what one or several words may be the name of, in whatever case they stand.

Names are kept in the dictionary form. A word of the text is the name if it may be a form of it,
by pymorphy; surnames that the dictionary does not know lose their endings first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from steelyard.coding.russian import lexicon
from steelyard.coding.russian.lexicon import Name, Person
from steelyard.coding.russian.text import Word, is_known, lemmas

#: Kinds of names that are written small as well.
SMALL = frozenset(("adjective", "demonym", "region", "group"))

#: Endings of Russian surnames in all cases, longest first.
_ENDINGS = (
    *("ыми", "ими", "ого", "его", "ому", "ему", "ами", "ями", "ией"),
    *("ым", "им", "ых", "их", "ой", "ей", "ою", "ею", "ом", "ем", "ая", "ую", "ий", "ый", "ов"),
    *("а", "я", "у", "ю", "е", "и", "ы", "й", "ь", "о"),
)
_SHORTEST = 3

#: Letters from which a name that the dictionary does not know is compared by its stem as well.
_LONG = 6

_PART = re.compile(r"[\w-]+|[—'’]")


@cache
def by_first_word() -> Mapping[str, tuple[tuple[tuple[frozenset[str], ...], Name], ...]]:
    """Return the names that begin with each dictionary word, the longest first."""
    found: dict[str, list[tuple[tuple[frozenset[str], ...], Name]]] = {}
    several = [Name(n, a, "place") for n, a in _named_places() if " " in n]
    for name in (*lexicon.names(), *several):
        parts = tuple(_forms(part) for part in _PART.findall(name.name))
        for form in parts[0]:
            found.setdefault(form, []).append((parts, name))
    return {
        form: tuple(sorted(some, key=lambda entry: -len(entry[0]))) for form, some in found.items()
    }


@cache
def surnames() -> Mapping[str, tuple[Person, ...]]:
    """Return the persons of each surname: by its dictionary forms and by its stem."""
    found: dict[str, list[Person]] = {}
    for person in lexicon.persons():
        last = person.name.split()[-1].lower().replace("ё", "е")
        for key in {*lemmas(last, "PROPN", "Nom"), last, f"{stem(last)}-"}:
            found.setdefault(key, []).append(person)
    return {key: tuple(some) for key, some in found.items()}


def persons_of(word: Word) -> tuple[Person, ...]:
    """Return the persons whose surname a word may be."""
    table = surnames()
    for key in (word.lower, *word.lemmas):
        if key in table:
            return table[key]
    return table.get(f"{stem(word.lower)}-", ())


def is_first_name(word: Word, person: Person) -> bool:
    """Say whether a word is a form of a person's first name, or its initial."""
    first = person.name.split()[0].lower().replace("ё", "е")
    if len(word.lower.rstrip(".")) == 1:
        return word.lower[0] == first[0]
    return first in word.lemmas or stem(word.lower) == stem(first)


def stem(word: str) -> str:
    """Return a surname without the ending of its case."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word.removesuffix(ending)
    return word


@cache
def _forms(part: str) -> frozenset[str]:
    low = part.lower().replace("ё", "е")
    if part.isupper():
        return frozenset((low,))  # an abbreviation is no form of another word
    if not is_known(low) and len(low) >= _LONG:
        return frozenset((low, *lemmas(low), f"{stem(low)}-"))
    return frozenset((low, *lemmas(low)))


def _named_places() -> list[tuple[str, str]]:
    return list(lexicon.places().items())
