"""Sentences of an article, each with its place in the text.

A paragraph that a page or column break has cut in two is put together again: it ends without
a full stop and the next one goes on in small letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from steelyard.coding.characters import clean

#: Sentences longer than this many characters are tables or lists, which no parser reads.
LONGEST = 1200

#: A paragraph of more characters is cut at a sentence's end: the time of the splitter grows with its square.
_MOST = 4_000

_END = tuple(".!?:;\u201d\"')*]")
_PARAGRAPH = re.compile(r"\n\s*\n")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,400})\]\([^)\s]{0,2000}\)")
_URL = re.compile(r"<?https?://\S+>?")
_SPACE = re.compile(r"\s+")
_MARKS = re.compile(r"[*_`#>|]{1,3}")


@dataclass(frozen=True, slots=True)
class Span:
    """A sentence: characters [start, end) of the text as printed, and its words as they are read."""

    start: int
    end: int
    plain: str


def split(text: str, language: str) -> Iterator[Span]:
    """Yield the sentences of a text in order; headings and captions count as sentences.

    Args:
        text: the text of an article.
        language: ISO 639-1 code of its language, whose abbreviations end no sentence.
    """
    # Imported here because only coding needs it.
    import sentencex

    printed = clean(text)
    text = printed.text
    for start, end in _paragraphs(text):
        # Line ends are spaces here, so that a sentence may run over them.
        block = re.sub(r"\s", " ", text[start:end])
        at = 0
        for piece in chain.from_iterable(
            sentencex.segment(language, part) for part in _parts(block)
        ):
            found = block.find(piece, at)
            if found < 0:
                continue
            at = found + len(piece)
            inner = piece.strip()
            if not inner:
                continue
            first = start + found + piece.index(inner)
            words = plain(inner)
            if words:
                yield Span(*printed.printed(first, first + len(inner)), words)


def _parts(block: str) -> Iterator[str]:
    """Yield a paragraph, in parts where it is longer than any that is printed."""
    at = 0
    while len(block) - at > _MOST:
        window = block[at : at + _MOST]
        cut = max(window.rfind(end) + 1 for end in (". ", "? ", "! "))
        cut = cut or window.rfind(" ") + 1 or _MOST
        yield window[:cut]
        at += cut
    yield block[at:]


def plain(text: str) -> str:
    """Return a text without Markdown marks, addresses and line ends."""
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "://" in text:
        text = _URL.sub(" ", text)
    text = _MARKS.sub(" ", text)
    text = text.replace("\u2019", "'").replace("\u2018", "'")
    return _SPACE.sub(" ", text).strip()


def _paragraphs(text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    at = 0
    for match in [*_PARAGRAPH.finditer(text), None]:
        end = match.start() if match else len(text)
        block = text[at:end]
        if block.strip():
            if found and _goes_on(text[found[-1][0] : found[-1][1]], block):
                found[-1] = (found[-1][0], end)
            else:
                found.append((at, end))
        at = match.end() if match else end
    return found


def _goes_on(before: str, after: str) -> bool:
    last, first = before.rstrip(), after.lstrip()
    return bool(last) and not last.endswith(_END) and first[:1].islower()
