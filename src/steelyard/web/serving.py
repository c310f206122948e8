"""The server: one address on this machine, printed with its token, until Ctrl-C."""

from __future__ import annotations

import secrets
import socket
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Timer

import uvicorn

from steelyard.errors import SteelyardError
from steelyard.web.application import application, warm
from steelyard.web.desk import Desk

#: The port that is tried first; any free one where it is taken.
PORT = 8765

#: Connections at once beyond which a request is told to come again.
MOST_AT_ONCE = 200


def serve(
    said: Sequence[str | Path] = (),
    *,
    port: int | None = None,
    browser: bool = True,
    say: Callable[[str], None] = print,
) -> None:
    """Serve archives, cases, runs and folders until Ctrl-C.

    Args:
        said: What to serve; the current folder where nothing is named.
        port: The port; by default :data:`PORT`, or any other where that is taken.
        browser: Open a browser.
        say: Told the address.

    Raises:
        SteelyardError: Something of ``said`` is not there, or the port is taken.
    """
    desk = Desk(said)
    taken = listening(port)
    number = taken.getsockname()[1]
    token = secrets.token_urlsafe(24)
    address = f"http://127.0.0.1:{number}/?token={token}"
    app = application(desk, port=number, token=token)
    config = uvicorn.Config(
        app,
        log_level="error",  # a refusal a line would be all that a flood leaves in the terminal
        access_log=False,
        limit_concurrency=MOST_AT_ONCE,
        timeout_graceful_shutdown=2,
        server_header=False,
        ws="none",
        lifespan="on",
    )
    server = uvicorn.Server(config)
    say(f"The workbench is at {address}")
    say("It answers to this machine only. Ctrl-C ends it; what was confirmed is kept.")
    Timer(1.0, warm).start()
    if browser:
        opened = Timer(0.5, webbrowser.open, (address,))
        opened.daemon = True
        opened.start()
    try:
        server.run(sockets=[taken])
    except SteelyardError:
        if not server.should_exit:  # Ctrl-C is how a server ends; anything else is an error
            raise
    except KeyboardInterrupt:
        pass
    finally:
        taken.close()


def listening(port: int | None) -> socket.socket:
    """Return a socket on 127.0.0.1.

    Raises:
        SteelyardError: The port that was asked for is taken.
    """
    for number in [port] if port is not None else [PORT, 0]:
        found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind(("127.0.0.1", number))
            found.listen()  # who comes as soon as the address is printed waits, and is not refused
        except OSError as error:
            found.close()
            if number == port:
                msg = f"Port {port} cannot be used ({error.strerror}). Choose another with --port, or leave it out."
                raise SteelyardError(msg) from error
        else:
            return found
    msg = "No port is free on this machine."
    raise SteelyardError(msg)
