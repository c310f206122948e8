"""A publisher on this machine that serves files well or badly, and remembers who asked for what."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

#: Serves one request: writes what it likes to the handler.
Route = Callable[["Handler"], None]


class Publisher(ThreadingHTTPServer):
    """Routes by path, a log of requests, and how many were under way at once."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.routes: dict[str, Route] = {}
        self.asked: list[tuple[str, float, str | None]] = []
        self.count: Counter[str] = Counter()
        self.now = 0
        self.most = 0
        self.lock = threading.Lock()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Publisher

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        with self.server.lock:
            self.server.now += 1
            self.server.most = max(self.server.most, self.server.now)
            self.server.asked.append((path, time.monotonic(), self.headers.get("Range")))
            self.server.count[path] += 1
        try:
            self.server.routes.get(path, answer(404, b"not here"))(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            with self.server.lock:
                self.server.now -= 1

    def say(self, code: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(code)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def hang_up(self) -> None:
        self.wfile.flush()
        self.close_connection = True
        self.connection.shutdown(2)

    def log_message(self, *words: object) -> None:
        """Print nothing."""


def answer(code: int, body: bytes = b"", **headers: str) -> Route:
    return lambda handler: handler.say(code, body, **headers)


def good(body: bytes, etag: str = '"v1"', slow: float = 0.0) -> Route:
    """A server that knows ranges."""

    def route(handler: Handler) -> None:
        time.sleep(slow)
        start = asked_from(handler, etag)
        if start is None:
            handler.say(200, body, ETag=etag)
        elif start >= len(body):
            handler.say(416, b"", Content_Range=f"bytes */{len(body)}")
        else:
            reach = f"bytes {start}-{len(body) - 1}/{len(body)}"
            handler.say(206, body[start:], ETag=etag, Content_Range=reach)

    return route


def asked_from(handler: Handler, etag: str) -> int | None:
    said = handler.headers.get("Range")
    if said is None or handler.headers.get("If-Range", etag) != etag:
        return None
    return int(said.removeprefix("bytes=").removesuffix("-"))


def cut_off(body: bytes, piece: int, etag: str = '"v1"') -> Route:
    """A server that hangs up after ``piece`` bytes, every time."""

    def route(handler: Handler) -> None:
        start = asked_from(handler, etag) or 0
        rest = body[start:]
        headers = {"ETag": etag, "Content_Length": str(len(rest))}
        if start:
            headers["Content_Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
        headers["Content-Length"] = headers.pop("Content_Length")
        handler.say(206 if start else 200, rest[:piece], **headers)
        if len(rest) > piece:
            handler.hang_up()

    return route


def lying(body: bytes, length: int) -> Route:
    """A server that states another length than the body has, and then hangs up."""

    def route(handler: Handler) -> None:
        handler.say(200, body, **{"Content-Length": str(length)})
        handler.hang_up()

    return route


def first(times: int, bad: Route, then: Route) -> Route:
    """A server that is bad for its first answers."""
    left = [times]

    def route(handler: Handler) -> None:
        left[0] -= 1
        (bad if left[0] >= 0 else then)(handler)

    return route


def stalled(body: bytes, seconds: float) -> Route:
    """A server that sends half and then nothing for a while."""

    def route(handler: Handler) -> None:
        half = body[: len(body) // 2]
        handler.say(200, half, ETag='"v1"', **{"Content-Length": str(len(body))})
        handler.wfile.flush()
        time.sleep(seconds)
        handler.hang_up()

    return route


@contextmanager
def publishing() -> Iterator[Publisher]:
    """Serve until the end of the block."""
    server = Publisher()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()
