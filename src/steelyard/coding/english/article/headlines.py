"""Headlines written out as sentences, which is what the parser was trained on.

"US SLAPS TARIFFS ON CHINA" becomes "US slapped tariffs on China", "Peru, Chile sign pact" becomes
"Peru and Chile signed pact", "Nepal PM in Delhi for talks" becomes "Nepal PM was in Delhi for talks".
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise

from steelyard.coding.english import lexicon
from steelyard.coding.english.parties import is_name

#: More words make no headline; fewer say nothing.
_LONGEST, _SHORTEST = 16, 3

#: Words within which a headline names whom it quotes.
_FAR = 8

#: Longest name looked for, in words.
_NAME = 4

#: A text with so many capitals of its longer words is in title case.
_TITLE_CASE = 0.7

_IN_A_LIST = ("in", "at", "on", "over", "for", "to", "with", "and", "from", "after")
_MONEY = re.compile(r"^([$\u20ac\u00a3][\d.,]+)(m|mn|mln|bn|b)$", re.IGNORECASE)
_ENDS = (".", "!", "?", ":", ";", ",", '"', "\u201d", "'", ")", "\u2026")
_VOWELS = "aeiou"

#: Verbs of two syllables that double their last letter: "expelled", "transferred".
_DOUBLING = ("pel", "mit", "bel", "nsfer", "refer", "defer", "confer", "infer")


def closed_up(text: str) -> str:
    """Return a text in which nouns of a verb and a particle are one word: "the cutoff of gas".

    The parser takes them for two words.
    """
    return _verb_and_particle().sub(r"\1\2\3", text) if "-" in text else text


@cache
def _verb_and_particle() -> re.Pattern[str]:
    """Return the nouns made of a verb and a particle that the lexicon has with a hyphen."""
    hyphened = {
        noun.split("-")[0]
        for noun in (*lexicon.nouns(), *lexicon.nominalisations())
        if lexicon.closed(noun) != noun
    }
    verbs = "|".join(sorted(hyphened | lexicon.words("verb of a noun with a particle")))
    particles = "|".join(sorted(lexicon.words("particle of a noun")))
    return re.compile(rf"\b({verbs})-({particles})(s?)\b(?!-)", re.IGNORECASE)


def written_out(text: str) -> str:
    """Return a headline as a sentence in the past, any other text as it is."""
    words = text.split()
    if not _SHORTEST <= len(words) <= _LONGEST or text.endswith(_ENDS):
        return text
    if {word.lower() for word in words} & lexicon.words("no headline"):
        return text
    words = _small_letters([_MONEY.sub(_in_words, word) for word in words])
    told = _told(words)
    if told:
        return " ".join(told)
    words = _joined_names(_with_will(words))
    return " ".join(_with_verb(words))


def _in_words(found: re.Match[str]) -> str:
    """Return a sum with its unit in full: "$600m" is "$600 million"."""
    unit = "billion" if found[2].lower().startswith("b") else "million"
    return f"{found[1]} {unit}"


def _small_letters(words: list[str]) -> list[str]:
    """Return words in capitals or title case in small letters, except the names among them."""
    long = [word for word in words[1:] if len(word) > len("with") and word[0].isalpha()]
    title = long and sum(word[0].isupper() for word in long) / len(long) >= _TITLE_CASE
    capitals = " ".join(words).isupper()
    if not (capitals or title):
        return words
    found: list[str] = []
    i = 0
    while i < len(words):
        n = _name_at(words, i)
        if n:
            found += [_as_name(word) for word in words[i : i + n]]
            i += n
            continue
        common = capitals or _is_common(words[i])
        found.append(
            words[i].lower() if common and i else words[i].capitalize() if common else words[i]
        )
        i += 1
    return found


def _name_at(words: list[str], i: int) -> int:
    """Return how many words from ``i`` on make the longest name of an actor, 0 where none does."""
    for n in range(min(_NAME, len(words) - i), 0, -1):
        part = words[i : i + n]
        bare = " ".join(part).rstrip(",").removesuffix("'s").removesuffix("'S")
        if is_name(bare) or (bare.isupper() and is_name(bare.title())):
            return n
    return 0


def _as_name(word: str) -> str:
    """Return a word of a name as it is written in running text."""
    bare = word.rstrip(",").removesuffix("'S")
    if is_name(bare) or not word.isupper():
        return word
    return word.title().replace("'S", "'s")


@lru_cache(maxsize=20_000)
def _is_common(word: str) -> bool:
    low = word.lower().strip(",")
    stems = (low, low.removesuffix("s"), low.removesuffix("es"))
    return any(
        stem in lexicon.predicates() or stem in lexicon.nouns() or stem in lexicon.thesaurus()
        for stem in stems
    ) or low in lexicon.words("small word of a headline")


def _joined_names(words: list[str]) -> list[str]:
    """Write "Peru, Chile" at the beginning as "Peru and Chile"."""
    for at in range(len(words) - 1):
        first = _name_at(words, at)
        end = at + first
        if not first or not words[end - 1].endswith(",") or not _name_at(words, end):
            continue
        # Behind the verb a second clause may begin: "A shells B, C vow revenge".
        after = end + _name_at(words, end)
        if at == 0 or after == len(words) or words[after] in _IN_A_LIST:
            return [*words[: end - 1], words[end - 1].rstrip(","), "and", *words[end:]]
    return words


def _with_will(words: list[str]) -> list[str]:
    """Write "A to host B" as "A will host B", where nothing but a name stands before."""
    start = _name_at(words, 0)
    at = next((i for i in range(1, len(words) - 1) if words[i] == "to"), 0)
    whole = start and (at == start or words[start - 1].endswith(",") or at == start + 1)
    if whole and _is_verb(words[at + 1]):
        return [*words[:at], "will", *words[at + 1 :]]
    return words


def _told(words: list[str]) -> list[str]:
    """Write "A to B: free the crew" as "A told B to free the crew", "A: no talks with B" as "A rejected".

    Empty where a headline is of no such form.
    """
    at = next((i for i, word in enumerate(words[:_FAR]) if word.endswith(":")), 0)
    opening = [*words[:at], words[at].rstrip(":")]
    rest = [words[i].lower() if i == at + 1 else words[i] for i in range(at + 1, len(words))]
    to = _name_at(opening, 0)
    if not to or len(rest) < 2:
        return []
    second = opening[to : to + 1] == ["to"] and _name_at(opening, to + 1) == at - to
    if not second and to <= at:
        return []
    if not second:
        other = any(
            rest[i - 1] in ("with", "to", "for", "from") and _name_at(rest, i)
            for i in range(3, len(rest))
        )
        return [*opening, "rejected", *rest[1:]] if rest[0] == "no" and other else []
    speaker, hearer = opening[:to], opening[to + 1 :]
    if rest[0] == "no":
        return [*speaker, "refused", *hearer, *rest[1:]]
    if rest[0] in ("don't", "never") or rest[:2] == ["do", "not"]:
        return [*speaker, "told", *hearer, "not", "to", *rest[2 if rest[0] == "do" else 1 :]]
    if rest[:2] == ["hands", "off"]:
        return [*speaker, "told", *hearer, "to", "keep", *rest]
    a_thing = rest[0] in lexicon.nouns() and rest[1] in _IN_A_LIST
    asked = _is_verb(rest[0]) or rest[0] in lexicon.words("order in a headline")
    return [*speaker, "told", *hearer, "to", *rest] if asked and not a_thing else []


def _with_verb(words: list[str]) -> list[str]:
    """Return the words with the verb in the past, or with "was" where there is none."""
    at = next((i for i in range(1, len(words)) if _past_at(words, i)), None)
    past = next((i for i in range(1, len(words)) if _is_past(words[i])), len(words))
    if past < len(words) and not (at is not None and at + 1 == past and _only_verb(words[at])):
        return words
    if at is None:
        return _with_was(words)
    words = _second_clause(words, at + 1)
    sentence = [*words[:at], _past_at(words, at), *words[at + 1 :]]
    for i in range(at + 2, len(sentence)):
        if sentence[i - 1].endswith(",") or sentence[i - 1] == "and":
            sentence[i] = _singular(sentence[i]) or sentence[i]
    return sentence


def _only_verb(word: str) -> bool:
    """Say whether a word is no plural, so that a participle behind it says which: "frees captured pilot"."""
    stems = (word.removesuffix("s"), word.removesuffix("es"))
    things = any(stem in lexicon.nouns() or stem in lexicon.agents() for stem in stems)
    return bool(_singular(word)) and not things


def _second_clause(words: list[str], start: int) -> list[str]:
    """Write "A shells B, C vow revenge" with "and" before C and its verb in the past."""
    for i in range(start, len(words) - 2):
        n = _name_at(words, i + 1) if words[i].endswith(",") else 0
        at = i + 1 + n
        if not n or at + 1 >= len(words) or not words[at].islower():
            continue
        past = _singular(words[at]) or (_past(words[at]) if _is_verb(words[at]) else "")
        if past:
            return [*words[: i + 1], "and", *words[i + 1 : at], past, *words[at + 1 :]]
    return words


def _with_was(words: list[str]) -> list[str]:
    if "will" in words or any(a == "to" and _is_verb(b) for a, b in pairwise(words)):
        return words
    for i in range(1, len(words) - 1):
        if words[i] in lexicon.words("state in a headline"):
            return [*words[:i], "was", *words[i:]]
    return words


def _past_at(words: list[str], i: int) -> str:
    """Return the past of the word at ``i`` where it is the verb of a headline, else nothing."""
    word, before = words[i], words[i - 1]
    if not word.islower() or before.lower() in lexicon.words("small word of a headline"):
        return ""
    if before.endswith(("'s", "\u2019s", "'", ",")):
        return ""
    after = words[i + 1] if i + 1 < len(words) else ""
    if _singular(word):
        may_be_noun = word.removesuffix("s") in lexicon.nouns() or word[:-2] in lexicon.nouns()
        named = _name_at(words, 0) == i and not _is_verb(after)
        acts = after[:1].isupper() or after[:1].isdigit() or after in lexicon.words("after a verb")
        return (
            _singular(word)
            if after not in ("", "of") and (acts or named or not may_be_noun)
            else ""
        )
    plural = before.endswith("s") or before in lexicon.words("many people") or "and" in words[:i]
    return _past(word) if plural and after not in ("", "of", "and") and _is_verb(word) else ""


def _singular(word: str) -> str:
    """Return the past of a verb in the third person, nothing for another word."""
    low = word.lower()
    if not low.endswith("s") or low.endswith("ss"):
        return ""
    stems = [low[:-1]]
    if low.endswith("es"):
        stems.append(low[:-2])
    if low.endswith("ies"):
        stems.append(f"{low[:-3]}y")
    return next((_past(stem) for stem in stems if _is_verb(stem)), "")


def _is_verb(word: str) -> bool:
    known = word in lexicon.predicates() or ("verb", word) in lexicon.operators()
    return known and word not in lexicon.words("no verb in a headline")


@lru_cache(maxsize=20_000)
def _is_past(word: str) -> bool:
    """Say whether a word can only be the past of a verb that the lexicon knows."""
    if word in _irregular().values():
        return word not in lexicon.predicates()
    stems = (word.removesuffix("ed"), word.removesuffix("d"), word[:-3])
    return word.endswith("ed") and word.islower() and any(map(_is_verb, stems))


@cache
def _irregular() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in lexicon.rows("irregular"):
        if not row["mended"]:
            found.setdefault(row["lemma"], row["form"])
    return found


def _past(verb: str) -> str:
    if verb in _irregular():
        return _irregular()[verb]
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return f"{verb[:-1]}ied"
    if verb.endswith(_DOUBLING):
        return f"{verb}{verb[-1]}ed"
    short = len([letter for letter in verb if letter in _VOWELS]) == 1
    doubled = short and verb[-2] in _VOWELS and verb[-1] not in f"{_VOWELS}wxy" and len(verb) < 6
    return f"{verb}{verb[-1]}ed" if doubled else f"{verb}ed"
