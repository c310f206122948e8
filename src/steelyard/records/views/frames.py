"""Frames: the rows of a brief, a finding or a verdict as pandas, Polars or Arrow has them, one fact a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa

from steelyard.errors import CaseError

if TYPE_CHECKING:
    from steelyard.records.findings import Finding
    from steelyard.records.verdict import Brief, FamilyVerdict

#: What a frame may be: a library whose frame it is.
Form = Literal["pandas", "polars", "arrow"]
FORMS: tuple[Form, ...] = ("pandas", "polars", "arrow")

#: A column of a frame and its type.
_Column = tuple[str, pa.DataType]


def _schema(columns: list[_Column]) -> pa.Schema:
    return pa.schema(columns)


#: The columns in which events and ties stand in one frame, and their types.
ROW = _schema(
    [
        ("id", pa.string()),
        ("kind", pa.string()),
        ("day", pa.date32()),
        ("year", pa.int32()),
        ("actor", pa.string()),
        ("recipient", pa.string()),
        ("type", pa.string()),
        ("act", pa.string()),
        ("rung", pa.string()),
        ("status", pa.string()),
        ("value", pa.float64()),
        ("unit", pa.string()),
        ("reports", pa.int32()),
        ("publishers", pa.string()),
        ("sentence", pa.string()),
        ("url", pa.string()),
        ("source", pa.string()),
        ("source_id", pa.string()),
    ]
)

FINDING = _schema(
    [
        *((name, pa.string()) for name in ("client", "diagnostic", "grade", "answered")),
        *((name, pa.float64()) for name in ("effect", "low", "high")),
        ("unit", pa.string()),
        ("scale", pa.string()),
        ("null", pa.float64()),
        ("n_before", pa.int64()),
        ("n_after", pa.int64()),
        ("smallest_detectable", pa.float64()),
        *((name, pa.string()) for name in ("sentence", "question", "proposition")),
        ("reasons", pa.string()),
        ("needed", pa.string()),
        ("rows", pa.int64()),
    ]
)

READING = _schema(
    [
        *((name, pa.string()) for name in ("client", "family", "reading", "title")),
        *((name, pa.float64()) for name in ("prior", "probability", "low", "high", "decibans")),
    ]
)

DECIBANS = _schema(
    [
        *((name, pa.string()) for name in ("client", "family", "diagnostic", "reading")),
        ("decibans", pa.float64()),
    ]
)

MEASURE = _schema(
    [
        *((name, pa.string()) for name in ("client", "diagnostic", "measure", "label", "kind")),
        *((name, pa.float64()) for name in ("value", "low", "high")),
        ("unit", pa.string()),
    ]
)

CLAIM = _schema(
    [
        *((name, pa.string()) for name in ("id", "client", "diagnostic", "text", "outcome")),
        *((name, pa.float64()) for name in ("claimed", "found", "low", "high")),
        ("unit", pa.string()),
        ("sentence", pa.string()),
    ]
)

WEEK = _schema(
    [
        *((name, pa.string()) for name in ("client", "pole", "pole_role")),
        ("week", pa.date32()),
        ("words", pa.int64()),
        ("deeds", pa.int64()),
        ("days", pa.int64()),
    ]
)


def framed(table: pa.Table, form: Form = "pandas") -> Any:
    """Return an Arrow table as a frame of the library that is asked for.

    Raises:
        CaseError: There is no such form, or its library is not installed.
    """
    if form not in FORMS:
        msg = f"'{form}' is no frame; allowed are {', '.join(FORMS)}. Choose one of them."
        raise CaseError(msg)
    try:
        if form == "pandas":
            return table.to_pandas(date_as_object=False)
        if form == "polars":
            import polars as pl

            return pl.from_arrow(table)
    except ImportError as error:
        msg = f"{form} is not installed. Install it with: pip install {form}; or ask for 'arrow'."
        raise CaseError(msg) from error
    return table


def rows_table(rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Return events and ties, as plain values, in the columns of :data:`ROW`."""
    return pa.Table.from_pylist([_row(row) for row in rows], schema=ROW)


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    if "tie_id" in row:
        return {
            "id": row["tie_id"],
            "kind": "tie",
            "year": row["year"],
            "actor": row["state"],
            "recipient": row["partner"],
            "type": row["indicator"],
            "sentence": row["text"],
            **{name: row[name] for name in ("value", "unit", "url", "source", "source_id")},
        }
    day = row["day"] if isinstance(row["day"], date) else date.fromisoformat(row["day"])
    same = ("type", "act", "rung", "status", "reports", "sentence", "url", "source", "source_id")
    lists = ("actor", "recipient", "publishers")
    return {
        "id": row["event_id"],
        "kind": "event",
        "day": day,
        "year": day.year,
        **{name: ";".join(row[name] or ()) for name in lists},
        **{name: row[name] for name in same},
    }


def findings_table(findings: Iterable[Finding]) -> pa.Table:
    """Return findings, a row each."""
    rows = []
    for finding in findings:
        row = {name: getattr(finding, name, None) for name in FINDING.names}
        total = finding.evidence_total
        rows.append(
            {
                **row,
                "reasons": "; ".join(finding.reasons),
                "rows": len(finding.evidence) if total is None else total,
            }
        )
    return pa.Table.from_pylist(rows, schema=FINDING)


def readings_table(families: Iterable[FamilyVerdict], titles: Mapping[str, str]) -> pa.Table:
    """Return the readings, a row for each client and reading.

    ``low`` and ``high`` are the lowest and highest probability when one thing is changed at a
    time: a range of sensitivity, not an interval of confidence.
    """
    rows = []
    for family in families:
        for name, probability in family.probabilities.items():
            low, high = family.span(name)
            added = [said.get(name, 0.0) for said in family.decibans.values()]
            rows.append(
                {
                    "client": family.client,
                    "family": family.family,
                    "reading": name,
                    "title": titles.get(name, "None of these"),
                    "prior": family.prior.get(name),
                    "probability": probability,
                    "low": low,
                    "high": high,
                    "decibans": sum(added),
                }
            )
    return pa.Table.from_pylist(rows, schema=READING)


def decibans_table(families: Iterable[FamilyVerdict]) -> pa.Table:
    """Return what each diagnostic adds to each reading of each client."""
    rows = [
        {
            "client": family.client,
            "family": family.family,
            "diagnostic": diagnostic,
            "reading": reading,
            "decibans": decibans,
        }
        for family in families
        for diagnostic, said in family.decibans.items()
        for reading, decibans in said.items()
    ]
    return pa.Table.from_pylist(rows, schema=DECIBANS)


def measures_table(findings: Iterable[Finding]) -> pa.Table:
    """Return the figures of findings, a row each."""
    rows = [
        {
            "client": finding.client,
            "diagnostic": finding.diagnostic,
            "measure": measure.name,
            **{name: getattr(measure, name) for name in ("label", "kind", "value", "low", "high")},
            "unit": measure.unit,
        }
        for finding in findings
        for measure in finding.measures
    ]
    return pa.Table.from_pylist(rows, schema=MEASURE)


#: The tables of a brief, by name.
TABLES = ("findings", "readings", "decibans", "measures", "claims", "evidence", "weeks")


def brief_table(brief: Brief, name: str) -> pa.Table:
    """Return one table of a brief.

    Raises:
        CaseError: There is no such table.
    """
    families = brief.verdict.families
    if name == "findings":
        return findings_table(brief.findings)
    if name == "readings":
        return readings_table(families, {one.name: one.title for one in brief.readings})
    if name == "decibans":
        return decibans_table(families)
    if name == "measures":
        return measures_table(brief.findings)
    if name == "claims":
        claims = [{key: getattr(claim, key) for key in CLAIM.names} for claim in brief.claims]
        return pa.Table.from_pylist(claims, schema=CLAIM)
    if name == "evidence":
        return rows_table(brief.evidence.values())
    if name == "weeks":
        weeks = [{**row, "week": date.fromisoformat(row["week"])} for row in brief.weeks]
        return pa.Table.from_pylist(weeks, schema=WEEK)
    msg = f"'{name}' is no table of a brief; there are {', '.join(TABLES)}. Choose one of them."
    raise CaseError(msg)
