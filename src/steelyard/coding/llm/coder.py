"""The model coder: an article in, the events that a model finds in it out, each of them checked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from threading import Lock

from steelyard.coding.batches import Outcome
from steelyard.coding.coder import Labels
from steelyard.coding.explain import SentenceReport
from steelyard.coding.languages import DEFAULT
from steelyard.coding.llm import prompt, second
from steelyard.coding.llm.answers import ModelEvent, NoAnswerError, parse
from steelyard.coding.llm.budget import Budget
from steelyard.coding.llm.cache import Cache
from steelyard.coding.llm.checking import Span, checked, explanation
from steelyard.coding.llm.endpoint import ANSWER, Endpoint, FailedError
from steelyard.coding.llm.model import Model
from steelyard.coding.llm.prompt import Message
from steelyard.coding.merging import Telling, merge
from steelyard.coding.sentences import split
from steelyard.errors import CodingError
from steelyard.records.articles import Article
from steelyard.records.events import Event

#: Articles in a row without an answer after which the server counts as gone.
PATIENCE = 3

#: Fewest characters that make a token, for what a request may cost at most.
_TOKEN = 2.5

OVER_BUDGET = "over the budget of the model"
NO_ANSWER = "the model gave no answer"


class _Unanswered(Exception):  # noqa: N818 - no error: the article is reported, the next one asked
    """No events can be had from the model for this text: a fixed phrase, and more about it."""

    def __init__(self, problem: str, detail: str) -> None:
        super().__init__(problem)
        self.problem, self.detail = problem, detail


class ModelCoder:
    """Codes articles by a model; may be used by several threads at once."""

    def __init__(self, model: Model, labels: Labels = "steelyard") -> None:
        """Open the cache; nothing is asked yet.

        Raises:
            CodingError: the address is none, or the cache cannot be used.
        """
        self._endpoint = Endpoint(model.address, model.name)
        self._cache = Cache(model.cache)
        self._labels: Labels = labels
        self._coder = f"model {model.name}"
        self._failures = 0
        self._lock = Lock()
        self.budget = Budget(model.budget)

    def close(self) -> None:
        """Close the connections and the cache."""
        self._endpoint.close()
        self._cache.close()

    def code(self, article: Article) -> Outcome:
        """Return the events that the model finds in an article.

        Raises:
            CodingError: the server cannot be asked at all, or does not answer any more.
        """
        spans = _spans(article)
        found: list[Event] = []
        try:
            for piece in prompt.pieces(article.text):
                found += self._events(article, prompt.about(article, piece), spans)
        except _Unanswered as reason:
            return Outcome(problem=reason.problem, detail=reason.detail)
        events = tuple(merge(map(Telling, second.in_order(found))))
        return Outcome(events, len(spans), tuple(_reports(article, spans, events)))

    def second_look(self, article: Article, outcome: Outcome) -> Outcome:
        """Return what the rules gave, with what the model says where they were unsure.

        Where the model gives no answer, what the rules say stands.

        Args:
            article: The article.
            outcome: What the rules gave, with the reports on its sentences.

        Raises:
            CodingError: as :meth:`code`.
        """
        looked: list[Span] = []
        found: list[Event] = []
        spans = _spans(article) if (doubtful := second.unsure(outcome)) else ()
        for group in second.groups(doubtful):
            text = second.around(article.text, group)
            asked = prompt.second_look(article, text, [article.text[a:b] for a, b in group])
            try:
                stated = self._events(article, asked, spans)
            except _Unanswered as reason:
                self.budget.drop(f"sentences left to the rules: {reason.problem}", len(group))
                continue
            looked += group
            found += [event for event in stated if second.within(event, group)]
        return replace(outcome, events=second.agreed(outcome.events, found, looked))

    def _events(
        self, article: Article, messages: list[Message], spans: Sequence[Span]
    ) -> list[Event]:
        """Return the events of an answer that hold against the article and the vocabulary."""
        found = [
            checked(article, stated, spans, self._coder, self._labels)
            for stated in self._answer(messages)
        ]
        for one in found:
            if isinstance(one, str):
                self.budget.drop(one)
        return [one for one in found if isinstance(one, Event)]

    def _answer(self, messages: list[Message]) -> list[ModelEvent]:
        """Return the events of the answer to a request, from the cache where it is known."""
        request = json.dumps([self._endpoint.model, messages], ensure_ascii=False)
        known = self._cache.get(request)
        if known is not None:
            self.budget.from_cache()
            return self._parsed(known)
        text = self._paid(messages)
        try:
            events = self._parsed(text)
        except NoAnswerError as error:
            self.budget.drop("answers of another form")
            raise _Unanswered(NO_ANSWER, f"its answer has another form: {error}") from error
        self._cache.put(request, text)
        return events

    def _paid(self, messages: list[Message]) -> str:
        """Ask the server, within the budget."""
        asked = int(sum(len(message["content"]) for message in messages) / _TOKEN)
        if not self.budget.reserve(asked + ANSWER):
            raise _Unanswered(OVER_BUDGET, f"of {self.budget.cap:,} tokens")
        used = 0
        try:
            text, stated = self._endpoint.ask(messages)
            used = stated or asked + int(len(text) / _TOKEN)
        except FailedError as error:
            self._count_failure(str(error))
            raise _Unanswered(NO_ANSWER, str(error)) from error
        finally:
            self.budget.settle(asked + ANSWER, used)
        self._failures = 0
        return text

    def _parsed(self, text: str) -> list[ModelEvent]:
        events, malformed = parse(text)
        if malformed:
            self.budget.drop("events of another form", malformed)
        return events

    def _count_failure(self, said: str) -> None:
        with self._lock:
            self._failures += 1
            if self._failures >= PATIENCE:
                msg = (
                    f"The model's server {self._endpoint.host} gives no answer ({said}). See that "
                    "it runs at --endpoint; the same command goes on from here."
                )
                raise CodingError(msg)


def _reports(
    article: Article, spans: Sequence[Span], events: Sequence[Event]
) -> Iterator[SentenceReport]:
    """What the model made of each sentence, in the form in which the rules explain themselves."""
    for start, end in spans:
        told = tuple(explanation(one) for one in events if start <= (one.start or 0) < end)
        why = "" if told else "the model finds no event"
        yield SentenceReport(start, end, article.text[start:end], why, told)


def _spans(article: Article) -> tuple[Span, ...]:
    return tuple(
        (span.start, span.end) for span in split(article.text, article.language or DEFAULT)
    )
