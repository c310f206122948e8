"""The bench: real cases with known ends, in one form, each with the archive that it draws on.

Three kinds of case stand side by side. ``cases.csv`` holds those on the two archives that lie beside
the project whole (KEDS 1989-2003, ICEWS 2018-01 to 2019-03); each label was decided and committed
before its events were counted. ``history/icews`` and ``history/keds`` beside the project hold cases with
an event file each. A turn: within three years of the shock a treaty, base, accession or restored
relation with the rival, or such a bond with the partner broken, which still stands two years on.
"""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from steelyard.records import Case, Pole, Shock, Window

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SHARED = ROOT.parent / "shared" / "data"

#: Kinds of case where client and rival fought or broke with one another: no embrace to explain.
QUARRELS = ("war", "quarrel")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A case with its end. ``archive`` names a file of events or one of the two whole archives."""

    case: Case
    archive: str
    #: Whose events: ``icews`` or ``keds``.
    publisher: str
    #: Where the case comes from: ``given`` beside the project, or ``own``.
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


def known(shared: Path = SHARED) -> tuple[Known, ...]:
    """Every case of the bench that has its events beside the project."""
    return (*given(shared), *own())


def own(path: Path = HERE / "cases.csv") -> Iterator[Known]:
    """The cases of the table."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Known(
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


def given(shared: Path = SHARED) -> Iterator[Known]:
    """The cases that lie beside the project with an event file each."""
    for publisher in ("icews", "keds"):
        for folder in sorted((shared / "history" / publisher).glob("*/truth.json")):
            yield _given(folder.parent, publisher)


def _given(folder: Path, publisher: str) -> Known:
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    said = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
    kind = truth["kind"]
    return Known(
        case=_told(folder.name, said),
        archive=folder.name,
        publisher=publisher,
        batch="given",
        turned=truth["real_shift"],
        what="rupture" if kind in QUARRELS else truth["what"],
        driver=truth["driver"] or "",
        kind=kind,
        confidence=truth["confidence"],
    )


def _told(name: str, said: dict[str, Any]) -> Case:
    poles = tuple(
        Pole(key, pole["role"], tuple(pole["actors"]), tuple(pole.get("members_of", ())), key)
        for key, pole in said["poles"].items()
    )
    windows = {key: Window(*days) for key, days in said["windows"].items()}
    gaps = tuple(Window(*days) for days in said["evidence"].get("gaps", ()))
    shock = Shock(said["shock"]["day"], (), tuple(said["clients"]), said["shock"]["what"])
    case = _made(name, said["clients"][0], shock, windows, poles)
    return replace(case, gaps=gaps)


def _case(row: dict[str, str]) -> Case:
    before, day, after = (date.fromisoformat(row[name]) for name in ("before", "day", "after"))
    poles = tuple(
        Pole(
            role,
            role,
            tuple(row[role].split(";")),
            tuple(filter(None, row[f"{role}_members"].split(";"))),
            f"the {role}",
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
