"""Names of actors in a text: countries, organisations, groups and office holders on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import pairwise

from steelyard import vocabulary
from steelyard.coding.english import lexicon
from steelyard.coding.english.parties.mention import Mention
from steelyard.coding.english.parties.misnomers import without_misnomers
from steelyard.coding.english.text import Sentence

#: Longest name looked for, in tokens.
_LONGEST = 7

# Names that share their spelling with something commoner, or belong to several actors:
# what the press means where it names an actor.
_CHOSEN = {"Brussels": "EU", "Congo": "COD", "Congolese": "COD", "Guinea": "GIN", "Korean": "KOR"}

# Beside whose name "the North" and "the South" are a country, and which.
_HALVES = {"North": ("KOR", "PRK"), "South": ("PRK", "KOR")}

#: For so many years before a term and after it a surname alone may mean its holder: "Clinton" of
#: 2018 is somebody else.
_AHEAD, _AFTER = 5, 10

_AROUND = ".,;:!?()[]\"'\u2018\u2019\u201c\u201d"

_WEAK = {"capital": 2, "seat": 1, "organ": 1, "place": 3, "adjective": 1, "demonym": 1}


@dataclass(frozen=True, slots=True)
class _Entry:
    code: str
    kind: str
    role: str
    start: date | None
    end: date | None
    person: str = ""

    def on(self, day: date) -> bool:
        """Say whether the name was in use, or the person in office, on a day."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


def mentions(sentence: Sentence, day: date | None) -> list[Mention]:
    """Return the names of actors in a sentence, the longest first where they overlap."""
    found: list[Mention] = []
    words = sentence.words
    i = 0
    while i < len(words):
        first = words[i].text
        may = first[0].isupper() or first in ("al", "the")
        mention = _longest(sentence, i, day) if may else None
        if mention is None:
            i += 1
        else:
            found.append(mention)
            i = mention.end
    return without_misnomers(
        sentence,
        sorted([*found, *_halves(sentence, found), *_union(sentence)], key=lambda m: m.start),
    )


def _halves(sentence: Sentence, found: list[Mention]) -> Iterator[Mention]:
    """Yield "the North" and "the South" where the other half of a divided country is named.

    A headline leaves out the article: "Pyongyang rejects talks with South".
    """
    named = {mention.code for mention in found}
    taken = {i for mention in found for i in range(mention.start, mention.end)}
    words = sentence.words
    headline = bool(words) and words[-1].text.isalnum()
    for before, word in pairwise(words):
        other, code = _HALVES.get(word.text, ("", ""))
        if other not in named or word.i in taken:
            continue
        after = words[word.i + 1] if word.i + 1 < len(words) else None
        part_of_a_name = word.dep == "compound" or (after is not None and after.text[0].isupper())
        if (before.text in ("the", "The") or headline) and not part_of_a_name:
            yield Mention(word.i, word.i + 1, code, "name", "", word.text)


def _union(sentence: Sentence) -> Iterator[Mention]:
    """Yield "European" where it means the Union, which alone imposes such things: "European sanctions"."""
    for word in sentence.words:
        above = sentence.words[word.head]
        if word.text == "European" and above.lemma in lexicon.words("measure of the union"):
            yield Mention(word.i, word.i + 1, "EU", "adjective", "", word.text)


def names_an_actor(text: str) -> bool:
    """Say cheaply, before any parse, whether a text may name an actor."""
    words = [word.strip(_AROUND) for word in text.split()]
    return any(
        (_bare(word)[:1].isupper() or word.startswith("al-")) and _named_at(words, i)
        for i, word in enumerate(words)
    )


def is_name(text: str) -> bool:
    """Say whether a text is, as it stands, a name of an actor."""
    return text.removeprefix("the ").removeprefix("The ") in _entries()


def is_city(text: str) -> bool:
    """Say whether a text is the name of a city or region, and of nothing else that acts."""
    kinds = {entry.kind for entry in _entries().get(text, ())}
    return bool(kinds) and kinds <= {"place", "capital", "seat"}


def _named_at(words: list[str], i: int) -> bool:
    table, bare = _entries(), _bare(words[i])
    parts = {bare, *bare.split("-")}
    if any(part in table or part.capitalize() in table or f"{part}." in table for part in parts):
        return True
    if any(map(_as_abbreviation, parts)):
        return True
    return any(_bare(" ".join(words[i : i + n])) in table for n in (2, 3))


def _bare(word: str) -> str:
    return word.removesuffix("'s").removesuffix("\u2019s")


def _longest(sentence: Sentence, i: int, day: date | None) -> Mention | None:
    words = sentence.words
    longest = _may_start(words[i].text)
    for j in range(min(len(words), i + _LONGEST), i, -1) if longest else ():
        last, first = words[j - 1], words[i].start
        end = last.start + len(last.text)
        if end - first > longest:
            continue
        text = sentence.text[first:end]
        entries = _look_up(text)
        if entries and (j > i + 1 or _may_stand_alone(sentence, i, entries)):
            if _is_first_name(sentence, i, j, entries):
                continue
            entry = _choose(text, entries, day)
            if entry is not None:
                return Mention(i, j, entry.code, entry.kind, entry.role, text)
    return None


def _may_start(first: str) -> int:
    """Return how long a name that starts with this word may be, 0 where none does."""
    starts = _starts()
    known = max(starts.get(first, 0), starts.get(first.capitalize(), 0))
    return known or (len(first) if _as_abbreviation(first) else 0)


def _look_up(text: str) -> tuple[_Entry, ...]:
    """Return what a name may mean; a headline in capitals counts as the name in small letters."""
    table = _entries()
    found = table.get(text, ())
    if not found and text.isupper() and len(text) > 3:
        return table.get(text.title(), ()) or table.get(text.capitalize(), ())
    return found or _as_abbreviation(text)


@lru_cache(maxsize=20_000)  # words of the news are without number
def _as_abbreviation(word: str) -> tuple[_Entry, ...]:
    """Return what a short name in small letters stands for: "Nato", "Ecowas"."""
    if not (len(word) > 3 and word.istitle() and word.isalpha()):
        return ()
    return tuple(e for e in _entries().get(word.upper(), ()) if e.kind != "person")


def _may_stand_alone(sentence: Sentence, i: int, entries: tuple[_Entry, ...]) -> bool:
    """Say whether one word is a name by itself, not a word or a part of a longer name."""
    word = sentence.words[i]
    kinds = {entry.kind for entry in entries}
    if not kinds <= {"person", "place"}:
        return True
    # At the beginning of a sentence the tagger takes "Lula" or "Mnangagwa" for a common noun.
    unknown = kinds == {"person"} and word.tag.startswith("NN") and not _is_a_word(word.lemma)
    if word.text in lexicon.words("not a name alone") or not (
        word.tag.startswith("NNP") or unknown
    ):
        return False
    # A part of a longer name that we do not know: "John Sofia", "Bari Weiss".
    beside = [k for k in (i - 1, i + 1) if 0 <= k < len(sentence)]
    return kinds != {"place"} or not any(_one_name(sentence, i, k) for k in beside)


def _is_first_name(sentence: Sentence, i: int, j: int, entries: tuple[_Entry, ...]) -> bool:
    """Say whether a surname, by itself or behind a title, is another's first name: "Ahmed Ben Bella"."""
    if j >= len(sentence) or any(entry.kind != "person" for entry in entries):
        return False
    after = sentence.words[j]
    beside = after.lemma.lower() in lexicon.words("beside a name of a state")
    if beside or _is_a_word(after.lemma) or not _one_name(sentence, j - 1, j):
        return False
    return all(_is_a_word(word.lemma) for word in sentence.words[i : j - 1])


def _is_a_word(lemma: str) -> bool:
    """Say whether a word in small letters is a noun, a verb or a title that the lexicon knows."""
    tables = (lexicon.nouns(), lexicon.thesaurus(), lexicon.predicates(), lexicon.titles())
    return any(lemma.lower() in table for table in tables)


def _one_name(sentence: Sentence, i: int, k: int) -> bool:
    word, other = sentence.words[i], sentence.words[k]
    capital = other.tag == "NNP" and other.text[0].isupper()
    return capital and "compound" in (word.dep, other.dep)


def _choose(text: str, entries: tuple[_Entry, ...], day: date | None) -> _Entry | None:
    """Return the one actor that a name means on a day, None where it may be several."""
    if text in _CHOSEN:
        return next((e for e in entries if e.code == _CHOSEN[text]), entries[0])
    bodies = [e for e in entries if e.kind != "person"]
    return _body(bodies, day) if bodies else _person(text, entries, day)


def _body(entries: list[_Entry], day: date | None) -> _Entry | None:
    valid = [e for e in entries if day is None or e.on(day)] or entries
    strongest = min(_WEAK.get(e.kind, 0) for e in valid)
    valid = [e for e in valid if _WEAK.get(e.kind, 0) == strongest]
    if len({e.code for e in valid}) > 1:
        # No day, or several claims on it: what is still in use is meant.
        valid = [e for e in valid if e.end is None]
    return valid[0] if len({e.code for e in valid}) == 1 else None


def _person(text: str, entries: tuple[_Entry, ...], day: date | None) -> _Entry | None:
    serving = [e for e in entries if day and e.on(day)]
    if serving and len({e.code for e in serving}) == 1:
        return serving[0]
    if day and " " not in text:
        entries = tuple(e for e in entries if _is_near(e, day))
    begun = [e for e in entries if e.start and (day is None or e.start <= day)] or list(entries)
    if not begun:
        return None
    # Out of office, or before it: the country stays, the role is gone.
    late = max(begun, key=lambda e: e.start or date.min)
    own = _heirs(late.code, day)
    others = {state for e in entries if e.person != late.person for state in _heirs(e.code, day)}
    if len(own) > 1 or others - own:
        return None
    return _Entry(min(own), "person", late.role, None, None)


def _is_near(entry: _Entry, day: date) -> bool:
    """Say whether a surname alone may still, or already, mean this holder of an office."""
    begun = entry.start is None or entry.start.year - day.year <= _AHEAD
    return begun and (entry.end is None or day.year - entry.end.year <= _AFTER)


def _heirs(code: str, day: date | None) -> frozenset[str]:
    """Return the state, or the states that continue it on a day: RUS for the Soviet Union."""
    end = vocabulary.actor(code).end
    if day is None or end is None or day < end:
        return frozenset({code})
    heirs = [new for new, old, _ in vocabulary.successions() if old == code]
    return frozenset().union(*(_heirs(heir, day) for heir in heirs)) or frozenset({code})


@cache
def _starts() -> dict[str, int]:
    """Return the first tokens of all names, as the tokenizer may cut them, and how long these may be."""
    found: dict[str, int] = {}
    for name in _entries():
        head = name.split()[0]
        for first in (head, head.split("-")[0], head.split("'")[0], head.split("\u2019")[0]):
            # A name may be written with an article, and in a text in capitals.
            found[first] = max(found.get(first, 0), len(name))
    return found


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
            spell = (office.role, office.start, office.end, office.name)
            add(name, _Entry(office.country, "person", *spell))
    return {name: tuple(found) for name, found in grouped.items()}
