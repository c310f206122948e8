"""One reading from the first article to the last: what ``read`` and ``steelyard read`` run."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as AnyMapping
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

from steelyard.articles import Mapping, read_articles
from steelyard.articles.duplicates import DuplicateIndex
from steelyard.coding import SentenceReport
from steelyard.coding.batches import Outcome
from steelyard.coding.coder import Labels
from steelyard.coding.llm import Model
from steelyard.errors import CodingError, SourceError, SteelyardError
from steelyard.pipeline.reading import writing
from steelyard.pipeline.reading.ledger import Entry, Ledger
from steelyard.pipeline.reading.options import CoderName, Options
from steelyard.pipeline.reading.sifting import BATCH_ARTICLES, batches, sift, to_code
from steelyard.pipeline.reading.summary import Summary
from steelyard.pipeline.reading.workers import Coded, Workers, code_here
from steelyard.records import Article, Event, Skipped

#: Documents whose events are held back from a caller, so that copies which come soon after are
#: among their reports; a file has all copies, however late they come.
HELD_BACK = 1000

#: The suffix of an archive file.
ARCHIVE = ".duckdb"

#: What is put behind the output's name for the ledger.
LEDGER = ".finished"

#: Told of each article and the reports on its sentences, where they were asked for.
Explain = Callable[[Article, tuple[SentenceReport, ...]], None]

#: Told what is being done and how many steps of how many (0: nobody knows) are behind it.
Progress = Callable[[str, int, int], None]


class Run:
    """A reading; a context manager, at whose end no worker and no open file is left.

    Args:
        inputs: files, folders, globs, or ``-`` for JSON Lines on standard input.
        options: how they are read.
        ledger: the file that keeps what is finished, None for one that lives as long as the run.
        archive: whether the ledger keeps the articles too, for an archive.
        explain: told of every coded article; what is finished is then coded again.
        progress: told of every batch.
    """

    def __init__(
        self,
        inputs: Iterable[str],
        options: Options,
        *,
        ledger: Path | None = None,
        archive: bool = False,
        explain: Explain | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.summary = Summary()
        self._inputs = inputs
        self._options = options
        self._explain = explain
        self._progress = progress
        self._index = DuplicateIndex()
        self.ledger = Ledger(ledger, options.settings(), articles=archive)
        self._keep = ledger is not None
        self._spark = options.spark()
        if self._spark is not None and explain is not None:
            msg = "An engine cannot explain its rules. Leave --engine or --explain out."
            raise CodingError(msg)

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
        entries = sift(self._found(), self.ledger, self._index, self.summary, self._options.undated)
        if self._explain:
            entries = (replace(entry, finished=False) for entry in entries)
        at_once = 1 if self._options.coder == "llm" else BATCH_ARTICLES
        for batch, outcomes in self._coded(batches(entries, at_once)):
            waiting = iter(outcomes)
            for entry in batch:
                yield entry, self._finish(entry, next(waiting) if to_code(entry) else None)
            self.ledger.commit_in_time()
            if self._progress:
                said = f"articles, {self.summary.events:,} events"
                self._progress(said, self.summary.read, 0)
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
                    yield from self.with_reports(held.popleft())
        except SteelyardError as error:  # what was finished by then is whole
            stopped = error
        while held:
            yield from self.with_reports(held.popleft())
        if stopped:
            raise stopped

    def finished(self) -> Iterator[Event]:
        """Yield the events of everything that the ledger holds, with their reports."""
        for events in self.ledger.events():
            yield from self.with_reports(events)

    def with_reports(self, events: tuple[Event, ...]) -> Iterator[Event]:
        """Yield the events of one document, reports and publishers of its copies among theirs."""
        copies = self.ledger.copies(events[0].document_id or "")
        for event in events:
            if not copies:
                yield event
                continue
            named = (*event.publishers, *(name for name in copies if name))
            yield replace(
                event, reports=event.reports + len(copies), publishers=tuple(dict.fromkeys(named))
            )

    def _found(self) -> Iterator[Article | Skipped]:
        """Yield what the inputs hold, in their order."""
        if self._spark is not None:
            yield from self._spark.found(self._inputs)
        else:
            yield from read_articles(self._inputs, self._options.mapping)

    def _coded(self, waiting: Iterator[list[Entry]]) -> Iterator[Coded]:
        model, labels = self._options.model, self._options.labels
        if self._spark is not None:
            yield from self._spark.coded(waiting)
            return
        if model is None:
            yield from self._by_rules(waiting, detailed=self._explain is not None)
            return
        from steelyard.coding.llm.coder import ModelCoder
        from steelyard.pipeline.reading.asking import ask, ask_again

        with closing(ModelCoder(model, labels)) as coder:
            try:
                if self._options.coder == "llm":
                    yield from ask(waiting, coder)
                else:
                    yield from ask_again(self._by_rules(waiting, detailed=True), coder)
            finally:
                self.summary.model = tuple(coder.budget.lines())

    def _by_rules(self, waiting: Iterator[list[Entry]], *, detailed: bool) -> Iterator[Coded]:
        number, labels = self._options.workers, self._options.labels
        if number == 1:
            yield from code_here(waiting, labels, detailed=detailed)
            return
        with Workers(number, labels, detailed=detailed) as workers:
            yield from workers.code(waiting)

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
        summary.undated += article.date is None
        summary.sentences += outcome.sentences
        summary.events += len(outcome.events)
        self.ledger.finish(entry, outcome.events if self._keep else None)
        if self._explain:
            self._explain(article, outcome.reports)
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
    (.duckdb) keeps what it had and takes the articles as well. What an earlier reading has
    finished is taken from the ledger ``PATH.finished``. Where the reading is stopped the file
    holds the articles that were finished, each whole.

    Raises:
        SourceError: nothing could be read, or the file cannot be written.
        ArchiveError: the archive is in use, or no archive.
    """
    options = options or Options()
    archive = path.suffix.lower() == ARCHIVE
    if archive:
        from steelyard.pipeline.reading import storing  # the engine of archives loads slowly

        storing.check(path)
    else:
        writing.check(path)
    ledger = path.with_name(path.name + LEDGER)
    fresh = not ledger.exists()
    try:
        with Run(
            names(inputs),
            options,
            ledger=ledger,
            archive=archive,
            explain=explain,
            progress=progress,
        ) as run:
            _code_all(run, path, options)
            return run.summary
    except SourceError:
        if fresh and not path.exists():
            ledger.unlink(missing_ok=True)
        raise


def _code_all(run: Run, path: Path, options: Options) -> None:
    """Code every article and write the events; where that is stopped, of articles that are whole."""
    archive = path.suffix.lower() == ARCHIVE

    def keep() -> None:
        run.ledger.commit()
        if archive:
            from steelyard.pipeline.reading import storing

            storing.store(path, run.ledger, run.with_reports, systematic=options.systematic)
        else:
            writing.write(path, run.finished())

    try:
        for _ in run.articles():
            pass
    except BaseException:
        if run.summary.coded or run.summary.known:
            keep()
        raise
    if not archive:
        run.ledger.forget_absent()
    keep()


def names(inputs: str | Path | Iterable[str | Path]) -> tuple[str, ...]:
    """Return inputs as the names that :func:`~steelyard.articles.read_articles` takes."""
    if isinstance(inputs, (str, Path)):
        return (str(inputs),)
    return tuple(str(one) for one in inputs)
