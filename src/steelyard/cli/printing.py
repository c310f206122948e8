"""What the commands share: progress on standard error, lines and tables on standard output."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from threading import Event
from typing import TYPE_CHECKING

from steelyard.errors import SteelyardError

if TYPE_CHECKING:
    from steelyard.pipeline import Progress

#: Control characters but for tabs and line ends, and the marks that turn the direction of writing.
_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

INTERRUPTED = "Interrupted; nothing was left half-written."
#: Set by Ctrl-C; every step of a progress bar looks at it.
STOPPED = Event()


@contextmanager
def progress() -> Iterator[Progress]:
    """A progress bar on standard error, where a person is watching."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    console = Console(stderr=True)
    watched = console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=not watched) as bar:
        task = bar.add_task("", total=None)

        def tell(what: str, done: int, of: int) -> None:
            if STOPPED.is_set():
                raise SteelyardError(INTERRUPTED)
            bar.update(task, description=printable(what), completed=done, total=of)

        yield tell


@contextmanager
def bytes_progress() -> Iterator[Callable[[int, int, int, int | None], None]]:
    """A progress bar in bytes, with the time that is left, where a person is watching."""
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
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("reading the list of files", total=None)

        def tell(done: int, of: int, arrived: int, expected: int | None) -> None:
            if STOPPED.is_set():
                raise SteelyardError(INTERRUPTED)
            bar.update(task, description=f"{done} of {of} files", completed=arrived, total=expected)

        yield tell


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
    """Print lines on standard error, each beginning with the name of the command."""
    for line in lines:
        print(f"steelyard: {printable(line)}", file=sys.stderr)


def note(*lines: str) -> None:
    """Print lines of a summary on standard error."""
    for line in lines:
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
