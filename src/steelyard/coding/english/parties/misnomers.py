"""Names of places that stand for no state: "Chad Smith", "Athens, Georgia", "the Rome Statute".

A mention is left out where its word is part of the name of a person, firm, treaty or river, and
means the United States where it is a town of one of its states.
"""

from __future__ import annotations

from dataclasses import replace

from steelyard.coding.english import lexicon
from steelyard.coding.english.parties.mention import Mention
from steelyard.coding.english.text import Sentence, Word

#: Kinds of name that a person, firm or treaty may bear as well.
_PLACES = frozenset(("name", "place", "capital", "seat", "variant"))
_CITIES = frozenset(("place", "capital", "seat"))


def without_misnomers(sentence: Sentence, found: list[Mention]) -> list[Mention]:
    """Return the mentions that stand for a state or organisation."""
    taken = {i for mention in found for i in range(mention.start, mention.end)}
    kept: list[Mention] = []
    for mention in found:
        if mention.kind == "person" and _of_another_person(sentence, mention, taken):
            continue
        if mention.kind == "adjective" and _is_in_a_firm(sentence, mention):
            continue  # "Thai Union agreed to"
        if _is_its_own_council(sentence, mention, taken):
            continue
        if mention.kind not in _PLACES:
            kept.append(mention)
        elif _in_american_state(sentence, mention):
            kept.append(replace(mention, code="USA", kind="place"))
        elif not _misleads(sentence, mention, taken):
            kept.append(mention)
    return kept


def _is_its_own_council(sentence: Sentence, mention: Mention, taken: set[int]) -> bool:
    """Say whether a body is a state's and not the world's: "Russia's Security Council"."""
    if mention.name != "Security Council" or mention.start < 1:
        return False
    before = sentence.words[mention.start - 1]
    owned = before.tag == "POS" or before.text in ("National", "Supreme")
    return owned or (before.i in taken and before.tag.startswith("JJ"))


def _misleads(sentence: Sentence, mention: Mention, taken: set[int]) -> bool:
    before = sentence.words[mention.start - 1] if mention.start else None
    after = sentence.words[mention.end] if mention.end < len(sentence) else None
    if after is not None and (
        _names_a_thing(sentence, mention, after)
        or _hyphened(sentence, mention, taken)
        or _is_a_seat_alone(sentence, mention)
        or _names_a_firm(sentence, mention)
    ):
        return True
    if _named_by_of(sentence, mention):
        return True
    if mention.end - mention.start > 1:
        return False
    if before is not None and _before_a_person(mention, before, taken):
        return True
    own = sentence.words[mention.start]
    if own.text == "Hague":
        return before is None or before.text.lower() != "the"  # William Hague
    joined = after is not None and (own.head == after.i or after.head == own.i)
    return after is not None and joined and after.i not in taken and _is_surname(after)


def _hyphened(sentence: Sentence, mention: Mention, taken: set[int]) -> bool:
    """Say whether a hyphen makes a name half of a firm's: "Georgia-Pacific", but not "Russia-Ukraine"."""
    words = sentence.words
    at = mention.end + 1
    if at >= len(words) or words[mention.end].text != "-" or at in taken:
        return False
    other = words[at]
    known = other.text.lower() in lexicon.words("beside a name of a state")
    return other.text[0].isupper() and other.tag == "NNP" and not known and _is_surname(other)


def _is_a_seat_alone(sentence: Sentence, mention: Mention) -> bool:
    """Say whether a city only says where a body sits: "the Kyiv-based paper"."""
    words, at = sentence.words, mention.end
    hyphened = at + 1 < len(words) and words[at].text == "-" and words[at + 1].text == "based"
    return mention.kind in _CITIES and hyphened


def _named_by_of(sentence: Sentence, mention: Mention) -> bool:
    """Say whether a place is part of a name before it: "the Congress of Berlin", "Battle of Britain"."""
    at = mention.start - 2
    if at < 0 or sentence.words[at + 1].text != "of":
        return False
    word = sentence.words[at]
    return word.text[0].isupper() and word.text.lower() in lexicon.words("named by of")


def _is_in_a_firm(sentence: Sentence, mention: Mention) -> bool:
    """Say whether a nationality is the first word of a firm's name: "Thai Union"."""
    if mention.end >= len(sentence):
        return False
    after = sentence.words[mention.end]
    named = after.tag == "NNP" and after.text[0].isupper() and not after.text.isupper()
    return named and after.text.lower() in lexicon.words("adjective in a firm")


def _names_a_firm(sentence: Sentence, mention: Mention) -> bool:
    """Say whether names after a name end in a firm's: "China Capital Investment Limited"."""
    for word in sentence.words[mention.end :]:
        if word.tag not in ("NNP", "NNPS") or not word.text[0].isupper():
            return False
        if word.text.lower().rstrip(".") in lexicon.words("ends the name of a firm"):
            return True
    return False


def _names_a_thing(sentence: Sentence, mention: Mention, after: Word) -> bool:
    """Say whether the word after a name makes it a treaty, river or newspaper."""
    low = after.text.lower()
    named = after.tag.startswith(("NN", "JJ")) and low in lexicon.words("named after its city")
    if mention.kind in _CITIES and named:
        return True
    if not after.text[0].isupper():
        return False
    beyond = sentence.words[after.i + 1] if after.i + 1 < len(sentence) else after
    named_later = after.tag == beyond.tag == "NNP" and beyond.text.lower() in lexicon.words(
        "named after a place"
    )
    paper = low in lexicon.words("within the name of a paper")  # "the South China Morning Post"
    named_later = named_later and (mention.kind in _CITIES or paper)
    return low in lexicon.words("named after a place") or named_later


def _before_a_person(mention: Mention, before: Word, taken: set[int]) -> bool:
    """Say whether the word before a name makes it a person, a lake or another place."""
    low = before.text.lower().rstrip(".")
    other = lexicon.words("before another place") | lexicon.words("begins the name of a club")
    if low in other and before.text[0].isupper():
        return True
    if mention.name not in lexicon.words("place name of people"):
        return False
    if low in lexicon.words("before a surname"):
        return True
    return _is_surname(before) and before.i not in taken


def _of_another_person(sentence: Sentence, mention: Mention, taken: set[int]) -> bool:
    """Say whether a surname is only part of a name that no office holder bears: "Sadiq Khan"."""
    if mention.end - mention.start > 1:
        return False
    words, own = sentence.words, sentence.words[mention.start]
    bearers = {part for spell in lexicon.offices().get(own.text, ()) for part in spell.name.split()}
    for k in (mention.start - 1, mention.end):
        if not 0 <= k < len(words) or k in taken or not _is_surname(words[k]):
            continue
        if words[k].text.lower().rstrip(".") in lexicon.words("form of address"):
            continue
        beside = own.head == words[k].head or k in (own.head, *sentence.children[own.i])
        joined = "compound" in (own.dep, words[k].dep) and beside
        if joined and words[k].text not in bearers:
            return True
    return False


def _is_surname(word: Word) -> bool:
    """Say whether a word is a name that no title, office or common noun is."""
    if word.tag != "NNP" or not word.text[0].isupper() or word.text.isupper():
        return False
    low = word.text.lower().rstrip(".")
    common = (lexicon.titles(), lexicon.agents(), lexicon.nouns(), lexicon.predicates())
    if any(low in table for table in common):
        return False
    return low not in lexicon.words("beside a name of a state")


def _in_american_state(sentence: Sentence, mention: Mention) -> bool:
    """Say whether a name is a town or state of the United States: "Moscow, Idaho", "Georgia's governor"."""
    words = sentence.words
    states = lexicon.words("american state")
    if mention.end + 1 < len(words) and words[mention.end].text == ",":
        after = words[mention.end + 1].text
        if after in states and mention.kind in ("name", *_CITIES):
            return after != "Georgia" or mention.code != "GEO"
    if mention.name in lexicon.words("town of american georgia"):
        return any(
            word.text == "Georgia" and _is_american_georgia(sentence, word.i) for word in words
        )
    return mention.name == "Georgia" and _is_american_georgia(sentence, mention.start)


def _is_american_georgia(sentence: Sentence, at: int) -> bool:
    """Say whether Georgia is the American state: "Atlanta, Georgia", "Georgia's governor"."""
    words = sentence.words
    if at > 1 and words[at - 1].text == ",":
        city = words[at - 2]
        return city.tag == "NNP" and city.text not in lexicon.words("city of georgia")
    rest = {word.text.lower() for word in words[at + 1 : at + 4]}
    return bool(rest & lexicon.words("of an american state"))
