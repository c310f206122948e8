"""Whole verdicts on the bench: every diagnostic asked, both families weighed.

    python -m evaluation.history.verdicts [--given]     # only the cases that others chose

The weights of gauges have seen these cases (the table of ``evaluation.history`` leaves them out); what is
new here is which of the five readings leads, and who is named as the driver.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from evaluation.history.bench import Known, known, opened
from evaluation.history.scores import auc, brier
from steelyard import diagnostics, readings
from steelyard.records import Archive, FamilyVerdict
from steelyard.series import Record

OUT = Path(__file__).parents[1] / "results" / "history-verdicts.txt"
NAMED = 0.5


def main() -> None:
    """Weigh the cases, print each, and how often they were right."""
    cases = [one for one in known() if one.batch == "given" or "--given" not in sys.argv]
    lines, scored = [], []
    for one, archive in opened(cases):
        what, driver = weighed(one, archive)
        scored.append((one, what, driver))
        lines.append(_line(one, what, driver))
        print(lines[-1], flush=True)
    lines += _summary(scored)
    print(*lines[len(cases) :], sep="\n")
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


def weighed(one: Known, archive: Archive) -> tuple[FamilyVerdict, FamilyVerdict]:
    """Both families of a case."""
    case = replace(one.case, sources=archive.sources)
    record = Record(archive, case)
    found = [diagnostics.ask(d, record, case, one.client) for d in diagnostics.ALL]
    over = readings.readings_for(case, measured=True)
    what, driver = (
        readings.weigh_once(
            case,
            found,
            [r for r in over if r.family == family],
            client=one.client,
            family=family,
            model=readings.shipped(),
        )
        for family in ("what", "driver")
    )
    return what, driver


def _leading(verdict: FamilyVerdict) -> tuple[str, float]:
    name = max(verdict.probabilities, key=verdict.probabilities.__getitem__)
    return name, verdict.probabilities[name]


def _line(one: Known, what: FamilyVerdict, driver: FamilyVerdict) -> str:
    (first, p), (who, q) = _leading(what), _leading(driver)
    return (
        f"{one.name:<28} {one.what:<12} P(realignment) {what.probabilities['realignment']:.2f}  "
        f"leads {first} {p:.2f}; driver {one.driver or '-'}: {who} {q:.2f}"
    )


def _summary(scored: Sequence[tuple[Known, FamilyVerdict, FamilyVerdict]]) -> list[str]:
    turned = np.array([one.turned for one, _, _ in scored])
    p = np.array([what.probabilities["realignment"] for _, what, _ in scored])
    right = np.mean([_leading(what)[0] == one.what for one, what, _ in scored])
    named = [
        _leading(driver)[0] == one.driver
        for one, _, driver in scored
        if one.driver and _leading(driver)[1] >= NAMED
    ]
    return [
        (
            f"{len(scored)} cases: AUC {auc(turned, p):.2f}, Brier as printed {brier(turned, p):.3f}; above .5 "
            f"{(p[turned] > 0.5).mean():.2f} of turns, {(p[~turned] > 0.5).mean():.2f} of others"
        ),
        (
            f"what is it: {right:.2f} of {len(scored)}; who drives it, where named at {NAMED}: "
            f"{np.mean(named) if named else float('nan'):.2f} of {len(named)}"
        ),
    ]


if __name__ == "__main__":
    main()
