"""One reading from the first article to the last: what ``read`` and ``steelyard read`` run."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as AnyMapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Literal, Self, get_args

import steelyard
from steelyard import coding
from steelyard.articles import Mapping, read_articles
from steelyard.articles.duplicates import DuplicateIndex
from steelyard.coding import SentenceReport
from steelyard.coding.batches import Outcome
from steelyard.coding.coder import Labels
from steelyard.coding.llm import Model
from steelyard.errors import CodingError, SourceError
from steelyard.pipeline.reading import writing
from steelyard.pipeline.reading.ledger import Entry, Ledger
from steelyard.pipeline.reading.sifting import BATCH_ARTICLES, batches, sift, to_code
from steelyard.pipeline.reading.summary import Summary
from steelyard.pipeline.reading.workers import Coded, Workers, code_here
from steelyard.records import Article, Event, Skipped

#: What may code.
CoderName = Literal["rules", "llm", "both"]
CODERS = get_args(CoderName)

#: Documents whose events are held back from a caller, so that copies which come soon after are
#: among their reports; a file has all copies, however late they come.
HELD_BACK = 1000

#: What is put behind the output's name for the ledger.
LEDGER = ".finished"

#: Told of each article and the reports on its sentences, where they were asked for.
Explain = Callable[[Article, tuple[SentenceReport, ...]], None]

#: Told what is being done and how many steps of how many (0: nobody knows) are behind it.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How articles are read.

    Args:
        workers: processes that code; 1 codes in this one. The output is the same.
        coder: ``rules``; ``llm``, a language model; ``both``, the rules and then the model
            where the rules are unsure.
        model: which model; for ``llm`` and ``both`` only.
        labels: ``steelyard``, or ``plover`` for the manual's way with plans and denials.
        mapping: which key holds which field, for JSON Lines and CSV.
        undated: the day of articles that state none.
    """

    workers: int = 1
    coder: CoderName = "rules"
    model: Model | None = None
    labels: Labels = "steelyard"
    mapping: Mapping = field(default_factory=lambda: Mapping({}))
    undated: date | None = None

    def __post_init__(self) -> None:
        """Refuse what no reading could do."""
        if self.workers < 1:
            msg = f"{self.workers} workers cannot read; give 1 or more, at best one for each core."
            raise CodingError(msg)
        if self.coder not in CODERS:
            msg = f"Coder '{self.coder}' is unknown. Allowed are {', '.join(CODERS)}."
            raise CodingError(msg)
        if (self.coder == "rules") != (self.model is None):
            msg = (
                f"Coder '{self.coder}' needs --model NAME and --endpoint ADDRESS."
                if self.model is None
                else f"A model is named, but coder '{self.coder}' asks none. Give --coder llm or both."
            )
            raise CodingError(msg)
        if self.labels not in ("steelyard", "plover"):
            msg = f"Labels '{self.labels}' are unknown. Allowed are steelyard and plover."
            raise CodingError(msg)

    def settings(self) -> str:
        """Return what the events of an article depend on beside the article, as one text.

        The rules and lexicons count by their content: a mended row makes articles be read again.
        """
        rules = blake2b(digest_size=8)
        home = Path(coding.__file__).parent
        for path in sorted(home.rglob("*.*")):
            if path.suffix in (".py", ".csv", ".md"):
                rules.update(path.read_bytes())
        model = self.model.name if self.model else ""
        return f"{steelyard.__version__} {self.coder} {self.labels} {model} {rules.hexdigest()}"


class Run:
    """A reading; a context manager, at whose end no worker and no open file is left.

    Args:
        inputs: files, folders, globs, or ``-`` for JSON Lines on standard input.
        options: how they are read.
        ledger: the file that keeps what is finished, None for one that lives as long as the run.
        explain: told of every coded article; what is finished is then coded again.
        progress: told of every batch.
    """

    def __init__(
        self,
        inputs: Iterable[str],
        options: Options,
        *,
        ledger: Path | None = None,
        explain: Explain | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.summary = Summary()
        self._inputs = inputs
        self._options = options
        self._explain = explain
        self._progress = progress
        self._index = DuplicateIndex()
        self.ledger = Ledger(ledger, options.settings())
        self._keep = ledger is not None

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
            self.ledger.commit()
            if self._progress:
                said = f"articles, {self.summary.events:,} events"
                self._progress(said, self.summary.read, 0)
        if not self.summary.read:
            raise SourceError(self.summary.nothing())

    def events(self) -> Iterator[Event]:
        """Yield the events, each with the reports that its document has by then."""
        held: deque[tuple[Event, ...]] = deque()
        for _, events in self.articles():
            if events:
                held.append(events)
            if len(held) > HELD_BACK:
                yield from self.with_reports(held.popleft())
        while held:
            yield from self.with_reports(held.popleft())

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
        yield from read_articles(self._inputs, self._options.mapping)

    def _coded(self, waiting: Iterator[list[Entry]]) -> Iterator[Coded]:
        model, labels = self._options.model, self._options.labels
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
    """Write the events of articles into ``path`` (.jsonl, .csv, .parquet) and return the summary.

    The file holds what the input gives, as if it were read anew; what an earlier reading has
    finished is taken from the ledger ``PATH.finished``. Where the reading is stopped the file
    holds the articles that were finished, each whole.

    Raises:
        SourceError: nothing could be read, or the file cannot be written.
    """
    writing.check(path)
    ledger = path.with_name(path.name + LEDGER)
    fresh = not ledger.exists()
    try:
        with Run(
            names(inputs), options or Options(), ledger=ledger, explain=explain, progress=progress
        ) as run:
            _code_all(run, path)
            run.ledger.forget_absent()
            run.ledger.commit()
            writing.write(path, run.finished())
            return run.summary
    except SourceError:
        if fresh and not path.exists():
            ledger.unlink(missing_ok=True)
        raise


def _code_all(run: Run, path: Path) -> None:
    """Code every article; where that is stopped, write the articles that are whole."""
    try:
        for _ in run.articles():
            pass
    except BaseException:
        if run.summary.coded or run.summary.known:
            run.ledger.commit()
            writing.write(path, run.finished())
        raise


def names(inputs: str | Path | Iterable[str | Path]) -> tuple[str, ...]:
    """Return inputs as the names that :func:`~steelyard.articles.read_articles` takes."""
    if isinstance(inputs, (str, Path)):
        return (str(inputs),)
    return tuple(str(one) for one in inputs)
