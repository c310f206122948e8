"""Characters that printing leaves in a text and that no reader sees, taken out before coding.

Soft hyphens, joiners and marks of direction, ligatures, letters in two pieces, words that a line
end breaks. Every character that is left knows where it stood, so that the sentence shown is the
sentence printed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

#: Soft hyphen, zero-width space and joiners, marks of direction, word joiner, byte order mark.
_UNSEEN = (
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
)

#: Words that keep their hyphen where a line ends behind it: "self-" and "sufficient".
_KEEPS = r"(?<![^\W\d_])(?:self|well|half|anti|non|two|three)"
_HYPHEN = "[-\u2010\u2011\u00ad\u00ac]"

#: Cyrillic letters that look like Latin ones, by Unicode's table of confusables (UTS 39).
_ALIKE = dict(zip("асеіјорѕхуАВСЕНІЈКМОРЅТХ", "aceijopsxyABCEHIJKMOPSTX", strict=True))
_LATIN = "[A-Za-z]"

#: A pattern, what its matches become, and the characters without any of which it matches nothing.
_Change = tuple[re.Pattern[str], Callable[[re.Match[str]], str], frozenset[str]]


def _among(ranges: str) -> frozenset[str]:
    """Return the characters of a class of a pattern: "a-cx" is a, b, c and x."""
    found = re.finditer(r"(.)(?:-(.))?", ranges, re.DOTALL)
    pairs = ((ord(match[1]), ord(match[2] or match[1])) for match in found)
    return frozenset(chr(code) for first, last in pairs for code in range(first, last + 1))


_ACCENTS = "\u0300-\u036f"
#: Ligatures, wide letters, and the letters of formulas that a headline is made bold with.
_FORMS = "\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff"
_HYPHENS = frozenset(_HYPHEN) - frozenset("[]")

_CHANGES: tuple[_Change, ...] = (
    (
        # A soft hyphen or "¬" at the end of a line is a hyphen that was printed.
        re.compile(r"(?<=\w)[\u00ad\u00ac][ \t]*\r?\n\s*(?=[^\W\d_])"),
        lambda _: "",
        frozenset("\u00ad\u00ac"),
    ),
    (re.compile(f"[{_UNSEEN}]+"), lambda _: "", _among(_UNSEEN)),
    (
        re.compile(rf"(?P<before>{_KEEPS}{_HYPHEN})[ \t]*\r?\n\s*(?=\w)", re.IGNORECASE),
        lambda found: found["before"],
        _HYPHENS,
    ),
    (
        re.compile(rf"(?<=[^\W\d_]){_HYPHEN}[ \t]*\r?\n\s*(?=[^\W\d_A-Z])"),
        lambda _: "",
        _HYPHENS,
    ),
    (re.compile(r"(?<=\w)-[ \t]*\r?\n[ \t]*(?=\w)"), lambda _: "-", frozenset("-")),
    (
        re.compile(f"[^\\W\\d_][{_ACCENTS}]+"),
        lambda found: unicodedata.normalize("NFC", found[0]),
        _among(_ACCENTS),
    ),
    (
        re.compile(f"[{_FORMS}]"),
        lambda found: unicodedata.normalize("NFKC", found[0]),
        _among(_FORMS),
    ),
    (re.compile("[\u2010\u2011]"), lambda _: "-", frozenset("\u2010\u2011")),
    (re.compile("\u2015"), lambda _: " \u2014 ", frozenset("\u2015")),
    (
        re.compile(f"(?<={_LATIN})[{''.join(_ALIKE)}]|[{''.join(_ALIKE)}](?={_LATIN}{{2}})"),
        lambda found: _ALIKE[found[0]],
        frozenset(_ALIKE),
    ),
)


@dataclass(frozen=True, slots=True)
class Clean:
    """A text without unseen characters.

    Attributes:
        text: The text as it is read.
        starts: Where each character begins in the text as it was printed; None where the two
            are the same.
        ends: Where each ends.
    """

    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def printed(self, start: int, end: int) -> tuple[int, int]:
        """Return the place of characters [start, end) in the text as it was printed."""
        if self.starts is None or self.ends is None or start >= end:
            return start, end
        return self.starts[start], self.ends[end - 1]


def clean(text: str) -> Clean:
    """Return a text as it is read, each character with its place in the text as it was printed.

    >>> clean("Serbia expelled two o" + chr(0xFB03) + "cials").text
    'Serbia expelled two officials'
    """
    starts: list[int] | None = None
    ends: list[int] | None = None
    present = set(text)
    for pattern, change, needed in _CHANGES:
        found = [] if present.isdisjoint(needed) else list(pattern.finditer(text))
        if not found:
            continue
        if starts is None or ends is None:
            starts, ends = list(range(len(text))), list(range(1, len(text) + 1))
        parts: list[str] = []
        from_: list[int] = []
        to: list[int] = []
        at = 0
        for match in found:
            new = change(match)
            first, last = match.span()
            parts += [text[at:first], new]
            from_ += [*starts[at:first], *[starts[first]] * len(new)]
            to += [*ends[at:first], *[ends[last - 1]] * len(new)]
            at = last
        parts.append(text[at:])
        starts, ends = [*from_, *starts[at:]], [*to, *ends[at:]]
        text = "".join(parts)
        present = set(text)
    if starts is None or ends is None:
        return Clean(text)
    return Clean(text, tuple(starts), tuple(ends))
