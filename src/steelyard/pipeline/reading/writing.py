"""Writing: the events of a reading in the format that the file's name asks for, whole or not at all."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pyarrow as pa

from steelyard.errors import SourceError
from steelyard.pipeline.reading.rows import to_line, to_row
from steelyard.records import EVENT, Event, event_table

#: Events in one row group of Parquet: what is in memory at a time.
GROUP = 20_000


def check(path: Path) -> None:
    """Refuse a file that could not be written, before any work.

    Raises:
        SourceError: its suffix names no format, or its folder is not there or not writable.
    """
    if path.suffix.lower() not in FORMATS:
        found = f"'{path.suffix}'" if path.suffix else "no suffix"
        allowed = ", ".join((*FORMATS, ".duckdb"))
        msg = f"{path} has {found}; allowed are {allowed}. Name the output after one."
        raise SourceError(msg)
    check_folder(path)


def check_folder(path: Path) -> None:
    """Refuse a file that has no folder, or one that nobody may write to.

    Raises:
        SourceError: so it is.
    """
    folder = path.parent
    if path.is_dir() or not folder.is_dir() or not os.access(folder, os.W_OK):
        why = (
            "is a folder" if path.is_dir() else f"needs a folder '{folder}' that can be written to"
        )
        msg = f"{path} {why}. Make the folder, or name another file."
        raise SourceError(msg)


def write(path: Path, events: Iterable[Event]) -> None:
    """Write events into ``path``, which appears, or is replaced, when all are written.

    Raises:
        SourceError: the disk is full or the file cannot be written.
    """
    with _beside(path) as part:
        FORMATS[path.suffix.lower()](part, events)


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A file to write that takes the place of ``path`` at the end, and is gone on failure."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        part.replace(path)
    except OSError as error:
        msg = f"{path} cannot be written ({error.strerror or error}). Free some space, or name another file."
        raise SourceError(msg) from error
    finally:
        part.unlink(missing_ok=True)


def _jsonl(path: Path, events: Iterable[Event]) -> None:
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as out:
        out.writelines(f"{to_line(event)}\n" for event in events)


def _csv(path: Path, events: Iterable[Event]) -> None:
    with path.open("w", encoding="utf-8", errors="replace", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(EVENT.names)
        for event in events:
            rows.writerow(
                ";".join(cell) if isinstance(cell, list) else cell
                for cell in to_row(event).values()
            )


def _parquet(path: Path, events: Iterable[Event]) -> None:
    from pyarrow import parquet

    with parquet.ParquetWriter(path, EVENT, compression="zstd") as out:
        for group in _groups(events):
            out.write_table(group)


def _groups(events: Iterable[Event]) -> Iterator[pa.Table]:
    waiting = iter(events)
    while group := list(islice(waiting, GROUP)):
        yield event_table(group)


#: What each suffix is written by.
FORMATS: Mapping[str, Callable[[Path, Iterable[Event]], None]] = {
    ".jsonl": _jsonl,
    ".csv": _csv,
    ".parquet": _parquet,
}
