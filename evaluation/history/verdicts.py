"""Whole verdicts on the bench: every diagnostic asked, both families weighed, what was fitted left out.

    python -m evaluation.history.verdicts [--given]     # only the cases that others chose

Each case is weighed by gauges' weights that never saw its state, then by weights that never saw its publisher.
Simulated worlds have seen no case. The priors of readings and drivers were read off all of them (rounded, and drawn
to even), which flatters "what is it" and "who drives it"; beside them stands what always saying the commonest gives.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from evaluation.history.bench import Known, known, opened
from evaluation.history.scores import at_prior, auc, brier
from steelyard import diagnostics, readings
from steelyard.diagnostics.reasons import SHORT
from steelyard.pipeline.history.history_file import weights_of_cases
from steelyard.readings.measured import GaugeWeight, Measured, shipped_history
from steelyard.records import Archive, Case, FamilyVerdict, Finding
from steelyard.series import Record

OUT = Path(__file__).parents[1] / "results" / "history-verdicts.txt"
NAMED = 0.5


#: A case with what every diagnostic found in it.
Asked = tuple[Known, Case, Sequence[Finding]]

#: A case with both families weighed.
Weighed = tuple[Known, FamilyVerdict, FamilyVerdict]

PRIOR = 0.15


def main() -> None:
    """Weigh the cases, print each, and how often they were right."""
    asked: list[Asked] = [(one, *found_in(one, archive)) for one, archive in opened(known())]
    scored = left_out(asked, lambda one: one.client)
    lines = [_line(*row) for row in scored]
    publishers = left_out(asked, lambda one: one.publisher)
    only_given = "--given" in sys.argv
    for words, rows in (("states", scored), ("publishers", publishers)):
        for batch in ("given",) if only_given else ("all", "given", "own"):
            mine = [row for row in rows if batch in ("all", row[0].batch)]
            lines += summary(f"{words} left out, {batch}", mine)
    lines.append(short_pasts(asked))
    print(*lines, sep="\n")
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


def found_in(one: Known, archive: Archive) -> tuple[Case, list[Finding]]:
    """The case, and what every diagnostic finds."""
    case = replace(one.case, sources=archive.sources)
    record = Record(archive, case)
    return case, [diagnostics.ask(d, record, case, one.client) for d in diagnostics.ALL]


def short_pasts(asked: Sequence[Asked]) -> str:
    """In how many cases ``balance`` says nothing because the days before hold too few windows to compare with."""
    silent = [
        one.name
        for one, _, found in asked
        for f in found
        if f.diagnostic == "balance"
        and f.grade == "cannot_tell"
        and any(reason.startswith(SHORT) for reason in f.reasons)
    ]
    return (
        f"balance silent for want of windows: {len(silent)} of {len(asked)} ({', '.join(silent)})"
    )


def left_out(asked: Sequence[Asked], group: Callable[[Known], str]) -> list[Weighed]:
    """Every case weighed by weights that never saw another of its group."""
    numbers = [
        {f"{f.diagnostic}.{name}": x for f in found for name, x in f.numbers.items()}
        for _, _, found in asked
    ]
    groups = [group(one) for one, _, _ in asked]
    kept: dict[str, Measured] = {}
    for name in dict.fromkeys(groups):
        rest = [at for at, other in enumerate(groups) if other != name]
        weights = weights_of_cases([asked[at][0] for at in rest], [numbers[at] for at in rest])
        gauges = {key: GaugeWeight(**said) for key, said in weights.items()}
        kept[name] = replace(shipped_history(), gauges=gauges)
    return [
        (one, *weighed_by(one, case, found, kept[name]))
        for (one, case, found), name in zip(asked, groups, strict=True)
    ]


def weighed_by(
    one: Known, case: Case, found: Sequence[Finding], history: Measured | None = None
) -> tuple[FamilyVerdict, FamilyVerdict]:
    """Both families of a case, by weights of gauges that may be others than those that ship."""
    over = readings.readings_for(case, measured=True)
    what, driver = (
        readings.weigh_once(
            case,
            found,
            [r for r in over if r.family == family],
            client=one.client,
            family=family,
            model=readings.shipped(),
            history=history,
        )
        for family in ("what", "driver")
    )
    return what, driver


def weighed(one: Known, archive: Archive) -> tuple[FamilyVerdict, FamilyVerdict]:
    """Both families of a case, by the weights that ship."""
    return weighed_by(one, *found_in(one, archive))


def leading(verdict: FamilyVerdict) -> tuple[str, float]:
    """The most probable reading, and its probability."""
    name = max(verdict.probabilities, key=verdict.probabilities.__getitem__)
    return name, verdict.probabilities[name]


def _line(one: Known, what: FamilyVerdict, driver: FamilyVerdict) -> str:
    (first, p), (who, q) = leading(what), leading(driver)
    return (
        f"{one.name:<28} {one.what:<12} P(realignment) {what.probabilities['realignment']:.2f}  "
        f"leads {first} {p:.2f}; driver {one.driver or '-'}: {who} {q:.2f}"
    )


def summary(words: str, scored: Sequence[Weighed]) -> list[str]:
    """How often the verdicts were right."""
    turned = np.array([one.turned for one, _, _ in scored])
    p = np.array([what.probabilities["realignment"] for _, what, _ in scored])
    share = float(turned.mean())
    ratio = np.log(p / (1 - p)) - np.log(PRIOR / (1 - PRIOR))
    moved = at_prior(ratio, share)
    right = np.mean([leading(what)[0] == one.what for one, what, _ in scored])
    commonest = Counter(one.what for one, _, _ in scored).most_common(1)[0]
    named = [
        (leading(driver)[0], one.driver)
        for one, _, driver in scored
        if one.driver and leading(driver)[1] >= NAMED
    ]
    agree = [who == true for who, true in named]
    usual = Counter(true for _, true in named).most_common(1)
    silent = sum(leading(driver)[1] < NAMED for _, _, driver in scored)
    return [
        f"{words}: {len(scored)} cases, {turned.sum()} turns",
        (
            f"  AUC {auc(turned, p):.2f}; Brier as printed {brier(turned, p):.3f}, at the bench's share "
            f"{brier(turned, moved):.3f} (base rate {share * (1 - share):.3f})"
        ),
        (
            f"  above .5: of turns {(p[turned] > 0.5).mean():.2f} as printed, {(moved[turned] > 0.5).mean():.2f} at the "
            f"share; of others {(p[~turned] > 0.5).mean():.2f}, {(moved[~turned] > 0.5).mean():.2f}; turns below .05: "
            f"{(p[turned] < 0.05).sum()} of {turned.sum()}"
        ),
        (
            f"  what is it: {right:.2f} (always {commonest[0]}: {commonest[1] / len(scored):.2f}); who drives it, "
            f"where named at {NAMED}: {np.mean(agree) if agree else float('nan'):.2f} of {len(agree)} that are known "
            f"(always {usual[0][0]}: {usual[0][1] / len(agree):.2f}); silent in {silent} of {len(scored)}"
            if usual
            else f"  what is it: {right:.2f}; no driver is named"
        ),
    ]


if __name__ == "__main__":
    main()
