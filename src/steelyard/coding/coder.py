"""The rules coder: an article in, its events out, each with its sentence and the reason why.

sentences -> filter -> parse -> actors, parties -> events (predicates, status)
          -> days, places, contexts, confidence -> one event however often it is told
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Literal

from steelyard.coding import actors, days, filter  # noqa: A004  (named for what it does)
from steelyard.coding.confidence import confidence, signs
from steelyard.coding.events import Found, find
from steelyard.coding.explain import Explanation, SentenceReport, explain
from steelyard.coding.opposites import opposites
from steelyard.coding.parse import DEFAULT_PIPELINE, Parser, Sentence
from steelyard.coding.parties import Parties
from steelyard.coding.party import Memory
from steelyard.coding.recall import denial, keep_told, remember
from steelyard.coding.rows import Told, known, less_sure, plover, row
from steelyard.coding.sentences import LONGEST, Span, split
from steelyard.coding.settling import Telling, settle
from steelyard.errors import CodingError
from steelyard.records.articles import Article
from steelyard.records.events import Event

#: Events less sure than this are left out unless the caller asks for them. Data labelled the
#: manual's way hold one event a sentence, where a doubtful one is better than none.
LEAST_CONFIDENCE = {"steelyard": 0.5, "plover": 0.05}

#: Articles that are parsed together.
TOGETHER = 8

Labels = Literal["steelyard", "plover"]


@dataclass(frozen=True, slots=True)
class Coded:
    """What coding one article gave: its events, and a report on every sentence."""

    events: tuple[Event, ...]
    sentences: tuple[SentenceReport, ...]


class Coder:
    """Codes articles by the rules in ``data/``.

    Args:
        pipeline: an installed spaCy pipeline for English.
        labels: ``steelyard`` writes a planned act as that act, planned; ``plover`` writes
            planned cooperation as AGREE and announced conflict as THREATEN, the manual's way,
            and keeps doubtful acts and those of groups that belong to no country.
        least: events with less confidence than this are left out; see LEAST_CONFIDENCE.
    """

    def __init__(
        self,
        pipeline: str = DEFAULT_PIPELINE,
        *,
        labels: Labels = "steelyard",
        least: float | None = None,
    ) -> None:
        if labels not in ("steelyard", "plover"):
            msg = f"Labels '{labels}' are unknown. Allowed are steelyard and plover."
            raise CodingError(msg)
        self.labels = labels
        self.least = LEAST_CONFIDENCE[labels] if least is None else least
        self._parser = Parser(pipeline)

    def words_forgotten(self) -> AbstractContextManager[Any]:
        """Return a context for a batch of articles, at whose end the words new in it are forgotten."""
        return self._parser.words_forgotten()

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
            parsed = self._parser.parse(span.plain for spans, _ in worth for span in spans)
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
        parsed: list[Sentence],
    ) -> Coded:
        """Return what an article gave, its sentences being parsed."""
        memory = Memory()
        told: list[Telling] = []
        reports: list[SentenceReport] = []
        for span, sentence in zip(spans, parsed, strict=True):
            coded, why = self._sentence(article, span, sentence, memory)
            told += [Telling(event, why_so.rule, why_so.dated) for event, why_so in coded]
            reports.append(_report(article, span, why, tuple(e for _, e in coded)))
        merged = settle(told)
        reports = sorted([*reports, *skipped], key=lambda report: report.start)
        return Coded(tuple(merged), tuple(reports))

    def _worth_parsing(self, article: Article) -> tuple[list[Span], list[SentenceReport]]:
        """Return the sentences that may state an event, and a report on each that cannot."""
        spans: list[Span] = []
        skipped: list[SentenceReport] = []
        for span in split(article.text):
            why = self._reason_to_skip(span, known_before=bool(spans))
            if why:
                skipped.append(_report(article, span, why))
            else:
                spans.append(span)
        return spans, skipped

    def _reason_to_skip(self, span: Span, *, known_before: bool) -> str:
        if len(span.plain) > LONGEST:
            return "too long to be a sentence"
        why = filter.reason_to_skip(span.plain, known_before=known_before)
        # The manual's data code groups and bodies that belong to no country.
        return "" if why == "no actor named" and self.labels == "plover" else why

    def _sentence(
        self, article: Article, span: Span, sentence: Sentence, memory: Memory
    ) -> tuple[list[tuple[Event, Explanation]], str]:
        """Return the events of one sentence with their reasons, and why there are none."""
        if not len(sentence):
            return [], "empty"
        parties = Parties(sentence, actors.mentions(sentence, article.date), memory)
        doubtful = self.labels == "plover"
        told = opposites(parties, find(parties, doubtful=doubtful))
        found = [denial(event, sentence, memory) for event in told]
        coded = [self._told(article, span, parties, event) for event in found]
        for event in found:
            keep_told(event, memory)
        remember(parties, memory)
        kept = [told for told in coded if told is not None]
        if doubtful:
            kept = [*kept[:1], *((less_sure(event), why) for event, why in kept[1:])]
        why = "" if kept else "no event sure enough" if found else "no rule fits"
        return kept, why

    def _told(
        self, article: Article, span: Span, parties: Parties, found: Found
    ) -> tuple[Event, Explanation] | None:
        """Return an event with its reason, None where it is too doubtful or undated."""
        labelled = plover(found) if self.labels == "plover" else found
        topic = filter.topic(span.plain)
        relief = found.type == "AID" and topic == "nature"
        weights = signs(labelled, parties.sentence, topic="" if relief else topic)
        sure = confidence(weights)
        nobody = not (known(found.actor) or known(found.recipient))
        if sure < self.least or (nobody and self.labels != "plover"):
            return None
        ahead = found.status.status in ("planned", "threatened", "hypothetical")
        when = days.resolve(parties.sentence, found.trigger, article.date, ahead=ahead)
        if when is None:
            return None
        event = row(Told(article, span, parties, labelled, when, round(sure, 3)))
        return event, explain(event.event_id, labelled, parties.sentence, when, weights)


def _report(
    article: Article, span: Span, why: str, explanations: tuple[Explanation, ...] = ()
) -> SentenceReport:
    verbatim = article.text[span.start : span.end]
    return SentenceReport(span.start, span.end, verbatim, why, explanations)
