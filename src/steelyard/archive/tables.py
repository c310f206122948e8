"""The tables of an archive file, made from the schemas of the records.

``lines`` holds every report once. Where ``head`` is true the line heads an event: its actors,
``reports`` and ``publishers`` are then the event's, and the ``own_`` columns keep what the line
itself says where that differs. So the events are the heads, read without any join, and the
reports are all the lines, with the ``own_`` columns put back.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from steelyard.records import ARTICLE, EVENT, MANIFEST, REPORT, TIE

#: Changes when the tables do; an archive of another version is not touched.
VERSION = 1

#: Columns of a head that are the event's and may differ from the line's own.
CHANGED = (
    "actor",
    "actor_role",
    "actor_name",
    "recipient",
    "recipient_role",
    "recipient_name",
    "reports",
    "publishers",
)

#: The lines: REPORT, whether the line heads its event, ``link`` (the hash of what reports of one
#: event share), ``sides`` (see :mod:`steelyard.archive.load.deduplication`) and what was changed.
LINE = pa.schema(
    (
        *REPORT,
        pa.field("head", pa.bool_(), nullable=False),
        pa.field("link", pa.uint64(), nullable=False),
        pa.field("sides", pa.int8(), nullable=False),
        *(pa.field(f"own_{name}", REPORT.field(name).type) for name in CHANGED),
    )
)

CARD = pa.schema(
    (
        pa.field("name", pa.string(), nullable=False),
        pa.field("title", pa.string(), nullable=False),
        pa.field("publisher", pa.string(), nullable=False),
        pa.field("address", pa.string()),
        pa.field("licence", pa.string(), nullable=False),
        pa.field("citation", pa.string(), nullable=False),
        pa.field("coverage", pa.string(), nullable=False),
        pa.field("limitation", pa.string(), nullable=False),
        pa.field("sampling", pa.string(), nullable=False),
    )
)

#: Files as they were loaded; how many of their lines head events is counted when asked.
FILE = pa.schema(field for field in MANIFEST if field.name not in ("kept", "merged"))

#: What each file covers: the part of the day, summed over the files of a day.
COVER = pa.schema(
    (
        pa.field("source", pa.string(), nullable=False),
        pa.field("file", pa.string(), nullable=False),
        pa.field("day", pa.date32(), nullable=False),
        pa.field("share", pa.float64(), nullable=False),
    )
)

UNKNOWN = pa.schema(
    (
        pa.field("source", pa.string(), nullable=False),
        pa.field("file", pa.string(), nullable=False),
        pa.field("code", pa.string(), nullable=False),
        pa.field("n", pa.int64(), nullable=False),
    )
)

#: Typed tables that tie sources have added, ``ties`` among them.
TYPED = pa.schema((pa.field("name", pa.string(), nullable=False),))

OWN: dict[str, pa.Schema] = {
    "lines": LINE,
    "read_articles": ARTICLE,
    "cards": CARD,
    "files": FILE,
    "covers": COVER,
    "unknown_codes": UNKNOWN,
    "typed": TYPED,
}

#: Tables of an archive that holds only what one case needs: which case, and what it counted over
#: the whole.
FOR_CASE, AGGREGATES = "for_case", "aggregates"

#: Columns that a typed table has beside the publisher's: whose row it is.
OF_SOURCE, OF_FILE = "of_source", "of_file"

_TYPES = {
    pa.string(): "VARCHAR",
    pa.date32(): "DATE",
    pa.int8(): "TINYINT",
    pa.int16(): "SMALLINT",
    pa.int32(): "INTEGER",
    pa.int64(): "BIGINT",
    pa.uint64(): "UBIGINT",
    pa.float64(): "DOUBLE",
    pa.float32(): "FLOAT",
    pa.bool_(): "BOOLEAN",
    pa.timestamp("us"): "TIMESTAMP",
    pa.list_(pa.string()): "VARCHAR[]",
    pa.list_(pa.float64()): "DOUBLE[]",
    pa.list_(pa.int16()): "SMALLINT[]",
}


def sql_type(kind: pa.DataType) -> str:
    """Return DuckDB's name of an Arrow type."""
    if pa.types.is_large_string(kind) or pa.types.is_dictionary(kind):
        return "VARCHAR"
    return _TYPES[kind]


def columns_sql(schema: pa.Schema) -> str:
    """Return the column definitions of a table in ``schema``.

    Nothing is declared NOT NULL: Ibis takes a column with it for another type than one without.
    """
    return ", ".join(f'"{field.name}" {sql_type(field.type)}' for field in schema)


def typed_sql(schema: pa.Schema) -> str:
    """Return the column definitions of a typed table: its own, then source and file."""
    return f"{columns_sql(schema)}, {OF_SOURCE} VARCHAR NOT NULL, {OF_FILE} VARCHAR NOT NULL"


def names_sql(names: Iterable[str]) -> str:
    """Return column names quoted and split by commas."""
    return ", ".join(f'"{name}"' for name in names)


def own_column(name: str) -> str:
    """Return a column of a report as its line has it, not as the event does."""
    return f'coalesce("own_{name}", "{name}") AS "{name}"' if name in CHANGED else f'"{name}"'


def _coverage_sql() -> str:
    """Days of each source from its first to its last; a day short of a whole is partial."""
    return """
    WITH held AS (
        SELECT source, "day", sum("share") AS "share", string_agg(DISTINCT file, ';' ORDER BY file) AS file
        FROM covers GROUP BY source, "day"),
    spans AS (SELECT source, min("day") AS low, max("day") AS high FROM held GROUP BY source),
    days AS (
        SELECT source, unnest(generate_series(low, high, INTERVAL 1 DAY))::DATE AS "day"
        FROM spans),
    borne AS (SELECT source, "day", count(*) AS n FROM lines GROUP BY source, "day")
    SELECT days.source, days."day",
        CASE WHEN held."share" IS NULL THEN 'missing'
             WHEN held."share" < 0.999 THEN 'partial' ELSE 'whole' END AS state,
        held.file, coalesce(borne.n, 0) AS "rows"
    FROM days LEFT JOIN held USING (source, "day") LEFT JOIN borne USING (source, "day")
    """


def _manifest_sql() -> str:
    counted = ("kept", "merged")
    listed = ", ".join(
        f"coalesce(held.{name}, 0) AS {name}" if name in counted else f'files."{name}"'
        for name in MANIFEST.names
    )
    return f"""
    WITH held AS (
        SELECT source, file, count(*) FILTER (head) AS kept, count(*) FILTER (NOT head) AS merged
        FROM lines GROUP BY source, file)
    SELECT {listed} FROM files LEFT JOIN held USING (source, file)
    """


def reduced_manifest_sql() -> str:
    """The manifest of the whole, and the files that were loaded since."""
    later = f"SELECT * FROM ({_manifest_sql()}) WHERE (source, file) NOT IN (SELECT (source, file) FROM whole_manifest)"
    return f"SELECT * FROM whole_manifest UNION ALL {later}"


def line_views() -> tuple[str, ...]:
    """Return the statements that make the views of the lines: the events, and the reports."""
    events = names_sql(EVENT.names)
    reports = ", ".join(own_column(name) for name in REPORT.names)
    return (
        f"CREATE VIEW events AS SELECT {events} FROM lines WHERE head",
        f"CREATE VIEW reports AS SELECT {reports} FROM lines",
    )


def column_type(name: str) -> str:
    """Return DuckDB's type of a column of the events."""
    return sql_type(EVENT.field(name).type)


def statements() -> tuple[str, ...]:
    """Return the statements that make an empty archive."""
    return (
        "CREATE TABLE steelyard (version INTEGER NOT NULL)",
        f"INSERT INTO steelyard VALUES ({VERSION})",
        *(f"CREATE TABLE {name} ({columns_sql(schema)})" for name, schema in OWN.items()),
        f"CREATE TABLE ties ({typed_sql(TIE)})",
        *line_views(),
        f"CREATE VIEW articles AS SELECT {names_sql(ARTICLE.names)} FROM read_articles",
        f"CREATE VIEW coverage AS {_coverage_sql()}",
        f"CREATE VIEW manifest AS {_manifest_sql()}",
    )
