"""The command that serves the workbench: serve."""

from __future__ import annotations

from typing import Annotated

import typer

from steelyard.cli.app import app
from steelyard.cli.printing import say


@app.command(short_help="Open the workbench in a browser.")
def serve(
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ARCHIVE|CASE|FOLDER]...",
            help="Archives, cases, runs, or a folder that holds such or files of news.  "
            "[default: this folder]",
            show_default=False,
        ),
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="The port.  [default: 8765, or a free one]")
    ] = None,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Print the address and open nothing.")
    ] = False,
) -> None:
    """Open the workbench in a browser: read, review, make a case, weigh, compare. Ctrl-C ends it."""
    from steelyard.web.serving import serve as serve_desk

    serve_desk(what or (), port=port, browser=not no_browser, say=_say)


def _say(line: str) -> None:
    """Print a line at once, so that whoever waits for the address has it."""
    import sys

    say(line)
    sys.stdout.flush()
