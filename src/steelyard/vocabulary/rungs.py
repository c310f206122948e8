"""Rungs: how costly and hard to undo an act is, whoever codes it.

Three rungs: ``talk`` (visits, praise, promises), ``commitment`` (signing, ratifying, recognising, acceding,
breaking, expelling, sanctioning) and ``delivery`` (troops, arms, money, drills, force). Only what happened
counts above talk. ``data/rungs.csv`` has a row, with its reason, for the codes of CAMEO and WEIS (the longest
beginning of a code that is listed decides), for PLOVER types and modes, and for words that mark a commitment
where a type leaves it open ("SUPPORT:ratify").
"""

from __future__ import annotations

from functools import cache, lru_cache

from steelyard.errors import VocabularyError
from steelyard.vocabulary.tables import rows

__all__ = ["RUNGS", "rung_of_code", "rung_of_text", "rung_of_type"]

#: From cheap to costly.
RUNGS = ("talk", "commitment", "delivery")


def rung_of_code(scheme: str, code: str) -> str:
    """Return the rung of a CAMEO or WEIS code, as text with its leading zero.

    Raises:
        VocabularyError: No beginning of the code is listed.
    """
    table = _table(scheme)
    for end in range(len(code), 1, -1):
        if code[:end] in table:
            return table[code[:end]]
    roots = ", ".join(sorted(known for known in table if len(known) == 2))
    msg = f"{scheme.upper()} code '{code}' has no rung. Its first two digits may be {roots}."
    raise VocabularyError(msg)


def rung_of_type(type: str, mode: str | None = None, word: str | None = None) -> str:  # noqa: A002
    """Return the rung of a PLOVER type, of one of its modes, or of a word that names the act.

    Args:
        type: The type.
        mode: Its mode, if any.
        word: The word that named the act in a text, as its dictionary form.

    Raises:
        VocabularyError: There is no such type.
    """
    table = _table("plover")
    if type not in table:
        msg = (
            f"Type '{type}' has no rung. Allowed are {', '.join(k for k in table if '.' not in k)}."
        )
        raise VocabularyError(msg)
    by_word = _table("word").get(f"{type}:{(word or '').lower()}")
    return by_word or table.get(f"{type}.{mode}") or table[type]


@lru_cache(maxsize=20_000)
def rung_of_text(type: str, mode: str | None, text: str | None) -> str:  # noqa: A002
    """Return the rung of a row that somebody typed, by its type and the words of its text.

    A word counts in the forms that English gives it (``signed``, ``ratifies``, ``acceding``).
    """
    words = (text or "").lower().replace(",", " ").replace(".", " ").split()
    for word in dict.fromkeys(words):
        for form in {word, *(word.removesuffix(end) + more for end, more in _ENDINGS)}:
            if f"{type}:{form}" in _table("word"):
                return _table("word")[f"{type}:{form}"]
    return rung_of_type(type, mode)


#: Endings of English words, and what stands in their place in a dictionary.
_ENDINGS = (
    ("s", ""),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("ied", "y"),
    ("ies", "y"),
    ("'s", ""),
)


@cache
def _table(scheme: str) -> dict[str, str]:
    return {row["code"]: row["rung"] for row in rows("rungs") if row["scheme"] == scheme}
