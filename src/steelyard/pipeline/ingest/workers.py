"""Workers: batches of articles coded in processes of their own, outcomes in the order of the input.

Each worker is a fresh Python that runs ``steelyard.coding.worker``: nothing is forked, and the
program that asked is not run a second time, as multiprocessing would do. At most a few batches
are under way, so that memory stays flat however fast the files are read. A worker that dies is
replaced and its batch coded again, an article at a time; the article that kills it is reported.
"""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from types import TracebackType
from typing import IO, Self

from steelyard.articles import Mapping
from steelyard.coding.batches import BROKEN, Outcome
from steelyard.coding.coder import Labels
from steelyard.errors import SteelyardError
from steelyard.pipeline.ingest.coders import Coded, FromFiles
from steelyard.pipeline.ingest.ledger import Entry
from steelyard.pipeline.ingest.order import in_order
from steelyard.pipeline.ingest.selection import to_code
from steelyard.records import Article

#: Batches under way for each worker: one that it codes, one that waits for it, one to spare while
#: an earlier one of another worker holds up the order.
UNDER_WAY = 3

#: Linear algebra in a worker stays on one core: the workers are the parallelism.
_ONE_CORE = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1"
)


class Worker:
    """One process that codes; ``start`` does not wait until it is ready."""

    def __init__(self, labels: Labels, *, detailed: bool) -> None:
        self._words = [labels, "detailed" if detailed else "plain"]
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = False

    def code(self, articles: Sequence[Article]) -> list[Outcome]:
        """Return the outcome of each article.

        Raises:
            SteelyardError: the coder cannot be loaded.
        """
        outcomes = self._ask(articles)
        if outcomes is not None:
            return outcomes
        if len(articles) == 1:
            return [Outcome(problem=BROKEN, detail="the coder's process died of it")]
        return [outcome for article in articles for outcome in self.code([article])]

    def stop(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe:
                    _close(pipe)
            self._process = None
            self._ready = False

    def _ask(self, articles: Sequence[Article]) -> list[Outcome] | None:
        """Return what the process answers, None where it died of the question."""
        try:
            process = self._process or self.start()
            self._wait(process)
            assert process.stdin
            assert process.stdout
            pickle.dump(list(articles), process.stdin, protocol=pickle.HIGHEST_PROTOCOL)
            process.stdin.flush()
            answer = pickle.load(process.stdout)  # noqa: S301 - from the process started here
        except (EOFError, BrokenPipeError, pickle.UnpicklingError):
            self.stop()
            return None
        if isinstance(answer, SteelyardError):
            raise answer
        outcomes: list[Outcome] = answer
        return outcomes

    def start(self) -> subprocess.Popen[bytes]:
        """Start the process, which loads its coder while its first batch is still being read."""
        self._process = subprocess.Popen(  # noqa: S603 - our own module, our own words
            [sys.executable, "-m", "steelyard.coding.worker", *self._words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **_ONE_CORE, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            start_new_session=True,  # Ctrl-C is for us; a worker ends when its input does
        )
        return self._process

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        """Wait until a process has loaded its coder.

        Raises:
            SteelyardError: it cannot.
        """
        if self._ready:
            return
        assert process.stdout
        answer = pickle.load(process.stdout)  # noqa: S301 - from the process started here
        if isinstance(answer, SteelyardError):
            raise answer
        self._ready = True


class Workers(FromFiles):
    """The rules, in several processes; they start when the coder is entered.

    Args:
        number: How many.
        mapping: Which key holds which field.
        labels: As :class:`~steelyard.coding.Coder` takes them.
        detailed: Whether outcomes carry a report on each sentence.
    """

    def __init__(self, number: int, mapping: Mapping, labels: Labels, *, detailed: bool) -> None:
        super().__init__(mapping)
        self._workers = [Worker(labels, detailed=detailed) for _ in range(number)]
        self._idle: queue.SimpleQueue[Worker] = queue.SimpleQueue()
        self._threads = ThreadPoolExecutor(number)

    def __enter__(self) -> Self:
        """Start the processes; none is waited for."""
        for worker in self._workers:
            worker.start()
            self._idle.put(worker)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End every worker, whatever it is doing."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.stop()
        self._threads.shutdown(wait=True)

    def code(self, batches: Iterable[list[Entry]]) -> Iterator[Coded]:
        """Yield each batch with the outcomes of those of its articles that had to be coded."""
        yield from in_order(self._threads, self._code, batches, UNDER_WAY * len(self._workers))

    def _code(self, batch: list[Entry]) -> Coded:
        articles = [entry.article for entry in batch if to_code(entry)]
        if not articles:
            return batch, []
        worker = self._idle.get()
        try:
            return batch, worker.code(articles)
        finally:
            self._idle.put(worker)


def _close(pipe: IO[bytes]) -> None:
    """Close a pipe to a process that is gone: what was still to be written is lost with it."""
    with suppress(BrokenPipeError):
        pipe.close()
