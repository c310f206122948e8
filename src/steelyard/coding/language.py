"""What coding needs of a language: a folder that meets this contract is coded like any other.

``coding`` itself knows no language. It hands a language texts and days and gets statements back;
what a sentence is parsed into (``S``) and what an article keeps in mind (``M``) are the language's
own business and pass through unseen. A language is registered by one line in ``languages.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Any, Protocol, TypeVar

from steelyard.coding.sentences import Span
from steelyard.coding.statement import Statement, When

#: Why a sentence is passed over that names nobody. Labels of the PLOVER manual code it all the
#: same, so the reason has a name.
NO_ACTOR = "no actor named"

S = TypeVar("S")
M = TypeVar("M")


class Language(Protocol[S, M]):
    """The rules of one language. ``S`` is its parsed sentence, ``M`` its memory of an article."""

    #: Name and version of the rules, as the ``coder`` column has it.
    coder: str

    #: What each sign of a statement weighs, in natural logarithms of odds, ``base`` among them.
    weights: Mapping[str, float]

    def split(self, text: str) -> Iterable[Span]:
        """Return the sentences of a text in order, headings and captions among them."""
        ...

    def reason_to_skip(self, text: str, *, known_before: bool) -> str:
        """Say why a sentence need not be parsed, cheaply; empty where it must be.

        Args:
            text: the sentence.
            known_before: an earlier sentence of the article may have named who is meant.
        """
        ...

    def parse(self, texts: Iterable[str]) -> Iterator[S]:
        """Yield one parsed sentence for each text, in order; an empty one for a blank text."""
        ...

    def memory(self) -> M:
        """Return what an article has in mind before its first sentence."""
        ...

    def statements(
        self, sentence: S, day: date | None, memory: M, *, doubtful: bool
    ) -> Sequence[Statement]:
        """Return the acts that a sentence states, and keep in mind what the next may refer to.

        Args:
            sentence: the parsed sentence.
            day: the day of the article, on which names and offices are looked up.
            memory: what the article's earlier sentences left; it is changed.
            doubtful: where nothing else is found, take acts without saying who did them to whom.
        """
        ...

    def when(self, sentence: S, statement: Statement, day: date | None) -> When | None:
        """Return when an act was or will be, None where neither sentence nor article says."""
        ...

    def words_forgotten(self) -> AbstractContextManager[Any]:
        """Return a context for some articles, at whose end the words new in them are forgotten."""
        ...

    def release(self) -> None:
        """Release what was loaded; the next coder of this language loads it again."""
        ...
