"""Real cases as a person would have found them: a few dozen rows, the telling ones first.

Nobody has a hundred hand-made chronologies with known ends. But a case that was counted whole can be thinned to
what somebody finds in an afternoon: some fifty rows, binding and costly acts first, what many papers told rather
than what one did, one side and the days after the shock searched harder. On such samples of the cases that give
the weights it is measured with which share of them a searched record may speak, and what a break with the partner
is worth there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from steelyard import diagnostics
from steelyard.readings.measured import LOG
from steelyard.records import Archive, Case, PoleRole
from steelyard.series import Split, split

Floats = NDArray[np.float64]

#: Rows of a sample, and samples of a case.
ROWS, SAMPLES = 50, 12

#: How many times as readily a row is found as one of talk.
BINDING, COSTLY = 4.0, 2.0

#: How much harder one pole, and the days after, may have been searched.
POLES, LATER = (1.0, 1.5), (1.0, 1.5, 2.5)

ROLES: tuple[PoleRole, ...] = ("rival", "partner")
SIDES = ("before", "after")
STEPS = 25


def samples(archive: Archive, case: Case, client: str, seed: int) -> Iterator[dict[str, float]]:
    """Give the gauges of a case as each sample of its rows shows them.

    Args:
        archive: The rows.
        case: Gives windows and poles.
        client: The state asked about.
        seed: The same seed, the same samples.
    """
    whole = {role: split(archive, case, client, role) for role in ROLES}
    rng = np.random.default_rng(seed)
    asked = [d for d in diagnostics.ALL if d.gauges and d.from_splits is not None]
    for _ in range(SAMPLES):
        thin = _sample(whole, rng)
        splits = diagnostics.Splits(thin.__getitem__)
        found: dict[str, float] = {}
        for diagnostic in asked:
            assert diagnostic.from_splits is not None
            numbers = diagnostics.numbers_of(diagnostic, diagnostic.from_splits(splits))
            found |= {f"{diagnostic.name}.{name}": value for name, value in numbers.items()}
        yield found


def _sample(whole: dict[PoleRole, Split], rng: np.random.Generator) -> dict[PoleRole, Split]:
    parts = [(role, side) for role in ROLES for side in SIDES]
    later, rival = rng.choice(LATER), rng.choice(POLES)
    chances = []
    for role, side in parts:
        events = getattr(whole[role], side)
        readily = np.where(events.rung == "commitment", BINDING, 1.0)
        readily *= np.where(events.quad % 2 == 0, COSTLY, 1.0) * np.sqrt(events.reports)
        readily *= later if side == "after" else 1.0
        readily *= rival if role == "rival" else 1.0
        chances.append(readily * whole[role].countable(events))
    every = np.concatenate(chances)
    kept = every > 0
    if kept.sum() > ROWS:
        chosen = rng.choice(len(every), ROWS, replace=False, p=every / every.sum())
        kept = np.zeros(len(every), dtype=np.bool_)
        kept[chosen] = True
    masks = dict(zip(parts, np.split(kept, np.cumsum([len(c) for c in chances])[:-1]), strict=True))
    return {
        role: replace(
            whole[role],
            before=whole[role].before.select(masks[role, "before"]),
            after=whole[role].after.select(masks[role, "after"]),
        )
        for role in ROLES
    }


def fitted(offset: Floats, extra: Floats, true: NDArray[np.bool_]) -> tuple[float, Floats]:
    """Return with which share of their weight the gauges speak, and what each further one adds.

    Logistic regression with the bench's own share of turns as constant; no sample counts for more than its
    part of its case.

    Args:
        offset: Decibans that the weights of whole records give each sample.
        extra: ``(samples, gauges)`` of those that weigh in searched records alone.
        true: Whether the case of each sample was a turn.
    """
    y = true.astype(float)
    design = np.column_stack([offset * LOG, extra])
    constant = np.log(y.mean() / (1 - y.mean()))
    at = np.zeros(design.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-constant - design @ at))
        at = at - np.linalg.solve((design.T * (p * (1 - p))) @ design, design.T @ (p - y))
    share = float(min(max(at[0], 0.0), 1.0))
    return share, np.maximum(at[1:], 0.0) / share / LOG


def within(numbers: Sequence[dict[str, float]], name: str, low: float, high: float) -> Floats:
    """Return a gauge of every sample within its bounds; 0 where it cannot be told."""
    return np.array([min(max(one.get(name, 0.0), low), high) for one in numbers])
