"""The budget: how many tokens may be spent, and what has been."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Lock


@dataclass(slots=True)
class Budget:
    """Tokens in and out, shared by all threads of a reading.

    A request reserves what it may cost at most before it is sent, and settles for what it did
    cost afterwards: the cap holds whatever is under way at the same time.
    """

    cap: int
    spent: int = 0
    requests: int = 0
    cached: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    _reserved: int = 0
    _lock: Lock = field(default_factory=Lock, repr=False)

    def reserve(self, tokens: int) -> bool:
        """Set tokens aside; False, and nothing set aside, where that is over the cap."""
        with self._lock:
            if self.spent + self._reserved + tokens > self.cap:
                return False
            self._reserved += tokens
            return True

    def settle(self, reserved: int, used: int) -> None:
        """Give back what was set aside and count what was used."""
        with self._lock:
            self._reserved -= reserved
            self.spent += used
            self.requests += 1

    def from_cache(self) -> None:
        """Count an answer that cost nothing."""
        with self._lock:
            self.cached += 1

    def drop(self, reason: str, count: int = 1) -> None:
        """Count events or answers that could not be taken."""
        with self._lock:
            self.dropped[reason] += count

    def lines(self) -> Iterator[str]:
        """Yield what the model cost and what of its answers was dropped, for the summary."""
        yield (
            f"model       {self.requests:,} requests, {self.spent:,} of {self.cap:,} tokens; "
            f"{self.cached:,} answers from the cache"
        )
        if self.dropped:
            yield f"dropped     {self.dropped.total():,}"
            for reason, count in sorted(self.dropped.items()):
                yield f"{count:>9,}   {reason}"
