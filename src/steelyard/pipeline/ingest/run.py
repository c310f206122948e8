"""One run of ``steelyard read``, from the first article to the last.

articles -> selection (language, copies, what is finished) -> batches -> coder
         -> ledger -> events, with the reports of each document -> sink or caller
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as AnyMapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

from steelyard.articles import Mapping
from steelyard.articles.duplicates import DuplicateIndex
from steelyard.coding import SentenceReport
from steelyard.coding.batches import Outcome
from steelyard.coding.coder import Labels
from steelyard.coding.llm import Model
from steelyard.errors import SourceError, SteelyardError
from steelyard.pipeline.ingest.coders import coder_of
from steelyard.pipeline.ingest.ledger import Entry, Ledger
from steelyard.pipeline.ingest.options import CoderName, Options
from steelyard.pipeline.ingest.selection import batches, select, to_code
from steelyard.pipeline.ingest.sinks import Sink, sink_of
from steelyard.pipeline.ingest.summary import Summary
from steelyard.pipeline.progress import Progress
from steelyard.records import Article, Event, Skipped

#: Documents whose events are held back from a caller, so that copies which come soon after are
#: among their reports; a file has all copies, however late they come.
HELD_BACK = 1000

#: What is put behind the output's name for the ledger.
LEDGER = ".finished"

#: Told of each article, the reports on its sentences and its events, where they were asked for.
Explain = Callable[[Article, tuple[SentenceReport, ...], tuple[Event, ...]], None]


class Run:
    """One run; a context manager, at whose end no worker and no open file is left.

    Args:
        inputs: files, folders, globs, or ``-`` for JSON Lines on standard input.
        options: how they are read.
        sink: where the events will go; it has a ledger beside it, which outlives the run. None
            where the caller takes them.
        explain: told of every coded article; what is finished is then coded again.
        progress: told of every batch.
    """

    def __init__(
        self,
        inputs: Iterable[str],
        options: Options,
        *,
        sink: Sink | None = None,
        explain: Explain | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.summary = Summary()
        self._inputs = inputs
        self._options = options
        self._explain = explain
        self._progress = progress
        self._index = DuplicateIndex()
        self._sink = sink
        self._coder = coder_of(options, detailed=explain is not None)
        self.ledger = Ledger(
            ledger_of(sink.path) if sink else None,
            options.settings(),
            articles=sink is not None and sink.accumulates,
        )

    def __enter__(self) -> Self:
        """Return the run itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close what is open."""
        self._index.__exit__(kind, error, trace)
        self.ledger.__exit__(kind, error, trace)

    def articles(self) -> Iterator[tuple[Entry, tuple[Event, ...]]]:
        """Yield each article that counts with its events, none for copies and what is known.

        Raises:
            SourceError: nothing could be read.
        """
        with self._coder as coder:
            found = coder.articles(self._inputs)
            entries = select(
                found,
                self.ledger,
                self._index,
                self.summary,
                undated=self._options.undated,
                languages=coder.languages,
            )
            if self._explain:
                entries = (replace(entry, finished=False) for entry in entries)
            try:
                for batch, outcomes in coder.code(batches(entries, coder.batch)):
                    waiting = iter(outcomes)
                    for entry in batch:
                        yield entry, self._finish(entry, next(waiting) if to_code(entry) else None)
                    self.ledger.commit_in_time()
                    if self._progress:
                        said = f"articles, {self.summary.events:,} events"
                        self._progress(said, self.summary.read, 0)
            finally:
                self.summary.model = coder.cost()
        self.ledger.commit()
        if not self.summary.read:
            raise SourceError(self.summary.nothing())

    def events(self) -> Iterator[Event]:
        """Yield the events, each with the reports that its document has by then."""
        held: deque[tuple[Event, ...]] = deque()
        stopped: SteelyardError | None = None
        try:
            for _, events in self.articles():
                if events:
                    held.append(events)
                if len(held) > HELD_BACK:
                    yield from self.ledger.with_reports(held.popleft())
        except SteelyardError as error:  # what was finished by then is whole
            stopped = error
        while held:
            yield from self.ledger.with_reports(held.popleft())
        if stopped:
            raise stopped

    def write(self) -> None:
        """Code every article and let the sink keep what is finished, also where that is stopped."""
        assert self._sink
        if self._sink.accumulates and not self._sink.path.exists():
            self.summary.brought_back = self.ledger.in_archive(), str(self.ledger.path)
        try:
            for _ in self.articles():
                pass
        except BaseException:
            if self.summary.coded or self.summary.known:
                self.ledger.commit()
                self._sink.keep(self.ledger)
            raise
        if not self._sink.accumulates:
            self.ledger.forget_absent()
        self.ledger.commit()
        self._sink.keep(self.ledger)

    def _finish(self, entry: Entry, outcome: Outcome | None) -> tuple[Event, ...]:
        """Count what came of an article, enter it into the ledger and return its events."""
        article, summary = entry.article, self.summary
        if outcome is None:
            summary.copies += entry.copy
            summary.known += entry.finished and not entry.copy
            self.ledger.finish(entry)
            return ()
        if outcome.problem:
            where = article.where or article.id
            summary.note(Skipped(where, outcome.problem, outcome.detail))
            return ()
        summary.coded += 1
        if article.date is None:
            summary.code_undated(article)
        summary.sentences += outcome.sentences
        summary.events += len(outcome.events)
        self.ledger.finish(entry, outcome.events if self._sink else None)
        if self._explain:
            self._explain(article, outcome.reports, outcome.events)
        return outcome.events


def read(
    inputs: str | Path | Iterable[str | Path],
    *,
    workers: int = 1,
    coder: CoderName = "rules",
    model: Model | None = None,
    labels: Labels = "steelyard",
    columns: AnyMapping[str, str] | None = None,
    undated: date | None = None,
) -> Iterator[Event]:
    """Yield the events of articles, in the order of the articles.

    Args:
        inputs: files (.txt .md .html .jsonl .csv .xml .warc, any of them gzipped), folders,
            globs, or ``-`` for JSON Lines on standard input.
        workers: as :class:`Options` takes them, as the other arguments.
        coder: ``rules``, ``llm`` or ``both``.
        model: for ``llm`` and ``both``.
        labels: ``steelyard`` or ``plover``.
        columns: the key or column that holds each field, ``{"text": "body"}``.
        undated: the day of articles that state none.

    Raises:
        SourceError: nothing could be read.

    >>> import json, pathlib, tempfile, steelyard as sy
    >>> article = {"id": "a", "date": "2019-12-05", "text": "Russia and Serbia signed a treaty in Moscow."}
    >>> with tempfile.TemporaryDirectory() as home:
    ...     news = pathlib.Path(home, "news.jsonl")
    ...     _ = news.write_text(json.dumps(article))
    ...     found = list(sy.read([news]))
    >>> [event.type for event in found]
    ['SUPPORT']
    """
    options = Options(
        workers=workers,
        coder=coder,
        model=model,
        labels=labels,
        mapping=Mapping.checked(columns or {}),
        undated=undated,
    )
    with Run(names(inputs), options) as run:
        yield from run.events()


def read_to(
    path: Path,
    inputs: str | Path | Iterable[str | Path],
    options: Options | None = None,
    *,
    explain: Explain | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Write the events of articles into ``path`` and return the summary.

    A file (.jsonl, .csv, .parquet) holds what the input gives, as if it were read anew; an archive
    (.duckdb) keeps what it had and takes the articles as well. What an earlier run has finished is
    taken from the ledger ``PATH.finished``. Where the run is stopped the file holds the articles
    that were finished, each whole.

    Raises:
        SourceError: nothing could be read, or the file cannot be written.
        ArchiveError: the archive is in use, or no archive.
    """
    options = options or Options()
    sink = sink_of(path, options)
    sink.check()
    ledger = ledger_of(path)
    fresh = not ledger.exists()
    try:
        with Run(names(inputs), options, sink=sink, explain=explain, progress=progress) as run:
            run.write()
            return run.summary
    except SourceError:
        if fresh and not path.exists():
            ledger.unlink(missing_ok=True)
        raise


def ledger_of(path: Path) -> Path:
    """Return the file that keeps what is finished of an output."""
    return path.with_name(path.name + LEDGER)


def names(inputs: str | Path | Iterable[str | Path]) -> tuple[str, ...]:
    """Return inputs as the names that :func:`~steelyard.articles.read_articles` takes."""
    if isinstance(inputs, (str, Path)):
        return (str(inputs),)
    return tuple(str(one) for one in inputs)
