"""Comparison: what changed between two runs, changes of method apart from changes of the world."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from steelyard.records.verdict import Family

#: How the part of the method was found: by weighing run 1's rows again, by weighing its findings again where
#: its rows were too many to keep, without weighing where only one of the two changed, or not at all.
Split = Literal["rows", "findings", "not needed", "not possible"]

RowFate = Literal["added", "dropped", "revised"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSide:
    """One of the two runs, as a reader knows it: never by the place of its folder."""

    case: str
    title: str
    answer: str
    version: str
    seed: int
    rows: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One setting or input that differs: what it is, and how it reads in either run."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """A row that is in one run only, or that the two hold differently (``columns`` names where)."""

    fate: RowFate
    source: str
    row: Mapping[str, Any]
    was: Mapping[str, Any] | None = None
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingMove:
    """A probability in run 1, of run 1's rows by run 2's method, and in run 2."""

    client: str
    family: Family
    reading: str
    title: str
    before: float
    between: float | None
    after: float

    @property
    def by_method(self) -> float | None:
        """How much of the move is method; None where that could not be told."""
        return None if self.between is None else self.between - self.before

    @property
    def by_world(self) -> float | None:
        """How much of the move is the world; None where that could not be told."""
        return None if self.between is None else self.after - self.between


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a finding says, short: its grade and its figure with the interval."""

    grade: str
    effect: float | None
    low: float | None
    high: float | None
    sentence: str = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingMove:
    """A finding that the two runs give differently; None where a run does not have it."""

    client: str
    diagnostic: str
    unit: str | None
    before: Told | None
    between: Told | None
    after: Told | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two runs side by side.

    ``method`` and ``world`` are what differs in each; ``rows`` are the rows that were added, dropped or
    revised, of those that both runs ``hold_all`` of, else of those that their briefs name. ``readings`` are
    all probabilities, ``findings`` those that differ. ``notes`` say what a reader must know of the split.
    """

    runs: tuple[RunSide, RunSide]
    method: tuple[Difference, ...]
    world: tuple[Difference, ...]
    rows: tuple[RowChange, ...]
    hold_all: bool
    readings: tuple[ReadingMove, ...]
    findings: tuple[FindingMove, ...]
    split: Split
    notes: tuple[str, ...]
    #: How it is told, by ``text``, ``json`` or ``html``; the pipeline gives it.
    teller: Callable[[Comparison, str], str] = field(compare=False, repr=False)
    writer: Callable[[Comparison, Path], tuple[Path, ...]] = field(compare=False, repr=False)

    @property
    def same(self) -> bool:
        """Whether nothing differs that anybody could see."""
        moved = any(move.before != move.after for move in self.readings)
        return not (self.method or self.world or self.rows or self.findings or moved)

    def lines(self) -> list[str]:
        """Return the comparison as lines of text."""
        return self.teller(self, "text").splitlines()

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as plain values, those of compare.json."""
        found: dict[str, Any] = json.loads(self.to_json())
        return found

    def to_json(self) -> str:
        """Return the comparison as JSON text."""
        return self.teller(self, "json")

    def to_html(self) -> str:
        """Return the comparison as one self-contained page."""
        return self.teller(self, "html")

    def save(self, folder: str | Path) -> tuple[Path, ...]:
        """Write compare.html, compare.json and compare.txt into ``folder``, all of them or none.

        Raises:
            CaseError: The folder cannot be written to.
        """
        return self.writer(self, Path(folder))

    def __str__(self) -> str:
        """The comparison as text."""
        return self.teller(self, "text")
