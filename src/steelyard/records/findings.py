"""Finding: the answer to one diagnostic question, with its size, doubt and evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from steelyard.records.archive import Archive
    from steelyard.records.case import Case

Grade = Literal["supports", "opposes", "cannot_tell", "not_applicable"]
GRADES: tuple[Grade, ...] = ("supports", "opposes", "cannot_tell", "not_applicable")

#: What an effect is: a ratio is looked at as its log, a share lies between 0 and 1.
Scale = Literal["ratio", "share", "difference", "count"]

#: What a measure is: a ratio of like to like, a level, its slope, a shift of it, or a place in a row.
MeasureKind = Literal["ratio", "level", "trend", "step", "rank"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One named figure of a finding, so that a claim can be held against it.

    ``name`` is stable within its diagnostic (``trade EU:EAEU``); ``kind`` says what sort of figure
    it is, whatever its unit is called; ``low`` and ``high`` span the sources or the 90 % interval,
    as ``label`` says. ``evidence`` are event and tie ids.
    """

    name: str
    kind: MeasureKind
    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    unit: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """A small table that a finding shows; ``evidence[i]`` are the ids behind ``rows[i]``."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | float | int | None, ...], ...]
    evidence: tuple[tuple[str, ...], ...]
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse ragged tables: each row has every column and its own evidence."""
        if any(len(row) != len(self.columns) for row in self.rows):
            msg = f"Exhibit '{self.title}' has rows that do not fit its columns {self.columns}."
            raise ValueError(msg)
        if len(self.evidence) != len(self.rows):
            msg = f"Exhibit '{self.title}' has {len(self.rows)} rows but evidence for {len(self.evidence)}."
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one diagnostic says about one client.

    The grade is about ``proposition``. ``low`` and ``high`` are a 90 % interval of
    ``effect`` in ``unit``; ``scale`` says what sort of figure it is, and ``null`` which value would
    speak neither for the proposition nor against it. ``smallest_detectable`` is the smallest effect in the same unit
    that the data could have shown with a power of 80 %. ``needed`` says which data would
    settle the question; it is never empty where the grade is ``cannot_tell``.
    ``evidence`` are ids of events and ties, those that weigh most first; where a brief names
    only the first of many, ``evidence_total`` says how many there are. ``strongest_for`` and
    ``strongest_against`` are the single rows that speak loudest for and against the proposition,
    and ``would_change`` says what would change a grade that was given.
    """

    diagnostic: str
    client: str
    question: str
    proposition: str
    sentence: str
    grade: Grade
    effect: float | None = None
    unit: str | None = None
    scale: Scale
    null: float
    low: float | None = None
    high: float | None = None
    n_before: int | None = None
    n_after: int | None = None
    smallest_detectable: float | None = None
    reasons: tuple[str, ...] = ()
    needed: str | None = None
    evidence: tuple[str, ...] = ()
    evidence_total: int | None = None
    measures: tuple[Measure, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    strongest_for: str | None = None
    strongest_against: str | None = None
    would_change: str | None = None

    def __post_init__(self) -> None:
        """Hold every finding to the promises that the brief makes of it."""
        if self.grade not in GRADES:
            msg = f"Grade '{self.grade}' of {self.diagnostic} is not one of {', '.join(GRADES)}."
            raise ValueError(msg)
        if self.grade in ("cannot_tell", "not_applicable") and not (self.reasons and self.needed):
            msg = f"{self.diagnostic} says {self.grade} without a reason or without what is needed."
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One question that can be put to any archive.

    ``gather`` asks the archive for small arrays, the only part that queries; ``judge`` turns
    them into a finding and is pure, so that simulated worlds can call it.
    """

    name: str
    question: str
    proposition: str
    gather: Callable[[Archive, Case, str], Any]
    judge: Callable[..., Finding]
