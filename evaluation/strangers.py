"""Worlds of a stranger: made by another mechanism than the weights were learned from, and weighed whole.

    python -m evaluation.strangers [WORLDS] [SEED]

``readings/worlds`` draws daily rates. Here nothing has a rate of its own but the opening of *projects*: one side
proposes, they meet, agree, sign, deliver, each step some weeks after the last and only if the project lives on.
Quarrels are *incidents*: one side accuses, the other answers, some escalate, talks end them. What is true says how
many projects are opened with whom and how far they get:

- realignment: more of them, month by month, and most are signed and delivered; often the partner's are dropped.
- leverage: many at once, hardly any signed; fewer once the partner gives way.
- audience: no project, but visits and praise around three dates at home, told by many papers.
- routine: as before.

Who drives it opens them. The record is a wire that misses much in quiet weeks, or news with announcements. Events go
through the event table and every diagnostic; printed are Brier score (sum over the readings, chance .75) and
accuracy as printed, and where the four readings begin even, as they do in these worlds.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import numpy as np

from evaluation.ladder import CARD
from steelyard import diagnostics, readings
from steelyard.archive import archive_of
from steelyard.records import (
    TIE,
    Case,
    Event,
    Family,
    FamilyVerdict,
    Finding,
    Pole,
    Reading,
    Shock,
    Window,
    event_id,
    event_table,
)
from steelyard.records.events import Act, Rung
from steelyard.series import Record

OUT = Path(__file__).parent / "results" / "strangers.txt"

CLIENT, RIVAL, PARTNER = "SRB", "RUS", "USA"
SHOCK = date(2016, 3, 1)
WHATS = ("realignment", "leverage", "routine", "audience")
DRIVERS = ("client_pull", "patron_push", "reactive")

#: How probable it is that a project gets from one step to the next.
LIVES_ON = {"realignment": 0.88, "leverage": 0.35, "routine": 0.6, "audience": 0.6}

#: The steps of a project after the first: type, quad, act, rung, who acts (None: both).
STEPS: tuple[tuple[str, int, Act, Rung], ...] = (
    ("CONSULT", 1, "words", "talk"),
    ("CONSULT", 1, "words", "talk"),
    ("AGREE", 1, "words", "talk"),
    ("SUPPORT", 1, "words", "commitment"),
    ("COOPERATE", 2, "deeds", "delivery"),
    ("AID", 2, "deeds", "delivery"),
)

#: Pairs that have nothing to do with it, and their events a day.
OTHERS = (("DEU", RIVAL), ("DEU", PARTNER), ("BIH", RIVAL), ("HRV", PARTNER), ("BIH", CLIENT))
VOLUME = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A world before anything happens in it; projects and incidents are a month."""

    seed: int
    what: str
    driver: str
    news: bool
    before: int
    after: int
    projects: tuple[float, float]
    incidents: tuple[float, float]
    growth: float
    loss: float
    concession: int | None
    stage: tuple[int, ...]
    seen: float


@dataclass(frozen=True, slots=True)
class Row:
    """An act on a day from the shock: between whom, what, and how loudly told."""

    day: int
    pole: str
    mover: str
    kind: tuple[str, int, Act, Rung]
    told: int = 0
    loud: float = 0.0


def drawn(seed: int, what: str, driver: str) -> World:
    """Draw a world."""
    rng = np.random.default_rng((seed, 11))
    after = int(rng.integers(120, 330))
    return World(
        seed=seed,
        what=what,
        driver=driver,
        news=bool(rng.random() < 0.4),
        before=int(rng.integers(360, 900)),
        after=after,
        projects=(float(np.exp(rng.uniform(-0.5, 1.3))), float(np.exp(rng.uniform(0.0, 1.6)))),
        incidents=(float(np.exp(rng.uniform(-2.0, 0.5))), float(np.exp(rng.uniform(-2.0, 0.5)))),
        growth=float(np.exp(rng.uniform(np.log(1.8), np.log(5.0)))),
        loss=float(rng.uniform(0.3, 0.8)) if rng.random() < 0.65 else 1.0,
        concession=int(rng.integers(20, 100)) if rng.random() < 0.6 else None,
        stage=tuple(int(day) for day in rng.integers(5, after, 3)),
        seen=float(rng.uniform(0.5, 0.95)),
    )


def rows(world: World) -> Iterator[Row]:
    """Everything that happens between the client and the poles."""
    rng = np.random.default_rng((world.seed, 12))
    for day in range(-world.before, world.after):
        for pole in (RIVAL, PARTNER):
            for _ in range(rng.poisson(_projects(world, pole, day) / 30)):
                yield from _project(world, rng, pole, day)
            for _ in range(rng.poisson(_incidents(world, pole, day) / 30)):
                yield from _incident(rng, pole, day)
    for month, pole in product(range(-world.before // 90, world.after // 90), (RIVAL, PARTNER)):
        day = 90 * month + int(rng.integers(0, 6))
        yield Row(day, pole, "both", STEPS[0], told=60)
    if world.what == "audience":
        yield from _shows(world, rng)
    if world.concession is not None and world.what != "realignment":
        for late in range(1 + int(rng.poisson(1.5))):
            kind = (("CONCEDE", 1, "words", "talk"), ("AID", 2, "deeds", "delivery"))[late % 2]
            yield Row(world.concession + 5 * late, PARTNER, "pole", kind, told=5)  # type: ignore[arg-type]


def _projects(world: World, pole: str, day: int) -> float:
    usual = world.projects[0 if pole == RIVAL else 1]
    if day < 0 or world.what in ("routine", "audience"):
        return usual
    if world.what == "realignment":
        grown = 1 - 1 / (1 + np.exp((day - 25) / 10))
        return usual * float((world.growth if pole == RIVAL else world.loss) ** grown)
    if pole == PARTNER:
        return usual * 1.2
    over = world.concession is not None and day > world.concession
    return usual * float(world.growth ** (0.0 if over else np.exp(-day / 150)))


def _incidents(world: World, pole: str, day: int) -> float:
    usual = world.incidents[0 if pole == RIVAL else 1]
    if day < 0 or world.what in ("routine", "audience"):
        return usual
    if world.what == "realignment":
        return usual * (0.35 if pole == RIVAL else 1 / world.loss)
    return usual * (1.6 if pole == PARTNER else 1.0)


def _project(world: World, rng: np.random.Generator, pole: str, day: int) -> Iterator[Row]:
    client = {"client_pull": 0.85, "patron_push": 0.15, "reactive": 0.5}[world.driver]
    own = rng.random() < (client if pole == RIVAL else 0.5)
    opener = "client" if own else "pole"
    yield Row(day, pole, opener, ("REQUEST", 3, "words", "talk"))
    lives = LIVES_ON[world.what if day >= 0 and pole == RIVAL else "routine"]
    for step in STEPS:
        day += 1 + int(rng.gamma(2.0, 9.0))
        if rng.random() > lives or day >= world.after:
            return
        answered = "pole" if own else "client"
        mover = rng.choice(["both", opener, answered], p=(0.5, 0.35, 0.15))
        yield Row(day, pole, str(mover), step, told=int(rng.integers(2, 40)))


def _incident(rng: np.random.Generator, pole: str, day: int) -> Iterator[Row]:
    first, other = ("client", "pole") if rng.random() < 0.5 else ("pole", "client")
    yield Row(day, pole, first, ("ACCUSE", 3, "words", "talk"))
    yield Row(day + 1 + int(rng.integers(0, 3)), pole, other, ("REJECT", 3, "words", "talk"))
    if rng.random() < 0.4:
        costly: tuple[tuple[str, int, Act, Rung], ...] = (
            ("SANCTION", 4, "deeds", "commitment"),
            ("COERCE", 4, "deeds", "delivery"),
        )
        yield Row(day + 6, pole, first, costly[int(rng.integers(2))])
    if rng.random() < 0.7:
        yield Row(day + 14 + int(rng.integers(0, 20)), pole, "both", STEPS[0])


def _shows(world: World, rng: np.random.Generator) -> Iterator[Row]:
    praise: tuple[str, int, Act, Rung] = ("SUPPORT", 1, "words", "talk")
    for stage in world.stage:
        for _ in range(4 + int(rng.poisson(2.0 * world.growth))):
            day = stage + round(rng.normal(0, 8))
            kind = praise if rng.random() < 0.6 else STEPS[0]
            mover = "client" if rng.random() < 0.75 else "both"
            yield Row(min(max(day, 0), world.after - 1), RIVAL, mover, kind, loud=1.4)


def events(world: World) -> Iterator[Event]:
    """The record: what of it was seen, and what others did."""
    rng = np.random.default_rng((world.seed, 13))
    weeks = (world.before + world.after) // 7 + 2
    open_ = np.clip(world.seen + np.cumsum(rng.normal(0, 0.03, weeks)), 0.3, 1.0)
    for number, row in enumerate(sorted(rows(world), key=lambda row: row.day)):
        if not -world.before <= row.day < world.after:
            continue
        if rng.random() > open_[(row.day + world.before) // 7]:
            continue
        yield _event(world, rng, row, number)
    for at, pair in enumerate(OTHERS):
        chances = open_[np.arange(world.before + world.after) // 7]
        counts = rng.poisson(VOLUME * chances)
        for offset in np.repeat(np.arange(len(counts)), counts):
            kind: tuple[str, int, Act, Rung] = STEPS[0]
            if rng.random() < 0.25:
                kind = ("ACCUSE", 3, "words", "talk")
            day = SHOCK + timedelta(days=int(offset) - world.before)
            yield _made(day, pair, kind, f"{at} {offset} {rng.integers(1 << 40)}")


def _event(world: World, rng: np.random.Generator, row: Row, number: int) -> Event:
    day = SHOCK + timedelta(days=row.day)
    sides = {"client": (CLIENT, row.pole), "pole": (row.pole, CLIENT)}
    pair = sides.get(row.mover) or (f"{CLIENT};{row.pole}", "")
    announced = None
    if world.news and row.told and rng.random() < 0.6:
        announced = day - timedelta(days=row.told)
    reports = 1 + int(rng.poisson(0.6 * np.exp(row.loud)))
    return _made(day, pair, row.kind, str(number), reports=reports, announced=announced)


def _made(
    day: date,
    pair: tuple[str, str],
    kind: tuple[str, int, Act, Rung],
    name: str,
    *,
    reports: int = 1,
    announced: date | None = None,
) -> Event:
    label, quad, act, rung = kind
    return Event(
        event_id=event_id(day, *pair, label, name),
        day=day,
        precision="day",
        announced=announced,
        actor=tuple(pair[0].split(";")),
        recipient=tuple(filter(None, (pair[1],))),
        type=label,
        quad=quad,
        act=act,
        rung=rung,
        status="happened",
        reports=reports,
        publishers=("example.org",),
        source=CARD.name,
        source_id=name,
        coder="evaluation/strangers.py",
    )


def case_of(world: World) -> Case:
    """The case that asks about a world."""
    return Case(
        name=f"stranger-{world.seed}",
        title="A stranger's world",
        question="Did it turn?",
        clients=(CLIENT,),
        shock=Shock(SHOCK, (PARTNER,), (CLIENT,), "something"),
        windows={
            "before": Window(SHOCK - timedelta(days=world.before), SHOCK),
            "after": Window(SHOCK, SHOCK + timedelta(days=world.after)),
        },
        poles=(Pole("west", "partner", (PARTNER,)), Pole("russia", "rival", (RIVAL,))),
        sources=(CARD,),
    )


def found_in(world: World) -> tuple[Case, list[Finding]]:
    """The case of a world, and what every diagnostic finds there."""
    case = case_of(world)
    archive = archive_of(event_table(list(events(world))), TIE.empty_table(), (CARD,))
    record = Record(archive, case)
    return case, [diagnostics.ask(d, record, case, CLIENT) for d in diagnostics.ALL]


def weighed(
    case: Case, found: Sequence[Finding], family: Family, *, even: bool = False
) -> FamilyVerdict:
    """One family weighed; ``even``: the readings that are true in these worlds begin alike."""
    over = [r for r in readings.readings_for(case, measured=True) if r.family == family]
    if even:
        asked = WHATS if family == "what" else DRIVERS
        over = [_begun(r, 0.96 / len(asked) if r.name in asked else 0.01) for r in over]
    return readings.weigh_once(
        case, found, over, client=CLIENT, family=family, model=readings.shipped()
    )


def _begun(reading: Reading, prior: float) -> Reading:
    return replace(reading, prior=prior)


def scored(pairs: Sequence[tuple[str, FamilyVerdict]]) -> tuple[float, float]:
    """Mean Brier score, summed over the readings, and accuracy."""
    briers, right = [], []
    for truth, verdict in pairs:
        p = verdict.probabilities
        briers.append(sum((q - (name == truth)) ** 2 for name, q in p.items()))
        right.append(max(p, key=p.__getitem__) == truth)
    return float(np.mean(briers)), float(np.mean(right))


def main() -> None:
    """Weigh worlds of every kind and print how often the verdict was right."""
    number, seed = (int(x) for x in (*sys.argv[1:3], *("120", "1")[len(sys.argv[1:3]) :]))
    kinds = list(product(WHATS, DRIVERS))
    worlds = [drawn(seed * 100_000 + at, *kinds[at % len(kinds)]) for at in range(number)]
    found = [(world, *found_in(world)) for world in worlds]
    lines = [f"{number} worlds of a stranger, seed {seed}: Brier (chance .75; .67), accuracy"]
    families: tuple[Family, ...] = ("what", "driver")
    for family, even in product(families, (False, True)):
        pairs = [
            (world.what if family == "what" else world.driver, weighed(case, f, family, even=even))
            for world, case, f in found
        ]
        score, right = scored(pairs)
        begun = "beginning even" if even else "as printed"
        lines.append(f"{family:<7} {begun:<15} {score:.3f}  {right:.2f}")
    for what in WHATS:
        mine = [
            weighed(case, f, "what", even=True) for world, case, f in found if world.what == what
        ]
        mean = {name: np.mean([v.probabilities[name] for v in mine]) for name in (*WHATS, "none")}
        lines.append(f"{what:<12} " + ", ".join(f"{name} {p:.2f}" for name, p in mean.items()))
    print(*lines, sep="\n")
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
