"""A world through the archive and a world as arrays: the same findings, 200 times.

    python -m evaluation.both_ways [NUMBER]   # 200 by default; writes a dated table to results/

The simulator makes what `gather` would yield at once, since an event table for each of twenty thousand
worlds would take days. That is only sound if the long way gives the same: the event table of the world,
third parties' events included, put into an archive and gathered by every diagnostic.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from steelyard import diagnostics
from steelyard.archive import archive_of
from steelyard.pipeline.judge_splits import on_events, world_arrays
from steelyard.readings import worlds
from steelyard.records import EVENT, TIE, Finding

RESULTS = Path(__file__).parent / "results"

#: Third parties' events a day at most, so that their tables are quickly written.
FEW = 2.0


def main() -> None:
    """Compare and say where the two ways differ."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    start, wrong, compared, kinds = time.perf_counter(), [], 0, set()
    for seed in range(number):
        long_way, short_way = both_ways(seed)
        compared += len(long_way)
        kinds.add(worlds.draw(seed).record)
        wrong += [
            f"world {seed}: {gathered.diagnostic}"
            for gathered, made in zip(long_way, short_way, strict=True)
            if gathered != made
        ]
    text = (
        f"{number} worlds ({', '.join(sorted(kinds))}), {compared} findings compared whole: "
        f"{len(wrong)} differ. {time.perf_counter() - start:.0f} s.\n"
        + "".join(f"{w}\n" for w in wrong)
    )
    print(text, end="")
    day = datetime.now(tz=UTC).date().isoformat()
    (RESULTS / f"both-ways-{day}.txt").write_text(text, encoding="utf-8")


def both_ways(seed: int) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return the findings on a world by its event table, and by its arrays."""
    asked = worlds.draw(seed)
    world = worlds.simulate(replace(asked, volume=min(asked.volume, FEW)))
    table = worlds.world_table(world)
    if table.schema != EVENT:
        msg = f"The table of world {seed} has not the schema EVENT."
        raise ValueError(msg)
    case = worlds.case_of(world.parameters)
    archive = archive_of(table, pa.Table.from_batches([], TIE), case.sources)
    return (
        tuple(diagnostics.ask(d, archive, case, worlds.CLIENT) for d in on_events()),
        tuple(diagnostics.finding(d, worlds.CLIENT, world_arrays(d, world)) for d in on_events()),
    )


if __name__ == "__main__":
    main()
