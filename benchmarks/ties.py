"""What measuring UN votes and loading arms deals costs, beside a plain pandas loop, in one run.

    python benchmarks/ties.py FOLDER [--pairs N] [--to FILE]

FOLDER holds ``unga_votes/*.parquet`` (votes by roll call and COW code) and ``sipri/*.csv``. The
plain loop does N pairs of one year and is scaled up to all pairs of all years, and said so.
"""

from __future__ import annotations

import argparse
import json
import platform
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from steelyard.statistics.choices import similarity
from steelyard.statistics.choices.splits import splits
from steelyard.ties.publishers import sipri, unga


def timed(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """Return wall seconds, processor seconds and the result."""
    wall, used = time.perf_counter(), time.process_time()
    result = work()
    return time.perf_counter() - wall, time.process_time() - used, result


def by_year(votes: pa.Table) -> dict[int, pa.Table]:
    """The votes of each year."""
    years = votes["day"].to_numpy().astype("datetime64[Y]").astype(int) + 1970
    return {int(year): votes.filter(pa.array(years == year)) for year in np.unique(years)}


def all_pairs(years: dict[int, pa.Table]) -> int:
    """Agreement and kappa of every pair, and every state's splits, in every year."""
    pairs = 0
    for votes in years.values():
        states, choices = unga.ballots(votes)
        table = similarity.pairs(choices, len(unga.CHOICES))
        similarity.agreement(table), similarity.kappa(table)
        pairs += table.shape[2]
        members = [states.index(code) for code in ("FRA", "DEU", "ITA", "ESP") if code in states]
        splits(choices, choices[members], choices[states.index("RUS")], quorum=len(members))
    return pairs


def plain_pairs(votes: pa.Table, pairs: int) -> int:
    """The same for some pairs of one year as one would write it with pandas."""
    frame = votes.to_pandas()
    frame["level"] = frame["vote"].map({"yes": 0, "abstain": 1, "no": 2})
    frame = frame[frame["level"].notna()]
    states = sorted(frame["state"].unique())
    done = 0
    for one in states:
        for other in states:
            if one >= other:
                continue
            mine = frame[frame["state"] == one][["rollcall", "level"]]
            theirs = frame[frame["state"] == other][["rollcall", "level"]]
            both = mine.merge(theirs, on="rollcall")
            (both["level_x"] == both["level_y"]).mean()
            apart = ((both["level_x"] - both["level_y"]) ** 2).mean()
            expected = np.mean(
                (both["level_x"].to_numpy()[:, None] - both["level_y"].to_numpy()[None, :]) ** 2
            )
            _ = 1 - apart / expected if expected else np.nan
            done += 1
            if done == pairs:
                return done
    return done


def main() -> None:
    """Time both and print one table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pairs", type=int, default=200)
    parser.add_argument("--to", type=Path)
    given = parser.parse_args()
    file = next((given.folder / "unga_votes").glob("*.parquet"))
    wall, used, read = timed(lambda: unga.read(file))
    votes = read.tables["votes"]
    years = by_year(votes)
    pairs_wall, pairs_used, pairs = timed(lambda: all_pairs(years))
    middle = years[2019]
    plain_wall, _, done = timed(lambda: plain_pairs(middle, given.pairs))
    ties_wall, ties_used, ties = timed(read.tables["ties"].read_all)
    register = next((given.folder / "sipri").glob("*Aditya*.csv"))
    arms_wall, arms_used, arms = timed(lambda: sipri.read(register))
    result = {
        "day": datetime.now(UTC).date().isoformat(),
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "votes": read.read,
        "read votes, s": [round(wall, 2), round(used, 2)],
        "agreement, kappa, splits of all pairs and years, s": [
            round(pairs_wall, 2),
            round(pairs_used, 2),
        ],
        "pairs": pairs,
        "plain loop, s for its pairs": [round(plain_wall, 2), done],
        "plain loop scaled to all pairs, s": round(plain_wall / done * pairs),
        "times faster": round(plain_wall / done * pairs / pairs_wall),
        "ties with intervals of four measures, s": [round(ties_wall, 2), round(ties_used, 2)],
        "ties": ties.num_rows,
        "read and share out arms deals, s": [round(arms_wall, 2), round(arms_used, 2)],
        "deals": arms.tables["deals"].num_rows,
    }
    for name, value in result.items():
        print(f"{name:<55} {value}")
    if given.to:
        given.to.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
