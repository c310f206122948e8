"""What is strange, and who led when: two checks on worlds in the prior, and one on made-up exchanges.

    python -m evaluation.strangeness [WORLDS] [SEED]

1. Of worlds as believed whose truth is realignment, in how many "none of these" leads the verdict (asked: under 3 %).
2. How often the fit of a world to the others is under .02, for each number of effects that its record knows: a prior
   predictive p should be so in 2 % of worlds (asked: at most 2.5 %).
3. In how many of forty records in which the client led for 1,000 days before the shock and the rival leads for 120
   after it ``initiative`` names the client (asked: at most 2).
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from evaluation.exchanges import Exchange, exchange
from evaluation.ladder import CARD, CASE, RIVAL, SHOCK
from steelyard import diagnostics, readings
from steelyard.archive import archive_of
from steelyard.pipeline.judge_splits import on_events, world_arrays
from steelyard.readings.features import EFFECT
from steelyard.readings.joint import UNLIKE
from steelyard.readings.worlds import (
    CLIENT,
    NARROW,
    WHATS,
    Truth,
    World,
    case_of,
    draw,
    simulate,
)
from steelyard.records import (
    TIE,
    Account,
    Event,
    Finding,
    Window,
    event_id,
    event_table,
)

OUT = Path(__file__).parent / "results" / "strangeness.txt"

#: Seed of the first world; no set of the calibration begins there.
FIRST = 800_000_000

RUNS, BEFORE, AFTER = 40, 1000, 120

#: The case whose lead changes hands.
TURNED = replace(
    CASE,
    windows={
        "before": Window(SHOCK - timedelta(days=BEFORE), SHOCK),
        "after": Window(SHOCK, SHOCK + timedelta(days=AFTER)),
    },
)


def main() -> None:
    """Print the three checks."""
    number, seed = (int(x) for x in (*sys.argv[1:3], *("400", "1")[len(sys.argv[1:3]) :]))
    first = FIRST + 1_000_000 * seed
    lines = [
        *_leading(range(first, first + number // 4)),
        *_fits(range(first, first + number)),
        _led(seed),
    ]
    print(*lines, sep="\n")
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


def found_in(world: World) -> list[Finding]:
    """What the diagnostics that rest on events find in a world, without a word told."""
    return [
        diagnostics.finding(replace(one, tell=_untold), CLIENT, world_arrays(one, world))
        for one in on_events()
    ]


def _untold(*_: Any) -> Account:
    return Account(sentence="A world is not told.")


def _leading(seeds: range) -> Iterator[str]:
    led = named = 0
    for seed in seeds:
        asked = draw(seed, NARROW, truth=Truth("realignment", "client_pull"))
        case = case_of(asked)
        over = [r for r in readings.readings_for(case, measured=True) if r.family == "what"]
        found = found_in(simulate(asked))
        verdict = readings.weigh_once(
            case, found, over, client=CLIENT, family="what", model=readings.shipped()
        )
        p = verdict.probabilities
        led += max(p, key=p.__getitem__) == "none"
        named += max(p, key=p.__getitem__) == "realignment"
    yield (
        f"of {len(seeds)} true realignments in the prior, none of these leads in {led} ({led / len(seeds):.3f}), "
        f"realignment in {named}"
    )


def _fits(seeds: range) -> Iterator[str]:
    model = readings.shipped()
    fits: dict[int, list[float]] = defaultdict(list)
    true: dict[str, list[float]] = defaultdict(list)
    for seed in seeds:
        asked = draw(seed, NARROW)
        known = model.values(found_in(simulate(asked)))
        fit, _ = model.surprise(known)
        if fit is not None:
            fits[int(np.isfinite(known[:, EFFECT]).sum())].append(fit)
            true[asked.truth.what].append(fit)
    every = [fit for some in fits.values() for fit in some]
    yield f"fit under {UNLIKE} in {_share(every)} of {len(every)} worlds; by effects known:"
    for low, high in ((1, 3), (4, 6), (7, 9), (10, 20)):
        some = [fit for number, found in fits.items() if low <= number <= high for fit in found]
        if some:
            yield f"  {low} to {high}: {_share(some)} of {len(some)}"
    yield "  " + ", ".join(f"{what} {_share(true[what])} of {len(true[what])}" for what in WHATS)


def _share(fits: list[float]) -> str:
    return f"{np.mean(np.array(fits) < UNLIKE):.3f}"


def _led(seed: int) -> str:
    """Who is said to move first where the lead changed hands at the shock."""
    initiative = diagnostics.get("initiative")
    grades = []
    for run in range(RUNS):
        archive = archive_of(event_table(list(_turned(seed, run))), TIE.empty_table(), (CARD,))
        grades.append(diagnostics.ask(initiative, archive, TURNED, CLIENT).grade)
    wrong, right = grades.count("supports"), grades.count("opposes")
    return (
        f"the client led {BEFORE} days before the shock, the rival {AFTER} after: initiative names the client in {wrong} of "
        f"{RUNS}, the rival in {right}"
    )


def _turned(seed: int, run: int) -> Iterator[Event]:
    """A record in which who leads changes at the shock."""
    rng = np.random.default_rng((seed, run))
    one, two, _ = exchange(rng, Exchange(rates=(0.3, 0.3), a_to_b=0.6, days=BEFORE))
    three, four, _ = exchange(rng, Exchange(rates=(0.6, 0.6), b_to_a=0.6, days=AFTER))
    for pair, counts in (
        ((CLIENT, RIVAL), np.concatenate([one, three])),
        ((RIVAL, CLIENT), np.concatenate([two, four])),
        (("DEU", "FRA"), rng.poisson(2.0, BEFORE + AFTER)),
    ):
        for number, day in enumerate(np.repeat(np.arange(-BEFORE, AFTER), counts.astype(int))):
            yield Event(
                event_id=event_id(run, *pair, number),
                day=SHOCK + timedelta(days=int(day)),
                precision="day",
                actor=(pair[0],),
                recipient=(pair[1],),
                type="SUPPORT",
                quad=1,
                act="words",
                status="happened",
                source=CARD.name,
                source_id=f"{pair[0]} {number}",
                coder="evaluation/strangeness.py",
            )


if __name__ == "__main__":
    main()
