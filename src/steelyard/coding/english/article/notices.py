"""What stands around a report and reports nothing: slugs of the wire, captions, credits, corrections.

"UPDATE 2-Serbia expels envoy (Adds quotes)" is read as "Serbia expels envoy". A caption or credit,
and a paragraph in which the editors correct themselves ("An earlier version of this article said
that Austria, not Hungary, attacked the plan"), is one piece of text from which nothing is coded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache

from steelyard.coding.english import lexicon
from steelyard.coding.sentences import Span
from steelyard.vocabulary.time import MONTHS

#: Where a paragraph ends, or a line that stands for itself.
_BREAK = re.compile(r"\n\s*\n")

#: A credit outside brackets is no longer: "Reporting by Georgia Paris and Jordan Chadwick".
_SHORT = 9

_A_DAY = "(?:" + "|".join(MONTHS) + r")\.? \d{1,2}|\d{1,2} (?:" + "|".join(MONTHS) + ")"

_DASH = "[-\u2010-\u2015]"


def whole_notices(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Yield sentences, those of one note of the editors put together: they say one thing."""
    note: Span | None = None
    for span in spans:
        if note is not None and not _BREAK.search(text, note.end, span.start):
            note = Span(note.start, span.end, f"{note.plain} {span.plain}")
            continue
        if note is not None:
            yield note
            note = None
        if _is_note(span.plain):
            note = span
        else:
            yield span
    if note is not None:
        yield note


def is_notice(text: str) -> bool:
    """Say whether a sentence is a caption, a credit or a note of the editors."""
    if _is_note(text) or _says(_captions(), text) or _changed().fullmatch(text.rstrip(".")):
        return True
    alone = text.startswith(("(", "[")) or ";" in text or len(text.split()) <= _SHORT
    return alone and _says(_credits(), text)


def without_slug(text: str) -> str:
    """Return a sentence without the slug of the wire before it and the note of what was changed."""
    rest = text
    while found := _slug().match(rest):
        rest = rest[found.end() :]
    return _changed().sub("", rest) if rest != text else text


#: The day that stands behind what a note calls itself: "Correction (May 3): ", "Clarification, 20 March: ".
_DATED = re.compile(
    rf"^([A-Za-z]+)(?: ?\([^()]{{1,30}}\)|, (?:{_A_DAY})(?:,? \d{{4}})?) ?:", re.IGNORECASE
)

#: "Correction: Serbia expels envoys" is a headline that is sent anew: no sentence, and nothing of what was wrong.
_SENT_ANEW = re.compile(
    r"(?:correction|clarification)\s*:\s*(?P<head>[^.!?]+)$(?<!story)(?<!article)(?<!report)",
    re.IGNORECASE,
)
_OF_AN_ERROR = re.compile(
    r", not\b|\b(?:earlier|previous(?:ly)?|version|original(?:ly)?|mis\w+|incorrect\w*|erroneous\w*|wrong\w*|error|"
    r"(?-i:[a-z]+ed)|should|instead|story|article|headline|photo|caption|spell\w*)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=8)  # each sentence is asked about twice in a row
def _is_note(text: str) -> bool:
    """Say whether the editors speak of their own article."""
    anew = _SENT_ANEW.fullmatch(text.strip())
    if anew is not None and not _OF_AN_ERROR.search(anew["head"]):
        return False
    return _says(_notes(), text)


def _says(shape: re.Pattern[str], text: str) -> bool:
    return shape.match(_DATED.sub(r"\1:", text.lstrip("(*[_\u2014\u2013- "))) is not None


@cache
def _slug() -> re.Pattern[str]:
    """A slug with its number, and a dash, a colon or a bar: "WRAPUP 1-", "BREAKING:"."""
    slugs = lexicon.words("slug of the wire")
    shouted = _any(slugs, str.upper)
    spoken = f"{_any(slugs, str.title)}|{_any(slugs, str.capitalize)}"
    number = r"(?: ?\d{1,2})?(?: ?\([^()]{1,20}\))?"
    return re.compile(
        rf"\s*(?:\*+\s*)?(?:{shouted})(?: ?/ ?(?:{shouted}))?{number}\s*(?:{_DASH}+|:|\|)\s*(?=\S)"
        rf"|\s*(?:{spoken}){number}\s*(?::|\||{_DASH}+ )\s*(?=\S)"
    )


@cache
def _changed() -> re.Pattern[str]:
    """What a slug says was changed: "(Adds quotes)", "(Corrects number)"."""
    verbs = _any(lexicon.words("says what was changed"))
    return re.compile(rf"\s*\((?:{verbs})\b[^()]*\)\.?\s*$", re.IGNORECASE)


@cache
def _notes() -> re.Pattern[str]:
    phrases = _any(lexicon.words("opens a note of the editors"), str)
    articles = _any(lexicon.words("name of an article"))
    # "This March 18 story has been refiled": a wire names the day.
    phrases = phrases.replace("ARTICLE", f"(?:(?:{_A_DAY}) )?(?:{articles})")
    return re.compile(rf"(?:{phrases})(?!\w)", re.IGNORECASE)


@cache
def _captions() -> re.Pattern[str]:
    phrases = _any(lexicon.words("opens a caption"))
    return re.compile(rf"(?:{phrases})\s*(?:[:|]|{_DASH} )", re.IGNORECASE)


@cache
def _credits() -> re.Pattern[str]:
    phrases = _any(lexicon.words("opens a credit"))
    return re.compile(rf"(?:{phrases})\b", re.IGNORECASE)


def _any(words: Iterable[str], form: Callable[[str], str] = str.lower) -> str:
    """The phrases of a list in one form as a choice, the longest first."""
    phrases = sorted(words, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(form(phrase)).replace(r"\ ", r"\s+") for phrase in phrases)
