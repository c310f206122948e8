"""Old cases with known ends: the probability of realignment against what became of it.

    steelyard load keds ../shared/data/keds/balkans.weis.csv.gz --to keds.duckdb
    steelyard load icews ../shared/data/icews/merged_2018-01_2019-03.csv.gz --to icews.duckdb
    python -m evaluation.history.score FOLDER_WITH_BOTH

Each case of ``cases.csv`` names its outcome and the page that it was read on. Brier scores of
P(realignment) beside three naive rules: it never happens; it happened where the net Goldstein score a
day rose more with the rival than with the partner; where the pair's events a day rose by half. The last
lines show what hangs on the prior of realignment (docs/decisions/0041).
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import reduce
from operator import or_
from pathlib import Path

import numpy as np

import steelyard as sy
from steelyard import diagnostics, readings
from steelyard.diagnostics import ask
from steelyard.records import Archive, Case, CaseReading, Finding, Pole, Shock, Window

HERE = Path(__file__).parent
HALF_MORE = 1.5

#: Priors of realignment that are tried beside the tool's own.
PRIORS = (0.05, 0.10, 0.15, 0.225)
CALM = "placebo day in a calm dyad"


def main() -> None:
    """Score every case, print the table and write it."""
    folder = Path(sys.argv[1])
    archives = {name: sy.open_archive(folder / f"{name}.duckdb") for name in ("keds", "icews")}
    lines, scored = [], []
    tried: dict[float, list[tuple[float, float, bool]]] = {prior: [] for prior in PRIORS}
    with (HERE / "cases.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            record = archives[row["archive"]]
            case = replace(_case(row), sources=record.sources)
            found = [ask(d, record, case, case.clients[0]) for d in diagnostics.ALL]
            p, leading = _probability(case, found)
            rules = _rules(case, record)
            truth = float(row["realigned"])
            for prior, results in tried.items():
                p_of, _ = _probability(_with_prior(case, prior), found)
                results.append((p_of, truth, row["kind"] == CALM))
            scored.append([(x - truth) ** 2 for x in (p, *rules)])
            lines.append(
                f"{row['name']:<20} {row['kind']:<28} {truth:.0f}  P {p:.2f}  {leading:<12} "
                f"Goldstein {rules[1]:.0f}  volume {rules[2]:.0f}"
            )
            print(lines[-1], flush=True)
    means = np.mean(scored, axis=0)
    names = ("learned weights", "always routine", "net Goldstein", "raw volume")
    lines.append("Brier: " + ", ".join(f"{n} {m:.3f}" for n, m in zip(names, means, strict=True)))
    lines += [_on_prior(prior, results) for prior, results in tried.items()]
    print(*lines[-1 - len(tried) :], sep="\n")
    out = HERE.parent / "results" / f"history-{readings.shipped().date}.txt"
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _case(row: Mapping[str, str]) -> Case:
    days = [date.fromisoformat(row[name]) for name in ("before", "day", "after")]

    def pole(role: str) -> Pole:
        members = tuple(filter(None, row[f"{role}_members"].split(";")))
        actors = tuple(row[role].split(";"))
        return Pole(role, "rival" if role == "rival" else "partner", actors, members, f"the {role}")

    return Case(
        name=row["name"],
        title=row["name"],
        question="Did it turn?",
        clients=(row["client"],),
        shock=Shock(days[1], (), (row["client"],), row["outcome"]),
        windows={"before": Window(days[0], days[1]), "after": Window(days[1], days[2])},
        poles=(pole("partner"), pole("rival")),
    )


def _with_prior(case: Case, prior: float) -> Case:
    """The case with another prior of realignment; the others share the rest."""
    return replace(case, readings=(CaseReading("realignment", prior=prior),))


def _on_prior(prior: float, results: Sequence[tuple[float, float, bool]]) -> str:
    brier = np.mean([(p - truth) ** 2 for p, truth, _ in results])
    above = sum(p > 0.5 for p, truth, _ in results if truth)
    calm = max(p for p, _, quiet in results if quiet)
    turns = sum(truth > 0 for _, truth, _ in results)
    return (
        f"prior {prior:.3f}: Brier {brier:.3f}, {above} of {turns} turns above .5, calm dyads at most "
        f"{calm:.2f}"
    )


def _probability(case: Case, found: Sequence[Finding]) -> tuple[float, str]:
    verdict = readings.weigh_case(
        case, found, client=case.clients[0], family="what", model=readings.shipped()
    )
    said = verdict.probabilities
    leading = max(said, key=said.__getitem__) if verdict.decibans else "not told"
    return said["realignment"], leading


def _rules(case: Case, record: Archive) -> tuple[float, float, float]:
    net, volume = {}, {}
    for role in ("rival", "partner"):
        net[role], volume[role] = _rates(case, record, case.pole(role).actors)
    rose = {role: after - before for role, (before, after) in net.items()}
    before, after = volume["rival"]
    return 0.0, float(rose["rival"] > rose["partner"]), float(after > HALF_MORE * before)


def _rates(
    case: Case, record: Archive, pole: tuple[str, ...]
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Net Goldstein score and events a day, before and after."""
    events = record.events
    codes = sy.vocabulary.predecessors(case.clients[0])
    client = (case.clients[0], *codes)

    def touches(names: tuple[str, ...]) -> object:
        return reduce(or_, [s.contains(n) for n in names for s in (events.actor, events.recipient)])

    rows = events.filter(touches(client)).filter(touches(pole)).select("day", "intensity")
    table = rows.to_pyarrow()
    day = table.column("day").to_numpy().astype("datetime64[D]")
    score = np.nan_to_num(table.column("intensity").to_numpy(zero_copy_only=False).astype(float))
    found = []
    for window in (case.before, case.after()):
        mine = (day >= np.datetime64(window.start)) & (day < np.datetime64(window.end))
        found.append((float(score[mine].sum()) / window.days, float(mine.sum()) / window.days))
    (net0, n0), (net1, n1) = found
    return (net0, net1), (n0, n1)


if __name__ == "__main__":
    main()
