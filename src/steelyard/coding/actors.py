"""Who a phrase means: countries, organisations, groups and office holders on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from steelyard import vocabulary
from steelyard.coding import lexicon
from steelyard.coding.parse import Sentence

#: Longest name looked for, in tokens.
_LONGEST = 7

# Names that share their spelling with something commoner, or belong to several actors:
# what the press means where it names an actor.
_CHOSEN = {"Brussels": "EU", "Congo": "COD", "Congolese": "COD", "Guinea": "GIN"}

# Surnames and places that are words of their own.
_NOT_ALONE = frozenset(
    ("May", "Rice", "Bush", "Brown", "Hope", "King", "March", "Fox", "Hunt", "Kay", "Day")
)

_WEAK = {"capital": 2, "seat": 1, "organ": 1, "place": 3, "adjective": 1, "demonym": 1}


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a sentence, words [start, end): what it stands for.

    ``kind`` is a name kind of the vocabulary, or ``place``, ``group`` or ``person``.
    """

    start: int
    end: int
    code: str
    kind: str
    role: str
    name: str


@dataclass(frozen=True, slots=True)
class _Entry:
    code: str
    kind: str
    role: str
    start: date | None
    end: date | None


def mentions(sentence: Sentence, day: date | None) -> list[Mention]:
    """Return the names of actors in a sentence, the longest first where they overlap."""
    found: list[Mention] = []
    words = sentence.words
    i = 0
    while i < len(words):
        mention = _longest(sentence, i, day)
        if mention is None:
            i += 1
        else:
            found.append(mention)
            i = mention.end
    return found


def names_an_actor(text: str) -> bool:
    """Say cheaply, before any parse, whether a text may name an actor."""
    table = _entries()
    words = [word.strip(".,;:!?()[]\"'\u2018\u2019\u201c\u201d") for word in text.split()]
    for i, word in enumerate(words):
        bare = word.removesuffix("'s").removesuffix("\u2019s")
        if not bare or not (bare[0].isupper() or bare.startswith("al-")):
            continue
        for part in {bare, *bare.split("-")}:
            if part in table or part.capitalize() in table or part + "." in table:
                return True
        for n in (2, 3):
            joined = (
                " ".join([*words[i : i + n - 1], words[i + n - 1]]) if i + n <= len(words) else ""
            )
            if joined.removesuffix("'s").removesuffix("\u2019s") in table:
                return True
    return False


def _longest(sentence: Sentence, i: int, day: date | None) -> Mention | None:
    words = sentence.words
    first = words[i].text
    if not (first[0].isupper() or first in ("al", "the")):
        return None
    starts = _starts()
    if first not in starts and first.capitalize() not in starts:
        return None
    table = _entries()
    for j in range(min(len(words), i + _LONGEST), i, -1):
        last = words[j - 1]
        text = sentence.text[words[i].start : last.start + len(last.text)]
        entries = table.get(text)
        if entries is None and text.isupper() and len(text) > 3:
            entries = table.get(text.title()) or table.get(text.capitalize())
        if not entries:
            continue
        if j == i + 1 and not _may_stand_alone(sentence, i, entries):
            continue
        entry = _choose(text, entries, day)
        if entry is not None:
            return Mention(i, j, entry.code, entry.kind, entry.role, text)
    return None


def _may_stand_alone(sentence: Sentence, i: int, entries: tuple[_Entry, ...]) -> bool:
    word = sentence.words[i]
    kinds = {entry.kind for entry in entries}
    if kinds <= {"person", "place"}:
        if word.text in _NOT_ALONE or not word.tag.startswith("NNP"):
            return False
        # A part of a longer name that we do not know: "John Sofia", "Bari Weiss".
        before = sentence.words[i - 1] if i else None
        after = sentence.words[i + 1] if i + 1 < len(sentence.words) else None
        if kinds == {"place"}:
            for other in (before, after):
                if (
                    other is not None
                    and other.tag == "NNP"
                    and {other.dep, word.dep} & {"compound"}
                    and other.text[0].isupper()
                ):
                    return other.text not in _entries() and False
    return True


def _choose(text: str, entries: tuple[_Entry, ...], day: date | None) -> _Entry | None:
    if text in _CHOSEN:
        return next((e for e in entries if e.code == _CHOSEN[text]), entries[0])
    people = [e for e in entries if e.kind == "person"]
    others = [e for e in entries if e.kind != "person"]
    if others:
        valid = [
            e
            for e in others
            if day is None
            or ((e.start is None or e.start <= day) and (e.end is None or day < e.end))
        ] or others
        best = min(_WEAK.get(e.kind, 0) for e in valid)
        valid = [e for e in valid if _WEAK.get(e.kind, 0) == best]
        if len({e.code for e in valid}) > 1:
            # No day, or several claims on it: what is still in use is meant.
            valid = [e for e in valid if e.end is None]
        return valid[0] if len({e.code for e in valid}) == 1 else None
    serving = [
        e for e in people if day and e.start and e.start <= day and (e.end is None or day < e.end)
    ]
    if serving and len({e.code for e in serving}) == 1:
        return serving[0]
    if len({e.code for e in people}) == 1:
        # Out of office, or before it: the country stays, the role is gone.
        late = max(people, key=lambda e: e.start or date.min)
        return _Entry(late.code, "person", late.role, None, None)
    return None


@cache
def _starts() -> frozenset[str]:
    """First tokens of all names, as the tokenizer may cut them."""
    found = set()
    for name in _entries():
        head = name.split()[0]
        found |= {head, head.split("-")[0], head.split("'")[0], head.split("\u2019")[0]}
    return frozenset(found)


@cache
def _entries() -> dict[str, tuple[_Entry, ...]]:
    grouped: dict[str, list[_Entry]] = {}

    def add(name: str, entry: _Entry) -> None:
        grouped.setdefault(name.removeprefix("the ").removeprefix("The "), []).append(entry)

    for row in vocabulary.names():
        role = "IGO" if vocabulary.actor(row.code).kind == "organisation" else ""
        add(row.name, _Entry(row.code, row.kind, role, row.start, row.end))
    for group in lexicon.rows("groups"):
        add(group["name"], _Entry(group["actor"], "group", group["role"], None, None))
    for place in lexicon.rows("places"):
        add(place["name"], _Entry(place["actor"], "place", "", None, None))
    for name, spells in lexicon.offices().items():
        for office in spells:
            add(name, _Entry(office.country, "person", office.role, office.start, office.end))
    return {name: tuple(found) for name, found in grouped.items()}
