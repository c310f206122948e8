"""The rules coder: an article in, its events out, each with its sentence and the reason why.

sentences -> the look before the parse -> parse -> statements (of the language)
          -> confidence, days -> one event however often it is told
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Literal

from steelyard.coding.confidence import confidence
from steelyard.coding.event_rows import is_known, less_sure, plover, row
from steelyard.coding.explain import Explanation, SentenceReport, explain
from steelyard.coding.language import NO_ACTOR
from steelyard.coding.languages import DEFAULT, load
from steelyard.coding.merging import Telling, merge
from steelyard.coding.sentences import LONGEST, Span
from steelyard.coding.statement import Statement, When
from steelyard.errors import CodingError
from steelyard.records.articles import Article
from steelyard.records.events import Event

#: Events less sure than this are left out unless the caller asks for them. Data labelled the
#: manual's way hold one event a sentence, where a doubtful one is better than none.
LEAST_CONFIDENCE = {"steelyard": 0.5, "plover": 0.01}

#: Articles that are parsed together.
TOGETHER = 8

Labels = Literal["steelyard", "plover"]


@dataclass(frozen=True, slots=True)
class Coded:
    """What coding one article gave: its events, and a report on every sentence."""

    events: tuple[Event, ...]
    sentences: tuple[SentenceReport, ...]


class Coder:
    """Codes the articles of one language by its rules.

    Args:
        pipeline: an installed parser of the language; empty: the language's own choice.
        language: ISO 639-1 code, one of ``languages.LANGUAGES``.
        labels: ``steelyard`` writes a planned act as that act, planned; ``plover`` writes
            planned cooperation as AGREE and announced conflict as THREATEN, the manual's way,
            and keeps doubtful acts and those of groups that belong to no country.
        least: events with less confidence than this are left out; see LEAST_CONFIDENCE.
    """

    def __init__(
        self,
        pipeline: str = "",
        *,
        language: str = DEFAULT,
        labels: Labels = "steelyard",
        least: float | None = None,
    ) -> None:
        if labels not in ("steelyard", "plover"):
            msg = f"Labels '{labels}' are unknown. Allowed are steelyard and plover."
            raise CodingError(msg)
        self.labels = labels
        self.least = LEAST_CONFIDENCE[labels] if least is None else least
        self._language = load(language, pipeline)

    def words_forgotten(self) -> AbstractContextManager[Any]:
        """Return a context for a batch of articles, at whose end the words new in it are forgotten."""
        return self._language.words_forgotten()

    def release(self) -> None:
        """Release the parser; the coder cannot be used afterwards."""
        self._language.release()

    def code_sentence(self, text: str, day: date | None) -> list[Event]:
        """Return the events of a text of one sentence or a few, the surest first."""
        article = Article(id="sentence", text=text, date=day)
        found = self.read_article(article).events
        return sorted(found, key=lambda event: -(event.confidence or 0.0))

    def code_article(self, article: Article) -> list[Event]:
        """Return the events of an article in the order in which it tells them."""
        return list(self.read_article(article).events)

    def code_articles(self, articles: Iterable[Article]) -> Iterator[Coded]:
        """Yield what each article gave, in order; memory does not grow with their number.

        Articles are parsed some at a time, which a parser does faster than one by one.
        """
        remaining = iter(articles)
        while batch := list(islice(remaining, TOGETHER)):
            worth = [self._worth_parsing(article) for article in batch]
            parsed = self._language.parse(span.plain for spans, _ in worth for span in spans)
            for article, (spans, skipped) in zip(batch, worth, strict=True):
                sentences = list(islice(parsed, len(spans)))
                yield self._coded(article, spans, skipped, sentences)

    def read_article(self, article: Article) -> Coded:
        """Return the events of an article and a report on each of its sentences."""
        return next(self.code_articles([article]))

    def _coded(
        self,
        article: Article,
        spans: list[Span],
        skipped: list[SentenceReport],
        parsed: list[Any],
    ) -> Coded:
        """Return what an article gave, its sentences being parsed."""
        memory = self._language.memory()
        tellings: list[Telling] = []
        reports: list[SentenceReport] = []
        for span, sentence in zip(spans, parsed, strict=True):
            coded, why = self._sentence(article, span, sentence, memory)
            tellings += [Telling(event, reason.rule, reason.dated) for event, reason in coded]
            reports.append(_report(article, span, why, tuple(reason for _, reason in coded)))
        reports = sorted([*reports, *skipped], key=lambda report: report.start)
        return Coded(tuple(merge(tellings)), tuple(reports))

    def _worth_parsing(self, article: Article) -> tuple[list[Span], list[SentenceReport]]:
        """Return the sentences that may state an event, and a report on each that cannot."""
        spans: list[Span] = []
        skipped: list[SentenceReport] = []
        for span in self._language.split(article.text):
            why = self._reason_to_skip(span, known_before=bool(spans))
            if why:
                skipped.append(_report(article, span, why))
            else:
                spans.append(span)
        return spans, skipped

    def _reason_to_skip(self, span: Span, *, known_before: bool) -> str:
        if len(span.plain) > LONGEST:
            return "too long to be a sentence"
        why = self._language.reason_to_skip(span.plain, known_before=known_before)
        # The manual's data code groups and bodies that belong to no country.
        return "" if why == NO_ACTOR and self.labels == "plover" else why

    def _sentence(
        self, article: Article, span: Span, sentence: Any, memory: Any
    ) -> tuple[list[tuple[Event, Explanation]], str]:
        """Return the events of one sentence with their reasons, and why there are none."""
        if not len(sentence):
            return [], "empty"
        doubtful = self.labels == "plover"
        found = self._language.statements(sentence, article.date, memory, doubtful=doubtful)
        coded = [self._event(article, span, sentence, statement) for statement in found]
        kept = [event for event in coded if event is not None]
        if doubtful:
            kept = [*kept[:1], *((less_sure(event), why) for event, why in kept[1:])]
        why = "" if kept else "no event sure enough" if found else "no rule fits"
        return kept, why

    def _event(
        self, article: Article, span: Span, sentence: Any, statement: Statement
    ) -> tuple[Event, Explanation] | None:
        """Return an event with its explanation, None if it is too doubtful or undated."""
        sure = confidence(statement.signs, self._language.weights)
        nobody = not (is_known(statement.actor) or is_known(statement.recipient))
        if sure < self.least or (nobody and self.labels != "plover"):
            return None
        when = self._language.when(sentence, statement, article.date)
        if when is None and self.labels == "plover" and article.date:
            when = When(article.date, "day")  # the manual's data code what lies far back as well
        if when is None:
            return None
        labelled = plover(statement) if self.labels == "plover" else statement
        coder = f"{self._language.coder} {statement.way}".rstrip()
        event = row(article, span, labelled, when=when, sure=round(sure, 3), coder=coder)
        return event, explain(event.event_id, labelled, when)


def _report(
    article: Article, span: Span, why: str, explanations: tuple[Explanation, ...] = ()
) -> SentenceReport:
    verbatim = article.text[span.start : span.end]
    return SentenceReport(span.start, span.end, verbatim, why, explanations)
