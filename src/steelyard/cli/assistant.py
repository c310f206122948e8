"""The command that serves tools to an assistant: mcp."""

from __future__ import annotations

import os
import secrets
import socket
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from steelyard.cli.app import app
from steelyard.cli.printing import note
from steelyard.cli.signals import STOPPED
from steelyard.cli.streams import CLOSED
from steelyard.errors import SteelyardError

if TYPE_CHECKING:
    from steelyard.assistant import Materials

#: Holds the token, where a client's settings must name one that stays.
TOKEN = "STEELYARD_MCP_TOKEN"  # noqa: S105 - the name of a variable


@app.command(short_help="Serve tools for an assistant (MCP).")
def mcp(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ARCHIVE|CASE|RUN]...",
            help="All that the tools can read: archives, cases, folders of briefs.  [default: the built-in cases]",
            show_default=False,
        ),
    ] = None,
    http: Annotated[
        bool, typer.Option("--http", help="Serve by HTTP on 127.0.0.1, not by standard input.")
    ] = False,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port, with --http.")] = 8675,
) -> None:
    """Serve tools for an assistant over the Model Context Protocol.

    By HTTP each request needs the token that is printed, or that of STEELYARD_MCP_TOKEN.
    """
    try:
        from steelyard.assistant import server
    except ImportError as error:
        msg = "The server needs the mcp package. Install it with: pip install 'steelyard[mcp]'."
        raise SteelyardError(msg) from error
    from steelyard.assistant import Materials as Opened

    materials = Opened.of(sources or ())
    if not http:
        _serve_stdio(server.serve_stdio, materials)
        return
    token = os.environ.get(TOKEN) or secrets.token_urlsafe(32)
    if len(token) < 16 or not token.isascii() or not token.isprintable():
        msg = f"{TOKEN} must be 16 or more printable ASCII characters. Unset it, and one is made."
        raise SteelyardError(msg)
    _check_port(server.HOST, port)
    note(f"http://{server.HOST}:{port}{server.PATH}", f"Authorization: Bearer {token}")
    try:
        server.serve_http(materials, port, token)
    except SteelyardError:
        if not STOPPED.is_set():
            raise
        note("Stopped.")


def _serve_stdio(serve: Callable[[Materials], None], materials: Materials) -> None:
    """Serve a client that started this command; say so to a person who did."""
    if CLOSED & {0, 1}:
        msg = "Standard input or output is closed, and tools are served over them. Use --http."
        raise SteelyardError(msg)
    if sys.stdin.isatty():
        note(
            "Tools are served over standard input and output: name this command in the settings of an "
            "assistant (docs/assistant.md), or use --http. Ctrl-D ends it."
        )
    serve(materials)


def _check_port(host: str, port: int) -> None:
    """Refuse a port that is taken before anything is said of it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            msg = f"Port {port} cannot be used ({error.strerror}). Name another with --port."
            raise SteelyardError(msg) from error
