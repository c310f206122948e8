"""The index after a review: the rows of the events that were judged change, and nothing else.

A verdict takes an event back or puts another row in its place, so that a few rows of millions differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb

from steelyard import vocabulary
from steelyard.archive.connection import plainly
from steelyard.archive.index.build import (
    COUNTS,
    ENUMS,
    MEMORY,
    ROOM,
    SIDES,
    build,
    counts_sql,
    days_sql,
    folder_of,
    stamp_of,
    write_stamp,
)

#: Verdicts beyond which the index is rather made anew.
MOST = 20_000

#: Rows that are looked up at a time.
_AT_ONCE = 1_000


class _UnfitError(Exception):
    """The rows do not fit into the index as it is."""


def revise(archive: Path) -> bool:
    """Bring the verdicts of an archive into its index, which was fresh before they came.

    Where they do not fit (too many of them, or words that the archive did not have), it is made anew.

    Returns:
        Whether changing some rows was enough.

    Raises:
        ArchiveError: The archive is no archive or in use, or the disk is full.
    """
    folder, stamp = folder_of(archive), stamp_of(archive)
    try:
        with (
            plainly(archive),
            duckdb.connect(str(folder / COUNTS), config={"memory_limit": MEMORY}) as connection,
        ):
            quoted = str(archive).replace("'", "''")
            connection.execute(f"ATTACH '{quoted}' AS archive (READ_ONLY)")
            connection.execute("BEGIN")
            _revise(connection)
            connection.execute("COMMIT")
            connection.execute("DETACH archive")
    except _UnfitError:
        build(archive)
        return False
    write_stamp(folder, stamp)
    return True


def _revise(connection: Any) -> None:
    run = connection.execute
    gone, said = _verdicts(connection)
    if len(gone) + len(said) > MOST:
        raise _UnfitError
    was_gone: dict[str, int | None] = dict(run("SELECT id, sentence FROM gone").fetchall())
    was_said = {name for (name,) in run("SELECT id FROM said").fetchall()}
    new, back = gone - was_gone.keys(), was_gone.keys() - gone - said.keys()
    sentences = was_gone | _sentences(connection, new)
    out = [*new, *was_said]
    run("CREATE TEMP TABLE changed AS SELECT * FROM thin LIMIT 0")
    for some in _in_parts(out):
        run("INSERT INTO changed SELECT * FROM thin WHERE id IN (SELECT unnest(?))", [some])
    places = {
        (day, name): place
        for day, name, place in run("SELECT day, id, place_in_order FROM changed").fetchall()
    }
    before = run(f"SELECT facet, value, -n FROM ({counts_sql('changed')})").fetchall()
    days = run(f"SELECT day, rung, -n FROM ({days_sql('changed')})").fetchall()
    run("DELETE FROM thin WHERE place_in_order IN (SELECT place_in_order FROM changed)")
    run("DELETE FROM changed")
    rows = _lines(connection, [*back, *said])
    for row in rows:
        original = said.get(row["event_id"])
        row["sentence"] = sentences.get(original[0] if original else row["event_id"])
        row["source"] = original[1] if original else row["source"]
    _number(connection, rows)
    _put(connection, rows, places)
    run(
        "INSERT INTO changed SELECT * FROM thin WHERE id IN (SELECT unnest(?))",
        [[r["event_id"] for r in rows]],
    )
    after = run(f"SELECT * FROM ({counts_sql('changed')})").fetchall()
    days += run(days_sql("changed")).fetchall()
    _add(connection, "counts", ("facet", "value"), [*before, *after])
    _add(connection, "days", ("day", "rung"), days)
    run("DELETE FROM gone")
    run("DELETE FROM said")
    if gone:
        run(
            "INSERT INTO gone SELECT unnest(?), unnest(?::INTEGER[])",
            [sorted(gone), [sentences.get(name) for name in sorted(gone)]],
        )
    if said:
        run(
            "INSERT INTO said SELECT unnest(?), unnest(?)",
            [list(said), [source for _, source in said.values()]],
        )
    _check(connection)


def _verdicts(connection: Any) -> tuple[set[str], dict[str, tuple[str, str]]]:
    """The rows that are not shown, and those that stand for judged events: which, of which source."""
    run = connection.execute
    rows = run(
        "SELECT event_id, corrects, confidence, row_number() OVER (PARTITION BY corrects "
        "ORDER BY source_id DESC, report_id) = 1 FROM archive.lines WHERE corrects IS NOT NULL"
    ).fetchall()
    # An event may be told by several reports; the one that was judged bears its digits.
    origins: dict[str, tuple[str, str]] = {}
    for some in _in_parts({f"r{corrects[1:]}" for _, corrects, *_ in rows}):
        origins |= {
            f"e{report[1:]}": (event, source)
            for report, event, source in run(
                "SELECT report_id, event_id, source FROM archive.lines WHERE report_id IN (SELECT unnest(?))",
                [some],
            ).fetchall()
        }
    said = {
        name: origins[corrects]
        for name, corrects, confidence, newest in rows
        if newest and confidence > 0 and corrects in origins
    }
    judged = {origins[corrects][0] for _, corrects, *_ in rows if corrects in origins}
    return (judged | {name for name, *_ in rows}) - said.keys(), said


def _sentences(connection: Any, names: Iterable[str]) -> dict[str, int | None]:
    """The numbers of the sentences of events that are there."""
    found: dict[str, int | None] = {}
    for some in _in_parts(names):
        asked = "SELECT id, sentence FROM thin WHERE id IN (SELECT unnest(?))"
        found |= dict(connection.execute(asked, [some]).fetchall())
    return found


def _lines(connection: Any, names: Sequence[str]) -> list[dict[str, Any]]:
    """The lines of the archive that stand for events, in order of day and id."""
    columns = ("event_id", "day", "actor", "recipient", "publishers", *ENUMS)
    listed = ", ".join(f'"{name}"' for name in columns)
    found: list[dict[str, Any]] = []
    for some in _in_parts(names):
        found += (
            connection.execute(
                f"SELECT rowid AS line, {listed}, {SIDES['recipient']} AS others "
                "FROM archive.lines WHERE head AND event_id IN (SELECT unnest(?))",
                [some],
            )
            .to_arrow_table()
            .to_pylist()
        )
    return sorted(found, key=lambda row: (row["day"], row["event_id"]))


def _number(connection: Any, rows: Iterable[dict[str, Any]]) -> None:
    """Give the sides of rows numbers of their own; sides that are alike need not share one."""
    for side, column in (("actor", "actor"), ("recipient", "others")):
        (last,) = connection.execute(f"SELECT coalesce(max({side}), 0) FROM thin").fetchone()
        (listed,) = connection.execute(f"SELECT coalesce(max(n), 0) FROM {side}_sets").fetchone()
        number = max(last, listed)
        for row in rows:
            number += 1
            for code in sorted(set(row[column])):
                connection.execute(f"INSERT INTO {side}_sets VALUES (?, ?)", [number, code])
            row[f"{side}_number"] = number


def _put(
    connection: Any, rows: Iterable[dict[str, Any]], places: dict[tuple[Any, str], int]
) -> None:
    """Put rows where they stand in order of day and id; a row whose day was changed moves."""
    run = connection.execute
    enums = ", ".join(f"?::{name}_word" for name in ENUMS)
    names = ", ".join(f'"{name}"' for name in ENUMS)
    # Rows that have a place come first: one that is looked for must not be theirs.
    for row in sorted(rows, key=lambda row: (row["day"], row["event_id"]) not in places):
        kinds = {vocabulary.publisher_family(name) for name in row["publishers"]}
        stands = (row["day"], row["event_id"])
        place = places.get(stands) or _place(connection, *stands)
        try:
            run(
                f"INSERT INTO thin (place_in_order, day, id, line, actor, recipient, sentence, kinds, {names}) "
                f"VALUES (?, ?, ?, ?, ?, ?, ?, ?::kinds_word, {enums})",
                [
                    place,
                    row["day"],
                    row["event_id"],
                    row["line"],
                    row["actor_number"],
                    row["recipient_number"],
                    row["sentence"],
                    ";".join(sorted(kinds)) or None,
                    *(row[name] for name in ENUMS),
                ],
            )
        except duckdb.ConversionException as error:  # a word that the index does not have
            raise _UnfitError from error


def _place(connection: Any, day: Any, name: str) -> int:
    """A number between those of the rows before and after a day and id."""
    (low,) = connection.execute(
        "SELECT max(place) FROM (SELECT max(place_in_order) AS place FROM thin WHERE day < $1 UNION ALL "
        "SELECT max(place_in_order) FROM thin WHERE day = $1 AND id < $2)",
        [day, name],
    ).fetchone()
    (high,) = connection.execute(
        "SELECT min(place) FROM (SELECT min(place_in_order) AS place FROM thin WHERE day > $1 UNION ALL "
        "SELECT min(place_in_order) FROM thin WHERE day = $1 AND id > $2)",
        [day, name],
    ).fetchone()
    if high is None:
        return int(low or 0) + ROOM
    if high - (low or 0) < 2:
        raise _UnfitError
    return int((low or 0) + high) // 2


def _add(connection: Any, table: str, keys: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Add numbers to the counts of a table; what comes to nothing goes."""
    run = connection.execute
    marks = ", ".join(["?"] * (len(keys) + 1))
    for row in rows:
        run(f"INSERT INTO {table} VALUES ({marks})", list(row))
    named = ", ".join(keys)
    run(
        f"CREATE TEMP TABLE summed AS SELECT {named}, sum(n)::BIGINT AS n FROM {table} GROUP BY {named}"
    )
    run(f"DELETE FROM {table}")
    run(f"INSERT INTO {table} SELECT * FROM summed WHERE n <> 0 ORDER BY {keys[-1]}")
    run("DROP TABLE summed")


def _check(connection: Any) -> None:
    """The lines of other rows are where they were: the engine may move lines when some are deleted."""
    lost = connection.execute(
        "SELECT count(*) FROM (SELECT id, line FROM thin WHERE line >= (SELECT max(line) - 1000 FROM thin) "
        "ORDER BY line DESC LIMIT 1000) t LEFT JOIN archive.lines l ON l.rowid = t.line "
        "WHERE l.event_id IS DISTINCT FROM t.id"
    ).fetchone()
    if lost[0]:
        raise _UnfitError


def _in_parts(names: Iterable[str]) -> Iterable[list[str]]:
    listed = list(names)
    return (listed[at : at + _AT_ONCE] for at in range(0, len(listed), _AT_ONCE))
