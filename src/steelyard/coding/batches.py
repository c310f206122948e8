"""Batches: articles in, small outcomes out, the same in this process as in a worker's."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import groupby

from steelyard.coding.coder import Coded, Coder, Labels
from steelyard.coding.explain import SentenceReport
from steelyard.coding.languages import DEFAULT
from steelyard.errors import SteelyardError
from steelyard.records import Article, Event

#: Articles after which the pipeline is loaded afresh: what it keeps of the words that it met (some
#: five kilobytes an article) must not fill the memory in a million of them.
LIFE = 10_000

#: The problem of an article that no coder can be blamed to know.
BROKEN = "cannot be coded"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What coding one article gave.

    ``reports`` is empty unless they were asked for; ``problem`` is a fixed phrase that says why
    the article could not be coded, empty where it was, and ``detail`` says more.
    """

    events: tuple[Event, ...] = ()
    sentences: int = 0
    reports: tuple[SentenceReport, ...] = ()
    problem: str = ""
    detail: str = ""


class BatchCoder:
    """Codes batches of articles, each by the coder of its language.

    Args:
        labels: as :class:`~steelyard.coding.Coder` takes them.
        detailed: whether outcomes hold the report on every sentence.
    """

    def __init__(self, labels: Labels = "steelyard", *, detailed: bool = False) -> None:
        self._labels: Labels = labels
        self._detailed = detailed
        self._coders: dict[str, Coder] = {}
        self._age = 0

    def load(self) -> None:
        """Load the coder of the default language now, so that a missing package is reported first."""
        self._coder(DEFAULT)

    def code(self, articles: Sequence[Article]) -> list[Outcome]:
        """Return an outcome for each article; an article that breaks the coder affects only itself."""
        self._age += len(articles)
        if self._age > LIFE:
            self._age = 0
            for coder in self._coders.values():
                coder.release()
            self._coders.clear()
        with ExitStack() as zones:
            for language in sorted({article.language or DEFAULT for article in articles}):
                zones.enter_context(self._coder(language).words_forgotten())
            alike = groupby(articles, key=lambda article: article.language or DEFAULT)
            return [outcome for name, some in alike for outcome in self._together(name, list(some))]

    def _together(self, language: str, articles: list[Article]) -> list[Outcome]:
        """Code articles of one language, which a parser does faster than one by one."""
        try:
            return [self._outcome(coded) for coded in self._coder(language).code_articles(articles)]
        except SteelyardError:
            raise
        except Exception as error:  # noqa: BLE001 - one odd article must not end a million
            if len(articles) > 1:
                return [o for article in articles for o in self._together(language, [article])]
            return [Outcome(problem=BROKEN, detail=f"{type(error).__name__}: {error}")]

    def _outcome(self, coded: Coded) -> Outcome:
        reports = coded.sentences if self._detailed else ()
        return Outcome(coded.events, len(coded.sentences), reports)

    def _coder(self, language: str) -> Coder:
        if language not in self._coders:
            self._coders[language] = Coder(language=language, labels=self._labels)
        return self._coders[language]
