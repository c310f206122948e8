"""Real cases with known ends: those that have an event file each, and those of the packaged table.

``DIR`` holds ``history/PUBLISHER/CASE/{case.toml,events.csv.gz,truth.json}`` with ``columns.toml`` beside
the cases, and the two whole files that the cases of ``readings/data/cases.csv`` draw on. Event files stay where
they are.
"""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from steelyard.records import Case, Pole, Shock, Window
from steelyard.wording import pole_name

#: Data sets that several cases share, and their files in DIR.
WHOLE = {
    "keds": "keds/balkans.weis.csv.gz",
    "icews": "icews/merged_2018-01_2019-03.csv.gz",
}


#: Kinds of case where client and rival fought or broke with one another: no embrace to explain.
QUARRELS = ("war", "quarrel")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCase:
    """A case with its end. ``archive`` names a file of events or one of the whole data sets."""

    case: Case
    archive: str
    publisher: str
    batch: str
    turned: bool
    what: str
    driver: str
    kind: str
    confidence: float

    @property
    def name(self) -> str:
        """The name of the case."""
        return self.case.name

    @property
    def client(self) -> str:
        """The state asked about."""
        return self.case.clients[0]


def known_cases(home: Path) -> tuple[KnownCase, ...]:
    """Every case whose events lie in ``home``, those of the packaged table last."""
    found = [*given(home)]
    return (*found, *(one for one in own() if (home / WHOLE[one.archive]).exists()))


def own() -> Iterator[KnownCase]:
    """The cases of the packaged table, whose labels were decided before their events were counted."""
    path = files("steelyard.readings") / "data" / "cases.csv"
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        yield KnownCase(
            case=_case(row),
            archive=row["archive"],
            publisher=row["archive"],
            batch="own",
            turned=row["realigned"] == "1",
            what=row["what"],
            driver=row["driver"],
            kind=row["kind"],
            confidence=float(row["confidence"]),
        )


def given(home: Path) -> Iterator[KnownCase]:
    """The cases that have an event file each."""
    for truth in sorted((home / "history").glob("*/*/truth.json")):
        if (truth.parent / "events.csv.gz").exists():
            yield _given(truth.parent, truth.parent.parent.name)


def _given(folder: Path, publisher: str) -> KnownCase:
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    said = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
    return KnownCase(
        case=_told(folder.name, said),
        archive=folder.name,
        publisher=publisher,
        batch="given",
        turned=truth["real_shift"],
        what="rupture" if truth["kind"] in QUARRELS else truth["what"],
        driver=truth["driver"] or "",
        kind=truth["kind"],
        confidence=truth["confidence"],
    )


def _told(name: str, said: dict[str, Any]) -> Case:
    poles = tuple(
        Pole(
            key,
            pole["role"],
            tuple(pole["actors"]),
            tuple(pole.get("members_of", ())),
            pole_name(pole["actors"], said["shock"]["day"]),
        )
        for key, pole in said["poles"].items()
    )
    windows = {key: Window(*days) for key, days in said["windows"].items()}
    shock = Shock(said["shock"]["day"], (), tuple(said["clients"]), said["shock"]["what"])
    case = _made(name, said["clients"][0], shock, windows, poles)
    return replace(case, gaps=tuple(Window(*days) for days in said["evidence"].get("gaps", ())))


def _case(row: dict[str, str]) -> Case:
    before, day, after = (date.fromisoformat(row[name]) for name in ("before", "day", "after"))
    poles = tuple(
        Pole(
            role,
            role,
            tuple(row[role].split(";")),
            tuple(filter(None, row[f"{role}_members"].split(";"))),
            pole_name(row[role].split(";"), day),
        )
        for role in ("partner", "rival")
    )
    windows = {"before": Window(before, day), "after": Window(day, after)}
    shock = Shock(day, (), (row["client"],), row["shock"])
    return _made(row["name"], row["client"], shock, windows, poles)


def _made(
    name: str, client: str, shock: Shock, windows: dict[str, Window], poles: tuple[Pole, ...]
) -> Case:
    return Case(
        name=name,
        title=name,
        question="Did it turn?",
        clients=(client,),
        shock=shock,
        windows=windows,
        poles=poles,
    )
