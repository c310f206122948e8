"""The dose ladder: the same change, more and more of it, must never be believed less.

    python -m evaluation.ladder [WORLDS]

A made-up alliance through the event table. One unit of the change is about the middle real turn of the
bench (``evaluation/results/history.txt``): client and rival warm by .7, the partner's line cools from 7
friendly acts for a costly hostile one to 4, commitments come twice as fast. At dose ``d`` each rate is
multiplied ``d`` times over. Worlds differ by chance alone; in one world the events of a smaller dose are among
those of a larger one where a rate rises, and the other way round where it falls.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp
from pathlib import Path

import numpy as np

from evaluation.history.verdicts import weighed
from steelyard.archive import archive_of
from steelyard.pipeline.history import KnownCase
from steelyard.records import (
    TIE,
    Case,
    Event,
    Pole,
    Shock,
    SourceCard,
    Window,
    event_id,
    event_table,
)
from steelyard.records.events import Act, Rung

DOSES = (0.4, 0.7, 1.0, 2.0, 4.0)
SHOCK = date(2019, 1, 1)
BEFORE, AFTER = 540, 240
CLIENT, RIVAL, PARTNER = "SRB", "RUS", "USA"
OUT = Path(__file__).parent / "results" / "ladder.txt"

CARD = SourceCard(
    name="made",
    title="A made-up record",
    publisher="Steelyard",
    address=None,
    licence="Apache-2.0",
    citation="evaluation/ladder.py",
    coverage="one made-up alliance",
    limitation="Nothing in it happened.",
    sampling="systematic",
)

CASE = Case(
    name="ladder",
    title="A made-up alliance",
    question="Did it turn?",
    clients=(CLIENT,),
    shock=Shock(SHOCK, (PARTNER,), (CLIENT,), "nothing that happened"),
    windows={
        "before": Window(SHOCK - timedelta(days=BEFORE), SHOCK),
        "after": Window(SHOCK, SHOCK + timedelta(days=AFTER)),
    },
    poles=(Pole("west", "partner", (PARTNER,)), Pole("russia", "rival", (RIVAL,))),
    sources=(CARD,),
)

KNOWN = KnownCase(
    case=CASE,
    archive="made",
    publisher="made",
    batch="made",
    turned=True,
    what="realignment",
    driver="",
    kind="turn",
    confidence=1.0,
)


@dataclass(frozen=True, slots=True)
class Stream:
    """Acts of one kind between two states: how many a day before, and the log change of a unit."""

    pair: tuple[str, str]
    type: str
    quad: int
    act: Act
    rung: Rung
    rate: float
    change: float = 0.0


STREAMS = (
    Stream((CLIENT, RIVAL), "CONSULT", 1, "words", "talk", 0.35, 0.35),
    Stream((CLIENT, RIVAL), "AGREE", 1, "deeds", "commitment", 0.03, 0.7),
    Stream((CLIENT, RIVAL), "COOPERATE", 2, "deeds", "delivery", 0.02, 0.7),
    Stream((CLIENT, RIVAL), "ACCUSE", 3, "words", "talk", 0.06),
    Stream((CLIENT, RIVAL), "SANCTION", 4, "deeds", "commitment", 0.06, -0.5),
    Stream((CLIENT, PARTNER), "CONSULT", 1, "words", "talk", 0.55, -0.2),
    Stream((CLIENT, PARTNER), "AGREE", 1, "deeds", "commitment", 0.05, -0.2),
    Stream((CLIENT, PARTNER), "ACCUSE", 3, "words", "talk", 0.1, 0.2),
    Stream((CLIENT, PARTNER), "SANCTION", 4, "deeds", "commitment", 0.09, 0.35),
    *(
        Stream(pair, kind, quad, "words", "talk", rate)
        for pair in (("DEU", RIVAL), ("DEU", PARTNER), ("BIH", RIVAL), ("HRV", PARTNER))
        for kind, quad, rate in (("CONSULT", 1, 0.5), ("ACCUSE", 3, 0.1))
    ),
)


def main() -> None:
    """Print the probability of a turn at every dose, and write it."""
    worlds = range(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
    lines = [
        "dose ladder: P(realignment) printed (mean, lowest and highest of the worlds), none of these"
    ]
    found = np.array([ladder(seed, DOSES) for seed in worlds])
    for at, dose in enumerate(DOSES):
        turned, none = found[:, at, 0], found[:, at, 1]
        lines.append(
            f"{dose:>4}  {turned.mean():.3f} ({turned.min():.3f} to {turned.max():.3f})  {none.mean():.3f}"
        )
    steps = np.diff(found[:, :, 0], axis=1)
    lines.append(
        f"{len(found)} worlds; steps that fall: {(steps < 0).sum()} of {steps.size}, the largest by "
        f"{abs(min(steps.min(), 0.0)):.3f}"
    )
    print(*lines, sep="\n")
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


def ladder(seed: int, doses: Sequence[float]) -> list[tuple[float, float]]:
    """The probabilities of realignment and of none of these at each dose, in one world."""
    found = []
    for dose in doses:
        events = event_table(list(world(seed, dose)))
        what, _ = weighed(KNOWN, archive_of(events, TIE.empty_table(), (CARD,)))
        found.append((what.probabilities["realignment"], what.probabilities["none"]))
    return found


def world(seed: int, dose: float) -> Iterator[Event]:
    """The events of one world at one dose."""
    for at, stream in enumerate(STREAMS):
        rng = np.random.default_rng((seed, at))
        yield from _acts(stream, rng, range(-BEFORE, 0), stream.rate)
        most = stream.rate * exp(max(stream.change, 0.0) * max(DOSES))
        kept = stream.rate * exp(stream.change * dose) / most
        yield from _acts(stream, rng, range(AFTER), most, kept)


def _acts(
    stream: Stream, rng: np.random.Generator, days: range, rate: float, kept: float = 1.0
) -> Iterator[Event]:
    """Acts at a rate a day, each kept by a mark of its own."""
    on = np.repeat(np.asarray(days), rng.poisson(rate, len(days)))
    marks, first = rng.random(len(on)), rng.random(len(on))
    for number in np.flatnonzero(marks < kept):
        day = SHOCK + timedelta(days=int(on[number]))
        one, other = stream.pair if first[number] < 0.5 else stream.pair[::-1]
        yield Event(
            event_id=event_id(day, one, other, stream.type, int(number), days.start),
            day=day,
            precision="day",
            actor=(one,),
            recipient=(other,),
            type=stream.type,
            quad=stream.quad,
            act=stream.act,
            rung=stream.rung,
            status="happened",
            publishers=("example.org",),
            source="made",
            source_id=f"{stream.type} {number}",
            coder="evaluation/ladder.py",
        )


if __name__ == "__main__":
    main()
