"""An answer: one library call as a page, as JSON and as CSV, at the same address."""

from __future__ import annotations

import csv
import io
import json
import math
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

#: How an answer may be asked for, by the parameter ``format``.
FORMATS = ("html", "json", "csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a page shows.

    Attributes:
        template: The page.
        data: What the page shows beside what JSON has.
        content: What JSON gives.
        rows: What CSV gives; None where the answer is no table.
        command: The command line that gives the same.
        status: The HTTP status.
    """

    template: str
    content: Any = None
    data: Mapping[str, Any] = field(default_factory=dict)
    rows: Sequence[Mapping[str, Any]] | None = None
    command: str = ""
    status: int = 200


def respond(request: Request, answer: Answer) -> Response:
    """Return an answer in the format that the address asks for."""
    form = request.query_params.get("format", "html")
    if form == "json":
        return Response(to_json(answer.content), answer.status, media_type="application/json")
    if form == "csv" and answer.rows is not None:
        return Response(to_csv(answer.rows), answer.status, media_type="text/csv; charset=utf-8")
    shown = {
        "answer": answer,
        "content": answer.content,
        "request": request,
        "desk": request.app.state.desk,
        "json_address": address(request, format="json"),
        "csv_address": address(request, format="csv") if answer.rows is not None else None,
        **answer.data,
    }
    page = environment().get_template(f"{answer.template}.html.j2").render(shown)
    return Response(page, answer.status, media_type="text/html; charset=utf-8")


def address(request: Request, **changes: str | None) -> str:
    """Return the address of a request with some of its parameters changed, None taken away."""
    pairs = [(name, value) for name, value in request.query_params.multi_items()]
    kept = [(name, value) for name, value in pairs if name not in changes]
    kept += [(name, value) for name, value in changes.items() if value is not None]
    return request.url.path + (f"?{urlencode(kept)}" if kept else "")


def to_json(content: Any) -> str:
    """Return records as JSON: days as text, tuples as lists, numbers without bound as null."""
    return json.dumps(_plain(content), ensure_ascii=False, indent=1)


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(one) for one in value]
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Path):
        return value.name
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def to_csv(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return rows as a CSV table that a spreadsheet opens without running anything."""
    from steelyard.wording import harmless  # the records behind it load slowly

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    header: list[str] | None = None
    for row in rows:
        if header is None:
            header = list(row)
            writer.writerow(header)
        writer.writerow(harmless(_cell(row.get(name))) for name in header)
    return out.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return ";".join(map(str, value))
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def command(*words: str | Path | None) -> str:
    """Return a command line that can be copied: words quoted where a shell needs it."""
    return "steelyard " + shlex.join(str(word) for word in words if word is not None)


@cache
def environment() -> Environment:
    """The pages: all text is escaped."""
    made = Environment(
        loader=PackageLoader("steelyard.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "number": lambda value: f"{value:,}",
        "name": actor_title,
        "day": _day,
        "short": _short,
        "part": lambda text: quote(str(text), safe=""),
        "tojson_plain": to_json,
    }
    made.tests["address"] = lambda value: (
        isinstance(value, str) and value.lower().startswith(("http://", "https://"))
    )
    return made


def actor_title(code: str) -> str:
    """Return the name of an actor, its code where nobody knows it."""
    from steelyard import vocabulary

    return vocabulary.name(code) if vocabulary.known(code) else code


def _day(value: Any, precision: str = "day") -> str:
    return str(value)[: {"day": 10, "month": 7, "year": 4}.get(precision, 10)]


def _short(text: str | None, most: int = 160) -> str:
    text = text or ""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
