"""Opening an archive file: one writer at a time, and every refusal in one plain line."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import ibis

from steelyard.archive.tables import VERSION, column_type, line_views, statements
from steelyard.errors import ArchiveError
from steelyard.records import EVENT

#: What the engine may hold in memory; the rest goes to a folder beside the archive. A reader
#: keeps the rows of its questions beside that.
MEMORY, READERS_MEMORY = "1GB", "512MB"
#: The oldest DuckDB that can read a new archive: the oldest that is allowed beside this code.
#: What it can read is written with a fifth less work than what the oldest of all can.
_READABLE_BY = "v1.4.0"


def connect(path: Path, *, write: bool) -> Any:
    """Return an Ibis connection to an archive file, made where it is new and ``write`` is set.

    Raises:
        ArchiveError: The file is missing, in use by another process, no archive, or too new.
    """
    if not write and not path.exists():
        msg = f"{path} does not exist. Make it with 'steelyard load SOURCE FILES --to {path}'."
        raise ArchiveError(msg)
    if path.is_dir() or not path.parent.is_dir():
        msg = f"{path} is no place for an archive file; name a file in a folder that exists."
        raise ArchiveError(msg)
    if write and not path.exists():
        _make(path)
    with plainly(path):
        options = {
            "memory_limit": MEMORY if write else READERS_MEMORY,
            "temp_directory": str(work_folder(path)),
            "storage_compatibility_version": _READABLE_BY,
        }
        connection = ibis.duckdb.connect(path, read_only=not write, **options)
    try:
        with plainly(path):
            _check(connection, path, write=write)
    except BaseException:
        connection.disconnect()
        raise
    return connection


def _make(path: Path) -> None:
    """Make an empty archive: under another name, so that the file is an archive once it is there."""
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with (
            plainly(path),
            duckdb.connect(
                str(new), config={"storage_compatibility_version": _READABLE_BY}
            ) as connection,
        ):
            connection.execute("BEGIN")
            for statement in statements():
                connection.execute(statement)
            connection.execute("COMMIT")
        new.replace(path)
    finally:
        for name in (new, new.with_name(f"{new.name}.wal")):
            name.unlink(missing_ok=True)


def work_folder(path: Path) -> Path:
    """Return the folder beside an archive where a load may spill and unpack."""
    return path.parent / f".{path.name}.work"


def _check(connection: Any, path: Path, *, write: bool) -> None:
    found = {row[0] for row in connection.raw_sql("SHOW TABLES").fetchall()}
    if not found and write:
        connection.raw_sql("BEGIN")
        for statement in statements():
            connection.raw_sql(statement)
        connection.raw_sql("COMMIT")
        return
    if "steelyard" not in found:
        what = "is empty" if not found else "is a DuckDB file but no archive of Steelyard's"
        msg = f"{path} {what}. Make one with 'steelyard load SOURCE FILES --to NEW.duckdb'."
        raise ArchiveError(msg)
    version = connection.raw_sql("SELECT version FROM steelyard").fetchone()[0]
    if version != VERSION:
        msg = (
            f"{path} is an archive of version {version}; this Steelyard reads version {VERSION}. "
            "Load the files into a new archive."
        )
        raise ArchiveError(msg)
    if write:
        for statement in younger_columns(connection):
            connection.raw_sql(statement)


def younger_columns(connection: Any) -> tuple[str, ...]:
    """Return the statements that give an archive the columns of events that are younger than it."""
    there = {row[0] for row in connection.raw_sql("DESCRIBE lines").fetchall()}
    missing = [name for name in EVENT.names if name not in there]
    if not missing:
        return ()
    added = (f"ALTER TABLE lines ADD COLUMN {name} {column_type(name)}" for name in missing)
    return ("DROP VIEW events", "DROP VIEW reports", *added, *line_views())


@contextmanager
def plainly(path: Path) -> Iterator[None]:
    """Turn what DuckDB says of its file into one line that a person can act on."""
    try:
        yield
    except duckdb.Error as error:
        raise _told(path, error) from error
    except OSError as error:
        msg = f"{path}: {error.strerror or error}. Check the disk and the permissions."
        raise ArchiveError(msg) from error


def _told(path: Path, error: duckdb.Error) -> ArchiveError | duckdb.Error:
    text = " ".join(str(error).split())
    if ("lock" in text and "Conflicting" in text) or "different configuration" in text:
        holder = re.search(r"PID (\d+)", text)
        who = f" by process {holder[1]}" if holder else ""
        return ArchiveError(
            f"{path} is in use{who}; an archive has one writer at a time, and no reader meanwhile. "
            "Wait until it has ended, or load into another file."
        )
    if "No space left" in text or isinstance(error, duckdb.OutOfMemoryException):
        return ArchiveError(
            f"{path}: the disk is full ({text[:120]}). Free some space; the archive is as it was."
        )
    if "not a valid DuckDB database" in text or "Could not read" in text:
        return ArchiveError(f"{path} is no archive ({text[:120]}). Name an archive file.")
    if isinstance(error, duckdb.IOException):
        return ArchiveError(f"{path} cannot be used: {text[:200]}. Check the disk and the file.")
    return error
