"""What differs between two runs: settings, inputs, rows, findings, probabilities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from steelyard.pipeline.runs.reading import PastRun
from steelyard.records import (
    FAMILIES,
    Difference,
    Finding,
    FindingMove,
    ReadingMove,
    RowChange,
    Told,
)
from steelyard.wording import count, listing

#: Settings of a case that say something of the record, not of how it is looked at.
WORLD = ("sources", "gaps")

#: Settings that nothing is weighed with.
SILENT = ("name", "title", "question", "notes", "claims", *WORLD)

#: Columns that name a row, or another row, by an id that changes with its content.
_IDS = ("event_id", "tie_id", "kind", "corrects")


def method_changes(first: PastRun, second: PastRun) -> tuple[Difference, ...]:
    """Return what differs in how the record is looked at: version, seed, weights, settings."""
    found = []
    for what in ("version", "seed"):
        a, b = str(first.content[what]), str(second.content[what])
        if a != b:
            found.append(Difference(what=what, before=a, after=b))
    a, b = _weights(first), _weights(second)
    if a != b:
        found.append(Difference(what="weights", before=a, after=b))
    if first.settings and second.settings:
        for key in dict.fromkeys([*second.settings, *first.settings]):
            if key not in SILENT:
                found += _settings(key, first.settings.get(key), second.settings.get(key))
    return tuple(found)


def _weights(run: PastRun) -> str:
    used = [one for (kind, _), one in run.inputs.items() if kind == "weights"]
    named = [
        f"{one['name']} ({one['sha256'][:8]})" if one["sha256"] else str(one["name"])
        for one in used
    ]
    return listing(named) if named else "not stated"


def _settings(key: str, a: Any, b: Any) -> list[Difference]:
    """A setting that differs; of a table, each of its parts that does."""
    if a == b:
        return []
    a, b = _by_name(a), _by_name(b)
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        return [
            Difference(what=f"{key}.{part}", before=_shown(a.get(part)), after=_shown(b.get(part)))
            for part in dict.fromkeys([*b, *a])
            if a.get(part) != b.get(part)
        ]
    return [Difference(what=key, before=_shown(a), after=_shown(b))]


def _by_name(value: Any) -> Any:
    """A list of things that have names, by name."""
    if (
        isinstance(value, list)
        and value
        and all(isinstance(v, Mapping) and "name" in v for v in value)
    ):
        return {str(v["name"]): {k: x for k, x in v.items() if k != "name"} for v in value}
    return value


def _shown(value: Any) -> str:
    if value is None or value in ([], {}):
        return "none"
    if isinstance(value, Mapping):
        if set(value) == {"start", "end"}:
            return f"{value['start']} to {value['end']}"
        return "; ".join(f"{k} {_shown(v)}" for k, v in value.items() if v not in (None, [], {}))
    if isinstance(value, list):
        return ", ".join(_shown(part) for part in value)
    return str(value)


def same_files(first: PastRun, second: PastRun) -> set[str]:
    """Return the files and sources that both runs read, byte for byte the same."""
    return {
        name
        for (kind, name), one in first.inputs.items()
        if kind in ("events", "ties", "archive")
        and second.inputs.get((kind, name), {}).get("sha256") == one["sha256"]
    }


def input_changes(first: PastRun, second: PastRun) -> tuple[Difference, ...]:
    """Return the files and sources of the record that differ, with their rows; gaps as well."""
    found = []
    for kind, name in dict.fromkeys([*first.inputs, *second.inputs]):
        a, b = first.inputs.get((kind, name)), second.inputs.get((kind, name))
        if kind in ("case", "weights") or (a and b and a["sha256"] == b["sha256"]):
            continue
        found.append(Difference(what=name, before=_content(a), after=_content(b)))
    if first.settings and second.settings:
        found += _settings("gaps", first.settings.get("gaps"), second.settings.get("gaps"))
    return tuple(found)


def _content(one: Mapping[str, Any] | None) -> str:
    if one is None:
        return "not read"
    rows = "" if one["rows"] is None else f"{count(one['rows'], 'row')}, "
    return f"{rows}content {one['sha256'][:8]}"


def row_changes(
    first: PastRun, second: PastRun
) -> tuple[tuple[RowChange, ...], tuple[Difference, ...]]:
    """Return rows added, dropped and revised, and files that are the same but were read differently.

    A row is the same row where it bears the same id, or else where its source gives it the same name.
    Rows of a file whose bytes did not change can differ only by how they were read: that is method.
    """
    before, after = dict(first.rows), dict(second.rows)
    names = [_names(before), _names(after)]
    same = same_files(first, second)
    gone = {_key(row): name for name, row in before.items() if name not in after}
    come = {_key(row): name for name, row in after.items() if name not in before}
    pairs = [(name, name) for name in before if name in after]
    pairs += [(gone.pop(key), come.pop(key)) for key in [*gone] if key in come]
    changes, reread = [], dict[str, set[str]]()
    for a, b in pairs:
        columns = _columns(before[a], after[b], *names)
        if not columns:
            continue
        source = str(after[b]["source"])
        if source in same:
            reread.setdefault(source, set()).update(columns)
        else:
            changes.append(
                RowChange(
                    fate="revised", source=source, row=after[b], was=before[a], columns=columns
                )
            )
    whole = first.whole and second.whole
    for fate, ids, rows in (("added", come, after), ("dropped", gone, before)):
        changes += [
            RowChange(fate=fate, source=str(rows[name]["source"]), row=rows[name])  # type: ignore[arg-type]
            for name in ids.values()
            # A row that a large brief does not name may still be in its record.
            if str(rows[name]["source"]) not in same or whole
        ]
    order = {"added": 0, "dropped": 1, "revised": 2}
    changes.sort(key=lambda c: (order[c.fate], str(c.row.get("day") or c.row.get("year"))))
    told = tuple(
        Difference(what=f"how {name} is read", before="", after=f"other {listing(sorted(columns))}")
        for name, columns in reread.items()
    )
    return tuple(changes), told


def _names(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    return {name: str(row["source_id"]) for name, row in rows.items()}


def _key(row: Mapping[str, Any]) -> tuple[str, str, str]:
    return str(row["kind"]), str(row["source"]), str(row["source_id"])


def _columns(
    a: Mapping[str, Any],
    b: Mapping[str, Any],
    names_a: Mapping[str, str],
    names_b: Mapping[str, str],
) -> tuple[str, ...]:
    """The columns in which two rows differ; a link to another row by the name that its source gives."""
    found = []
    for column in dict.fromkeys([*a, *b]):
        if column in _IDS:
            continue
        old, new = a.get(column), b.get(column)
        if column == "plan_of":
            old, new = names_a.get(str(old), old), names_b.get(str(new), new)
        if old != new:
            found.append(column)
    return tuple(found)


def reading_moves(
    first: PastRun,
    second: PastRun,
    clients: Sequence[str],
    between: Mapping[tuple[str, str, str], float] | None,
) -> tuple[ReadingMove, ...]:
    """Return every probability of both runs, zero for a reading that one of them does not have."""
    titles = {
        reading["name"]: reading["title"]
        for run in (first, second)
        for reading in run.content.get("readings", ())
    }
    found = []
    for client in clients:
        for family in FAMILIES:
            a, b = (run.content["verdict"][client][family] for run in (first, second))
            for reading in dict.fromkeys([*b, *a]):
                middle = None if between is None else between.get((client, family, reading), 0.0)
                found.append(
                    ReadingMove(
                        client=client,
                        family=family,
                        reading=reading,
                        title=titles.get(reading, "None of these"),
                        before=float(a.get(reading, 0.0)),
                        between=middle,
                        after=float(b.get(reading, 0.0)),
                    )
                )
    return tuple(found)


def finding_moves(
    first: PastRun,
    second: PastRun,
    clients: Sequence[str],
    between: Sequence[Finding] | None,
) -> tuple[FindingMove, ...]:
    """Return the findings whose grade or figure differs."""
    sides = [_told(run.content["findings"]) for run in (first, second)]
    middle = _told({name: getattr(f, name) for name in _TOLD} for f in (between or ()))
    units = {
        (f["client"], f["diagnostic"]): f["unit"]
        for run in (first, second)
        for f in run.content["findings"]
    }
    return tuple(
        FindingMove(
            client=key[0],
            diagnostic=key[1],
            unit=units[key],
            before=sides[0].get(key),
            between=middle.get(key),
            after=sides[1].get(key),
        )
        for key in dict.fromkeys([*sides[1], *sides[0]])
        if key[0] in clients and sides[0].get(key) != sides[1].get(key)
    )


_TOLD = ("client", "diagnostic", "grade", "effect", "low", "high", "sentence")


def _told(findings: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], Told]:
    return {
        (f["client"], f["diagnostic"]): Told(
            grade=f["grade"],
            effect=_rounded(f["effect"]),
            low=_rounded(f["low"]),
            high=_rounded(f["high"]),
            sentence=f["sentence"],
        )
        for f in findings
    }


def _rounded(value: float | None) -> float | None:
    """A figure with the digits of brief.json, and None for what has no bound."""
    if value is None or value in (float("inf"), float("-inf")):
        return None
    return float(f"{value:.6g}")
