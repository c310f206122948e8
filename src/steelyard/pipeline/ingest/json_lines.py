"""Events and articles as JSON Lines, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from typing import Any

from steelyard.records import EVENT, Article, Event

_NAMES = tuple(EVENT.names)
_DAYS = ("day", "announced")
_FIELDS = tuple(field.name for field in fields(Article))


def to_row(event: Event) -> dict[str, Any]:
    """Return an event under the names of EVENT, lists as lists, days as ISO text."""
    row: dict[str, Any] = {}
    for name in _NAMES:
        value = getattr(event, name)
        if isinstance(value, tuple):
            value = list(value)
        elif isinstance(value, date):
            value = value.isoformat()
        row[name] = value
    return row


def to_line(event: Event) -> str:
    """Return an event as one line of JSON, without the line end."""
    return json.dumps(to_row(event), ensure_ascii=False)


def to_lines(events: Iterable[Event]) -> bytes:
    """Return events as JSON Lines in UTF-8; half a character that UTF-8 cannot hold is replaced."""
    return "\n".join(map(to_line, events)).encode("utf-8", "replace")


def from_lines(lines: bytes) -> tuple[Event, ...]:
    """Return the events that :func:`to_lines` wrote."""
    return tuple(_event(json.loads(line)) for line in lines.split(b"\n"))


def article_line(article: Article) -> bytes:
    """Return an article as JSON in UTF-8."""
    row = {name: getattr(article, name) for name in _FIELDS}
    row["date"] = article.date.isoformat() if article.date else None
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "replace")


def article_of(line: bytes) -> Article:
    """Return the article that :func:`article_line` wrote."""
    row = json.loads(line)
    row["date"] = date.fromisoformat(row["date"]) if row["date"] else None
    return Article(**row)


def _event(row: dict[str, Any]) -> Event:
    for name, value in row.items():
        if isinstance(value, list):
            row[name] = tuple(value)
        elif name in _DAYS and value is not None:
            row[name] = date.fromisoformat(value)
    return Event(**row)
