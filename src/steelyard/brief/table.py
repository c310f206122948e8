"""findings.csv: one row a finding, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import Any

from steelyard.brief.json_twin import to_dict
from steelyard.records import Brief
from steelyard.wording import harmless

COLUMNS = (
    "client",
    "diagnostic",
    "question",
    "proposition",
    "grade",
    "sentence",
    "effect",
    "unit",
    "low",
    "high",
    "n_before",
    "n_after",
    "smallest_detectable",
    "reasons",
    "needed",
    "decibans",
    "evidence",
)


def findings_csv(brief: Brief) -> str:
    """Return the findings as CSV; lists are joined by semicolons."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for finding in to_dict(brief)["findings"]:
        writer.writerow([_cell(finding[column]) for column in COLUMNS])
    return out.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, dict):
        value = "; ".join(f"{name} {number:g}" for name, number in value.items())
    if isinstance(value, list):
        value = "; ".join(str(part) for part in value)
    return harmless(value)
