"""PLOVER events as JSON: one object a line, or one array of objects.

The keys are ours (what ``steelyard read`` writes) and the words of PLOVER's manual and gold
records beside them: ``event`` for ``type``, ``source`` and ``target`` for ``actor`` and ``recipient``, ``date``
for ``day``. A party is a code, a list of codes, or objects with ``code``, ``name`` and ``sector``. An
object may hold several ``events``, which share its day and text.

Traps: older files say DEMAND, DISAPPROVE, INVESTIGATE, FIGHT and YIELD, which are modes or parts of
today's sixteen types; codes may be CAMEO's (``USAGOV``, ``IGOEUREEC``); ``source`` is the data set in our
own files and the actor in others.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from steelyard import vocabulary
from steelyard.errors import SourceError, VocabularyError
from steelyard.records import EventSource, Layout, SourceCard, columns
from steelyard.sources import actors, mapping

#: Our columns, and the keys that hold them, the first that is there.
KEYS: Mapping[str, tuple[str, ...]] = {
    "source_id": ("id", "source_id", "event_id"),
    "day": ("day", "date", "event_date"),
    "precision": ("precision",),
    "announced": ("announced",),
    "actor": ("actor", "actors", "source_actors", "source"),
    "recipient": ("recipient", "recipients", "target_actors", "target"),
    "type": ("type", "event", "event_type"),
    "mode": ("mode", "event_mode"),
    "context": ("context", "contexts"),
    "cameo": ("cameo", "cameo_code"),
    "status": ("status",),
    "act": ("act",),
    "intensity": ("intensity", "goldstein"),
    "place": ("place", "country"),
    "reports": ("reports",),
    "publishers": ("publishers", "publisher"),
    "confidence": ("confidence",),
    "document_id": ("document_id",),
    "sentence": ("sentence", "text"),
    "url": ("url",),
}

#: What older versions of PLOVER called types: type and mode today.
OLDER = {
    "DEMAND": ("REQUEST", None),
    "DISAPPROVE": ("ACCUSE", "disapprove"),
    "INVESTIGATE": ("ACCUSE", "investigate"),
    "FIGHT": ("ASSAULT", None),
    "YIELD": ("CONCEDE", None),
}

_PARTY = tuple(
    f"{side}{part}" for side in ("actor", "recipient") for part in ("", "_role", "_name")
)

COLUMNS = (
    *(name for name in KEYS if name not in ("actor", "recipient")),
    *_PARTY,
    "unknown",
)

_LISTS = ("context", "publishers", *_PARTY)
_BATCH = 10_000
_SPLIT = ";"
_CODE = 3


def reports(rows: ir.Table) -> ir.Table:
    """Map what :func:`read` gives."""
    lists = {
        name: (rows[name] == "").ifelse(ibis.null(str), rows[name]).split(_SPLIT) for name in _LISTS
    }
    day = mapping.day_of(rows["day"], "YYYY-MM-DD")
    return rows.select(
        *("line", "source_id", "precision", "type", "mode", "status", "act", "place"),
        *("document_id", "sentence", "url"),
        **lists,
        day=day,
        announced=mapping.day_of(rows["announced"], "YYYY-MM-DD"),
        intensity=rows["intensity"].try_cast("float64"),
        confidence=rows["confidence"].try_cast("float64"),
        reports=rows["reports"].try_cast("int32"),
        code=ibis.coalesce(rows["cameo"], rows["type"]),
        scheme=rows["cameo"].notnull().ifelse("cameo", "plover"),
        unknown=rows["unknown"],
        problem=mapping.first_reason(
            (rows["problem"].notnull(), rows["problem"]), (day.isnull(), "the day is none")
        ),
        outside=mapping.first_reason(
            (
                rows["problem"].isnull() & rows["type"].isnull() & rows["cameo"].notnull(),
                ibis.literal("no PLOVER type: CAMEO ").concat(rows["cameo"]),
            )
        ),
    )


def read(path: Path) -> Iterator[pa.RecordBatch]:
    """Yield batches of :data:`COLUMNS` as text, with ``line`` and ``problem``."""
    found: list[dict[str, Any]] = []
    for line, record in _events(path):
        found.append({"line": line, "problem": None, **_row(record)})
        if len(found) == _BATCH:
            yield _batch(found)
            found = []
    if found:
        yield _batch(found)


def _batch(found: Sequence[Mapping[str, Any]]) -> pa.RecordBatch:
    arrays: dict[str, Any] = {
        name: pa.array([row.get(name) for row in found], pa.string()) for name in COLUMNS
    }
    arrays["line"] = pa.array([row["line"] for row in found], pa.int64())
    arrays["problem"] = pa.array([row["problem"] for row in found], pa.string())
    return pa.record_batch(arrays)


def _events(path: Path) -> Iterator[tuple[int, Any]]:
    """The events of a file: its objects, or those in the ``events`` of an object, a text or article."""
    for line, record in _records(path):
        inside = record.get("events") if isinstance(record, dict) else None
        if not isinstance(inside, list):
            yield line, record
            continue
        shared = {key: value for key, value in record.items() if key != "events"}
        for number, event in enumerate(inside, start=1):
            if isinstance(event, dict):
                own = {"id": f"{shared.get('id', line)}-{number}"}
                yield line, {**shared, **own, **event}
            else:
                yield line, event


def _records(path: Path) -> Iterator[tuple[int, Any]]:
    """The objects of a file with their line; of an array their place, counted from 1."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        start = lines.read(1)
        while start.isspace():
            start = lines.read(1)
        lines.seek(0)
        if start == "[":
            yield from enumerate(_array(path, lines.read()), start=1)
            return
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield number, _parsed(line)


def _array(path: Path, text: str) -> list[Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        msg = f"{path.name} begins as a JSON array and does not end as one ({error}). Get it again."
        raise SourceError(msg) from error
    return list(found)


def _parsed(line: str) -> Any:
    """The object of a line; a line that is none stays text, which :func:`_row` refuses."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return line


def _row(record: Any) -> dict[str, str | None]:
    if not isinstance(record, dict):
        return {"problem": "no JSON object"}
    row: dict[str, str | None] = {}
    for column, keys in KEYS.items():
        if column not in ("actor", "recipient"):
            value = next((record[key] for key in keys if record.get(key) is not None), None)
            row[column] = _text(value)
    unknown: list[str] = []
    for side in ("actor", "recipient"):
        row |= _side(side, _of_side(record, side), unknown)
    row["unknown"] = _SPLIT.join(unknown) or None
    return row | _checked(row)


def _of_side(record: Mapping[str, Any], side: str) -> Any:
    """The value of the first key that is there and not empty; our own files give three lists."""
    value = next((record[key] for key in KEYS[side] if record.get(key)), None)
    names, roles = record.get(f"{side}_name") or [], record.get(f"{side}_role") or []
    if not isinstance(value, list) or not (names or roles) or len(value) < len(names):
        return value
    return [
        {"code": code, "name": _at(names, n), "role": _at(roles, n)}
        if isinstance(code, str)
        else code
        for n, code in enumerate(value)
    ]


def _at(values: Sequence[Any], place: int) -> Any:
    return values[place] if place < len(values) else None


def _text(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, list):
        return _SPLIT.join(_plain(part) for part in value) or None
    if isinstance(value, dict):
        return None
    return str(value)


def _plain(value: Any) -> str:
    return str(value).replace(_SPLIT, ",")


def _side(side: str, value: Any, unknown: list[str]) -> dict[str, str | None]:
    """The columns of one side; what nobody knows is added to ``unknown``."""
    parties = value if isinstance(value, list) else [value]
    read_as = [_party(party) for party in parties if party not in (None, "", {})]
    unknown += [name for code, _, name, known in read_as if code == actors.NOBODY and not known]
    return {
        side: _SPLIT.join(code for code, _, _, _ in read_as) or None,
        f"{side}_role": _SPLIT.join(role for _, role, _, _ in read_as if role) or None,
        f"{side}_name": _SPLIT.join(name for _, _, name, _ in read_as if name) or None,
    }


def _party(value: Any) -> tuple[str, str, str, bool]:
    """(code, role, name, whether anything is known of it) of one party."""
    if not isinstance(value, dict):
        code, role, known = _coded(str(value))
        return code, role, _plain(value), known
    labels = [value.get(key) for key in ("iso3", "code", "country", "name", "text")]
    texts = [str(text) for text in labels if isinstance(text, str) and text]
    name = _plain(value.get("name") or value.get("text") or (texts[0] if texts else "?"))
    role_text = _plain(value.get("role") or value.get("sector") or "")
    for text in texts:
        code, role, _ = _coded(text)
        if code != actors.NOBODY:
            return code, role_text or role, name, True
    return actors.NOBODY, role_text, name, any(text == actors.NOBODY for text in texts)


def _coded(text: str) -> tuple[str, str, bool]:
    """(code, role, whether it is known) of a code or name: ours, CAMEO's, or an English name."""
    if vocabulary.known(text):
        return text, "", True
    groups = {row.code: row.actor for row in vocabulary.data_codes("cameo", "group")}
    types = {row.code: row.role or "" for row in vocabulary.data_codes("cameo", "type")}
    parts = [text[at : at + _CODE] for at in range(0, len(text), _CODE)]
    if text.isupper() and len(text) % _CODE == 0:
        role = next((types[part] for part in parts if types.get(part)), "")
        body = next((groups[part] for part in parts if groups.get(part)), None)
        state = parts[0] if parts[0] in actors.cameo_countries() else None
        listed = actors.cameo_countries()[state]["actor"] if state else None
        if found := body or listed:
            return found, role, True
        return actors.NOBODY, role, bool(role)
    return vocabulary.find(text) or actors.NOBODY, "", False


def _checked(row: Mapping[str, str | None]) -> dict[str, str | None]:
    """The type and mode of today, and why the row cannot be an event where it cannot."""
    kind, mode = row["type"], row["mode"]
    if kind is None and row["cameo"] is not None:
        return _from_cameo(row["cameo"])
    if kind is None:
        return {"problem": "no type"}
    kind, older = OLDER.get(kind.upper(), (kind.upper(), None))
    if kind not in vocabulary.TYPES:
        return {"problem": f"unknown type {kind}"}
    mode = (mode or older or "").lower() or None
    fits = mode in vocabulary.modes(kind)
    status = row["status"] or "happened"
    return {
        "type": kind,
        "mode": mode if fits else None,
        "context": _contexts(row["context"]),
        "precision": row["precision"] if row["precision"] in vocabulary.PRECISIONS else None,
        "status": status,
        "problem": None if status in vocabulary.STATUSES else f"unknown status {status}",
    }


def _from_cameo(code: str) -> dict[str, str | None]:
    try:
        coding = vocabulary.from_cameo(code)
    except VocabularyError:
        return {"problem": f"unknown CAMEO code {code}"}
    return {
        "type": coding.type,
        "mode": coding.mode,
        "context": _SPLIT.join(coding.context) or None,
        "problem": None,
    }


def _contexts(text: str | None) -> str | None:
    known = vocabulary.contexts()
    parts = [part.strip().lower() for part in (text or "").split(_SPLIT)]
    return _SPLIT.join(part for part in parts if part in known) or None


def _fits(first: str) -> bool:
    return first.lstrip("\ufeff \t").startswith(("{", "["))


PLOVER_JSON = EventSource(
    name="plover_json",
    card=SourceCard(
        name="plover_json",
        title="Events in PLOVER as JSON",
        publisher="whoever coded them",
        address="https://github.com/openeventdata/PLOVER",
        licence="that of whoever coded them",
        citation="PLOVER: Political Language Ontology for Verifiable Event Records, manual, draft 0.8, 2021.",
        coverage="what the file holds; it states no days that it covers",
        limitation=(
            "How these events were found and coded is not known from the file; no publisher's file of "
            "this kind was at hand, only gold records and our own output; a count of them is no tempo."
        ),
        sampling="selective",
    ),
    layouts=(
        Layout(
            name="plover-json",
            columns=columns(COLUMNS),
            reports=reports,
            numbered=True,
            fit=_fits,
            read=read,
        ),
    ),
)
