"""Asking: articles put to a model by a few threads, outcomes in the order of the input."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from steelyard.coding.llm.coder import ModelCoder
from steelyard.pipeline.reading.ledger import Entry
from steelyard.pipeline.reading.sifting import to_code
from steelyard.pipeline.reading.workers import Coded, in_order

#: Requests at a time, whatever the workers: they wait for the server, not for this machine.
AT_A_TIME = 4


def ask(batches: Iterable[list[Entry]], coder: ModelCoder) -> Iterator[Coded]:
    """Yield each batch with what the model finds in those of its articles that must be coded."""

    def outcomes(batch: list[Entry]) -> Coded:
        return batch, [coder.code(entry.article) for entry in batch if to_code(entry)]

    yield from _threaded(batches, outcomes)


def ask_again(coded: Iterable[Coded], coder: ModelCoder) -> Iterator[Coded]:
    """Yield what the rules gave, with the model's second look where they were unsure."""

    def outcomes(one: Coded) -> Coded:
        batch, given = one
        articles = [entry.article for entry in batch if to_code(entry)]
        return batch, list(map(coder.second_look, articles, given))

    yield from _threaded(coded, outcomes)


def _threaded(items: Iterable[Any], work: Callable[[Any], Coded]) -> Iterator[Coded]:
    threads = ThreadPoolExecutor(AT_A_TIME)
    try:
        yield from in_order(threads, work, items, 2 * AT_A_TIME)
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
