"""Reading a run back: its case, its rows, its findings and probabilities, from brief.json alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
from pydantic import ConfigDict, TypeAdapter

from steelyard import diagnostics
from steelyard.archive import TableArchive, archive_of
from steelyard.errors import CaseError
from steelyard.pipeline.runs.inputs import case_of
from steelyard.records import COVERAGE, EVENT, TIE, Archive, Case, Finding

FILE = "brief.json"


@dataclass(frozen=True)
class PastRun:
    """A run that was read back.

    ``rows`` are all rows of the record where ``whole``, else those that a number names. ``folder`` is where it
    lies with its lock, None where a brief.json alone was given.
    """

    content: Mapping[str, Any]
    rows: Mapping[str, Mapping[str, Any]]
    whole: bool
    folder: Path | None = None

    @property
    def settings(self) -> Mapping[str, Any]:
        """The case as plain values; empty in a run of a version that did not keep them."""
        found: Mapping[str, Any] = self.content.get("settings") or {}
        return found

    @property
    def inputs(self) -> dict[tuple[str, str], Mapping[str, Any]]:
        """What the run was made from, by kind and name."""
        return {(one["kind"], one["name"]): one for one in self.content.get("inputs", ())}

    @property
    def seed(self) -> int:
        """The seed of the run."""
        return int(self.content["seed"])

    def case(self) -> Case:
        """Return the case that was asked."""
        return case_of(self.settings, self.seed)

    def findings(self) -> tuple[Finding, ...]:
        """Return the findings, with the declared weights that this version gives their questions."""
        known = {diagnostic.name: diagnostic.weights for diagnostic in diagnostics.ALL}
        names = {f.name for f in fields(Finding)}
        said = [
            {k: v for k, v in one.items() if k in names}
            for one in self.content["findings"]
            if one["diagnostic"] in known
        ]
        found = _findings_form().validate_python(said)
        return tuple(replace(one, weights=known[one.diagnostic]) for one in found)


@cache
def _findings_form() -> TypeAdapter[tuple[Finding, ...]]:
    # What stands behind a finding is a protocol, which no file holds.
    return TypeAdapter(tuple[Finding, ...], config=ConfigDict(arbitrary_types_allowed=True))


def read_run(where: str | Path) -> PastRun:
    """Read a run from its folder, or from its brief.json.

    Raises:
        CaseError: There is no brief there, or the file is none.
    """
    folder = Path(where) if Path(where).is_dir() else None
    path = folder / FILE if folder else Path(where)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        msg = (
            f"{path} cannot be read ({error.strerror}). Give the folder that 'steelyard weigh' wrote, or "
            f"its {FILE}."
        )
        raise CaseError(msg) from error
    except ValueError as error:
        msg = f"{path} is no JSON ({error}). Give the folder that 'steelyard weigh' wrote, or its {FILE}."
        raise CaseError(msg) from error
    lacking = (
        [key for key in ("case", "verdict", "findings", "evidence") if key not in content]
        if isinstance(content, dict)
        else ["everything"]
    )
    if lacking:
        msg = (
            f"{path} is no brief: it lacks {', '.join(lacking)}. Give the folder that 'steelyard weigh' "
            f"wrote, or its {FILE}."
        )
        raise CaseError(msg)
    rest = content.get("record", {}).get("rows")
    return PastRun(
        content, {**content["evidence"], **(rest or {})}, whole=rest is not None, folder=folder
    )


def archive_from(
    rows: Mapping[str, Mapping[str, Any]],
    case: Case,
    covered: Mapping[str, list[list[str]]],
) -> Archive:
    """Put the rows of a run into an archive in memory, with the days that its sources cover."""
    tables = []
    for kind, schema in (("event", EVENT), ("tie", TIE)):
        chosen = [row for row in rows.values() if row["kind"] == kind]
        columns = {
            field.name: pa.array([_typed(row.get(field.name), field) for row in chosen], field.type)
            for field in schema
        }
        tables.append(pa.table(columns, schema=schema))
    events, ties = tables
    made = archive_of(events, ties, case.sources)
    if not covered:
        return made
    days = [
        {"source": source, "day": day, "state": "whole", "file": None, "rows": 0}
        for source, spans in covered.items()
        for first, after in spans
        for day in _days(date.fromisoformat(first), date.fromisoformat(after))
    ]
    held = ibis.memtable(pa.Table.from_pylist(days, schema=COVERAGE))
    return TableArchive(made.events, made.ties, made.sources, coverage=held)


def _typed(value: Any, field: pa.Field[Any]) -> Any:
    """A day from its ISO text; empty lists for columns that an older run did not have."""
    if value is None and pa.types.is_list(field.type):
        return []
    if isinstance(value, str) and pa.types.is_date32(field.type):
        return date.fromisoformat(value)
    return value


def _days(first: date, after: date) -> list[date]:
    return [first + timedelta(days=at) for at in range((after - first).days)]
