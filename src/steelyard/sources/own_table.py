"""Any table of events in any format: by our column names, or by a column map in TOML.

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
    day_format = "MM/DD/YYYY"     # found by itself where the days settle it
    [source]                      # what the brief says of it; limitation is required
    name = "my-set"
    title = "My events"
    limitation = "Read by one person from two papers."
    sampling = "selective"

Where a chronology of a case is refused with every mistake in it, a loaded table keeps its good rows:
a bad one is counted with its line and reason. A code that is no actor of the vocabulary becomes
UNK, keeps its text as a name, and is counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir

from steelyard import vocabulary
from steelyard.errors import SourceError
from steelyard.records import Column, EventSource, Layout, SourceCard
from steelyard.sheets.toml_file import read_toml
from steelyard.sources import mapping
from steelyard.sources.actors import NOBODY, coded_cell
from steelyard.sources.table import CODES, COLUMNS, DAYS, NUMBERS, OPTIONAL, REQUIRED
from steelyard.vocabulary.ontology import ACTS, PRECISIONS, STATUSES
from steelyard.vocabulary.rungs import RUNGS
from steelyard.vocabulary.time import Order

KNOWN = (*REQUIRED, *OPTIONAL)

#: A day, month or year as the archive hands it on, whatever the file has.
_DAY = r"^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$"

#: How a map may say that days are written, and the order that this is; the last three settle it.
DAY_FORMATS: dict[str, Order | None] = {
    "YYYY-MM-DD": None,
    "YYYYMMDD": None,
    "DD.MM.YYYY": "dmy",
    "DD/MM/YYYY": "dmy",
    "MM/DD/YYYY": "mdy",
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
#: Columns whose words are ours, in small letters; people write them with large ones too.
_WORDS = ("precision", "mode", "act", "rung", "status")
_PARTS = ("columns", "values", "file", "source")


@dataclass(frozen=True)
class ColumnMap:
    """Which of the file's columns holds which of ours, and what is said of the file."""

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    order: Order | None = None
    card: Mapping[str, Any] = field(default_factory=dict)


def read_map(path: Path) -> ColumnMap:
    """Read a column map.

    Raises:
        SourceError: It is no TOML, or a key or column in it is not known.
    """
    content = read_toml(path)
    _only(path, "", content, _PARTS)
    _only(path, "columns.", content.get("columns", {}), KNOWN)
    _only(path, "values.", content.get("values", {}), KNOWN)
    _only(path, "source.", content.get("source", {}), tuple(_CARD))
    form = content.get("file", {})
    _only(path, "file.", form, ("day_format", "delimiter"))
    day_format = form.get("day_format", "YYYY-MM-DD")
    if not isinstance(day_format, str) or day_format not in DAY_FORMATS:
        allowed = ", ".join(DAY_FORMATS)
        msg = f"{path}: file.day_format is '{day_format}'; allowed are {allowed}. Choose one."
        raise SourceError(msg)
    return ColumnMap(
        columns=content.get("columns", {}),
        values={name: str(value) for name, value in content.get("values", {}).items()},
        order=DAY_FORMATS[day_format],
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
    layout = Layout(
        name="table",
        columns=tuple(_column(column, chosen) for column in COLUMNS),
        reports=partial(reports, values=chosen.values),
        quote='"',
        days=DAYS,
        figures=NUMBERS,
        order=chosen.order,
        either=() if any(code in chosen.values for code in CODES) else (CODES,),
        codes={"cameo": "cameo", "weis": "weis"},
        actors=dict.fromkeys(("actor", "recipient", "place"), coded_cell)
        | {"type": vocabulary.type_written},
        optional=len(OPTIONAL),
        numbered=True,
        encoding="any",
    )
    return EventSource(name=card.name, card=card, layouts=(layout,), strict=True)


def _column(column: Column, chosen: ColumnMap) -> Column:
    """A column under the name that the map gives it; one whose value it gives may be missing."""
    theirs = chosen.columns.get(column.name)
    if theirs is not None:
        return Column(column.name, (), f"{column.name}, as the map says", theirs)
    return replace(column, needed=None) if column.name in chosen.values else column


def reports(rows: ir.Table, *, values: Mapping[str, str]) -> ir.Table:
    """Map rows of a table to columns of REPORT."""
    cells = {
        name: ibis.literal(values[name]) if name in values else rows[name].strip().nullif("")
        for name in KNOWN
    }
    cells |= {name: cells[name].lower() for name in _WORDS}
    rows = rows.select("line", **{f"c_{name}": cell for name, cell in cells.items()})
    rows = _with_code(rows)
    day, precision = _day(rows["c_day"])
    announced, _ = _day(rows["c_announced"])
    count = rows["c_reports"].try_cast("int32")
    intensity = rows["c_intensity"].try_cast("float64")
    problem = mapping.first_reason(
        (day.isnull(), mapping.no_day(rows["c_day"])),
        (rows["c_actor"].isnull(), "no actor"),
        (rows["no_code"], rows["no_code_reason"]),
        _not_among("status", rows["c_status"], STATUSES),
        _not_among("act", rows["c_act"], ACTS),
        _not_among("rung", rows["c_rung"], RUNGS),
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
        rung=ibis.coalesce(rows["c_rung"], rows["rung"]),
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
        occasion=rows["c_occasion"],
        note=rows["c_note"],
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
_CODED = ("type", "mode", "context", "quad", "act", "rung", "intensity")


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
        "rung": _by_type(kind, vocabulary.rung_of_type),
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
            "no type and no code",
            ibis.literal("unknown type or code ").concat(code, " ('steelyard types' lists them)"),
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


def _day(text: ir.StringValue) -> tuple[ir.DateValue, ir.StringValue]:
    """The first day of the period, and how precisely it is known."""
    parts = [text.re_extract(_DAY, at).nullif("") for at in (1, 2, 3)]
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
