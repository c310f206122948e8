"""The command itself: its options, how it ends, what Ctrl-C does."""

from __future__ import annotations

import os
import signal
import sys
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

import steelyard
from steelyard.cli.printing import INTERRUPTED, STOPPED, warn
from steelyard.errors import SteelyardError


class _Commands(TyperGroup):
    """The commands, of which none fails because whoever reads the output has seen enough."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; end with 0 where the reader (`head`, say) has closed the pipe.

        Click would end with 1 before :func:`main` sees the broken pipe.
        """
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _abandon_output()
            sys.exit(0)


app = typer.Typer(
    cls=_Commands,
    name="steelyard",
    help="Weigh whether a state is really changing sides, or only making it look that way.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)


def main() -> None:
    """Run the command line: exit 0 done, 1 the input is wrong, 2 the usage is."""
    signal.signal(signal.SIGINT, _interrupt)
    sys.unraisablehook = _unraisable
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except SteelyardError as error:
        fail(*(error.problems or (str(error),)))
    except BrokenPipeError:  # whoever reads our output, `head` say, has seen enough
        _abandon_output()
        sys.exit(0)
    except OSError as error:
        if STOPPED.is_set():
            fail(INTERRUPTED)
        _abandon_output()
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


def _abandon_output() -> None:
    """Write nothing more on standard output, not even what Python still holds back."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _interrupt(number: int, frame: object) -> None:
    """Turn Ctrl-C into an error like any other, so that it too is one line and cleans up."""
    del number, frame
    STOPPED.set()
    raise SteelyardError(INTERRUPTED)


def _unraisable(lost: sys.UnraisableHookArgs) -> None:
    """Say nothing of a Ctrl-C that came where Python cannot raise; the next step will stop."""
    if not isinstance(lost.exc_value, SteelyardError):
        sys.__unraisablehook__(lost)


def fail(*messages: str) -> NoReturn:
    """Say what is wrong, a line for each problem, and end with 1."""
    for message in messages:
        warn(" ".join(message.split()))
    sys.exit(1)


def _version(asked: bool) -> None:
    if asked:
        print(f"steelyard {steelyard.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options of the command itself."""
