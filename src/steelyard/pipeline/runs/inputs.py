"""Inputs: what a run was made from, by content and not by place, so that two runs can be compared.

A hash says whether a file or a data set is the same as another's; nothing here says where it lay or when
it was read, so that the same inputs give the same bytes of brief.json on every machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import ibis
import ibis.expr.types as ir
from pydantic import TypeAdapter

from steelyard.readings import Learned
from steelyard.readings.measured import shipped_history
from steelyard.records import EVENT, TIE, Archive, Case

Kind = Literal["case", "events", "ties", "archive", "weights"]

#: Events and ties up to which a run keeps all of them, and not only those that a number names: a record
#: kept by hand can then be weighed again from brief.json alone, a wire cannot.
KEPT = 1500

#: What a missing cell is hashed as: no cell holds it.
_NOTHING = "\N{SYMBOL FOR NULL}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One thing that a run was made from.

    ``sha256`` is that of the bytes of a file; of an archive, that of the rows of one of its sources in the
    order of their ids; of weights, the hash that their file bears.
    """

    kind: Kind
    name: str
    sha256: str
    rows: int | None = None


def inputs_of(
    case: Case,
    archive: Archive | None = None,
    weights: Learned | None = None,
    *,
    rows: Mapping[str, int] | None = None,
) -> tuple[Input, ...]:
    """Return what a weighing of ``case`` is made from: files, sources of an archive, weights.

    Args:
        case: A checked case.
        archive: Rows used beside the case's own evidence files, if any.
        weights: The learned weights; None where the declared ones are used alone.
        rows: Rows read of each evidence file, by its name.
    """
    counted = rows or {}
    found = [Input(kind="case", name="case.toml", sha256=_settings_hash(case))]
    files: tuple[tuple[Kind, tuple[Path, ...]], ...] = (
        ("events", case.events),
        ("ties", case.ties),
    )
    found += [
        Input(kind=kind, name=path.name, sha256=file_hash(path), rows=counted.get(path.name))
        for kind, paths in files
        for path in paths
    ]
    for held in (archive, case.rows):
        if held is not None:
            found += _of_archive(held)
    if weights is None:
        found.append(Input(kind="weights", name="declared", sha256=""))
    else:
        found.append(Input(kind="weights", name="simulated worlds", sha256=weights.hash))
        found.append(Input(kind="weights", name="real cases", sha256=shipped_history().hash))
    return tuple(found)


def file_hash(path: Path) -> str:
    """Return the SHA-256 of the bytes of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def case_form() -> TypeAdapter[Case]:
    """Return what turns a case into plain values and back."""
    return TypeAdapter(Case)


def settings_of(case: Case) -> dict[str, Any]:
    """Return a case as plain values, without the places of its files on any disk."""
    found: dict[str, Any] = case_form().dump_python(
        case, mode="json", exclude={"events", "ties", "folder", "seed", "rows", "searches"}
    )
    return found


def case_of(settings: Mapping[str, Any], seed: int = 0) -> Case:
    """Return the case that :func:`settings_of` made plain values of; it has no files."""
    return case_form().validate_python({**settings, "seed": seed})


def _settings_hash(case: Case) -> str:
    """The hash of case.toml; of a case that was made in a program, that of its settings."""
    if case.folder is not None and (case.folder / "case.toml").is_file():
        return file_hash(case.folder / "case.toml")
    return hashlib.sha256(repr(sorted(settings_of(case).items())).encode()).hexdigest()


def _of_archive(archive: Archive) -> list[Input]:
    """One input a source: its events, its ties, and the files behind tables of other kinds."""
    sums: dict[str, Any] = {}
    counts: dict[str, int] = {}
    for table, key, names in (
        (archive.events, "event_id", EVENT.names),
        (archive.ties, "tie_id", TIE.names),
    ):
        for source, digest in _digests(table, key, names):
            sums.setdefault(source, hashlib.sha256()).update(digest.encode())
            counts[source] = counts.get(source, 0) + 1
    files = archive.manifest.select("source", "sha256", "kept").order_by("source", "sha256")
    for row in files.to_pyarrow().to_pylist():
        if row["source"] not in counts:
            sums.setdefault(row["source"], hashlib.sha256()).update(row["sha256"].encode())
    return [
        Input(kind="archive", name=name, sha256=sums[name].hexdigest(), rows=counts.get(name))
        for name in sorted(sums)
    ]


def _digests(table: ir.Table, key: str, names: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Source and hash of every row, in the order of ids, whatever engine holds them."""
    row = ibis.literal("\u241f").join([_cell(table[name]) for name in names])
    wanted = table.select("source", key, digest=row.hexdigest("sha256")).order_by("source", key)
    found = wanted.to_pyarrow()
    yield from zip(found["source"].to_pylist(), found["digest"].to_pylist(), strict=True)


def _cell(column: Any) -> Any:
    """A cell as text that does not depend on how an engine prints numbers."""
    if column.type().is_array():
        # Engines differ in what an empty list is joined to: an empty text, or nothing.
        column = ibis.ifelse(column.length() == 0, "", column.join(";"))
    elif column.type().is_floating():
        column = (column * 1_000_000).round().cast("int64")
    return column.cast("string").fill_null(_NOTHING)


def unnamed_rows(
    archive: Archive, named: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]] | None:
    """Return the rows that no number names, as plain values; None where the record is too large.

    Together with the rows that are named they are the whole record.
    """
    whole = archive.events.count().to_pyarrow().as_py() + archive.ties.count().to_pyarrow().as_py()
    if whole > KEPT:
        return None
    rows: dict[str, dict[str, Any]] = {}
    for kind, table, order in (
        ("event", archive.events, ("day", "event_id")),
        ("tie", archive.ties, ("year", "indicator", "tie_id")),
    ):
        for row in table.order_by(*order).to_pyarrow().to_pylist():
            name = row[f"{kind}_id"]
            if name not in named:
                rows[name] = {"kind": kind, **plain(row)}
    return rows


def covered(archive: Archive) -> dict[str, list[list[str]]]:
    """Return the days that each source covers whole, as half-open spans by source."""
    whole = archive.coverage.filter(archive.coverage.state == "whole")
    found: dict[str, list[date]] = {}
    for row in whole.select("source", "day").order_by("source", "day").to_pyarrow().to_pylist():
        found.setdefault(row["source"], []).append(row["day"])
    return {source: _spans(days) for source, days in found.items()}


def _spans(days: list[date]) -> list[list[str]]:
    """Days in a row as spans ``[first, day after the last)``."""
    edges = [at for at, (a, b) in enumerate(pairwise(days), 1) if (b - a).days > 1]
    bounds = [0, *edges, len(days)]
    return [
        [days[a].isoformat(), date.fromordinal(days[b - 1].toordinal() + 1).isoformat()]
        for a, b in pairwise(bounds)
    ]


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row with days as ISO text, so that JSON can hold it."""
    return {
        name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()
    }


def values_of(inputs: Iterable[Input]) -> tuple[dict[str, Any], ...]:
    """Return inputs as the plain values that brief.json holds."""
    return tuple(asdict(one) for one in inputs)
