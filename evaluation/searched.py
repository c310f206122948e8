"""How searched records fare: intervals by occasion, false grades, single affairs, cases by hand with known ends.

    python -m evaluation.searched [--worlds N] [--draws N] [--every K] [--seed N]

Cases by hand lie beside the project (``../shared/data/history/chronologies``); without them their lines are left
out. Every K-th affair is left out for real, the whole case weighed again, and held against the printed range.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from steelyard import diagnostics
from steelyard.archive import archive_of
from steelyard.case_file import load_case
from steelyard.pipeline.judge_splits import judge_world, on_events
from steelyard.pipeline.measuring import measured
from steelyard.pipeline.weighing import evidence, weigh, weights_of
from steelyard.readings.declared import readings_for
from steelyard.readings.sensitivity import weigh_once
from steelyard.readings.worlds import DRIVERS, WIDE, Truth, draw, simulate
from steelyard.records import (
    Archive,
    Brief,
    Case,
    Event,
    Pole,
    Shock,
    SourceCard,
    Window,
    event_id,
    event_table,
    tie_table,
)
from steelyard.series import Record, occasions, split

HOME = Path(__file__).parents[2] / "shared" / "data" / "history" / "chronologies"
OUT = Path(__file__).parent / "results"
ASKED = "realignment"
PRIOR = 0.15

#: Rows of an affair beyond its first, on average; days over which they fall.
BESIDE, SPAN = 0.5, 3

SHOCK = date(2020, 1, 1)
BEFORE, AFTER = 730, 270

CARD = SourceCard(
    name="made",
    title="Made-up rows",
    publisher="Steelyard",
    address=None,
    licence="Apache-2.0",
    citation="",
    coverage="",
    limitation="Nothing in it happened.",
    sampling="selective",
)


def case_of() -> Case:
    """The case that made-up rows are asked about."""
    day = timedelta(days=1)
    return Case(
        name="made",
        title="made",
        question="?",
        clients=("SRB",),
        shock=Shock(SHOCK, ("EU",), ("SRB",), "nothing"),
        windows={
            "before": Window(SHOCK - BEFORE * day, SHOCK),
            "after": Window(SHOCK, SHOCK + AFTER * day),
        },
        poles=(
            Pole("west", "partner", ("EU",), (), "the West"),
            Pole("russia", "rival", ("RUS",), (), "Russia"),
        ),
        sources=(CARD,),
    )


def affairs(rng: np.random.Generator, number: int) -> Iterator[Event]:
    """Rows of ``number`` affairs on each hundred days with either pole, at one rate throughout."""
    for other, rate in (("RUS", number), ("EU", number)):
        for _ in range(rng.poisson(rate * (BEFORE + AFTER) / 100)):
            first = SHOCK + timedelta(days=int(rng.integers(-BEFORE, AFTER - SPAN)))
            word = f"affair{rng.integers(10**6)} matter{rng.integers(10**6)}"
            act = rng.choice(
                ("CONSULT", "SUPPORT", "COOPERATE", "ACCUSE"), p=(0.5, 0.2, 0.15, 0.15)
            )
            for _ in range(1 + rng.poisson(BESIDE)):
                day = first + timedelta(days=int(rng.integers(0, SPAN)))
                yield _event(day, other, str(act), word, int(rng.integers(10**9)))


def _event(day: date, other: str, kind: str, text: str, number: int) -> Event:
    quad = {"COOPERATE": 2, "ACCUSE": 3}.get(kind, 1)
    return Event(
        event_id=event_id("made", number),
        day=day,
        precision="day",
        actor=("SRB",),
        recipient=(other,),
        type=kind,
        quad=quad,
        act="deeds" if quad == 2 else "words",
        status="happened",
        source="made",
        source_id=str(number),
        sentence=f"They spoke of {text}.",
        coder="made",
    )


def coverage(draws: int) -> list[str]:
    """Whether intervals of no change hold none, and how often a rise or fall is called sure that is none."""
    rng, case = np.random.default_rng(0), case_of()
    nothing = {"tempo": 1.0, "balance": 1.0, "substance": 1.0, "tone": 0.0}
    held: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    graded: Counter[str] = Counter()
    for _ in range(draws):
        rows = event_table(list(affairs(rng, number=2)))
        store = archive_of(rows, tie_table([]), (CARD,))
        record = Record(store, case)
        for name, null in nothing.items():
            found = diagnostics.ask(diagnostics.get(name), record, case, "SRB")
            if found.low is None and found.high is None:
                continue
            asked[name] += 1
            low = -np.inf if found.low is None else found.low
            high = np.inf if found.high is None else found.high
            held[name] += low <= null <= high
            graded[name] += found.grade in ("supports", "opposes")
    lines = [
        (
            f"{draws} records without any change, {1 + BESIDE} rows an affair (diagnostic: 90 % intervals that "
            "hold no change; called sure, both ways)"
        )
    ]
    return lines + [
        f"  {name:<10} {held[name] / asked[name]:.2f}  {graded[name] / asked[name]:.2f}  (n {asked[name]})"
        for name in nothing
    ]


def false_grades(number: int, first: int) -> list[str]:
    """Supports where habit was true and opposes where the turn was, among worlds searched by hand.

    ``initiative`` asks who moves first: what it says is held against who drives the world as well.
    """
    supports: Counter[str] = Counter()
    opposes: Counter[str] = Counter()
    wrong = [0, 0]
    for at in range(number):
        driver = DRIVERS[at % len(DRIVERS)]
        for true, counted, grade in (
            (Truth("routine", driver), supports, "supports"),
            (Truth("realignment", driver), opposes, "opposes"),
        ):
            asked = draw(first + at, WIDE, truth=true, record="searched")
            judged = judge_world(simulate(asked))
            counted.update(name for name, said in judged.items() if said.grade == grade)
            led = judged["initiative"].grade
            wrong[0] += driver != "client_pull" and led == "supports"
            wrong[1] += driver != "patron_push" and led == "opposes"
    lines = [
        f"searched worlds from seed {first}: supports of {number} routine ones, opposes of {number} turns"
    ]
    lines += [
        f"  {d.name:<14} {supports[d.name] / number:.3f}  {opposes[d.name] / number:.3f}"
        for d in on_events()
    ]
    return [
        *lines,
        f"  initiative against who drives: {wrong[0]} called the client's and {wrong[1]} the rival's that were not",
    ]


@dataclass(frozen=True, slots=True)
class Hand:
    """A case by hand, weighed, with its end where it is known."""

    name: str
    case: Case
    rows: Archive
    brief: Brief
    turned: bool | None


def by_hand() -> list[Hand]:
    """The built-in case by hand and those that lie beside the project."""
    found = []
    folders = sorted(HOME.glob("*/truth.json")) if HOME.exists() else []
    for name in ("balkans-2019", *(str(path.parent) for path in folders)):
        case = load_case(name)
        truth = Path(name) / "truth.json"
        turned = (
            json.loads(truth.read_text(encoding="utf-8"))["real_shift"] if truth.exists() else None
        )
        found.append(Hand(Path(name).name, case, evidence(case), weigh(case), turned))
    return found


def moved(p: float, share: float) -> float:
    """A probability at the printed prior, as it would be at another."""
    odds = p / (1 - p) * (1 - PRIOR) / PRIOR * share / (1 - share)
    return odds / (1 + odds)


def known_ends(cases: Sequence[Hand]) -> list[str]:
    """Probability, range and what is answered, case by case, and the Brier score at the share of turns."""
    lines = ["cases by hand: P(turn), at a third, range, graded, bounded, estimated; turned"]
    scores, widths, answers = [], [], []
    for one in cases:
        for client in one.case.clients:
            verdict = one.brief.verdict.family(client, "what")
            p, (low, high) = verdict.probabilities[ASKED], verdict.span(ASKED)
            kinds = Counter(f.answered for f in one.brief.findings if f.client == client)
            lines.append(
                f"  {one.name:<18} {client}  {p:.2f}  {moved(p, 1 / 3):.2f}  {low:.2f}-{high:.2f}  "
                f"{kinds['graded']}  {kinds['bounded']}  {kinds['estimated']}  {one.turned}"
            )
            lines.append(f"      ends: {verdict.ends(ASKED)}")
            widths.append(100 * (high - low))
            if one.turned is not None:
                scores.append((moved(p, 1 / 3) - one.turned) ** 2)
                answers.append(kinds["graded"] + kinds["bounded"])
    if scores:
        lines.append(
            f"  Brier at a third {np.mean(scores):.3f} (n {len(scores)}); graded or bounded, median "
            f"{median(answers):.0f}; width of the range, median {median(widths):.0f} points"
        )
    return lines


def deletions(cases: Sequence[Hand], every: int) -> list[str]:
    """Leave every K-th affair out for real, and hold the answer against the printed range."""
    lines, tried, outside = [], 0, 0
    for one in cases:
        record = Record(one.rows, replace(one.case, sources=one.rows.sources))
        groups = list(dict.fromkeys(_affairs(record, one.case)))[::every]
        for rows in groups:
            then = answers(_less(one.case, one.rows, rows))
            for client in one.case.clients:
                low, high = one.brief.verdict.family(client, "what").span(ASKED)
                p = then[client]
                tried += 1
                if not low - 0.005 <= p <= high + 0.005:
                    outside += 1
                    lines.append(
                        f"  {one.name} {client} without {rows}: {p:.3f} is not in {low:.3f}-{high:.3f}"
                    )
    return [
        f"affairs left out for real: {tried} answers, {outside} outside the printed range",
        *lines,
    ]


def answers(case: Case) -> dict[str, float]:
    """The probability of a turn for each client, the whole record asked anew and nothing left out beside."""
    model, rows = weights_of(None), measured(evidence(case), case)
    asked = replace(case, sources=rows.sources)
    record = Record(rows, asked)
    found = [
        diagnostics.ask(one, record, asked, client)
        for client in asked.clients
        for one in diagnostics.ALL
    ]
    over = [one for one in readings_for(asked, measured=True) if one.family == "what"]
    return {
        client: weigh_once(
            asked, found, over, client=client, family="what", model=model
        ).probabilities[ASKED]
        for client in asked.clients
    }


def _affairs(record: Record, case: Case) -> Iterator[tuple[str, ...]]:
    for client in case.clients:
        for role in ("rival", "partner"):
            windows = split(record, case, client, role)
            for part in (windows.rows_before, windows.rows_after):
                for one in occasions(part):
                    yield one.rows


def _less(case: Case, rows: Archive, gone: Sequence[str]) -> Case:
    """The case with an archive in memory that lacks some rows."""
    events: pa.Table = rows.events.to_pyarrow()
    kept = events.filter(pc.invert(pc.is_in(events["event_id"], pa.array(list(gone)))))
    left = archive_of(
        kept.cast(event_table([]).schema),
        rows.ties.to_pyarrow().cast(tie_table([]).schema),
        rows.sources,
    )
    return replace(case, events=(), ties=(), rows=left)


def armenia() -> list[str]:
    """What a true treaty row and three plausible earlier deeds do to the case of Armenia in 2013."""
    folder = HOME / "armenia-2013"
    if not folder.exists():
        return []
    case = load_case(folder)
    now = weigh(case).verdict.family("ARM", "what")
    treaty = "X1,2014-10-10,day,,ARM,EAEU;RUS,SUPPORT,,economic,words,happened,,,x.org,https://x.org/1,,Treaty on a customs union signed,"
    deeds = [
        f"X{n},{day},day,,RUS,ARM,COOPERATE,,military,deeds,happened,,,x.org,https://x.org/{n},,{text},"
        for n, (day, text) in enumerate(
            (
                ("2012-03-20", "Russia delivers helicopters"),
                ("2012-09-18", "Joint exercise at Marshal Baghramyan"),
                ("2013-04-09", "Russian loan paid out"),
            ),
            start=2,
        )
    ]
    lines = []
    for name, rows in (("a treaty row", [treaty]), ("three earlier deeds", deeds)):
        with tempfile.TemporaryDirectory() as made:
            target = Path(made)
            for path in folder.iterdir():
                (target / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
            with (target / "chronology.csv").open("a", encoding="utf-8") as file:
                file.write("\n".join(["", *rows]) if not _ends(folder) else "\n".join([*rows, ""]))
            p = weigh(load_case(target)).verdict.family("ARM", "what").probabilities[ASKED]
        low, high = now.span(ASKED)
        lines.append(
            f"  {name}: {now.probabilities[ASKED]:.3f} -> {p:.3f}; printed range {low:.2f}-{high:.2f}"
        )
    return ["Armenia 2013", *lines]


def _ends(folder: Path) -> bool:
    return (folder / "chronology.csv").read_text(encoding="utf-8").endswith("\n")


def main() -> None:
    """Print the table and write it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--worlds", type=int, default=150)
    parser.add_argument("--seed", type=int, default=910_000_000)
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--every", type=int, default=1)
    asked = parser.parse_args()
    cases = by_hand()
    parts = [
        known_ends(cases),
        armenia(),
        coverage(asked.draws),
        false_grades(asked.worlds, asked.seed),
    ]
    parts.append(deletions(cases, asked.every))
    text = "\n\n".join("\n".join(part) for part in parts if part) + "\n"
    print(text, end="")
    today = datetime.now(UTC).date().isoformat()
    (OUT / f"searched-{today}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
