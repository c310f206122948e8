"""Records kept as JSON, as the services of publishers answer: a list, an answer that holds one, or lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from steelyard.errors import SourceError

#: What begins a list of objects, or an object; a name in brackets or braces begins neither.
_START = re.compile(rb"(?:\[\s*\{|\{\s*\")")

#: A document is held in memory as a whole.
MOST_BYTES = 512 * 1024**2

Record = dict[str, Any]


def begins_json(head: bytes) -> bool:
    """Say whether the first bytes of a file are those of JSON that may hold records.

    >>> begins_json(b'[{"a": 1}]'), begins_json(b"[id],day")
    (True, False)
    """
    return _START.match(head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")) is not None


def records_of(document: Any) -> list[Record] | None:
    """Return the records of a document, None where it holds none.

    They are a list of objects, or the longest list of objects that an answer bears beside its
    counts and messages, however deep it is wrapped.

    >>> records_of({"count": 1, "data": [{"id": 1}]})
    [{'id': 1}]
    """
    if isinstance(document, list):
        records = [one for one in document if isinstance(one, dict)]
        return records if records and len(records) == len(document) else None
    if not isinstance(document, dict):
        return None
    found = [some for value in document.values() if (some := records_of(value))]
    return max(found, key=len) if found else None


def read_records(path: Path) -> list[Record]:
    """Return the records of a file; figures are kept as they are written.

    Raises:
        SourceError: It is too large, no JSON, or holds no records.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        msg = f"{path.name} is JSON of {size:,} bytes; {MOST_BYTES:,} are allowed. Save it as CSV."
        raise SourceError(msg)
    data = path.read_bytes()
    try:
        document = _parsed(data)
    except (ValueError, RecursionError) as error:
        lines = _lines(data)
        if lines is None:
            msg = f"{path.name} begins as JSON and is none ({error}). Get it again, or save it as CSV."
            raise SourceError(msg) from None
        return lines
    records = records_of(document) or ([document] if _is_record(document) else None)
    if records is None:
        said = (
            document.get("error") or document.get("message") if isinstance(document, dict) else ""
        )
        because = f" It says: {str(said)[:200]}." if said else ""
        msg = f"{path.name} is JSON without a list of records.{because} Get it again, or save it as CSV."
        raise SourceError(msg)
    return records


def as_rows(records: Sequence[Record]) -> tuple[tuple[str, ...], Iterator[tuple[int, list[str]]]]:
    """Return the names of all fields, and the records as rows of text with their numbers."""
    names = tuple(dict.fromkeys(name for record in records for name in record))
    rows = ((n, [_text(one.get(name)) for name in names]) for n, one in enumerate(records, start=1))
    return names, rows


def _parsed(data: bytes) -> Any:
    return json.loads(data, parse_int=str, parse_float=str)


def _lines(data: bytes) -> list[Record] | None:
    """The records of JSON Lines, None where a line is no record."""
    records = []
    for line in data.splitlines():
        if not line.strip():
            continue
        try:
            record = _parsed(line)
        except (ValueError, RecursionError):
            return None
        if not isinstance(record, dict):
            return None
        records.append(record)
    return records or None


def _is_record(document: Any) -> bool:
    """Whether an object is one record, and no answer that holds none: it has no empty list."""
    return isinstance(document, dict) and not any(
        isinstance(value, dict) or value == [] for value in document.values()
    )


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list) and not any(isinstance(one, (dict, list)) for one in value):
        return ";".join(_text(one) for one in value)
    if isinstance(value, (dict, list, bool)):
        return json.dumps(value, ensure_ascii=False)
    return str(value).strip()
