"""A trial: a case weighed once, then again and again with rows left out or added, within a second.

The record is read once. Each try gathers and judges it anew, without telling or drawing anything, and
weighs the readings; nothing is written. It is the what-if of :mod:`steelyard.pipeline.what_if` for
somebody who tries one row after the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from steelyard import series
from steelyard.archive import beside, without_events
from steelyard.errors import CaseError
from steelyard.pipeline import what_if
from steelyard.pipeline.case_archive import days_of
from steelyard.pipeline.measuring import measured
from steelyard.pipeline.weighing import SHORTEST, evidence
from steelyard.readings import Learned
from steelyard.records import (
    Archive,
    Case,
    CaseReading,
    FamilyVerdict,
    Finding,
    Window,
    event_table,
)

#: Rows that can be ticked off: more than a person can go through are not listed.
MOST_ROWS = 2_000

#: Columns of EVENT that a row to be ticked shows.
SHOWN = ("event_id", "day", "precision", "actor", "type", "recipient", "status", "act", "sentence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What is tried: rows left out, events supposed, and the case looked at in another way.

    Attributes:
        without: Ids of events that are left out.
        supposed: Events that are added, in the form that ``--suppose`` takes.
        priors: Another prior of a reading, by its name.
        shift: Days by which the day between the windows is moved.
        until: Days after the shock on which the window after it ends; None as the case has it.
    """

    without: tuple[str, ...] = ()
    supposed: tuple[str, ...] = ()
    priors: Mapping[str, float] = field(default_factory=dict)
    shift: int = 0
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Verdicts and findings as they are and as they would be."""

    families: tuple[tuple[FamilyVerdict, FamilyVerdict], ...]
    findings: tuple[tuple[Finding, Finding], ...]
    widened: Window | None

    def to_dict(self) -> dict[str, Any]:
        """Return what moves as plain values."""
        return {
            "readings": [
                {
                    "client": now.client,
                    "family": now.family,
                    "reading": reading,
                    "now": p,
                    "then": then.probabilities[reading],
                }
                for now, then in self.families
                for reading, p in now.probabilities.items()
            ],
            "findings": [
                {
                    "client": now.client,
                    "diagnostic": now.diagnostic,
                    "grade": now.grade,
                    "grade_then": then.grade,
                    "effect": now.effect,
                    "effect_then": then.effect,
                    "unit": now.unit,
                }
                for now, then in self.findings
                if (now.grade, now.effect, now.n_after) != (then.grade, then.effect, then.n_after)
            ],
            "widened": None if self.widened is None else str(self.widened.end),
        }


class Trial:
    """A case with its record in hand."""

    def __init__(
        self, case: Case, *, archive: Archive | None, model: Learned | None, seed: int = 0
    ) -> None:
        """Read the record and weigh it as it is.

        Raises:
            CaseError: The case has no evidence.
            SourceError: An evidence file is wrong.
        """
        self._rows = measured(evidence(case, archive), case, seed=seed)
        self._case = replace(case, sources=self._rows.sources, seed=seed)
        self._model = model
        record = series.Record(self._rows, self._case)
        self._findings = what_if.findings_of(record, self._case)
        self._families = what_if.families_of(self._case, self._findings, model)

    def rows(self) -> list[dict[str, Any]]:
        """Return the events of the clients within the windows of the case, in order of day."""
        events, window = self._rows.events, days_of(self._case)
        codes = [code for client in self._case.clients for code in series.client_codes(client)]
        mine = reduce(or_, [events.actor.contains(c) | events.recipient.contains(c) for c in codes])
        found = events.filter(mine, events.day >= window.start, events.day < window.end)
        chosen = found.order_by("day", "event_id").select(*SHOWN).limit(MOST_ROWS)
        rows: list[dict[str, Any]] = chosen.to_pyarrow().to_pylist()
        return rows

    def attempt(self, tried: Attempt) -> Outcome:
        """Weigh the case as it is tried, beside what it is.

        Raises:
            CaseError: A supposed event cannot be read, or a window or prior cannot be.
        """
        case = self._looked_at(tried)
        rows: Archive = self._rows
        widened = None
        if tried.without:
            rows = without_events(rows, tried.without)
        if tried.supposed:
            added = what_if.supposed_events(tried.supposed, what_if.main_source(self._rows, case))
            case, widened = what_if.holding(case, [event.day for event in added])
            rows = beside(rows, events=event_table(list(added)))
        record = series.Record(rows, case)
        then = tuple(what_if.rejudged(finding, record, case) for finding in self._findings)
        families = what_if.families_of(case, then, self._model)
        return Outcome(
            tuple(zip(self._families, families, strict=True)),
            tuple(zip(self._findings, then, strict=True)),
            widened,
        )

    def _looked_at(self, tried: Attempt) -> Case:
        case = self._case
        if tried.shift or tried.until is not None:
            case = replace(case, windows=shifted_windows(case, tried.shift, tried.until))
        if tried.priors:
            wrong = [f"{name} {p}" for name, p in tried.priors.items() if not 0 < p < 1]
            if wrong:
                msg = f"A prior lies between 0 and 1; found {', '.join(wrong)}."
                raise CaseError(msg)
            said = {reading.name: reading for reading in case.readings}
            for name, prior in tried.priors.items():
                said[name] = replace(said.get(name, CaseReading(name)), prior=prior)
            case = replace(case, readings=tuple(said.values()))
        return case


def shifted_windows(case: Case, shift: int, until: int | None) -> dict[str, Window]:
    """Return the windows of a case with another day between them, or another end.

    Raises:
        CaseError: A window would be shorter than two weeks.
    """
    day: date = case.before.end + timedelta(days=shift)
    after = case.windows["after"]
    end = after.end if until is None else case.shock.day + timedelta(days=until)
    found = {
        **case.windows,
        "before": Window(case.before.start, day),
        "after": Window(max(after.start, day) if shift else after.start, end),
    }
    for name in ("before", "after"):
        if (found[name].end - found[name].start).days < SHORTEST:
            msg = f"The window '{name}' would be shorter than {SHORTEST} days. Move it less."
            raise CaseError(msg)
    return found


def attempt_of(said: Mapping[str, Any]) -> Attempt:
    """Return what is tried from plain values, as a page sends them.

    Raises:
        CaseError: A value is not what it should be.
    """
    try:
        return Attempt(
            without=tuple(map(str, _listed(said.get("without")))),
            supposed=tuple(map(str, _listed(said.get("supposed")))),
            priors={str(name): float(p) for name, p in dict(said.get("priors") or {}).items()},
            shift=int(said.get("shift") or 0),
            until=None if said.get("until") in (None, "") else int(said["until"]),
        )
    except (TypeError, ValueError) as error:
        msg = f"What is tried cannot be read ({error}). Reload the page."
        raise CaseError(msg) from error


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else []
