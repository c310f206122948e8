"""What the commands share: progress on standard error, lines and tables on standard output."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from steelyard.cli.signals import INTERRUPTED, STOPPED
from steelyard.cli.streams import print_data
from steelyard.errors import SteelyardError

if TYPE_CHECKING:
    from steelyard.pipeline import Progress

#: Control characters but for tabs and line ends, and the marks that turn the direction of writing.
_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

#: Set by --quiet: no progress, no notes, no warnings.
QUIET = Event()

#: Seconds between lines that say how far a command is, where there is no terminal to draw a bar on.
EVERY = 10.0


@contextmanager
def progress() -> Iterator[Progress]:
    """A progress bar on standard error; where there is no terminal, a line every ten seconds."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    console = Console(stderr=True)
    drawn = console.is_terminal and not QUIET.is_set()
    with (
        Progress(*columns, console=console, transient=True, disable=not drawn) as bar,
        _lines(not console.is_terminal) as lines,
    ):
        task = bar.add_task("", total=None)

        def tell(what: str, done: int, of: int) -> None:
            if STOPPED.is_set():
                raise SteelyardError(INTERRUPTED)
            lines[:] = [f"{done} of {of}: {what}" if of else f"{done}: {what}"]
            bar.update(task, description=printable(what), completed=done, total=of)

        yield tell


@contextmanager
def bytes_progress() -> Iterator[Callable[[int, int, int, int | None], None]]:
    """A progress bar in bytes, with the time that is left; without a terminal a line every ten seconds."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = (
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    console = Console(stderr=True)
    drawn = console.is_terminal and not QUIET.is_set()
    with (
        Progress(*columns, console=console, transient=True, disable=not drawn) as bar,
        _lines(not console.is_terminal) as lines,
    ):
        task = bar.add_task("reading the list of files", total=None)

        def tell(done: int, of: int, arrived: int, expected: int | None) -> None:
            if STOPPED.is_set():
                raise SteelyardError(INTERRUPTED)
            total = f" of {expected:,}" if expected else ""
            lines[:] = [f"{done} of {of} files, {arrived:,}{total} bytes"]
            bar.update(task, description=f"{done} of {of} files", completed=arrived, total=expected)

        yield tell


@contextmanager
def _lines(wanted: bool) -> Iterator[list[str]]:
    """What is being done, in the list that is given; where wanted it is said every ten seconds."""
    lines: list[str] = []
    if not wanted or QUIET.is_set():
        yield lines
        return
    ended = Event()

    def tell() -> None:
        while not ended.wait(EVERY):
            warn(*lines)

    teller = Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield lines
    finally:
        ended.set()


def day(option: str, text: str | None) -> date | None:
    """Read the day that an option names."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        msg = f"{option} is {text!r}, which is not a day; write days as 2019-10-18."
        raise SteelyardError(msg) from error


def say(*lines: str) -> None:
    """Print lines for a person on standard output."""
    for line in lines:
        print(printable(line))


def warn(*lines: str) -> None:
    """Print lines on standard error that --quiet keeps back, each with the name of the command."""
    if not QUIET.is_set():
        complain(*lines)


def complain(*lines: str) -> None:
    """Print lines on standard error, each beginning with the name of the command."""
    for line in lines:
        print(f"steelyard: {printable(line)}", file=sys.stderr)


def note(*lines: str) -> None:
    """Print lines of a summary on standard error, unless --quiet is said."""
    for line in () if QUIET.is_set() else lines:
        print(printable(line), file=sys.stderr)


def printable(text: str) -> str:
    """Return a text with what would command a terminal, or turn its writing round, escaped.

    Names of files and texts of articles are other people's.
    """
    return _COMMANDS.sub(lambda found: found.group().encode("unicode_escape").decode(), text)


def table(rows: list[tuple[str, str]]) -> None:
    """Print two columns."""
    width = max(len(name) for name, _ in rows)
    for name, text in rows:
        print(printable(f"{name:<{width}}  {text}"))


def as_json(value: Any) -> None:
    """Print plain values as JSON, in UTF-8 whatever the terminal."""
    print_data()
    print(json.dumps(value, ensure_ascii=False, indent=1))


def listed(rows: list[tuple[str, str]], *, json: bool, names: tuple[str, str]) -> None:
    """Print a listing: two columns, or as JSON a list of objects with these names."""
    if json:
        as_json([dict(zip(names, row, strict=True)) for row in rows])
    else:
        table(rows)
