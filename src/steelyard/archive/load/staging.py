"""Staging: what a mapping gave becomes rows of the archive, as one Ibis expression.

Defaults are filled in, single values become lists, every row gets its ids and the link that
reports of one event share. Nothing here looks at other rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from steelyard import vocabulary
from steelyard.archive.load.deduplication import PARTIES, linked, together_text
from steelyard.errors import SourceError
from steelyard.records import REPORT

REQUIRED = ("day", "type")
#: What a mapping may say of a row beside the columns of REPORT.
SAID = ("problem", "outside", "unknown")

#: Columns that are worked out where a mapping does not give them.
_COMPUTED = ("event_id", "report_id", "quad", "act", "rung", "source_id")
_LISTS = tuple(field.name for field in REPORT if pa.types.is_list(field.type))
_DEFAULTS: dict[str, Any] = {"precision": "day", "status": "happened", "reports": 1}
_IBIS = {name: ibis.Schema.from_pyarrow(REPORT)[name] for name in REPORT.names}


@ibis.udf.scalar.builtin(name="md5")  # type: ignore[untyped-decorator]  # Ibis ships no types
def _md5(text: str) -> str:
    """Give the MD5 sum of a text in hexadecimal digits."""
    raise NotImplementedError


def _among(value: ir.StringValue, texts: Sequence[str]) -> ir.BooleanValue:
    """Say whether a text is one of some; unlike ``IN``, only of rows where a branch asks it."""
    return ibis.array([ibis.literal(text) for text in texts]).contains(value)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where rows come from: the source, the publisher's file, and who coded it."""

    source: str
    file: str
    coder: str


def staged(mapped: ir.Table, origin: Origin) -> ir.Table:
    """Return mapped rows with columns of REPORT, ``link``, ``sides`` and what was said.

    Left out is what :func:`constants` gives, and ``event_id``, which follows from ``report_id``.
    What :func:`single` names is plain text still, since lists take long to write and to read again.

    Raises:
        SourceError: The mapping lacks a column that it must give, or gives one of a wrong type.
    """
    for name in REQUIRED:
        if name not in mapped.columns:
            msg = f"The mapping of source '{origin.source}' gives no column '{name}'. Add it."
            raise SourceError(msg)
    rows = _complete(mapped, origin)
    rows = _explained(rows)
    rows = linked(rows, alone=_alone(mapped))
    return _named(rows).drop(*constants(mapped, origin))


def constants(mapped: ir.Table, origin: Origin) -> dict[str, Any]:
    """Return the columns of REPORT that are the same in all rows, with their values.

    They are kept out of the staged table, which is written and read at some cost.
    """
    same: dict[str, Any] = {}
    for name in REPORT.names:
        if name not in (*mapped.columns, *_COMPUTED):
            same[name] = _DEFAULTS.get(name, [] if name in _LISTS else None)
    same["source"] = origin.source
    return same | {name: getattr(origin, name) for name in ("file", "coder") if name in same}


def single(mapped: ir.Table) -> tuple[str, ...]:
    """Return the columns of lists that are staged as plain text: each row has one value at most."""
    if not _alone(mapped):
        return ()
    plain = (name for name in _LISTS if name in mapped.columns)
    return tuple(name for name in plain if not mapped[name].type().is_array())


def _complete(mapped: ir.Table, origin: Origin) -> ir.Table:
    plain = single(mapped)
    alone = _alone(mapped)
    given = {
        name: _text(mapped, name)
        if name in plain or (alone and name in PARTIES)
        else _column(mapped, name)
        for name in REPORT.names
    }
    types = _types()
    kind = given["type"]
    quads, acts = _by(kind, types, "quad").cast("int8"), _by(kind, types, "act")
    given["quad"] = ibis.coalesce(given["quad"], quads, 0)
    given["act"] = ibis.coalesce(given["act"], acts, "words")
    coded = "rung" in mapped.columns
    given["rung"] = _rung(given["rung"], None if coded else kind, given["mode"], given["status"])
    given["file"] = ibis.coalesce(given["file"], origin.file)
    given["source"] = ibis.literal(origin.source)
    given["coder"] = given["coder"].fill_null(origin.coder)
    line = given["line"].cast(str)
    given["source_id"] = ibis.coalesce(
        given["source_id"], ibis.literal(f"{origin.file}:").concat(line), ""
    )
    said = {name: mapped[name] if name in mapped.columns else ibis.null(str) for name in SAID}
    return mapped.select(**{name: value.name(name) for name, value in {**given, **said}.items()})


def _alone(mapped: ir.Table) -> bool:
    """Whether a mapping gives one party a side at most.

    What reports of one event share is then worked out without any list, which takes longest.
    """
    given = [name for name in PARTIES if name in mapped.columns]
    return not any(mapped[name].type().is_array() for name in given)


def _text(mapped: ir.Table, name: str) -> ir.Value:
    return mapped[name].cast(str) if name in mapped.columns else ibis.null(str)


def _rung(given: Any, kind: Any, mode: Any, status: Any) -> ir.Value:
    """How costly an act is: only what happened counts above talk.

    A mapping that gives it has it from its codes; of others it is worked out from type and mode,
    whose long lists take their time on millions of rows.
    """
    if kind is None:
        return (status == "happened").ifelse(ibis.coalesce(given, "talk"), "talk")
    usual = {
        (name, one): vocabulary.rung_of_type(name, one)
        for name in vocabulary.TYPES
        for one in (None, *vocabulary.modes(name))
    }
    groups: dict[str, list[str]] = {}
    for (name, one), rung in usual.items():
        if one is None or rung != usual[name, None]:
            groups.setdefault(rung, []).append(f"{name}.{one or ''}")
    own = [key.removesuffix(".") for keys in groups.values() for key in keys if key[-1] != "."]
    full = kind.concat(ibis.literal("."), mode.fill_null(""))
    key = full.isin(own).ifelse(full, kind.concat(ibis.literal(".")))
    by_type = ibis.cases(*((key.isin(keys), rung) for rung, keys in groups.items()), else_="talk")
    return (status == "happened").ifelse(ibis.coalesce(given, by_type), "talk")


def _column(mapped: ir.Table, name: str) -> ir.Value:
    """The column in the type of REPORT, or its default where the mapping does not give it."""
    kind = _IBIS[name].copy(nullable=True)
    if name not in mapped.columns:
        default = _DEFAULTS.get(name)
        if name in _LISTS:
            return ibis.literal([], type=kind)
        return ibis.null(kind) if default is None else ibis.literal(default, type=kind)
    value = mapped[name]
    if name in _LISTS:
        empty = ibis.literal([], type=kind)
        if not value.type().is_array():
            return value.isnull().ifelse(empty, ibis.array([value.cast(str)]))
        return value.cast(kind).fill_null(empty)
    if value.type() != kind:
        value = value.cast(kind)
    default = _DEFAULTS.get(name)
    return value if default is None else value.fill_null(default)


@cache
def _types() -> dict[str, tuple[int, str]]:
    return {
        name: (vocabulary.quad(name), vocabulary.from_type(name).act) for name in vocabulary.TYPES
    }


def _by(kind: ir.StringValue, types: dict[str, tuple[int, str]], what: str) -> ir.Value:
    at = 0 if what == "quad" else 1
    groups: dict[Any, list[str]] = {}
    for name, values in types.items():
        groups.setdefault(values[at], []).append(name)
    branches = [(_among(kind, names), value) for value, names in sorted(groups.items())]
    return ibis.cases(*branches, else_=None)


def _explained(rows: ir.Table) -> ir.Table:
    """Give a problem to rows that say none but cannot be an event."""
    silent = rows.problem.isnull() & rows.outside.isnull()
    wrong = ibis.cases(
        (rows.day.isnull(), "the day is none"),
        (rows.type.isnull(), "no type"),
        (~_among(rows.type, vocabulary.TYPES), ibis.literal("unknown type ").concat(rows.type)),
        else_=ibis.null(str),
    )
    return rows.mutate(problem=silent.ifelse(wrong, rows.problem))


def _named(rows: ir.Table) -> ir.Table:
    """Give every row its ids: hashes of what makes it this report and no other."""
    identity = together_text(
        rows.source,
        rows.source_id,
        rows.day.epoch_days().cast(str),
        rows.link.cast(str),
        rows.mention_of.notnull().ifelse(rows.url, ""),
    )
    digits = _md5(identity).substr(0, 15)
    given = rows.event_id.substr(1)
    digits = ibis.coalesce(given, digits)
    return rows.mutate(report_id=ibis.literal("r").concat(digits)).drop("event_id")


#: Columns that a further mention has from the line that it mentions.
_MENTIONED = (
    "day",
    "precision",
    "announced",
    "actor",
    "actor_role",
    "actor_name",
    "recipient",
    "recipient_role",
    "recipient_name",
    "type",
    "mode",
    "context",
    "quad",
    "act",
    "status",
    "intensity",
    "place",
    "locality",
    "code",
    "scheme",
)


def mentioned(mapped: ir.Table, reports: ir.Table, source: str) -> ir.Table:
    """Return mentions with what the lines that they mention say, found in ``reports``.

    A mention whose line the archive does not hold is left out, with a reason.
    """
    own = (reports.source == source) & reports.mention_of.isnull()
    lines = reports.filter(own).distinct(on="source_id", keep="first")
    lines = lines.select("source_id", *_MENTIONED).rename(_found="source_id")
    kept = [name for name in mapped.columns if name not in (*_MENTIONED, "source_id", "outside")]
    rows = mapped.select(*kept).left_join(lines, mapped.mention_of == lines["_found"])
    lost = (
        rows["_found"]
        .isnull()
        .ifelse("its event is not in the archive; load the file of events first", ibis.null(str))
    )
    return rows.mutate(source_id=rows.mention_of, outside=lost).drop("_found")
