"""Weigh every case of the bench by each rule and print how often it was right.

    python -m evaluation.history [FOLDER]     # FOLDER keeps the archives; the first run makes them

Whatever is fitted on cases is scored on cases of other states. The lines "whole batch" and "whole
archive" leave those out too. Brier scores are at the bench's own share of turns; the columns "printed"
are at the prior of the tool. Intervals (90 %) are from cases drawn with replacement.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from evaluation.history import scores
from evaluation.history.bench import FOLDER, Known, agreement, known, opened
from evaluation.history.counts import Counts, counted
from evaluation.history.rules import RULES, evidence, quarrel
from evaluation.history.scores import Floats, Mask

HERE = Path(__file__).parent
PRIOR = 0.15


def main() -> None:
    """Print the tables and write them."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    cases: list[Known] = []
    found: list[Counts] = []
    for one, archive in opened(known(), folder):
        cases.append(one)
        found.append(counted(one, archive))
    lines = [*_bench(cases), "", *_rules(cases, found), "", *_moved(cases, found)]
    lines += ["", *_kinds(cases, found), "", *_reliability(cases, found), "", *_each(cases, found)]
    text = "\n".join(lines) + "\n"
    print(text, end="")
    (HERE.parent / "results" / "history.txt").write_text(text, encoding="utf-8")


def _bench(cases: Sequence[Known]) -> list[str]:
    kinds = Counter(one.kind for one in cases)
    what = Counter(one.what for one in cases)
    turns = sum(one.turned for one in cases)
    labels, same, what_too = agreement()
    return [
        f"second reader: {labels} labels, the same on turn or not in {same}, on the reading in {what_too}",
        f"{len(cases)} cases, {turns} turns, {len({one.client for one in cases})} states; "
        + ", ".join(f"{n} {kind}" for kind, n in kinds.most_common()),
        "right answers: " + ", ".join(f"{n} {name}" for name, n in what.most_common()),
    ]


def _arrays(cases: Sequence[Known], found: Sequence[Counts], name: str) -> tuple[Floats, Mask]:
    rule = RULES[name]
    numbers = np.array([rule(counts) for counts in found], dtype=float).reshape(len(cases), -1)
    return numbers, np.array([one.turned for one in cases], dtype=bool)


def _rules(cases: Sequence[Known], found: Sequence[Counts]) -> list[str]:
    lines = [
        (
            f"{'states left out':<28} {'AUC':<17} {'Brier':<20} {'turns>.5':<9} {'others>.5':<10} "
            f"{'printed':<12} by batch and publisher (AUC/Brier)"
        )
    ]
    for name in RULES:
        numbers, turned = _arrays(cases, found, name)
        ratio = scores.left_out(numbers, turned, [one.client for one in cases])
        p = scores.at_prior(ratio, float(turned.mean()))
        printed = scores.at_prior(ratio, PRIOR)
        (a0, a1), (b0, b1) = scores.interval(turned, p)
        parts = []
        for batch, publisher in (
            ("given", "icews"),
            ("given", "keds"),
            ("own", "icews"),
            ("own", "keds"),
        ):
            mine = np.array([(c.batch, c.publisher) == (batch, publisher) for c in cases])
            parts.append(
                f"{batch} {publisher} {scores.auc(turned[mine], p[mine]):.2f}/"
                f"{scores.brier(turned[mine], p[mine]):.3f}"
            )
        lines.append(
            f"{name:<28} {scores.auc(turned, p):.2f} ({a0:.2f}-{a1:.2f})  "
            f"{scores.brier(turned, p):.3f} ({b0:.3f}-{b1:.3f})  {_share(p[turned])}      "
            f"{_share(p[~turned])}       {_share(printed[turned])} {_share(printed[~turned])}    "
            + "; ".join(parts)
        )
    return lines


def _share(p: Floats) -> str:
    return f"{(p > 0.5).mean():.2f}"


def _moved(cases: Sequence[Known], found: Sequence[Counts]) -> list[str]:
    """Fitted on one batch or archive and tried on the other."""
    lines = ["whole batches and archives left out (AUC, Brier at the share of those tried)"]
    given = np.array([one.batch == "given" for one in cases])
    icews = np.array([one.publisher == "icews" for one in cases])
    ways = (
        ("own, tried on given", ~given, given),
        ("given, tried on own", given, ~given),
        ("icews, tried on keds", icews, ~icews),
        ("keds, tried on icews", ~icews, icews),
    )
    for name in ("plain rule", "evidence"):
        numbers, turned = _arrays(cases, found, name)
        for words, on, tried in ways:
            ratio = scores.fit(numbers[on], turned[on]).log_ratio(numbers[tried])
            p = scores.at_prior(ratio, float(turned[tried].mean()))
            y = turned[tried]
            lines.append(
                f"{name:<12} {words:<22} n {len(y):<3} {scores.auc(y, p):.2f}  "
                f"{scores.brier(y, p):.3f} (base rate {y.mean() * (1 - y.mean()):.3f})"
            )
    return lines


def _kinds(cases: Sequence[Known], found: Sequence[Counts]) -> list[str]:
    numbers, turned = _arrays(cases, found, "evidence")
    states = [one.client for one in cases]
    p = scores.at_prior(scores.left_out(numbers, turned, states), float(turned.mean()))
    quarrels = np.array([quarrel(counts) for counts in found])
    broke = np.array([one.what == "rupture" for one in cases])
    q = scores.at_prior(scores.left_out(quarrels, broke, states), float(broke.mean()))
    lines = [
        "evidence by kind of case: n, mean P(realignment), above .5, mean P(rupture), above .5"
    ]
    for kind in dict.fromkeys(one.kind for one in cases):
        mine = np.array([one.kind == kind for one in cases])
        lines.append(
            f"{kind:<10} {mine.sum():<3} {p[mine].mean():.2f}  {(p[mine] > 0.5).sum():<3}   "
            f"{q[mine].mean():.2f}  {(q[mine] > 0.5).sum()}"
        )
    lines.append(
        f"rupture: AUC {scores.auc(broke, q):.2f}, Brier {scores.brier(broke, q):.3f}, above .5: "
        f"{(q[broke] > 0.5).sum()} of {broke.sum()} and {(q[~broke] > 0.5).sum()} of {(~broke).sum()}"
    )
    return lines


def _reliability(cases: Sequence[Known], found: Sequence[Counts]) -> list[str]:
    numbers, turned = _arrays(cases, found, "evidence")
    ratio = scores.left_out(numbers, turned, [one.client for one in cases])
    share = float(turned.mean())
    lines = ["reliability of the evidence at the bench's share: said, cases, turns, mean said"]
    for low, high, n, k, mean in scores.bands(turned, scores.at_prior(ratio, share)):
        lines.append(f"{low:.2f}-{high:.2f}  {n:<3} {k:<3} {k / n:.2f} ({mean:.2f})")
    return lines


def _each(cases: Sequence[Known], found: Sequence[Counts]) -> list[str]:
    numbers, turned = _arrays(cases, found, "evidence")
    ratio = scores.left_out(numbers, turned, [one.client for one in cases])
    p, printed = scores.at_prior(ratio, float(turned.mean())), scores.at_prior(ratio, PRIOR)
    fitted = scores.fit(numbers, turned)
    lines = [
        "weights a unit (warmth, partner's line, commitments, burst): "
        + ", ".join(f"{w:.2f}" for w in fitted.weights)
        + f"; constant {fitted.constant:.2f}",
        "each case: P at the share, P printed, warmth, partner, commitments, burst, hostility, force",
    ]
    for at in np.argsort(-p):
        one, counts = cases[at], found[at]
        told = [*evidence(counts), *quarrel(counts)]
        lines.append(
            f"{one.name:<28} {one.batch:<6}{one.publisher:<6}{one.kind:<10}{int(one.turned)}  "
            f"{p[at]:.2f} {printed[at]:.2f}  " + " ".join(f"{number:+.2f}" for number in told)
        )
    return lines


if __name__ == "__main__":
    main()
