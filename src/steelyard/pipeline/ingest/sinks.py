"""Sinks: where the events of a run go, behind one protocol, chosen once by the name of the file.

Jsonl, Csv, Parquet    a file that holds what the input gives, whole or not at all
Archive                an archive, which keeps what it had and takes the articles as well
                       (archive_sink.py)
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from steelyard.errors import SourceError
from steelyard.pipeline.ingest.json_lines import to_line, to_row
from steelyard.pipeline.ingest.ledger import Ledger
from steelyard.pipeline.ingest.options import Options
from steelyard.records import EVENT, Event, event_table
from steelyard.wording import harmless

#: Events in one row group of Parquet: what is in memory at a time.
GROUP = 20_000


class Sink(Protocol):
    """Takes what a ledger holds as finished."""

    path: Path

    @property
    def accumulates(self) -> bool:
        """Whether it keeps what it had; if so the ledger keeps the articles for it too.

        If not, it holds what the input gives: what is gone from there is left out.
        """
        ...

    def check(self) -> None:
        """Refuse what could not be written, before any work.

        Raises:
            SourceError: Its folder is not there or not writable.
            ArchiveError: It is to be an archive, and is something else or in use.
        """
        ...

    def keep(self, ledger: Ledger) -> None:
        """Write what is finished; the file is as it was until that is done.

        Raises:
            SourceError: The disk is full or the file cannot be written.
            ArchiveError: The archive is in use.
        """
        ...


def sink_of(path: Path, options: Options) -> Sink:
    """Return the sink that a file's name asks for; the only place that chooses one.

    Raises:
        SourceError: Its suffix names no format.
    """
    suffix = path.suffix.lower()
    if path.is_dir():
        msg = f"{path} is a folder. Name a file in it: {path / 'events.jsonl'}."
        raise SourceError(msg)
    if suffix == ".duckdb":
        from steelyard.pipeline.ingest.archive_sink import Archive  # its engine loads slowly

        return Archive(path, systematic=options.systematic)
    if suffix not in FILES:
        found = f"'{path.suffix}'" if path.suffix else "no suffix"
        allowed = ", ".join((*FILES, ".duckdb"))
        msg = f"{path} has {found}; allowed are {allowed}. Name the output after one."
        raise SourceError(msg)
    return FILES[suffix](path)


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


class _File:
    """A file that appears, or is replaced, when all is written."""

    accumulates = False

    def __init__(self, path: Path) -> None:
        self.path = path

    def check(self) -> None:
        """Refuse a file that could not be written."""
        check_folder(self.path)

    def keep(self, ledger: Ledger) -> None:
        """Write all that is finished."""
        with _beside(self.path) as part:
            self.write(part, ledger.events())

    def write(self, path: Path, events: Iterable[Event]) -> None:
        """Write events into a file."""
        raise NotImplementedError


class Jsonl(_File):
    """One JSON object a line."""

    def write(self, path: Path, events: Iterable[Event]) -> None:
        """Write events into a file."""
        with path.open("w", encoding="utf-8", errors="replace", newline="\n") as out:
            out.writelines(f"{to_line(event)}\n" for event in events)


class Csv(_File):
    """One row an event, lists split by ``;``, safe to open in a spreadsheet."""

    def write(self, path: Path, events: Iterable[Event]) -> None:
        """Write events into a file."""
        with path.open("w", encoding="utf-8", errors="replace", newline="") as out:
            rows = csv.writer(out, lineterminator="\n")
            rows.writerow(EVENT.names)
            for event in events:
                rows.writerow(
                    harmless(";".join(cell) if isinstance(cell, list) else cell)
                    for cell in to_row(event).values()
                )


class Parquet(_File):
    """Row groups in the schema EVENT."""

    def write(self, path: Path, events: Iterable[Event]) -> None:
        """Write events into a file."""
        from pyarrow import parquet

        with parquet.ParquetWriter(path, EVENT, compression="zstd") as out:
            for group in _groups(events):
                out.write_table(group)


#: What each suffix is written by, beside ``.duckdb``.
FILES: Mapping[str, Callable[[Path], Sink]] = {".jsonl": Jsonl, ".csv": Csv, ".parquet": Parquet}


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


def _groups(events: Iterable[Event]) -> Iterator[pa.Table]:
    waiting = iter(events)
    while group := list(islice(waiting, GROUP)):
        yield event_table(group)
