"""Posterior predictive check: do the features of real cases lie inside the worlds that claim them?

    python -m evaluation.history.predictive [FOLDER] [WORLDS]   # FOLDER as for `evaluation.history`; worlds a reading

For each reading that worlds have, and each feature: the real cases of the bench with that end beside simulated worlds
of that reading whose record is a wire coded whole, as the bench's are. Features are the effects of the diagnostics
that rest on events (ratios as logs) and the gauges. Printed are medians, how many real cases lie within the middle
90 % of the worlds, and ``p``: how often the median of as many worlds lies as far from the worlds' middle as the real
median does (Box 1980, JRSS A 143:383; Gelman, Meng and Stern 1996, Statistica Sinica 6:733). ``OFF`` marks a feature
whose p is under .01: the worlds are about something else. ``WIDE`` marks one of whose real cases fewer than three in four lie
within: reality differs more from case to case than the worlds do.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evaluation.history.bench import FOLDER, known, opened
from steelyard import diagnostics
from steelyard.pipeline.judge_splits import on_events, world_arrays
from steelyard.readings.features import FAR
from steelyard.readings.worlds import DRIVERS, WHATS, WIDE, Truth, draw, simulate
from steelyard.records import Answer, Diagnostic, Scale
from steelyard.series import Record

Features = Mapping[str, float]
Floats = NDArray[np.float64]

OUT = Path(__file__).parents[1] / "results" / "history-predictive.txt"

#: Seed of the first world; no set of the calibration begins there.
FIRST = 700_000_000

#: Fewest values on either side that are compared.
FEWEST = 5

#: A median that is reached more rarely than this is off; with fewer than this part within, reality is wider.
RARE, WITHIN = 0.01, 0.75

MIDDLE = (5, 95)
DRAWS = 2000


def main() -> None:
    """Print the check, feature by feature, and how many features are outside."""
    given = sys.argv[1:]
    folder = Path(given[0]) if given else FOLDER
    number = int(given[1]) if len(given) > 1 else 150
    real = bench(folder)
    lines = [*HEAD]
    compared = off = wide = 0
    for what in WHATS:
        mine = [found for end, found in real if end == what]
        if len(mine) < FEWEST:
            lines.append(f"{what}: {len(mine)} real cases, too few to compare")
            continue
        worlds = [world_features(FIRST + at, what, at) for at in range(number)]
        for name in sorted({key for found in mine for key in found}):
            row = compare(
                [f[name] for f in mine if name in f], [w[name] for w in worlds if name in w]
            )
            if row is not None:
                compared += 1
                off += "OFF" in row
                wide += "WIDE" in row
                lines.append(f"{what:<12} {name:<24} {row}")
    lines.append(
        f"of {compared} features {off} lie off their worlds, {wide} vary more than they; {number} worlds a reading"
    )
    print(*lines, sep="\n")
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


HEAD = (
    "reading      feature                  real n, median | worlds n, median (5 to 95 %) | real within, p",
)


def bench(folder: Path) -> list[tuple[str, Features]]:
    """The end of every case of the bench, and its features."""
    found = []
    for one, archive in opened(known(), folder):
        case = replace(one.case, sources=archive.sources)
        record = Record(archive, case)
        arrays = [(d, d.gather(record, case, one.client)) for d in on_events()]
        found.append((one.what, features(arrays)))
    return found


def world_features(seed: int, what: str, at: int) -> Features:
    """The features of a simulated wire in which a reading is true."""
    truth = Truth(what, DRIVERS[at % len(DRIVERS)])  # type: ignore[arg-type]
    world = simulate(draw(seed, WIDE, truth=truth, record="archive"))
    return features((d, world_arrays(d, world)) for d in on_events())


def features(arrays: Iterable[tuple[Diagnostic, object]]) -> Features:
    """Effects of the judgements, and the gauges, by name."""
    found: dict[str, float] = {}
    for diagnostic, one in arrays:
        effect = _effect(diagnostics.judged_of(diagnostic, one), diagnostic.scale)
        if effect is not None:
            found[diagnostic.name] = effect
        numbers = diagnostics.numbers_of(diagnostic, one) if diagnostic.gauges else {}
        found |= {f"{diagnostic.name}.{name}": value for name, value in numbers.items()}
    return found


def _effect(judged: Answer, scale: Scale) -> float | None:
    if judged.effect is None or not np.isfinite(judged.effect):
        return None
    if scale != "ratio":
        return float(judged.effect)
    return float(np.clip(np.log(max(judged.effect, 1e-9)), -FAR, FAR))


def compare(real: Sequence[float], worlds: Sequence[float]) -> str | None:
    """One line of the check; None where there are too few."""
    if min(len(real), len(worlds)) < FEWEST:
        return None
    cloud, mine = np.array(worlds), np.array(real)
    low, high = np.percentile(cloud, MIDDLE)
    within = float(((mine >= low) & (mine <= high)).mean())
    rng = np.random.default_rng(0)
    middle = float(np.median(cloud))
    medians = np.median(rng.choice(cloud, (DRAWS, len(mine))), axis=1)
    far = np.abs(medians - middle) >= abs(float(np.median(mine)) - middle) - 1e-9
    p = float((1 + far.sum()) / (1 + DRAWS))
    said = ("  OFF" if p < RARE else "") + ("  WIDE" if within < WITHIN else "")
    return (
        f"{len(mine):>2} {np.median(mine):+.2f} | {len(cloud):>3} {middle:+.2f} ({low:+.2f} to {high:+.2f}) | "
        f"{within:.2f}, {p:.3f}{said}"
    )


if __name__ == "__main__":
    main()
