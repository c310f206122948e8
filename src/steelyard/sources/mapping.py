"""Mapping rows of a data set, as Ibis expressions: days, codes, sides, problems.

Every function takes a table of rows and gives it back with more columns; crosswalks are small
tables of the vocabulary that are joined. The archive runs the whole as one query.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from functools import cache
from typing import Literal

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from steelyard import vocabulary
from steelyard.records.columns import Column
from steelyard.vocabulary.tables import rows as vocabulary_rows

Scheme = Literal["cameo", "weis"]

#: Codes whose first party is the host: the visitor is the actor (``docs/conventions.md``).
HOSTS: dict[Scheme, tuple[str, ...]] = {"cameo": ("043",), "weis": ("033",)}

#: Who acts on whom: the columns that :func:`visitor_first` may change over.
PAIR = tuple(f"{side}{part}" for side in ("actor", "recipient") for part in ("", "_role", "_name"))

#: The columns of REPORT that :func:`coded` gives.
CODED = ("type", "mode", "context", "quad", "act", "rung", "intensity", "scheme")

#: Letters of the longest CAMEO codes.
LONGEST = 4

#: A day outside these years is a slip of the publisher's, not an event.
YEARS = (1900, 2100)


@ibis.udf.scalar.builtin(name="try_strptime", signature=(("string", "string"), "timestamp"))  # type: ignore[untyped-decorator]  # Ibis ships no types
def _parsed(text: str, pattern: str) -> object:
    """Give the moment that a text names, null where it names none; DuckDB's own."""
    raise NotImplementedError


def day_of(text: ir.StringValue, form: Literal["YYYYMMDD", "YYYY-MM-DD"]) -> ir.DateValue:
    """Return the day in ``text``, null where it is none or lies outside :data:`YEARS`."""
    day = _parsed(text, "%Y%m%d" if form == "YYYYMMDD" else "%Y-%m-%d").date()
    whole = text.length() == len(form)
    inside = whole & day.between(date(YEARS[0], 1, 1), date(YEARS[1], 12, 31))
    return inside.ifelse(day, ibis.null("date"))


def among(value: ir.StringValue, texts: Collection[str]) -> ir.BooleanValue:
    """Say whether a text is one of some, for a later branch of cases.

    DuckDB makes a join of a longer ``IN``, which it asks of every row even where an earlier
    branch has decided; a list is looked through only where it is needed.
    """
    return ibis.array([ibis.literal(text) for text in texts]).contains(value)


def period_start(day: ir.DateValue, precision: ir.StringValue) -> ir.DateValue:
    """Return the first day of the month or year that ``day`` stands for, else the day itself."""
    # Built from its parts, since DuckDB gives a timestamp where it truncates a day.
    return ibis.cases(
        (precision == "year", ibis.date(day.year(), 1, 1)),
        (precision == "month", ibis.date(day.year(), day.month(), 1)),
        else_=day,
    )


def no_day(text: ir.StringValue) -> ir.StringValue:
    """Return why a row has no day: what stands in its place."""
    return ibis.literal("no day: ").concat(text.fill_null("(empty)"))


@cache
def crosswalk(scheme: Scheme) -> pa.Table:
    """Return the crosswalk from a scheme's codes to PLOVER, one row a code."""
    rows = [
        {
            "code": row[scheme],
            "type": row["type"] or None,
            "mode": row["mode"] or None,
            "context": row["context"].split(";") if row["context"] else [],
            "quad": int(row["quad"]) if row["quad"] else None,
            "act": row["act"],
            "rung": vocabulary.rung_of_code(scheme, row[scheme]),
            "intensity": float(row["intensity"]) if row["intensity"] else None,
            "label": row["label"],
            "hosts": row[scheme] in HOSTS[scheme],
        }
        for row in vocabulary_rows(scheme)
    ]
    schema = pa.schema(
        [
            ("code", pa.string()),
            ("type", pa.string()),
            ("mode", pa.string()),
            ("context", pa.list_(pa.string())),
            ("quad", pa.int8()),
            ("act", pa.string()),
            ("rung", pa.string()),
            ("intensity", pa.float64()),
            ("label", pa.string()),
            ("hosts", pa.bool_()),
        ]
    )
    return pa.Table.from_pylist(rows, schema=schema)


@cache
def _with_longer() -> pa.Table:
    """The crosswalk of CAMEO with every code of four digits; one that is not listed is its first three."""
    table = crosswalk("cameo")
    listed = [str(code) for code in table["code"].to_pylist()]
    shorter = [n for n, code in enumerate(listed) if len(code) == LONGEST - 1]
    made = [(n, f"{listed[n]}{digit}") for n in shorter for digit in range(10)]
    new = [(n, code) for n, code in made if code not in set(listed)]
    rows = table.take(pa.array([n for n, _ in new], pa.int64()))
    codes = pa.array([code for _, code in new], pa.string())
    at = table.schema.get_field_index("code")
    return pa.concat_tables([table, rows.set_column(at, "code", codes)])


def coded(rows: ir.Table, code: str, scheme: Scheme) -> ir.Table:
    """Return ``rows`` with what their code says in PLOVER.

    Adds ``type``, ``mode``, ``context``, ``quad``, ``act``, ``rung``, ``intensity``, ``label``, ``hosts``
    (the code's first party is the host of a visit), ``known`` (the code is in the crosswalk),
    ``scheme``. A four-digit CAMEO code that is not listed is read by its first three digits.

    Args:
        rows: The rows.
        code: The column that holds the code as text, with its leading zero.
        scheme: The scheme of the code.
    """
    table = _with_longer() if scheme == "cameo" else crosswalk(scheme)
    listed = ibis.memtable(table)
    key = rows[code]
    listed = listed.rename({f"_c_{name}": name for name in listed.columns})
    result = rows.left_join(listed, key == listed["_c_code"])
    columns = {name: result[f"_c_{name}"] for name in table.column_names if name != "code"}
    columns["hosts"] = columns["hosts"].fill_null(False)
    result = result.mutate(
        known=result["_c_code"].notnull(), scheme=ibis.literal(scheme), **columns
    )
    return result.drop([name for name in result.columns if name.startswith("_c_")])


def visitor_first(rows: ir.Table) -> ir.Table:
    """Return ``rows`` with actor and recipient changed over where the code's actor hosts.

    Whatever columns of the pair there are (``_role``, ``_name``) change over with them.
    """
    swap = {}
    for suffix in ("", "_role", "_name"):
        actor, recipient = f"actor{suffix}", f"recipient{suffix}"
        if actor in rows.columns and recipient in rows.columns:
            swap[actor] = rows.hosts.ifelse(rows[recipient], rows[actor])
            swap[recipient] = rows.hosts.ifelse(rows[actor], rows[recipient])
    return rows.mutate(**swap)


def raw(name: str) -> str:
    """Return the name that a column of the file bears after :func:`cells`."""
    return f"raw {name}"


def cells(rows: ir.Table, columns: Iterable[Column], *empty: str) -> ir.Table:
    """Return ``line`` and the cells of a file, trimmed, null where empty or one of ``empty``.

    They bear the names of :func:`raw`: engines fold the publisher's ``Intensity`` with ours.
    """
    values = {}
    for column in columns:
        value = rows[column.name].strip().nullif("")
        for word in empty:
            value = value.nullif(word)
        values[raw(column.name)] = value
    return rows.select("line", **values)


def beyond_the_globe(north: ir.StringValue, east: ir.StringValue) -> ir.BooleanValue:
    """Say whether coordinates in degrees, as text, lie on no place of the globe."""
    return (north.try_cast("float64").abs() > 90) | (east.try_cast("float64").abs() > 180)


def first_reason(*reasons: tuple[ir.BooleanValue, str | ir.StringValue]) -> ir.StringValue:
    """Return the text of the first condition that is true of a row, null where none is."""
    branches = [(condition.fill_null(False), text) for condition, text in reasons]
    return ibis.cases(*branches, else_=ibis.null(str))
