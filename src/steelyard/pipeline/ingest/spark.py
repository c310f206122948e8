"""Spark: files are read and coded where it runs, a file at a time in each task.

The outcomes come back in the order of the files, and everything that looks across articles
(copies, what is finished, the ledger) happens here as with any other coder: so the output is the
same. Steelyard must be installed where the tasks run, and the files must be seen there under the
same paths. One file is read by one task: many files of some thousand articles spread well, one
large WARC does not.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

import pyarrow as pa

from steelyard.archive import spark_session
from steelyard.articles import Mapping, detect_language, files_of, read_articles
from steelyard.coding.batches import BatchCoder, Outcome
from steelyard.coding.coder import Labels
from steelyard.coding.languages import LANGUAGES
from steelyard.errors import CodingError
from steelyard.pipeline.ingest.coders import Coded
from steelyard.pipeline.ingest.ledger import Entry
from steelyard.pipeline.ingest.selection import BATCH_ARTICLES, to_code
from steelyard.records import Article, Skipped

#: Articles that a task codes and hands back together.
_TOGETHER = 16

#: Tasks that files are spread over at the most.
_TASKS = 20_000

_Packed = Iterator[pa.RecordBatch]


class Spark:
    """The rules, where Spark runs: it reads the files and codes them in one go.

    Args:
        engine: ``pyspark://?master=local[2]``; other settings of Spark may follow the master.
        labels: as :class:`~steelyard.coding.Coder` takes them.
        mapping: which key holds which field.
        undated: the day of articles that state none.
    """

    batch = BATCH_ARTICLES
    languages = tuple(LANGUAGES)

    def __init__(self, engine: str, labels: Labels, mapping: Mapping, undated: date | None) -> None:
        address = urlsplit(engine)
        if address.scheme != "pyspark":
            msg = f"Engine {engine!r} cannot read news; allowed is pyspark://?master=local[2]."
            raise CodingError(msg)
        settings = dict(parse_qsl(address.query))
        # The tasks must run the Python that knows Steelyard, which need not be the first on the path.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        self._session = spark_session(settings.pop("master", "local[*]"), settings)
        self._work = _task(labels, mapping, undated)
        self._waiting: deque[tuple[str, Outcome | None]] = deque()

    def __enter__(self) -> Self:
        """Return the coder itself; its Spark may serve others as well."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave Spark as it is."""

    def cost(self) -> tuple[str, ...]:
        """The rules cost nothing."""
        return ()

    def articles(self, inputs: Iterable[str]) -> Iterator[Article | Skipped]:
        """Yield what the inputs hold, in their order, as ``read_articles`` does."""
        files: list[str] = []
        for file in files_of(inputs):
            if isinstance(file, Skipped):
                yield from self._of(files)
                files = []
                yield file
            else:
                files.append(str(file))
        yield from self._of(files)

    def code(self, batches: Iterable[list[Entry]]) -> Iterator[Coded]:
        """Yield each batch with the outcomes of those of its articles that had to be coded."""
        for batch in batches:
            yield batch, [self._outcome(entry) for entry in batch if to_code(entry)]

    def _of(self, files: list[str]) -> Iterator[Article | Skipped]:
        """Read and code some files: all tasks first, then what they gave, in order."""
        if not files:
            return
        from pyspark import StorageLevel

        tasks = min(len(files), _TASKS)
        places = self._session.range(0, len(files), 1, tasks)
        work = _on(files, self._work)
        answers = places.mapInArrow(work, "answer binary").persist(StorageLevel.DISK_ONLY)
        try:
            answers.count()
            for row in answers.toLocalIterator():
                for one, outcome in pickle.loads(row.answer):  # noqa: S301 - from our own tasks
                    if isinstance(one, Article):
                        self._waiting.append((one.id, outcome))
                    yield one
        finally:
            answers.unpersist()

    def _outcome(self, entry: Entry) -> Outcome:
        """The outcome of an article; what came before it was passed over by the selection."""
        while True:
            name, outcome = self._waiting.popleft()
            if name == entry.article.id and outcome is not None:
                return outcome


def _on(files: list[str], work: Callable[[str], Iterator[bytes]]) -> Callable[[_Packed], _Packed]:
    """Return what a task runs: the files at some places in, packed answers out."""

    def run(batches: _Packed) -> _Packed:
        for batch in batches:
            for place in batch.column(0).to_numpy().tolist():
                for answer in work(files[place]):
                    yield pa.RecordBatch.from_pydict({"answer": [answer]})

    return run


def _task(
    labels: Labels, mapping: Mapping, undated: date | None
) -> Callable[[str], Iterator[bytes]]:
    """Return the work on one file."""

    def work(file: str) -> Iterator[bytes]:
        together: list[Article | Skipped] = []
        for one in read_articles([file], mapping):
            together.append(_dated(one, undated))
            if len(together) == _TOGETHER:
                yield pickle.dumps(_answers(together, labels))
                together = []
        if together:
            yield pickle.dumps(_answers(together, labels))

    return work


def _dated(one: Article | Skipped, undated: date | None) -> Article | Skipped:
    if isinstance(one, Skipped) or one.date or undated is None:
        return one
    return replace(one, date=undated)


def _answers(
    found: list[Article | Skipped], labels: Labels
) -> list[tuple[Article | Skipped, Outcome | None]]:
    """Code the articles that are in a language that can be."""
    told: list[Any] = [
        replace(one, language=detect_language(one.text)) if isinstance(one, Article) else one
        for one in found
    ]
    known = [
        isinstance(one, Article) and (one.language is None or one.language in LANGUAGES)
        for one in told
    ]
    chosen = [one for one, yes in zip(told, known, strict=True) if yes]
    outcomes = iter(_coder(labels).code(chosen) if chosen else ())
    return [(one, next(outcomes) if yes else None) for one, yes in zip(found, known, strict=True)]


@cache
def _coder(labels: Labels) -> BatchCoder:
    """One coder a process, since loading takes longer than a file."""
    return BatchCoder(labels)
