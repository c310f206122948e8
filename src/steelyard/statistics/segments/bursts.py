"""Bursts: periods in which one kind makes up an unusually large share of a stream.

An automaton of two states (Kleinberg 2003, Data Mining and Knowledge Discovery 7:373, section 4,
batched streams). Of the ``of`` items in a period, ``hits`` are of the kind in question. In the burst
state their share is ``scale`` times the usual one; entering that state costs
``gamma * log(periods)``. The cheapest path is found exactly (Viterbi). Applied to reports and to
events, it shows bursts of coverage without bursts of events.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

#: Share in a burst over the usual share, and the cost of entering one (Kleinberg's s and gamma).
SCALE, GAMMA = 2.0, 1.0

_MOST = 0.9999


@dataclass(frozen=True, slots=True)
class Burst:
    """A span of periods in the burst state, as a half-open range of indices.

    ``weight`` is the log likelihood gained by explaining it as a burst.
    """

    start: int
    end: int
    weight: float


def bursts(
    hits: ArrayLike, of: ArrayLike, *, scale: float = SCALE, gamma: float = GAMMA
) -> tuple[Burst, ...]:
    """Return the bursts of a stream, oldest first.

    Args:
        hits: Items of the kind in question in each period, shape (periods,).
        of: All items, at least ``hits``. A period that is empty or NaN carries no information and
            leaves the state unchanged.
        scale: Share in a burst over the usual share, above one.
        gamma: Cost of entering a burst, in units of log(periods).
    """
    k, n = np.asarray(hits, dtype=np.float64).ravel(), np.asarray(of, dtype=np.float64).ravel()
    if len(k) != len(n):
        return ()
    seen = np.isfinite(k) & np.isfinite(n) & (n > 0) & (k >= 0) & (k <= n)
    k, n = np.where(seen, k, 0.0), np.where(seen, n, 0.0)
    if k.sum() == 0 or k.sum() == n.sum():
        return ()
    usual = float(k.sum() / n.sum())
    high = min(usual * scale, _MOST)
    gain = k * np.log(high / usual) + (n - k) * np.log((1 - high) / (1 - usual))
    state = _path(gain, gamma * float(np.log(max(len(k), 2))))
    edges = np.flatnonzero(np.diff(np.concatenate([[0], state, [0]])))
    return tuple(
        Burst(int(start), int(end), float(gain[start:end].sum()))
        for start, end in edges.reshape(-1, 2)
    )


def _path(gain: Floats, entry: float) -> NDArray[np.int_]:
    """States (0 usual, 1 burst) on the cheapest path; leaving a burst is free."""
    usual, burst = 0.0, -entry
    from_usual, from_burst = np.zeros(len(gain), bool), np.zeros(len(gain), bool)
    for t, more in enumerate(gain):
        from_burst[t] = burst > usual  # the usual state was reached by leaving a burst
        from_usual[t] = usual - entry > burst  # the burst was entered one period earlier
        usual, burst = max(usual, burst), max(burst, usual - entry) + more
    state = np.zeros(len(gain), int)
    now = int(burst > usual)
    for t in range(len(gain) - 1, -1, -1):
        state[t] = now
        now = int(from_burst[t]) if now == 0 else int(not from_usual[t])
    return state
