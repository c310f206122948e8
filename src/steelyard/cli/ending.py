"""How a command ends: done, refused in one line, stopped, or with nobody left to read it."""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn

from steelyard.cli.signals import INTERRUPTED, STOPPED, deaf, listen
from steelyard.cli.streams import open_all
from steelyard.errors import SteelyardError

#: Objects that are made before the collector looks for circles among them: its usual 700 are made a
#: thousand times in a weighing, which takes a tenth of its time and finds next to nothing.
UNTIL_COLLECTED = 200_000


def run() -> None:
    """Run the commands, and end with 0, 1 or 2."""
    gc.set_threshold(UNTIL_COLLECTED, 50, 50)
    try:
        _run()
    finally:
        deaf()


def _run() -> None:
    try:
        try:
            listen()
            open_all()
            from steelyard.cli.commands import app

            app(prog_name="steelyard")
        finally:
            sys.stdout.flush()
    except SteelyardError as error:
        fail(*(error.problems or (str(error),)))
    except BrokenPipeError:  # whoever reads our output, `head` say, has seen enough
        abandon_output()
        sys.exit(0)
    except OSError as error:
        if STOPPED.is_set():
            fail(INTERRUPTED)
        abandon_output()
        fail(_refusal(error))
    except Exception:  # Ctrl-C may surface as whatever a library makes of it
        if not STOPPED.is_set():
            raise
        fail(INTERRUPTED)


def _refusal(error: OSError) -> str:
    """One line for what the system refused: of a file that has a name, or of our own output."""
    why = error.strerror or str(error)
    if error.filename is None:
        return f"The output cannot be written ({why}). Free some space, or write it elsewhere."
    return f"{error.filename} cannot be used ({why}). Check the disk, the path and its permissions."


def abandon_output() -> None:
    """Write nothing more on standard output, not even what Python still holds back."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def fail(*messages: str) -> NoReturn:
    """Say what is wrong, a line for each problem, and end with 1."""
    from steelyard.cli.printing import complain

    complain(*(" ".join(message.split()) for message in messages))
    sys.exit(1)
