"""Names of states as the IMF, the United Nations, the World Bank and SIPRI write them.

Most differ from a name in the vocabulary by order and abbreviation alone ("Korea, Rep. of",
"Congo, Democratic Republic of the"); the others stand in ``name_variants.csv``, each with where
it was seen.
"""

from __future__ import annotations

import re
from functools import cache

from steelyard.vocabulary.actors import find, known
from steelyard.vocabulary.tables import rows

#: Abbreviations of the words that stand before or behind the name of a state.
_SHORT = (
    (re.compile(r"\bDem\.(?=\s|$)"), "Democratic"),
    (re.compile(r"\bRep\.?(?=\s|$)"), "Republic"),
    (re.compile(r"\bFed\.(?=\s|$)"), "Federal"),
    (re.compile(r"\bIsl\.(?=\s|$)"), "Islamic"),
    (re.compile(r"\bP\. ?R\.(?=\s|$)"), "People's Republic"),
    (re.compile(r"\bSt\.(?=\s)"), "Saint"),
    (re.compile(r"\bIs\.(?=\s|$)"), "Islands"),
    (re.compile(r"\s+&\s+"), " and "),
)

#: What may stand behind a comma and says no more than that the name is one of a state.
_RANK = re.compile(
    r"(?:The|(?:[^,]*\b)?(?:Republic|Rep[uú]blica|Kingdom|State|States|Federation|Principality|Commonwealth|"
    r"Sultanate|Union|Jamahiriya)\b[^,]*)",
    re.IGNORECASE,
)


@cache
def state_named(text: str) -> str | None:
    """Return the code of the actor that a publisher's name means, None where it names none.

    >>> state_named("Korea, Rep. of"), state_named("Serbia, Republic of")
    ('KOR', 'SRB')
    """
    name = " ".join(text.split())
    for tried in _tried(name):
        if code := find(tried) or _variants().get(tried.casefold()):
            return code
    return None


def _tried(name: str) -> list[str]:
    whole = name
    for short, long in _SHORT:
        whole = short.sub(long, whole)
    tried = [name, whole]
    head, comma, tail = whole.partition(", ")
    # "China, United Kingdom" are two states, though "Kingdom" is a rank.
    if comma and _RANK.fullmatch(tail) and find(tail) is None:
        tried += [f"{tail} {head}", head]
    return tried


@cache
def _variants() -> dict[str, str]:
    found = {row["name"].casefold(): row["code"] for row in rows("name_variants")}
    assert all(known(code) for code in found.values())
    return found


@cache
def group_codes(system: str) -> frozenset[str]:
    """Return the codes of a list that stand for groups of states, or for no state at all."""
    return frozenset(row["code"] for row in rows("groups") if row["system"] == system)


#: Words that only names of groups have: no state is called "Economies" or "not specified".
_GROUP = re.compile(
    r"\bworld\b|economies\b|countries\b|hemisphere|not specified|not included|n\.e\.s|\bnes\b|"
    r"export earnings|areas?\b|\bother\b|special categories|\bunion\b|^(?:sub-saharan )?africa|"
    r"^(?:emerging |and |developing |central |eastern |western |south[- ]?eastern? )*(?:europe|asia)\b|"
    r"middle east|america\b|caribbean|community\b|confidential|^belgi?(?:um|o)-luxembourg|\bcis\b|\basean\b|unallocated|\bsacu\b",
    re.IGNORECASE,
)


def names_a_group(text: str) -> bool:
    """Say whether a name that names no state names a group of them, or what is not specified."""
    return _GROUP.search(text) is not None
