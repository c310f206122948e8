"""Order: work that is done side by side, its results in the order in which it was given."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_order(
    threads: Executor, work: Callable[[Item], Result], items: Iterable[Item], under_way: int
) -> Iterator[Result]:
    """Yield what ``work`` makes of each item, in their order, at most so many being under way."""
    waiting: deque[Future[Result]] = deque()
    for item in items:
        waiting.append(threads.submit(work, item))
        if len(waiting) > under_way:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
