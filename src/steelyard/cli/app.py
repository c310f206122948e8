"""The command itself: its options, which may stand anywhere, and what its help says."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

import steelyard
from steelyard.cli import printing
from steelyard.cli.ending import abandon_output

#: Set by a shell that asks what may stand next.
COMPLETE = "_STEELYARD_COMPLETE"

#: Options of every command, wherever they stand.
ANYWHERE = ("--quiet", "-q", "--no-color")

#: What stands below the help: how it ends, and what it takes from the environment.
EPILOG = """\b
Ends with 0: done; 1: the input is wrong (one line says what was found, what is
allowed, what to do next); 2: the command is. --quiet and --no-color may stand
anywhere. Environment: NO_COLOR, COLUMNS, TMPDIR, STEELYARD_MODEL_KEY,
STEELYARD_MCP_TOKEN. More: steelyard COMMAND --help, docs/command-line.md."""


class _Commands(TyperGroup):
    """The commands, of which none fails because whoever reads the output has seen enough.

    Options of the command itself (``--quiet``) may stand behind a command as well as before it.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words of a command line, the options of every command first."""
        end = args.index("--") if "--" in args else len(args)
        common = [word for word in args[:end] if word in ANYWHERE]
        rest = [word for word in args[:end] if word not in ANYWHERE]
        return super().parse_args(ctx, [*common, *rest, *args[end:]])

    def invoke(self, ctx: Any) -> Any:
        """Run a command; end with 0 where the reader (`head`, say) has closed the pipe.

        Click would end with 1 before :func:`main` sees the broken pipe.
        """
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            abandon_output()
            sys.exit(0)


app = typer.Typer(
    cls=_Commands,
    name="steelyard",
    help="Weigh whether a state is really changing sides, or only making it look that way.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        print(f"steelyard {steelyard.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress, notes or warnings; errors are said.")
    ] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colours, as NO_COLOR.")] = False,
) -> None:
    """Options of the command itself."""
    del version  # it is printed before anything else is read
    if quiet:
        printing.QUIET.set()
    else:
        printing.QUIET.clear()
    if no_color:  # what Rich and the libraries look at
        os.environ["NO_COLOR"] = "1"


if COMPLETE in os.environ:
    from typer.completion import completion_init  # type: ignore[attr-defined]  # it has no other home

    completion_init()
