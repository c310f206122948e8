"""Requests to a model: articles put to it by a few threads, outcomes in the order of the input."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self

from steelyard.articles import Mapping
from steelyard.coding.coder import Labels
from steelyard.coding.llm import Model as NamedModel
from steelyard.coding.llm.coder import ModelCoder
from steelyard.pipeline.ingest.coders import Coded, Coder, FromFiles
from steelyard.pipeline.ingest.ledger import Entry
from steelyard.pipeline.ingest.order import in_order
from steelyard.pipeline.ingest.selection import to_code
from steelyard.records import Article, Skipped

#: Requests at a time, whatever the workers: they wait for the server, not for this machine.
AT_A_TIME = 4


class Model(FromFiles):
    """A language model that codes every article, one at a time, in whatever language it is.

    Args:
        mapping: Which key holds which field.
        model: Which model, where, and for how much.
        labels: As the rules take them.
    """

    batch = 1
    languages = None

    def __init__(self, mapping: Mapping, model: NamedModel, labels: Labels) -> None:
        super().__init__(mapping)
        self._coder = ModelCoder(model, labels)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connection."""
        self._coder.close()

    def code(self, batches: Iterable[list[Entry]]) -> Iterator[Coded]:
        """Yield each batch with what the model finds in those of its articles that must be coded."""

        def outcomes(batch: list[Entry]) -> Coded:
            return batch, [self._coder.code(entry.article) for entry in batch if to_code(entry)]

        yield from _threaded(batches, outcomes)

    def cost(self) -> tuple[str, ...]:
        """Say what was asked, what it cost and what was dropped."""
        return tuple(self._coder.budget.lines())


class SecondLook:
    """The rules, and a model where they are unsure.

    Args:
        rules: A coder whose outcomes carry a report on each sentence.
        model: Which model, where, and for how much.
        labels: As the rules take them.
    """

    def __init__(self, rules: Coder, model: NamedModel, labels: Labels) -> None:
        self._rules, self._coder = rules, ModelCoder(model, labels)
        self.batch, self.languages = rules.batch, rules.languages

    def __enter__(self) -> Self:
        """Make the rules ready."""
        self._rules.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connection, and end the rules."""
        self._coder.close()
        self._rules.__exit__(kind, error, trace)

    def articles(self, inputs: Iterable[str]) -> Iterator[Article | Skipped]:
        """Yield what the inputs hold, as the rules do."""
        return self._rules.articles(inputs)

    def code(self, batches: Iterable[list[Entry]]) -> Iterator[Coded]:
        """Yield what the rules gave, with the model's second look where they were unsure."""

        def outcomes(one: Coded) -> Coded:
            batch, given = one
            articles = [entry.article for entry in batch if to_code(entry)]
            return batch, list(map(self._coder.second_look, articles, given))

        yield from _threaded(self._rules.code(batches), outcomes)

    def cost(self) -> tuple[str, ...]:
        """Say what was asked, what it cost and what was dropped."""
        return tuple(self._coder.budget.lines())


def _threaded(items: Iterable[Any], work: Callable[[Any], Coded]) -> Iterator[Coded]:
    threads = ThreadPoolExecutor(AT_A_TIME)
    try:
        yield from in_order(threads, work, items, 2 * AT_A_TIME)
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
