"""The index, made from an archive: thin rows in order of day, counts of all, words of sentences.

It lies in a folder beside the archive and is made anew whenever the archive has changed; it takes
the place of the one before when it is whole. What it holds is what the archive says, so that it
may be deleted at any time. Where nothing but verdicts came in, :mod:`revise` changes their rows alone.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb

from steelyard import vocabulary
from steelyard.archive.connection import plainly
from steelyard.archive.disk import open_archive
from steelyard.archive.index import words
from steelyard.archive.view import REVIEW, reviewed

#: Changes when the tables of an index do.
VERSION = 4
COUNTS, STAMP = "counts.duckdb", "stamp.json"

#: Rows are numbered in order of day and id, with room between two of them for rows that come later.
ROOM = 1024

#: What making an index may hold in memory.
MEMORY = "1GB"

#: Told of each step: what is done, how many are behind it, how many there are.
Told = Callable[[str, int, int], None]

#: The sides of an event, each as the list of those who are on it: both sides of a mutual event are its
#: actors. There are few different lists, so that a row holds the number of each.
SIDES = {
    "actor": "actor",
    "recipient": "CASE WHEN len(recipient) = 0 AND len(actor) > 1 THEN actor ELSE recipient END",
}

#: Columns with few different values: words of the vocabulary, and what the archive has beside them.
ENUMS: dict[str, tuple[str, ...]] = {
    "type": vocabulary.TYPES,
    "act": vocabulary.ACTS,
    "rung": vocabulary.RUNGS,
    "status": vocabulary.STATUSES,
    "place": (),
    "source": (),
}

#: The facets that are counted once for all.
COUNTED = ("actor", "recipient", "kind", *ENUMS)


def folder_of(archive: Path) -> Path:
    """Return the folder of the index of an archive."""
    return archive.with_name(f".{archive.name}.index")


def stamp_of(archive: Path) -> dict[str, int]:
    """Return what tells whether an archive has changed since its index was made."""
    found = archive.stat()
    return {"version": VERSION, "bytes": found.st_size, "changed": found.st_mtime_ns}


def is_fresh(archive: Path) -> bool:
    """Say whether there is an index of the archive as it is now."""
    file = folder_of(archive) / STAMP
    try:
        stamp = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(stamp == stamp_of(archive))


def write_stamp(folder: Path, stamp: dict[str, int]) -> None:
    """Say of which state of its archive an index is."""
    (folder / STAMP).write_text(json.dumps(stamp), encoding="utf-8")


def build(archive: Path, tell: Told | None = None) -> Path:
    """Make the index of an archive and return its folder.

    Raises:
        ArchiveError: The archive is no archive or in use, or the disk is full.
    """
    folder = folder_of(archive)
    part = folder.with_name(f"{folder.name}.part")
    told = tell or (lambda *_: None)
    shutil.rmtree(part, ignore_errors=True)
    stamp = stamp_of(archive)
    changes = _review_changes(archive)
    with plainly(archive):
        part.mkdir()
        try:
            with duckdb.connect(str(part / COUNTS), config={"memory_limit": MEMORY}) as connection:
                _attach(connection, archive)
                _make(connection, changes, told)
                told("words of sentences", 4, 5)
                words.write(part, _sentences(connection))
                connection.execute("DETACH archive")
            write_stamp(part, stamp)
            shutil.rmtree(folder, ignore_errors=True)
            part.replace(folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    told("done", 5, 5)
    return folder


def _attach(connection: Any, archive: Path) -> None:
    quoted = str(archive).replace("'", "''")
    connection.execute(f"ATTACH '{quoted}' AS archive (READ_ONLY)")


def _review_changes(archive: Path) -> dict[str, list[Any]] | None:
    """Which events reviewers have taken back or replaced; None where nobody reviewed."""
    held = open_archive(archive)
    try:
        if REVIEW not in {card.name for card in held.sources}:
            return None
        events, seen = held.events, reviewed(held).events
        gone = events.anti_join(seen, "event_id")
        said = seen.filter(seen.corrects.notnull()).select("event_id", "source")
        rows = said.to_pyarrow().to_pydict()
        return {
            "gone": gone.event_id.to_pyarrow().to_pylist(),
            "id": rows["event_id"],
            "source": rows["source"],
        }
    finally:
        held.connection.disconnect()


def _make(connection: Any, changes: dict[str, list[Any]] | None, told: Told) -> None:
    run = connection.execute
    run("SET preserve_insertion_order = true")
    run("CREATE TEMP TABLE hidden (id VARCHAR)")
    run("CREATE TABLE said (id VARCHAR, source VARCHAR)")
    if changes:
        run("INSERT INTO hidden SELECT unnest(?)", [changes["gone"]])
        run("INSERT INTO said SELECT unnest(?), unnest(?)", [changes["id"], changes["source"]])
    told("the different values", 0, 5)
    heads = "FROM archive.lines WHERE head"
    for side, listed in SIDES.items():
        run(
            f"CREATE TEMP TABLE {side}_lists AS SELECT list, (row_number() OVER ())::INTEGER AS n "
            f"FROM (SELECT DISTINCT {listed} AS list {heads})"
        )
        run(
            f"CREATE TABLE {side}_sets AS SELECT n, unnest(list_distinct(list)) AS code FROM {side}_lists"
        )
    for name, words_of in ENUMS.items():
        known = ", ".join(f"('{word}')" for word in words_of)
        run(
            f'CREATE TYPE {name}_word AS ENUM (SELECT DISTINCT "{name}" AS c FROM archive.lines '
            f'WHERE "{name}" IS NOT NULL {"UNION VALUES " + known if known else ""} ORDER BY c)'
        )
    _publishers(connection, heads)
    run(
        "CREATE TEMP TABLE sentences AS SELECT sentence, (row_number() OVER ())::INTEGER AS n FROM "
        f"(SELECT DISTINCT sentence {heads} AND sentence IS NOT NULL)"
    )
    told("rows in order of day", 1, 5)
    run(
        f"CREATE TABLE thin AS SELECT (row_number() OVER ())::BIGINT * {ROOM} AS place_in_order, * "
        f"FROM ({_thin(heads)} ORDER BY day, id)"
    )
    run(
        "CREATE TABLE gone AS SELECT event_id AS id, n AS sentence FROM archive.lines "
        "LEFT JOIN sentences USING (sentence) WHERE head AND event_id IN (SELECT id FROM hidden)"
    )
    told("reports", 2, 5)
    run(
        "CREATE TABLE merged AS SELECT event_id AS id, rowid AS line FROM archive.lines "
        "WHERE NOT head ORDER BY id"
    )
    told("counts", 3, 5)
    _count(connection)


def _publishers(connection: Any, heads: str) -> None:
    """The kind of every publisher, from the vocabulary."""
    run = connection.execute
    names = [
        row[0]
        for row in run(f"SELECT DISTINCT unnest(publishers) AS c {heads} ORDER BY c").fetchall()
        if row[0] is not None
    ]
    run("CREATE TEMP TABLE publisher (name VARCHAR, kind VARCHAR)")
    if names:
        kinds = [vocabulary.publisher_family(name) for name in names]
        run("INSERT INTO publisher SELECT unnest(?), unnest(?)", [names, kinds])
    run(
        "CREATE TEMP TABLE published AS SELECT p, list_aggregate(list_sort(list_distinct("
        "list_transform(p, x -> names[x]))), 'string_agg', ';') AS kinds FROM "
        f"(SELECT DISTINCT publishers AS p {heads} AND len(publishers) > 0), "
        "(SELECT map(list(name), list(kind)) AS names FROM publisher)"
    )
    # Events that several kinds of publisher report have their kinds joined: there are few such sets.
    run("CREATE TYPE kinds_word AS ENUM (SELECT DISTINCT kinds FROM published ORDER BY kinds)")
    run(
        "CREATE TABLE kind_sets AS SELECT kinds::kinds_word AS kinds, "
        "unnest(string_split(kinds, ';')) AS kind FROM (SELECT DISTINCT kinds FROM published)"
    )


def _thin(heads: str) -> str:
    enums = ", ".join(f'l."{name}"::{name}_word AS "{name}"' for name in ENUMS if name != "source")
    return (
        "SELECT l.day, l.event_id AS id, l.rowid AS line, a.n AS actor, r.n AS recipient, "
        f"{enums}, coalesce(said.source, l.source)::source_word AS source, "
        "published.kinds::kinds_word AS kinds, sentences.n AS sentence "
        f"FROM (SELECT rowid, day, event_id, actor, recipient, type, act, rung, status, place, source, publishers, sentence {heads}) l "
        "LEFT JOIN said ON said.id = l.event_id LEFT JOIN published ON published.p = l.publishers "
        "LEFT JOIN sentences USING (sentence) JOIN actor_lists a ON a.list = l.actor "
        f"JOIN recipient_lists r ON r.list = ({SIDES['recipient']}) "
        "WHERE l.event_id NOT IN (SELECT id FROM hidden)"
    )


def _count(connection: Any) -> None:
    """Counts of all events by facet and by day: overviews of the whole need no more."""
    connection.execute(f"CREATE TABLE counts AS {counts_sql('thin')}")
    connection.execute(f"CREATE TABLE days AS {days_sql('thin')} ORDER BY day")


def counts_sql(table: str) -> str:
    """Return the SQL that counts the rows of a table by every facet."""
    return " UNION ALL ".join(
        f"SELECT '{name}' AS facet, value::VARCHAR AS value, n FROM ({facet_sql(name, 'true', table)})"
        for name in COUNTED
    )


def days_sql(table: str) -> str:
    """Return the SQL that counts the rows of a table by day and rung."""
    return f"SELECT day, rung, count(*) AS n FROM {table} GROUP BY day, rung"


def facet_sql(name: str, where: str, table: str = "thin") -> str:
    """Return the SQL that counts the events of each value of a facet."""
    if name == "kind":
        sets = f"SELECT kinds, count(*) AS n FROM {table} WHERE kinds IS NOT NULL AND {where} GROUP BY kinds"
        return f"SELECT kind AS value, sum(n)::BIGINT AS n FROM ({sets}) JOIN kind_sets USING (kinds) GROUP BY kind"
    if name in SIDES:
        sets = f"SELECT {name} AS side, count(*) AS times FROM {table} WHERE {where} GROUP BY 1"
        return (
            f"SELECT code AS value, sum(times)::BIGINT AS n FROM ({sets}) JOIN {name}_sets s ON s.n = side "
            "GROUP BY code"
        )
    return f'SELECT "{name}" AS value, count(*) AS n FROM {table} WHERE "{name}" IS NOT NULL AND {where} GROUP BY value'


def _sentences(connection: Any) -> Iterator[tuple[int, str]]:
    """Every sentence once, under its number: data sets repeat theirs a million times."""
    found = connection.execute("SELECT n, sentence FROM sentences ORDER BY n")
    while rows := found.fetchmany(10_000):
        yield from rows
