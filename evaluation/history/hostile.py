"""Placebo days of old quarrels: is a partner's line that has long been hostile called a turn?

    python -m evaluation.history.hostile FOLDER [NUMBER] [SEED]   # FOLDER as for `evaluation.history.placebo`

A client and a partner between whom, in the year before a day drawn at random, hostile events outnumbered
friendly ones (both at least FEWEST together), and a third actor as the rival. Nothing is known to have begun on
that day. Printed is how often P(realignment) stands above .5; at most one in twenty is asked for.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np

import steelyard as sy
from evaluation.placebo import SETS, Placebo, case_of, known_pairs
from steelyard import diagnostics, readings
from steelyard.records import Archive, FamilyVerdict
from steelyard.series import Record

#: Days before the shock in which the partner's line was hostile, and the fewest events that show it.
YEAR, FEWEST = 365, 20

#: Above this a placebo day is called a turn.
CALLED = 0.5

OUT = Path(__file__).parents[1] / "results" / "history-hostile.txt"


def hostile_draws(archive: Archive, source: str, count: int, seed: int) -> Iterator[Placebo]:
    """Draw clients, partners that they had quarrelled with for a year, rivals and days."""
    _, span, _, lengths = SETS[source]
    pairs = known_pairs(archive)
    quarrels = _quarrels(archive)
    rng = np.random.default_rng(seed)
    found = 0
    while found < count:
        client, partner = pairs[int(rng.integers(len(pairs)))]
        others = [b for a, b in pairs if a == client and b != partner]
        length = int(rng.integers(lengths[0], lengths[1] + 1))
        day = span.start + timedelta(days=int(rng.integers(YEAR, span.days - length)))
        days, hostile = quarrels.get(frozenset((client, partner)), (_NONE, _NONE.astype(bool)))
        year = (days >= np.datetime64(day - timedelta(days=YEAR))) & (days < np.datetime64(day))
        if not others or year.sum() < FEWEST or hostile[year].mean() <= 0.5:
            continue
        rival = others[int(rng.integers(len(others)))]
        before = max(span.start, day - timedelta(days=3 * 366))
        found += 1
        yield Placebo(source, client, rival, partner, day, before, day + timedelta(days=length))


_NONE = np.zeros(0, dtype="datetime64[D]")


def _quarrels(archive: Archive) -> dict[frozenset[str], tuple[np.ndarray, np.ndarray]]:
    """The days of every pair's events, and whether each was hostile."""
    rows = archive.events.select("day", "quad", "actor", "recipient").to_pyarrow()
    days = rows.column("day").to_numpy().astype("datetime64[D]")
    hostile = rows.column("quad").to_numpy() > 2  # quads 3 and 4 are conflict
    at: dict[frozenset[str], list[int]] = {}
    sides = zip(rows.column("actor").to_pylist(), rows.column("recipient").to_pylist(), strict=True)
    for place, (actors, recipients) in enumerate(sides):
        for pair in {frozenset((a, b)) for a in actors for b in recipients or actors if a != b}:
            at.setdefault(pair, []).append(place)
    return {pair: (days[places], hostile[places]) for pair, places in at.items()}


def weighed(archive: Archive, draw: Placebo) -> FamilyVerdict:
    """What it is, by the shipped weights."""
    case = replace(case_of(draw), sources=archive.sources)
    record = Record(archive, case)
    found = [diagnostics.ask(d, record, case, draw.client) for d in diagnostics.ALL]
    return readings.weigh_once(
        case,
        found,
        [r for r in readings.readings_for(case, measured=True) if r.family == "what"],
        client=draw.client,
        family="what",
        model=readings.shipped(),
    )


def main() -> None:
    """Weigh placebo days of old quarrels in both archives."""
    folder = Path(sys.argv[1])
    number, seed = (int(x) for x in (*sys.argv[2:4], *("300", "1")[len(sys.argv[2:4]) :]))
    lines, called, asked = [], 0, 0
    for source in ("icews", "keds"):
        archive = sy.open_archive(folder / f"{source}.duckdb")
        p = np.array(
            [
                weighed(archive, draw).probabilities["realignment"]
                for draw in hostile_draws(archive, source, number // 2, seed)
            ]
        )
        called, asked = called + int((p > CALLED).sum()), asked + len(p)
        lines.append(
            f"{source}: {(p > CALLED).sum()} of {len(p)} placebo days beside a year's quarrel with the partner are "
            f"called a turn ({(p > CALLED).mean():.3f}); P(realignment): mean {p.mean():.3f}, highest {p.max():.2f}"
        )
        print(lines[-1], flush=True)
    lines.append(f"together: {called} of {asked} ({called / asked:.3f}); seed {seed}")
    print(lines[-1])
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
