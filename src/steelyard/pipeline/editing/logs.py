"""Logs of what people do: lines of JSON, each on the disk before anything is said to be kept."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any


def append(path: Path, entry: Mapping[str, Any]) -> None:
    """Add an entry to a log; it is on the disk when this returns.

    What a killed process has left half-written is ended first, so that it spoils no other entry.
    """
    line = (json.dumps(entry, ensure_ascii=False) + "\n").encode("utf-8", "replace")
    with path.open("ab+") as log:
        size = log.seek(0, os.SEEK_END)
        if size:
            log.seek(size - 1)
            if log.read(1) != b"\n":
                line = b"\n" + line
        log.write(line)
        log.flush()
        os.fsync(log.fileno())


def entries(path: Path) -> Iterator[dict[str, Any]]:
    """Give the entries of a log, the oldest first; what is half-written is passed over."""
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return
    for line in lines:
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict):
            yield entry


def replace_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: under another name, then renamed; both are on the disk."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        beside.unlink(missing_ok=True)


def clear(path: Path) -> None:
    """Take away what killed processes have left beside a file that they were writing."""
    for left in path.parent.glob(f".{path.name}.*.new"):
        number = left.name.split(".")[-2]
        if number.isdigit() and not _runs(int(number)):
            left.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
