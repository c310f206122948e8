"""Any table of events, CSV or Parquet: by our column names, or by a column map in TOML.

The columns are those of a chronology (:mod:`steelyard.sources.table`): ``day``, ``actor``,
``recipient`` (several split by ``;``), ``type`` or ``cameo`` or ``weis``, and any of the others.
A table whose columns have other names comes with a map:

    [columns]                     # ours = theirs
    day = "EventDate"
    actor = "Source"
    recipient = "Target"
    cameo = "EventCode"
    [values]                      # what is the same in every row
    publisher = "reuters.com"
    [file]
    day_format = "DD.MM.YYYY"     # or YYYY-MM-DD, YYYYMMDD, MM/DD/YYYY
    delimiter = ";"               # found by itself where it is left out
    [source]                      # what the brief says of it; limitation is required
    name = "my-set"
    title = "My events"
    limitation = "Read by one person from two papers."
    sampling = "selective"

Where a chronology of a case is refused at its first mistake, a loaded table keeps its good rows:
a bad one is counted with its line and reason. A code that is no actor of the vocabulary becomes
UNK, keeps its text as a name, and is counted.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from steelyard import vocabulary
from steelyard.errors import SourceError
from steelyard.records import EventSource, Layout, SourceCard
from steelyard.sources import mapping
from steelyard.sources.actors import NOBODY
from steelyard.sources.table import CODES, OPTIONAL, REQUIRED
from steelyard.vocabulary.ontology import ACTS, PRECISIONS, STATUSES

KNOWN = (*REQUIRED, *OPTIONAL)

#: How days may be written: what to look for, and how it becomes ``2019-10-18``.
DAY_FORMATS = {
    "YYYY-MM-DD": (r"^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$", (1, 2, 3)),
    "YYYYMMDD": (r"^(\d{4})(\d{2})?(\d{2})?$", (1, 2, 3)),
    "DD.MM.YYYY": (r"^(\d{2})\.(\d{2})\.(\d{4})$", (3, 2, 1)),
    "MM/DD/YYYY": (r"^(\d{2})/(\d{2})/(\d{4})$", (3, 1, 2)),
}

_CARD = {
    "name": "table",
    "title": "A table of events",
    "publisher": "unpublished",
    "address": None,
    "licence": "not stated",
    "citation": "",
    "coverage": "not stated",
    "limitation": "Kept by its owner; nobody has measured what it misses.",
    "sampling": "selective",
}
_PARTS = ("columns", "values", "file", "source")
_PARQUET = b"PAR1"


@dataclass(frozen=True)
class ColumnMap:
    """Which of the file's columns holds which of ours, and what is said of the file."""

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    day_format: str = "YYYY-MM-DD"
    delimiter: str | None = None
    card: Mapping[str, Any] = field(default_factory=dict)


def read_map(path: Path) -> ColumnMap:
    """Read a column map.

    Raises:
        SourceError: It is no TOML, or a key or column in it is not known.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = f"{path} cannot be read as a column map ({error}). It is a TOML file; mend it."
        raise SourceError(msg) from error
    _only(path, "", content, _PARTS)
    _only(path, "columns.", content.get("columns", {}), KNOWN)
    _only(path, "values.", content.get("values", {}), KNOWN)
    _only(path, "source.", content.get("source", {}), tuple(_CARD))
    form = content.get("file", {})
    _only(path, "file.", form, ("day_format", "delimiter"))
    day_format = form.get("day_format", "YYYY-MM-DD")
    if day_format not in DAY_FORMATS:
        allowed = ", ".join(DAY_FORMATS)
        msg = f"{path}: file.day_format is '{day_format}'; allowed are {allowed}. Choose one."
        raise SourceError(msg)
    return ColumnMap(
        columns=content.get("columns", {}),
        values={name: str(value) for name, value in content.get("values", {}).items()},
        day_format=day_format,
        delimiter=form.get("delimiter"),
        card=content.get("source", {}),
    )


def _only(path: Path, where: str, found: Mapping[str, Any], allowed: tuple[str, ...]) -> None:
    for name in found:
        if name not in allowed:
            near = get_close_matches(name, allowed, n=1, cutoff=0.5)
            hint = f"Did you mean '{near[0]}'?" if near else "Take it out."
            msg = f"{path}: {where}{name} is not known; allowed are {', '.join(allowed)}. {hint}"
            raise SourceError(msg)


def table_source(columns: ColumnMap | None = None) -> EventSource:
    """Return the source of a table whose columns a map names, or are ours."""
    chosen = columns or ColumnMap()
    card = SourceCard(**{**_CARD, **chosen.card})
    return EventSource(
        name=card.name, card=card, layouts=(), shape=partial(layout_of, columns=chosen)
    )


def layout_of(path: Path, columns: ColumnMap) -> Layout:
    """Return the layout of one table, by its header.

    Raises:
        SourceError: A column that is needed is missing, or a name is a near miss of one.
    """
    if _is_parquet(path):
        names, delimiter, read = tuple(_schema(path).names), ",", partial(_batches, path)
    else:
        delimiter = columns.delimiter or _delimiter(path)
        names, read = _header(path, delimiter), None
    ours = _ours(path, names, columns)
    return Layout(
        name="table-parquet" if read else "table-csv",
        columns=names,
        reports=partial(reports, ours=ours, columns=columns),
        delimiter=delimiter,
        quote='"',
        numbered=True,
        read=(lambda _: read()) if read else None,
    )


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(_PARQUET)) == _PARQUET


def _schema(path: Path) -> pa.Schema:
    try:
        return pq.read_schema(path)
    except (pa.ArrowException, OSError) as error:
        msg = f"{path.name} is a damaged Parquet file ({error}). Get or write it again."
        raise SourceError(msg) from error


def _batches(path: Path) -> Iterator[pa.RecordBatch]:
    """Give a Parquet file as text, lists split by ``;``, with the number of each row."""
    line = 0
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches():
            arrays = [_text(column) for column in batch.columns]
            numbers = pa.array(range(line + 1, line + batch.num_rows + 1), pa.int64())
            line += batch.num_rows
            yield pa.record_batch([*arrays, numbers], names=[*batch.schema.names, "line"])


def _text(column: pa.Array[Any]) -> pa.Array[Any]:
    if pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
        lists = column.to_pylist()
        joined = [None if row is None else ";".join(map(str, row)) for row in lists]
        return pa.array(joined, pa.string())
    return column.cast(pa.string())


def _delimiter(path: Path) -> str:
    with path.open(encoding="utf-8-sig", errors="replace") as stream:
        line = stream.readline()
    return max(",\t;|", key=line.count)


def _header(path: Path, delimiter: str) -> tuple[str, ...]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        names = tuple(name.strip() for name in next(csv.reader(stream, delimiter=delimiter), []))
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        msg = f"{path.name} names the column '{twice[0]}' twice; name each column once."
        raise SourceError(msg)
    return names


def _ours(path: Path, names: tuple[str, ...], columns: ColumnMap) -> dict[str, str]:
    """Our columns and what the file calls them."""
    for ours, theirs in columns.columns.items():
        if theirs not in names:
            near = get_close_matches(theirs, names, n=1, cutoff=0.5)
            hint = f"Did you mean '{near[0]}'?" if near else f"It has {', '.join(names)}."
            msg = f"{path.name} has no column '{theirs}', which columns.{ours} names. {hint}"
            raise SourceError(msg)
    found = {name: name for name in KNOWN if name in names}
    found.update(columns.columns)
    given = {*found, *columns.values}
    for name in names:
        near = get_close_matches(name.lower(), KNOWN, n=1, cutoff=0.85)
        if name not in found.values() and near and near[0] not in given:
            msg = f"{path.name} has a column '{name}'. Did you mean '{near[0]}'? Rename it, or map it."
            raise SourceError(msg)
    for need in REQUIRED:
        if need not in given:
            msg = (
                f"{path.name} has no column '{need}' (found: {', '.join(names)}); name it so, or "
                "say which column holds it: steelyard load table FILE --columns MAP.toml."
            )
            raise SourceError(msg)
    if not any(code in given for code in CODES):
        msg = f"{path.name} has no column 'type', 'cameo' or 'weis'; add one of them, or map it."
        raise SourceError(msg)
    return found


def reports(rows: ir.Table, *, ours: Mapping[str, str], columns: ColumnMap) -> ir.Table:
    """Map rows of a table to columns of REPORT."""
    cells = {
        name: rows[ours[name]].strip().nullif("")
        if name in ours
        else ibis.literal(columns.values.get(name)).cast(str)
        for name in KNOWN
    }
    carried = [name for name in ("line", "problem") if name in rows.columns]
    rows = rows.select(*carried, **{f"c_{name}": cell for name, cell in cells.items()})
    rows = _with_code(rows)
    day, precision = _day(rows["c_day"], columns.day_format)
    announced, _ = _day(rows["c_announced"], columns.day_format)
    count = rows["c_reports"].try_cast("int32")
    intensity = rows["c_intensity"].try_cast("float64")
    problem = mapping.first_reason(
        *([(rows["problem"].notnull(), rows["problem"])] if "problem" in rows.columns else []),
        (day.isnull(), ibis.literal("no day: ").concat(rows["c_day"].fill_null("empty"))),
        (rows["c_actor"].isnull(), "no actor"),
        (rows["no_code"], rows["no_code_reason"]),
        _not_among("status", rows["c_status"], STATUSES),
        _not_among("act", rows["c_act"], ACTS),
        _not_among("precision", rows["c_precision"], PRECISIONS),
        (rows["c_reports"].notnull() & ~(count >= 1).fill_null(False), "reports is no count"),
        (rows["c_intensity"].notnull() & intensity.isnull(), "intensity is no number"),
        (rows["c_announced"].notnull() & announced.isnull(), "announced is no day"),
    )
    actor, recipient = _several(rows["c_actor"]), _several(rows["c_recipient"])
    own_mode = rows["c_mode"]
    publishers = _several(rows["c_publisher"])
    return rows.select(
        "line",
        day=day,
        precision=ibis.coalesce(rows["c_precision"], precision),
        announced=announced,
        actor=_known(actor),
        actor_role=_several(rows["c_actor_role"]),
        actor_name=_names(rows["c_actor_name"], actor),
        recipient=_known(recipient),
        recipient_role=_several(rows["c_recipient_role"]),
        recipient_name=_names(rows["c_recipient_name"], recipient),
        type=rows["type"],
        mode=ibis.coalesce(own_mode, rows["mode"]),
        context=rows["c_context"].isnull().ifelse(rows["context"], _several(rows["c_context"])),
        quad=rows["quad"],
        act=ibis.coalesce(rows["c_act"], rows["act"]),
        status=rows["c_status"].fill_null("happened"),
        intensity=ibis.coalesce(intensity, rows["intensity"]),
        place=_is_actor(rows["c_place"]).ifelse(rows["c_place"], ibis.null(str)),
        locality=rows["c_place"],
        reports=ibis.coalesce(count, ibis.greatest(publishers.length().cast("int32"), 1)),
        publishers=publishers,
        source_id=rows["c_id"],
        sentence=ibis.coalesce(rows["c_text"], rows["c_title"]),
        url=rows["c_url"],
        plan_of=rows["c_plan_of"],
        code=ibis.coalesce(rows["c_cameo"], rows["c_weis"]),
        scheme=ibis.cases(
            (rows["c_type"].notnull(), "plover"),
            (rows["c_cameo"].notnull(), "cameo"),
            (rows["c_weis"].notnull(), "weis"),
            else_=ibis.null(str),
        ),
        unknown=_strangers(actor.concat(recipient)),
        problem=problem,
        outside=mapping.first_reason(
            (
                rows["type"].isnull() & ~rows["no_code"],
                ibis.literal("no PLOVER type: ").concat(
                    ibis.coalesce(rows["c_cameo"], rows["c_weis"], "")
                ),
            ),
        ),
    )


#: What a code says, one of which the row has: by its type, its CAMEO or its WEIS code.
_CODED = ("type", "mode", "context", "quad", "act", "intensity")


def _with_code(rows: ir.Table) -> ir.Table:
    """Give rows what their type or code says; a type goes before a code, CAMEO before WEIS."""
    for scheme in ("cameo", "weis"):
        rows = mapping.coded(rows, f"c_{scheme}", scheme)
        rows = rows.rename({f"{scheme}_{name}": name for name in (*_CODED, "known", "hosts")})
        rows = rows.drop("label", "scheme")
    kind = rows["c_type"].upper()
    typed = kind.isin(vocabulary.TYPES)
    own = {
        "type": kind,
        "mode": ibis.null(str),
        "context": ibis.literal([], type="array<string>"),
        "quad": _by_type(kind, vocabulary.quad).cast("int8"),
        "act": _by_type(kind, lambda name: vocabulary.from_type(name).act),
        "intensity": _by_type(kind, vocabulary.score).cast("float64"),
    }
    has_cameo = rows["c_cameo"].notnull()
    coded = {
        name: ibis.cases(
            (rows["c_type"].notnull(), own[name]),
            (has_cameo, rows[f"cameo_{name}"]),
            else_=rows[f"weis_{name}"],
        )
        for name in _CODED
    }
    code = ibis.coalesce(rows["c_type"], rows["c_cameo"], rows["c_weis"])
    known = ibis.cases(
        (rows["c_type"].notnull(), typed),
        (has_cameo, rows["cameo_known"]),
        else_=rows["weis_known"],
    )
    hosts = rows["c_type"].isnull() & has_cameo.ifelse(rows["cameo_hosts"], rows["weis_hosts"])
    rows = rows.mutate(
        **coded,
        hosts=hosts,
        no_code=~known,
        no_code_reason=code.isnull().ifelse(
            "no type and no code", ibis.literal("unknown type or code ").concat(code)
        ),
    )
    swapped = {}
    for part in ("", "_role", "_name"):
        actor, recipient = rows[f"c_actor{part}"], rows[f"c_recipient{part}"]
        swapped[f"c_actor{part}"] = rows["hosts"].ifelse(recipient, actor)
        swapped[f"c_recipient{part}"] = rows["hosts"].ifelse(actor, recipient)
    return rows.mutate(**swapped)


def _by_type(kind: ir.StringValue, value: Any) -> ir.Value:
    groups: dict[Any, list[str]] = {}
    for name in vocabulary.TYPES:
        groups.setdefault(value(name), []).append(name)
    return ibis.cases(*((kind.isin(names), found) for found, names in groups.items()), else_=None)


def _day(text: ir.StringValue, form: str) -> tuple[ir.DateValue, ir.StringValue]:
    """The first day of the period, and how precisely it is known."""
    pattern, (year, month, day) = DAY_FORMATS[form]
    parts = [text.re_extract(pattern, at).nullif("") for at in (year, month, day)]
    whole = parts[0].concat("-", parts[1].fill_null("01"), "-", parts[2].fill_null("01"))
    precision = ibis.cases((parts[1].isnull(), "year"), (parts[2].isnull(), "month"), else_="day")
    return mapping.day_of(whole, "YYYY-MM-DD"), precision


def _several(text: ir.StringValue) -> ir.ArrayValue:
    """The parts of a cell that is split by semicolons."""
    parts = text.split(";").map(lambda part: part.strip())
    parts = parts.filter(lambda part: part != "")
    return parts.fill_null(ibis.literal([], type="array<string>"))


def _is_actor(code: ir.StringValue) -> ir.BooleanValue:
    return code.isin([row.code for row in vocabulary.actors()])


def _known(codes: ir.ArrayValue) -> ir.ArrayValue:
    return codes.map(lambda code: _is_actor(code).ifelse(code, NOBODY))


def _names(given: ir.StringValue, codes: ir.ArrayValue) -> ir.ArrayValue:
    """The names that the table gives, else the codes that nobody knows."""
    strange = codes.filter(lambda code: ~_is_actor(code))
    return given.notnull().ifelse(_several(given), strange)


def _strangers(codes: ir.ArrayValue) -> ir.StringValue:
    return codes.filter(lambda code: ~_is_actor(code)).join(";").nullif("")


def _not_among(
    name: str, value: ir.StringValue, allowed: tuple[str, ...]
) -> tuple[ir.BooleanValue, ir.StringValue]:
    return (
        value.notnull() & ~value.isin(allowed),
        ibis.literal(f"{name} is not one of {', '.join(allowed)}: ").concat(value.fill_null("")),
    )


#: The source for tables that bear our own column names.
TABLE = table_source()
