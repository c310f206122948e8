"""Coders: what turns articles into events, behind one protocol, chosen once.

Local     the rules, in this process
Workers   the rules, in processes of their own          (workers.py)
Model     a language model, alone or as a second look   (model_requests.py)
Spark     the rules, where Spark runs                   (spark.py)
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from types import TracebackType
from typing import Protocol, Self

from steelyard.articles import Mapping, read_articles
from steelyard.coding.batches import BatchCoder, Outcome
from steelyard.coding.coder import Labels
from steelyard.coding.languages import LANGUAGES
from steelyard.errors import CodingError
from steelyard.pipeline.ingest.ledger import Entry
from steelyard.pipeline.ingest.options import Options
from steelyard.pipeline.ingest.selection import BATCH_ARTICLES, to_code
from steelyard.records import Article, Skipped

#: A batch, and the outcomes of those of its articles that had to be coded, in their order.
Coded = tuple[list[Entry], list[Outcome]]


class Coder(Protocol):
    """Gives the articles of files, and the outcome of each one that must be coded.

    A context manager, at whose end nothing that it started is left. Whatever codes, batches come
    back in the order in which they were given, so that the output is the same.
    """

    @property
    def batch(self) -> int:
        """How many articles to hand over at a time, at most."""
        ...

    @property
    def languages(self) -> Collection[str] | None:
        """The languages of articles that it codes, None for any."""
        ...

    def __enter__(self) -> Self:
        """Make ready."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End whatever is under way."""
        ...

    def articles(self, inputs: Iterable[str]) -> Iterator[Article | Skipped]:
        """Yield what the inputs hold, in their order."""
        ...

    def code(self, batches: Iterable[list[Entry]]) -> Iterator[Coded]:
        """Yield each batch with the outcomes of those of its articles that had to be coded."""
        ...

    def cost(self) -> tuple[str, ...]:
        """Say what coding has cost so far, a line each; nothing where it is free."""
        ...


class FromFiles:
    """What coders share that read their files in this process."""

    batch = BATCH_ARTICLES
    languages: Collection[str] | None = tuple(LANGUAGES)

    def __init__(self, mapping: Mapping) -> None:
        self._mapping = mapping

    def __enter__(self) -> Self:
        """Return the coder itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """There is nothing to end."""

    def articles(self, inputs: Iterable[str]) -> Iterator[Article | Skipped]:
        """Yield what the inputs hold, in their order."""
        yield from read_articles(inputs, self._mapping)

    def cost(self) -> tuple[str, ...]:
        """The rules cost nothing."""
        return ()


class Local(FromFiles):
    """The rules, in this process.

    Args:
        mapping: Which key holds which field.
        labels: As :class:`~steelyard.coding.Coder` takes them.
        detailed: Whether outcomes carry a report on each sentence.
    """

    def __init__(self, mapping: Mapping, labels: Labels, *, detailed: bool) -> None:
        super().__init__(mapping)
        self._labels, self._detailed = labels, detailed

    def code(self, batches: Iterable[list[Entry]]) -> Iterator[Coded]:
        """Yield each batch with the outcomes of those of its articles that had to be coded."""
        coder = BatchCoder(self._labels, detailed=self._detailed)
        for batch in batches:
            articles = [entry.article for entry in batch if to_code(entry)]
            yield batch, coder.code(articles) if articles else []


def coder_of(options: Options, *, detailed: bool) -> Coder:
    """Return the coder that the options name; the only place that chooses one.

    Args:
        options: How articles are read.
        detailed: Whether outcomes must carry a report on each sentence.

    Raises:
        CodingError: The engine is none that can code, or cannot explain.
        ArchiveError: Spark or Java is missing.
    """
    if options.engine is not None:
        if detailed:
            msg = "An engine cannot explain its rules. Leave --engine or --explain out."
            raise CodingError(msg)
        from steelyard.pipeline.ingest.spark import Spark

        return Spark(options.engine, options.labels, options.mapping, options.undated)
    if options.model is None:
        return _rules(options, detailed=detailed)
    from steelyard.pipeline.ingest.model_requests import Model, SecondLook

    if options.coder == "llm":
        return Model(options.mapping, options.model, options.labels)
    return SecondLook(_rules(options, detailed=True), options.model, options.labels)


def _rules(options: Options, *, detailed: bool) -> Coder:
    if options.workers == 1:
        return Local(options.mapping, options.labels, detailed=detailed)
    from steelyard.pipeline.ingest.workers import Workers

    return Workers(options.workers, options.mapping, options.labels, detailed=detailed)
