"""Numbers as people write them: which mark is the decimal one is decided from the whole column."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from steelyard.vocabulary.time import as_typed

Mark = Literal[".", ","]

#: What people and publishers write where they have no figure.
GAPS = frozenset(
    {"", "na", "n/a", "#n/a", "n.a.", "nan", "null", "none", "-", "--", "–", "—", "..", "..."}
)

#: Marks of thousands beside the point and the comma: spaces of every width, and apostrophes.
_THIN = re.compile(r"(?<=\d)[\s\u00a0\u2009\u202f'’](?=\d{3}(?:\D|$))")
_MINUS = re.compile(r"^[−–](?=\d)")
#: Accountants write -3.5 so.
_BRACKETS = re.compile(r"\(\s*(\d[^()]*?)\s*\)")
_PLAIN = re.compile(r"[+-]?\d+(?:[eE][+-]?\d+)?")
_POINT = re.compile(r"[+-]?(?:\d+\.\d*|\.\d+)(?:[eE][+-]?\d+)?")
_COMMA = re.compile(r"[+-]?(?:\d+,\d*|,\d+)(?:[eE][+-]?\d+)?")
#: Thousands in groups of three: 1,234 and 1,234,567.00; the same with the marks changed over.
_COMMA_GROUPS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?")
_POINT_GROUPS = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d*)?")


@dataclass(frozen=True, slots=True)
class Figures:
    """How the numbers of a column are read: ``mark`` is its decimal mark.

    ``doubtful`` is a number that may be read with either mark, where nothing settles which.
    """

    mark: Mark = "."
    doubtful: str | None = None

    @classmethod
    def of(cls, texts: Iterable[str], likely: Mark | None = None) -> Figures:
        """Decide from the texts of a column, or of all columns of a table that hold numbers.

        Args:
            texts: The cells; what is no number does not count.
            likely: The mark that the file's other habits suggest: a point where commas split
                the cells.
        """
        votes = {mark for text in texts if (mark := _mark(text))}
        if "." in votes and "," in votes:
            return cls()
        if votes:
            return cls("," if "," in votes else ".")
        if likely is not None:
            return cls(likely)
        doubtful = next((t for text in texts if _both(t := _bare(text))), None)
        return cls(doubtful=doubtful)

    def number(self, text: str) -> float | None:
        """Return the number in a text, None where there is none; a mark for a gap is none.

        >>> Figures(",").number("1.234,5"), Figures(".").number("1,234.5")
        (1234.5, 1234.5)
        """
        bare = _bare(text)
        if self.mark == "," and (_COMMA.fullmatch(bare) or _POINT_GROUPS.fullmatch(bare)):
            bare = bare.replace(".", "").replace(",", ".")
        elif self.mark == "." and _COMMA_GROUPS.fullmatch(bare):
            bare = bare.replace(",", "")
        elif self.mark == "," and _POINT.fullmatch(bare):
            return None
        try:
            value = float(bare)
        except ValueError:
            return None
        return value if math.isfinite(value) else None


def is_gap(text: str | None) -> bool:
    """Say whether a cell is empty, or holds a mark for no figure such as ``n/a``."""
    return text is None or text.strip().casefold() in GAPS


def _bare(text: str) -> str:
    bare = _MINUS.sub("-", _THIN.sub("", as_typed(text)))
    return _BRACKETS.sub(r"-\1", bare) if _BRACKETS.fullmatch(bare) else bare


def _mark(text: str) -> Mark | None:
    """The decimal mark that a text can only have been written with."""
    bare = _bare(text)
    if _PLAIN.fullmatch(bare) or _both(bare):
        return None
    if _POINT.fullmatch(bare) or _COMMA_GROUPS.fullmatch(bare):
        return "."
    if _COMMA.fullmatch(bare) or _POINT_GROUPS.fullmatch(bare):
        return ","
    return None


def _both(bare: str) -> bool:
    """Whether a text such as ``1,234`` is a number with either mark; ``0.123`` is not."""
    as_point = bool(_POINT.fullmatch(bare) or _COMMA_GROUPS.fullmatch(bare))
    as_comma = bool(_COMMA.fullmatch(bare) or _POINT_GROUPS.fullmatch(bare))
    return as_point and as_comma
